"""Raster images: what a picture of the kit measures, and whether it can be shown at all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

RASTER = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif"})
MAX_PIXELS = 60_000_000
"""More is not a photograph but a trap: a small file that fills the memory when it is opened."""


class PictureError(ValueError):
    """The file cannot be shown as a picture; the message says why, to follow "The image …"."""


@dataclass(frozen=True)
class Size:
    """What a picture measures in pixels, turned the way it is to be seen."""

    width: int
    height: int
    is_animated: bool = False


def is_raster(path: str) -> bool:
    return PurePosixPath(path).suffix.lower() in RASTER


def measured(path: Path) -> Size:
    """The size of the picture at `path`. Raises PictureError."""
    with opened(path) as image:
        width, height = image.size
        if image.getexif().get(0x0112, 1) in (5, 6, 7, 8):  # Exif 2.3, tag Orientation: lies on its side
            width, height = height, width
        return Size(width, height, bool(getattr(image, "is_animated", False)))


def opened(path: Path | IO[bytes]) -> Image:
    """The picture at `path`, or in it, its pixels not read yet. Raises PictureError."""
    from PIL import Image as pil

    try:
        image = pil.open(path, formats=("JPEG", "PNG", "WEBP", "GIF"))
    except pil.DecompressionBombError:
        raise PictureError("is far too large") from None
    except (OSError, SyntaxError, ValueError):
        raise PictureError("cannot be read: it is damaged, or of another kind than its name says") from None
    width, height = image.size
    if width * height > MAX_PIXELS:
        image.close()
        raise PictureError(f"is far too large ({width} × {height} pixels)")
    return image
