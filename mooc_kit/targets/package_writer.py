"""Package writing: a build is put in place whole or not at all, and never over something of somebody's own.

A written folder carries a list of what mooc-kit put into it. A later build replaces the folder only when nothing
was added to it or changed in it since.
"""

from __future__ import annotations

import hashlib
import os
import posixpath
import re
import shutil
from pathlib import Path, PurePosixPath
from uuid import uuid4

from mooc_kit.content.plain_markdown import inline_escaped
from mooc_kit.files import write_fresh, write_whole
from mooc_kit.problems import Notice, UsageError, relative_name
from mooc_kit.safe_paths import why_unsafe
from mooc_kit.targets.base import Package

MARKER = ".mooc-kit-package"
_ABOUT = "# Written by mooc-kit, and replaced as a whole by the next build. What each file was, for sha256sum:\n"
_LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


def write_package(package: Package, place: Path) -> int:
    """Write `package` as the folder `place` and its notices beside it; gives the bytes written.

    Raises UsageError where `place` holds anything that mooc-kit did not write, or where it cannot be written.
    """
    paths = {_inside(name): content for name, content in package.files.items()}
    unchanged = _check_place(place)
    work = place.with_name(f".{place.name}-{uuid4().hex[:8]}")
    try:
        work.mkdir(parents=True)
        size = _fill(work, paths, place, unchanged)
        _swap(work, place)
        _write_notices(package.notices, place)
    except OSError as error:
        what = error.strerror or type(error).__name__
        raise UsageError(f"{relative_name(place)} could not be written: {what}.") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return size


def notices_path(place: Path) -> Path:
    """Where the notices of the package at `place` are written."""
    return place.with_name(f"{place.name}-NOTICES.md")


def _inside(name: str) -> PurePosixPath:
    """`name` as a path that stays below the package's folder."""
    odd = "" if frozenset('*?"<>|').isdisjoint(name) else "it holds one of " + '*?"<>|'
    why = why_unsafe(name) or odd or ("it is mooc-kit's own" if name.split("/", maxsplit=1)[0] == MARKER else "")
    if why:
        raise UsageError(
            f"The package holds a file with the name {name!a}, which cannot be written on every computer: {why}."
        )
    return PurePosixPath(name)


def _fill(folder: Path, files: dict[PurePosixPath, bytes | Path], last: Path, unchanged: dict[str, str]) -> int:
    """Write all files and the list of them; gives their size in bytes.

    Files that are the same as in the `last` build (`unchanged` tells its checksums) are taken over as they lie there.
    """
    size = 0
    listed = [_ABOUT]
    made: set[str] = set()
    for path, content in sorted(files.items()):
        data = content if isinstance(content, bytes) else content.read_bytes()
        checksum = hashlib.sha256(data).hexdigest()
        target = f"{folder}/{path}"
        parent = posixpath.dirname(target)
        if parent not in made:
            os.makedirs(parent, exist_ok=True)  # noqa: PTH103  # thousands of files: plain paths cost a third
            made.add(parent)
        if unchanged.get(str(path)) != checksum or not _taken_over(f"{last}/{path}", target):
            write_fresh(target, data)
        size += len(data)
        listed.append(f"{checksum}  {path}\n")
    write_fresh(folder / MARKER, "".join(listed))
    return size


def _taken_over(last: str, target: str) -> bool:
    """Whether the file of the last build could be given the new name too, which spares writing it."""
    try:
        os.link(last, target)
    except OSError:
        return False
    return True


def _check_place(place: Path) -> dict[str, str]:
    """The checksums of what lies at `place`: nothing, or just what mooc-kit wrote there. Else raises UsageError."""
    name = relative_name(place)
    if place.is_symlink() or (place.exists() and not place.is_dir()):
        raise UsageError(f"{name} is not a folder. Remove it, or build into another folder with -o.")
    if not place.exists() or not any(place.iterdir()):
        return {}
    marker = place / MARKER
    if not marker.is_file():
        raise UsageError(
            f"{name} holds files that mooc-kit did not write, so nothing was changed. "
            "Build into another folder with -o, or empty this one."
        )
    written = _listed(marker)
    found = {
        path.relative_to(place).as_posix(): path
        for path in sorted(place.rglob("*"))
        if (path.is_symlink() or not path.is_dir()) and path != marker and path.name not in _LITTER
    }
    for path, file in found.items():
        if path not in written:
            raise UsageError(
                f"{name}/{path} was put there by someone else; a new build would delete it, so nothing was changed. "
                "Move it away, or build into another folder with -o."
            )
        if hashlib.sha256(file.read_bytes()).hexdigest() != written[path]:
            raise UsageError(
                f"{name}/{path} was changed since it was built; a new build would undo that, so nothing was changed. "
                f"Make the change in the kit and delete {name}, or build into another folder with -o."
            )
    return written


def _listed(marker: Path) -> dict[str, str]:
    """The files that the last build wrote, with their checksums."""
    lines = marker.read_text(encoding="utf-8", errors="replace").splitlines()
    pairs = [line.split("  ", 1) for line in lines if "  " in line and not line.startswith("#")]
    return {path: checksum for checksum, path in pairs}


def _swap(work: Path, place: Path) -> None:
    """Put `work` in the place of `place`; on failure `place` is as it was."""
    if not place.exists():
        work.rename(place)
        return
    old = place.with_name(f"{work.name}-old")
    place.rename(old)
    try:
        work.rename(place)
    except OSError:
        old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _write_notices(notices: list[Notice], place: Path) -> None:
    path = notices_path(place)
    if not notices:
        path.unlink(missing_ok=True)
        return
    lines = [f"# What {place.name} could not carry over\n"]
    for notice in sorted(notices):
        where = f" ({_shown(str(notice.place))})" if notice.place.file else ""
        lines.append(f"- **{_shown(notice.what)}**{where}: {_shown(f'{notice.why} {notice.instead}')}".rstrip() + "\n")
    write_whole(path, "\n".join(lines))


def _shown(text: str) -> str:
    """A notice's text in Markdown: what stands between backticks is code, all else are words."""
    return "".join(
        part if number % 2 else inline_escaped(part) for number, part in enumerate(re.split(r"(`[^`\n]+`)", text))
    )
