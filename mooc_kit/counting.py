"""Counted nouns in messages to the team: "1 question", "2 questions". Participants' texts go through the catalogue."""

from __future__ import annotations


def counted(count: float, one: str, many: str = "") -> str:
    """The number with the noun that fits it; `many` where it is more than an s longer."""
    return f"{count} {one if count == 1 else many or f'{one}s'}"
