"""Course downloads: the whole course as an e-book or to print, beside the site's pages, where the spec asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from mooc_kit.course.model import Course
from mooc_kit.i18n import Messages
from mooc_kit.problems import Notice

FOLDER = "downloads"


@dataclass(frozen=True)
class Download:
    """A file as a page offers it, with its size in words."""

    path: str
    title: str
    size: str


def made_downloads(course: Course, kit: Path) -> tuple[dict[str, bytes | Path], list[Notice]]:
    """The files by their path on the site, and what they could not carry over."""
    from mooc_kit.targets.registry import targets

    files: dict[str, bytes | Path] = {}
    notices: list[Notice] = []
    for key in course.downloads:
        package = targets()[key].render(course, kit)
        files |= {f"{FOLDER}/{name}": data for name, data in package.files.items()}
        notices += package.notices
    return files, notices


def shown_downloads(sizes: Mapping[str, int], messages: Messages) -> Iterator[Download]:
    """What a page says of the files, `sizes` in bytes by path."""
    for path, size in sizes.items():
        is_book = path.endswith(".epub")
        title = messages.text("E-book (EPUB)") if is_book else messages.text("The whole course to print (PDF)")
        yield Download(path, title, size_words(messages, size))


def size_words(messages: Messages, size: int) -> str:
    """So many bytes as people say it."""
    if size < 100_000:
        return messages.text("{n} KB", n=messages.number(max(1, round(size / 1000))))
    return messages.text("{n} MB", n=messages.number(round(size / 1_000_000, 1)))
