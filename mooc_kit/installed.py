"""Installed packages: which versions are here, and whether any adds something to mooc-kit, read from their folders.

The standard library's `importlib.metadata` tells the same, and takes as long to load as the rest of a short command.
It is asked where what is here cannot be read from folders: of packages inside of zip files, or found in other ways.
Source: PyPA, "Recording installed projects" (dist-info) and "Entry points specification".
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache

_FINDERS = frozenset({"BuiltinImporter", "FrozenImporter", "PathFinder"})
_RECORD = re.compile(r"(?P<name>.+?)-(?P<version>[^-]+)(?:-.*)?\.(?:dist|egg)-info", re.IGNORECASE)


def version_of(package: str) -> str | None:
    """The version of `package`, the first on Python's path; None where it is not installed."""
    found = _versions().get(_normal(package))
    if found is not None:
        return found
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return None


@lru_cache(maxsize=1)
def are_extended() -> bool:
    """Whether any package adds something to mooc-kit: what that depends on is not known here, so nothing is kept."""
    if any(b"[mooc_kit." in _entry_points(path) for _, path in _records()):
        return True
    if not _is_odd():
        return False
    from importlib.metadata import entry_points

    return any(group.startswith("mooc_kit.") for group in entry_points().groups)


def _is_odd() -> bool:
    """Whether packages may lie elsewhere than in folders of Python's path."""
    others = (finder for finder in sys.meta_path if getattr(finder, "__name__", "") not in _FINDERS)
    return any(hasattr(finder, "find_distributions") for finder in others) or any(map(os.path.isfile, sys.path))


def _entry_points(record: str) -> bytes:
    with suppress(OSError), open(os.path.join(record, "entry_points.txt"), "rb") as stream:  # noqa: PTH118, PTH123
        return stream.read()
    return b""


def _versions() -> dict[str, str]:
    found: dict[str, str] = {}
    for name, _ in _records():
        record = _RECORD.fullmatch(name)
        if record is not None:
            found.setdefault(_normal(record["name"]), record["version"])
    return found


@lru_cache(maxsize=1)
def _records() -> tuple[tuple[str, str], ...]:
    """What installers noted down about each package: the folder's name and path, in the order of Python's path."""
    return tuple(_each_record())


def _each_record() -> Iterator[tuple[str, str]]:
    for folder in dict.fromkeys(sys.path):
        with suppress(OSError), os.scandir(folder or ".") as entries:
            yield from (
                (entry.name, entry.path)
                for entry in entries
                if entry.name.lower().endswith((".dist-info", ".egg-info")) or entry.name.lower() == "egg-info"
            )


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
