"""Interview steps of several lines: a list of groups, one line each, its facts between bars."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from mooc_kit.interview.field_kinds import bare, is_choice, is_group, why
from mooc_kit.interview.step import Answers, InterviewStep, Kind, Refused
from mooc_kit.spec.ask import AskedField, asked_fields
from mooc_kit.spec.fields import slug
from mooc_kit.suggest import nearest

Names = Mapping[str, Sequence[tuple[str, str]]]
MOST = 3
"""How many facts a line is asked for; the others are for the file."""


def lines_step(item: type[BaseModel], common: dict[str, Any], default: Any, names: Names) -> InterviewStep:
    """A list of groups, one line each: the first fact of the group, and after a bar the next ones.

    What can be chosen from is shown before, counted, and is chosen by number or in words.
    """
    fields = [f for f in asked_fields(item) if not (is_group(bare(f.annotation)) or f.key == "id")][:MOST]
    lines = [_line(entry, fields, names) for entry in default or []]
    common["help"] = f"{common['help']} One line each; only what stands before the first bar is needed.".strip()
    known = dict(zip(lines, default or [], strict=True))
    by_id = {entry.get("id"): entry for entry in default or []}

    def read(given: list[str]) -> list[Answers]:
        return [known.get(line) or _entry(item, fields, names, (n, line), by_id) for n, line in enumerate(given)]

    return InterviewStep(
        **common,
        kind=Kind.LINES,
        form=_parts_of(fields),
        shown=list(_to_choose_from(fields, names)),
        default=lines,
        read=read,
    )


def _to_choose_from(fields: Sequence[AskedField], names: Names) -> Iterator[str]:
    for field in fields:
        kind = bare(field.annotation)
        if is_choice(kind):
            yield f"{field.ask.question}"
            yield from (f"  {_in_words(member.value)}: {member.meaning}" for member in kind)
        elif names.get(field.key):
            yield f"{field.ask.question} Write their numbers, with commas between."
            yield from (f"  {n}. {words}" for n, (_, words) in enumerate(names[field.key], 1))


def _line(entry: Answers, fields: Sequence[AskedField], names: Names) -> str:
    parts = []
    for field in fields:
        value = entry.get(field.key)
        ids = [id for id, _ in names.get(field.key, ())]
        if isinstance(value, list):
            parts.append(", ".join(str(ids.index(part) + 1) if part in ids else str(part) for part in value))
        elif is_choice(bare(field.annotation)) and value is not None:
            parts.append(_in_words(value))
        else:
            parts.append("" if value is None else str(value))
    return " | ".join(parts).rstrip(" |")


def _entry(
    item: type[BaseModel],
    fields: Sequence[AskedField],
    names: Names,
    numbered: tuple[int, str],
    by_id: Mapping[Any, Answers],
) -> Answers:
    """What a line says; an entry that the line is not wide enough for keeps its other facts, known by its id."""
    number, line = numbered
    parts = [part.strip() for part in line.split("|")]
    if len(parts) > len(fields):
        raise Refused(f"Line {number + 1} has {len(parts)} parts; there are {len(fields)}: {_parts_of(fields)}.")
    entry: Answers = {}
    if "id" in item.model_fields:
        entry["id"] = slug(parts[0]) or f"item-{number + 1}"
        asked_here = {field.key for field in fields}
        entry |= {key: value for key, value in by_id.get(entry["id"], {}).items() if key not in asked_here}
    for field, text in zip(fields, parts, strict=False):
        if text:
            entry[field.key] = _fact(field, names, number, text)
    if entry.get("judged_by") == "quality" and "rubric" in item.model_fields:
        # Quality is judged by a rubric, of which the kit gets a first draft.
        entry.setdefault("rubric", f"{entry['id']}-rubric")
    try:
        item.model_validate(entry)
    except ValidationError as error:
        where = error.errors()[0]["loc"]
        asked = next((f.ask.question for f in fields if where and f.key == where[0]), "")
        raise Refused(f"Line {number + 1}. {asked} {why(error)}".replace("  ", " ")) from None
    return entry


def _fact(field: AskedField, names: Names, number: int, text: str) -> Any:
    kind = bare(field.annotation)
    if get_origin(kind) is list and get_args(kind):
        return [_named(names.get(field.key, ()), number, part) for part in map(str.strip, text.split(",")) if part]
    if is_choice(kind):
        words = {_in_words(member.value): member.value for member in kind}
        wanted = _in_words(slug(text))
        if wanted not in words:
            close = nearest(wanted, words) or list(words)
            raise Refused(f'Line {number + 1}. {field.ask.question} "{text}" is none of them. Write: {close[0]}.')
        return words[wanted]
    if kind is bool:
        return text.lower() in ("y", "yes", "true")
    return int(text) if kind is int and text.isdigit() else text


def _named(known: Sequence[tuple[str, str]], number: int, text: str) -> str:
    """The id that a number, or an id itself, stands for."""
    if not known or text in (id for id, _ in known):
        return text
    if text.isdigit() and 1 <= int(text) <= len(known):
        return known[int(text) - 1][0]
    raise Refused(f'Line {number + 1}. "{text}" is not in the list: write a number from 1 to {len(known)}.')


def _parts_of(fields: Sequence[AskedField]) -> str:
    return " | ".join(f.ask.question.rstrip("?").lower() for f in fields)


def _in_words(key: str) -> str:
    return key.replace("-", " ")
