"""Another package adds an option and a target by being installed: nothing in mooc-kit knows of it."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from mooc_kit.kit.examples import examples_folder
from tests import command_line

PACKAGE = examples_folder() / "third-party-package"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as pip installs it, offline, into a folder of its own."""
    place = tmp_path_factory.mktemp("installed")
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "--target",
        str(place),
        str(PACKAGE),
    ]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return place


def run(installed: Path | None, cwd: Path, *arguments: str) -> command_line.Done:
    """A call in the test's own process, with the package on Python's path while it lasts."""
    if installed is None:
        return command_line.in_process(arguments, cwd)
    before = set(sys.modules)
    sys.path.insert(0, str(installed))
    importlib.invalidate_caches()
    try:
        return command_line.in_process(arguments, cwd)
    finally:
        sys.path.remove(str(installed))
        for name in set(sys.modules) - before:
            if str(installed) in str(getattr(sys.modules[name], "__file__", "")):
                del sys.modules[name]
        command_line.forget()


@pytest.mark.process
def test_a_process_finds_the_package_by_itself(installed: Path, tmp_path: Path) -> None:
    told = command_line.process(("options", "learning-diary"), tmp_path, env={"PYTHONPATH": str(installed)})
    assert "What do participants write about each week?" in told.stdout


def test_the_option_and_the_target_are_there_once_the_package_is(installed: Path, tmp_path: Path) -> None:
    assert run(None, tmp_path, "options", "learning-diary").returncode == 2
    told = run(installed, tmp_path, "options", "learning-diary")
    assert "What do participants write about each week?" in told.stdout
    assert "Nobody could ever finish it" in run(installed, tmp_path, "explain", "X101").stdout
    assert "learning_diary" in run(installed, tmp_path, "schema").stdout


def test_a_course_grows_with_the_option_is_checked_and_built_by_the_target(installed: Path, tmp_path: Path) -> None:
    grown = run(installed, tmp_path, "new", "kit", "--from", str(examples_folder() / "fix-a-flat/course.yaml"))
    assert grown.returncode == 0, grown.stderr
    added = run(installed, tmp_path, "add", "option", "learning-diary", "--in", "kit")
    assert added.returncode == 0, added.stdout + added.stderr
    assert "What surprised me" in (tmp_path / "kit/content/completion/learning-diary.md").read_text()
    assert run(installed, tmp_path, "set", "targets", "[site, one-text]", "--in", "kit").returncode == 0
    checked = run(installed, tmp_path, "validate", "kit")
    assert checked.returncode == 0, checked.stdout
    built = run(installed, tmp_path, "build", "kit")
    assert built.returncode == 0, built.stderr
    text = (tmp_path / "kit/build/one-text/course.txt").read_text()
    assert "FIX A FLAT" in text
    assert "Your learning diary" in text
    assert (tmp_path / "kit/build/one-text-NOTICES.md").is_file()
    assert "learning-diary" in (tmp_path / "kit/build/site/index.html").read_text()
    wrong = run(installed, tmp_path, "set", "completion.learning_diary.entries", "60", "--in", "kit")
    assert wrong.returncode == 0
    assert "X101" in run(installed, tmp_path, "validate", "kit").stdout


def test_without_the_package_its_option_is_a_problem_with_a_place(installed: Path, tmp_path: Path) -> None:
    run(installed, tmp_path, "new", "kit", "--from", str(examples_folder() / "fix-a-flat/course.yaml"))
    run(installed, tmp_path, "add", "option", "learning-diary", "--in", "kit")
    result = run(None, tmp_path, "validate", "kit")
    assert result.returncode == 1
    assert "learning_diary" in result.stdout
    assert "S102" in result.stdout
