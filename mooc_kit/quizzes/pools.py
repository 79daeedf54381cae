"""Question pools: files of questions that several quizzes can draw from, gathered into the quiz."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from mooc_kit.problems import Problem
from mooc_kit.quizzes import quiz_codes
from mooc_kit.quizzes.model import Pool, QuizFile
from mooc_kit.quizzes.source_places import Path_, Places

Load = Callable[[str, Path_], QuizFile | None]
"""The quiz in the file of that name beside the quiz, or None (a problem at the path has been told then)."""


def gather(quiz: QuizFile, load: Load, places: Places) -> tuple[QuizFile, list[Problem]]:
    """`quiz` with the questions of its pools' files, and what is wrong with them. Ids in it stay unique."""
    if not any(pool.file for pool in quiz.pools):
        return quiz, []
    problems: list[Problem] = []
    questions = list(quiz.questions)
    taken = {question.id for question in questions}
    for number, pool in enumerate(quiz.pools):
        found = _file_of(pool, ("pools", number, "file"), load, places, problems)
        for question in found.questions if found else ():
            id = question.id if question.id not in taken else f"{pool.id}-{question.id}"[:60].strip("-")
            if id in taken:
                hint = f"Give the question in {pool.file} another id."
                place = places.place(("pools", number, "file"))
                problems.append(quiz_codes.SAME_ID.at(place, f'The id "{question.id}" stands twice.', hint=hint))
            taken.add(id)
            questions.append(question.model_copy(update={"id": id, "pool": pool.id}))
        members = sum(question.pool == pool.id for question in questions)
        if pool.file and found and pool.draw and pool.draw > members:
            hint = f"There are {members}: draw that many, or write more."
            problems.append(quiz_codes.DRAW_TOO_MANY.at(places.place(("pools", number, "draw")), hint=hint))
    return quiz.model_copy(update={"questions": questions}), problems


def _file_of(pool: Pool, path: Path_, load: Load, places: Places, problems: list[Problem]) -> QuizFile | None:
    if pool.file is None:
        return None
    if PurePosixPath(pool.file).name != pool.file or pool.file.startswith(".") or "\\" in pool.file:
        hint = "Write only its name; pools lie beside the quiz."
        problems.append(quiz_codes.EMPTY_POOL.at(places.place(path), f'"{pool.file}" is no file beside it.', hint=hint))
        return None
    found = load(pool.file, path)
    if found is not None and any(inner.file for inner in found.pools):
        hint = "Name each file in this quiz instead."
        problems.append(
            quiz_codes.EMPTY_POOL.at(places.place(path), "A pool's file draws from files itself.", hint=hint)
        )
        return None
    return found
