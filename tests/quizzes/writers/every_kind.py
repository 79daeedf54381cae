"""A quiz with every kind of question, and its packages unpacked."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from pathlib import Path

from PIL import Image

from mooc_kit.problems import Notice
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.quizzes.native import read_quiz
from mooc_kit.quizzes.registry import format_named


def _png() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 20), "teal").save(stream, "PNG")
    return stream.getvalue()


PNG = _png()
MEDIA = {"river.png": PNG}


@cache
def every_kind() -> QuizFile:
    quiz, problems = read_quiz((Path(__file__).parent / "every-kind.yaml").read_text(), "every-kind.yaml")
    assert quiz is not None, problems
    return quiz


def written(
    key: str, quiz: QuizFile | None = None, language: str = "en", media: dict[str, bytes] = MEDIA
) -> tuple[bytes, list[Notice]]:
    format_ = format_named(key)
    assert format_ is not None
    made = format_.write(quiz or every_kind(), media, language)
    return made.data, made.notices


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
