"""Social image: what other sites show beside a link to the course, its name on its own colours.

It is drawn from the course alone with a font that comes with mooc-kit, so that the same course gives the same picture.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from mooc_kit.content.contrast import mix
from mooc_kit.course.model import Course
from mooc_kit.i18n import Messages
from mooc_kit.targets.site.colours import band_colours

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

SIZE = (1200, 630)
"""In pixels: what Open Graph readers show whole (1.91 to 1)."""
_MARGIN = 84
_OPTICAL_SIZE = 48
"""The drawing of the letters that is made for titles (points)."""
_SIZES = (104, 92, 80, 70, 60, 52)
"""Of the title, in pixels; the largest with which it fits into three lines."""


def share_picture(course: Course, messages: Messages) -> bytes:
    """The picture as PNG."""
    facts = f"{messages.plural('{n} week', '{n} weeks', course.weeks)}  ·  {messages.text('An open course')}"
    colours = (*band_colours(course.brand), course.brand.accent)
    return _picture(colours, course.title, course.subtitle or "", course.institution or "", facts)


@lru_cache(maxsize=16)
def _picture(colours: tuple[str, str, str], title: str, subtitle: str, institution: str, facts: str) -> bytes:
    from PIL import Image, ImageDraw

    band, on_band, accent = colours
    soft = mix(on_band, band, 0.22)
    image = Image.new("RGB", SIZE, band)
    draw = ImageDraw.Draw(image)
    _waves(draw, mix(band, on_band, 0.07), mix(band, on_band, 0.13))
    draw.rectangle((0, SIZE[1] - 14, SIZE[0], SIZE[1]), fill=accent)
    if not can_write(title):
        _emblem(draw, on_band, band)
        return _png(image)
    top = _MARGIN
    if institution and can_write(institution):
        top = _lines(draw, [_cut(institution, _font(34), 60)], _MARGIN, 34, soft) + 34
    lines, size = _title(title)
    top = _lines(draw, lines, top, size, on_band, bold=True) + 26
    if subtitle and can_write(subtitle):
        shown = _wrapped(subtitle, _font(40), SIZE[0] - 2 * _MARGIN)
        if top + len(shown[:2]) * 52 < SIZE[1] - 130:
            _lines(draw, shown[:2], top, 40, soft)
    if can_write(facts):
        draw.text((_MARGIN, SIZE[1] - 96), facts, font=_font(30), fill=soft)
    return _png(image)


def can_write(text: str) -> bool:
    """Whether the font has a sign for every letter of `text`."""
    missing = _sign("\uffff")
    return all(character.isspace() or _sign(character) != missing for character in text)


@lru_cache(maxsize=1024)
def _sign(character: str) -> bytes:
    mask = _font(34).getmask(character)
    return bytes(mask) + bytes(mask.size)


@lru_cache(maxsize=16)
def _font(size: int, *, bold: bool = False) -> FreeTypeFont:
    from fontpkg_source_serif_4 import ROOT
    from PIL import ImageFont

    data = BytesIO((ROOT / "files" / "SourceSerif4[opsz,wght].ttf").read_bytes())
    # The simple layout is the same everywhere; the other depends on what the system has.
    font = ImageFont.truetype(data, size, layout_engine=ImageFont.Layout.BASIC)
    drawn = {b"Weight": 600 if bold else 400, b"Optical Size": _OPTICAL_SIZE}
    font.set_variation_by_axes([drawn[axis["name"]] for axis in font.get_variation_axes()])
    return font


def _title(title: str) -> tuple[list[str], int]:
    for size in _SIZES:
        lines = _wrapped(title, _font(size, bold=True), SIZE[0] - 2 * _MARGIN)
        if len(lines) <= (2 if size > 80 else 3):
            return lines, size
    return [*lines[:2], _cut(" ".join(lines[2:]), _font(size, bold=True), 42)], size


def _wrapped(text: str, font: FreeTypeFont, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            while font.getlength(word) > width and len(word) > 1:
                fits = next(n for n in range(len(word), 0, -1) if font.getlength(word[:n]) <= width or n == 1)
                lines.append(word[:fits])
                word = word[fits:]  # noqa: PLW2901  # the rest of a word that is longer than a line
            lines.append(word)
    return lines or [""]


def _cut(text: str, font: FreeTypeFont, most: int) -> str:
    text = " ".join(text.split())
    short = text if len(text) <= most else text[: most - 1].rstrip() + "…"
    while font.getlength(short) > SIZE[0] - 2 * _MARGIN and len(short) > 2:
        short = short[:-2].rstrip() + "…"
    return short


def _lines(draw: ImageDraw, lines: list[str], top: int, size: int, colour: str, *, bold: bool = False) -> int:
    """Draws `lines` from `top` down; gives where they end."""
    for line in lines:
        draw.text((_MARGIN, top), line, font=_font(size, bold=bold), fill=colour)
        top += round(size * 1.16)
    return top


def _waves(draw: ImageDraw, *colours: str) -> None:
    """Two wide arcs from the lower corner: a quiet ground, drawn of integers only."""
    for number, colour in enumerate(colours):
        reach = 620 - number * 210
        centre = (SIZE[0] - 40, SIZE[1] + 60)
        draw.ellipse((centre[0] - reach, centre[1] - reach, centre[0] + reach, centre[1] + reach), fill=colour)


def _emblem(draw: ImageDraw, colour: str, ground: str) -> None:
    """An open book, for titles in a script that the font does not have."""
    middle, top, wide, high = SIZE[0] // 2, 190, 150, 220
    for side in (-1, 1):
        inner, outer = middle + side * 12, middle + side * (12 + wide)
        draw.polygon([(inner, top + 36), (outer, top), (outer, top + high), (inner, top + high + 36)], fill=colour)
        for row in range(3):
            y = top + 62 + row * 52
            draw.line([(inner + side * 26, y + 6), (outer - side * 26, y - 20)], fill=ground, width=9)


def _png(image: Image) -> bytes:
    out = BytesIO()
    image.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()
