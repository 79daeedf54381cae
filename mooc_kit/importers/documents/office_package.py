"""Office Open XML packages: opened with limits, and read for what a converter leaves behind without a word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from mooc_kit.archive import ArchiveError, ArchiveLimits, read_all
from mooc_kit.importers.documents.page import NotConverted

if TYPE_CHECKING:
    from lxml.etree import _Element

LIMITS = ArchiveLimits(files=10_000, bytes=500_000_000, small=20_000_000)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_LOST_IN_WORD: Mapping[str, str] = {
    f"{W}commentReference": "a comment",
    f"{W}ins": "a tracked insertion: its words are taken as accepted",
    f"{W}del": "a tracked deletion: its words are left out",
    f"{W}object": "an embedded object",
    _CHART: "a chart: save it as a picture and put it there",
    _DIAGRAM: "a drawn diagram (SmartArt): save it as a picture and put it there",
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath": "a formula: write it as TeX between $ signs",
}


def parts(path: Path) -> dict[str, bytes]:
    """The parts of the package by name. Raises NotConverted for a damaged one, or one that unpacks to too much."""
    try:
        return read_all(path, LIMITS)
    except ArchiveError as error:
        raise NotConverted(f"{path.name} cannot be read: {error}") from None


def parsed(data: bytes) -> _Element:
    from lxml import etree

    # A package comes from strangers: no entities, no network.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser)


def lost_in_word(document: bytes) -> Iterator[str]:
    """What the body of a Word document has that no page gets, each with the words near which it stands."""
    heading = ""
    for element in parsed(document).iter():
        if element.tag == f"{W}p":
            style = element.find(f"{W}pPr/{W}pStyle")
            if style is not None and str(style.get(f"{W}val")).lower().startswith("heading"):
                heading = _words(element)
        elif element.tag in _LOST_IN_WORD:
            yield f"{_LOST_IN_WORD[str(element.tag)]}{_where(element, heading)}"


def _where(element: _Element, heading: str) -> str:
    paragraph = next((one for one in element.iterancestors(f"{W}p")), None)
    words = (_words(paragraph) if paragraph is not None else "") or heading
    return f', at "{words[:60]}"' if words else ", at the beginning"


def _words(paragraph: _Element) -> str:
    return " ".join("".join(str(text.text or "") for text in paragraph.iter(f"{W}t")).split())
