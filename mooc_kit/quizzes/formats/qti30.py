"""QTI 3.0: a package of items and a test in the names of the newest version."""

from __future__ import annotations

from collections.abc import Mapping

from mooc_kit.quizzes.base import QuizFormat, WrittenQuiz
from mooc_kit.quizzes.model import QuizFile


class Qti30(QuizFormat):
    key = "qti-3.0"
    title = "QTI 3.0 package"
    suffixes = (".zip",)
    reads = False

    def write(self, quiz: QuizFile, media: Mapping[str, bytes], language: str = "en") -> WrittenQuiz:
        from mooc_kit.quizzes.formats.qti.dialect import QTI30
        from mooc_kit.quizzes.formats.qti.package import write_package

        return write_package(QTI30, quiz, media, language)
