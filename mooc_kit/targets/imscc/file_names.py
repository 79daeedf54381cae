"""Cartridge file names: letters and signs that every platform takes, in the folders where the files were.

A name that had to change carries a mark of what it was, so that it does not depend on the other files.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from hashlib import blake2b
from unicodedata import normalize

_PLAIN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")


def file_names(paths: Iterable[str], folder: str) -> dict[str, str]:
    """The place below `folder` of each file, by its path in the kit. No two differ by capital letters only."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for path in sorted(set(paths)):
        name = "/".join(safe_name(part) for part in path.split("/"))
        if name.lower() in taken:
            stem, ending = posixpath.splitext(name)
            name = f"{stem}-{_mark(path)}{ending}"
        taken.add(name.lower())
        names[path] = f"{folder}/{name}"
    return names


def safe_name(part: str) -> str:
    """A file's name, or a word for one, in letters that every platform takes."""
    if _PLAIN.fullmatch(part) and not part.endswith("."):
        return part
    stem, ending = posixpath.splitext(part)
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", normalize("NFKD", stem).encode("ascii", "ignore").decode()).strip("-")
    ending = re.sub(r"[^A-Za-z0-9.]+", "", ending).rstrip(".")
    return f"{plain or 'file'}-{_mark(part)}{ending}"


def _mark(name: str) -> str:
    return blake2b(name.encode(), digest_size=3).hexdigest()
