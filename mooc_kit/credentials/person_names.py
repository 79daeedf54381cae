"""Personal names: any letters of any script, and nothing that could steer the text around them."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

LONGEST = 200
_STEERING = frozenset(
    [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C, 0xFEFF, *range(0xFFF9, 0xFFFC)]
)
"""Marks that turn the direction of what follows. Joiners (U+200C, U+200D) stay: Persian and Hindi names need them."""


@lru_cache(maxsize=4096)
def clean_text(text: str) -> str:
    """`text` as it may stand in a credential: composed (NFC), in one line, without control and direction marks."""
    composed = unicodedata.normalize("NFC", text)
    if composed.isprintable():  # nothing of what is taken away below is
        return " ".join(composed.split())
    letters = []
    for letter in composed:
        kind = unicodedata.category(letter)
        if kind in ("Zs", "Zl", "Zp") or letter in "\t\n\r":
            letters.append(" ")
        elif kind in ("Cc", "Cs", "Co") or ord(letter) in _STEERING or _is_no_letter(ord(letter)):
            continue
        else:
            letters.append(letter)
    return " ".join("".join(letters).split())


def _is_no_letter(number: int) -> bool:
    """Tags, and what Unicode will never give to a letter. What this Python does not know yet may be one in a name."""
    return 0xE0000 <= number <= 0xE007F or 0xFDD0 <= number <= 0xFDEF or number & 0xFFFE == 0xFFFE


@lru_cache(maxsize=1024)
def clean_paragraphs(text: str) -> str:
    """`text` of several lines, each cleaned."""
    return "\n".join(clean_text(line) for line in text.splitlines()).strip()


def has_steering_letters(text: str) -> bool:
    """Whether cleaning takes letters away from `text` that nobody sees."""
    return any(unicodedata.category(c) in ("Cc", "Cs") or ord(c) in _STEERING for c in text if c not in "\t\n\r")
