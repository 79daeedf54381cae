"""Archives: zip and tar files, read within limits, never outside their folder, written byte for byte the same.

The one door to `zipfile` and `tarfile`. Nothing is unpacked into a folder; members are read by name. An archive comes
from a stranger: what it says of sizes and names is checked before anything is read.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import posixpath
import re
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

_GZIP = b"\x1f\x8b"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_IN_MEMORY = 64_000_000
"""Up to this size an unpacked tar stays in memory; a larger one lies in a file that only this process knows."""
_LEVEL = 6
_MOST_LINKS = 8
_LONGEST_LINK = 4_096
_DAMAGED = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
    LookupError,
    OverflowError,
)
"""What reading a damaged archive raises, found by fuzzing."""
_PIECE = 1 << 20
_BESIDE_A_FILE = 2_048
"""A tar's heads and blank space for a file."""
_END_OF_A_TAR = 512
_DRIVE = re.compile(r"[A-Za-z]:(?:/|$)")


@dataclass(frozen=True)
class ArchiveLimits:
    """How much an archive may unpack to: files, bytes, and how many times its own size.

    Text packs to a tenth or a twentieth, a bomb to a thousandth; below `small` bytes nobody asks for the `ratio`.
    """

    files: int
    bytes: int
    ratio: int = 200
    small: int = 1_000_000


class ArchiveError(Exception):
    """An archive that is not read; its message says why, in a sentence."""


class Damaged(ArchiveError):
    """It is no archive, or a broken one, or one with a password."""


class TooLarge(ArchiveError):
    """It would unpack to more than the limits allow."""


class Outside(ArchiveError):
    """A member that lies, or points, outside the archive's folder, or that is no file at all."""


class Archive:
    """The members of a zip file, a tar file (plain, gzip, bzip2, xz) or a folder, by their paths below its folder.

    A context manager. Raises Damaged, TooLarge or Outside when it is opened, before any member is read.
    """

    def __init__(self, source: Path | bytes, limits: ArchiveLimits) -> None:
        self._limits = limits
        self._read: dict[str, Callable[[], bytes]] = {}
        self._sizes: dict[str, int] = {}
        self._links: dict[str, str] = {}
        self._total = 0
        self._open: list[IO[bytes] | zipfile.ZipFile | tarfile.TarFile] = []
        try:
            if isinstance(source, Path) and source.is_dir():
                self._packed_size = limits.bytes
                self._open_folder(source)
            else:
                self._open_file(source)
            self._follow_links()
        except ArchiveError:
            self.close()
            raise
        except _DAMAGED as error:
            self.close()
            if isinstance(error, OSError) and error.errno is not None:
                raise Damaged(f"It cannot be read: {error.strerror}.") from error
            raise Damaged("The archive is damaged.") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        while self._open:
            self._open.pop().close()

    @property
    def names(self) -> list[str]:
        """The paths of all files, in the archive's own order."""
        return list(self._read)

    def __contains__(self, name: str) -> bool:
        return name in self._read

    def size(self, name: str) -> int:
        """The bytes of a member, unpacked."""
        return self._sizes[name]

    def data(self, name: str) -> bytes:
        """The content of a member. Raises Damaged where it cannot be read."""
        try:
            found = self._read[name]()
        except _DAMAGED as error:
            why = "It needs a password." if "password" in str(error) else "It is damaged."
            raise Damaged(why) from error
        if len(found) != self._sizes[name]:
            raise Damaged("It is damaged.")
        return found

    def _add(self, name: str, size: int, read: Callable[[], bytes]) -> None:
        clean = inside(name)
        self._total += size
        self._read[clean], self._sizes[clean] = read, size
        if len(self._read) > self._limits.files or self._total > self._most():
            raise TooLarge(f"The archive would unpack to {self._total / 1_000_000:.0f} MB and more.")

    def _link(self, name: str, target: str) -> None:
        self._links[inside(name)] = inside(target)
        if len(self._links) > self._limits.files:
            raise TooLarge("The archive holds too many links.")

    def _follow_links(self) -> None:
        """A link to another member is that member under a second name; what it counts for the limits is added too."""
        # A file that was packed twice is, the second time, a link to itself.
        self._links = {name: to for name, to in self._links.items() if name != to or name not in self._read}
        for name, first in self._links.items():
            target = first
            for _ in range(_MOST_LINKS):
                target = self._links.get(target, target)
            if target in self._links or target not in self._read:
                raise Outside(f"{name[:80]!r} is a link to {first[:80]!r}, which is no file of the archive.")
            self._add(name, self._sizes[target], self._read[target])

    def _open_folder(self, folder: Path) -> None:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if ".git" in path.relative_to(folder).parts:
                continue
            if path.is_symlink():
                self._follow_on_disk(folder, path, name)
            elif path.is_file():
                self._add(name, path.stat().st_size, path.read_bytes)

    def _follow_on_disk(self, folder: Path, path: Path, name: str) -> None:
        target = path.resolve()
        if not target.is_relative_to(folder.resolve()) or not target.is_file():
            raise Outside(f"{name[:80]!r} is a link to something else than a file of this folder.")
        self._add(name, target.stat().st_size, target.read_bytes)

    def _open_file(self, source: Path | bytes) -> None:
        stream: IO[bytes] = io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
        self._open.append(stream)
        self._packed_size = stream.seek(0, os.SEEK_END)
        stream.seek(0)
        first = stream.read(4)
        stream.seek(0)
        if first in _ZIP:
            self._open_zip(stream)
        else:
            self._open_tar(stream)

    def _open_zip(self, stream: IO[bytes]) -> None:
        archive = zipfile.ZipFile(stream)
        self._open.append(archive)
        for info in archive.infolist():
            if info.is_dir() or not info.filename:
                continue
            name = info.filename.replace("\\", "/")
            if (info.external_attr >> 16) & 0o170000 == 0o120000:
                if info.file_size > _LONGEST_LINK:
                    raise Outside(f"{name[:80]!r} is a link that leads nowhere.")
                to = archive.read(info).decode("utf-8", "surrogateescape")
                self._link(name, posixpath.join(posixpath.dirname(name), to))
            else:
                self._add(name, info.file_size, lambda info=info: archive.read(info))  # type: ignore[misc]

    def _open_tar(self, packed: IO[bytes]) -> None:
        """A compressed tar is unpacked once, and what was unpacked is kept: whoever jumped about in it would unpack all
        that lies before again for every jump."""
        first = packed.read(6)
        packed.seek(0)
        pieces = next((pieces for mark, pieces in _COMPRESSED.items() if first.startswith(mark)), None)
        stream = packed if pieces is None else self._unpacked(pieces(packed))
        archive = tarfile.open(fileobj=stream, mode="r:")  # noqa: SIM115  # closed by `close`
        self._open.append(archive)
        for member in archive:
            if member.isdir():
                continue
            if member.islnk():
                self._link(member.name, member.linkname)
            elif member.issym():
                self._link(member.name, posixpath.join(posixpath.dirname(member.name), member.linkname))
            elif not member.isfile():
                raise Outside(f"{member.name[:80]!r} is no file but a device.")
            else:
                self._add(member.name, member.size, lambda member=member: _extracted(archive, member))  # type: ignore[misc]

    def _unpacked(self, pieces: Iterator[bytes]) -> IO[bytes]:
        """All of a compressed stream, within the limits and what a tar needs beside its files."""
        kept: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
        self._open.append(kept)
        most = self._most() + _BESIDE_A_FILE * self._limits.files
        for piece in pieces:
            kept.write(piece)
            if kept.tell() > most:
                raise TooLarge(f"The archive would unpack to {kept.tell() / 1_000_000:.0f} MB and more.")
        kept.seek(0)
        return kept

    def _most(self) -> int:
        """How many bytes the files of this archive may have together."""
        return min(self._limits.bytes, max(self._limits.small, self._limits.ratio * self._packed_size))


def inside(name: str) -> str:
    """`name` as a path below a folder. Raises Outside for one that leads out of it."""
    clean = posixpath.normpath(name)
    leads_out = clean.startswith(("/", "../")) or clean in ("..", ".") or _DRIVE.match(clean)
    if leads_out or not name or "\0" in name or "\\" in name:
        raise Outside(f"The file {name[:80]!r} would lie outside the archive's folder.")
    return clean


def _gunzipped(packed: IO[bytes]) -> Iterator[bytes]:
    """The pieces of a gzip stream. Behind its end anything may stand; it may be cut off behind the end of the tar."""
    last = b""
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    for read in iter(lambda: packed.read(_PIECE), b""):
        rest = read
        while rest:
            if unpacker.eof:
                if not rest.startswith(_GZIP):
                    return
                unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
            if piece := unpacker.decompress(rest, _PIECE):
                last = (last + piece)[-_END_OF_A_TAR:]
                yield piece
            rest = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
    if piece := unpacker.flush():
        last = (last + piece)[-_END_OF_A_TAR:]
        yield piece
    if not unpacker.eof and last.strip(b"\0"):
        raise EOFError


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: stream.read(_PIECE), b"")


_COMPRESSED: Mapping[bytes, Callable[[IO[bytes]], Iterator[bytes]]] = {
    _GZIP: _gunzipped,
    b"BZh": lambda packed: _pieces(bz2.BZ2File(packed)),
    b"\xfd7zXZ": lambda packed: _pieces(lzma.LZMAFile(packed)),  # noqa: SIM115  # `close` closes what it reads
}
"""How what is compressed is unpacked, by how it begins."""


def is_zip(data: bytes) -> bool:
    """Whether `data`, or a file that begins with it, is a zip file."""
    return data[:4] in _ZIP


def read_all(source: Path | bytes, limits: ArchiveLimits) -> dict[str, bytes]:
    """All files of an archive by their paths. Raises ArchiveError."""
    with Archive(source, limits) as archive:
        return {name: archive.data(name) for name in archive.names}


def tar_gz(files: Mapping[str, bytes | Path], *, is_plain: bool = False) -> bytes:
    """The files as a .tar.gz: names in order, no times, no owners.

    `is_plain` keeps to the old format (ustar: no name of more than 255 bytes), for readers that know nothing newer.
    """
    packed = io.BytesIO()
    form = tarfile.USTAR_FORMAT if is_plain else tarfile.PAX_FORMAT
    with (
        gzip.GzipFile(fileobj=packed, mode="wb", filename="", mtime=0, compresslevel=_LEVEL) as stream,
        tarfile.open(fileobj=stream, mode="w", format=form) as tar,
    ):
        for name, content in sorted(files.items()):
            data = content if isinstance(content, bytes) else content.read_bytes()
            member = tarfile.TarInfo(name)
            member.size, member.mode, member.mtime = len(data), 0o644, 0
            tar.addfile(member, io.BytesIO(data))
    return packed.getvalue()


def zip_bytes(
    files: Mapping[str, bytes | Path], *, first: tuple[str, ...] = (), is_stored: tuple[str, ...] = ()
) -> bytes:
    """The files as a zip file, names in order; those in `first` stand first, as some formats ask.

    Those in `is_stored` are not compressed.
    """
    packed = io.BytesIO()
    ordered = [*(name for name in first if name in files), *sorted(name for name in files if name not in first)]
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name in ordered:
            content = files[name]
            member = zipfile.ZipInfo(name)  # 1980-01-01, the beginning of time in a zip file
            member.create_system = 3  # as on Unix, on every system
            member.external_attr = 0o644 << 16
            member.compress_type = zipfile.ZIP_STORED if name in is_stored else zipfile.ZIP_DEFLATED
            made.writestr(member, content if isinstance(content, bytes) else content.read_bytes())
    return packed.getvalue()


def _extracted(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    stream = archive.extractfile(member)
    return stream.read() if stream else b""
