"""Field kinds: what the type of a spec field says about how it is asked, and why a value does not fit it."""

from __future__ import annotations

from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from mooc_kit.spec.ask import Choice


def is_choice(kind: Any) -> bool:
    return (isinstance(kind, type) and issubclass(kind, Choice)) or get_origin(kind) is Literal


def is_group(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


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


def why(error: ValidationError) -> str:
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
