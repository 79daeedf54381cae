"""Course packages: a .tar.gz, .zip or .mbz file, or a folder, made elsewhere and opened without trusting it.

`mooc_kit.archive` reads it; here its errors become problems in the words of importing, and members become text and XML.
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from mooc_kit import archive
from mooc_kit.importers import import_codes
from mooc_kit.problems import MoocKitError, Place, UsageError, relative_name

if TYPE_CHECKING:
    from lxml import etree

LIMITS = archive.ArchiveLimits(files=200_000, bytes=4_000_000_000, small=100_000_000)
MAX_TEXT = 50_000_000
"""What a single XML, JSON or HTML file may have, unpacked."""


class CoursePackage:
    """The members of a package by name, each path below its folder. A context manager; use it in a `with`."""

    def __init__(self, path: Path) -> None:
        """Open `path`. Raises UsageError where there is nothing, MoocKitError where it cannot be trusted or read."""
        self.name = relative_name(path)
        if not path.exists():
            raise UsageError(f"{self.name} is not there.")
        place = Place(self.name)
        try:
            self._members = archive.Archive(path, LIMITS)
        except archive.TooLarge as error:
            hint = "Take large files (videos) out of the course before you export it."
            raise MoocKitError(import_codes.TOO_LARGE.at(place, hint=hint)) from error
        except archive.Outside as error:
            hint = "Export the course anew, as the platform makes it, without links to files elsewhere."
            raise MoocKitError(import_codes.UNSAFE_MEMBER.at(place, str(error), hint=hint)) from error
        except archive.ArchiveError as error:
            hint = "Export the course anew, and give the file as the platform made it."
            message = f"{self.name} cannot be opened as a package."
            raise MoocKitError(import_codes.NOT_AN_ARCHIVE.at(place, message, hint=hint)) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._members.close()

    @property
    def names(self) -> list[str]:
        """The paths of all files, sorted."""
        return sorted(self._members.names)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def size(self, name: str) -> int:
        return self._members.size(name)

    def data(self, name: str) -> bytes:
        """The content of a member. Raises MoocKitError where it is damaged."""
        try:
            return self._members.data(name)
        except archive.Damaged as error:
            raise self._broken(name, str(error)) from error

    def text(self, name: str) -> str:
        """A member as text. Raises MoocKitError where it is none, or too long."""
        if self.size(name) > MAX_TEXT:
            raise self._broken(name, f"It has more than {MAX_TEXT // 1_000_000} MB.")
        try:
            return self.data(name).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise self._broken(name, "It is not in UTF-8.") from error

    def xml(self, name: str) -> etree._Element:
        """A member as XML, without entities, DTDs or the network. Raises MoocKitError where it is none."""
        from lxml import etree

        if self.size(name) > MAX_TEXT:
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
