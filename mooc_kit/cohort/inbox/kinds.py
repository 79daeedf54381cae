"""Kinds of what people send: surveys, goals, evidence, stories, questions, badge files, told apart by their words."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from mooc_kit.cohort.applications import TYPE as APPLICATION
from mooc_kit.cohort.inbox import inbox_codes
from mooc_kit.cohort.inbox.by_hand import story_by_hand
from mooc_kit.cohort.inbox.database_entries import entries
from mooc_kit.cohort.inbox.labelled import answers_below, told_beside
from mooc_kit.cohort.inbox.sources import Piece
from mooc_kit.cohort.survey_answers import answers_by_id, reply_of
from mooc_kit.course.model import Course, Survey
from mooc_kit.i18n import Messages
from mooc_kit.problems import Place, Problem
from mooc_kit.quizzes.contributions.maker_file import TYPE as QUESTION_FILE

_BETWEEN_ENTRIES = re.compile(r"^\s*———\s*$", re.MULTILINE)
_STORY_HEAD = re.compile(r"\A---\n(?P<head>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)
_SIGNED = {"PeerBadgeRequest": "request", "PeerBadgeBundle": "badge"}
_COMPLETION = "email,name,activity,title,done,score,evidence"
"""How the table begins that the page on completing a course writes where no platform counts."""
_LEAST_ANSWERS = 2
_LINK = re.compile(r"#p=([\w-]+)")
_MOST_BRACES = 2_000
_MOST_UNPACKED = 4_000_000
"""Bytes: a few letters may be packed to unfold without end."""


@dataclass(frozen=True)
class Item:
    """One thing that somebody sent: its `kind`, its words by name, and its place among what was received.

    Kinds: survey (`of` is the survey's id), goals, evidence, story, question, badge, application (for credit),
    completion (what somebody says they did of the course's rule).

    `sender` is the same for what one person answers again (see `Piece`; "reply …" where the file says so itself), and
    `moment` orders it. The words, not these, make it one thing or another.
    """

    kind: str
    place: str
    words: dict[str, Any]
    of: str = ""
    sent_on: date | None = None
    sender: str = ""
    moment: str = ""

    @property
    def key(self) -> str:
        """The same for the same words, however they arrive; two people whose answers are numbered may say the same."""
        reply = [self.sender] if self.sender.startswith("reply ") else []
        plain = json.dumps([self.kind, self.of, self.words, *reply], sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(re.sub(r"\s+", " ", plain).encode()).hexdigest()[:12]


@dataclass
class Sorter:
    """Tells what pieces are; `problems` keep what nothing was found in."""

    course: Course
    messages: Messages
    problems: list[Problem] = field(default_factory=list)

    def items(self, piece: Piece) -> Iterator[Item]:
        """What stands in `piece`; where that is nothing, a problem is kept."""
        before = len(self.problems)
        found = list(self._json(piece) if piece.suffix == ".json" else self._text(piece))
        yield from (replace(one, sender=one.sender or piece.sender, moment=one.moment or piece.moment) for one in found)
        if not found and not piece.is_body and len(self.problems) == before:
            hint = "Read it yourself; what is a story or a question can be put into its folder by hand."
            self.problems.append(inbox_codes.NOTHING_IN_IT.at(Place(piece.place), hint=hint))

    # ---- documents --------------------------------------------------------------------------------------------------

    def _json(self, piece: Piece) -> Iterator[Item]:
        try:
            found = json.loads(piece.text)
        except (ValueError, RecursionError):
            return
        if not isinstance(found, dict):
            return
        kind = found.get("type")
        if kind == "PeerBadgeKey":
            self.problems.append(inbox_codes.PRIVATE_KEY.at(Place(piece.place), hint="Delete it wherever it lies."))
        elif isinstance(kind, str) and kind in _SIGNED:
            yield Item("badge", piece.place, {"document": found}, _SIGNED[kind], piece.sent_on)
        elif isinstance(found.get("credentialSubject"), dict):
            yield Item("badge", piece.place, {"document": found}, "credential", piece.sent_on)
        elif isinstance(found.get("course"), str) and found["course"] != self.course.id:
            message = f'It was made in the course "{found["course"][:60]}".'
            self.problems.append(inbox_codes.OTHER_COURSE.at(Place(piece.place), message, hint="Ask who sent it."))
        elif kind == QUESTION_FILE:
            words = {"text": piece.text.strip() + "\n", "suffix": ".question.json", "module": found.get("module")}
            yield Item("question", piece.place, words, sent_on=piece.sent_on)
        elif kind == APPLICATION:
            yield Item("application", piece.place, {"document": found}, sent_on=piece.sent_on)
        elif found.get("kind") == "survey" and isinstance(found.get("answers"), list):
            reply, moment = reply_of(found.get("reply")), str(found.get("written") or "")[:40]
            for item in self._survey(piece, str(found.get("survey")), answers_by_id(found["answers"])):
                yield replace(item, sender=reply, moment=moment)
        elif isinstance(found.get("data"), dict):
            yield from self._own_data(piece, found["data"])

    def _own_data(self, piece: Piece, data: Mapping[str, Any]) -> Iterator[Item]:
        """What somebody's export of all that the site keeps holds for the team; the rest is theirs alone."""
        for name, kept in data.items():
            if name.startswith("survey/") and isinstance(kept, dict):
                id = name.removeprefix("survey/")
                for item in self._survey(piece, id, kept):
                    yield replace(item, sender=reply_of(data.get(f"reply/{id}")))
        entries = {
            name: [entry for entry in data.get(name) or () if isinstance(entry, dict)]
            for name in ("goals", "evidence", "share-backs")
            if isinstance(data.get(name), list)
        }
        if entries.get("goals"):
            yield Item("goals", piece.place, {"goals": [_said(e, "goal", "notice") for e in entries["goals"]]})
        if entries.get("evidence"):
            kept = [_said(entry, "kind", "what", "when", "link", "learnt") for entry in entries["evidence"]]
            yield Item("evidence", piece.place, {"evidence": kept}, sent_on=piece.sent_on)
        for entry in entries.get("share-backs", ()):
            yes = entry.get("yes") if isinstance(entry.get("yes"), list) else []
            words = _said(entry, "title", "module", "done", "changed", "link", "next", "name")
            yield _story(piece, words, shown="shown" in (yes or ()), agreed="agreed" in (yes or ()))

    def _survey(self, piece: Piece, id: str, given: Mapping[str, Any]) -> Iterator[Item]:
        survey = self._surveys().get(id)
        if survey is None:
            message = f'It answers the survey "{id[:60]}", which the course has no more.'
            self.problems.append(inbox_codes.OTHER_COURSE.at(Place(piece.place), message, hint="Read it yourself."))
            return
        words = {item.id: _answer(given.get(item.id)) for item in survey.items}
        if any(words.values()):
            yield Item("survey", piece.place, words, id, piece.sent_on)

    def _surveys(self) -> dict[str, Survey]:
        return {a.id: a for _, a in self.course.activities() if isinstance(a, Survey)}

    # ---- texts ------------------------------------------------------------------------------------------------------

    def _text(self, piece: Piece) -> Iterator[Item]:
        head = _STORY_HEAD.match(piece.text)
        if head and "may_be_shown" in head["head"]:
            yield from self._story_file(piece, head["head"], head["body"])
            return
        if piece.text.startswith(_COMPLETION):
            yield Item("completion", piece.place, {"text": piece.text}, sent_on=piece.sent_on)
            return
        if piece.suffix == ".csv" and (items := list(self._database(piece))):
            yield from items
            return
        stories = (self._story_text, self._by_hand)
        for found in (self._signed_text, self._survey_text, *stories, self._entries_text, self._question):
            items = list(found(piece))
            if items:
                yield from items
                return

    def _signed_text(self, piece: Piece) -> Iterator[Item]:
        """Signed documents among other words, or in the link that the award page makes of them."""
        link = _LINK.search(piece.text)
        for document in _documents(_unpacked(link[1]) if link else piece.text):
            kind = document.get("type")
            if kind == "PeerBadgeKey" or (isinstance(kind, str) and kind in _SIGNED) or "credentialSubject" in document:
                whole = Piece(piece.place, json.dumps(document), ".json", piece.sent_on)
                yield from self._json(whole)

    def _survey_text(self, piece: Piece) -> Iterator[Item]:
        text, reply, moment = self._numbered(piece.text)
        best: tuple[int, Survey, dict[str, str]] | None = None
        for survey in self._surveys().values():
            found = answers_below(text, {item.id: item.prompt for item in survey.items})
            named = len(found) + (10 if survey.title and survey.title in " ".join(text.split()) else 0)
            if found and (len(found) >= min(_LEAST_ANSWERS, len(survey.items))) and (best is None or named > best[0]):
                best = (named, survey, found)
        if best is not None:
            _, survey, found = best
            say = self.messages.text
            kinds = {item.id: item.kind for item in survey.items}
            given: dict[str, Any] = {
                id: _first_part(words) if kinds[id] == "text" else " ".join(_first_part(words).split())
                for id, words in found.items()
            }
            nothing, yes = say("(no answer)"), say("Yes").casefold()
            given = {id: "" if words == nothing else words for id, words in given.items()}
            boxes = {id: given[id].casefold() in ("yes", yes) for id in given if kinds[id] == "consent"}
            for item in self._survey(piece, survey.id, {**given, **boxes}):
                yield replace(item, sender=reply, moment=moment)

    def _numbered(self, text: str) -> tuple[str, str, str]:
        """The text without the line that tells answers apart, what that line calls them, and its moment."""
        before, _, after = self.messages.text("Number of these answers: {n}").partition("{n}")
        number = r"(?P<n>[0-9a-f]{8,40})\s+(?P<at>[0-9TZ:.-]{16,30})"
        words = [r"\s+".join(map(re.escape, part.split())) for part in (before, after)]
        found = re.search(rf"^[ \t>]*{words[0]}\s*{number}\s*{words[1]}[ \t]*$", text, re.MULTILINE)
        if found is None:
            return text, "", ""
        return text[: found.start()] + text[found.end() :], reply_of(found["n"]), found["at"]

    def _story_text(self, piece: Piece) -> Iterator[Item]:
        say = self.messages.text
        labels = {
            "title": say("A title"),
            "module": say("Which part of the course does it belong to?"),
            "done": say("What did you do, where, and with whom?"),
            "kinds": say("What do you bring back?"),
            **told_beside(self.messages),
            "name": say("How shall we name you?"),
            "yes": say("Consent"),
        }
        found = answers_below(piece.text, labels)
        if self.course.sharing_back is None or "done" not in found:
            return
        modules = {module.title: module.id for module in self.course.modules}
        words = {name: found.get(name, "") for name in ("title", "done", "changed", "link", "next", "name")}
        words["module"] = modules.get(" ".join(found.get("module", "").split()), "")
        yes = " ".join(found.get("yes", "").split())
        shown = say("You may show this to later participants.") in yes
        agreed = say("Everybody who can be recognised here agreed to it, and nobody is in danger.") in yes
        yield _story(piece, {name: text for name, text in words.items() if text}, shown=shown, agreed=agreed)

    def _database(self, piece: Piece) -> Iterator[Item]:
        """Entries of the wall and the gallery in Moodle: others saw them there, and nobody said yes to more."""
        for kind, words, mail in entries(piece.text, self.messages):
            if kind == "goals" and words.get("goal"):
                yield Item("goals", piece.place, {"goals": [_said(words, "goal", "notice")]}, sender=mail)
            elif kind == "story" and words.get("done"):
                yield _story(piece, {name: text for name, text in words.items() if text}, shown=False, agreed=False)

    def _by_hand(self, piece: Piece) -> Iterator[Item]:
        """A story on the lines that the page on sharing back teaches for people without its form."""
        read = story_by_hand(piece.text, self.messages) if self.course.sharing_back is not None else None
        if read is None:
            return
        words, shown = read
        titles = [module.title for module in self.course.modules if module.title in words.get("module", "")]
        ids = {module.title: module.id for module in self.course.modules}
        words["module"] = ids[titles[0]] if len(titles) == 1 else ""
        yield _story(piece, {name: text for name, text in words.items() if text}, shown=shown, agreed=False)

    def _story_file(self, piece: Piece, head: str, body: str) -> Iterator[Item]:
        from mooc_kit.spec.yaml_tree import load_tree

        tree, _ = load_tree(head, piece.place)
        meta = tree.value if tree is not None and isinstance(tree.value, dict) else {}
        labels = told_beside(self.messages)
        marks = "|".join(re.escape(label) for label in labels.values())
        done, *rest = re.split(rf"^\*\*({marks})\*\*[ \t]*", body, flags=re.MULTILINE)
        names = {label: name for name, label in labels.items()}
        words = {"done": done.strip(), **{names[rest[n]]: rest[n + 1].strip() for n in range(0, len(rest) - 1, 2)}}
        words |= {name: str(meta[name]) for name in ("title", "module", "name") if meta.get(name)}
        day = meta.get("date")
        when = day if isinstance(day, date) else piece.sent_on
        dated = Piece(piece.place, piece.text, piece.suffix, when)
        yes = [meta.get(name) is True for name in ("may_be_shown", "people_agreed")]
        yield _story(dated, {name: text for name, text in words.items() if text}, shown=yes[0], agreed=yes[1])

    def _entries_text(self, piece: Piece) -> Iterator[Item]:
        say = self.messages.text
        goal = {
            "goal": say("What do you want to be able to do, or to have done?"),
            "notice": say("How will you notice that you have reached it?"),
            "step": say("What is the first step, and on which day will you take it?"),
            "outcomes": say("Which of these would help you with your goal?"),
        }
        evidence = {
            "kind": say("What is it?"),
            "what": say("What did you do or make?"),
            "when": say("When and where?"),
            "link": say("Where can it be seen?"),
            "learnt": say("What did you learn from it?"),
            "outcomes": say("Which of these does it show?"),
        }
        for kind, labels, needed in (("goals", goal, "goal"), ("evidence", evidence, "what")):
            parts = [answers_below(part, labels) for part in _BETWEEN_ENTRIES.split(piece.text)]
            entries = [
                _said(part, *(name for name in labels if name != "outcomes")) for part in parts if needed in part
            ]
            if entries:
                kept = [_said(entry, "goal", "notice") for entry in entries] if kind == "goals" else entries
                yield Item(kind, piece.place, {kind: kept}, sent_on=piece.sent_on)
                return

    def _question(self, piece: Piece) -> Iterator[Item]:
        """A question in the form that the page on making one teaches, or a file of questions."""
        from mooc_kit.quizzes.contributions.issue_form import is_form
        from mooc_kit.quizzes.contributions.taught_form import is_taught

        is_text = is_form(piece.text) or is_taught(piece.text)
        if is_text or piece.suffix in (".gift", ".xml", ".yaml", ".yml"):
            suffix = ".md" if is_text else piece.suffix
            yield Item("question", piece.place, {"text": piece.text.strip() + "\n", "suffix": suffix})


def _story(piece: Piece, words: dict[str, str], *, shown: bool, agreed: bool) -> Item:
    return Item("story", piece.place, {**words, "shown": shown, "agreed": agreed}, sent_on=piece.sent_on)


def _said(entry: Mapping[str, Any], *names: str) -> dict[str, str]:
    return {name: entry[name].strip() for name in names if isinstance(entry.get(name), str) and entry[name].strip()}


def _answer(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(str(part) for part in value if isinstance(part, str))
    return str(value)[:20_000] if isinstance(value, str | int | float) else ""


def _documents(text: str) -> Iterator[dict[str, Any]]:
    """The JSON objects in `text`, between other words."""
    decoder, at, tried = json.JSONDecoder(), text.find("{"), 0
    while at >= 0 and tried < _MOST_BRACES:
        tried += 1
        try:
            found, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            end = at + 1
        else:
            if isinstance(found, dict):
                yield found
        at = text.find("{", end)


def _unpacked(words: str) -> str:
    """What a link of the award page carries (DEFLATE in base64url); "" where it was cut."""
    try:
        data = base64.urlsafe_b64decode(words + "=" * (-len(words) % 4))
        return zlib.decompressobj(-15).decompress(data, _MOST_UNPACKED).decode("utf-8")
    except (ValueError, zlib.error):
        return ""


def _first_part(words: str) -> str:
    """An answer without what a mail says below it: its signature begins with a line of two hyphens."""
    return re.split(r"^-- ?$", words, maxsplit=1, flags=re.MULTILINE)[0].strip()
