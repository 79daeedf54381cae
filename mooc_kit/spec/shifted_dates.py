"""Date shifting: every date of a course.yaml moves by the same number of days, and no other byte changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from mooc_kit.spec.references import Steps, offsets
from mooc_kit.spec.yaml_tree import load_tree

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?=\Z|[T ])")
HISTORY = "date"
"""The key under which stands when something happened (a risk was accepted): that does not happen again."""


@dataclass(frozen=True)
class Shifted:
    """A date that moved: where, from and to, as they are written, and its line (from 1) in the text."""

    path: Steps
    old: str
    new: str
    line: int


def shifted(text: str, days: int) -> tuple[str, list[Shifted]]:
    """`text`, a course.yaml, with its dates `days` later, and what changed. Times of day and their zones stay."""
    tree, problems = load_tree(text, "course.yaml")
    if tree is None or problems:
        return text, []
    moved: list[tuple[int, Shifted]] = []
    paths = list(_dates(tree.value))
    for path, spot in zip(paths, offsets(text, tree, [(path, False) for path in paths]), strict=True):
        found = re.compile(r"[\"']?([0-9-]{10})").match(text, spot)
        if found is None:
            continue
        old = found[1]
        new = (date.fromisoformat(old) + timedelta(days=days)).isoformat()
        moved.append((found.start(1), Shifted(path, old, new, tree.place(path).line)))
    for spot, change in sorted(moved, key=lambda one: -one[0]):
        text = text[:spot] + change.new + text[spot + 10 :]
    return text, [change for _, change in sorted(moved, key=lambda one: one[0])]


def _dates(value: Any, path: Steps = ()) -> Iterator[Steps]:
    if isinstance(value, dict):
        for key, part in value.items():
            if key != HISTORY:
                yield from _dates(part, (*path, key))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _dates(part, (*path, number))
    elif isinstance(value, str) and _DATE.match(value):
        try:
            date.fromisoformat(value[:10])
        except ValueError:
            return
        yield path
