"""Untrusted archives: a package made elsewhere, a .tar.gz, .zip or .mbz file or a folder, read within limits.

Nothing is unpacked onto the disk. Members are read by name, within limits; links and names that lead out of the
package's folder are refused before anything is read.
"""

from __future__ import annotations

import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import TYPE_CHECKING, Self

from mooc_kit.importers import import_codes
from mooc_kit.problems import MoocKitError, Place, UsageError, relative_name

if TYPE_CHECKING:
    from lxml import etree

MAX_MEMBERS = 200_000
MAX_BYTES = 4_000_000_000
MAX_TEXT = 50_000_000
"""What a single XML, JSON or HTML file may have, unpacked."""


class Archive:
    """The members of a package by name, each path below its folder. A context manager; use it in a `with`."""

    def __init__(self, path: Path) -> None:
        """Open `path`. Raises UsageError where there is nothing, MoocKitError where it cannot be trusted or read."""
        self.name = relative_name(path)
        self._read: dict[str, Callable[[], bytes]] = {}
        self._sizes: dict[str, int] = {}
        self._total = 0
        self._close: Callable[[], None] = lambda: None
        if not path.exists():
            raise UsageError(f"{self.name} is not there.")
        try:
            if path.is_dir():
                self._open_folder(path)
            elif zipfile.is_zipfile(path):
                self._open_zip(path)
            else:
                self._open_tar(path)
        except (tarfile.TarError, zipfile.BadZipFile, EOFError, zlib.error, OSError) as error:
            self._close()
            hint = "Export the course anew, and give the file as the platform made it."
            message = f"{self.name} cannot be opened as a package."
            raise MoocKitError(import_codes.NOT_AN_ARCHIVE.at(Place(self.name), message, hint=hint)) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    @property
    def names(self) -> list[str]:
        """The paths of all files, sorted."""
        return sorted(self._read)

    def __contains__(self, name: str) -> bool:
        return name in self._read

    def size(self, name: str) -> int:
        return self._sizes[name]

    def data(self, name: str) -> bytes:
        """The content of a member. Raises MoocKitError where it is damaged."""
        try:
            return self._read[name]()
        except (tarfile.TarError, zipfile.BadZipFile, EOFError, zlib.error, OSError, RuntimeError) as error:
            raise self._broken(name, "It is damaged.") from error

    def text(self, name: str) -> str:
        """A member as text. Raises MoocKitError where it is none, or too long."""
        if self._sizes[name] > MAX_TEXT:
            raise self._broken(name, f"It has more than {MAX_TEXT // 1_000_000} MB.")
        try:
            return self.data(name).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise self._broken(name, "It is not in UTF-8.") from error

    def xml(self, name: str) -> etree._Element:
        """A member as XML, without entities, DTDs or the network. Raises MoocKitError where it is none."""
        from lxml import etree

        if self._sizes[name] > MAX_TEXT:
            raise self._broken(name, f"It has more than {MAX_TEXT // 1_000_000} MB.")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True)
        try:
            return etree.fromstring(self.data(name), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self._broken(name, str(error).split("\n", maxsplit=1)[0][:160]) from error

    def _broken(self, name: str, why: str) -> MoocKitError:
        hint = "Export the course anew; if it stays so, the file was made by hand or by another program."
        place = Place(f"{self.name}/{name}")
        return MoocKitError(import_codes.BROKEN_MEMBER.at(place, f"{name} cannot be read. {why}", hint=hint))

    def _add(self, name: str, size: int, read: Callable[[], bytes]) -> None:
        path = PurePosixPath(name)
        leads_out = path.is_absolute() or ".." in path.parts or ":" in name.split("/", maxsplit=1)[0]
        if leads_out or "\\" in name or "\0" in name:
            raise self._unsafe(name)
        clean = "/".join(part for part in path.parts if part != ".")
        self._read[clean], self._sizes[clean] = read, size
        self._total += size
        if len(self._read) > MAX_MEMBERS or self._total > MAX_BYTES:
            hint = "Take large files (videos) out of the course before you export it."
            raise MoocKitError(import_codes.TOO_LARGE.at(Place(self.name), hint=hint))

    def _unsafe(self, name: str) -> MoocKitError:
        self._close()
        hint = "Do not use this file. Ask where it came from."
        message = f"The package holds {name[:80]!r}, which would lie outside its folder."
        return MoocKitError(import_codes.UNSAFE_MEMBER.at(Place(self.name), message, hint=hint))

    def _open_folder(self, folder: Path) -> None:
        for path in sorted(folder.rglob("*")):
            if path.is_symlink():
                raise self._unsafe(path.relative_to(folder).as_posix())
            if path.is_file() and ".git" not in path.relative_to(folder).parts:
                self._add(path.relative_to(folder).as_posix(), path.stat().st_size, path.read_bytes)

    def _open_zip(self, path: Path) -> None:
        archive = zipfile.ZipFile(path)
        self._close = archive.close
        for info in archive.infolist():
            if (info.external_attr >> 16) & 0o170000 == 0o120000:
                raise self._unsafe(info.filename)
            if not info.is_dir():
                self._add(info.filename, info.file_size, lambda info=info: archive.read(info))  # type: ignore[misc]

    def _open_tar(self, path: Path) -> None:
        archive = tarfile.open(path, "r:*")  # noqa: SIM115  # closed by `_close`
        self._close = archive.close
        for member in archive:
            if member.isdir():
                continue
            if not member.isfile():
                raise self._unsafe(member.name)
            self._add(member.name, member.size, lambda member=member: _extracted(archive, member))  # type: ignore[misc]


def _extracted(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    stream = archive.extractfile(member)
    return stream.read() if stream else b""
