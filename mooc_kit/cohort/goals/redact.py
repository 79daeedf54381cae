"""Redaction: addresses, numbers, handles and known names, taken out of a text because they lead to a person.

No pattern finds every name. What is published is therefore also read by the team first; the report says so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

_STREET = (
    r"(?:street|st|road|rd|avenue|ave|lane|drive|square|terrace|close|court|crescent|gardens|boulevard|way|place|"
    r"straße|strasse|gasse|weg|platz|allee|ring|ufer|damm|straat|laan|plein|gatan|vägen|veien)"
)
"""Words behind a street's name."""
_BEFORE = (
    r"(?:rue|avenue|boulevard|chemin|impasse|quai|calle|avenida|plaza|paseo|camino|carrer|via|viale|piazza|corso|rua|"
    r"travessa|largo|praça|ulica|ul\.|aleja|strada|c/)"
)
"""Words before it."""
_NAME = r"(?:(?:de|da|do|das|dos|del|della|di|la|las|les|los|le|l['’]|du|des|a|of|the)\s*)*[A-ZÀ-ÞŁŚŻŹĆŃÓ][\w'’.-]*"
_HOUSE = r"\d{1,5}\s?(?:[a-zA-Z]\b)?"
_SIGN = r"(?:@|\(at\)|\[at\]|\{at\})"
_SAID = r"\b(?:at|arroba|ät|arobase|chiocciola)\b"
_DOT = r"(?:\.|\(dot\)|\[dot\]|\bdot\b|\bpunkt\b|\bpoint\b|\bpunto\b|\bponto\b)"
_SAID_DOT = r"(?:\.|\s*(?:\(dot\)|\[dot\])\s*|\s+(?:dot|punkt|punto|ponto)\s+)"
"""Where "at" is a word, a dot is one too, or stands inside a name: a sentence may end behind "good at maths"."""
_USER = r"(?<![\w.+-])[\w.+-]{1,64}(?:\s{0,3}(?:\(dot\)|\[dot\]|\bdot\b|\bpunkt\b|\bpunto\b)\s{0,3}[\w+-]{1,64})?"
"""Bounded, so that a long text of dots is read in a moment."""
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            rf"{_USER}\s{{0,3}}{_SIGN}\s{{0,3}}[\w-]{{1,64}}(?:\s{{0,3}}{_DOT}\s{{0,3}}[\w-]{{1,64}}){{1,8}}", re.I
        ),
        "[address]",
    ),
    (
        re.compile(rf"{_USER}\s{{1,3}}{_SAID}\s{{1,3}}[\w-]{{1,64}}(?:{_SAID_DOT}[\w-]{{1,64}}){{1,8}}", re.I),
        "[address]",
    ),
    (re.compile(r"(?:https?://|www\.)\S+", re.I), "[link]"),
    (re.compile(r"(?<![\w@])@\w[\w.]{1,40}"), "[name]"),
    (re.compile(r"(?<!\w)\+?\d(?:[\s().\-/]?\d){6,16}(?!\w)"), "[number]"),
    (re.compile(rf"\b{_HOUSE},?\s+(?:[A-ZÀ-Þ][\w'’]+\s+){{1,3}}(?i:{_STREET})\b\.?"), "[address]"),
    (
        re.compile(rf"\b(?:[A-ZÀ-Þ][\w'’]+\s+){{1,3}}(?i:{_STREET})\.?,?\s+(?:(?i:no|nr|n°)\.?\s*)?{_HOUSE}"),
        "[address]",
    ),
    (re.compile(rf"\b[A-ZÀ-Þ][\w-]+{_STREET}\.?,?\s+{_HOUSE}", re.I), "[address]"),
    (re.compile(rf"\b\d{{1,4}},?\s+(?i:{_BEFORE})\s+{_NAME}(?:\s+[A-ZÀ-Þ][\w'’.-]*)*"), "[address]"),
    (
        re.compile(rf"\b(?i:{_BEFORE})\s+{_NAME}(?:\s+{_NAME}){{0,3}},?\s+(?:(?i:no|nr|n)[.°º]*\s*)?{_HOUSE}"),
        "[address]",
    ),
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
