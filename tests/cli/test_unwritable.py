"""Where a result cannot be written, every command says so in one line: no traceback, nothing half-written."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
GOALS = "goal\n" + "learn to read a study\n" * 8

COMMANDS = [
    ("new", "taken/course", "--example", "river-watch"),
    ("build", "kit", "--target", "site", "-o", "taken/build"),
    ("build", "kit", "--target", "open-edx", "-o", "taken/build"),
    ("quiz", "convert", "kit/quizzes/baseline-quiz.yaml", "taken/quiz.gift"),
    ("rubric", "print", "kit/rubrics/RUBRIC", "-o", "taken/rubric.pdf"),
    ("badge", "key", "-o", "taken/key.json", "--no-lock"),
    ("goals", "map", "goals.csv", "--kit", "kit", "--no-publish", "-o", "taken/goals"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command[:3]))
def test_a_place_that_cannot_be_written_to_is_told_in_one_line(
    command: tuple[str, ...], mooc_kit: Callable[..., CompletedProcess[str]], tmp_path: Path
) -> None:
    shutil.copytree(EXAMPLES / "river-watch", tmp_path / "kit")
    (tmp_path / "goals.csv").write_text(GOALS, encoding="utf-8")
    (tmp_path / "taken").write_text("a file where a folder would have to be", encoding="utf-8")
    rubric = next((tmp_path / "kit" / "rubrics").glob("*.yaml")).name

    ran = mooc_kit(*(word.replace("RUBRIC", rubric) for word in command))

    assert "Traceback" not in ran.stderr, ran.stderr
    assert ran.returncode == 2
    assert "taken" in ran.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["goals.csv", "kit", "taken"]
