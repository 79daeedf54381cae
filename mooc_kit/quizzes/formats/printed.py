"""Printable quizzes: a page or a PDF, each with and without the answers."""

from __future__ import annotations

from collections.abc import Mapping

from mooc_kit.quizzes.base import QuizFormat, WrittenQuiz
from mooc_kit.quizzes.model import QuizFile


class Page(QuizFormat):
    key = "html"
    title = "Page to print"
    suffixes = (".html",)
    reads = False
    with_answers = False

    def write(self, quiz: QuizFile, media: Mapping[str, bytes], language: str = "en") -> WrittenQuiz:
        from mooc_kit.quizzes.formats.paper.page import page

        return page(quiz, media, language, with_answers=self.with_answers)


class PageWithAnswers(Page):
    key = "html-answers"
    title = "Page to print, with answers"
    with_answers = True


class Pdf(QuizFormat):
    key = "pdf"
    title = "PDF"
    suffixes = (".pdf",)
    reads = False
    with_answers = False

    def write(self, quiz: QuizFile, media: Mapping[str, bytes], language: str = "en") -> WrittenQuiz:
        from mooc_kit.quizzes.formats.paper.pdf import pdf

        return pdf(quiz, media, language, with_answers=self.with_answers)


class PdfWithAnswers(Pdf):
    key = "pdf-answers"
    title = "PDF with answers"
    with_answers = True
