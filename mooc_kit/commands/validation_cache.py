"""Validation cache: what was found in a kit, remembered until the kit or mooc-kit changes.

It lies in the kit, in `.mooc-kit/cache/`, which git ignores. Where the files' times say that something may have
changed (a fresh checkout in CI), their contents decide.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import mooc_kit
from mooc_kit.files import write_whole
from mooc_kit.problems import Place, Problem, Severity

PLACE = ".mooc-kit/cache/validate.json"
_PRUNED = frozenset({".git", "build", "node_modules"})


def recall(kit: Path, shown: str) -> list[Problem] | None:
    """What was found in `kit` when it was as it is now; None where that is not known. `shown` is how it is called."""
    try:
        kept = json.loads((kit / PLACE).read_bytes())
        if kept["tool"] != _tool():
            return None
        times = _times(kit)
        if kept["times"] != times:
            if kept["contents"] != _contents(kit):
                return None
            _write(kit, {**kept, "times": times})
        return [_problem(entry, shown) for entry in kept["problems"]]
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def remember(kit: Path, shown: str, problems: list[Problem]) -> None:
    """Keep what was found. Where the kit cannot be written, nothing is kept."""
    if not (kit / ".mooc-kit").is_dir():
        return
    with suppress(OSError):
        entries = [_entry(problem, shown) for problem in problems]
        _write(kit, {"tool": _tool(), "times": _times(kit), "contents": _contents(kit), "problems": entries})


def _write(kit: Path, data: dict[str, Any]) -> None:
    write_whole(kit / PLACE, json.dumps(data))


def _entry(problem: Problem, shown: str) -> list[Any]:
    place = problem.place
    inside = place.file.removeprefix(f"{shown}/") if shown else place.file
    return [problem.code, problem.severity.value, problem.message, problem.hint, inside, place.line, place.column]


def _problem(entry: list[Any], shown: str) -> Problem:
    code, severity, message, hint, inside, line, column = entry
    place = Place(f"{shown}/{inside}" if shown else inside, line, column)
    return Problem(code, Severity(severity), message, place, hint)


def _files(kit: Path) -> Iterator[os.DirEntry[str]]:
    open_ = [str(kit)]
    while open_:
        for entry in sorted(os.scandir(open_.pop()), key=lambda entry: entry.name):
            if entry.is_dir(follow_symlinks=False):
                name = entry.path[len(str(kit)) + 1 :].replace(os.sep, "/")
                if name not in _PRUNED and name not in (".mooc-kit/cache", ".mooc-kit/base"):
                    open_.append(entry.path)
            else:
                yield entry


def _times(kit: Path) -> str:
    """A digest of every file's name, size and time."""
    found = hashlib.sha256()
    for entry in _files(kit):
        stat = entry.stat()
        found.update(f"{entry.path[len(str(kit)) :]}\0{stat.st_size}\0{stat.st_mtime_ns}\0".encode())
    return found.hexdigest()


def _contents(kit: Path) -> str:
    """A digest of every file's name and bytes."""
    found = hashlib.sha256()
    for entry in _files(kit):
        with open(entry.path, "rb") as stream:  # noqa: PTH123  # thousands of them: a Path each would cost more
            digest = hashlib.sha256(stream.read()).hexdigest()
        found.update(f"{entry.path[len(str(kit)) :]}\0{digest}\0".encode())
    return found.hexdigest()


@lru_cache(maxsize=1)
def _tool() -> str:
    """A digest of mooc-kit as it is installed, and of the packages that add options and targets to it."""
    found = hashlib.sha256(mooc_kit.__version__.encode())
    top = Path(mooc_kit.__file__).parent
    for here, folders, files in os.walk(top):
        folders.sort()
        for name in sorted(files):
            if not name.endswith(".pyc"):
                stat = os.stat(os.path.join(here, name))  # noqa: PTH116, PTH118
                found.update(f"{here[len(str(top)) :]}/{name}\0{stat.st_size}\0{stat.st_mtime_ns}\0".encode())
    for group in ("mooc_kit.completion_options", "mooc_kit.targets"):
        for entry in sorted(entry_points(group=group), key=lambda entry: entry.value):
            found.update(f"{entry.value}\0{entry.dist.version if entry.dist else ''}\0".encode())
    return found.hexdigest()
