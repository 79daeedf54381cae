"""QTI 2.1: a package of items and a test, as many assessment platforms read it."""

from __future__ import annotations

from collections.abc import Mapping

from mooc_kit.quizzes.base import QuizFormat, WrittenQuiz
from mooc_kit.quizzes.model import QuizFile


class Qti21(QuizFormat):
    key = "qti-2.1"
    title = "QTI 2.1 package"
    suffixes = (".zip",)
    reads = False

    def write(self, quiz: QuizFile, media: Mapping[str, bytes], language: str = "en") -> WrittenQuiz:
        from mooc_kit.quizzes.formats.qti.dialect import QTI21
        from mooc_kit.quizzes.formats.qti.package import write_package

        return write_package(QTI21, quiz, media, language)
