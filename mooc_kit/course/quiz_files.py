"""Kit quizzes: found whatever their format, with the pictures they show."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from mooc_kit.content.plain_data import texts_at
from mooc_kit.problems import Place, Problem
from mooc_kit.quizzes import quiz_codes
from mooc_kit.quizzes.base import ReadQuiz
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.quizzes.read import MAX_BYTES, read_bytes

ENDINGS = (".yaml", ".yml", ".md", ".txt", ".gift", ".xml", ".csv", ".tsv", ".xlsx", ".zip", ".imscc")
_ADDRESS = re.compile(r"(!?\[(?:[^\[\]\\]|\\.)*\]\()(<[^<>\n]*>|[^()\s<>]+)")


def quiz_paths(folder: Path, path: str) -> list[str]:
    """The files in the kit that can be meant by the quiz at `path` (quizzes/ID.yaml): the same name, any format."""
    wanted = PurePosixPath(path)
    return [str(found) for ending in ENDINGS if (folder / (found := wanted.with_suffix(ending))).is_file()]


def read_quiz_file(file: Path, name: str) -> ReadQuiz:
    """The quiz in a file of the kit. What the model cannot hold of it becomes a problem, so that nothing is silent."""
    with file.open("rb") as stream:
        found = read_bytes(stream.read(MAX_BYTES + 1), name)
    hint = "Convert it with `mooc-kit quiz convert`, and mend it in the YAML file."
    for notice in found.notices:
        place = notice.place if notice.place.file else Place(name, 1, 1)
        found.problems.append(quiz_codes.LOST_IN_READING.at(place, str(notice), hint=hint))
    if found.media:
        hint = "Use `mooc-kit quiz import`, which puts them into the kit."
        message = f"{len(found.media)} pictures inside the file do not reach the course."
        found.problems.append(quiz_codes.LOST_IN_READING.at(Place(name, 1, 1), message, hint=hint))
    return found


PLAIN = frozenset({"title", "author", "tags", "outcome", "unit", "formula"})
"""Keys whose texts are words and no Markdown."""


def with_assets(
    quiz: QuizFile, path: str, asset: Callable[[str], str | None], broken: Callable[[str], Problem]
) -> tuple[QuizFile, list[Problem]]:
    """`quiz` with addresses of files in the kit turned into asset: links; a problem for each that is not there."""
    problems: list[Problem] = []

    def address(found: re.Match[str]) -> str:
        url = found[2].strip("<>")
        parts = urlsplit(url)
        if parts.scheme or parts.netloc or not parts.path or url.startswith("#"):
            return found[0]
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
        whole = posixpath.normpath(unquote(parts.path).lstrip("/"))
        target = next((t for t in (beside, whole) if not t.startswith("..") and asset(t) is not None), None)
        if target is None:
            problems.append(broken(url))
            return f"{found[1]}#"
        return f"{found[1]}asset:{quote(target)}"

    def walk(value: Any) -> Any:
        if isinstance(value, str):
            try:
                return _ADDRESS.sub(address, value) if "](" in value else value
            except ValueError:  # an address that is none, such as http://[
                return value
        if isinstance(value, dict):
            return {key: part if key in PLAIN else walk(part) for key, part in value.items()}
        return [walk(part) for part in value] if isinstance(value, list) else value

    data = quiz.model_dump(mode="json", exclude_defaults=True)
    if not any("](" in text for key, part in data.items() if key not in PLAIN for _, text in texts_at(part)):
        return quiz, []
    for plain, question in zip(data.get("questions", ()), quiz.questions, strict=True):
        plain["kind"] = question.kind
    return QuizFile.model_validate(walk(data)), problems
