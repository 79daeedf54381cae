"""Formats of other makers that are not read here: recognised, so that the refusal can name them and say what to do."""

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


_TABLE = "Name the columns as `mooc-kit quiz formats` tells: prompt, choice 1, choice 2 …, answer."
_FOREIGN = (
    ForeignFormat("a Kahoot table", (".csv",), re.compile(r"\AQuestion - max \d+ char"), _TABLE),
    ForeignFormat("a Wooclap table", (".csv",), re.compile(r'\A"?Type"?[,;]"?Title"?[,;]"?Correct"?[,;]'), _TABLE),
    ForeignFormat(
        "a Blackboard table",
        (".txt", ".tsv"),
        re.compile(r"\A(?:MC|MA|TF|ESS|ORD|MAT|FIB|NUM)\t\S"),
        "Export the pool from Blackboard as a QTI package.",
    ),
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
