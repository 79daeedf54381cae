"""Path traversal and unsafe file names: names that come from data are judged here before anything is written.

A name is refused when it would mean something else on any computer that people use, wherever this one runs: a course
travels, and what is harmless on Linux is `.git` on a Mac or a device on Windows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from mooc_kit.files import write_whole
from mooc_kit.problems import UsageError

KITS_OWN = frozenset({"course.yaml", ".mooc-kit"})
"""What nothing but mooc-kit itself may write at the top of a kit, in whatever case."""
_VERSION_CONTROL = frozenset({".git", ".hg", ".svn", ".bzr", ".jj"})
"""Folders whose settings name programs to run."""
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file: an ending does not help (`con.txt` is `con`).
_DEVICES = frozenset({"con", "prn", "aux", "nul", "conin$", "conout$"}) | {
    f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"
}
# A stream of another file, a drive, another folder. What Windows merely cannot write (<>"|?*) hides nothing, and names
# in templates hold it: `{% if faculty == "x" %}page.md{% endif %}`.
_LEADS_ELSEWHERE = frozenset(":\\")
# Letters that HFS+ leaves out when it compares names (git's `next_hfs_char`), and the rest of their kind.
_LEFT_OUT = dict.fromkeys((*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xAD, 0xFEFF))
_TURNS_DIRECTION = frozenset(map(chr, (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))))
# What Windows calls a file as well where it keeps names of 8 and 3 letters: `GIT~1` is `.git`.
_SHORT_NAME = re.compile(r"[^.~]{1,6}~[0-9]{1,6}(\..{0,3})?")


class UnsafePathError(UsageError):
    """A name that must not be written. The message says which, and why."""


def fold(name: str) -> str:
    """`name` as file systems that know no case compare it: two names that fold alike may be one file."""
    return unicodedata.normalize("NFKC", name.translate(_LEFT_OUT)).casefold().rstrip(" .")


def why_unsafe(name: str, *, may_be_kits_own: bool = True) -> str:
    """Why the relative path `name` ("/" between its parts) is not to be written; "" where it may be.

    With `may_be_kits_own=False`, names that mooc-kit keeps for itself in a kit are refused as well.
    """
    if not name or name.startswith("/"):
        return "it leads out of its folder"
    parts = name.split("/")
    for part in parts:
        if why := _why_unsafe(part):
            return why
    if not may_be_kits_own and fold(parts[0]) in KITS_OWN:
        return f"{fold(parts[0])} is not its to write"
    return ""


def _why_unsafe(part: str) -> str:
    if part in ("", ".", ".."):
        return "it leads out of its folder"
    if any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in part):
        return "it holds a control character"
    if not _TURNS_DIRECTION.isdisjoint(part):
        return "it holds a letter that turns the direction of reading"
    if not _LEADS_ELSEWHERE.isdisjoint(part):
        return "it holds a colon or a backslash, so it leads out of its folder on Windows"
    if part.endswith((" ", ".")):
        return "it ends with a space or a full stop"
    folded = fold(part)
    if folded in _VERSION_CONTROL:
        return f"{folded} is not its to write: version control runs programs that are named there"
    if folded.split(".", 1)[0].rstrip(" ") in _DEVICES:
        return f"{folded.split('.', 1)[0]} is a device on Windows"
    if _SHORT_NAME.fullmatch(part):
        return "it is the short form of another name on Windows"
    return ""


def require_safe(name: str, source: str = "", *, may_be_kits_own: bool = True) -> str:
    """`name`, if it may be written. Raises UnsafePathError; `source` says whose name it is."""
    if why := why_unsafe(name, may_be_kits_own=may_be_kits_own):
        holder = f"{source} holds" if source else "There is"
        raise UnsafePathError(f"{holder} a file with the name {name[:200]!a}: {why}. Nothing was written.")
    return name


def same_file(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of different `names` that are one file, or a file and a folder, where case makes no difference."""
    seen: dict[str, str] = {}
    folders: dict[str, str] = {}
    for name in sorted(set(names)):
        parts = [fold(part) for part in name.split("/")]
        own = "/".join(parts)
        above = ["/".join(parts[:end]) for end in range(1, len(parts))]
        clash = seen.get(own) or folders.get(own) or next((seen[a] for a in above if a in seen), None)
        if clash is not None:
            yield clash, name
        seen.setdefault(own, name)
        for folder in above:
            folders.setdefault(folder, name)


def inside(root: Path, name: str, source: str = "") -> Path:
    """The place of `name` below the folder `root`. Raises UnsafePathError for an unsafe name, or where links on the
    way lead out of `root` or into what version control keeps there."""
    require_safe(name, source)
    place = root / name
    top, parent = root.resolve(), place.parent.resolve()
    if not parent.is_relative_to(top):
        raise UnsafePathError(f"{name[:200]!a} would be written outside of {root}: a link there leads to {parent}.")
    for part in parent.relative_to(top).parts:
        if why := _why_unsafe(part):
            raise UnsafePathError(f"{name[:200]!a} would be written to {parent}: {why}.")
    return place


def link_in_the_way(root: Path, name: str) -> str:
    """The part of `name` below `root` that is a link, up to the file itself; "" where none is."""
    here = root
    for part in name.split("/"):
        here = here / part
        if here.is_symlink() or (hasattr(here, "is_junction") and here.is_junction()):
            return here.relative_to(root).as_posix()
    return ""


def write_inside(root: Path, name: str, data: bytes | str, source: str = "") -> Path:
    """Put `data` at `name` below `root`, whole or not at all; gives the place. Raises as `inside` does, or OSError."""
    place = inside(root, name, source)
    write_whole(place, data)
    return place
