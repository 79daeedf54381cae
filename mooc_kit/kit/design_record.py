"""Design record: the twelve elements in order, what was chosen, why, and where it acts, for DESIGN.md."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from mooc_kit.completion_options.registry import options
from mooc_kit.completion_options.self_certificate.certificate import in_words
from mooc_kit.i18n import Say, messages_for
from mooc_kit.spec.ask import AskedField, Choice, asked_fields
from mooc_kit.spec.design import ELEMENT_BEFORE_COMPLETION, DesignSpec, Element
from mooc_kit.spec.model import OutcomeSpec, Spec


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
    activities = {item.id: item.title for _, _, item in spec.walk()}
    titles = {key: text(known[key].title) for key in offered}
    details = tuple((titles[key], tuple(_answers(section, activities, text))) for key, section in offered.items())
    about = text("What will you provide to participants as evidence of their participation or completion?")
    choices = tuple((titles[key], text(known[key].about)) for key in offered)
    left = tuple(
        (titles[key], key, text(question)) for key, section in offered.items() for question in _left_open(section)
    )
    return Record(number, "completion", text("Completion options"), about, choices, "", bool(offered), details, left)


def _answers(section: BaseModel, titles: Mapping[str, str], text: Say) -> Iterator[tuple[str, str]]:
    """What was asked for `section` and what was answered, in words; `titles` are those of activities, by id."""
    for field in asked_fields(type(section)):
        value = getattr(section, field.name)
        if value in (None, [], "") or not _is_asked(field, section):
            continue
        if isinstance(value, BaseModel) and not _name(value):
            yield from _answers(value, titles, text)  # a group: each of its questions with its answer
        else:
            yield text(field.ask.question), "; ".join(_listed(value, titles)) or _words(value, text)


def _listed(value: Any, titles: Mapping[str, str]) -> list[str]:
    """Ids that stand in a list, as people know them; empty for every other value."""
    are_ids = isinstance(value, list) and all(type(part) is str and _ID.fullmatch(part) for part in value)
    return [titles.get(part) or in_words(part) for part in value] if are_ids else []


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


_UNSAID = ("aliases",)
"""What nobody decided: earlier ids are for addresses only."""


def _name(value: BaseModel) -> Any:
    return getattr(value, "name", None) or getattr(value, "formal", None)


def _words(value: Any, text: Say) -> str:
    """A value of the spec in a line of plain words."""
    if isinstance(value, bool):
        return text("yes") if value else text("no")
    if isinstance(value, Choice):
        return text(value.meaning).replace("; ", ", ")  # several of them stand in one line, with semicolons between
    if isinstance(value, BaseModel):
        name = _name(value)
        rest = [
            f"{key.replace('_', ' ')} {part.replace('-', ' ') if isinstance(part, Choice) else _words(part, text)}"
            for key, part in value
            if key not in _UNSAID and part not in (None, [], name)
        ]
        return f"{name} ({', '.join(rest)})" if name else ", ".join(rest)
    if isinstance(value, list | tuple):
        return "; ".join(_words(part, text) for part in value) if value else text("none")
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_words(part, text)}" for key, part in value.items())
    return str(value)
