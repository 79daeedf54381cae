"""Book files: pictures and recordings of the kit, as an e-book or paper carries them.

Photographs are made as wide as a page needs, and what a camera wrote beside them (place, time, owner) is left out.
"""

from __future__ import annotations

from io import BytesIO
from mimetypes import guess_type
from pathlib import Path

from mooc_kit.content import svg
from mooc_kit.content.pictures import PictureError, is_raster, opened

WIDEST = 1600
"""In pixels."""
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/svg+xml")


def picture(name: str, content: Path | bytes) -> tuple[str, bytes] | None:
    """The ending and the bytes of a picture, or None where it cannot be shown."""
    if name.lower().endswith(".svg"):
        data = content if isinstance(content, bytes) else content.read_bytes()
        return (".svg", data) if svg.is_harmless(data) else None
    if isinstance(content, bytes) or not is_raster(name):
        return None
    from PIL import Image, ImageOps

    try:
        with opened(content) as image:
            if getattr(image, "is_animated", False) and image.format == "GIF":
                return ".gif", content.read_bytes()
            is_photo = image.format in ("JPEG", "WEBP") and not image.has_transparency_data
            made = ImageOps.exif_transpose(image).convert("RGB" if not image.has_transparency_data else "RGBA")
    except (PictureError, OSError):
        return None
    if made.width > WIDEST:
        made = made.resize((WIDEST, max(1, round(made.height * WIDEST / made.width))), Image.Resampling.LANCZOS)
    out = BytesIO()
    if is_photo:
        made.save(out, "JPEG", quality=85, optimize=True)
    else:
        made.save(out, "PNG", optimize=True)
    return (".jpg" if is_photo else ".png"), out.getvalue()


def media_type(name: str) -> str:
    """The kind of a file by its name, as the standards of e-books write it."""
    own = {".xhtml": "application/xhtml+xml", ".m4a": "audio/mp4", ".opus": "audio/ogg", ".vtt": "text/vtt"}
    ending = f".{name.rpartition('.')[2].lower()}"
    return own.get(ending) or guess_type(name)[0] or "application/octet-stream"
