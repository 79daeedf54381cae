"""Certificates: one page, tagged and archival, in every look, for every name."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader

from mooc_kit.cohort.ledger import Planned
from mooc_kit.credentials import certificate
from mooc_kit.credentials.certificate import LOOKS, CannotPrint, Printer, is_roomy
from mooc_kit.credentials.certificate_design import Design
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
        small_print=wide(180),
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


def test_a_letter_that_no_font_has_stops_the_run_with_the_name_of_the_problem(printer: Printer) -> None:
    with pytest.raises(CannotPrint, match="for Ama \U0001f9ff cannot be drawn: no font here has the letter"):
        printed(printer, design("classic"), "Ama \U0001f9ff")


def test_the_printer_can_do_without_any_font_of_the_system(printer: Printer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Latin, Greek and Cyrillic names always have letters; others are refused, never drawn as boxes."""
    import typst

    fonts = typst.Fonts
    monkeypatch.setattr(typst, "Fonts", lambda **wanted: fonts(**{**wanted, "include_system_fonts": False}))
    bare = Printer()
    for name in ("Ama Boateng", "Ελένη Παπαδοπούλου", "Олена Шевченко", "Nguyễn Thị Minh Khai"):
        for look in LOOKS:
            printed(bare, design(look), name)
    for name in ("मोहन कुमार", "李小龍", "محمد الأمين", "สมชาย ใจดี"):
        with pytest.raises(CannotPrint, match=name):
            printed(bare, design("classic"), name)
