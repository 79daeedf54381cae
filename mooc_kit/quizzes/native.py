"""The native format: a YAML file in `quizzes/`, in the question model's own words."""

from __future__ import annotations

from collections.abc import Collection
from textwrap import fill

from mooc_kit.problems import Notice, Problem
from mooc_kit.quizzes.base import QuizFormat
from mooc_kit.quizzes.check import check_quiz
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.spec.shape import read_model
from mooc_kit.spec.yaml_text import yaml_text


class Native(QuizFormat):
    key = "native"
    title = "mooc-kit quiz file"
    suffixes = (".yaml", ".yml")

    def read(self, text: str, file: str) -> tuple[QuizFile | None, list[Problem]]:
        return read_quiz(text, file)

    def write(self, quiz: QuizFile) -> tuple[str, list[Notice]]:
        return write_native(quiz), []


def read_quiz(text: str, file: str, outcomes: Collection[str] | None = None) -> tuple[QuizFile | None, list[Problem]]:
    """The quiz in `text` and all its problems; `outcomes` are the ids that the course knows."""
    quiz, tree, problems = read_model(QuizFile, text, file)
    if quiz is None or tree is None:
        return None, problems
    return quiz, [*problems, *check_quiz(quiz, tree, outcomes)]


def write_native(quiz: QuizFile, comments: Collection[str] = ()) -> str:
    """The file of `quiz`, with `comments` (lines without #) on top for its authors."""
    data = quiz.model_dump(mode="json", exclude_defaults=True)
    for plain, question in zip(data.get("questions", ()), quiz.questions, strict=True):
        plain["kind"] = question.kind
        question_first = {key: plain.pop(key) for key in ("id", "kind", "prompt") if key in plain}
        rest = dict(plain)
        plain.clear()
        plain.update(question_first | rest)
    head = fill(" ".join(comments), 78, initial_indent="# ", subsequent_indent="# ") + "\n" if comments else ""
    return "---\n" + head + yaml_text(data or {"questions": []})
