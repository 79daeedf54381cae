"""Cartridge manifest (imsmanifest.xml), as read: resources, table of contents, and what goes into the kit.

All XML is read without namespaces, since they are what the versions 1.0 to 1.3 differ in.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias
from urllib.parse import unquote

from lxml import etree

from mooc_kit.course.own_names import OwnNames
from mooc_kit.course.own_source import Source, unpacked
from mooc_kit.importers.archive import MAX_TEXT, CoursePackage
from mooc_kit.importers.ids import Ids
from mooc_kit.problems import MoocKitError, Notice, Place
from mooc_kit.quizzes.base import ReadQuiz
from mooc_kit.quizzes.formats.account import Account, XmlConventions
from mooc_kit.safe_paths import why_unsafe
from mooc_kit.spec.fields import slug

Element: TypeAlias = Any
"""An element of lxml, as the accounting takes it."""
MANIFEST = "imsmanifest.xml"
CANVAS_FLAG = "course_settings/canvas_export.txt"
TEAM = "web_resources/mooc-kit/"
"""The folder of a cartridge of ours with the table of names and the kit's source. Canvas exports it again."""
MEDIA = "content/media"
_AUTHORED = ("content/", "badges/")
"""Folders of a kit that hold pictures and files of pages."""
_INLINE = frozenset({"webLink", "cartridge_basiclti_link", "questestinterop", "topic", "assignment"})
"""What a resource may hold in itself instead of a file."""
_LITTER = re.compile(r"(^|/)(__MACOSX/|\._|\.DS_Store$|Thumbs\.db$)")
"""What computers put into archives by themselves."""
_OUR_ID = re.compile(r"g[0-9a-f]{32}")
_MEANS_NOTHING = frozenset({"", "false", "0", "0.0", "nil", "null", "[]", "{}", "none"})
_SILENT = frozenset(
    # Where a thing stood, when it was copied, and what Canvas works out of the rest.
    """
    position workflow_state all_day all_day_date assignment_group_identifierref quiz_identifierref
    migration_id is_end_of_module module_locked read_only reusable public hide_score_total
    criterion_id id available available_for_download identifierref content_type
    is_quiz_lti_assignment could_be_locked
    """.split()  # noqa: SIM905  # a table of names reads best as words
)


@dataclass
class CartridgePart:
    """A resource of the manifest, and where it goes in the kit."""

    id: str
    type: str
    href: str
    files: tuple[str, ...]
    depends: tuple[str, ...]
    use: str
    activity: str = ""
    place: str = ""
    """The kit's page that it became."""

    @property
    def kind(self) -> str:
        """What it is, by its type: "web", "link", "tool", "topic", "quiz", "bank", "assignment" or "other"."""
        type = self.type.lower()
        for start, kind in (
            ("imswl", "link"),
            ("imsbasiclti", "tool"),
            ("imsdt", "topic"),
            ("assignment", "assignment"),
            ("imsassignment", "assignment"),
        ):
            if type.startswith(start):
                return kind
        if type.endswith("/assessment") or type == "imsqti_xmlv1p2":
            return "quiz"
        if type.endswith("question-bank"):
            return "bank"
        return (
            "web" if type.startswith(("webcontent", "associatedcontent")) or "application-resource" in type else "other"
        )


@dataclass
class Line:
    """A line of the table of contents."""

    title: str
    ref: str = ""
    below: list[Line] = field(default_factory=list)


class Cartridge:
    """What an archive holds, and what of it goes into the kit."""

    def __init__(self, archive: CoursePackage) -> None:
        """Raises MoocKitError where the manifest cannot be read."""
        self.archive = archive
        self.root = manifest_of(archive).removesuffix(MANIFEST)
        self.manifest = _plain(archive.xml(f"{self.root}{MANIFEST}"))
        self._inside: dict[str, Element] = {}
        """What version 1.3 may have in the manifest itself, by an address in it."""
        self.is_canvas = self.has(CANVAS_FLAG)
        self.notices: list[Notice] = []
        self.files: dict[str, bytes] = {}
        self.counts: Counter[str] = Counter()
        self.changed, self.left_out = Counter[str](), Counter[str]()
        self.unread = 0  # parts that the cartridge names and does not hold, or holds damaged
        self.used: set[str] = {MANIFEST, CANVAS_FLAG}
        self.account = Account(XmlConventions(_means_nothing, why="A kit has no place for it."))
        self._mended: set[str] = set()
        self._variants: list[str] = []
        self._ids: dict[str, Ids] = {}
        self._kept: dict[str, str] = {}
        self._folded = {name.casefold(): name for name in self.names()}
        self.parts = {part.id: part for part in self._parts()}
        self._of_file = {part.href: part.id for part in reversed(self.parts.values())}
        identifier = self.manifest.get("identifier") or ""
        self.own = OwnNames(self.data(f"{TEAM}names.json") if self.has(f"{TEAM}names.json") else b"")
        self.is_ours = bool(self.own) or (bool(_OUR_ID.fullmatch(identifier)) and self._is_marked(archive))

    def _is_marked(self, archive: CoursePackage) -> bool:
        if self.is_canvas:
            return archive.data(f"{self.root}{CANVAS_FLAG}").startswith(b"Written by mooc-kit")
        return self.has("syllabus.html") and all(_OUR_ID.fullmatch(id) for id in self.parts)

    # ---- members -------------------------------------------------------------------------------------------

    def names(self) -> Iterator[str]:
        for name in self.archive.names:
            if name.startswith(self.root) and not _LITTER.search(name):
                yield name.removeprefix(self.root)

    def has(self, name: str) -> bool:
        return name in self._inside or f"{self.root}{name}" in self.archive

    def data(self, name: str) -> bytes:
        """A file of the cartridge; told and empty where it is damaged."""
        self.used.add(name)
        try:
            return self.archive.data(f"{self.root}{name}")
        except MoocKitError as error:
            self._unread(name, error)
            return b""

    def xml(self, name: str) -> Element:
        """A file of the cartridge, without namespaces; an empty element where there is none or it cannot be read."""
        if name in self._inside:
            return deepcopy(self._inside[name])
        if not self.has(name):
            return etree.Element("none")
        self.used.add(name)
        try:
            return _plain(self.archive.xml(f"{self.root}{name}"))
        except MoocKitError as error:
            mended = _mended(self.data(name)) if self.archive.size(f"{self.root}{name}") <= MAX_TEXT else None
            if mended is None:
                self._unread(name, error)
                return etree.Element("none")
            self._mended.add(name)
            return _plain(mended)

    def html(self, name: str) -> tuple[dict[str, str], str, str]:
        """The meta values, the title and the body of an HTML file."""
        from lxml import html as lxml_html

        data = self.data(name)
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
            self.notice(
                f"The letters of {name}", "The file is not in UTF-8.", "It was read as Windows-1252; look at it."
            )
        text = re.sub(r"^\s*<\?xml[^>]*>", "", text.replace("\0", ""))
        if not text.strip():
            return {}, "", ""
        try:
            root = lxml_html.document_fromstring(text)
        except (etree.LxmlError, ValueError, AssertionError):
            self.notice(name, "There is no HTML in it that can be read.", "It is empty.")
            return {}, "", ""
        meta = {str(m.get("name")): str(m.get("content") or "") for m in root.iter("meta") if m.get("name")}
        body = root.find("body")
        if body is None:
            return meta, root.findtext(".//title") or "", ""
        inside = (body.text or "") if not len(body) else None
        html = _escaped(inside) if inside is not None else lxml_html.tostring(body, encoding="unicode")
        return meta, (root.findtext(".//title") or "").strip(), re.sub(r"^<body[^>]*>|</body>\s*$", "", html)

    def source(self) -> Source | None:
        """The source of the kit that a cartridge of ours was made of; None where it carries none that is whole."""
        name = f"{TEAM}source.zip"
        if not self.has(name):
            return None
        found = unpacked(self.data(name), lambda place: self.data(place) if self.has(place) else None)
        if found is None:
            what = "The source of the kit that the package carries"
            self.notice(what, "It is damaged.", "The course is read as the platform has it.")
        return found

    def find(self, name: str, beside: str = "") -> str:
        """The file of the cartridge that an address means; "" where there is none."""
        plain = unquote(name).partition("?")[0].partition("#")[0].lstrip("/")
        folder = posixpath.dirname(beside)
        for path in (posixpath.join(folder, plain), plain, f"web_resources/{plain}", f"webcontent/{plain}"):
            found = self._folded.get(posixpath.normpath(path).casefold())
            if found:
                return found
        return ""

    def keep(self, name: str) -> str:
        """Puts a file of the cartridge into the kit; gives its path there."""
        if name not in self._kept:
            self._kept[name] = self._free_place(name)
            self.files[self._kept[name]] = self.data(name)
        return self._kept[name]

    def _free_place(self, name: str) -> str:
        path = name.removeprefix("web_resources/")
        own = self.own.of(self._of_file.get(name, ""), name, "file")
        if own is not None and own.id.startswith(_AUTHORED) and not why_unsafe(own.id):
            return own.id
        if self.is_ours and path.startswith(_AUTHORED) and re.fullmatch(r"[\w./-]+", path):
            return path
        stem, dot, ending = posixpath.basename(name).rpartition(".")
        base = slug(stem or ending)[:60].strip("-") or "file"
        ending = f".{slug(ending)}" if dot and stem else ""
        place, number = f"{MEDIA}/{base}{ending}", 2
        while place in self.files:
            place, number = f"{MEDIA}/{base}-{number}{ending}", number + 1
        return place

    # ---- what is told --------------------------------------------------------------------------------------

    def notice(self, what: str, why: str, instead: str) -> None:
        self.notices.append(Notice(what, why, instead))

    def count(self, what: str, number: int = 1) -> None:
        self.counts[what] += number

    def quiz_read(self, found: ReadQuiz, asked: int) -> None:
        """Count the questions of a quiz that had `asked`, and tell what is told of them."""
        self.notices.extend(found.notices)
        self.left_out["questions"] += min(found.left_out, asked)
        self.counts["questions"] += max(asked - found.left_out, 0)
        self.changed["questions"] += found.changed.total()

    def _unread(self, name: str, error: MoocKitError) -> None:
        self.unread += 1
        why = " ".join(problem.message for problem in error.problems)[:300] or "It is damaged."
        self.notices.append(Notice(f"The file {name}", why, "It is left out.", Place(f"{self.archive.name}/{name}")))

    def told(self) -> list[Notice]:
        """All notices, those of many files gathered in one."""
        if self._mended:
            some = ", ".join(sorted(self._mended)[:3])
            self.notice(
                f"Faults in {len(self._mended)} files ({some}…)",
                "They are no well-formed XML.",
                "What can be understood of them was read; look at it.",
            )
        if self._variants:
            self.notice(
                f"The other versions of {len(self._variants)} resources ({', '.join(self._variants[:2])[:100]}…)",
                "A kit has one version of a thing.",
                "The first one is read.",
            )
        return sorted({*self.notices, *self.account.notices(self.archive.name)})

    def free_id(self, of: str, *wanted: str, fallback: str) -> str:
        """An id that nothing else `of` this kind has yet."""
        return self._ids.setdefault(of, Ids()).new(*wanted, fallback=fallback)

    # ---- the manifest --------------------------------------------------------------------------------------

    def _parts(self) -> Iterator[CartridgePart]:
        holder = self.manifest.find("resources")
        if holder is None:
            return
        base = holder.get("base") or ""
        for element in holder.iterchildren("resource"):
            own = posixpath.join(base, element.get("base") or "")
            files = [posixpath.join(own, unquote(f.get("href") or "")) for f in element.iterchildren("file")]
            identifier, href = element.get("identifier") or "", element.get("href") or ""
            href = posixpath.join(own, unquote(href)) if href else ""
            if href and not self.has(href):
                href = self.find(href) or href
            inline = next((child for child in element if child.tag in _INLINE), None)
            if inline is not None:
                href = f"{MANIFEST}/{identifier}.xml"
                self._inside[href] = inline
            if element.find("variant") is not None:
                self._variants.append(element.get("identifier") or "?")
            yield CartridgePart(
                identifier,
                element.get("type") or "",
                href or (files[0] if files else ""),
                tuple(files),
                tuple(d.get("identifierref") or "" for d in element.iterchildren("dependency")),
                element.get("intendeduse") or "",
            )

    def contents(self) -> list[Line]:
        """The table of contents: its modules, each with its lines."""
        organization = self.manifest.find("organizations/organization")
        lines = [_line(item, 0) for item in organization.iterchildren("item")] if organization is not None else []
        # The top item has no title in cartridges that follow the standard; some give it the course's.
        while (
            len(lines) == 1
            and not lines[0].ref
            and lines[0].below
            and (not lines[0].title or (len(lines[0].below) > 1 and all(line.below for line in lines[0].below)))
        ):
            title = lines[0].title
            if title and title != child_text(self.manifest, "metadata/lom/general/title/string"):
                self.notice(
                    f'The heading "{title[:100]}" above all modules',
                    "A kit's modules stand in the course itself.",
                    "It is left out.",
                )
            lines = lines[0].below
        return lines


def manifest_of(archive: CoursePackage) -> str:
    """The path of the manifest, at the top or in the one folder that was packed; "" for none."""
    found = [
        name for name in archive.names if name == MANIFEST or (name.endswith(f"/{MANIFEST}") and name.count("/") == 1)
    ]
    return min(found, key=len, default="")


def child_text(element: Element | None, path: str = ".") -> str:
    """The text at `path`, bare of spaces around it; "" where there is none."""
    found = element.find(path) if element is not None else None
    return (found.text or "").strip() if found is not None else ""


def number(words: str) -> float:
    try:
        value = float(words)
    except ValueError:
        return 0.0
    return value if abs(value) < 1e12 else 0.0  # neither nan nor infinite


def day(moment: str) -> date | None:
    """The day of a moment as Canvas writes it (UTC); None for none."""
    try:
        return date.fromisoformat(moment.strip()[:10])
    except ValueError:
        return None


def relative(path: str, page: str) -> str:
    """The address of the kit's file `path`, as the kit's file `page` writes it."""
    return posixpath.relpath(path, posixpath.dirname(page)).replace(" ", "%20")


def _line(item: Element, depth: int) -> Line:
    below = [_line(child, depth + 1) for child in item.iterchildren("item")] if depth < 30 else []
    return Line(" ".join(child_text(item, "title").split()), item.get("identifierref") or "", below)


def _plain(root: Element) -> Element:
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = etree.QName(element).localname
            for key in [key for key in element.attrib if "}" in str(key)]:
                value = element.attrib.pop(key)
                element.set(etree.QName(key).localname, value)
    return root


def _mended(data: bytes) -> Element | None:
    """XML with faults, as far as it can be understood; entities and the network stay out."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError):
        return None


def _means_nothing(name: str, value: str) -> bool:
    return name in _SILENT or value.lower() in _MEANS_NOTHING


def _escaped(words: str) -> str:
    from html import escape

    return escape(words)
