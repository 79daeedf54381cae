"""Renamed files: the file of the kit that is probably meant by a name that is not there."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from mooc_kit.suggest import nearest


def near_file(folder: Path, target: str) -> str:
    """The kit path of the file that looks like `target` (a kit path that is not there); "" where none does.

    It lies in the same folder, whose name may be in other letters, and has the same ending.
    """
    wanted = PurePosixPath(target)
    beside = folder
    for part in wanted.parent.parts:
        same = (d for d in sorted(beside.iterdir()) if d.is_dir() and d.name.casefold() == part.casefold())
        beside = beside / part if (beside / part).is_dir() else next(same, beside / part)
        if not beside.is_dir():
            return ""
    stems = {
        path.stem: path
        for path in sorted(beside.iterdir())
        if path.is_file() and path.suffix.lower() == wanted.suffix.lower()
    }
    close = nearest(wanted.stem, stems)
    return stems[close[0]].relative_to(folder).as_posix() if close else ""
