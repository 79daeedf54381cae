"""Moodle backup, as read: its files by what they are about, and the kit's places for what is in them."""

from __future__ import annotations

import posixpath
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from mooc_kit.content.file_kinds import why_not
from mooc_kit.content.html_to_markdown import html_to_markdown
from mooc_kit.course.own_source import Source, unpacked
from mooc_kit.importers.archive import CoursePackage
from mooc_kit.importers.formulas import showable
from mooc_kit.importers.moodle.settings_told import NULL, SettingsTold
from mooc_kit.problems import Notice
from mooc_kit.quizzes.base import ReadQuiz
from mooc_kit.spec.fields import slug

Element = etree._Element
OURS = "https://mooc-kit.invalid"
"""What the target writes as the address of the site: names and ids in such a backup are a kit's own."""
SOURCE, SOURCE_FILE = "page-about-mooc-kit-source", "mooc-kit-source.zip"
"""The idnumber of the page that carries the source of a kit, and the file in it."""
_ABOUT = re.compile(r"page-about-(moodle-about(-\d+)?|mooc-kit-source)")
"""Idnumbers of pages that every backup of ours has."""
_LINK = re.compile(r"\$@([A-Z]+)VIEWBYID\*(\d+)@\$")
MEDIA = "content/media"
_OF_PEOPLE = frozenset(
    """user assignsubmission_file assignsubmission_onlinetext assignfeedback_editpdf assignfeedback_file backup badges
    """.split()  # noqa: SIM905
)
"""Components whose files are what people handed in or what Moodle keeps for itself; badges' pictures are told there."""


@dataclass
class BackupActivity:
    """An activity of the backup, and where it goes in the kit."""

    kind: str
    module: Element
    root: Element
    folder: str
    id: str = ""
    place: str = ""
    points: int = 0
    """What it gives in the kit, once it was read."""

    @property
    def module_id(self) -> str:
        return self.module.get("id") or ""

    @property
    def context(self) -> str:
        return self.root.get("contextid") or ""

    @property
    def body(self) -> Element:
        return self.root[0]

    @property
    def title(self) -> str:
        return text(self.body, "name")


class MoodleBackupReader:
    """What an archive holds, and what of it goes into the kit."""

    def __init__(self, archive: CoursePackage) -> None:
        self.archive = archive
        self.info = archive.xml("moodle_backup.xml")
        # A backup that Moodle made of our course has the site's address, and our idnumbers.
        self.is_ours = text(self.info, ".//original_wwwroot") == OURS or self._has_our_pages()
        self.course = self.xml("course/course.xml")
        self.notices: list[Notice] = []
        self.files: dict[str, bytes] = {}
        self.counts: Counter[str] = Counter()
        self.changed: Counter[str] = Counter()
        self.left_out: Counter[str] = Counter()
        self.unread = 0
        """How many parts the backup names and does not hold, or holds damaged."""
        self.by_module: dict[str, BackupActivity] = {}
        self.outcomes: list[str] = []
        """Ids of the outcomes that the course itself names."""
        self.licenses: dict[str, int] = {}
        """How many files are under each licence that the backup names."""
        self.settings = SettingsTold()
        self._rows = self._file_rows()
        self._asked: set[tuple[str, str]] = set()
        """Keys of the files that somebody asked for."""
        self._ids: set[tuple[str, str]] = set()

    def xml(self, name: str) -> Element:
        """A file of the backup; an empty element where it has none."""
        return self.archive.xml(name) if name in self.archive else etree.Element("none")

    def notice(self, what: str, why: str, instead: str) -> None:
        self.notices.append(Notice(what, why, instead))

    def count(self, what: str) -> None:
        self.counts[what] += 1

    def lost(self, what: str, number: int = 1) -> None:
        """Things that are in the backup and not in the kit."""
        self.left_out[what] += number

    def quiz_read(self, found: ReadQuiz, asked: int) -> None:
        """Count the questions of a quiz that had `asked`, and tell what is told of them."""
        self.notices.extend(found.notices)
        self.lost("questions", min(found.left_out, asked))
        self.counts["questions"] += max(asked - found.left_out, 0)
        self.changed["questions"] += found.changed.total()

    def free_id(self, of: str, wanted: str, fallback: str) -> str:
        """An id that nothing else `of` this kind has yet: "activity", "page", "module", "rubric" or "badge"."""
        base = slug(wanted)[:50].strip("-") or fallback
        id, number = base, 2
        while (of, id) in self._ids:
            id, number = f"{base}-{number}", number + 1
        self._ids.add((of, id))
        return id

    def served(self, tagged: Element) -> list[str]:
        """The outcomes that something is tagged with, in the course's order: Moodle keeps no order of tags."""
        tags = {text(tag, "rawname").removeprefix("outcome:") for tag in tagged.iter("tag")}
        return [id for id in self.outcomes if id in tags]

    def words(self, name: str) -> str:
        """A title as it was before the target made it bare of tags."""
        return name.replace("‹", "<").replace("›", ">") if self.is_ours else name

    def sections(self) -> Iterator[tuple[Element, list[BackupActivity]]]:
        """The sections in their order, each with its activities."""
        found = [self.xml(n) for n in self.archive.names if n.startswith("sections/") and n.endswith("/section.xml")]
        items = {item.module_id: item for item in self._items()}
        self.by_module = items
        placed: set[str] = set()
        for section in self._in_order(sorted(found, key=lambda element: number(text(element, "number")))):
            order = [id for id in text(section, "sequence").split(",") if id in items and id not in placed]
            placed.update(order)
            yield section, [items[id] for id in order]
        rest = [item for id, item in items.items() if id not in placed]
        if rest:  # a backup of one activity has no sections
            section = etree.Element("section")
            etree.SubElement(section, "number").text = str(len(found) + 1)
            yield section, rest

    def _in_order(self, sections: list[Element]) -> Iterator[Element]:
        """Sections, each with its subsections behind it: Moodle 4.5 and later number those after all others."""
        within = {text(s, "itemid"): s for s in sections if text(s, "component") == "mod_subsection"}
        later = list(sections)
        while later:
            section = later.pop(0)
            yield section
            order = [self.by_module[id] for id in text(section, "sequence").split(",") if id in self.by_module]
            parts = [within.pop(i.body.get("id") or "", None) for i in order if i.kind == "subsection"]
            known = [part for part in parts if part is not None and part in later]
            later = [*known, *(other for other in later if other not in known)]

    def _items(self) -> Iterator[BackupActivity]:
        for name in self.archive.names:
            parts = name.split("/")
            if len(parts) == 3 and parts[0] == "activities" and parts[2] == "module.xml":
                kind = parts[1].rpartition("_")[0]
                file = f"activities/{parts[1]}/{kind}.xml"
                root = self.xml(file)
                if len(root):
                    yield BackupActivity(kind, self.xml(name), root, f"activities/{parts[1]}")

    def _file_rows(self) -> dict[tuple[str, str], tuple[str, str]]:
        """By context and path: (content hash, name)."""
        rows: dict[tuple[str, str], tuple[str, str]] = {}
        for row in self.xml("files.xml"):
            name = text(row, "filename")
            if name and name != "." and text(row, "component") not in _OF_PEOPLE:
                path = f"{text(row, 'filepath')}{name}".lstrip("/")
                rows.setdefault((text(row, "contextid"), path), (text(row, "contenthash"), name))
                if (code := text(row, "license")) not in ("", "unknown"):
                    self.licenses[code] = self.licenses.get(code, 0) + 1
        return rows

    def _has_our_pages(self) -> bool:
        modules = (name for name in self.archive.names if re.fullmatch(r"activities/page_\d+/module\.xml", name))
        return any(_ABOUT.fullmatch(text(self.archive.xml(name), "idnumber")) for name in modules)

    def source(self) -> Source | None:
        """The kit's own source, where the backup carries it."""
        path = next((row for (_, path), row in self._rows.items() if path == SOURCE_FILE), None)
        member = f"files/{path[0][:2]}/{path[0]}" if path and re.fullmatch(r"[0-9a-f]{40}", path[0]) else ""
        if member not in self.archive:
            return None
        found = unpacked(self.archive.data(member), self._held)
        if found is None:
            what = "The source of the kit that the backup carries"
            self.unread += 1
            self.notice(what, "It is damaged.", "The course is read as the platform has it.")
        return found

    def _held(self, place: str) -> bytes | None:
        return self.archive.data(place) if place in self.archive else None

    def tell_unused(self) -> None:
        """Tell of the files that no page, question or activity of the kit names."""
        rest = [name for key, (_, name) in self._rows.items() if key not in self._asked]
        if rest and not self.is_ours:
            some = ", ".join(sorted(set(rest))[:5])
            self.notice(f"{len(rest)} files that nothing uses ({some})", "No page names them.", "They are left out.")

    def area(self, context: str) -> list[str]:
        """The paths of all files in a context."""
        return [path for found, path in self._rows if found == context]

    def keep(self, context: str, path: str) -> str | None:
        """Puts a file of the backup into the kit; gives its path there, or None where it is not in the backup."""
        row = self._rows.get((context, path))
        self._asked.add((context, path))
        if row is None or not re.fullmatch(r"[0-9a-f]{40}", row[0]):
            return None
        member = f"files/{row[0][:2]}/{row[0]}"
        if member not in self.archive:
            return None
        stem, dot, ending = row[1].rpartition(".")
        name = f"{slug(stem) or 'file'}-{row[0][:6]}{dot}{slug(ending)}" if dot else f"{slug(row[1])}-{row[0][:6]}"
        place = path if self.is_ours and _is_plain(path) else f"{MEDIA}/{name}"
        data = self.archive.data(member)
        if why := _why_not(data, place):
            self.notice(f"The file {row[1]}", f"A kit cannot publish it: {why}.", "Put it into a zip file.")
            return None
        self.files.setdefault(place, data)
        return place

    def markdown(self, html: str, context: str, page: str) -> str:
        """HTML of Moodle as the Markdown of the kit's file `page`, its links and pictures readdressed."""

        def readdress(url: str) -> str:
            if "@@PLUGINFILE@@/" in url:
                path, hash, rest = unquote(url.partition("@@PLUGINFILE@@/")[2]).partition("#")
                kept = self.keep(context, path.partition("?")[0])
                return relative(kept, page) + hash + rest if kept else self._nowhere(path.partition("?")[0], page)
            return self._link(url, page)

        def lost(tag: str, number: int) -> None:
            self.notice(f"{number} `{tag}` on {page}", "A kit's pages run nothing of others.", "Left out.")

        return self.showable(html_to_markdown(html, readdress, lost), f"on {page}")

    def showable(self, words: str, where: str) -> str:
        """Words with formulas that a kit cannot show as their source, which is told."""

        def unshown(tex: str, why: str) -> None:
            self.notice(f"The formula `{tex[:80]}` {where}", f"It cannot be shown: {why}.", "It stays as its source.")

        return showable(words, unshown)

    def _link(self, url: str, page: str) -> str:
        found = _LINK.match(url)
        if found is None:
            return self._nowhere(url, page) if url.startswith("$@") else url
        rest = url[found.end() :]
        item = self.by_module.get(found[2])
        if item is not None and item.place:
            return relative(item.place, page) + rest
        if found[1] == "COURSE":
            return relative("content/index.md", page)
        return self._nowhere(f'"{item.title}"' if item is not None else url, page)

    def _nowhere(self, target: str, page: str) -> str:
        """The address of a link whose target did not come, which is told."""
        if not self.is_ours:
            self.notice(f"The link to {target[:80]} on {page}", "That is not in the kit.", "It leads nowhere.")
        return "#"


def _why_not(data: bytes, place: str) -> str | None:
    """Why a kit takes no such file; None where it does."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        return why_not(Path(file.name), place)


def _is_plain(path: str) -> bool:
    return path.startswith(("content/", "badges/")) and ".." not in path.split("/")


def relative(path: str, page: str) -> str:
    """The address of the kit's file `path`, as the kit's file `page` writes it."""
    return posixpath.relpath(path, posixpath.dirname(page)).replace(" ", "%20")


def text(element: Element, path: str) -> str:
    """The text at `path`; "" where there is none or Moodle wrote its null."""
    found = element.findtext(path)
    return "" if found is None or found == NULL else found


def number(words: str) -> float:
    try:
        value = float(words)
    except ValueError:
        return 0.0
    return value if abs(value) < 1e12 else 0.0  # neither nan nor infinite


def day(seconds: str) -> date | None:
    """The day of a moment; None for Moodle's zero."""
    value = number(seconds)
    return datetime.fromtimestamp(value, UTC).date() if 0 < value < 32_503_680_000 else None
