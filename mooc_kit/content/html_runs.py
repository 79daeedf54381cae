"""Emphasis in Markdown: `**` and `*` where CommonMark sees them as emphasis, HTML tags where it would not.

Whether a run of signs opens or closes emphasis depends on the characters on both sides (CommonMark, "left-flanking" and
"right-flanking"), so a line is put together from pieces before it is decided.
"""

from __future__ import annotations

import re
import string
import unicodedata
from dataclasses import dataclass

_TAGS = {"**": "strong", "*": "em", "~~": "s"}


@dataclass(frozen=True)
class Marked:
    """Words under emphasis: the sign, the words, and the spaces on both sides, which Markdown wants outside."""

    sign: str
    core: str
    before: str
    after: str


def marked(words: str, sign: str) -> Marked | str:
    """`words` under emphasis; as they are where nothing in them can be emphasised."""
    before, core, after = split_off_breaks(words)
    return Marked(sign, core, before, after) if core else words


def split_off_breaks(words: str) -> tuple[str, str, str]:
    """`words` between the spaces and line breaks at their ends."""
    core = words.strip(" \n")
    while core.endswith("\\") and (len(core) - len(core.rstrip("\\"))) % 2:
        core = core[:-1].rstrip(" \n")
    while core.startswith("\\\n"):
        core = core[2:].lstrip(" \n")
    at = words.index(core)
    return words[:at], core, words[at + len(core) :]


class Run:
    """A piece of a line, collected from left to right."""

    def __init__(self, text: str = "") -> None:
        self._pieces: list[Marked | str] = [text] if text else []

    def add(self, piece: Marked | str) -> None:
        if piece:
            self._pieces.append(piece)

    @property
    def last(self) -> str:
        """The last character, where no emphasis stands there."""
        piece = self._pieces[-1] if self._pieces else ""
        return piece[-1:] if isinstance(piece, str) else ""

    def text(self) -> str:
        made = ""
        for number, piece in enumerate(self._pieces):
            if isinstance(piece, str):
                if piece[0] == "[" and made[-1:] == "!":
                    made = made[:-1] + "\\!"  # it would make a picture of the link
                made += piece
                continue
            following = self._pieces[number + 1] if number + 1 < len(self._pieces) else ""
            if isinstance(following, Marked):
                following = following.before or "x"  # emphasis beside emphasis: one of the two has to be HTML
            made += piece.before
            made += _emphasised(piece, made[-1:], (piece.after + following)[:1])
            made += piece.after
        return made


def _emphasised(piece: Marked, before: str, after: str) -> str:
    core = piece.core
    opens = _is_apart(before) or (core[0].isalnum() and before not in "*_~\\`")
    closes = _is_apart(after) or (core[-1].isalnum() and after not in "*_~`")
    touches = core[0] in "*_~" or core[-1] in "*_~" or core[-1] == "\\" or before in ("*", "_", "~", "\\")
    # Between letters the sign both opens and closes, and Markdown may pair it with another one.
    is_inside = before.isalnum() or after.isalnum()
    holds_signs = piece.sign in core and piece.sign in re.sub(r"\\.", "", core)
    if opens and closes and not touches and not is_inside and not holds_signs:
        return f"{piece.sign}{core}{piece.sign}"
    tag = _TAGS[piece.sign]
    return f"<{tag}>{core}</{tag}>"


def _is_apart(character: str) -> bool:
    """Whether a character beside a sign lets it open or close: space, punctuation, the end of the text."""
    return (
        not character
        or character.isspace()
        or (
            character not in "*_~\\`$"
            and (character in string.punctuation or unicodedata.category(character).startswith("P"))
        )
    )
