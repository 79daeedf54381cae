"""Built-in quiz formats: what they are called, how a file is recognised, who reads and writes it.

Readers and writers are imported when they are used, so that a conversion from one format into another loads these two.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from mooc_kit.archive import is_zip
from mooc_kit.quizzes.base import QuizFormat, ReadQuiz, WrittenQuiz
from mooc_kit.quizzes.formats.archive import read_archive
from mooc_kit.quizzes.model import QuizFile

_HEAD = 20_000
"""How many bytes at the beginning of a file tell its format."""
_GIFT = re.compile(r"^\s*::|^\$CATEGORY:|\{[^}]*[=~#TF]", re.MULTILINE)
_NUMBERED = re.compile(r"^\d+\.[ \t]+\S", re.MULTILINE)


class Native(QuizFormat):
    key = "native"
    title = "mooc-kit quiz file"
    suffixes = (".yaml", ".yml")

    def read(self, data: bytes, file: str) -> ReadQuiz:
        from mooc_kit.quizzes.native import read_native

        return read_native(data, file)

    def write(self, quiz: QuizFile, media: Mapping[str, bytes], language: str = "en") -> WrittenQuiz:
        from mooc_kit.quizzes.native import write_native

        return WrittenQuiz(write_native(quiz).encode())


class Gift(QuizFormat):
    key = "gift"
    title = "GIFT"
    suffixes = (".gift", ".txt")

    def recognises(self, data: bytes, name: str) -> bool:
        """A .txt file is GIFT where answers stand in braces; text2qti's files have numbered questions instead."""
        text = data[:_HEAD].decode("utf-8", "replace")
        return name.lower().endswith(".gift") or bool(_GIFT.search(text) and not _NUMBERED.search(text))

    def read(self, data: bytes, file: str) -> ReadQuiz:
        from mooc_kit.quizzes.formats.gift import read_gift

        return read_gift(data, file)

    def write(self, quiz: QuizFile, media: Mapping[str, bytes], language: str = "en") -> WrittenQuiz:
        from mooc_kit.quizzes.formats.gift_write import write_gift

        return write_gift(quiz)


class Aiken(QuizFormat):
    key = "aiken"
    title = "Aiken"
    suffixes = (".txt",)
    writes = False

    def recognises(self, data: bytes, name: str) -> bool:
        from mooc_kit.quizzes.formats.aiken import looks_like_aiken

        return looks_like_aiken(data[:_HEAD].decode("utf-8-sig", "replace"))

    def read(self, data: bytes, file: str) -> ReadQuiz:
        from mooc_kit.quizzes.formats.aiken import read_aiken

        return read_aiken(data, file)


class Blackboard(QuizFormat):
    key = "blackboard"
    title = "Blackboard question file"
    suffixes = (".txt", ".tsv")
    writes = False

    def recognises(self, data: bytes, name: str) -> bool:
        from mooc_kit.quizzes.formats.blackboard import looks_like_blackboard

        encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
        return looks_like_blackboard(data[:_HEAD].decode(encoding, "replace"))

    def read(self, data: bytes, file: str) -> ReadQuiz:
        from mooc_kit.quizzes.formats.blackboard import read_blackboard

        return read_blackboard(data, file)


class MoodleXml(QuizFormat):
    key = "moodle-xml"
    title = "Moodle XML"
    suffixes = (".xml",)

    def recognises(self, data: bytes, name: str) -> bool:
        return b"<quiz" in data[:4000] and b"<quiz " not in data[:4000]

    def read(self, data: bytes, file: str) -> ReadQuiz:
        from mooc_kit.quizzes.formats.moodle_xml import read_moodle_xml

        return read_moodle_xml(data, file)

    def write(self, quiz: QuizFile, media: Mapping[str, bytes], language: str = "en") -> WrittenQuiz:
        from mooc_kit.quizzes.formats.moodle_xml_write import write_moodle_xml

        return write_moodle_xml(quiz, media)


class _Qti(QuizFormat):
    """Items in a file, or in a package."""

    mark: ClassVar[re.Pattern[bytes]]
    """What an item or a test of the version begins with."""

    def recognises(self, data: bytes, name: str) -> bool:
        if not is_zip(data):
            return self.mark.search(data[:_HEAD]) is not None
        files, _ = read_archive(data, name)
        return any(self.mark.search(content[:_HEAD]) for path, content in files.items() if _is_xml(path))


class Qti12(_Qti):
    key = "qti12"
    title = "QTI 1.2 (Canvas)"
    suffixes = (".zip", ".xml", ".imscc", ".qti", ".dat")
    mark = re.compile(rb"questestinterop")

    def read(self, data: bytes, file: str) -> ReadQuiz:
        from mooc_kit.quizzes.formats.qti12 import read_qti12

        return read_qti12(data, file)

    def write(self, quiz: QuizFile, media: Mapping[str, bytes], language: str = "en") -> WrittenQuiz:
        from mooc_kit.quizzes.formats.qti12_write import write_qti12

        return write_qti12(quiz, media)


class Qti21(_Qti):
    key = "qti-2.1"
    title = "QTI 2.1"
    suffixes = (".zip", ".xml")
    mark = re.compile(rb"<(?:\w+:)?assessmentItem[\s>]")

    def read(self, data: bytes, file: str) -> ReadQuiz:
        from mooc_kit.quizzes.formats.qti2 import read_qti2

        return read_qti2(data, file)

    def write(self, quiz: QuizFile, media: Mapping[str, bytes], language: str = "en") -> WrittenQuiz:
        from mooc_kit.quizzes.formats.qti.dialect import QTI21, QTI30
        from mooc_kit.quizzes.formats.qti.package import write_package

        dialect = next(dialect for dialect in (QTI21, QTI30) if dialect.key == self.key)
        return write_package(dialect, quiz, media, language)


class Qti30(Qti21):
    key = "qti-3.0"
    title = "QTI 3.0"
    mark = re.compile(rb"<(?:\w+:)?qti-assessment-item[\s>]")


class Csv(QuizFormat):
    key = "csv"
    title = "Table (CSV)"
    suffixes = (".csv", ".tsv")

    def read(self, data: bytes, file: str) -> ReadQuiz:
        from mooc_kit.quizzes.formats.table import read_questions

        return read_questions(data, file)

    def write(self, quiz: QuizFile, media: Mapping[str, bytes], language: str = "en") -> WrittenQuiz:
        from mooc_kit.quizzes.formats.table_write import write_csv

        return write_csv(quiz)


class Xlsx(QuizFormat):
    key = "xlsx"
    title = "Table (Excel, LibreOffice)"
    suffixes = (".xlsx",)

    def recognises(self, data: bytes, name: str) -> bool:
        return is_zip(data)

    def read(self, data: bytes, file: str) -> ReadQuiz:
        from mooc_kit.quizzes.formats.table import read_questions

        return read_questions(data, file)

    def write(self, quiz: QuizFile, media: Mapping[str, bytes], language: str = "en") -> WrittenQuiz:
        from mooc_kit.quizzes.formats.table_write import write_xlsx

        return write_xlsx(quiz)


class Text2qti(QuizFormat):
    key = "text2qti"
    title = "text2qti Markdown"
    suffixes = (".md", ".txt", ".markdown")

    def read(self, data: bytes, file: str) -> ReadQuiz:
        from mooc_kit.quizzes.formats.text2qti import read_text2qti

        return read_text2qti(data, file)

    def write(self, quiz: QuizFile, media: Mapping[str, bytes], language: str = "en") -> WrittenQuiz:
        from mooc_kit.quizzes.formats.text2qti_write import write_text2qti

        return write_text2qti(quiz)


class H5p(QuizFormat):
    """A question set. The package holds the content; the site that it goes to holds the libraries."""

    key = "h5p"
    title = "H5P question set"
    suffixes = (".h5p",)
    reads = False

    def write(self, quiz: QuizFile, media: Mapping[str, bytes], language: str = "en") -> WrittenQuiz:
        from mooc_kit.quizzes.formats.h5p.package import write_h5p

        return write_h5p(quiz, media, language)


class PrintPage(QuizFormat):
    key = "html"
    title = "Page to print"
    suffixes = (".html",)
    reads = False
    with_answers: ClassVar[bool] = False

    def write(self, quiz: QuizFile, media: Mapping[str, bytes], language: str = "en") -> WrittenQuiz:
        from mooc_kit.quizzes.formats.paper.page import page

        return page(quiz, media, language, with_answers=self.with_answers)


class PrintPageWithAnswers(PrintPage):
    key = "html-answers"
    title = "Page to print, with answers"
    with_answers = True


class Pdf(QuizFormat):
    key = "pdf"
    title = "PDF"
    suffixes = (".pdf",)
    reads = False
    with_answers: ClassVar[bool] = False

    def write(self, quiz: QuizFile, media: Mapping[str, bytes], language: str = "en") -> WrittenQuiz:
        from mooc_kit.quizzes.formats.paper.pdf import pdf

        return pdf(quiz, media, language, with_answers=self.with_answers)


class PdfWithAnswers(Pdf):
    key = "pdf-answers"
    title = "PDF with answers"
    with_answers = True


def _is_xml(path: str) -> bool:
    return path.lower().endswith((".xml", ".qti", ".dat"))


BUILT_IN: tuple[QuizFormat, ...] = (
    Native(),
    Aiken(),
    Blackboard(),
    Gift(),
    MoodleXml(),
    Qti12(),
    Qti21(),
    Qti30(),
    Csv(),
    Xlsx(),
    Text2qti(),
    H5p(),
    PrintPage(),
    PrintPageWithAnswers(),
    Pdf(),
    PdfWithAnswers(),
)
"""In the order in which they are tried on a file."""
