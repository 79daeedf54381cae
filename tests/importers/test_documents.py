"""Documents that teachers have already become pages of a kit, with their pictures, and what was lost is told."""

from __future__ import annotations

import io
import re
import shutil
from itertools import product
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsmap
from PIL import Image
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from mooc_kit.checks.course_check import check_path
from mooc_kit.importers.documents.page import UNDESCRIBED, ConvertedPage, proper_headings
from mooc_kit.importers.documents.slides import read_slides
from mooc_kit.importers.documents.texts import read_html, read_markdown
from mooc_kit.importers.documents.word import read_word
from mooc_kit.problems import UsageError
from tests.conftest import SOUND, Run, plain
from tests.shared import grown


def picture(colour: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(made, "PNG")
    return made.getvalue()


def word_file(path: Path) -> Path:
    document = docx.Document()
    document.add_heading("Soil and water", 0)
    document.add_heading("What you need", 3)
    document.add_paragraph("A spade & a <jar>.")
    document.add_paragraph("Dig first", style="List Bullet")
    document.add_picture(io.BytesIO(picture("red")))
    document.add_picture(io.BytesIO(picture("red")))
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Sand", "Clay"
    noted = document.add_paragraph("Shake the jar well")
    document.add_comment(noted.runs[0], "Really?", author="Ana")
    document.save(str(path))
    return path


def slides_file(path: Path) -> Path:
    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[1])
    slide.shapes.title.text = "Rivers carry"
    frame = slide.placeholders[1].text_frame
    frame.text = "Sand"
    inner = frame.add_paragraph()
    inner.text, inner.level = "and silt", 1
    slide.shapes.add_picture(io.BytesIO(picture("blue")), Inches(1), Inches(3))
    slide.notes_slide.notes_text_frame.text = "Tell the story of the mill."
    show.save(str(path))
    return path


@pytest.fixture
def kit(tmp_path: Path, shared: Path) -> Path:
    return grown(shared, "fix-a-flat", tmp_path / "kit")


def test_documents_become_pages_that_validate_with_their_pictures_and_what_was_lost_told(
    kit: Path, mooc_kit: Run, tmp_path: Path
) -> None:
    source = tmp_path / "old"
    source.mkdir()
    word_file(source / "soil.docx")
    slides_file(source / "rivers.pptx")
    (source / "img").mkdir()
    (source / "img/map.png").write_bytes(picture("green"))
    (source / "page.html").write_text(
        "<title>The map</title><h1>The map</h1><script>alert(1)</script><h4>Deep</h4>"
        '<p onclick="x()">See <img src="img/map.png"> and <a href="https://example.org/a">more</a></p>'
    )
    (source / "notes.md").write_text("# Field notes\n\n# Again\n\n![](img/map.png)\n\n![far](../../secret.png)\n")
    module = re.search(r"^  - id: (\S+)", (kit / "course.yaml").read_text().partition("modules:")[2], re.MULTILINE)
    assert module is not None
    before = {p.code for p in check_path(kit).problems if p.severity == "error"}
    result = mooc_kit("add", "pages", "old", "--module", module.group(1), "--kit", "kit")
    assert result.returncode == 0, result.stdout + result.stderr
    folder = kit / "content/modules" / module.group(1)
    soil, rivers, page, notes = ((folder / f"{n}.md").read_text() for n in ("soil", "rivers", "the-map", "field-notes"))
    assert "## What you need" in soil and "\\<jar" in soil and "- Dig first" in soil
    assert UNDESCRIBED in soil
    assert len(set(re.findall(r"media/(\S+?\.png)", soil))) == 1
    assert "## Rivers carry" in rivers and re.search(r"- Sand\n+ +- and silt", rivers)
    assert "alert" not in page and "onclick" not in page and page.count("# The map") == 0 and "\n## Deep" in page
    assert "## Again" in notes
    for name in set(re.findall(r"media/([\w.-]+\.png)", soil + rivers + page + notes)):
        assert (kit / "content/media" / name).is_file()
    for told in (
        'a comment, at "Shake the jar well"',
        "notes of slide 1",
        "<script>",
        "secret.png: it does not lie beside the document",
        "no description",
    ):
        assert told in result.stdout
    errors = {p.code for p in check_path(kit).problems if p.severity == "error"}
    assert errors <= before
    undone = mooc_kit("undo", "kit")
    assert undone.returncode == 0, undone.stderr
    assert not any((folder / f"{name}.md").exists() for name in ("soil", "rivers", "the-map", "field-notes"))


def test_without_a_module_the_modules_are_listed_and_nothing_is_written(mooc_kit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Words")
    shutil.copy(SOUND, tmp_path / "course.yaml")
    result = mooc_kit("add", "pages", "a.md")
    assert result.returncode == 2
    assert "Say it with --module" in result.stderr
    assert (tmp_path / "course.yaml").read_bytes() == SOUND.read_bytes()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"no zip at all", b"PK\x05\x06" + b"\0" * 18])
def test_a_file_that_is_no_document_is_refused_in_a_sentence(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.docx").write_bytes(data)
    with pytest.raises(UsageError, match=r"x\.docx"):
        read_word(tmp_path / "x.docx", "X")


def test_an_old_format_is_told_what_to_be_saved_as(mooc_kit: Run, tmp_path: Path) -> None:
    (tmp_path / "old.doc").write_bytes(b"x")
    shutil.copy(SOUND, tmp_path / "course.yaml")
    module = plain(SOUND.read_text())["modules"][0]["id"]
    result = mooc_kit("add", "pages", "old.doc", "--module", module)
    assert result.returncode == 2
    assert "Save it as .docx first" in result.stderr


def test_headings_begin_at_the_second_level_and_leave_none_out() -> None:
    for levels in product(range(1, 7), repeat=4):
        text = "\n\n".join(f"{'#' * level} Part {number}" for number, level in enumerate(levels))
        made = [len(mark) for mark in re.findall(r"^#+", proper_headings(text, "Title"), re.MULTILINE)]
        assert len(made) == len(levels)
        assert all(2 <= now <= before + 1 for before, now in zip([1, *made], made, strict=False))


def test_a_picture_has_one_name_by_what_it_shows() -> None:
    page = ConvertedPage("My page")
    assert page.picture(b"a", "png") == page.picture(b"a", "png") != page.picture(b"b", "png")
    assert len(page.pictures) == 2


@pytest.mark.parametrize(("alt", "is_words"), [("a b.PNG", False), ("Picture 3", False), ("A map of 3 wells", True)])
def test_what_a_program_wrote_in_the_place_of_a_description_is_none(tmp_path: Path, alt: str, is_words: bool) -> None:
    (tmp_path / "p.png").write_bytes(picture("green"))
    (tmp_path / "x.html").write_text(f'<p>See <img src="p.png" alt="{alt}"></p>')
    page = read_html(tmp_path / "x.html", "X", tmp_path)
    assert (UNDESCRIBED not in page.body) == (alt in page.body) == is_words == (not page.lost)


_M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_A = "http://schemas.openxmlformats.org/drawingml/2006"


def test_what_a_word_document_has_and_no_page_gets_is_told_with_the_words_beside_it(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Sums", 2)
    odd = {
        "<w:ins><w:r><w:t>Was put in.</w:t></w:r></w:ins>": ("Inserted here", "a tracked insertion"),
        "<w:del><w:r><w:delText>Was taken out.</w:delText></w:r></w:del>": ("Deleted here", "a tracked deletion"),
        f'<m:oMath xmlns:m="{_M}"><m:r><m:t>x+1</m:t></m:r></m:oMath>': ("A sum", "a formula"),
        f'<w:r><w:drawing><c:chart xmlns:c="{_A}/chart"/></w:drawing></w:r>': ("A curve", "a chart"),
        f'<w:r><w:drawing><d:relIds xmlns:d="{_A}/diagram"/></w:drawing></w:r>': ("A cycle", "a drawn diagram"),
        "<w:r><w:object/></w:r>": ("A table of numbers", "an embedded object"),
    }
    for xml, (words, _) in odd.items():
        paragraph = document.add_paragraph(words)
        for part in parse_xml(f'<w:p xmlns:w="{nsmap["w"]}">{xml}</w:p>'):
            paragraph._p.append(part)
    document.save(str(tmp_path / "sums.docx"))
    page = read_word(tmp_path / "sums.docx", "Sums")
    for words, what in odd.values():
        assert [lost for lost in page.lost if lost.startswith(what) and f'at "{words}' in lost], (what, page.lost)
    assert "Was put in." in page.body
    assert "Was taken out." not in page.body


def test_a_chart_on_a_slide_is_told_with_the_number_of_the_slide(tmp_path: Path) -> None:
    show = Presentation()
    show.slides.add_slide(show.slide_layouts[5]).shapes.title.text = "Before"
    slide = show.slides.add_slide(show.slide_layouts[5])
    slide.shapes.title.text = "How many"
    numbers: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    numbers.categories = ["May", "June"]
    numbers.add_series("Bees", (2, 5))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(1), Inches(4), Inches(3), numbers)
    show.save(str(tmp_path / "bees.pptx"))
    page = read_slides(tmp_path / "bees.pptx", "Bees")
    assert page.lost == ["a chart on slide 2: save it as a picture and put it there"]


@pytest.mark.parametrize("name", ["old.md", "old.html"])
def test_a_file_that_is_not_utf_8_is_read_as_windows_wrote_it_and_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes("<p>Caf\u00e9 \u201ehier\u201c</p>".encode("cp1252"))
    page = (read_markdown if name.endswith(".md") else read_html)(tmp_path / name, "Old", tmp_path)
    assert "Caf\u00e9" in page.body
    assert len(page.lost) == 1
    assert page.lost[0].startswith(f"{name} is not UTF-8, and was read as Windows-1252")
    (tmp_path / name).write_text("<p>Caf\u00e9</p>", encoding="utf-8")
    assert not (read_markdown if name.endswith(".md") else read_html)(tmp_path / name, "Old", tmp_path).lost
