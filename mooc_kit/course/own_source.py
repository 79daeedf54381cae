"""Source bundle: what a platform cannot hold of a kit, carried inside the package that we build for it.

A package holds a course as a platform sees it: outcomes, options, pools and the authors' own words are lost. So each
package carries the kit's source as well, where the platform keeps it and shows it to nobody but the team. Importing
the platform's export unpacks it again (`mooc_kit.commands.own_course` sets it against what the platform says now).

What travels stands here and nowhere else: course.yaml and the authored folders. Everything else of a kit is made from
these (guides, workflows), or is about people (contributions, feeds, decisions, `publish/`), and stays at home.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mooc_kit import __version__
from mooc_kit.archive import ArchiveError, ArchiveLimits, read_all, zip_bytes
from mooc_kit.course.private_keys import private_key_in
from mooc_kit.safe_paths import why_unsafe

SPEC = "course.yaml"
FOLDERS = ("content", "quizzes", "rubrics", "badges", "certificates", "surveys")
USED = (*FOLDERS, "feeds")
"""Folders whose files come along where a page of the course uses them."""
FORMAT = 1
MANIFEST = "mooc-kit.json"
LARGEST = 2_000_000
"""A larger file travels only where the package holds it anyway, as recordings and pictures do."""
MOST = 8_000_000
"""Bytes of all files together. A page of text has some thousand; platforms hold a component in one record."""
_LIMITS = ArchiveLimits(files=20_000, bytes=50_000_000)
_BEGIN, _END = "mooc-kit-source:", ":end"
_IN_TEXT = re.compile(rf"{_BEGIN}\s*([A-Za-z0-9+/=\s]+?)\s*{_END}")


@dataclass
class Source:
    """A kit's source on its way back: its files by path, course.yaml among them, and the paths that could not come."""

    files: dict[str, bytes]
    lost: list[str] = field(default_factory=list)
    version: str = ""
    """The mooc-kit that packed it."""
    pages: list[str] = field(default_factory=list)
    """Ids of the course's pages. Some are made from what stays at home, and no source of them travels."""
    at_home: dict[str, bytes] = field(default_factory=dict)
    """Files that pages show and that belong to what stays at home, like pictures that participants gave."""


def packed(kit: Path, elsewhere: Mapping[str, str], pages: Iterable[str] = ()) -> bytes:
    """The source of the kit as a zip file, the same bytes for the same files; b"" for a folder that is no kit.

    `elsewhere` says which files the package holds anyway: their path in the kit -> their place in the package.
    `pages` are the ids of the course's pages.
    """
    if not (kit / SPEC).is_file():
        return b""
    files: dict[str, bytes] = {}
    left: list[str] = []
    total = 0
    for path in _travelling(kit):
        if path in elsewhere:
            continue
        data = (kit / path).read_bytes()
        if len(data) > LARGEST or total + len(data) > MOST or private_key_in(data):
            left.append(path)
            continue
        total += len(data)
        files[path] = data
    about = {
        "format": FORMAT,
        "mooc_kit": __version__,
        "elsewhere": dict(sorted(elsewhere.items())),
        "left": left,
        "pages": sorted(pages),
    }
    return zip_bytes({**files, MANIFEST: json.dumps(about, indent=1, ensure_ascii=False).encode()}, first=(MANIFEST,))


def _travelling(kit: Path) -> Iterator[str]:
    yield SPEC
    for folder in FOLDERS:
        for file in sorted((kit / folder).rglob("*")):
            path = file.relative_to(kit).as_posix()
            is_hidden = any(part.startswith(".") for part in path.split("/"))
            if file.is_file() and not file.is_symlink() and not is_hidden and not why_unsafe(path):
                yield path


def unpacked(data: bytes, held: Callable[[str], bytes | None]) -> Source | None:
    """The source in a zip file that `packed` made; None where it is damaged, or of a later format.

    `held` gives the bytes at a place in the package, None where nothing is there any more.
    """
    try:
        files = read_all(data, _LIMITS)
        about = json.loads(files.pop(MANIFEST))
        if about["format"] != FORMAT or SPEC not in files:
            return None
        elsewhere = {str(path): str(place) for path, place in about["elsewhere"].items()}
        lost = [str(path) for path in about["left"]]
        pages = [str(id) for id in about["pages"]]
        version = str(about["mooc_kit"])
    except (ArchiveError, ValueError, KeyError, TypeError, AttributeError):
        return None
    if any(not _may_travel(path) for path in files):
        return None
    made = Source(files, lost, version, pages)
    for path, place in elsewhere.items():
        found = held(place)
        if found is None:
            lost.append(path)
        else:
            (made.files if _may_travel(path) else made.at_home)[path] = found
    return made


def _may_travel(path: str) -> bool:
    return not why_unsafe(path) and (path == SPEC or path.partition("/")[0] in USED)


def as_text(data: bytes) -> str:
    """A bundle in letters that every platform keeps, in lines."""
    return f"{_BEGIN}\n{base64.encodebytes(data).decode()}{_END}"


def in_text(text: str) -> bytes:
    """The bundle that stands in `text`, however a platform broke its lines; b"" where there is none."""
    found = _IN_TEXT.search(text)
    try:
        return base64.b64decode("".join(found[1].split()), validate=True) if found else b""
    except ValueError:
        return b""
