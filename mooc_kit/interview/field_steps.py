"""Interview steps from spec fields: each field that carries a question becomes a step, by the type of its value."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from mooc_kit.interview.field_kinds import bare, is_choice, is_group, why
from mooc_kit.interview.line_steps import lines_step
from mooc_kit.interview.step import Answers, Choosable, InterviewStep, Kind, Path, Refused, found
from mooc_kit.spec import json_patterns
from mooc_kit.spec.ask import AskedField, Choice, asked_fields
from mooc_kit.spec.dates import in_words, readings
from mooc_kit.spec.fields import Id, slug

DEPTHS = {"core": 0, "full": 1, "file": 2}


@dataclass(frozen=True)
class Context:
    """Where fields are asked: the section's title, how deep, and what some fields choose from, by their keys: ids with
    the words for them."""

    section: str
    is_full: bool
    names: Mapping[str, Sequence[tuple[str, str]]] = dataclasses.field(default_factory=dict)

    def choices(self, key: str) -> list[Choosable]:
        return [Choosable(id, words) for id, words in self.names.get(key, ())]


def model_steps(
    model: type[BaseModel], path: Path, answers: Answers, context: Context, defaults: Answers
) -> Iterator[InterviewStep]:
    """The steps of `model`'s fields at `path`; `defaults` are the answers that fit this course."""
    for field in asked_fields(model):
        if field.ask.depth == "file" or (field.ask.depth == "full" and not context.is_full and not field.is_required):
            continue
        if field.ask.only_if is not None:
            name, values = field.ask.only_if
            usual = _plain(model.model_fields[name].get_default(call_default_factory=True))
            said = next((v for v in (found(answers, (*path, name)), defaults.get(name), usual) if v is not None), None)
            if said not in values:
                continue
        yield from field_steps(field, (*path, field.key), answers, context, defaults.get(field.key))


def field_steps(
    field: AskedField, path: Path, answers: Answers, context: Context, fitting: Any = None
) -> Iterator[InterviewStep]:
    """The step of one field, or the steps of the group that it holds."""
    kind = bare(field.annotation)
    usual = fitting if fitting is not None or not field.ask.is_proposed else _plain(field.default)
    default = next((v for v in (found(answers, path), usual) if v is not None), None)
    common: dict[str, Any] = {
        "section": context.section,
        "path": path,
        "question": field.ask.question,
        "help": f"{field.ask.help} {field.ask.more}".strip(),
        "is_optional": not field.is_required and field.ask.is_proposed,
        "is_own": found(answers, path) is not None,
        "has_usual": (not field.is_required and field.ask.is_proposed) or fitting not in (None, "", []),
    }
    if is_group(kind):
        # Answers given already are no usual ones: each field of the group finds its own.
        group = next((v for v in (fitting, _plain(field.default)) if isinstance(v, dict)), {})
        steps = model_steps(kind, path, answers, context, group)
        yield from steps if field.is_required or group else _may_stay_open(list(steps), answers)
    elif is_choice(kind):
        yield InterviewStep(**common, kind=Kind.ONE, choices=_choices(kind), default=default)
    elif kind is bool:
        yield InterviewStep(**common, kind=Kind.YES_NO, default=bool(default))
    elif get_origin(kind) is list:
        yield _list_step(field, context, default, common)
    elif _is_all_or_some(kind) and context.names.get(field.key):
        yield _all_or_some(context.choices(field.key), default, common)
    elif context.names.get(field.key):
        yield InterviewStep(**common, kind=Kind.ONE, choices=context.choices(field.key), default=default)
    elif not _is_table(kind):
        yield _text_step(field, common, default)


def _may_stay_open(steps: Sequence[InterviewStep], answers: Answers) -> Iterator[InterviewStep]:
    """The steps of a group that may be left out: what it cannot be without is asked first and may stay empty, and the
    rest once that is answered."""
    needed = [step for step in steps if not (step.is_optional or step.choices)]
    for step in needed:
        yield dataclasses.replace(step, is_optional=True, has_usual=True, read=partial(_unless_empty, step.read))
    if not needed or all(found(answers, step.path) is not None for step in needed):
        yield from (step for step in steps if step not in needed)


def _unless_empty(read: Callable[[Any], Any], text: Any) -> Any:
    return read(text) if str(text).strip() else None


def _list_step(field: AskedField, context: Context, default: Any, common: dict[str, Any]) -> InterviewStep:
    annotated = get_args(bare(field.annotation))[0]
    item = bare(annotated)
    if is_choice(item):
        return InterviewStep(**common, kind=Kind.SEVERAL, choices=_choices(item), default=default or [])
    if context.names.get(field.key):
        return InterviewStep(**common, kind=Kind.SEVERAL, choices=context.choices(field.key), default=default or [])
    if is_group(item):
        return lines_step(item, common, default, context.names)
    is_named = annotated == Id
    # An id is typed and shown as the words that it is made of.
    parts = [Choosable(part, _named(str(part)) if is_named else str(part)) for part in default or []]
    shown = ", ".join(part.label for part in parts)
    adapter = TypeAdapter(field.annotation)

    def read(text: str) -> list[Any] | None:
        return _several(adapter, ", ".join(map(slug, text.split(","))) if is_named else text)

    form = "numbers, with commas between" if item is int else "with commas between"
    named = parts if is_named else ()
    return InterviewStep(**common, kind=Kind.TEXT, form=form, default=shown or None, read=read, choices=named)


def _named(id: str) -> str:
    return re.sub(r"\bi\b", "I", id.replace("-", " "))


def _is_all_or_some(kind: Any) -> bool:
    """Whether a field takes the word `all` or a list of ids."""
    return get_origin(kind) in (Union, UnionType) and any(get_args(part) == ("all",) for part in get_args(kind))


def _all_or_some(choices: list[Choosable], default: Any, common: dict[str, Any]) -> InterviewStep:
    """Marks for each, all of them set where the answer is `all`, which it is again when all are left."""
    everything = [choice.value for choice in choices]
    return InterviewStep(
        **common,
        kind=Kind.SEVERAL,
        choices=choices,
        default=everything if default == "all" else default or [],
        read=lambda marked: "all" if list(marked) == everything else list(marked),
        keeps_empty=True,
    )


def _text_step(field: AskedField, common: dict[str, Any], default: Any) -> InterviewStep:
    if bare(field.annotation) is date:
        return _date_step(field, common, default)
    adapter = TypeAdapter(field.annotation)

    def read(text: str) -> Any:
        if not text.strip():
            if field.is_required:
                raise Refused("This needs an answer.")
            return None
        return _checked(adapter, text.strip())

    shown = None if default is None else _shown(default)
    return InterviewStep(**common, kind=Kind.TEXT, form=_form(field.annotation), default=shown, read=read)


def _date_step(field: AskedField, common: dict[str, Any], default: Any) -> InterviewStep:
    """A day in any form in which people write one; what it was taken for is told."""
    told: list[str] = []

    def read(text: str) -> str | None:
        told.clear()
        if not text.strip() and not field.is_required:
            return None
        meant = readings(text)
        if not meant:
            raise Refused("This is not a day of the calendar. Write it like 12 January 2027, 12.1.2027 or 2027-01-12.")
        told.append(f"Taken as {in_words(meant[0])}.")
        if len(meant) > 1:
            told.append(f"If you mean {in_words(meant[1])}, go back and write {meant[1].isoformat()}.")
        return meant[0].isoformat()

    shown = None if default is None else str(default)
    common["help"] = f"{common['help']} Write the day as you usually do; what it was taken for is said.".strip()
    return InterviewStep(
        **common, kind=Kind.TEXT, form="like 12 January 2027", default=shown, read=read, after=lambda _: told
    )


def _form(annotation: Any) -> str:
    """How a value of this type is typed, for the prompt; "" where plain words will do."""
    schema = TypeAdapter(annotation).json_schema()
    schema = next((part for part in schema.get("anyOf", ()) if part.get("type") != "null"), schema)
    if (kind := schema.get("type")) in ("integer", "number"):
        least, most = (schema.get(key) for key in ("minimum", "maximum"))
        word = "a whole number" if kind == "integer" else "a number"
        return f"{word} from {least:g} to {most:g}" if least is not None and most is not None else word
    forms = {json_patterns.URL: "begins with https://", json_patterns.EMAIL: "like name@example.org"}
    return forms.get(schema.get("pattern", ""), "")


def _checked(adapter: TypeAdapter[Any], text: str) -> Any:
    """`text` as the field takes it, in the form in which it stands in YAML."""
    from mooc_kit.spec.yaml_tree import load_tree

    tree, _ = load_tree(text, "answer")
    plain = tree.value if tree is not None else text
    for candidate in (text, plain) if isinstance(plain, str) else (plain, text):
        try:
            value = adapter.validate_python(candidate)
        except ValidationError as error:
            last = error
        else:
            return _plain(value) if not isinstance(candidate, int | float) or isinstance(candidate, bool) else candidate
    raise Refused(why(last)) from None


def _several(adapter: TypeAdapter[Any], text: str) -> list[Any] | None:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    given = [int(part) if part.isdigit() else part for part in parts]
    try:
        value = adapter.validate_python(given)
    except ValidationError:
        try:
            value = adapter.validate_python(text.strip())
        except ValidationError as error:
            raise Refused(why(error)) from None
    return _plain(value) or None


def _choices(kind: Any) -> list[Choosable]:
    if isinstance(kind, type) and issubclass(kind, Choice):
        return [Choosable(member.value, member.meaning) for member in kind]
    return [Choosable(value, str(value).replace("-", " ")) for value in get_args(kind)]


def _is_table(kind: Any) -> bool:
    return get_origin(kind) is dict or kind is dict


def _plain(value: Any) -> Any:
    """A value as it stands in YAML."""
    from datetime import datetime

    if isinstance(value, Choice):
        return value.value
    if isinstance(value, BaseModel):
        return {key: _plain(part) for key, part in value.model_dump(exclude_none=True, by_alias=True).items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(_shown(part) for part in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)
