"""Scalar coercion: values of another YAML type than the schema's, which are understood all the same, and told.

`weeks: "4"` is a text in YAML. Editors that complete from the JSON Schema refuse it, and so do other programs; a course
that people have must go on working. So it is read as what it is meant to be, and a warning says how to write it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from mooc_kit.problems import Problem
from mooc_kit.spec import spec_codes
from mooc_kit.spec.yaml_tree import YamlTree

_LIKE_ANOTHER = re.compile(r"\s*(?:[+-]?[\d.]+(?:e[+-]?\d+)?|true|false|yes|no|on|off|[ytnf])\s*", re.IGNORECASE)
Path = tuple[str | int, ...]


def other_types(found: BaseModel, tree: YamlTree) -> Iterator[Problem]:
    """A problem for each scalar of `tree` that `found`, the model made from it, holds as a value of another type."""
    doubtful = [(path, given) for path, given in _scalars(tree.value) if _is_doubtful(given)]
    if not doubtful:
        return
    whole = found.model_dump(by_alias=True, warnings=False)
    for path, given in doubtful:
        read = _at(whole, path)
        if type(read) in (int, float, bool) and type(read) is not type(given) and not _are_numbers(read, given):
            name = next(str(step) for step in reversed(path) if isinstance(step, str))
            wanted = str(read).lower() if isinstance(read, bool) else f"{read:g}"
            kind = "true or false" if isinstance(read, bool) else "a number"
            is_text = isinstance(given, str)
            shown = f'the text "{given}"' if is_text else str(given).lower()
            hint = f"Write {wanted}{', without quotes' if is_text else ''}: editors and other programs refuse it so."
            message = f"`{name}` is {shown}, and {kind} is meant."
            yield spec_codes.OTHER_TYPE.at(tree.place(path), message, hint=hint)


def _scalars(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _scalars(part, (*path, key))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _scalars(part, (*path, number))
    else:
        yield path, value


def _is_doubtful(given: Any) -> bool:
    return (
        isinstance(given, bool) or given in (0, 1) or (isinstance(given, str) and bool(_LIKE_ANOTHER.fullmatch(given)))
    )


def _are_numbers(one: Any, other: Any) -> bool:
    """Whether both are numbers: 4.0 is a whole number for the schema, too."""
    return not isinstance(one, bool) and type(other) in (int, float)


def _at(whole: Any, path: Path) -> Any:
    for step in path:
        try:
            whole = whole[step]
        except (KeyError, IndexError, TypeError):
            return None
    return whole
