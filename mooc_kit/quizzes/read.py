"""Quiz reader: detects the format, keeps the limits, and checks what was read."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from mooc_kit.problems import Place
from mooc_kit.quizzes import quiz_codes
from mooc_kit.quizzes.base import QuizFormat, ReadQuiz
from mooc_kit.quizzes.foreign_formats import foreign_format
from mooc_kit.quizzes.registry import format_of, formats

MAX_BYTES = 50_000_000


def read_bytes(data: bytes, file: str, format_: QuizFormat | None = None) -> ReadQuiz:
    """The quiz in `data`, in the format that its name and its beginning tell unless one is named."""
    if len(data) > MAX_BYTES:
        hint = "Split it, or export fewer questions at once."
        message = f"The file has more than {MAX_BYTES // 1_000_000} MB."
        return ReadQuiz(problems=[quiz_codes.QUIZ_TOO_LARGE.at(Place(file), message, hint=hint)])
    if format_ is None and (foreign := foreign_format(data, file)) is not None:
        message = f"This is {foreign.title}, which mooc-kit does not read."
        return ReadQuiz(problems=[quiz_codes.NOT_READ.at(Place(file), message, hint=foreign.instead)])
    found = format_ or format_of(data, file)
    if found is None:
        known = sorted({suffix for each in formats().values() if each.reads for suffix in each.suffixes})
        hint = f"mooc-kit reads {', '.join(known)}; name the format with --from where the ending does not tell."
        return ReadQuiz(problems=[quiz_codes.NOT_READ.at(Place(file), hint=hint)])
    with _without_search_for_cycles():
        return found.read(data, file)


@contextmanager
def _without_search_for_cycles() -> Iterator[None]:
    """Python looks through all objects for cycles again and again as they become more: a third of the time of reading
    20,000 questions, which hold none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def read_path(path: Path, file: str, format_: QuizFormat | None = None) -> ReadQuiz:
    """The quiz in the file at `path`, called `file` in places. Reads no more than the limit."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        reason = "does not exist" if isinstance(error, FileNotFoundError) else "cannot be read"
        return ReadQuiz(problems=[quiz_codes.NOT_READ.at(Place(file), f"The file {reason}.", hint="Check the name.")])
    return read_bytes(data, file, format_)


def checked(found: ReadQuiz, outcomes: Collection[str] | None = None) -> ReadQuiz:
    """`found` with what checking the quiz finds added to its problems."""
    from mooc_kit.quizzes.check import check_quiz
    from mooc_kit.quizzes.item_writing import check_craft

    if found.quiz is not None:
        found.problems.extend(check_quiz(found.quiz, found.places, outcomes))
        found.problems.extend(check_craft(found.quiz, found.places, outcomes))
    return found
