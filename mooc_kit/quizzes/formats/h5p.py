"""H5P: a question set, as sites with H5P import it. The package holds the content; the site holds the libraries."""

from __future__ import annotations

from collections.abc import Mapping

from mooc_kit.quizzes.base import QuizFormat, WrittenQuiz
from mooc_kit.quizzes.model import QuizFile


class H5p(QuizFormat):
    key = "h5p"
    title = "H5P question set"
    suffixes = (".h5p",)
    reads = False

    def write(self, quiz: QuizFile, media: Mapping[str, bytes], language: str = "en") -> WrittenQuiz:
        from mooc_kit.quizzes.formats.h5p_write import write_h5p

        return write_h5p(quiz, media, language)
