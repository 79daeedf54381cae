"""Personal data in a text: addresses, telephone numbers, links and handles, found by pattern.

No pattern finds every name, nor every address: what is published is read by a person, too.
"""

from __future__ import annotations

import re

_STREET = (
    r"(?:street|st|road|rd|avenue|ave|lane|drive|square|terrace|close|court|crescent|gardens|boulevard|way|place|"
    r"straße|strasse|str|gasse|weg|platz|allee|ring|ufer|damm|straat|laan|plein|gatan|vägen|veien)"
)
"""Words behind a street's name."""
_BEFORE = (
    r"(?:rue|avenue|boulevard|chemin|impasse|quai|calle|avenida|plaza|paseo|camino|carrer|via|viale|piazza|corso|rua|"
    r"travessa|largo|praça|ulica|ul\.|aleja|strada|c/|avda?\.|av\.|bd\.|pza\.)"
)
"""Words before it."""
_NAME = r"(?:(?:de|da|do|das|dos|del|della|di|la|las|les|los|le|l['’]|du|des|a|of|the)\s*)*[A-ZÀ-ÞŁŚŻŹĆŃÓ][\w'’.-]*"
_HOUSE = r"\d{1,5}(?:\s?[a-zA-Z]\b)?"
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
    # In small letters, too, where the word says nothing else.
    (
        re.compile(
            rf"\b(?!(?:the|a|my|our|your|this|that|on|in|of|next)\b)[a-zà-þ]+\s+(?:street|road|lane|avenue)\.?,?\s+{_HOUSE}"
        ),
        "[address]",
    ),
    (re.compile(rf"\b[A-ZÀ-Þ][\w-]+{_STREET}\.?,?\s+{_HOUSE}", re.I), "[address]"),
    (re.compile(rf"\b\d{{1,4}},?\s+(?i:{_BEFORE})\s+{_NAME}(?:\s+[A-ZÀ-Þ][\w'’.-]*)*"), "[address]"),
    (
        re.compile(rf"\b(?i:{_BEFORE})\s+{_NAME}(?:\s+{_NAME}){{0,3}},?\s+(?:(?i:no|nr|n)[.°º]*\s*)?{_HOUSE}"),
        "[address]",
    ),
)


def without_personal_data(text: str) -> str:
    """`text` with a mark in the place of each address, number, link and handle: [address], [number], [link], [name]."""
    for pattern, word in _PATTERNS:
        text = pattern.sub(word, text)
    return text


def personal_data_in(text: str) -> str:
    """The first words of `text` that lead to a person; "" where no pattern finds any."""
    found = (pattern.search(text) for pattern, _ in _PATTERNS)
    return min((match for match in found if match), key=lambda match: match.start(), default=[""])[0].strip()
