"""Slides (.pptx) as pages, by python-pptx: a slide is a section with its words, tables and pictures, in order."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mooc_kit.archive import zip_bytes
from mooc_kit.extras import require
from mooc_kit.importers.documents.office_package import parts
from mooc_kit.importers.documents.page import ConvertedPage, NotConverted, from_html

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_LOST = {f"{_P}timing": "animations", f"{_P}transition": "the transition"}


def read_slides(path: Path, title: str) -> ConvertedPage:
    """The slides at `path` as one page. Raises NotConverted where they are none."""
    require("documents", "Taking in slides")
    from lxml import html as lxml_html
    from lxml.html import builder as E
    from pptx import Presentation
    from pptx.exc import PythonPptxError

    try:
        slides = Presentation(io.BytesIO(zip_bytes(parts(path)))).slides
        page = ConvertedPage(title)
        body = E.DIV()
        for number, slide in enumerate(slides, 1):
            _slide(slide, number, page, body)
    except (PythonPptxError, KeyError, ValueError, AttributeError, SyntaxError) as error:
        raise NotConverted(f"{path.name} is no file of slides (.pptx), or a damaged one ({error}).") from None
    from_html(page, lxml_html.tostring(body, encoding="unicode"))
    return page


def _slide(slide: Any, number: int, page: ConvertedPage, body: HtmlElement) -> None:
    from lxml.html import builder as E

    title = slide.shapes.title
    heading = " ".join(title.text_frame.text.split()) if title is not None and title.has_text_frame else ""
    body.append(E.H2(heading or f"Slide {number}"))
    for shape in _ordered(slide.shapes):
        if title is None or shape.shape_id != title.shape_id:
            _shape(shape, number, page, body)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        words = slide.notes_slide.notes_text_frame.text.strip()
        if words:
            page.lost.append(f'the speaker\'s notes of slide {number}: "{words[:60]}"')
    for tag, what in _LOST.items():
        if slide.element.find(tag) is not None:
            page.lost.append(f"{what} of slide {number}")


def _ordered(shapes: Any) -> Iterator[Any]:
    """Shapes from top to bottom, those of groups among them."""
    for shape in sorted(shapes, key=lambda one: (one.top or 0, one.left or 0)):
        if hasattr(shape, "shapes"):
            yield from _ordered(shape.shapes)
        else:
            yield shape


def _shape(shape: Any, number: int, page: ConvertedPage, body: HtmlElement) -> None:
    from lxml.html import builder as E

    if shape.has_text_frame:
        _paragraphs(shape.text_frame, body, is_list=shape.is_placeholder)
    elif getattr(shape, "has_table", False) and shape.has_table:
        rows = [[cell.text for cell in row.cells] for row in shape.table.rows]
        head, *rest = rows
        body.append(
            E.TABLE(
                E.THEAD(E.TR(*(E.TH(text) for text in head))),
                E.TBODY(*(E.TR(*(E.TD(text) for text in row)) for row in rest)),
            )
        )
    elif hasattr(shape, "image"):
        described = str(shape._element._nvXxPr.cNvPr.get("descr") or "")
        packed = base64.b64encode(shape.image.blob).decode("ascii")
        body.append(E.P(E.IMG(src=f"data:{shape.image.content_type};base64,{packed}", alt=described)))
    else:
        what = "a chart" if getattr(shape, "has_chart", False) else f'"{shape.name}" (a film, object or diagram)'
        page.lost.append(f"{what} on slide {number}: save it as a picture and put it there")


def _paragraphs(frame: Any, body: HtmlElement, *, is_list: bool) -> None:
    """The paragraphs of a text: points of a list, deeper ones inside, where the slide has more than one."""
    from lxml.html import builder as E

    words = [(paragraph.level, " ".join(paragraph.text.split())) for paragraph in frame.paragraphs]
    words = [(level, text) for level, text in words if text]
    if not is_list or len(words) == 1:
        for _, text in words:
            body.append(E.P(text))
        return
    lists: list[tuple[int, HtmlElement]] = []
    for level, text in words:
        while len(lists) > 1 and lists[-1][0] > level:
            lists.pop()
        if not lists or lists[-1][0] < level:
            made = E.UL()
            holder = lists[-1][1][-1] if lists and len(lists[-1][1]) else body
            holder.append(made)
            lists.append((level, made))
        lists[-1][1].append(E.LI(text))
