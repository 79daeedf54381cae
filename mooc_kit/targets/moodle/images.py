"""Moodle images: those it wants as PNG, of badges and of the course in lists."""

from __future__ import annotations

import io
import tempfile
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from mooc_kit.content.pictures import PictureError, is_raster, opened
from mooc_kit.course.model import Credential
from mooc_kit.files import write_fresh
from mooc_kit.targets.moodle.backup_builder import BackupBuilder
from mooc_kit.targets.site.colours import icon_svg

if TYPE_CHECKING:
    from PIL.Image import Image

SIZES = {"f1.png": 100, "f2.png": 35, "f3.png": 512}
"""The three sizes in which Moodle keeps a badge (lib/gdlib.php)."""
LARGE = 512


def badge_images(builder: BackupBuilder, credential: Credential) -> dict[str, bytes]:
    """The badge in all sizes. One without an image, or with one that cannot be read, gets the course's letter."""
    image = _image(builder, credential.image)
    return {name: _png(image, size) for name, size in SIZES.items()}


def course_image(builder: BackupBuilder) -> tuple[PurePosixPath, bytes]:
    """The course's image: the logo, or its first letter in the brand's colour."""
    return PurePosixPath("course.png"), _png(_image(builder, builder.course.brand.logo or ""), LARGE)


def _image(builder: BackupBuilder, name: str) -> Image:
    file = builder.course.assets.get(name)
    if file is not None:
        try:
            return _raster(file) if is_raster(name) else drawn(file.read_bytes())
        except (PictureError, ValueError, OSError) as error:
            builder.notice(
                f"The image {name}",
                f"It cannot be made a PNG: {str(error)[:200]}.",
                "The first letter of the course stands in its place.",
            )
    return drawn(icon_svg(builder.course))


def _raster(file: Path) -> Image:
    with opened(file) as image:
        return image.convert("RGBA")


@lru_cache(maxsize=16)
def drawn(svg: bytes) -> Image:
    """An SVG as an image of `LARGE` pixels, which nobody may change. Raises ValueError for one that cannot be drawn."""
    import resvg_py
    from PIL import Image, ImageFont

    words = svg.decode("utf-8", errors="replace")
    # A computer without fonts would leave out all words: Pillow brings a font along.
    font = getattr(ImageFont.load_default(12), "font_bytes", b"")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "font.ttf"
        write_fresh(path, font)
        data = bytes(resvg_py.svg_to_bytes(svg_string=words, width=LARGE, font_files=[str(path)]))
    return Image.open(io.BytesIO(data)).convert("RGBA")


def _png(image: Image, size: int) -> bytes:
    """The image on a transparent square."""
    from PIL import Image as pil

    small = image.copy()
    small.thumbnail((size, size), pil.Resampling.LANCZOS)
    ground = pil.new("RGBA", (size, size), (0, 0, 0, 0))
    ground.paste(small, ((size - small.width) // 2, (size - small.height) // 2))
    buffer = io.BytesIO()
    ground.save(buffer, "PNG", optimize=False)
    return buffer.getvalue()
