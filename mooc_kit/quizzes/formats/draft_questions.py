"""Draft questions: on their way from a foreign file into the model, tidied, named, or refused with a reason."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from mooc_kit.problems import Notice, Place, Rule
from mooc_kit.quizzes import quiz_codes
from mooc_kit.quizzes.base import ReadQuiz
from mooc_kit.quizzes.model import KINDS, MAX_QUESTIONS, Pool, Question, QuizFile, QuizFrame
from mooc_kit.quizzes.source_places import LinePlaces
from mooc_kit.spec.fields import RESERVED, slug

_ODD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff\ue000-\uf8ff]")
_MARKUP = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|<[^>]*>|[*_`$\\#]")
_SIGN = re.compile(r"[\[<*_`$\\#]")
CHECK_SCORING = "check-scoring"
"""The tag of a question whose scoring could not be carried over as it was: somebody has to look at it."""
_DIFFICULTIES = {"easy", "medium", "hard"}


class Drafts:
    """Collects what a reader finds in `file`, and makes a quiz of it."""

    def __init__(self, file: str) -> None:
        self.places = LinePlaces(file)
        self.found = ReadQuiz(places=self.places)
        self.quiz: dict[str, Any] = {}
        self.pools: dict[str, dict[str, Any]] = {}
        self.questions: list[Question] = []
        self.waiting = ""
        """A text that stands above the next question."""
        self._ids: set[str] = set()
        self._kept: dict[str, tuple[str, bytes]] = {}
        self._tried: dict[str, int] = {}

    def at(self, line: int) -> Place:
        return Place(self.places.file, line, 1)

    def problem(self, rule: Rule, line: int, message: str = "", *, hint: str) -> None:
        self.found.problems.append(rule.at(self.at(line), message, hint=hint))

    def notice(self, what: str, why: str, instead: str, line: int = 0) -> None:
        self.found.notices.append(Notice(what, why, instead, self.at(line) if line else Place(self.places.file)))

    def keep(self, name: str, data: bytes) -> str:
        """The path under which a file called `name` is kept: a path of its own for each content, never another's."""
        stem, dot, ending = re.sub(r"[^\w.()-]", "-", posixpath.basename(name)).strip(".").rpartition(".")
        stem, ending = (stem, dot + ending) if stem else (ending or "file", "")
        number = 1
        while True:
            path = f"media/{stem}{f'-{number}' if number > 1 else ''}{ending}"
            # Some file systems do not tell capitals from small letters.
            taken = self._kept.setdefault(path.casefold(), (path, data))
            if taken[1] == data:
                self.found.media[taken[0]] = data
                return taken[0]
            number += 1

    def above(self, text: str) -> None:
        """A text between questions, which the next question will show above itself."""
        self.waiting = "\n\n".join(part for part in (self.waiting, text.strip()) if part)

    def add(
        self, line: int, fields: Mapping[str, Any], lines: Mapping[tuple[str | int, ...], int] | None = None
    ) -> bool:
        """One question that begins in `line`; `lines` tell where parts of it stand. Whether it could be used."""
        tidy = _tidy(dict(fields)) or {}
        if self.waiting:
            tidy["text_above"] = _tidy(self.waiting)
            self.waiting = ""
        self._read_tags(tidy)
        tidy["id"] = self._id(tidy)
        if tidy.get("title"):
            tidy["title"] = " ".join(str(tidy["title"]).split())[:400]
        model = KINDS.get(str(tidy.get("kind")))
        if model is None:
            message = f'"{_name(tidy)}" cannot be used: what kind of question it is, is not clear.'
            hint = "Complete or correct this question; the others are read."
            self.problem(quiz_codes.QUESTION_NOT_READ, line, message, hint=hint)
            return False
        try:
            question = model.model_validate(tidy)
        except ValidationError as error:
            self._refuse(line, tidy, error)
            return False
        number = len(self.questions)
        self.questions.append(question)
        self._ids.add(question.id)
        self.places.mark(line, "questions", number)
        for path, at in (lines or {}).items():
            self.places.mark(at, "questions", number, *path)
        return True

    def pool(self, title: str, draw: int | None = None) -> str:
        """The id of the pool with this title, made where it is new."""
        id = _free(slug(title) or "pool", set()) if title else "pool"
        if id in self.pools and self.pools[id].get("title") != title:
            id = _free(id, set(self.pools))
        self.pools.setdefault(id, {"id": id, "title": title[:400] or None, "draw": draw})
        return id

    def finished(self) -> ReadQuiz:
        """The quiz of all that was collected."""
        data = _tidy(self.quiz) or {}
        if self.waiting:
            data["outro"] = "\n\n".join(part for part in (data.get("outro"), _tidy(self.waiting)) if part)
        if data.get("title"):
            data["title"] = " ".join(str(data["title"]).split())[:400]
        if len(self.questions) > MAX_QUESTIONS:
            hint = f"Split it into files of at most {MAX_QUESTIONS:,} questions."
            self.problem(quiz_codes.NOT_READ, 1, f"There are {len(self.questions):,} questions.", hint=hint)
            return self.found
        if not self.questions and self.found.problems:
            return self.found
        used = {question.pool for question in self.questions}
        pools = [Pool.model_validate(_tidy(pool)) for id, pool in self.pools.items() if id in used]
        try:
            self.found.quiz = QuizFile.of(QuizFrame.model_validate({**data, "pools": pools}), self.questions)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                where = ".".join(str(step) for step in detail["loc"])
                self.problem(quiz_codes.NOT_READ, 1, f"{where}: {detail['msg']}.", hint="Correct it in the file.")
        return self.found

    def _id(self, tidy: Mapping[str, Any]) -> str:
        given = tidy.get("id"), tidy.get("title")
        wanted = next((id for text in given if text and (id := slug(str(text)))), "")
        if not wanted:
            prompt = str(tidy.get("prompt") or "")
            words = (_MARKUP.sub(r"\1", prompt) if _SIGN.search(prompt) else prompt).split(maxsplit=6)
            wanted = slug(" ".join(words[:6]))[:40].strip("-") or f"question-{len(self.questions) + 1}"
        return _free(wanted, self._ids, self._tried)

    def _read_tags(self, tidy: dict[str, Any]) -> None:
        """Tags like outcome:sample carry what other formats have no field for."""
        rest = []
        for tag in tidy.get("tags") or ():
            key, colon, value = str(tag).partition(":")
            if colon and key == "outcome" and slug(value) == value:
                tidy.setdefault("outcome", value)
            elif colon and key == "difficulty" and value in _DIFFICULTIES:
                tidy.setdefault("difficulty", value)
            elif colon and key == "author" and value.strip():
                tidy.setdefault("author", value)
            elif tag not in rest:
                rest.append(tag)
        if rest:
            tidy["tags"] = rest
        else:
            tidy.pop("tags", None)

    def _refuse(self, line: int, tidy: Mapping[str, Any], error: ValidationError) -> None:
        detail = error.errors(include_url=False)[0]
        context = detail.get("ctx", {})
        name = _name(tidy)
        if detail["type"] == "mooc_kit":
            rule: Rule = context["rule"]
            self.problem(rule, line, f'"{name}": {context["message"]}', hint=str(context["hint"]))
            return
        where = " ".join(str(step) for step in detail["loc"])
        what = {
            "missing": "is missing",
            "too_short": "has too few entries",
            "string_too_long": "is too long",
            "too_long": "has too many entries",
        }.get(detail["type"], f"does not fit ({detail['msg']})")
        hint = "Complete or correct this question; the others are read."
        self.problem(quiz_codes.QUESTION_NOT_READ, line, f'"{name}" cannot be used: {where} {what}.', hint=hint)


def _name(tidy: Mapping[str, Any]) -> str:
    return str(tidy.get("title") or tidy.get("prompt") or tidy["id"])[:60]


def tags_of(question: Question) -> list[str]:
    """The question's tags, and what only tags can carry in formats without outcomes, difficulties and authors."""
    extra = {"outcome": question.outcome, "difficulty": question.difficulty, "author": question.author}
    return [*question.tags, *(f"{key}:{value}" for key, value in extra.items() if value)]


def _free(wanted: str, taken: set[str], tried: dict[str, int] | None = None) -> str:
    """`wanted`, or with a number that is not taken; `tried` remembers how far the numbers have come."""
    if wanted in RESERVED:
        wanted = f"question-{wanted}"
    if wanted not in taken:
        return wanted
    number = tried.get(wanted, 2) if tried is not None else 2
    while f"{wanted[:55]}-{number}" in taken:
        number += 1
    if tried is not None:
        tried[wanted] = number
    return f"{wanted[:55]}-{number}"


def _tidy(value: Any) -> Any:
    """`value` without invisible characters, empty texts and empty entries of groups."""
    if isinstance(value, str):
        return _tidy_text(value)
    if isinstance(value, dict):
        made = {}
        for key, part in value.items():
            if part is not None:
                found = part if part is True or part is False else _tidy(part)
                if found is not None:
                    made[key] = found
        return made
    if isinstance(value, list | tuple):
        return [part for found in value if (part := _tidy(found)) is not None]
    return value


def _tidy_text(text: str) -> str | None:
    if not text.isprintable():  # odd characters are not, nor are line breaks
        text = _ODD.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    "))
    return text.strip() or None
