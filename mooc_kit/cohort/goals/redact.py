"""Redacting takes out of a text what could lead to a person: addresses, numbers, handles, and the names that are known.

No pattern finds every name. What is published is therefore also read by the team first; the report says so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

_STREET = r"(?:street|st|road|rd|avenue|ave|lane|drive|square|straße|strasse|weg|platz|rue|calle|via|ulica)"
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[\w.+-]+\s*(?:@|\(at\)|\[at\])\s*[\w-]+(?:\.[\w-]+)+", re.I), "[address]"),
    (re.compile(r"(?:https?://|www\.)\S+", re.I), "[link]"),
    (re.compile(r"(?<![\w@])@\w[\w.]{1,40}"), "[name]"),
    (re.compile(r"(?<!\w)\+?\d(?:[\s().\-/]?\d){6,16}(?!\w)"), "[number]"),
    (re.compile(rf"\b\d{{1,5}}[a-z]?,?\s+(?:[A-Z]\w+\s+){{1,3}}{_STREET}\b\.?", re.I), "[address]"),
    (re.compile(rf"\b[A-ZÄÖÜ]\w+{_STREET}\s+\d{{1,4}}[a-z]?\b"), "[address]"),
    (re.compile(r"\b(?:rue|calle|via|avenue)\s+(?:de\s+(?:la\s+)?)?[A-Z]\w+,?\s+\d{1,4}\b"), "[address]"),
)
# Said in the first person, with a capital letter behind it.
_INTRODUCED = re.compile(
    r"\b((?i:my name is|i'm called|call me|ich heiße|mein name ist|je m'appelle|me llamo|mi nombre es|mi chiamo|"
    r"meu nome é|nazywam się))\s+([^\W\d_]+(?:[ \-][A-ZÀ-Þ][^\W\d_]*){0,2})"
)


def redact(text: str, names: Iterable[str] = (), everybody: Collection[str] = ()) -> str:
    """`text` without addresses, numbers and handles, and without `names`, the words of this person's own name.

    `everybody` are the full names of all people in the table (see `full_names`): nobody names another one in public.
    """
    for pattern, word in _PATTERNS:
        text = pattern.sub(word, text)
    text = _INTRODUCED.sub(r"\1 [name]", text)
    for name in sorted({part for full in names for part in full.split()}, key=len, reverse=True):
        if len(name) > 1:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "[name]", text, flags=re.I)
    text = _without_full_names(text, everybody) if everybody else text
    return re.sub(r"\[name\](?:\s+\[name\])+", "[name]", " ".join(text.split()))


def full_names(cells: Iterable[str]) -> set[str]:
    """The full names in the name columns of one person, in small letters: a whole cell, or all cells together."""
    parts = [" ".join(cell.split()).casefold() for cell in cells]
    return {name for name in (*parts, " ".join(parts)) if " " in name.strip()}


def _without_full_names(text: str, everybody: Collection[str]) -> str:
    words = list(re.finditer(r"[^\W\d_][\w'’.-]*[\w]|[^\W\d_]", text))
    found = []
    for first in range(len(words)):
        for last in range(min(first + 5, len(words)) - 1, first, -1):
            start, end = words[first].start(), words[last].end()
            if " ".join(text[start:end].split()).casefold() in everybody:
                found.append((start, end))
                break
    for start, end in reversed(found):
        text = f"{text[:start]}[name]{text[end:]}"
    return text
