"""Validation cache: earlier findings, repeated as long as nothing they depend on has changed.

It lies in the user's own cache folder, never in a kit: a kit that came from elsewhere cannot bring along a verdict
about itself. The key holds where the course lies, how it is called, every byte of it and the mooc-kit that looked, so
what is found under a key holds; dates decide nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from mooc_kit.cache import Cache, install_time, key_of, user_cache
from mooc_kit.installed import are_extended
from mooc_kit.problems import Place, Problem, Severity, relative_name

_NOT_CHECKED = frozenset({".git", "build", "node_modules"})
"""Folders at the top of a kit that no check looks into."""


class ValidationCache:
    """The problems of courses (kits' folders or spec files), as earlier runs found them."""

    def __init__(self, courses: Sequence[Path], cache: Cache | None = None) -> None:
        self._cache = cache or user_cache()
        self._keys = {course: key for course in courses if (key := _key(course)) is not None}

    def recall(self) -> dict[Path, list[Problem]]:
        """The problems of those courses that are as they were when they were checked."""
        found = {}
        for course, key in self._keys.items():
            kept = self._cache.get(key)
            if kept is not None:
                with suppress(ValueError, TypeError):
                    found[course] = [_problem(entry) for entry in json.loads(kept)]
        return found

    def remember(self, found: Mapping[Path, Sequence[Problem]]) -> None:
        """Keep what was found in courses; nothing of one that changed while it was checked."""
        for course, problems in found.items():
            key = self._keys.get(course)
            if key is not None and key == _key(course):
                self._cache.put(key, json.dumps([_entry(problem) for problem in problems]))
        self._cache.save()


def _key(course: Path) -> str | None:
    """None where a result cannot be told again: standard input, what cannot be read, other packages' checks."""
    if str(course) == "-" or are_extended():
        return None
    try:
        place = os.path.realpath(course)
        content = _content(course)
    except OSError:
        return None
    return key_of("validate", install_time(), place, relative_name(course), str(course.is_dir()), content)


def _content(course: Path) -> str:
    """A digest of all that a check of `course` may read. Raises OSError for what is neither file nor folder."""
    made = hashlib.sha256()
    kit = course if course.is_dir() else course.parent
    if course.is_dir() or (kit / ".mooc-kit").is_dir():
        for path, digest in _files(str(kit)):
            made.update(f"{path}\0{digest}\0".encode("utf-8", "surrogateescape"))
    if not course.is_dir():
        made.update(_digest(str(course)).encode())
    return made.hexdigest()


def _files(top: str) -> Iterator[tuple[str, str]]:
    """Each file and folder below `top`, by its path there, with the digest of its content."""
    open_ = [top]
    while open_:
        here = open_.pop()
        for entry in sorted(os.scandir(here), key=lambda entry: entry.name):
            inside = entry.path[len(top) + 1 :]
            if entry.is_dir(follow_symlinks=False):
                if inside not in _NOT_CHECKED:
                    open_.append(entry.path)
                    yield inside, "folder"
            else:
                yield inside, ("link " if entry.is_symlink() else "") + _digest(entry.path)


def _digest(path: str) -> str:
    if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116
        raise OSError(f"{path} is no file.")
    with open(path, "rb") as stream:  # noqa: PTH123  # thousands of them: a Path each would cost more
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _entry(problem: Problem) -> list[str | int]:
    place = problem.place
    severity = problem.severity.value
    return [problem.code, severity, problem.message, problem.hint, place.file, place.line, place.column]


def _problem(entry: Sequence[Any]) -> Problem:
    code, severity, message, hint, file, line, column = entry
    return Problem(code, Severity(severity), message, Place(file, line, column), hint)
