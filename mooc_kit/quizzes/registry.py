"""The registry knows every quiz format: those of mooc-kit, and what other packages bring."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import PurePath

from mooc_kit.quizzes.base import QuizFormat

GROUP = "mooc_kit.quiz_formats"
BUILT_IN: dict[str, str] = {
    "native": "mooc_kit.quizzes.native:Native",
    "gift": "mooc_kit.quizzes.formats.gift:Gift",
    "moodle-xml": "mooc_kit.quizzes.formats.moodle_xml:MoodleXml",
    "qti12": "mooc_kit.quizzes.formats.qti12:Qti12",
    "qti21": "mooc_kit.quizzes.formats.qti2:Qti21",
    "qti3": "mooc_kit.quizzes.formats.qti2:Qti3",
    "csv": "mooc_kit.quizzes.formats.table:Csv",
    "xlsx": "mooc_kit.quizzes.formats.table:Xlsx",
    "text2qti": "mooc_kit.quizzes.formats.text2qti:Text2qti",
    "qti-2.1": "mooc_kit.quizzes.formats.qti21:Qti21",
    "qti-3.0": "mooc_kit.quizzes.formats.qti30:Qti30",
    "h5p": "mooc_kit.quizzes.formats.h5p:H5p",
    "html": "mooc_kit.quizzes.formats.printed:Page",
    "html-answers": "mooc_kit.quizzes.formats.printed:PageWithAnswers",
    "pdf": "mooc_kit.quizzes.formats.printed:Pdf",
    "pdf-answers": "mooc_kit.quizzes.formats.printed:PdfWithAnswers",
}
"""Key -> "module:class", imported when it is asked for. Files are tried in this order."""


@cache
def formats() -> dict[str, QuizFormat]:
    """Every format by its key. Another package's format cannot take a built-in key."""
    found = {key: _load(value) for key, value in BUILT_IN.items()}
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        if point.name not in found:
            found[point.name] = point.load()()
    return found


def format_named(key: str) -> QuizFormat | None:
    """The format with this key, with hyphens or underscores."""
    key = key.lower().replace("_", "-")
    if key in BUILT_IN:
        return _load(BUILT_IN[key])
    return formats().get(key)


def format_of(data: bytes, name: str) -> QuizFormat | None:
    """The format in which the file called `name` with the content `data` can be read; None where none fits."""
    suffix = PurePath(name).suffix.lower()
    return next((f for f in formats().values() if f.reads and suffix in f.suffixes and f.recognises(data, name)), None)


def format_for_writing(name: str) -> QuizFormat | None:
    """The format that a file called `name` is written in unless another is named: the first with its ending."""
    suffix = PurePath(name).suffix.lower()
    return next((f for f in formats().values() if f.writes and suffix in f.suffixes), None)


@cache
def _load(value: str) -> QuizFormat:
    module, _, name = value.partition(":")
    made: QuizFormat = getattr(import_module(module), name)()
    return made
