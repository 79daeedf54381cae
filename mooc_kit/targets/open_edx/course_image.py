"""Open edX course image: the picture of the course in lists, in the institution's colours and with its logo."""

from __future__ import annotations

import io
from functools import lru_cache

from mooc_kit.content.pictures import is_raster
from mooc_kit.course.model import Course

SIZE = (1134, 675)
"""What Open edX shows at 378 × 225, three times as large."""


def course_image(course: Course) -> bytes:
    """A PNG in the course's colours: the logo where it is a picture, and waves for what flows on."""
    logo = course.assets.get(course.brand.logo or "") if is_raster(course.brand.logo or "") else None
    return _picture(course.brand.primary, course.brand.accent, course.title, logo.read_bytes() if logo else b"")


@lru_cache(maxsize=16)
def _picture(primary: str, accent: str, title: str, logo: bytes) -> bytes:
    from PIL import Image, ImageDraw

    width, height = SIZE
    image = Image.new("RGB", SIZE, primary)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, height - 90, width, height), fill=accent)
    for step in range(4):
        left, top = width - 420 - step * 130, -260 + step * 60
        draw.ellipse((left, top, left + 620, top + 620), outline=accent, width=6)
    _title(draw, title)
    if logo:
        with Image.open(io.BytesIO(logo)) as opened:
            picture = opened.convert("RGBA")
            picture.thumbnail((300, 200))
            image.paste(picture, (60, 50), picture)
    made = io.BytesIO()
    image.save(made, "PNG", optimize=True)
    return made.getvalue()


def _title(draw: object, title: str) -> None:
    """The title, where the font at hand has its letters."""
    from textwrap import wrap

    from PIL import ImageFont

    if not all(ord(letter) < 0x250 for letter in title):
        return
    font = ImageFont.load_default(size=72)
    lines = wrap(title, 26)[:4]
    draw.multiline_text((60, 300), "\n".join(lines), fill="#ffffff", font=font, spacing=16)  # type: ignore[attr-defined]
