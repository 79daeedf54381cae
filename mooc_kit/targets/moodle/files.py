"""Moodle file pool: files by the SHA-1 of their content, and rows that say where each is used."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from mooc_kit.targets.moodle.ids import IdNumbering
from mooc_kit.targets.moodle.xml_tree import Element, below, new, put

# A table of our own: what the system's knows would differ from one computer to the next.
# fmt: off
_TYPES = {
    ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
    ".webp": "image/webp", ".pdf": "application/pdf", ".mp3": "audio/mp3", ".ogg": "audio/ogg", ".oga": "audio/ogg",
    ".wav": "audio/wav", ".m4a": "audio/mp4", ".mp4": "video/mp4", ".webm": "video/webm", ".vtt": "text/vtt",
    ".txt": "text/plain", ".md": "text/plain", ".csv": "text/csv", ".json": "application/json",
    ".zip": "application/zip",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text", ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation", ".epub": "application/epub+zip",
    ".geojson": "application/json", ".ics": "text/calendar", ".html": "text/html", ".xml": "application/xml",
}
# fmt: on


@dataclass(frozen=True)
class Area:
    """A file area: where in the course files lie. `item` tells apart the things of a context that have files."""

    context: int
    component: str
    name: str
    item: int = 0


class Files:
    """The files of one backup. `rows` is files.xml in the making, `pool` the contents by their place in the archive."""

    def __init__(self, numbering: IdNumbering, made: int) -> None:
        self._numbering = numbering
        self._made = made
        self._hashes: dict[Path, tuple[str, int]] = {}
        self._ids: set[int] = set()
        self.rows: Element = new("files")
        self.pool: dict[str, bytes | Path] = {}

    def add(self, area: Area, path: PurePosixPath, content: bytes | Path) -> list[int]:
        """Puts `content` at `path` of a file area; gives the ids of its row and of its folder's row."""
        digest, size = self._hashed(content)
        if size:  # Moodle knows the empty file by heart, and keeps it out of the pool
            self.pool.setdefault(f"files/{digest[:2]}/{digest}", content)
        folder = "/" if path.parent == PurePosixPath(".") else f"/{path.parent}/"
        kind = _TYPES.get(path.suffix.lower(), "document/unknown")
        return [
            self._row(area, folder, path.name, digest, (size, kind)),
            self._row(area, folder, ".", _hash(b""), (0, None)),
        ]

    def place(self, content: Path) -> str:
        """Where `content` lies in the archive once it was added. Moodle's own backups have it at the same place."""
        digest, _ = self._hashed(content)
        return f"files/{digest[:2]}/{digest}"

    def _row(self, area: Area, folder: str, name: str, digest: str, what: tuple[int, str | None]) -> int:
        size, kind = what
        id = self._numbering.of("files", f"{area.context}/{area.component}/{area.name}/{area.item}{folder}{name}")
        if id in self._ids:
            return id
        self._ids.add(id)
        row = below(self.rows, "file", id=id)
        put(
            row,
            contenthash=digest,
            contextid=area.context,
            component=area.component,
            filearea=area.name,
            itemid=area.item,
            filepath=folder,
            filename=name,
            userid=None,
            filesize=size,
            mimetype=kind,
            status=0,
            timecreated=self._made,
            timemodified=self._made,
            source=None,
            author=None,
            license=None,
            sortorder=0,
            repositorytype=None,
            repositoryid=None,
            reference=None,
        )
        return id

    def _hashed(self, content: bytes | Path) -> tuple[str, int]:
        if isinstance(content, bytes):
            return _hash(content), len(content)
        if content not in self._hashes:
            data = content.read_bytes()
            self._hashes[content] = (_hash(data), len(data))
        return self._hashes[content]


def _hash(data: bytes) -> str:
    # SHA-1 is how Moodle names files in its pool; nothing here rests on its strength.
    return hashlib.sha1(data, usedforsecurity=False).hexdigest()
