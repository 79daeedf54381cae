"""An archive is a ZIP file of a package: read within limits, written so that the same files give the same bytes."""

from __future__ import annotations

import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Mapping

from mooc_kit.problems import Place, Problem
from mooc_kit.quizzes import quiz_codes

MAX_FILES = 5_000
MAX_UNPACKED = 200_000_000
MAX_RATIO = 200
"""How much smaller a file may be packed: text packs to a tenth or a twentieth, a bomb to a thousandth."""


_DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, NotImplementedError, RuntimeError,
    ValueError, OSError, LookupError, OverflowError,
)  # fmt: skip
"""What reading a damaged archive raises, found by fuzzing."""


def is_archive(data: bytes) -> bool:
    return data[:4] in (b"PK\x03\x04", b"PK\x05\x06")


def files_in(data: bytes, file: str) -> tuple[dict[str, bytes], list[Problem]]:
    """The files of a package by their paths; what is no archive is one file, under "" as its path."""
    return read_archive(data, file) if is_archive(data) else ({"": data}, [])


def read_archive(data: bytes, file: str) -> tuple[dict[str, bytes], list[Problem]]:
    """The files in the archive by their paths. Refuses whatever is larger than a package of questions would be."""
    place = Place(file, 1, 1)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if info.filename and not info.is_dir()]
            total = sum(info.file_size for info in infos)
            if len(infos) > MAX_FILES or total > MAX_UNPACKED or total > MAX_RATIO * max(len(data), 5_000):
                hint = "Unpack it yourself, and give the files in it."
                message = f"The archive would unpack to {total / 1_000_000:.0f} MB in {len(infos):,} files."
                return {}, [quiz_codes.UNSAFE_FILE.at(place, message, hint=hint)]
            found: dict[str, bytes] = {}
            for info in infos:
                name = posixpath.normpath(info.filename.replace("\\", "/"))
                if name.startswith(("/", "../")) or name == ".." or ":" in name.split("/")[0]:
                    hint = "Export the package anew."
                    message = f'The file "{info.filename[:80]}" in the archive would land outside of it.'
                    return {}, [quiz_codes.UNSAFE_FILE.at(place, message, hint=hint)]
                with archive.open(info) as stream:
                    content = stream.read(info.file_size + 1)
                if len(content) > info.file_size:
                    raise zipfile.BadZipFile
                found[name] = content
            return found, []
    except _DAMAGED:
        hint = "Download or export it anew; archives with a password cannot be read."
        return {}, [quiz_codes.BROKEN_FILE.at(place, "The archive is damaged.", hint=hint)]


def archive_bytes(files: Mapping[str, bytes]) -> bytes:
    """A ZIP file of `files`; the first one stays first, and nothing in it tells when it was made."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return stream.getvalue()
