"""Design record: the twelve elements in order, what was chosen, why, and where it acts, for DESIGN.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel

from mooc_kit.completion_options.registry import options
from mooc_kit.completion_options.self_certificate.certificate import in_words
from mooc_kit.i18n import Say, messages_for
from mooc_kit.spec.ask import AskedField, Choice, asked_fields
from mooc_kit.spec.design import ELEMENT_BEFORE_COMPLETION, DesignSpec, Element
from mooc_kit.spec.model import OutcomeSpec, Spec
from mooc_kit.targets.registry import targets


@dataclass(frozen=True)
class Record:
    """One element: `choices` as (name, what it means); `is_decided` is False where the team has not answered yet."""

    number: int
    key: str
    title: str
    about: str
    choices: tuple[tuple[str, str], ...]
    notes: str
    is_decided: bool
    details: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    """For the completion options: (title, (question, answer) pairs) of each."""
    left_open: tuple[tuple[str, str, str], ...] = ()
    """(title, key, question) of what the options ask and nobody has answered."""


@dataclass(frozen=True)
class EvidenceRow:
    """An outcome, with the titles of what practises it and of what shows it."""

    outcome: OutcomeSpec
    practised: tuple[str, ...]
    shown: tuple[str, ...]


_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SHOWN_IN = frozenset({"assignment", "peer_review", "exam"})


def evidence_rows(spec: Spec) -> list[EvidenceRow]:
    """Where each outcome is practised and shown, in the order of the course."""
    rows = []
    for outcome in spec.outcomes:
        served = [
            item
            for _, module, item in spec.walk()
            if outcome.id in (module.outcomes if item.outcomes is None else item.outcomes)
        ]
        shows = [item for item in served if item.kind in _SHOWN_IN or getattr(item, "graded", False)]
        practised = tuple(item.title for item in served if item not in shows)
        rows.append(EvidenceRow(outcome, practised, tuple(item.title for item in shows)))
    return rows


def design_record(spec: Spec) -> list[Record]:
    """The twelve elements in the kit's order, in the course's language."""
    found: list[Record] = []
    text = messages_for(spec.course.language).text
    for key, info in DesignSpec.model_fields.items():
        element = getattr(spec.design, key)
        kind = next(arg for arg in info.annotation.__args__ if arg is not type(None))  # type: ignore[union-attr]
        found.append(_element(len(found) + 1, key, kind, element, text))
        if key == ELEMENT_BEFORE_COMPLETION:
            found.append(_completion(len(found) + 1, spec, text))
    return found


def _element(number: int, key: str, kind: type[Element], element: Element | None, text: Say) -> Record:
    choices = tuple((str(choice), text(choice.meaning)) for choice in getattr(element, "choices", ()))
    notes = (element.notes or "") if element else ""
    return Record(number, key, text(kind.title), text(kind.about), choices, notes, element is not None)


def _completion(number: int, spec: Spec, text: Say) -> Record:
    known = options()
    offered = spec.completion.offered()
    names = _Names(spec)
    titles = {key: text(known[key].title) for key in offered}
    details = tuple((titles[key], tuple(_answers(section, names))) for key, section in offered.items())
    about = text("What will you provide to participants as evidence of their participation or completion?")
    choices = tuple((titles[key], text(known[key].about)) for key in offered)
    left = tuple(
        (titles[key], key, text(question)) for key, section in offered.items() for question in _left_open(section)
    )
    return Record(number, "completion", text("Completion options"), about, choices, "", bool(offered), details, left)


class _Names:
    """How people call what a spec names by an id: its outcomes, activities and platforms; days and numbers as said."""

    def __init__(self, spec: Spec) -> None:
        self.messages = messages_for(spec.course.language)
        self.text = self.messages.text
        self._of = {
            "outcomes": {outcome.id: outcome.text for outcome in spec.outcomes},
            "platform": {key: target.title for key, target in targets().items()},
        }
        self._activities = {item.id: item.title for _, _, item in spec.walk()}

    def shown(self, field: str, value: Any) -> str:
        """`value`, the answer of `field`, in a line of plain words."""
        match value:
            case bool():
                return self.text("yes") if value else self.text("no")
            case Choice():
                return self.text(value.meaning).replace("; ", ", ")  # several stand in one line, parted by semicolons
            case BaseModel():
                return str(_name(value) or ", ".join(self.shown(key, part) for key, part in value if part))
            case list() | tuple():
                return "; ".join(self.shown(field, part) for part in value) if value else self.text("none")
            case dict():
                return "; ".join(f"{self._called(field, key)}: {self.shown('', part)}" for key, part in value.items())
            case date():
                return self.messages.date(value)
            case float():
                return f"{value:g}"
            case "all":
                return self.text("all")
        return self._called(field, str(value))

    def _called(self, field: str, value: str) -> str:
        found = self._of.get(field, self._activities).get(value)
        return found or (in_words(value) if _ID.fullmatch(value) else value)


def _answers(section: BaseModel, names: _Names) -> Iterator[tuple[str, str]]:
    """What was asked for `section` and what was answered, in words. What is named in a list, such as a badge, has its
    own lines behind it."""
    for field in asked_fields(type(section)):
        value = getattr(section, field.name)
        if value in (None, [], "") or field.name in _UNSAID or not _is_asked(field, section):
            continue
        if isinstance(value, BaseModel) and not _name(value):
            yield from _answers(value, names)  # a group: each of its questions with its answer
            continue
        yield names.text(field.ask.question), names.shown(field.name, value)
        for part in value if isinstance(value, list) else ():
            if isinstance(part, BaseModel):
                rest = ((question, answer) for question, answer in _answers(part, names) if answer != _name(part))
                yield from ((f"{_name(part)}: {question}", answer) for question, answer in rest)


def _left_open(section: BaseModel) -> Iterator[str]:
    """The questions of `section` that the short interview asks and nobody has answered."""
    for field in asked_fields(type(section)):
        value = getattr(section, field.name)
        if isinstance(value, BaseModel):
            yield from _left_open(value)
        elif field.ask.depth == "core" and value in (None, [], "") and _is_asked(field, section):
            yield field.ask.question


def _is_asked(field: AskedField, section: BaseModel) -> bool:
    """False where another answer makes the question pointless: then nobody decided it."""
    name, values = field.ask.only_if or ("", ())
    return not name or getattr(section, name, None) in values


_UNSAID = ("id", "aliases")
"""What nobody decided: ids follow from the names, and earlier ones are for addresses only."""


def _name(value: BaseModel) -> Any:
    return getattr(value, "name", None) or getattr(value, "formal", None)
