"""OLX tree: blocks with their definitions, found wherever the export put them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from mooc_kit.importers import import_codes
from mooc_kit.importers.archive import CoursePackage
from mooc_kit.problems import MoocKitError, Place

if TYPE_CHECKING:
    from lxml import etree

MAX_DEPTH = 12


@dataclass(frozen=True)
class Block:
    """A block: its kind, its url_name, and its definition."""

    tag: str
    name: str
    xml: etree._Element

    @property
    def title(self) -> str:
        return " ".join((self.xml.get("display_name") or "").split())

    def flag(self, field: str) -> bool:
        return (self.xml.get(field) or "").lower() == "true"


def day_of(moment: object) -> date | None:
    """The day of a moment as Open edX writes it, at times in quotes; None for anything else."""
    try:
        return date.fromisoformat(str(moment or "").strip('"')[:10])
    except ValueError:
        return None


class OlxTree:
    """The course in `archive`. Raises MoocKitError where it has no course.xml or cannot be read."""

    def __init__(self, archive: CoursePackage) -> None:
        self.archive = archive
        found = sorted((n for n in archive.names if PurePosixPath(n).name == "course.xml"), key=lambda n: n.count("/"))
        if not found:
            hint = "Export the course in Studio: Tools > Export."
            raise MoocKitError(import_codes.NO_COURSE.at(Place(archive.name), hint=hint))
        self.root = found[0].removesuffix("course.xml")
        pointer = archive.xml(found[0])
        self.organisation, self.number = pointer.get("org") or "", pointer.get("course") or ""
        self.run = pointer.get("url_name") or ""
        self.course = self.block(pointer)
        policy = self.json(f"policies/{self.run}/policy.json")
        self.policy: dict[str, Any] = policy.get(f"course/{self.run}", {}) if isinstance(policy, dict) else {}
        grading = self.json(f"policies/{self.run}/grading_policy.json")
        self.grading: dict[str, Any] = grading if isinstance(grading, dict) else {}

    def block(self, element: etree._Element) -> Block:
        """The block that `element` is or points at."""
        tag, name = str(element.tag), element.get("url_name") or ""
        path = f"{self.root}{tag}/{name.replace(':', '/')}.xml"
        is_pointer = not len(element) and path in self.archive
        return Block(tag, name, self.archive.xml(path) if is_pointer else element)

    def children(self, block: Block) -> Iterator[Block]:
        for child in block.xml:
            if isinstance(child.tag, str) and child.tag not in ("wiki", "textbook"):
                yield self.block(child)

    def html(self, block: Block) -> str:
        """The HTML of an html block, from its own file."""
        name = block.xml.get("filename") or block.name
        path = f"{self.root}html/{name}.html"
        if path in self.archive:
            return self.archive.text(path)
        from lxml import etree

        return "".join(etree.tostring(child, encoding="unicode") for child in block.xml)

    def text(self, path: str) -> str:
        """A file of the course as text; "" where there is none."""
        return self.archive.text(self.root + path) if self.root + path in self.archive else ""

    def json(self, path: str) -> Any:
        import json

        try:
            return json.loads(self.text(path) or "null")
        except ValueError:
            return None

    def setting(self, name: str) -> Any:
        """A setting of the course: the policy goes before the course's own attributes."""
        return self.policy.get(name, self.course.xml.get(name))

    def static(self) -> list[str]:
        """The names of the files below static/."""
        start = f"{self.root}static/"
        return [name.removeprefix(start) for name in self.archive.names if name.startswith(start)]
