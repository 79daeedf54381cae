"""Responsive images: several widths, so that a phone loads a small one, without metadata.

What a camera wrote beside the picture (place, time, owner) is left out, and its turn is applied.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from mooc_kit.content import svg
from mooc_kit.content.pictures import PictureError, is_raster, measured, opened
from mooc_kit.files import write_whole

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTHS = (480, 960, 1600)
"""In pixels: a phone, a phone with a fine screen or a column of text, a large screen. Never more than the original."""
QUALITY = 82
RECIPE = f"webp {QUALITY} 1"
"""Changes whenever what is made of the same picture changes: kept pictures of another recipe are not used."""
SIZES = "(min-width: 48rem) 42rem, 94vw"
"""How wide a picture in a text is shown at most."""


@dataclass(frozen=True)
class Picture:
    """One picture of the kit as the site shows it: paths below the site's folder by width, smallest first."""

    versions: tuple[tuple[int, str], ...]
    width: int
    height: int


@dataclass
class ResponsivePictures:
    """Makes the versions of the kit's pictures once each. `kept` is a folder that later builds take them from."""

    assets: dict[str, Path]
    kept: Path | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    """Every version made so far, by its path below the site's folder."""
    linked: set[str] = field(default_factory=set)
    """Files of the kit that pages show or link to as they are."""
    asked: set[str] = field(default_factory=set)
    """Pictures that were asked for since somebody last emptied this."""
    _made: dict[str, Picture | None] = field(default_factory=dict)

    def picture(self, kit_path: str) -> Picture | None:
        """The picture at `kit_path`; None where the file is shown as it is (drawings, animations)."""
        self.asked.add(kit_path)
        if kit_path not in self._made:
            self._made[kit_path] = self._versions(kit_path) if is_raster(kit_path) else None
        return self._made[kit_path]

    def room(self, kit_path: str) -> tuple[int, int] | None:
        """Width and height in pixels of what is shown as it is (see `picture`); None where the file does not say."""
        file = self.assets.get(kit_path)
        try:
            if file is None:
                return None
            if kit_path.lower().endswith(".svg"):
                return svg.measured(file.read_bytes())
            if is_raster(kit_path):
                size = measured(file)
                return size.width, size.height
        except (PictureError, OSError):
            pass
        return None

    def is_replaced(self, kit_path: str) -> bool:
        """Whether the site needs only the versions of this picture, not the file itself."""
        return kit_path not in self.linked and self._made.get(kit_path) is not None

    def _versions(self, kit_path: str) -> Picture | None:
        file = self.assets.get(kit_path)
        if file is None:
            return None
        try:
            size = measured(file)
            if size.is_animated:
                return None
            data = file.read_bytes()
            widest = min(size.width, WIDTHS[-1])
            widths = [*(width for width in WIDTHS if width < widest), widest]
            made = self._from_kept(data, widths) or self._make(file, data, widths)
        except (PictureError, OSError):
            return None
        named = []
        for width, version in zip(widths, made, strict=True):
            path = f"assets/{kit_path}.{width}.webp"
            self.files[path] = version
            named.append((width, path))
        return Picture(tuple(named), widest, max(1, round(size.height * widest / size.width)))

    def _key(self, data: bytes, width: int) -> str:
        return hashlib.sha256(f"{RECIPE} {width} ".encode() + data).hexdigest()

    def _from_kept(self, data: bytes, widths: list[int]) -> list[bytes] | None:
        if self.kept is None:
            return None
        found = [self.kept / f"{self._key(data, width)}.webp" for width in widths]
        try:
            return [path.read_bytes() for path in found]
        except OSError:
            return None

    def _make(self, file: Path, data: bytes, widths: list[int]) -> list[bytes]:
        from PIL import ImageOps

        with opened(file) as image:
            is_drawing = image.mode in ("P", "1", "L") or image.format in ("PNG", "GIF")
            whole = ImageOps.exif_transpose(image)
            whole = whole.convert("RGBA" if whole.has_transparency_data else "RGB")
            made = [_encoded(whole, width, is_drawing=is_drawing) for width in widths]
        for width, version in zip(widths, made, strict=True):
            self._keep(f"{self._key(data, width)}.webp", version)
        return made

    def _keep(self, name: str, version: bytes) -> None:
        if self.kept is None:
            return
        try:
            write_whole(self.kept / name, version)
        except OSError:
            return  # A kit that cannot be written to is built all the same, only slower the next time.


def _encoded(image: Image, width: int, *, is_drawing: bool) -> bytes:
    """`image` at `width`, as WebP. Drawings are tried without loss too: that is often smaller, and always sharper."""
    from PIL import Image as pil

    if width != image.width:
        image = image.resize((width, max(1, round(image.height * width / image.width))), pil.Resampling.LANCZOS)
    options = [{"quality": QUALITY, "method": 4}]
    if is_drawing:
        options.append({"lossless": True, "quality": 60, "method": 3})
    made = []
    for option in options:
        out = BytesIO()
        image.save(out, "WEBP", exif=b"", icc_profile=None, **option)
        made.append(out.getvalue())
    return min(made, key=len)
