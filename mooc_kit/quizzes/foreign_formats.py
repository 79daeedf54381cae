"""Unsupported formats: recognised, so that the refusal can name them and say what to do."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HEAD = 20_000


@dataclass(frozen=True)
class ForeignFormat:
    """A format by the beginning of its files; `instead` says how people get their questions here all the same."""

    title: str
    suffixes: tuple[str, ...]
    mark: re.Pattern[str]
    instead: str


_FOREIGN = (
    ForeignFormat(
        "a LiaScript course",
        (".md", ".txt"),
        re.compile(r"^\s*(?:[-*]\s+)?\[(?:\([ xX]\)|\[[ xX]\])\]\s+\S", re.MULTILINE),
        "Write the questions as text2qti reads them: `1. Question`, then `*a) right` and `b) wrong`.",
    ),
)


def foreign_format(data: bytes, name: str) -> ForeignFormat | None:
    """The format of another maker that the file is in, or None."""
    text = data[:_HEAD].decode("utf-8-sig", "replace")
    ending = name.lower()
    return next((each for each in _FOREIGN if ending.endswith(each.suffixes) and each.mark.search(text)), None)
