"""Rubrics on paper: a PDF that a screen reader can read, with every word of it, and the same bytes each time."""

from __future__ import annotations

from pathlib import Path

import pytest

from mooc_kit.rubrics.generate import rubric_for
from mooc_kit.rubrics.model import Rubric
from mooc_kit.rubrics.rubric_pdf import rubric_pdf
from tests.conftest import Grow, Run


@pytest.fixture(scope="module")
def odd() -> Rubric:
    """A rubric whose words would break out of a template that took them for markup."""
    plain = rubric_for("notes", 'Notes #panic("no") $x', [("sample", "Collect a *water* sample")])
    first = plain.criteria[0].model_copy(update={"weight": 2})
    return plain.model_copy(update={"criteria": [first, *plain.criteria[1:]], "about": "Uses $x^2$ and `code`."})


def words(pdf: bytes, folder: Path) -> str:
    from pypdf import PdfReader

    file = folder / "made.pdf"
    file.write_bytes(pdf)
    return " ".join(" ".join(page.extract_text() for page in PdfReader(file).pages).split())


def test_every_word_stands_on_the_sheet_and_none_is_taken_for_markup(odd: Rubric, tmp_path: Path) -> None:
    shown = words(rubric_pdf(odd, "en", "River Watch"), tmp_path)
    assert 'Notes #panic("no") $x' in shown
    assert "Collect a" in shown or "collect a" in shown
    assert "counts 2 times" in shown
    assert "Of 12 points in all" in shown
    assert "River Watch" in shown


def test_the_sheet_is_tagged_and_its_bytes_are_the_same_each_time(odd: Rubric) -> None:
    made = rubric_pdf(odd)
    assert b"/StructTreeRoot" in made or b"pdfuaid" in made
    assert made == rubric_pdf(odd)


def test_a_rubric_of_the_kit_is_written_as_pdf(mooc_kit: Run, grow: Grow, tmp_path: Path) -> None:
    grow("river-watch", "rivers")
    result = mooc_kit("rubric", "print", "brief", "--kit", "rivers", "--paper", "us-letter")
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "brief.pdf").read_bytes().startswith(b"%PDF-")
