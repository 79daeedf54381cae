"""Table of contents: the headings of a long page, each part with those below it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LONG_PAGE = 3
"""From so many headings on, a page has a table of contents."""


@dataclass(frozen=True)
class Heading:
    """A heading that can be linked to; `level` as the page has it, `words` without markup."""

    level: int
    id: str
    words: str


def contents(headings: Iterable[Heading]) -> list[tuple[Heading, list[Heading]]]:
    """The parts of a page with the headings below them, down to the third level; [] for a short page."""
    found: list[tuple[Heading, list[Heading]]] = []
    for heading in headings:
        if heading.level == 2 or not found:
            found.append((heading, []))
        elif heading.level == 3:
            found[-1][1].append(heading)
    return found if sum(1 + len(below) for _, below in found) >= LONG_PAGE else []
