"""Reproducible archives: bytes that follow from the files alone, no times, no users, names in order."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path


def tar_gz(files: Mapping[str, bytes | Path]) -> bytes:
    """The files, by their names in the archive, as a .tar.gz."""
    packed = io.BytesIO()
    zipped = gzip.GzipFile(fileobj=packed, mode="wb", filename="", mtime=0)
    with zipped, tarfile.open(fileobj=zipped, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, content in sorted(files.items()):
            data = content if isinstance(content, bytes) else content.read_bytes()
            member = tarfile.TarInfo(name)
            member.size, member.mode, member.mtime = len(data), 0o644, 0
            tar.addfile(member, io.BytesIO(data))
    return packed.getvalue()


def zip_archive(files: Mapping[str, bytes | Path], *, first: tuple[str, ...] = ()) -> bytes:
    """The files as a .zip; names in `first` stand first, as some formats ask."""
    packed = io.BytesIO()
    ordered = [*(name for name in first if name in files), *sorted(name for name in files if name not in first)]
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name in ordered:
            content = files[name]
            member = zipfile.ZipInfo(name)  # 1980-01-01, the beginning of time in a zip file
            member.external_attr = 0o644 << 16
            member.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(member, content if isinstance(content, bytes) else content.read_bytes())
    return packed.getvalue()
