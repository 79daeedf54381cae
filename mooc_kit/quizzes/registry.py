"""The registry knows every quiz format: those of mooc-kit, and what other packages bring."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import PurePath

from mooc_kit.plugins import plugins_of_others
from mooc_kit.quizzes.base import QuizFormat
from mooc_kit.quizzes.formats.built_in import BUILT_IN

GROUP = "mooc_kit.quiz_formats"
_ALSO_CALLED = {
    "qti21": "qti-2.1",
    "qti2.1": "qti-2.1",
    "qti30": "qti-3.0",
    "qti3": "qti-3.0",
    "qti3.0": "qti-3.0",
    "qti-1.2": "qti12",
    "qti1.2": "qti12",
    "moodle": "moodle-xml",
    "yaml": "native",
}


@cache
def formats() -> dict[str, QuizFormat]:
    """Every format by its key. Another package's format cannot take a built-in key."""
    found = {format_.key: format_ for format_ in BUILT_IN}
    for format_ in _of_other_packages():
        found.setdefault(format_.key, format_)
    return found


def format_named(key: str) -> QuizFormat | None:
    """The format with this key, with hyphens or underscores."""
    key = key.lower().replace("_", "-")
    return _first(_ALSO_CALLED.get(key, key))


def format_of(data: bytes, name: str) -> QuizFormat | None:
    """The format in which the file called `name` with the content `data` can be read; None where none fits."""
    suffix = PurePath(name).suffix.lower()
    return next((f for f in _tried() if f.reads and suffix in f.suffixes and f.recognises(data, name)), None)


def format_for_writing(name: str) -> QuizFormat | None:
    """The format that a file called `name` is written in unless another is named: the first with its ending."""
    suffix = PurePath(name).suffix.lower()
    return next((f for f in _tried() if f.writes and suffix in f.suffixes), None)


def _first(key: str) -> QuizFormat | None:
    return next((format_ for format_ in _tried() if format_.key == key), None)


def _tried() -> Iterator[QuizFormat]:
    """All formats, those of other packages last: they are looked for only where no built-in one will do."""
    yield from BUILT_IN
    yield from _of_other_packages()


@cache
def _of_other_packages() -> tuple[QuizFormat, ...]:
    return tuple(plugins_of_others(GROUP, QuizFormat))
