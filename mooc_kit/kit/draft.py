"""Working copy of a kit: a command that changes many files tries it there first, and only then writes what differs."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from mooc_kit.course.rendered_files import FOLDER
from mooc_kit.kit.apply_plan import OWN, Write

LEFT_OUT = frozenset({".git", ".hg", ".svn", "build", "node_modules", "credentials", "gradebooks"})
"""Folders at the top of a kit in which no step that can be taken back changes anything."""


@contextmanager
def draft_of(kit: Path) -> Iterator[Path]:
    """A copy of `kit` to work on, gone afterwards. Files are linked where the disk can: mooc-kit writes by putting a
    new file in the place of the old one, which leaves those of the kit alone."""
    top = kit.resolve()
    try:
        work = Path(tempfile.mkdtemp(prefix=f".{top.name}-", dir=top.parent))
    except OSError:
        work = Path(tempfile.mkdtemp(prefix="mooc-kit-"))
    try:
        place = work / top.name
        left_out = {str(top / name) for name in LEFT_OUT}

        def ignored(folder: str, names: list[str]) -> list[str]:
            return [name for name in names if os.path.join(folder, name) in left_out]  # noqa: PTH118  # as copytree

        shutil.copytree(top, place, symlinks=True, ignore=ignored, copy_function=_link_or_copy)
        yield place
    finally:
        shutil.rmtree(work, ignore_errors=True)


def writes_between(old: Path, new: Path) -> list[Write]:
    """What makes the kit at `old` say what the one at `new` says, in the order of paths."""
    before, after = dict(files_of(old)), dict(files_of(new))
    made = []
    for path in sorted(before.keys() | after.keys()):
        if path.startswith(f"{FOLDER}/"):
            continue  # left by an older version: what it said is in the one file, and the next update takes it away
        if path in before and path in after and os.path.samefile(before[path], after[path]):  # noqa: PTH121  # quicker
            continue
        was = before[path].read_bytes() if path in before else None
        now = after[path].read_bytes() if path in after else None
        if was != now:
            made.append(Write(path, was, now, is_own=path.startswith(OWN)))
    return made


def files_of(kit: Path) -> Iterator[tuple[str, Path]]:
    """The files of a kit by their paths in it, without links and without what the team's tools make."""
    for folder, folders, names in os.walk(kit):
        here = Path(folder)
        if here == kit:
            folders[:] = [name for name in folders if name not in LEFT_OUT]
        folders.sort()
        for name in sorted(names):
            file = here / name
            if not file.is_symlink() and file.is_file():
                yield file.relative_to(kit).as_posix(), file


def lines_of(kit: Path, endings: Collection[str]) -> Iterator[tuple[str, int, str]]:
    """The lines of a kit's texts with these endings: path, number from 1, and words."""
    for path, file in files_of(kit):
        if file.suffix in endings:
            for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
                yield path, number, line


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target)
