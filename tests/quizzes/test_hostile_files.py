"""Hostile and broken files: every reader answers with problems that have a place, never with a traceback."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mooc_kit.quizzes.base import ReadQuiz
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.quizzes.read import MAX_BYTES, checked, read_bytes
from mooc_kit.quizzes.registry import format_named, formats
from tests.quizzes.test_round_trips import everything

READERS = [key for key, format_ in formats().items() if format_.reads]
SEEDS = [
    written.data
    for _, quiz in everything()
    for format_ in formats().values()
    if format_.writes and format_.reads
    for written in [format_.write(quiz, {})]
]


def assert_told(found: ReadQuiz) -> None:
    assert found.quiz is not None or found.problems
    for problem in found.problems:
        assert problem.place.file
        assert problem.message
        assert problem.hint


def read(key: str, data: bytes) -> ReadQuiz:
    format_ = format_named(key)
    assert format_ is not None
    found = checked(format_.read(data, f"quiz{format_.suffixes[0]}"))
    assert_told(found)
    return found


@pytest.mark.parametrize("key", READERS)
def test_any_bytes_end_in_problems(key: str) -> None:
    @settings(max_examples=60, deadline=None)
    @given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
    def fuzz(data: bytes) -> None:
        read(key, data)

    fuzz()


@pytest.mark.parametrize("key", READERS)
def test_damaged_files_end_in_problems(key: str) -> None:
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(SEEDS), st.lists(st.tuples(st.integers(0, 20_000), st.binary(max_size=4)), max_size=6))
    def fuzz(data: bytes, edits: list[tuple[int, bytes]]) -> None:
        damaged = bytearray(data)
        for at, piece in edits:
            at %= max(len(damaged), 1)
            damaged[at : at + 3] = piece
        read(key, bytes(damaged))

    fuzz()


ENTITIES = b'<!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><quiz><question>&b;</question></quiz>'
ITEM = ENTITIES.replace(b"quiz", b"assessmentItem ").replace(b"question", b"qti-assessment-item ")
OUTSIDE = b'<!DOCTYPE quiz SYSTEM "file:///etc/passwd"><quiz/>'


@pytest.mark.parametrize("data", [ENTITIES, OUTSIDE, ENTITIES.decode().encode("utf-16"), b"\n" * 10 + ENTITIES, ITEM])
@pytest.mark.parametrize("key", ["moodle-xml", "qti12", "qti-2.1", "qti-3.0"])
def test_entities_and_document_types_are_refused(key: str, data: bytes) -> None:
    found = read(key, data)
    assert found.quiz is None
    assert {problem.code for problem in found.problems} <= {"Q201", "Q202", "Q204"}


def zipped(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def test_archives_that_would_fill_the_disk_or_leave_their_folder_are_refused() -> None:
    for data in (
        zipped({"bomb.xml": b"<questestinterop>" + b" " * 30_000_000}),
        zipped({"../outside.xml": b"<questestinterop/>"}),
        zipped({"/etc/x.xml": b"<questestinterop/>"}),
        zipped({f"{n}.xml": b"<questestinterop/>" for n in range(6_000)}),
    ):
        for key in ("qti12", "qti-2.1", "qti-3.0"):
            assert [problem.code for problem in read(key, data).problems] == ["Q204"]
        assert [problem.code for problem in read("xlsx", data).problems] in (["F101"], ["F104"])


def test_a_file_without_a_name_in_an_archive_is_no_way_in() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(zipfile.ZipInfo("x"), b"x")
    data = stream.getvalue().replace(b"x", b"")
    for key in ("qti12", "qti-2.1", "xlsx"):
        read(key, data)
        read(key, stream.getvalue().replace(b"\x01\x00\x00\x00x", b"\x00\x00\x00\x00"))


def test_a_file_of_fifty_megabytes_is_told_and_not_read() -> None:
    found = read_bytes(b"1. x\n" * (MAX_BYTES // 5 + 1), "quiz.md")
    assert [problem.code for problem in found.problems] == ["Q203"]


@pytest.mark.parametrize("name", ["quiz.md", "quiz.gift", "quiz.csv", "quiz.yaml"])
def test_another_encoding_is_told_with_its_place(name: str) -> None:
    found = read_bytes("1. Größe?\n____\n".encode("latin-1"), name)
    assert_told(found)
    assert found.quiz is None
    assert found.problems[0].place.line == 1


def test_deep_nesting_is_no_way_in() -> None:
    deep = "<div>" * 5_000 + "x" + "</div>" * 5_000
    data = f"<quiz><question type='essay'><questiontext format='html'><text><![CDATA[{deep}]]></text></questiontext>"
    read("moodle-xml", f"{data}</question></quiz>".encode())
    read(
        "qti-2.1", ("<assessmentItem><itemBody>" + "<p>" * 300 + "</p>" * 300 + "</itemBody></assessmentItem>").encode()
    )
    read("gift", b"{" * 5_000)
    read("text2qti", b"1. x\n" + b"    " * 2_000 + b"y\n____\n")


@given(st.sampled_from("=+-@\t"), st.text(max_size=20))
@settings(deadline=None)
def test_no_cell_of_a_written_table_is_a_formula(sign: str, rest: str) -> None:
    import csv

    evil = f"{sign}{rest or 'cmd'}"
    question = {"id": "q", "kind": "essay", "prompt": "x", "author": "y", "model_answer": "z"}
    quiz = QuizFile.model_validate({"questions": [question]})
    changed = quiz.questions[0].model_copy(update={"prompt": evil, "author": evil, "model_answer": evil})
    quiz = quiz.model_copy(update={"questions": [changed]})
    csv_format, xlsx_format = format_named("csv"), format_named("xlsx")
    assert csv_format is not None
    assert xlsx_format is not None
    for row in csv.reader(io.StringIO(csv_format.write(quiz, {}).data.decode("utf-8-sig"))):
        for cell in row:
            assert cell[:1] not in ("=", "+", "@", "\t", "\r")
            assert not cell.startswith("-") or cell[1:].replace(".", "").isdigit()


def test_an_excel_table_holds_texts_only() -> None:
    from openpyxl import load_workbook

    quiz = QuizFile.model_validate({"questions": [{"id": "q", "kind": "essay", "prompt": "=1+1", "author": "@x"}]})
    format_ = format_named("xlsx")
    assert format_ is not None
    sheet = load_workbook(io.BytesIO(format_.write(quiz, {}).data)).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}


def test_the_fuzzing_script_runs() -> None:
    script = Path(__file__).parents[1] / "fuzz/fuzz_quizzes.py"
    assert script.is_file()
    compile(script.read_text(), str(script), "exec")
