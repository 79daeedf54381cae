"""Quiz media: images and other files that a quiz's Markdown names by their paths beside the quiz."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mooc_kit.content.plain_data import texts_at
from mooc_kit.problems import Notice
from mooc_kit.quizzes.formats.markup import may_name_media, media_in
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.safe_paths import inside, write_inside

MAX_FILE = 25_000_000


def texts_of(value: Any) -> Iterator[str]:
    """Every text in plain data."""
    return (text for _, text in texts_at(value))


def media_paths(quiz: QuizFile) -> list[str]:
    """The paths that the quiz's texts name, each once."""
    found = dict.fromkeys(path for text in (quiz.intro, quiz.outro) if text for path in media_in(text))
    for question in quiz.questions:
        if may_name_media(question.model_dump_json(exclude_defaults=True)):
            for text in texts_of(question.model_dump(mode="json", exclude_defaults=True)):
                found.update(dict.fromkeys(media_in(text)))
    return list(found)


def media_beside(quiz: QuizFile, folder: Path, given: Mapping[str, bytes]) -> tuple[dict[str, bytes], list[Notice]]:
    """The bytes of all files that the quiz names: those `given` with it, else those below `folder`."""
    media, missing = dict(given), []
    for name in media_paths(quiz):
        if name in media:
            continue
        file = folder / name
        is_inside = file.resolve().is_relative_to(folder.resolve().parent)
        if is_inside and file.is_file() and file.stat().st_size <= MAX_FILE:
            media[name] = file.read_bytes()
        else:
            missing.append(Notice(f"The file {name[:120]}", "It is not beside the quiz.", "The text names it still."))
    return media, missing


def write_media(folder: Path, media: Mapping[str, bytes]) -> list[Path]:
    """Put the files below `folder`; files that are there stay as they are. Gives those that were written.

    Raises UnsafePathError, before any is written, where one must not have its name.
    """
    written = []
    for name in media:
        inside(folder, name, "The quiz")
    for name, data in media.items():
        if not (folder / name).exists():
            written.append(write_inside(folder, name, data))
    return written
