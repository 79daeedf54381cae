"""Rendered files: where a kit keeps what mooc-kit wrote into it last, the base that a later update merges with.

All of it lies in one text file, an entry for each rendered file: a line with its name, then its lines, each behind a
space. So git shows, merges and compresses it like any text, a mark of a conflict can stand in no entry, and a forge
folds one file. Kits of older versions have a folder with a file for each; they are read as well, and the next update
moves them over.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

FILE = ".mooc-kit/base.txt"
FOLDER = ".mooc-kit/base"
"""Where entries lay in older kits. In the code an entry still goes by the path that it had there."""
TEXT, BINARY, AUTHORS = ".base", ".sha256", ".own"
"""What is behind the name of a rendered file: its text, its checksum, or that it is its author's own."""
SPEC = "course.yaml"

_HEAD = b"""\
# What mooc-kit rendered at the last update, from which the next one merges. Commit it; do not edit it.
# Where git leaves a conflict in it, keep either side: the next `mooc-kit update` writes the file anew.
"""
_NAME, _NO_END = b"== ", b"\\"


def packed(entries: Mapping[str, bytes]) -> bytes:
    """The entries, by their paths below FOLDER, as the one file: the same bytes for the same entries."""
    made = [_HEAD]
    for path in sorted(entries):
        made.append(_NAME + path.removeprefix(f"{FOLDER}/").encode("utf-8", "surrogatepass") + b"\n")
        *lines, last = entries[path].replace(b"\r\n", b"\n").split(b"\n")
        made += [b" " + line + b"\n" for line in lines]
        if last:
            made.append(b" " + last + b"\n" + _NO_END + b"\n")
    return b"".join(made)


def unpacked(data: bytes) -> dict[str, bytes]:
    """The entries of the file, by their paths below FOLDER. Of a conflict that git left, the first side counts."""
    entries: dict[str, list[bytes]] = {}
    here: list[bytes] | None = None
    is_other_side = False
    for line in data.replace(b"\r\n", b"\n").split(b"\n"):
        if line.startswith((b"=======", b"||||||| ")):
            is_other_side = True
        elif line.startswith((b"<<<<<<< ", b">>>>>>> ")):
            is_other_side = False
        elif is_other_side:
            continue
        elif line.startswith(_NAME):
            here = entries[f"{FOLDER}/{line[len(_NAME) :].decode('utf-8', 'replace')}"] = []
        elif here is not None and line.startswith(b" "):
            here.append(line[1:] + b"\n")
        elif here and line == _NO_END:
            here[-1] = here[-1][:-1]
    return {path: b"".join(lines) for path, lines in entries.items()}


def entries_of(kit: Path) -> dict[str, bytes]:
    """Every entry of the base of `kit`, by its path below FOLDER, as it was written. Beside the one file nothing counts
    that an older version left, or that came back with an old branch."""
    places = _places(kit)
    return unfolded({path: (kit / path).read_bytes() for path in ([FILE] if FILE in places else places)})


def is_to_be_written(kit: Path) -> bool:
    """Whether the base of `kit` is not the one file as written: a folder of an older version, or a mix of git."""
    places = _places(kit)
    if places != [FILE]:
        return bool(places)
    return (kit / FILE).read_bytes().replace(b"\r\n", b"\n") != packed(entries_of(kit))


def unfolded(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a kit with each entry of the base by its path, in the place of the one file."""
    others = {path: data for path, data in files.items() if path != FILE}
    return {**others, **unpacked(files[FILE])} if FILE in files else others


def folded(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """`files` with the entries of the base as the one file again."""
    entries = {path: data for path, data in files.items() if path.startswith(f"{FOLDER}/")}
    others = {path: data for path, data in files.items() if path not in entries}
    return {**others, FILE: packed(entries)} if entries else others


def was_made(entries: Mapping[str, bytes], path: str) -> bool:
    """Whether mooc-kit made the file at `path` of a kit when it last wrote files: `entries` are those of its base."""
    return any(f"{FOLDER}/{path}{ending}" in entries for ending in (TEXT, BINARY, AUTHORS))


def _places(kit: Path) -> list[str]:
    """The files of `kit` that hold its base: the one, and what an older version left."""
    one, top = kit / FILE, kit / FOLDER
    found = [FILE] if one.is_file() and not one.is_symlink() and not one.parent.is_symlink() else []
    for file in sorted(top.rglob("*")) if top.is_dir() and not top.is_symlink() else ():
        if file.is_file() and not file.is_symlink():
            found.append(file.relative_to(kit).as_posix())
    return found
