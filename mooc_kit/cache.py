"""Disk cache: results that later runs need not compute again, found by the content they were made from.

It lies outside of every kit, in the user's own cache folder: a kit that came from elsewhere cannot bring results of
its own. Everything in it may be deleted at any time; whatever cannot be read is made again.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from mooc_kit.installed import version_of

VARIABLE = "MOOC_KIT_CACHE"
"""Names another folder, or is "off"."""
MOST_BYTES = 300_000_000
"""A larger file is begun anew."""
A_MONTH = 30 * 24 * 60 * 60  # seconds
_LIBRARIES = (
    "babel",
    "jinja2",
    "markdown-it-py",
    "math-core",
    "mdit-py-plugins",
    "nh3",
    "pillow",
    "pydantic",
    "pygments",
)


class Cache:
    """Texts by key, in memory and, where there is a `file`, on disk too."""

    def __init__(self, file: Path | None = None) -> None:
        self._memory: dict[str, str] = {}
        self._new: dict[str, str] = {}
        self._asked: set[str] = set()
        self._base: sqlite3.Connection | None = None
        if file is not None:
            with suppress(sqlite3.Error, OSError):
                self._base = _opened(file)

    def get(self, key: str) -> str | None:
        self._asked.add(key)
        found = self._memory.get(key)
        if found is None and self._base is not None:
            with suppress(sqlite3.Error):
                row = self._base.execute("SELECT value FROM kept WHERE key = ?", (key,)).fetchone()
                found = str(row[0]) if row else None
            if found is not None:
                self._memory[key] = found
        return found

    def put(self, key: str, value: str) -> None:
        self._asked.add(key)
        self._memory[key] = value
        self._new[key] = value

    def save(self) -> None:
        """Write what is new to the disk, all of it or nothing; without a file, or without a right to it, forget it."""
        new, self._new = self._new, {}
        if self._base is not None and new:
            with suppress(sqlite3.Error), self._base:
                self._base.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", list(new.items()))

    def forget_unasked(self) -> None:
        """Drop from memory what nobody asked for since the last time, for programs that run for long."""
        self._memory = {key: value for key, value in self._memory.items() if key in self._asked}
        self._new.clear()
        self._asked.clear()


def kept_json(make: Callable[[], Any], *name: str) -> Any:
    """The plain data that `make` gives, made once for all runs of this very mooc-kit, which know it by its `name`."""
    import json

    cache, key = user_cache(), key_of(*name)
    with suppress(ValueError):
        found = json.loads(cache.get(key) or "null")
        if found is not None:
            return found
    found = make()
    cache.put(key, json.dumps(found))
    cache.save()
    return found


def user_cache() -> Cache:
    """What this user's earlier runs kept; nothing where the variable says "off"."""
    folder = kept_folder()
    return Cache(folder / "kept.sqlite" if folder else None)


def kept_folder() -> Path | None:
    """Where things are kept; None where nothing shall be."""
    named = os.environ.get(VARIABLE, "")
    return None if named == "off" else Path(named) if named else _cache_folder()


def current_folder(name: str) -> Path | None:
    """A folder for files that only this very mooc-kit may use; None where nothing shall be kept.

    Those that others used, and nobody has added to for a month, are removed when a new one is begun.
    """
    kept = kept_folder()
    if kept is None:
        return None
    folder = kept / name / recipe()[:16]
    with suppress(OSError):
        if not folder.is_dir():
            folder.mkdir(parents=True)
            for other in folder.parent.iterdir():
                if other.stat().st_mtime < time.time() - A_MONTH:
                    shutil.rmtree(other, ignore_errors=True)
    return folder


def _cache_folder() -> Path:
    """Where this system's programs keep what may be deleted."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "mooc-kit"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "mooc-kit" / "Cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "mooc-kit"


def key_of(*parts: str) -> str:
    """The key of what is made from `parts` by this very mooc-kit."""
    made = hashlib.sha256(recipe().encode())
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        made.update(len(data).to_bytes(8, "big"))
        made.update(data)
    return made.hexdigest()


def install_time() -> str:
    """Changes whenever a package is installed, updated or removed."""
    import sysconfig

    return str(os.stat(sysconfig.get_path("purelib")).st_mtime_ns)  # noqa: PTH116  # a Path says it later


@lru_cache(maxsize=1)
def recipe() -> str:
    """Changes whenever the same content could give another result: with our own code and the libraries that we use."""
    made = hashlib.sha256(sys.version.encode())
    for line in sorted(_files_below(Path(__file__).parent)):
        made.update(line.encode("utf-8", "surrogateescape"))
    for library in _LIBRARIES:
        version = version_of(library)
        if version is not None:
            made.update(f"{library} {version}\n".encode())
    return made.hexdigest()


def _files_below(folder: Path | str) -> Iterator[str]:
    """Every file of mooc-kit's, with its size and when it was changed: a list of some of them would be out of date."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    yield from _files_below(entry.path)
            elif not entry.name.startswith("."):
                facts = entry.stat()
                yield f"{entry.path} {facts.st_size} {facts.st_mtime_ns}\n"


def _opened(file: Path) -> sqlite3.Connection:
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.is_file() and file.stat().st_size > MOST_BYTES:
        file.unlink()
    base = sqlite3.connect(file, timeout=2, check_same_thread=False)
    try:
        base.execute("PRAGMA journal_mode = WAL")
        base.execute("PRAGMA synchronous = OFF")
        base.execute("CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")
    except sqlite3.DatabaseError:
        base.close()
        file.unlink(missing_ok=True)  # Not a file of ours, or a broken one.
        raise
    return base
