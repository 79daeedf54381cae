"""Schema errors: pydantic's findings about a file become located problems in a teacher's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from mooc_kit.problems import Place, Problem, Rule
from mooc_kit.spec import spec_codes
from mooc_kit.spec.scalar_types import other_types
from mooc_kit.spec.yaml_tree import YamlTree, load_tree
from mooc_kit.suggest import nearest

M = TypeVar("M", bound=BaseModel)

# fmt: off
_KINDS = {
    "string_type": "a text", "int_type": "a whole number", "int_parsing": "a whole number",
    "int_from_float": "a whole number", "float_type": "a number", "float_parsing": "a number",
    "bool_type": "true or false", "bool_parsing": "true or false", "list_type": "a list",
    "dict_type": "a group of keys", "model_type": "a group of keys", "model_attributes_type": "a group of keys",
    "datetime_type": "a date with a time", "datetime_parsing": "a date with a time",
    "datetime_from_date_parsing": "a date with a time", "timezone_aware": "a date with a time and a time zone",
}
# fmt: on


def read_model(model: type[M], text: str, file: str) -> tuple[M | None, YamlTree | None, list[Problem]]:
    """`text` as a `model`: the object (None where the shape is wrong), the tree of places, and all problems."""
    tree, problems = load_tree(text, file)
    if tree is None:
        return None, None, problems
    found, more = check_shape(model, tree)
    return found, tree, [*problems, *more]


def check_shape(model: type[M], tree: YamlTree) -> tuple[M | None, list[Problem]]:
    """The tree's value as a `model`, or every way in which it does not fit; what fits only nearly is told, too."""
    if not isinstance(tree.value, dict):
        return None, [
            spec_codes.WRONG_TYPE.at(
                tree.place(), "The file is not a group of keys.", hint="Begin each line with a key, like `course:`."
            )
        ]
    try:
        found = model.model_validate(tree.value)
    except ValidationError as error:
        return None, list(_problems(model, tree, error))
    return found, list(other_types(found, tree))


def broken_paths(model: type[BaseModel], value: Any) -> list[tuple[str, tuple[int | str, ...]]]:
    """Pydantic's kind of error and the path in `value`, for each part that does not fit `model`."""
    try:
        model.model_validate(value)
    except ValidationError as error:
        return [(detail["type"], _follow(model, detail["loc"])[0]) for detail in error.errors(include_url=False)]
    return []


def _problems(model: type[BaseModel], tree: YamlTree, error: ValidationError) -> Iterator[Problem]:
    for detail in error.errors(include_url=False):
        path, owner = _follow(model, detail["loc"])
        yield _problem(detail, path, owner, tree)


def _problem(detail: ErrorDetails, path: tuple[str | int, ...], owner: Any, tree: YamlTree) -> Problem:
    kind, context = detail["type"], detail.get("ctx", {})
    name = next((str(step) for step in reversed(path) if isinstance(step, str)), "the file")
    place = tree.place(path)
    if kind == "mooc_kit":
        rule: Rule = context["rule"]
        return rule.at(place, f"{name}: {context['message']}", hint=str(context["hint"]))
    if kind == "missing":
        return _missing(name, path, place, owner)
    if kind == "extra_forbidden":
        return _unknown(name, path, owner, tree)
    # `key:` with nothing behind it is null in YAML, of which every type complains in its own way.
    if detail["input"] is None:
        hint = f"Write a value after `{name}:`, or remove the line."
        return spec_codes.EMPTY_TEXT.at(place, f"`{name}` has no value.", hint=hint)
    if kind in ("literal_error", "enum", "union_tag_invalid"):
        return _not_a_choice(name, detail, owner, tree, path)
    if kind == "union_tag_not_found":
        key = str(context.get("discriminator", "kind")).strip("'")
        kinds = ", ".join(_tags(owner))
        return spec_codes.MISSING.at(place, f"`{key}` is missing.", hint=f"Add `{key}:` with one of {kinds}.")
    if kind in _KINDS:
        return spec_codes.WRONG_TYPE.at(
            place, f"`{name}` should be {_KINDS[kind]}.", hint=_type_hint(kind, detail["input"])
        )
    if kind in ("greater_than_equal", "greater_than", "less_than_equal", "less_than"):
        limit = f"{next(iter(context.values())):g}"
        side = {
            "greater_than_equal": f"at least {limit}",
            "greater_than": f"more than {limit}",
            "less_than_equal": f"at most {limit}",
            "less_than": f"less than {limit}",
        }[kind]
        message = f"`{name}` is {detail['input']}; it must be {side}."
        return spec_codes.OUT_OF_RANGE.at(place, message, hint=f"Write a number that is {side}.")
    if kind == "too_short":
        least = context.get("min_length", 1)
        few = f"Add {'one' if least == 1 else least}."
        return spec_codes.MISSING.at(
            place, f"`{name}` needs at least {least} entr{'y' if least == 1 else 'ies'}.", hint=few
        )
    if kind in ("string_too_long", "too_long"):
        most = context.get("max_length")
        return spec_codes.BAD_VALUE.at(place, f"`{name}` is too long.", hint=f"Keep it to {most} at most.")
    if kind == "string_pattern_mismatch":
        form = "#1d4f5c" if "fA-F" in str(context.get("pattern")) else "C204"
        return spec_codes.BAD_VALUE.at(
            place, f"`{name}` does not have the form that is needed.", hint=f"Write it like {form}."
        )
    return spec_codes.BAD_VALUE.at(
        place, f"`{name}`: {detail['msg']}.", hint="See `mooc-kit schema` for what fits here."
    )


def _missing(name: str, path: tuple[str | int, ...], place: Place, owner: Any) -> Problem:
    where = next((str(step) for step in reversed(path[:-1]) if isinstance(step, str)), "")
    inside = f" in `{where}`" if where else ""
    info = owner.model_fields.get(name) if _is_model(owner) else None
    question = next((extra.question for extra in info.metadata if hasattr(extra, "question")), "") if info else ""
    hint = f"Add `{name}:`" + (f" ({question})" if question else "") + "."
    return spec_codes.MISSING.at(place, f"`{name}` is missing{inside}.", hint=hint)


def _unknown(name: str, path: tuple[str | int, ...], owner: Any, tree: YamlTree) -> Problem:
    known = [info.alias or field for field, info in owner.model_fields.items()] if _is_model(owner) else []
    close = nearest(name, known)
    hint = f"Did you mean `{close[0]}`?" if close else f"Known here: {', '.join(known)}."
    if not close and " " in name.strip():  # no key has spaces: words of a text that its own comma cut off
        hint = "Inside { } a comma ends a text: put a text that holds one into quotes."
    return spec_codes.UNKNOWN_KEY.at(tree.place(path, key=True), f"`{name}` is not known here.", hint=hint)


def _not_a_choice(name: str, detail: ErrorDetails, owner: Any, tree: YamlTree, path: tuple[str | int, ...]) -> Problem:
    if detail["type"] == "union_tag_invalid":
        key = str(detail.get("ctx", {}).get("discriminator", "kind")).strip("'")
        value, choices, name = detail["ctx"]["tag"], _tags(owner), key
        place = tree.place((*path, key))
    else:
        value, choices, place = detail["input"], _choices(owner), tree.place(path)
    if name == "spec":
        is_old = isinstance(value, int) and value < 1
        hint = "Run `mooc-kit migrate`." if is_old else "Write `spec: 1`, or use a newer mooc-kit."
        return spec_codes.SPEC_VERSION.at(place, f"Version {value} of the spec is not known.", hint=hint)
    close = nearest(str(value), choices)
    hint = (f"Did you mean `{close[0]}`? " if close else "") + f"Possible: {', '.join(choices)}."
    return spec_codes.NOT_A_CHOICE.at(place, f"`{name}` cannot be {str(value)[:60]!r}.", hint=hint)


def _type_hint(kind: str, given: Any) -> str:
    if kind == "string_type" and isinstance(given, int | float):
        return f'Put it in quotes: "{given}".'
    if kind == "string_type":
        return "Write plain words after the colon."
    if kind == "list_type":
        return "Write a list: one line each, beginning with a hyphen, or [one, two]."
    if "model" in kind or kind == "dict_type":
        return "Write keys below it, each on a line of its own, two spaces further in."
    if kind.startswith(("datetime", "timezone")):
        return "Write it like 2027-03-04T18:00+01:00."
    numbers = re.findall(r"\d+(?:\.\d+)?", given) if isinstance(given, str) else []
    is_clear = len(numbers) == 1 and not re.search(r"[,-]", str(given))
    return f"Write only the value{f': {numbers[0]}' if is_clear else ''}, without quotes or units."


# ---- following pydantic's `loc` through the types -------------------------------------------------------------------


def _follow(model: Any, loc: tuple[int | str, ...]) -> tuple[tuple[int | str, ...], Any]:
    """The path in the file that `loc` means (pydantic adds union tags to it), and the type that holds the last step.

    For choices the type of the value itself is returned.
    """
    path: list[int | str] = []
    current: Any = model
    owner: Any = model
    for step in loc:
        current = _bare(current)
        if _is_model(current):
            owner = current
            field = next((info for key, info in current.model_fields.items() if step in (key, info.alias)), None)
            current = field.annotation if field else None
            path.append(step)
        elif get_origin(current) is list and isinstance(step, int):
            current = get_args(current)[0]
            path.append(step)
        elif _members(current):
            chosen = next((m for m in _members(current) if step in _tag_values(m)), None)
            if chosen is None:  # a plain union: pydantic names the member, the file does not
                continue
            current = chosen
        else:
            path.append(step)
    value_type = _bare(current)
    if _is_model(value_type) or value_type is None or get_origin(value_type) is list:
        return tuple(path), owner
    if _members(value_type) or _choices(value_type):
        return tuple(path), value_type
    return tuple(path), owner


def _bare(kind: Any) -> Any:
    """`kind` without Annotated and without `| None`."""
    while True:
        if get_origin(kind) is Annotated:
            kind = get_args(kind)[0]
            continue
        if get_origin(kind) in (Union, UnionType):
            rest = [arg for arg in get_args(kind) if arg is not type(None)]
            if len(rest) == 1:
                kind = rest[0]
                continue
        return kind


def _members(kind: Any) -> list[Any]:
    return [m for m in get_args(kind) if _is_model(_bare(m))] if get_origin(kind) in (Union, UnionType) else []


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _tag_values(model: Any) -> tuple[Any, ...]:
    info = _bare(model).model_fields.get("kind")
    return get_args(info.annotation) if info and get_origin(info.annotation) is Literal else ()


def _tags(kind: Any) -> list[str]:
    return [str(tag) for member in _members(kind) for tag in _tag_values(member)]


def _choices(kind: Any) -> list[str]:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return [str(member.value) for member in kind]
    return [str(value) for value in get_args(kind)] if get_origin(kind) is Literal else []
