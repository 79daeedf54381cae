"""Print layout: chapters as data for Typst, the PDF that it makes of them, and the page on which each part begins."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from lxml import etree

from mooc_kit.content.contrast import legible
from mooc_kit.course.model import Course
from mooc_kit.i18n import Messages, messages_for
from mooc_kit.problems import Notice
from mooc_kit.targets.book.files import picture
from mooc_kit.targets.book.links import BookLinks
from mooc_kit.targets.book.trees import NUMBER, ChapterTree, replace, unwrap
from mooc_kit.targets.site.labels import Labels
from mooc_kit.typst import Sheets, TypesettingError, rich_tree

_COVER_PPI = 144
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TABLES = ("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td")
_LISTS = ("ul", "ol", "li", "dl", "dt", "dd")
_PARTS = ("article", "aside", "blockquote", "details", "summary", "div", "figure", "figcaption", "section")
_BLOCKS = (*_HEADINGS, *_TABLES, *_LISTS, *_PARTS, "p", "pre", "hr")
_WITHOUT_FOOTNOTES = frozenset({*_HEADINGS, "th", "caption", "footnote"})


@dataclass
class Printed:
    """A course ready to be typeset: `data` for the template, `pictures` by their names."""

    data: dict[str, Any]
    pictures: dict[str, bytes]
    notices: list[Notice]

    def pdf(self) -> bytes:
        """The PDF. What Typst cannot show gives way, with a notice."""
        lettered = {**self.data, "fallback": False}
        try:
            return Sheets("course", lettered, self.pictures).pdf()
        except TypesettingError as error:
            if "could not be displayed" not in str(error):
                why = "One of them cannot be read."
                self.notices.append(Notice("The pictures", why, "Their descriptions stand there."))
                self.pictures = {}
        try:
            made = Sheets("course", self.data, self.pictures).pdf()
            why = "No font that was meant for them is installed (Debian: fonts-noto-core, fonts-noto-cjk)."
            self.notices.append(Notice("Some letters in their own font", why, "Another font stands in."))
        except TypesettingError:
            made = Sheets("course", self.data, self.pictures).pdf(standards=[])
            why = "No font that is installed has them, so the PDF is no PDF/UA (Debian: fonts-noto-core)."
            self.notices.append(Notice("Some letters", why, "Empty boxes stand there."))
        return made

    @cached_property
    def pages(self) -> dict[int, int]:
        """The page (from 1) on which each numbered part begins; part number -> page."""
        return {int(n): page for n, page in Sheets("course", self.data, self.pictures).asked("pages").items()}


def printed(
    course: Course, messages: Messages, trees: list[ChapterTree], notices: list[Notice], *, is_handout: bool = False
) -> Printed:
    """The course as `trees` say it, on paper."""
    made = _Nodes(course, messages, BookLinks(course, trees), notices)
    data = {
        **_look(course, messages, made),
        "fallback": True,
        "handout": is_handout,
        "chapters": [
            {
                "key": tree.key,
                "n": tree.number,
                "title": tree.chapter.title,
                "above": tree.chapter.above,
                "level": tree.chapter.level,
                "nodes": made.nodes(tree),
            }
            for tree in trees
        ],
    }
    notices += made.links.notices()
    return Printed(data, made.pictures, notices)


def cover(course: Course) -> bytes:
    """The cover of the book as a PNG, which is the title page of the printed course with more colour."""
    messages = messages_for(course.language).for_pages()
    made = _Nodes(course, messages, BookLinks(course, []), [])
    data = {**_look(course, messages, made), "fallback": True}
    try:
        return Sheets("cover", data, made.pictures).png(_COVER_PPI)
    except TypesettingError:
        return Sheets("cover", {**data, "logo": ""}, {}).png(_COVER_PPI)


def _look(course: Course, messages: Messages, made: _Nodes) -> dict[str, Any]:
    license_name, license_url = Labels(messages).license(course)
    return {
        "title": course.title,
        "subtitle": course.subtitle,
        "institution": course.institution,
        "team": [person.name for person in course.team],
        "license": license_name,
        "url": course.url or license_url,
        "lang": course.language.partition("-")[0],
        "rtl": messages.dir == "rtl",
        "band": course.brand.primary,
        "primary": legible(course.brand.primary, "#ffffff"),
        "accent": legible(course.brand.accent, "#ffffff"),
        "logo": made.carried(course.brand.logo) if course.brand.logo else "",
        "words": {
            "contents": messages.text("Contents"),
            "handout": messages.text("Sheets to hand out"),
            "name": messages.text("Name:"),
            "date": messages.text("Date:"),
        },
    }


@dataclass
class _Nodes:
    """Turns trees into nodes, as `mooc_kit.typst` describes them; what is of a book's own is marked here."""

    course: Course
    messages: Messages
    links: BookLinks
    notices: list[Notice]
    pictures: dict[str, bytes] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)

    def nodes(self, tree: ChapterTree) -> list[Any]:
        body = deepcopy(tree.body)
        _footnotes(body)
        _without_gaps(body)
        for element in list(body.iter()):
            if not isinstance(element.tag, str) or element.getparent() is None:
                continue
            match element.tag:
                case "a":
                    self._link(element, tree.key)
                case "img":
                    self._picture(element)
                case "audio" | "video":
                    self._recording(element)
            if element.tag[0] == "h" and element.tag[1:].isdigit():
                element.set("l", element.tag[1])
            if element.get("id"):
                element.set("id", f"{tree.key}#{element.get('id')}")
            if number := element.attrib.pop(NUMBER, ""):
                element.set("n", number)
        return rich_tree(body)

    def _link(self, element: Any, key: str) -> None:
        href = element.get("href", "")
        found = self.links.chapter(href)
        if found is not None:
            element.set("dest", found[0] + (f"#{found[1]}" if found[1] else ""))
        elif href.startswith("#") and unquote(href[1:]) in self.links.ids.get(key, ()):
            element.set("dest", f"{key}#{unquote(href[1:])}")
        elif href.startswith("asset:"):
            if address := self.links.file(href):
                element.set("url", address)
        elif href.startswith(("http:", "https:", "mailto:", "tel:")):
            element.set("url", href)
            is_shown = href.partition(":")[2].lstrip("/") in "".join(element.itertext())
            if not is_shown and not any(above.tag in _WITHOUT_FOOTNOTES for above in element.iterancestors()):
                element.set("foot", "")
        if "dest" not in element.attrib and "url" not in element.attrib and not element.get("id"):
            unwrap(element)

    def _picture(self, element: Any) -> None:
        src = element.get("src", "")
        name = self.carried(unquote(src.partition(":")[2])) if src.startswith("asset:") else ""
        element.set("src", f"assets/{name}" if name else "")

    def carried(self, path: str) -> str:
        """The name for Typst of a picture of the kit, "" where it cannot be shown."""
        if path not in self._names:
            content = self.course.carried.get(path)
            found = picture(path, content) if content is not None else None
            self._names[path] = f"{len(self.pictures) + 1}{found[0]}" if found else ""
            if found:
                self.pictures[self._names[path]] = found[1]
            else:
                self.notices.append(Notice(f"The picture {path}", "It cannot be shown.", "Its description stands."))
        return self._names[path]

    def _recording(self, element: Any) -> None:
        words = etree.Element("em")
        words.text = element.get("aria-label") or unquote(element.get("src", "").rpartition("/")[2])
        replace(element, words)
        self.notices.append(Notice(f'The recording "{words.text}"', "Paper plays none.", "Its title stands there."))


def _footnotes(body: Any) -> None:
    """Notes at the end of a chapter go to the foot of the page that they are of."""
    notes: dict[str, Any] = {}
    for section in list(_of_class(body.iter("section"), "footnotes")):
        for item in section.iter("li"):
            for back in list(_of_class(item.iter("a"), "footnote-backref")):
                replace(back)
            notes[item.get("id", "")] = item
        before = section.getprevious()
        if before is not None and "footnotes-sep" in before.get("class", ""):
            replace(before)
        replace(section)
    for reference in list(_of_class(body.iter("sup"), "footnote-ref")):
        link = next(iter(reference.iter("a")), None)
        item = notes.get(unquote(link.get("href", "")[1:])) if link is not None else None
        if item is None:
            continue
        note = etree.Element("footnote")
        copied = deepcopy(item)
        note.text = copied.text
        note.extend(copied)
        for paragraph in note.iter("p"):
            paragraph.tag = "span"
        replace(reference, note)


def _without_gaps(body: Any) -> None:
    """White space between blocks is none on paper: it would make paragraphs of its own."""
    for element in body.iter(*_BLOCKS):
        if (element.tail or "").isspace():
            element.tail = None
        before, parent = element.getprevious(), element.getparent()
        if before is not None and (before.tail or "").isspace():
            before.tail = None
        if before is None and parent is not None and (parent.text or "").isspace():
            parent.text = None


def _of_class(elements: Iterable[Any], name: str) -> Iterable[Any]:
    return (element for element in elements if name in element.get("class", "").split())
