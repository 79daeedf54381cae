"""Interview steps from spec fields: each field that carries a question becomes a step, by the type of its value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from mooc_kit.interview.step import Answers, Choosable, InterviewStep, Kind, Path, Refused, found
from mooc_kit.spec.ask import AskedField, Choice, asked_fields

DEPTHS = {"core": 0, "full": 1, "file": 2}


@dataclass(frozen=True)
class Context:
    """Where fields are asked: the section's title, how deep, and the names that some fields choose from."""

    section: str
    is_full: bool
    outcomes: Sequence[tuple[str, str]] = ()
    activities: Sequence[tuple[str, str]] = ()


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
    default = next((v for v in (found(answers, path), fitting, _plain(field.default)) if v is not None), None)
    common: dict[str, Any] = {
        "section": context.section,
        "path": path,
        "question": field.ask.question,
        "help": field.ask.help,
        "is_optional": not field.is_required,
        "is_own": found(answers, path) is not None,
    }
    if is_group(kind):
        group = next((v for v in (fitting, default) if isinstance(v, dict)), {})
        yield from model_steps(kind, path, answers, context, group)
    elif is_choice(kind):
        yield InterviewStep(**common, kind=Kind.ONE, choices=_choices(kind), default=default)
    elif kind is bool:
        yield InterviewStep(**common, kind=Kind.YES_NO, default=bool(default))
    elif get_origin(kind) is list:
        yield from _list_steps(field, context, default, common)
    elif not _is_table(kind):
        yield _text_step(field, common, default)


def _list_steps(field: AskedField, context: Context, default: Any, common: dict[str, Any]) -> Iterator[InterviewStep]:
    item = bare(get_args(bare(field.annotation))[0])
    known = {"outcomes": context.outcomes, "activities": context.activities}.get(field.key, ())
    if is_choice(item):
        yield InterviewStep(**common, kind=Kind.SEVERAL, choices=_choices(item), default=default or [])
    elif known:
        choices = [Choosable(id, id, words) for id, words in known]
        yield InterviewStep(**common, kind=Kind.SEVERAL, choices=choices, default=default or [])
    elif is_group(item):
        yield _lines_step(item, common, default)
    else:
        shown = ", ".join(str(part) for part in default or [])
        adapter = TypeAdapter(field.annotation)
        common["help"] = f"{common['help']} Separate several with commas.".strip()
        yield InterviewStep(**common, kind=Kind.TEXT, default=shown or None, read=lambda text: _several(adapter, text))


def _lines_step(item: type[BaseModel], common: dict[str, Any], default: Any) -> InterviewStep:
    """A list of groups, one line each: the first text of the group, and after a bar the next ones."""
    fields = [f for f in asked_fields(item) if not (is_group(bare(f.annotation)) or f.key == "id")]
    lines = [" | ".join(_shown(entry.get(f.key)) for f in fields).rstrip(" |") for entry in default or []]
    names = " | ".join(f.ask.question.rstrip("?").lower() for f in fields[:3])
    common["help"] = f"{common['help']} One line each: {names}.".strip()
    return InterviewStep(
        **common,
        kind=Kind.LINES,
        default=lines,
        read=lambda given: [_entry(item, fields, n, x) for n, x in enumerate(given)],
    )


def _entry(item: type[BaseModel], fields: list[AskedField], number: int, line: str) -> Answers:
    from mooc_kit.spec.fields import slug

    parts = [part.strip() for part in line.split("|")]
    entry: Answers = {}
    if "id" in item.model_fields:
        entry["id"] = slug(parts[0]) or f"item-{number + 1}"
    for field, text in zip(fields, parts, strict=False):
        if not text:
            continue
        if get_origin(bare(field.annotation)) is list:
            entry[field.key] = [part.strip() for part in text.split(",") if part.strip()]
        elif bare(field.annotation) is bool:
            entry[field.key] = text.lower() in ("y", "yes", "true")
        else:
            entry[field.key] = int(text) if bare(field.annotation) is int and text.isdigit() else text
    try:
        item.model_validate(entry)
    except ValidationError as error:
        detail = error.errors()[0]
        where = detail["loc"][0] if detail["loc"] else ""
        raise Refused(f"{line!r}, {where}: {_why(error)}") from None
    return entry


def _text_step(field: AskedField, common: dict[str, Any], default: Any) -> InterviewStep:
    adapter = TypeAdapter(field.annotation)

    def read(text: str) -> Any:
        if not text.strip():
            if field.is_required:
                raise Refused("This needs an answer.")
            return None
        return _checked(adapter, text.strip())

    return InterviewStep(**common, kind=Kind.TEXT, default=None if default is None else _shown(default), read=read)


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
    raise Refused(_why(last)) from None


def _several(adapter: TypeAdapter[Any], text: str) -> list[Any] | None:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    given = [int(part) if part.isdigit() else part for part in parts]
    try:
        value = adapter.validate_python(given)
    except ValidationError:
        try:
            value = adapter.validate_python(text.strip())
        except ValidationError as error:
            raise Refused(_why(error)) from None
    return _plain(value) or None


def _why(error: ValidationError) -> str:
    detail = error.errors(include_url=False)[0]
    context = detail.get("ctx", {})
    if detail["type"] == "mooc_kit":
        return f"{context['message']} {context['hint']}"
    limits = {
        "greater_than_equal": "at least",
        "greater_than": "more than",
        "less_than_equal": "at most",
        "less_than": "less than",
    }
    if detail["type"] in limits:
        return f"Write a number that is {limits[detail['type']]} {next(iter(context.values()))}."
    words = {
        "int_parsing": "Write a whole number.",
        "int_type": "Write a whole number.",
        "float_parsing": "Write a number.",
    }
    return words.get(detail["type"], f"This does not fit: {detail['msg']}.")


def _choices(kind: Any) -> list[Choosable]:
    if isinstance(kind, type) and issubclass(kind, Choice):
        return [Choosable(member.value, member.value, member.meaning) for member in kind]
    return [Choosable(value, str(value)) for value in get_args(kind)]


def is_choice(kind: Any) -> bool:
    return (isinstance(kind, type) and issubclass(kind, Choice)) or get_origin(kind) is Literal


def is_group(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _is_table(kind: Any) -> bool:
    return get_origin(kind) is dict or kind is dict


def bare(kind: Any) -> Any:
    """`kind` without Annotated and without `| None`."""
    while True:
        if get_origin(kind) is Annotated:
            kind = get_args(kind)[0]
        elif get_origin(kind) in (Union, UnionType):
            rest = [part for part in get_args(kind) if part is not type(None)]
            if len(rest) != 1:
                return kind
            kind = rest[0]
        else:
            return kind


def _plain(value: Any) -> Any:
    """A value as it stands in YAML."""
    from datetime import date, datetime

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
