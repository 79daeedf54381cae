"""Tables: the same rows, whatever the form of the file, in every command that takes a table; what cannot be read is
told, and nothing fills the memory."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from mooc_kit.cohort.assessments import load_assessments
from mooc_kit.cohort.goals.responses import Wanted
from mooc_kit.cohort.goals.responses import read_responses as read_goals
from mooc_kit.cohort.gradebook import Columns
from mooc_kit.cohort.readers.sheets import read_sheet
from mooc_kit.cohort.roster import load_roster
from mooc_kit.course.model import Page
from mooc_kit.problems import MoocKitError
from mooc_kit.quizzes.analysis.readers import read_responses
from mooc_kit.quizzes.read import read_path
from mooc_kit.tables import Limits, csv_text, read_table, written_cell, xlsx_bytes

Rows = list[list[str]]


def csv_of(rows: Rows, delimiter: str = ",") -> str:
    return csv_text(rows).replace(",", delimiter)


def xlsx_of(rows: Rows, **others: Rows) -> bytes:
    book = Workbook()
    for title, cells in {"Sheet": rows, **others}.items():
        sheet = book.active if title == "Sheet" else book.create_sheet(title)
        for row in cells:
            sheet.append([float(cell) if cell.replace(".", "").isdigit() else cell or None for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


FORMS: dict[str, Callable[[Rows], bytes]] = {
    "utf-8": lambda rows: csv_of(rows).encode(),
    "utf-8-with-mark": lambda rows: csv_of(rows).encode("utf-8-sig"),
    "utf-16-tabs": lambda rows: csv_of(rows, "\t").encode("utf-16"),
    "windows-1252": lambda rows: csv_of(rows, ";").encode("cp1252"),
    "semicolons": lambda rows: csv_of(rows, ";").encode(),
    "sep-line": lambda rows: b"sep=;\r\n" + csv_of(rows, ";").encode(),
    "old-mac-lines": lambda rows: csv_of(rows).replace("\n", "\r").encode(),
    "blank-lines": lambda rows: b"\n\n" + csv_of(rows).encode() + b",,\n",
    "xlsx": xlsx_of,
}
"""The forms of file; all but the last by what is written."""


def _gradebook(path: Path) -> tuple[Any, list[str]]:
    course: Any = SimpleNamespace(activities=lambda: [(None, Page(id="quiz", title="Quiz"))])
    columns = Columns(course, {})
    return list(read_sheet(path, columns).records), [problem.code for problem in columns.problems]


def _roster(path: Path) -> tuple[Any, list[str]]:
    with duckdb.connect() as connection:
        problems = load_roster(path, ("exam",), connection)
        found = connection.execute("FROM identities").fetchall(), connection.execute("FROM proctored").fetchall()
    return found, [problem.code for problem in problems]


def _decisions(path: Path) -> tuple[Any, list[str]]:
    with duckdb.connect() as connection:
        problems = load_assessments(path, ["Mäßig"], date(2027, 7, 1), connection)
        return connection.execute("FROM assessments").fetchall(), [problem.code for problem in problems]


def _goals(path: Path) -> tuple[Any, list[str]]:
    found = read_goals([path], Wanted())
    return found.goals, [problem.code for problem in found.problems]


def _questions(path: Path) -> tuple[Any, list[str]]:
    found = read_path(path, path.name)
    assert found.quiz is not None
    return found.quiz.questions, [problem.code for problem in found.problems if problem.code.startswith("F")]


def _answers(path: Path) -> tuple[Any, list[str]]:
    found, problems = read_responses(path.read_bytes(), path.name)
    assert found is not None
    return (found.people, found.items), [problem.code for problem in problems]


COMMANDS: dict[str, tuple[Callable[[Path], tuple[Any, list[str]]], Rows]] = {
    "completions": (_gradebook, [["email", "name", "quiz"], ["ana@example.org", "José", "80"]]),
    "completions --roster": (
        _roster,
        [
            ["learner", "method", "date", "verifier", "proctoring:exam"],
            ["ana@example.org", "document-check", "2027-01-01", "Büro", "passed"],
        ],
    ),
    "completions --decisions": (
        _decisions,
        [
            ["learner", "assessor", "date", "result", "mäßig"],
            ["ana@example.org", "José Ruiz", "2027-06-01", "awarded", "shown"],
        ],
    ),
    "goals map": (_goals, [["email", "My goal"], ["ana@example.org", "Ich möchte Flüsse verstehen"]]),
    "quiz convert": (_questions, [["kind", "prompt", "answer"], ["true_false", "Wäscht Wasser?", "true"]]),
    "quiz analyse": (_answers, [["participant", "q1", "q2"], ["KEY", "ä", "b"], ["José", "ä", "c"], ["Bo", "b", "b"]]),
}
"""Every command that takes a table: how it reads one, and a table for it."""


def _without_lines(found: Any) -> str:
    """All that was read but where it stands, which is the form's own."""
    return re.sub(r"line=\d+", "line=…", repr(found))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_reads_every_form_of_table_alike(command: str, form: str, tmp_path: Path) -> None:
    read, rows = COMMANDS[command]
    (tmp_path / "plain.csv").write_bytes(FORMS["utf-8"](rows))
    path = tmp_path / ("table.xlsx" if form == "xlsx" else "table.csv")
    path.write_bytes(FORMS[form](rows))
    found, codes = read(path)
    plain, _ = read(tmp_path / "plain.csv")
    assert _without_lines(found) == _without_lines(plain)
    assert ("F102" in codes) == (form == "windows-1252")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_tells_what_is_no_table(command: str, tmp_path: Path) -> None:
    read, rows = COMMANDS[command]
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * 150_000_000)
    broken = xlsx_of(rows)[:-300]
    unclosed = csv_of(rows).encode() + b'ana@example.org,"this never ends\nand goes on,\n'
    for name, data in {
        "b.xlsx": bomb.getvalue(),
        "d.xlsx": broken,
        "u.csv": unclosed,
        "n.csv": b"a,b\n\0,\0\n",
    }.items():
        (tmp_path / name).write_bytes(data)
        told: list[str] = []
        try:
            told = read(tmp_path / name)[1]
        except MoocKitError as error:
            told = [problem.code for problem in error.problems]
        except AssertionError:  # the readers of quizzes give no quiz; what they tell is looked at below
            told = [p.code for p in read_path(tmp_path / name, name).problems] if command == "quiz convert" else ["F"]
        assert any(code.startswith("F") for code in told), (name, told)


def rows_of(data: bytes, name: str = "t.csv") -> Rows:
    return [list(row.cells) for row in read_table(data, name).rows]


_WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(str.strip)


@given(st.lists(st.lists(_WORDS, min_size=2, max_size=2), min_size=1, max_size=5))
def test_what_is_written_as_csv_is_read_again(rows: Rows) -> None:
    found = rows_of(csv_text([["a", "b"], *rows]).encode("utf-8-sig"))
    assert [[written_cell(cell) for cell in row] for row in found[1:]] == rows


def test_no_written_cell_is_a_formula_and_numbers_stay_numbers() -> None:
    rows = [["=1+1", "@x", "-5", "+49 30", "-cmd"]]
    assert csv_text(rows) == "'=1+1,'@x,-5,'+49 30,'-cmd\n"
    book = load_workbook(io.BytesIO(xlsx_bytes(rows, "T")))
    assert [cell.data_type for cell in book["T"][1]] == ["s"] * 5
    assert xlsx_bytes(rows, "T") == xlsx_bytes(rows, "T")


def test_a_decimal_comma_or_a_title_does_not_part_the_cells() -> None:
    assert rows_of(b"name;q1;q2\nAna;8,5;9,5\n")[1] == ["Ana", "8,5", "9,5"]
    assert rows_of(b"Grades, spring, group 2\nemail;name;q1\na@b.c;Ana;8,5\n")[2] == ["a@b.c", "Ana", "8,5"]
    assert rows_of(b'"a, b, c, d";e\nx;y\n')[0] == ["a, b, c, d", "e"]


def test_the_line_of_a_row_is_where_it_begins() -> None:
    rows = read_table(b'a,b\n"one\ntwo",x\n\n,\nc,d\n', "t.csv").rows
    assert [row.line for row in rows] == [1, 2, 6]


def test_the_other_sheets_of_a_workbook_are_told_and_an_empty_first_one_is_passed_over() -> None:
    table = read_table(xlsx_of([], Grades=[["a"], ["1"]], More=[["b"]]), "t.xlsx")
    assert [row.cells for row in table.rows] == [("a",), ("1",)]
    assert [(p.code, '"More"' in p.message) for p in table.remarks] == [("F103", True)]


def test_cells_of_a_workbook_are_read_as_they_are_meant() -> None:
    book = Workbook()
    book.active.append([0.95, datetime(2027, 5, 3), datetime(2027, 5, 3, 8, 30), True, 80.0, "=1+1", 0.1, None])
    book.active["A1"].number_format = "0%"
    stream = io.BytesIO()
    book.save(stream)
    assert rows_of(stream.getvalue())[0] == ["95 %", "2027-05-03", "2027-05-03 08:30:00", "true", "80", "=1+1", "0.1"]


def test_limits_are_kept_and_a_far_cell_does_not_fill_the_memory() -> None:
    with pytest.raises(MoocKitError, match="more than 3 rows"):
        list(read_table(b"a\n" * 9, "t.csv", Limits(rows=3)).rows)
    with pytest.raises(MoocKitError, match="9 columns"):
        list(read_table(b"a," * 8 + b"a\n", "t.csv", Limits(columns=8)).rows)
    with pytest.raises(MoocKitError, match="too large"):
        read_table(b"a\n" * 9, "t.csv", Limits(bytes=5))
    book = Workbook()
    book.active["XFD1048576"] = "far"
    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(MoocKitError, match="16384 columns"):
        list(read_table(stream.getvalue(), "t.xlsx").rows)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1", "Excel file from before"),
        (b"<html><table>", "web page"),
        (b"\0\1\2\3", "not text"),
        (b"a,b\n\x81\x8d,x\n", "neither"),
    ],
)
def test_files_of_other_kinds_are_named(data: bytes, kind: str) -> None:
    with pytest.raises(MoocKitError, match=kind):
        list(read_table(data, "t.csv").rows)
