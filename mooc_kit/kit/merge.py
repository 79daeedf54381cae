"""Three-way merge: base (as rendered then), yours (as its author made it) and theirs (as rendered now)

Where both changed the same lines, both stand there as git marks them.

One engine everywhere, with git or without: the same three texts give the same bytes on every machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

YOURS = "<<<<<<< yours\n"
MIDDLE = "=======\n"
THEIRS = ">>>>>>> mooc-kit\n"
FOR_EDITORS = "# yaml-language-server:"


@dataclass(frozen=True, slots=True)
class Merged:
    """The text, and in how many places both had changed the same lines."""

    text: str
    conflicts: int


def merge_text(base: str, yours: str, theirs: str, *, keeps_yours: bool = False) -> Merged:
    """The three texts as one. Every line that `yours` has beyond `base` stands in it, in its order.

    With `keeps_yours`, yours alone stands where both changed the same lines.

    A first line for editors that `theirs` has and `base` had not yet goes on top, whatever its author changed below.
    """
    bare = without_editors_line(theirs)
    if bare == theirs or base.startswith(FOR_EDITORS):
        return _merged(base, yours, theirs, keeps_yours=keeps_yours)
    merged = _merged(base, yours, bare, keeps_yours=keeps_yours)
    if FOR_EDITORS in merged.text or merged.text.startswith("\ufeff") or not merged.text:
        return merged
    return Merged(theirs.removesuffix(bare) + merged.text, merged.conflicts)


def without_editors_line(text: str) -> str:
    """`text` without a first line that tells editors what kind of file it is."""
    return text[text.find("\n") + 1 :] if text.startswith(FOR_EDITORS) else text


def _merged(base: str, yours: str, theirs: str, *, keeps_yours: bool) -> Merged:
    if yours in (theirs, base):
        return Merged(theirs, 0)
    if theirs == base:
        return Merged(yours, 0)
    made: list[str] = []
    conflicts = 0
    for old, mine, new in _regions(_lines(base), _lines(yours), _lines(theirs)):
        if mine in (new, old):
            made += new
        elif new == old or keeps_yours:
            made += mine
        else:
            conflicts += 1
            made += _conflict(mine, new)
    return Merged("".join(made), conflicts)


def merge_bytes(base: bytes, yours: bytes, theirs: bytes, *, keeps_yours: bool = False) -> Merged | None:
    """`merge_text` of UTF-8 files, with the line ends of `yours`; None where one of them is no text."""
    texts = []
    windows = False
    for data in (base, yours, theirs):
        text = text_of(data)
        if text is None:
            return None
        is_windows = text.count("\r\n") == text.count("\n") > 0
        windows = windows or (is_windows and data is yours)
        texts.append(text.replace("\r\n", "\n") if is_windows else text)
    merged = merge_text(*texts, keeps_yours=keeps_yours)
    return Merged(merged.text.replace("\n", "\r\n"), merged.conflicts) if windows else merged


def is_written_anew(base: bytes, yours: bytes) -> bool:
    """Whether an author of a Markdown page left nothing of what stood below its front matter: no line with words in it
    is the same. What such a page says of the course is its author's; there is no place in it for a new wording."""
    before, after = text_of(base), text_of(yours)
    if before is None or after is None:
        return False
    kept = _lines_with_words(before) & (written := _lines_with_words(after))
    return bool(written) and not kept


def _lines_with_words(text: str) -> set[str]:
    """The lines with a letter in them, below the front matter."""
    lines = [line.strip() for line in text.splitlines()]
    if lines[:1] == ["---"] and "---" in lines[1:]:
        lines = lines[lines.index("---", 1) + 1 :]
    return {line for line in lines if any(letter.isalpha() for letter in line)}


def text_of(data: bytes) -> str | None:
    """The bytes as UTF-8 text, or None where they are something else."""
    if b"\0" in data:
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def has_markers(data: bytes) -> bool:
    """Whether a conflict was left in a file, by this merge or by git's."""
    from mooc_kit.git import conflict_at

    return b"<<<<<<< " in data and conflict_at(data) >= 0


def first_side(text: str) -> str:
    """`text` with each marked conflict reduced to its first side (of diff3's three parts, too)."""
    kept = []
    side = 0
    for line in _lines(text):
        if line.startswith("<<<<<<< "):
            side = 1
        elif side and line.startswith(("||||||| ", "=======")):
            side = 2
        elif side and line.startswith(">>>>>>> "):
            side = 0
        elif side != 2:
            kept.append(line)
    return "".join(kept)


def _lines(text: str) -> list[str]:
    """Lines with their ends; only a line feed ends a line, as for git."""
    parts = text.split("\n")
    return [f"{part}\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _regions(base: list[str], yours: list[str], theirs: list[str]) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """The three texts cut into pieces: what all share stands alone, what lies between is a piece of its own."""
    at = (0, 0, 0)
    for start, mine, new, size in [*_shared(base, yours, theirs), (len(base), len(yours), len(theirs), 0)]:
        if (start, mine, new) != at:
            yield base[at[0] : start], yours[at[1] : mine], theirs[at[2] : new]
        if size:
            same = base[start : start + size]
            yield same, same, same
        at = (start + size, mine + size, new + size)


def _shared(base: list[str], yours: list[str], theirs: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """(base, yours, theirs, how many) for each run of lines that all three share, in order."""
    mine = SequenceMatcher(None, base, yours, autojunk=False).get_matching_blocks()
    new = SequenceMatcher(None, base, theirs, autojunk=False).get_matching_blocks()
    i = j = 0
    while i < len(mine) and j < len(new):
        a, b = mine[i], new[j]
        start, end = max(a.a, b.a), min(a.a + a.size, b.a + b.size)
        if start < end:
            yield start, a.b + start - a.a, b.b + start - b.a, end - start
        if a.a + a.size < b.a + b.size:
            i += 1
        else:
            j += 1


def _conflict(mine: list[str], new: list[str]) -> list[str]:
    """Both sides with marks around what differs; what they share at the beginning and the end stands once."""
    least = min(len(mine), len(new))
    head = next((n for n in range(least) if mine[n] != new[n]), least)
    rest = least - head
    tail = next((n for n in range(rest) if mine[-1 - n] != new[-1 - n]), rest)
    upper = len(mine) - tail, len(new) - tail
    marked = [
        YOURS,
        *_ended(mine[head : upper[0]]),
        MIDDLE,
        *_ended(new[head : upper[1]]),
        THEIRS,
    ]
    return [*mine[:head], *marked, *mine[upper[0] :]]


def _ended(lines: list[str]) -> list[str]:
    return [*lines[:-1], lines[-1] if lines[-1].endswith("\n") else lines[-1] + "\n"] if lines else lines
