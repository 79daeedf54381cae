"""Draft questions: on their way from another format into the model; tidied, named, or refused with a reason."""

from __future__ import annotations

import base64
import binascii
import hashlib
import posixpath
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote

from pydantic import ValidationError

from mooc_kit.content.html_to_markdown import Readdress, html_to_markdown
from mooc_kit.counting import counted
from mooc_kit.problems import Notice, Place, Rule
from mooc_kit.quizzes import quiz_codes
from mooc_kit.quizzes.base import ReadQuiz
from mooc_kit.quizzes.formats.markup import plain_of
from mooc_kit.quizzes.model import KINDS, MAX_QUESTIONS, Pool, Question, QuizFile, QuizFrame
from mooc_kit.quizzes.source_places import LinePlaces
from mooc_kit.spec.fields import RESERVED, slug

_ODD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff\ue000-\uf8ff]")
_SIGN = re.compile(r"[\[<*_`$\\#]")
_DATA = re.compile(r"data:image/(png|jpeg|gif|webp);base64,", re.IGNORECASE)
_SHOWN = 3
CHECK_SCORING = "check-scoring"
"""The tag of a question whose scoring could not be carried over as it was: somebody has to look at it."""
NO_WORDS = "…"
"""What a question asks whose words are not in the file."""
_DIFFICULTIES = {"easy", "medium", "hard"}


_LONG = 40
"""From so many letters on the beginning of a question is a name that was cut out of it."""


class Drafts:
    """Collects what a reader finds in `file`, and makes a quiz of it.

    A question without words says "…", which is told, unless the format is one `needs_words` of: a name is no prompt.
    Where `all_are_named`, since the format asks for a name, one that only repeats the question is no title: people
    would read it twice.
    """

    def __init__(self, file: str, *, needs_words: bool = False, all_are_named: bool = False) -> None:
        self.needs_words = needs_words
        self.all_are_named = all_are_named
        self.places = LinePlaces(file)
        self.found = ReadQuiz(places=self.places)
        self.quiz: dict[str, Any] = {}
        self.quizzes: list[tuple[dict[str, Any], dict[str, dict[str, Any]], list[Question]]] = []
        """Earlier quizzes of the same file: what stands around the questions, the pools, the questions."""
        self.pools: dict[str, dict[str, Any]] = {}
        self.questions: list[Question] = []
        self.waiting = ""
        """A text that stands above the next question."""
        self._ids: set[str] = set()
        self._kept: dict[str, tuple[str, bytes]] = {}
        self._tried: dict[str, int] = {}
        self._lost_here: dict[str, int] = {}
        self._lost_last = False
        """Whether something of the question that was added last is lost."""
        self._changed_last = (0, 0)
        """The number of the quiz, and in it of the question, that was counted as changed last."""
        self._lost: dict[str, list[tuple[str, int, int]]] = {}
        self._wordless: list[tuple[str, int]] = []

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

    def markdown(self, html: str, address: Readdress = lambda url: url) -> str:
        """HTML of a question as Markdown. Pictures that lie in their own addresses become files.

        What a text here cannot hold is told with the question that is added next.
        """

        def kept(url: str) -> str:
            return self._unpacked(url) if url[:5].lower() == "data:" else address(url)

        def lost(tag: str, number: int) -> None:
            self._lost_here[tag] = self._lost_here.get(tag, 0) + number

        return html_to_markdown(html, kept, lost, names_pictures=False, with_data=True)

    def _unpacked(self, url: str) -> str:
        """Where the picture in the address is kept; the address itself, told, where there is none in it."""
        found = _DATA.match(url)
        try:
            data = base64.b64decode(unquote(url[found.end() :]), validate=True) if found else b""
        except (binascii.Error, ValueError):
            data = b""
        if found is None or not data:
            self._lost_here["picture in its own address"] = self._lost_here.get("picture in its own address", 0) + 1
            return "#"
        ending = found[1].lower().replace("jpeg", "jpg")
        return self.keep(f"picture-{hashlib.sha256(data).hexdigest()[:8]}.{ending}", data)

    def _tell_lost(self, name: str, line: int) -> None:
        self._lost_last = bool(self._lost_here)
        for what, number in self._lost_here.items():
            self._lost.setdefault(what, []).append((name, number, line))
        self._lost_here.clear()

    def left_out(self, what: str, line: int, why: str = "mooc-kit has no such kind.") -> None:
        """A question that has no place here."""
        self.found.left_out += 1
        self.notice(what, why, "It is left out.", line)

    def nothing_read(self, thing: str, hint: str) -> None:
        """A problem: the file has no questions, or a quiz can ask none of those that it has, which are told then."""
        if left := self.found.left_out:
            message = f"A quiz can ask nothing of it: {counted(left, thing)} {'is' if left == 1 else 'are'} left out."
            self.problem(quiz_codes.NOT_READ, 1, message, hint="The notes say why.")
        else:
            self.problem(quiz_codes.NOT_READ, 1, f"There are no {thing}s in it.", hint=hint)

    def above(self, text: str) -> None:
        """A text between questions, which the next question will show above itself."""
        self.waiting = "\n\n".join(part for part in (self.waiting, text.strip()) if part)

    def add(
        self, line: int, fields: Mapping[str, Any], lines: Mapping[tuple[str | int, ...], int] | None = None
    ) -> bool:
        """One question that begins in `line`; `lines` tell where parts of it stand. Whether it could be used."""
        tidy = _tidy(dict(fields)) or {}
        self._tell_lost(_name({"id": "?", **tidy}), line)
        if self.waiting:
            tidy["text_above"] = _tidy(self.waiting)
            self.waiting = ""
        self._read_tags(tidy)
        is_wordless = not tidy.get("prompt") and not self.needs_words
        tidy["id"] = self._id(tidy)
        if is_wordless:
            tidy["prompt"] = NO_WORDS
        if tidy.get("title"):
            tidy["title"] = " ".join(str(tidy["title"]).split())[:400]
            if self.all_are_named and "text" not in tidy and _repeats(tidy["title"], tidy.get("prompt") or ""):
                del tidy["title"]
        model = KINDS.get(str(tidy.get("kind")))
        self.found.left_out += 1  # until it has come
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
        self.found.left_out -= 1
        self.questions.append(question)
        if is_wordless:
            self._wordless.append((_name(tidy), line))
        if self._lost_last or is_wordless:
            self.mark_changed()
        self._ids.add(question.id)
        self.places.mark(line, "questions", number)
        for path, at in (lines or {}).items():
            self.places.mark(at, "questions", number, *path)
        return True

    def add_part(self, line: int, fields: Mapping[str, Any]) -> None:
        """A further question out of one that was added already: the file has no more questions for it."""
        if self.add(line, fields):
            self.found.parts += 1
        else:
            self.found.left_out -= 1  # what is lost is a part, which is told as a problem

    def mark_changed(self) -> None:
        """The question that was added last is not quite what it was; a notice says how. It is counted once."""
        place = len(self.quizzes), len(self.questions)
        if self._changed_last != place:
            self._changed_last = place
            self.found.changed[self.questions[-1].kind] += 1

    def tag_for_check(self) -> None:
        """The scoring of the question that was added last could not be carried over."""
        question = self.questions[-1]
        if CHECK_SCORING not in question.tags:
            self.questions[-1] = question.model_copy(update={"tags": [*question.tags, CHECK_SCORING]})

    def next_quiz(self) -> None:
        """What follows belongs to another quiz of the same file."""
        if self.questions:
            self._close_quiz()

    def _close_quiz(self) -> None:
        if self.waiting:
            self.quiz["outro"] = "\n\n".join(part for part in (self.quiz.get("outro"), self.waiting) if part)
        self.quizzes.append((self.quiz, self.pools, self.questions))
        self.quiz, self.pools, self.questions, self.waiting = {}, {}, [], ""
        self._ids, self._tried = set(), {}

    def pool(self, title: str, draw: int | None = None) -> str:
        """The id of the pool with this title, made where it is new."""
        id = _free(slug(title) or "pool", set()) if title else "pool"
        if id in self.pools and self.pools[id].get("title") != title:
            id = _free(id, set(self.pools))
        self.pools.setdefault(id, {"id": id, "title": title[:400] or None, "draw": draw})
        return id

    def finished(self) -> ReadQuiz:
        """The quiz of all that was collected."""
        self._tell_lost("the text around the questions", 1)
        for tag, found in self._lost.items():
            what = f"{sum(number for _, number, _ in found)} `{tag}` in {_some(name for name, _, _ in found)}"
            self.notice(what, "The text of a question runs nothing and holds no form.", "It is left out.", found[0][2])
        if self._wordless:
            what = f"The words of {_some(name for name, _ in self._wordless)}"
            self.notice(what, "There are none in the file.", f"It says “{NO_WORDS}”; write them.", self._wordless[0][1])
        if not self.questions and not self.quizzes and self.found.problems:
            return self.found
        if self.questions or not self.quizzes:
            self._close_quiz()
        made = [self._made(*parts) for parts in self.quizzes]
        self.found.quiz, *others = made
        self.found.others = [quiz for quiz in others if quiz is not None]
        return self.found

    def _made(
        self, around: dict[str, Any], found_pools: dict[str, dict[str, Any]], questions: list[Question]
    ) -> QuizFile | None:
        data = _tidy(around) or {}
        if data.get("title"):
            data["title"] = " ".join(str(data["title"]).split())[:400]
        if len(questions) > MAX_QUESTIONS:
            hint = f"Split it into files of at most {MAX_QUESTIONS:,} questions."
            self.problem(quiz_codes.NOT_READ, 1, f"There are {len(questions):,} questions.", hint=hint)
            return None
        used = {question.pool for question in questions}
        pools = [Pool.model_validate(_tidy(pool)) for id, pool in found_pools.items() if id in used]
        try:
            return QuizFile.of(QuizFrame.model_validate({**data, "pools": pools}), questions)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                where = ".".join(str(step) for step in detail["loc"])
                self.problem(quiz_codes.NOT_READ, 1, f"{where}: {detail['msg']}.", hint="Correct it in the file.")
        return None

    def _id(self, tidy: Mapping[str, Any]) -> str:
        given = tidy.get("id"), tidy.get("title")
        wanted = next((id for text in given if text and (id := slug(str(text)))), "")
        if not wanted:
            prompt = str(tidy.get("prompt") or "")
            words = (plain_of(prompt) if _SIGN.search(prompt) else prompt).split(maxsplit=6)
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


def _repeats(name: str, words: str) -> bool:
    """Whether `name` is what the Markdown `words` say, or their first paragraph, or their long beginning."""
    said, first, whole = (re.sub(r"[\W_]+", "", text).casefold() for text in (name, words.partition("\n\n")[0], words))
    return bool(said) and (said in (first, whole) or (len(said) >= _LONG and whole.startswith(said)))


def _some(names: Iterable[str]) -> str:
    """The first names, each once, and how many more there are."""
    found = list(dict.fromkeys(f'"{name}"' for name in names))
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return f"{', '.join(found[:_SHOWN])}{more}"


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
