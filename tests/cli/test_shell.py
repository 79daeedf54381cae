"""Shell completion and the manual page work in the real shells and in man."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Grow, Run

BIN = Path(sys.executable).parent


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_takes_its_completion(mooc_kit: Run, tmp_path: Path, shell: str) -> None:
    script = mooc_kit(_MOOC_KIT_COMPLETE=f"source_{shell}").stdout
    assert "_MOOC_KIT_COMPLETE" in script
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    (tmp_path / "script").write_text(script)
    result = subprocess.run([shell, "-n", "script"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


def test_bash_completes_commands_and_their_options(mooc_kit: Run, tmp_path: Path) -> None:
    (tmp_path / "script").write_text(mooc_kit(_MOOC_KIT_COMPLETE="source_bash").stdout)
    ask = "source ./script; COMP_WORDS=({words}); COMP_CWORD={at}; _mooc_kit_completion mooc-kit; "
    ask += 'echo "${{COMPREPLY[@]}}"'

    def completed(*words: str) -> list[str]:
        line = ask.format(words=" ".join(words), at=len(words) - 1)
        environment = {"PATH": f"{BIN}:/usr/bin:/bin", "HOME": str(tmp_path)}
        command = ["bash", "-c", line]
        result = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=60
        )
        return result.stdout.split()

    assert "update" in completed("mooc-kit", "up")
    assert "--restore" in completed("mooc-kit", "update", "--re")
    assert "activity" in completed("mooc-kit", "add", "act")
    assert "river-watch" in completed("mooc-kit", "new", "x", "--example", "riv")
    assert "peer_badges" in completed("mooc-kit", "options", "peer")


def test_the_manual_page_names_every_command_and_man_reads_it(mooc_kit: Run, tmp_path: Path) -> None:
    page = mooc_kit("man").stdout
    for name in ("new", "update", "diff", "add activity", "migrate", "validate"):
        assert f".SS mooc\\-kit {name}" in page
    reader = shutil.which("groff") or shutil.which("mandoc")
    if reader is None:
        pytest.skip("neither groff nor mandoc is installed")
    command = [reader, "-man", "-Tascii", "-ww"] if reader.endswith("groff") else [reader, "-Tlint", "-Wwarning"]
    result = subprocess.run(command, input=page, capture_output=True, text=True, check=False)
    assert result.returncode == 0
    assert not result.stderr


def test_words_of_strangers_are_never_markup(mooc_kit: Run, tmp_path: Path) -> None:
    made = mooc_kit("new", "[red]course", "--example", "fix-a-flat")
    assert made.returncode == 0, made.stderr
    assert "[red]course/README.md" in made.stdout
    for words in (["validate", "[/bold]x"], ["validate", "--format", "[/bold]x"], ["explain", "[/bold]x"]):
        told = mooc_kit(*words)
        assert told.returncode in (1, 2)
        assert "[/bold]x" in told.stdout + told.stderr
        assert "Traceback" not in told.stderr


def test_an_old_spelling_works_with_a_note(mooc_kit: Run, grow: Grow) -> None:
    grow("fix-a-flat", "kit")
    told = mooc_kit("set", "course.title", "Mend it", "--in", "kit")
    assert told.returncode == 0
    assert "--in is now called --kit" in told.stderr
