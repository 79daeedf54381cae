"""H5P pictures: a question shows one above its words; its Markdown may name more."""

from __future__ import annotations

import io
import posixpath
import re
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from mooc_kit.content.markdown import markdown_tokens
from mooc_kit.quizzes.formats.markup import may_name_media
from mooc_kit.quizzes.media import media_paths
from mooc_kit.quizzes.model import QuizFile

_SPACE_ID = uuid.UUID("0c8e4f0b-6a0d-4f43-8a7c-9f8f7f6f2b10")
_MIMES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}


class H5pPictures:
    """Collects the pictures that are shown; `files` are their places below `content/` and their bytes."""

    def __init__(self, media: Mapping[str, bytes]) -> None:
        self.media = media
        self.files: dict[str, bytes] = {}
        self._names: dict[str, str] = {}

    def above(self, markdown: str) -> dict[str, Any] | None:
        """The text's first picture as H5P.Image; None where it has none, or none that H5P shows."""
        found = _first_picture(markdown)
        file = self._file(found[0]) if found and found[0] in self.media else None
        if found is None or file is None:
            return None
        alt = found[1] or posixpath.basename(found[0])
        return {
            "library": "H5P.Image 1.1",
            "params": {"contentName": "Image", "alt": alt, "decorative": False, "file": file},
            "subContentId": str(uuid.uuid5(_SPACE_ID, found[0])),
            "metadata": {"contentType": "Image", "license": "U", "title": alt[:100]},
        }

    def is_more(self, quiz: QuizFile) -> bool:
        """Whether the quiz names files that are not shown."""
        return bool(set(media_paths(quiz)) - set(self._names))

    def _file(self, path: str) -> dict[str, Any] | None:
        from PIL import Image, UnidentifiedImageError

        try:
            with Image.open(io.BytesIO(self.media[path])) as picture:
                mime, (width, height) = _MIMES[picture.format or ""], picture.size
        except (UnidentifiedImageError, OSError, ValueError, KeyError, Image.DecompressionBombError):
            return None
        if path not in self._names:
            stem = re.sub(r"[^a-z0-9-]+", "-", posixpath.basename(path).rpartition(".")[0].lower()).strip("-")
            name = f"images/{len(self._names) + 1}-{stem or 'picture'}.{mime.partition('/')[2].replace('jpeg', 'jpg')}"
            self._names[path] = name
            self.files[name] = self.media[path]
        size = {"width": width, "height": height}
        return {"path": self._names[path], "mime": mime, "copyright": {"license": "U"}, **size}


def _first_picture(markdown: str) -> tuple[str, str] | None:
    """The path and the description of the first picture."""
    if may_name_media(markdown):
        for token in markdown_tokens(markdown):
            for part in token.children or ():
                if part.type == "image":
                    return unquote(str(part.attrs.get("src", ""))), part.content
    return None
