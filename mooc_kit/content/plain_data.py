"""Tree traversal of plain data: every text in nested dicts and lists, with the keys and numbers that lead to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def texts_at(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Each text in `value` with its path, in their order."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from texts_at(part, (*path, key))
