"""Shared session data under xdist: what is dear to make is made once a run, by the worker that needs it first."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

from filelock import FileLock

from mooc_kit.checks.course_check import check_path
from mooc_kit.course.model import Course
from mooc_kit.kit.examples import copy_example, examples_folder
from mooc_kit.quizzes.starter_questions import BLANK
from mooc_kit.targets.registry import targets


def once(shared: Path, name: str, make: Callable[[Path], object]) -> Path:
    """What `make` puts at the path that it is given, a file or a folder; nobody meets half of it, nobody may change it.

    `shared` is the fixture of this name, a folder that all workers of a run see.
    """
    place = shared / name
    with FileLock(shared / f"{name}.lock"):
        if not place.exists():
            draft = shared / f"{name}.draft"
            make(draft)
            draft.rename(place)
    return place


def grown(shared: Path, example: str, kit: Path) -> Path:
    """`kit`, a new folder, as `mooc-kit new --example` makes it."""
    shutil.copytree(once(shared, f"kit-{example}", lambda draft: copy_example(example, draft)), kit)
    return kit


@cache
def example_course(name: str) -> Course:
    """An example as targets take it, read once a worker: nobody can change a course."""
    course = check_path(examples_folder() / name, targets()).course
    assert course is not None
    return course


def with_blanks_filled(text: str) -> str:
    """A quiz file with words in the place of each blank, as its authors type them over it."""
    first, *others = text.split(BLANK)
    return first + "".join(f"Answer {n}{piece.split('}', 1)[1]}" for n, piece in enumerate(others, 1))


def fill_blanks(kit: Path) -> None:
    """Write the questions that mooc-kit began in `kit`, so that there is something to be asked."""
    for file in sorted((kit / "quizzes").glob("*.yaml")):
        file.write_text(with_blanks_filled(file.read_text("utf-8")), "utf-8")
