"""Moodle .mbz container: a compressed tar archive, the same bytes for the same members."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Mapping
from pathlib import Path


def packed(members: Mapping[str, bytes | Path]) -> bytes:
    """The archive of `members` by name."""
    buffer = io.BytesIO()
    with (
        gzip.GzipFile(filename="", fileobj=buffer, mode="wb", mtime=0, compresslevel=6) as stream,
        tarfile.open(fileobj=stream, mode="w", format=tarfile.USTAR_FORMAT) as archive,
    ):
        for name, content in sorted(members.items()):
            data = content if isinstance(content, bytes) else content.read_bytes()
            info = tarfile.TarInfo(name)  # no times, owners or groups: they would differ from build to build
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()
