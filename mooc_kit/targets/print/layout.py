"""Print layout: chapters as data for Typst, the PDF that it makes of them, and the page on which each part begins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, TypeVar
from urllib.parse import unquote

from lxml import etree

from mooc_kit.content.contrast import legible
from mooc_kit.course.model import Course
from mooc_kit.i18n import Messages, messages_for
from mooc_kit.problems import Notice, UsageError
from mooc_kit.targets.book.files import picture
from mooc_kit.targets.book.links import BookLinks
from mooc_kit.targets.book.trees import NUMBER, ChapterTree, replace, unwrap
from mooc_kit.targets.site.labels import Labels
from mooc_kit.typst import Sheets, TypesettingError, rich_tree

_COVER_PPI = 144
_NO_LETTER = "could not be displayed"
_Made = TypeVar("_Made")
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
        for has_fallback, standards in ((False, ("ua-1",)), (True, ("ua-1",)), (True, ())):
            try:
                made: bytes = self._tried(partial(Sheets.pdf, standards=standards), has_fallback=has_fallback)
            except TypesettingError as error:
                if _NO_LETTER not in str(error):
                    raise UsageError(f"The course cannot be typeset: {str(error).splitlines()[0][:200]}") from None
                continue
            if not standards:
                why = "No font that is installed has them, so the PDF is no PDF/UA (Debian: fonts-noto-core)."
                self.notices.append(Notice("Some letters", why, "Empty boxes stand there."))
            elif has_fallback:
                why = "No font that was meant for them is installed (Debian: fonts-noto-core, fonts-noto-cjk)."
                self.notices.append(Notice("Some letters in their own font", why, "Another font stands in."))
            return made
        raise UsageError("The course cannot be typeset: no font has its letters.")

    @cached_property
    def pages(self) -> dict[int, int]:
        """The page (from 1) on which each numbered part begins; part number -> page. {} where there is no telling."""
        try:
            found = self._tried(lambda sheets: sheets.asked("pages"), has_fallback=True)
        except TypesettingError:
            why = "The printed course cannot be typeset: see the target `print`."
            self.notices.append(Notice("The list of pages", why, "There is none."))
            return {}
        return {int(number): page for number, page in found.items()}

    def _tried(self, work: Callable[[Sheets], _Made], *, has_fallback: bool) -> _Made:
        """`work` done with the pictures; without them where one is the trouble, so that paper and e-book agree."""
        data = {**self.data, "fallback": has_fallback}
        try:
            return work(Sheets("course", data, self.pictures))
        except TypesettingError as error:
            if _NO_LETTER in str(error) or not self.pictures:
                raise
        found = work(Sheets("course", {**data, "logo": "", "shows_pictures": False}, {}))
        why = "One of them cannot be read by what sets the pages."
        self.notices.append(Notice("The pictures on paper", why, "Their descriptions stand there."))
        return found


def printed(
    course: Course, messages: Messages, trees: list[ChapterTree], notices: list[Notice], *, is_handout: bool = False
) -> Printed:
    """The course as `trees` say it, on paper."""
    made = _Nodes(course, messages, BookLinks(course, trees), notices)
    chapters = [made.nodes(tree) for tree in trees]
    _keep_links_that_lead(chapters, {tree.key for tree in trees})
    data = {
        **_look(course, messages, made),
        "shows_pictures": True,
        "handout": is_handout,
        "chapters": [
            {
                "key": tree.key,
                "n": tree.number,
                "title": tree.chapter.title,
                "above": tree.chapter.above,
                "level": tree.chapter.level,
                "nodes": nodes,
            }
            for tree, nodes in zip(trees, chapters, strict=True)
        ],
    }
    notices += made.links.notices()
    return Printed(data, made.pictures, notices)


def cover(course: Course) -> bytes:
    """The cover of the book as a PNG, which is the title page of the printed course with more colour."""
    messages = messages_for(course.language).for_plain_text()
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


def _keep_links_that_lead(nodes: Any, keys: set[str]) -> None:
    """Take links away that lead to what is not on paper, as the list of notes at a chapter's end."""

    def walk(inside: Any) -> Iterator[dict[str, Any]]:
        for node in inside:
            if isinstance(node, dict):
                yield node.get("a", {})
                yield from walk(node["c"])
            elif isinstance(node, list):
                yield from walk(node)

    found = list(walk(nodes))
    ids = keys | {attributes["id"] for attributes in found if "id" in attributes}
    for attributes in found:
        if attributes.get("dest", next(iter(keys), "")) not in ids:
            del attributes["dest"]


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
