"""OLX tree: blocks with their definitions, found wherever the export put them; a broken file costs one block."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from mooc_kit.importers import import_codes
from mooc_kit.importers.archive import CoursePackage
from mooc_kit.problems import MoocKitError, Place, Problem

if TYPE_CHECKING:
    from lxml import etree

MAX_DEPTH = 12
_NO_BLOCKS = ("wiki", "textbook", "show")
CONTAINERS = frozenset(
    {
        "course",
        "chapter",
        "sequential",
        "vertical",
        "split_test",
        "library_content",
        "itembank",
        "randomize",
        "conditional",
        "wrapper",
        "problemset",
        "videosequence",
    }
)
"""Kinds whose children are blocks."""
_NOBODY = ("", "{}", "null", "None")
VERIFIED = '"50"'
"""Open edX's partition of enrolment tracks: proctored exams are for the verified track."""


@dataclass(frozen=True)
class Block:
    """A block: its kind, its url_name, and its definition."""

    tag: str
    name: str
    xml: etree._Element
    broken: str = ""
    """Why its definition cannot be had; "" where it is there."""
    file: str = ""
    """Where its definition stands."""

    @property
    def title(self) -> str:
        return " ".join((self.xml.get("display_name") or "").split())

    def flag(self, field: str) -> bool:
        return (self.xml.get(field) or "").lower() == "true"

    @property
    def hidden(self) -> str:
        """Why participants do not see it, or not all of them; "" where they do."""
        if self.flag("visible_to_staff_only"):
            return "Only the team sees it on the platform."
        groups = (self.xml.get("group_access") or "").strip()
        is_exams_track = self.flag("is_proctored_enabled") and VERIFIED in groups and groups.count(":") == 1
        if groups not in _NOBODY and not is_exams_track:
            return "Only some groups see it on the platform."
        return ""


def day_of(moment: object) -> date | None:
    """The day of a moment as Open edX writes it, at times in quotes; None for anything else."""
    try:
        return date.fromisoformat(str(moment or "").strip('"')[:10])
    except ValueError:
        return None


@dataclass
class OlxTree:
    """The course in `archive`. Raises MoocKitError where it has no course.xml or cannot be read."""

    archive: CoursePackage
    broken: list[Problem] = field(default_factory=list)
    """What is wrong with the files of blocks that cannot be read."""
    read: set[str] = field(default_factory=set)
    """The files of the package that were read."""

    def __post_init__(self) -> None:
        archive = self.archive
        found = course_files(archive.names)
        if not found:
            hint = "Export the course in Studio: Tools > Export."
            raise MoocKitError(import_codes.NO_COURSE.at(Place(archive.name), hint=hint))
        self.root = found[0].removesuffix("course.xml")
        pointer = archive.xml(found[0])
        self.organisation, self.number = pointer.get("org") or "", pointer.get("course") or ""
        self.run = pointer.get("url_name") or ""
        self.policies = self._json_of(f"policies/{self.run}/policy.json") or self._json_of(f"policies/{self.run}.json")
        path = f"{self.root}course/{self.run}.xml"
        self.course = Block("course", self.run, archive.xml(path) if path in archive else pointer, file=path)
        self.policy: dict[str, Any] = self._policy_of("course", self.run)
        self.grading: dict[str, Any] = self._json_of(f"policies/{self.run}/grading_policy.json") or self._json_of(
            "grading_policy.json"
        )

    def _json_of(self, path: str) -> dict[str, Any]:
        found = self.json(path)
        return found if isinstance(found, dict) else {}

    def _policy_of(self, tag: str, name: str) -> dict[str, Any]:
        found = self.policies.get(f"{tag}/{name}")
        return found if isinstance(found, dict) else {}

    def block(self, element: etree._Element) -> Block:
        """The block that `element` is or points at, with what the policy says of it."""
        from lxml import etree

        tag, name = str(element.tag), element.get("url_name") or element.get("slug") or ""
        path = f"{self.root}{tag}/{name.replace(':', '/')}.xml"
        broken, xml = "", element
        is_pointer = not len(element) and not (element.text or "").strip()
        if is_pointer and name and path in self.archive:
            self.read.add(path)
            try:
                xml = self.archive.xml(path)
            except MoocKitError as error:
                self.broken += error.problems
                broken = str(error.problems[0].message)
        elif is_pointer and set(element.keys()) <= {"url_name"} and not self._html_path(tag, name, element):
            broken = f"{tag}/{name}.xml is not in the package."
        if not broken and xml.tag != tag:
            tag = str(xml.tag) if isinstance(xml.tag, str) else tag
        for comment in list(xml.iter(etree.Comment, etree.PI)):
            take_out(comment)
        for key, value in self._policy_of(tag, name).items():
            if not broken and isinstance(key, str) and key.isidentifier():
                xml.set(key, _written(value))
        return Block(tag, name, xml, broken, path if xml is not element else "")

    def children(self, block: Block) -> Iterator[Block]:
        for child in block.xml:
            if isinstance(child.tag, str) and child.tag not in _NO_BLOCKS:
                yield self.block(child)

    def below_block(self, block: Block, depth: int = 0) -> Iterator[Block]:
        """All blocks below a block, in order."""
        if block.broken or block.tag not in CONTAINERS or depth > MAX_DEPTH:
            return
        for child in self.children(block):
            yield child
            yield from self.below_block(child, depth + 1)

    def _html_path(self, tag: str, name: str, element: etree._Element) -> str:
        if tag not in ("html", "about", "static_tab"):
            return ""
        wanted = element.get("filename") or name
        paths = (f"{self.root}html/{wanted}.html", f"{self.root}html/{name}.html", f"{self.root}{wanted}.html")
        return next((path for path in paths if path in self.archive), "")

    def html(self, block: Block) -> str:
        """The HTML of an html block, from its own file or from within. Raises MoocKitError where it cannot be read."""
        from html import escape

        from lxml import etree

        path = self._html_path("html", block.name, block.xml)
        if path:
            self.read.add(path)
            return self.archive.text(path)
        wanted = f"{self.root}{block.xml.get('filename')}"
        if block.xml.get("filename") and wanted in self.archive:  # old exports name the file with its ending
            self.read.add(wanted)
            return self.archive.text(wanted)
        text = block.xml.text or ""
        # What stood in a CDATA section is HTML as text.
        inner = text if not len(block.xml) and "<" in text else escape(text, quote=False)
        return inner + "".join(etree.tostring(child, encoding="unicode", method="html") for child in block.xml)

    def has_html(self, block: Block) -> bool:
        """Whether the words of an html block are anywhere."""
        return bool(
            self._html_path("html", block.name, block.xml)
            or len(block.xml)
            or (block.xml.text or "").strip()
            or not block.xml.get("filename")
            or f"{self.root}{block.xml.get('filename')}" in self.archive
        )

    def words(self, path: str) -> str:
        """A file of the course as text; "" where there is none that can be read."""
        whole = self.root + path
        if whole not in self.archive:
            return ""
        self.read.add(whole)
        try:
            return self.archive.text(whole)
        except MoocKitError as error:
            self.broken += error.problems
            return ""

    def json(self, path: str) -> Any:
        try:
            return json.loads(self.words(path) or "null")
        except ValueError:
            return None

    def setting(self, name: str) -> Any:
        """A setting of the course: the policy goes before the course's own attributes, which hold lists as JSON."""
        if name in self.policy:
            return self.policy[name]
        value = self.course.xml.get(name)
        try:
            return json.loads(value) if value and value[0] in '[{"' else value
        except ValueError:
            return value

    def below(self, folder: str) -> list[str]:
        """The names of the files below a folder of the course."""
        start = f"{self.root}{folder}/"
        return [name.removeprefix(start) for name in self.archive.names if name.startswith(start)]

    def static(self) -> list[str]:
        """The names of the files below static/."""
        return self.below("static")


def course_files(names: list[str]) -> list[str]:
    """The paths of course.xml, the one nearest to the top first."""
    return sorted((n for n in names if PurePosixPath(n).name == "course.xml"), key=lambda n: (n.count("/"), n))


def _written(value: Any) -> str:
    import json

    if isinstance(value, bool):
        return "true" if value else "false"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n")


def take_out(node: Any) -> None:
    """Take an element or a comment out and leave the text behind it."""
    parent, before = node.getparent(), node.getprevious()
    if parent is None:
        return
    if node.tail:
        if before is not None:
            before.tail = (before.tail or "") + node.tail
        else:
            parent.text = (parent.text or "") + node.tail
    parent.remove(node)
