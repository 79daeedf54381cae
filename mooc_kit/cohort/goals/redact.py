"""Redaction: addresses, numbers, handles and known names, taken out of a text because they lead to a person.

No pattern finds every name. What is published is therefore also read by the team first; the report says so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from mooc_kit.content.personal_data import without_personal_data

# Said in the first person, with a capital letter behind it.
_INTRODUCED = re.compile(
    r"\b((?i:my name is|i'm called|call me|ich heiße|mein name ist|je m'appelle|me llamo|mi nombre es|mi chiamo|"
    r"meu nome é|nazywam się))\s+([^\W\d_]+(?:[ \-][A-ZÀ-Þ][^\W\d_]*){0,2})"
)


def redact(text: str, names: Iterable[str] = (), everybody: Collection[str] = ()) -> str:
    """`text` without addresses, numbers and handles, and without `names`, the words of this person's own name.

    `everybody` are the full names of all people in the table (see `full_names`): nobody names another one in public.
    """
    text = without_personal_data(text)
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
