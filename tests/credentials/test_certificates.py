"""Certificates: one page, tagged and archival, in every look, for every name."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader

from mooc_kit.cohort.decision import Planned
from mooc_kit.credentials import certificate
from mooc_kit.credentials.certificate import LOOKS, CannotPrint, Printer, is_roomy
from mooc_kit.credentials.certificate_design import Design
from mooc_kit.typst import fonts as look_for_fonts
from tests.cohort.issuing import NOW

WORDS = (
    ("certifies", "This is to certify that"),
    ("check", "Check it here"),
    ("qr", "A code that leads to"),
    ("number", "Number of this certificate:"),
    ("attached", "The signed credential"),
)
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 60"><circle cx="20" cy="30" r="18"/></svg>'
NAMES = (
    "Ama Boateng",
    "محمد الأمين عبد الرحمن م",
    "मोहन कुमार शर्मा शर्मा श",
    "李小龍李小龍李小龍李小龍李小龍李小龍李小龍",
    "สมชาย ใจดี ใจดีที่ปู่",
    "Nguyễn Thị Ấ Ộ Ữ",
    "#let x = [*R*]",
    "Wonderful Wide Words Won",
)


def wide(letters: int) -> str:
    return ("Wonderful Wide Words " * 30)[:letters].strip()


def design(look: str, **changes: Any) -> Design:
    made = Design(
        look=look,
        title="Certificate of completion",
        statement="has completed River Watch, a course of six weeks.",
        course="River Watch",
        institution="Open Rivers Institute",
        language="en",
        primary="#133e73",
        accent="#962a2e",
        words=WORDS,
    )
    return replace(made, **changes)


def largest_roomy(look: str) -> Design:
    """As much as `is_roomy` lets pass."""
    return design(
        look,
        title=wide(40),
        statement=wide(140),
        outcomes=(wide(70),) * 4,
        facts=((wide(12), wide(12)),) * 2,
        signatories=((wide(36), wide(36)),) * 2,
        institution=wide(30),
        small_print=wide(140),
        logo=LOGO,
        logo_kind="svg",
    )


def everything(look: str) -> Design:
    return design(
        look,
        title=wide(90),
        statement=wide(400),
        outcomes=(wide(110),) * 9,
        facts=((wide(20), wide(40)),) * 5,
        signatories=((wide(50), wide(70)),) * 4,
        institution=wide(90),
        small_print=wide(500),
        logo=LOGO,
        logo_kind="svg",
    )


def person(name: str) -> Planned:
    return Planned(1, "urn:uuid:8f2ad191-aa12-447d-a3bd-53958d881f2e", "l", name, "", "completion", "87.25", NOW, "")


@pytest.fixture(scope="module")
def printer() -> Iterator[Printer]:
    yield Printer()


def printed(printer: Printer, look: Design, name: str) -> bytes:
    return printer.certificate(look, person(name), '{"a": 1}', "https://rivers.example.org/watch/verify.html")


@pytest.mark.parametrize("look", LOOKS)
def test_every_certificate_is_one_page_whatever_people_wrote(printer: Printer, look: str) -> None:
    for found in (design(look), largest_roomy(look), everything(look), design(look, language="ar")):
        for name in ("Ama Boateng", "José María de la Cruz y Fernández-Sotomayor " * 4):
            reader = PdfReader(io.BytesIO(printed(printer, found, name)))
            catalog: Any = reader.trailer["/Root"]
            assert len(reader.pages) == 1
            assert catalog["/MarkInfo"]["/Marked"] and catalog["/Lang"] and "/StructTreeRoot" in catalog
            heights: list[float] = []

            def placed(text: str, cm: Any, tm: Any, *_: Any, to: list[float] = heights) -> None:
                if text.strip():
                    to.append(cm[3] * tm[5] + cm[5])

            text = reader.pages[0].extract_text(visitor_text=placed)
            assert "53958d881f2e" in text, "the foot is there"
            assert min(heights) > 20 and max(heights) < 595 - 20, "and all is on the page"
            if name == "Ama Boateng":
                assert name in text


@pytest.mark.parametrize("look", LOOKS)
def test_what_surely_fits_is_not_tried_and_looks_the_same(
    printer: Printer, look: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = largest_roomy(look)
    assert all(is_roomy(found, name) for name in NAMES) and not is_roomy(everything(look), NAMES[0])
    quick = [printed(printer, found, name) for name in NAMES]
    monkeypatch.setattr(certificate, "is_roomy", lambda *_: False)
    assert [printed(printer, found, name) for name in NAMES] == quick


@pytest.mark.parametrize("look", LOOKS)
def test_no_letter_of_a_name_becomes_an_empty_box(printer: Printer, look: str) -> None:
    for name in NAMES:
        fonts = PdfReader(io.BytesIO(printed(printer, design(look), name))).pages[0]["/Resources"]["/Font"]  # type: ignore[index]
        assert all("/ToUnicode" in fonts[key].get_object() for key in fonts), name


def without_fonts_of_the_system(monkeypatch: pytest.MonkeyPatch) -> Printer:
    import typst

    fonts = typst.Fonts
    monkeypatch.setattr("mooc_kit.typst.fonts", look_for_fonts.__wrapped__)
    monkeypatch.delenv("MOOC_KIT_FONTS", raising=False)
    monkeypatch.setattr(typst, "Fonts", lambda **wanted: fonts(**{**wanted, "include_system_fonts": False}))
    return Printer()


def placed_on(pdf: bytes) -> list[tuple[float, float, str]]:
    """Each text of the page with the place where it begins, in points from the left and from below."""
    found: list[tuple[float, float, str]] = []

    def placed(text: str, cm: Any, tm: Any, *_: Any) -> None:
        if text.strip():
            found.append((cm[0] * tm[4] + cm[4], cm[3] * tm[5] + cm[5], text.strip()))

    PdfReader(io.BytesIO(pdf)).pages[0].extract_text(visitor_text=placed)
    return found


@pytest.mark.parametrize("look", LOOKS)
def test_a_name_without_a_break_goes_on_in_the_next_line_and_loses_nothing(printer: Printer, look: str) -> None:
    name = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 3
    text = PdfReader(io.BytesIO(printed(printer, design(look), name))).pages[0].extract_text()
    lines = text[text.index("certify that") + 12 : text.index("has completed")].split()
    assert "".join(lines) == name, "and no mark is put where it parts"
    assert 2 < len(lines) < 7 and max(map(len, lines)) - min(map(len, lines)) <= 5


def test_a_name_with_breaks_is_broken_there_and_not_inside_a_word(printer: Printer) -> None:
    words = ["Wolfeschlegelsteinhausenbergerdorff", "Llanfairpwllgwyngyllgogerychwyrn", "Featherstonehaugh"]
    text = PdfReader(io.BytesIO(printed(printer, design("modern"), " ".join(words)))).pages[0].extract_text()
    assert all(word in text for word in words)


@pytest.mark.parametrize("look", LOOKS)
def test_no_mark_between_two_facts_hangs_at_the_end_of_a_line(printer: Printer, look: str) -> None:
    facts = tuple((f"A fact of the {n}th kind", "said in some words") for n in range(9))
    text = PdfReader(io.BytesIO(printed(printer, design(look, facts=facts), "Bo"))).pages[0].extract_text()
    lines = [line.strip() for line in text.splitlines()]
    assert sum("A fact of" in line for line in lines) > 2
    assert not [line for line in lines if line.startswith("·") or line.endswith("·")]


def test_small_print_is_no_smaller_than_eight_points_where_the_page_is_not_full(printer: Printer) -> None:
    for look in LOOKS:
        sizes: dict[str, float] = {}

        def sized(text: str, cm: Any, tm: Any, font: Any, size: float, to: dict[str, float] = sizes) -> None:
            if text.strip():
                to[text.strip()] = abs(size * tm[3] * cm[3])

        found = design(look, small_print="It says what was recorded, and no more.")
        PdfReader(io.BytesIO(printed(printer, found, "Bo"))).pages[0].extract_text(visitor_text=sized)
        assert min(sizes.values()) >= 8, sizes


def test_classic_without_signatories_has_what_was_recorded_between_its_seal_and_its_code(printer: Printer) -> None:
    def height(signatories: tuple[tuple[str, str], ...]) -> float:
        found = design("classic", facts=(("Level", "EQF 5"),), signatories=signatories)
        return next(y for _, y, text in placed_on(printed(printer, found, "Bo")) if "Level" in text)

    assert height(()) < height((("Ada Rivers", "Dean"),)) - 10


def test_a_letter_that_no_font_has_stops_the_run_with_the_name_of_the_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CannotPrint, match=r"for Ama . cannot be drawn: no font here has the letter .* Noto Color"):
        printed(without_fonts_of_the_system(monkeypatch), design("classic"), "Ama \U0001f9ff")


def test_a_name_keeps_its_emoji(printer: Printer) -> None:
    try:
        made = [printed(printer, design(look), "Ama \U0001f30a") for look in LOOKS]
    except CannotPrint:
        pytest.skip("no font with emoji is installed here")
    assert all("\U0001f30a" in PdfReader(io.BytesIO(pdf)).pages[0].extract_text() for pdf in made)


def test_the_printer_can_do_without_any_font_of_the_system(printer: Printer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Latin, Greek and Cyrillic names always have letters; others are refused, never drawn as boxes."""
    bare = without_fonts_of_the_system(monkeypatch)
    for name in ("Ama Boateng", "Ελένη Παπαδοπούλου", "Олена Шевченко", "Nguyễn Thị Minh Khai"):
        for look in LOOKS:
            printed(bare, design(look), name)
    for name in ("मोहन कुमार", "李小龍", "محمد الأمين", "สมชาย ใจดี"):
        with pytest.raises(CannotPrint, match=name):
            printed(bare, design("classic"), name)
