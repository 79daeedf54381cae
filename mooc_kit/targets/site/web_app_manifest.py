"""Web app manifest (W3C): icons and names with which a phone puts the course among its apps."""

from __future__ import annotations

import json
from functools import lru_cache
from io import BytesIO

from mooc_kit.course.model import Course
from mooc_kit.i18n import Messages
from mooc_kit.targets.site import addresses as at
from mooc_kit.targets.site.colours import PAPER, band_colours

ICONS = (192, 512)


def app_files(course: Course, messages: Messages) -> dict[str, bytes]:
    """The manifest and its icons, by path below the site's folder."""
    icons = {f"{at.OWN_FILES}/icon-{size}.png": icon_png(*band_colours(course.brand), size) for size in ICONS}
    manifest = {
        "name": course.title,
        "short_name": course.title if len(course.title) <= 14 else course.title[:13].rstrip() + "…",
        "description": course.summary or course.subtitle,
        "lang": course.language,
        "dir": messages.dir,
        "id": f"./?{course.id}",
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": band_colours(course.brand)[0],
        "icons": [
            {"src": path, "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any maskable"}
            for path, size in zip(icons, ICONS, strict=True)
        ],
    }
    text = json.dumps({key: value for key, value in manifest.items() if value}, ensure_ascii=False, indent=2)
    return {at.MANIFEST: text.encode() + b"\n", **icons}


@lru_cache(maxsize=16)
def icon_png(band: str, on_band: str, size: int) -> bytes:
    """A square icon in the band's colours: an open book, so that no font and no script of any language is needed."""
    from PIL import Image, ImageDraw

    scale = 4  # drawn larger and made smaller: edges without steps
    image = Image.new("RGB", (size * scale, size * scale), band)
    draw = ImageDraw.Draw(image)

    def at_(x: float, y: float) -> tuple[float, float]:
        return x * size * scale / 100, y * size * scale / 100

    left = [at_(48, 36), at_(27, 30), at_(27, 66), at_(48, 72)]
    right = [at_(52, 36), at_(73, 30), at_(73, 66), at_(52, 72)]
    for page in (left, right):
        draw.polygon(page, fill=on_band)
    for y in (42, 50, 58):
        draw.line([at_(31.5, y - 3), at_(43.5, y + 0.5)], fill=band, width=int(size * scale * 0.022))
        draw.line([at_(56.5, y + 0.5), at_(68.5, y - 3)], fill=band, width=int(size * scale * 0.022))
    out = BytesIO()
    image.resize((size, size), Image.Resampling.LANCZOS).quantize(32).save(out, "PNG", optimize=True)
    return out.getvalue()
