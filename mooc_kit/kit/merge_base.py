"""Merge base: what mooc-kit rendered when the kit was made or last updated, the common ancestor of a later merge.

It lies in the kit in `.mooc-kit/base.txt`, an entry for each rendered file (`course.rendered_files` tells how). Of a
binary file the base holds the checksum only, and of one that was read from another platform a word that it was: such a
file is its author's own, and has no ancestor that an update could merge with.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mooc_kit.course.rendered_files import AUTHORS, BINARY, FILE, FOLDER, SPEC, TEXT, entries_of, folded
from mooc_kit.kit.merge import first_side, has_markers, text_of
from mooc_kit.safe_paths import why_unsafe

OWN_WORDS = b"Read from another platform: an update leaves the file as it is.\n"
ATTRIBUTES = """\
# What mooc-kit keeps for itself: forges fold it in reviews, and where two branches meet nobody need resolve it by hand
# (the base only ever holds what was rendered, so both sides' lines may stand in it).
base.txt text eol=lf merge=union linguist-generated
*.schema.json linguist-generated
"""


@dataclass(frozen=True)
class MergeBase:
    """What was rendered then: texts by path, checksums of binary files, and the spec of that time ("" if unknown)."""

    texts: Mapping[str, bytes] = field(default_factory=dict)
    checksums: Mapping[str, str] = field(default_factory=dict)
    spec_text: str = ""
    authors: frozenset[str] = frozenset()
    """Files that are their authors' own from the beginning: they came from another platform."""

    def __contains__(self, path: str) -> bool:
        return path in self.texts or path in self.checksums or path in self.authors

    def paths(self) -> set[str]:
        return {*self.texts, *self.checksums, *self.authors}

    def is_same(self, path: str, data: bytes) -> bool:
        """Whether `data` is what was rendered at `path`, but for the ends of its lines."""
        if path in self.texts:
            return data == self.texts[path] or data.replace(b"\r\n", b"\n") == self.texts[path]
        return self.checksums.get(path) == checksum(data)


def base_files(files: Mapping[str, bytes], spec_text: str, authors: Collection[str] = ()) -> dict[str, bytes]:
    """The files that keep `files` and `spec_text` as the base, by their paths in the kit, `authors` as their own."""
    made = {entry(SPEC, b""): spec_text.encode()}
    for path, data in files.items():
        if path in authors:
            made[f"{FOLDER}/{path}{AUTHORS}"] = OWN_WORDS
            continue
        made[entry(path, data)] = data if text_of(data) is not None else f"{checksum(data)}\n".encode()
    return {".mooc-kit/.gitattributes": ATTRIBUTES.encode(), **folded(made)}


def entry(path: str, data: bytes) -> str:
    """Where the base of `path` lies."""
    return f"{FOLDER}/{path}{TEXT if text_of(data) is not None else BINARY}"


def with_spec(kit: Path, spec_text: str) -> dict[str, bytes]:
    """What to write so that the base of `kit`, if it has one, holds `spec_text` as the spec of that time."""
    entries = entries_of(kit)
    known = entry(SPEC, b"")
    return {FILE: folded({**entries, known: spec_text.encode()})[FILE]} if known in entries else {}


def read_base(kit: Path) -> MergeBase:
    """The base in `kit`; an empty one where a kit has none yet. A conflict that git left in it counts as its one side:
    the base may only hold what was rendered, never decide what an author wrote."""
    texts: dict[str, bytes] = {}
    checksums: dict[str, str] = {}
    authors: set[str] = set()
    for path, data in entries_of(kit).items():
        name = path.removeprefix(f"{FOLDER}/")
        if why_unsafe(
            name.removesuffix(TEXT).removesuffix(BINARY).removesuffix(AUTHORS), may_be_kits_own=name == f"{SPEC}{TEXT}"
        ):
            continue  # nothing of ours: such a file is never rendered
        if has_markers(data):
            data = first_side(data.decode("utf-8", errors="replace")).encode()  # noqa: PLW2901
        if name.endswith(TEXT):
            texts[name.removesuffix(TEXT)] = data.replace(b"\r\n", b"\n")
        elif name.endswith(AUTHORS):
            authors.add(name.removesuffix(AUTHORS))
        elif name.endswith(BINARY):
            checksums[name.removesuffix(BINARY)] = data.decode("ascii", errors="replace").strip()
    spec = texts.pop(SPEC, b"").decode("utf-8", errors="replace")
    return MergeBase(texts, checksums, spec, frozenset(authors))


def checksum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
