"""Native quiz format: a YAML file in `quizzes/`, in the question model's own words."""

from __future__ import annotations

from collections.abc import Collection
from textwrap import fill
from typing import Any

from mooc_kit.problems import Problem
from mooc_kit.quizzes.base import ReadQuiz
from mooc_kit.quizzes.check import check_quiz
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.spec.schema import kept_schema, tidy_schema, with_modeline
from mooc_kit.spec.schema_errors import read_model
from mooc_kit.spec.utf8 import decode
from mooc_kit.spec.yaml_text import yaml_text

_FIRST = ("id", "kind", "title", "text_above", "prompt")


def read_native(data: bytes, file: str) -> ReadQuiz:
    text, problems = decode(data, file)
    if text is None:
        return ReadQuiz(problems=problems)
    quiz, tree, problems = read_model(QuizFile, text, file)
    found = ReadQuiz(quiz, problems)
    if tree is not None:
        found.places = tree
    return found


def read_quiz(text: str, file: str, outcomes: Collection[str] | None = None) -> tuple[QuizFile | None, list[Problem]]:
    """The quiz in `text` and all its problems; `outcomes` are the ids that the course knows."""
    quiz, tree, problems = read_model(QuizFile, text, file)
    if quiz is None or tree is None:
        return None, problems
    return quiz, [*problems, *check_quiz(quiz, tree, outcomes)]


def write_native(quiz: QuizFile, comments: Collection[str] = ()) -> str:
    """The file of `quiz`, with `comments` (lines without #) on top for its authors."""
    data = quiz.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    if "questions" in data:
        data["questions"] = [
            _ordered({**plain, "kind": question.kind})
            for plain, question in zip(data["questions"], quiz.questions, strict=True)
        ]
    head = fill(" ".join(comments), 78, initial_indent="# ", subsequent_indent="# ") + "\n" if comments else ""
    return with_modeline("quiz", f"{head}{yaml_text(data or {'questions': []})}")


def quiz_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of quiz files, from which editors complete and check them."""
    about = "A file in quizzes/: questions, and how they are asked."
    return kept_schema("quiz", lambda: tidy_schema(QuizFile, about))


def _ordered(plain: dict[str, Any]) -> dict[str, Any]:
    first = {key: plain[key] for key in _FIRST if key in plain}
    return first | {key: value for key, value in plain.items() if key not in first}
