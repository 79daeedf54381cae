"""The manual tells the truth: the tutorial's commands run as they stand, and every command that it names exists."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pexpect
import pytest
import typer

from mooc_kit.cli import app
from mooc_kit.completion_options.registry import sections
from mooc_kit.kit.render import rendered_files
from mooc_kit.spec import load_spec
from tests.conftest import over_sound

pytestmark = pytest.mark.process

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BIN = Path(sys.executable).parent
WHO = {"GIT_AUTHOR_NAME": "Ama", "GIT_AUTHOR_EMAIL": "ama@example.org"}
ENVIRONMENT = {
    **os.environ,
    **WHO,
    **{name.replace("AUTHOR", "COMMITTER"): value for name, value in WHO.items()},
    "PATH": f"{BIN}:{os.environ['PATH']}",
    "TERM": "dumb",
    "COLUMNS": "120",
    "NO_COLOR": "1",
}


def commands(page: Path, fence: str = "console") -> list[str]:
    """The lines of the page's blocks of commands."""
    blocks = re.findall(rf"^```{fence}\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def test_every_command_of_the_tutorial_runs_in_its_order(tmp_path: Path) -> None:
    lines = commands(ROOT / "docs/first-course.md")
    assert len(lines) > 10
    folder = tmp_path
    sentence = "You will like it here.\n"
    for line in lines:
        if line.startswith("cd "):
            folder = folder / line.removeprefix("cd ")
        elif line.startswith("mooc-kit new"):
            answer_with_enter(line, folder)
            with (tmp_path / "my-course/content/index.md").open("a") as page:
                page.write(f"\n{sentence}")
        else:
            result = subprocess.run(
                line, shell=True, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=120
            )
            assert result.returncode == 0, f"{line}\n{result.stdout}{result.stderr}"
    assert sentence in (tmp_path / "my-course/content/index.md").read_text()
    assert (tmp_path / "my-course/build/site/index.html").is_file()
    assert (tmp_path / "my-course/quizzes/what-will-you-try-first.yaml").is_file()


def answer_with_enter(line: str, folder: Path) -> None:
    environment = {**ENVIRONMENT, "MOOC_KIT_PLAIN": "1"}
    terminal = pexpect.spawn(line, cwd=str(folder), env=environment, encoding="utf-8", timeout=60)
    for _ in range(200):
        if terminal.expect(["> ", pexpect.EOF]) == 1:
            break
        terminal.sendline("")
    terminal.close()
    assert terminal.exitstatus == 0


def named() -> Iterator[tuple[str, str]]:
    """(page, command line) for each call of mooc-kit in the README and the manual."""
    for page in PAGES:
        text = page.read_text()
        for block in re.findall(r"^```(?:console|)\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
            for line in block.splitlines():
                if line.startswith("mooc-kit "):
                    yield page.name, line.partition("#")[0].strip() if "--template" not in line else line
        for words in re.findall(r"`(mooc-kit [^`]+)`", text):
            yield page.name, words


@pytest.mark.parametrize("page", sorted({page for page, _ in named()}))
def test_every_command_and_flag_that_is_named_exists(page: str) -> None:
    for name, line in named():
        if name == page:
            check_call(line)


def check_call(line: str) -> None:
    group: Any = typer.main.get_command(app)
    context = group.make_context("mooc-kit", [], resilient_parsing=True)
    words = line.split()[1:]
    while hasattr(group, "get_command") and words and re.fullmatch(r"[a-z][a-z-]*", words[0]):
        found = group.get_command(context, words[0])
        assert found is not None, f"{line}: there is no command {words[0]}"
        group, words = found, words[1:]
    known = {name for parameter in group.params for name in (*parameter.opts, *parameter.secondary_opts)}
    known |= {"--help", "-h", "--version"}
    for word in words:
        if re.match(r"--[a-z]", word):
            assert word.partition("=")[0].rstrip(".,;:)]") in known, f"{line}: there is no {word}"


def test_every_file_that_the_how_to_of_evidence_names_is_in_a_kit() -> None:
    text = over_sound("{}")
    spec = load_spec(text, "course.yaml", sections()).spec
    assert spec is not None
    files = rendered_files(spec)
    page = (ROOT / "docs/evidence-how-to.md").read_text()
    paths = re.findall(r"`((?:content|guides|certificates|rubrics|surveys)/[^`<]+\.(?:md|yaml))`", page)
    assert len(paths) > 10
    assert not [path for path in paths if path not in files]


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for page in (*PAGES, ROOT / "CONTRIBUTING.md"):
        named = set(re.findall(r"`make ((?:[a-z-]+ ?)+)`", page.read_text()))
        assert {target for names in named for target in names.split()} <= targets, page.name
