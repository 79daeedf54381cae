"""EPUB content documents: a chapter's tree as XHTML, with its pictures, recordings and page breaks."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from lxml import etree

from mooc_kit.content.language_of_parts import with_languages
from mooc_kit.course.model import Course
from mooc_kit.i18n import Messages
from mooc_kit.problems import Notice
from mooc_kit.targets.book.files import media_type, picture
from mooc_kit.targets.book.links import BookLinks
from mooc_kit.targets.book.trees import NUMBER, ChapterTree, replace, unwrap
from mooc_kit.targets.imscc.file_names import safe_name

XHTML, OPS, MATHML = (
    "http://www.w3.org/1999/xhtml",
    "http://www.idpf.org/2007/ops",
    "http://www.w3.org/1998/Math/MathML",
)
_TYPE = f"{{{OPS}}}type"
_NAMES: Mapping[Any, str] = {None: XHTML, "epub": OPS}
_MATH_NAMES: Mapping[Any, str] = {None: MATHML}
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_RECORDINGS = ("audio/mpeg", "audio/mp4", "audio/ogg", "video/")
"""Kinds that readers play without another form beside them (EPUB 3.3, core media types; video is exempt)."""
_NO_PLACE = ("loading", "tabindex", "rel", "download", "srcset", "sizes", "align", "preload", "data-lines", "default")


@dataclass
class Documents:
    """Makes the documents of one e-book. `files` gathers what they show, by its path in the book."""

    course: Course
    messages: Messages
    links: BookLinks
    pages: Mapping[int, int]
    """On which page of the printed course the paragraph of a number begins."""
    notices: list[Notice]
    files: dict[str, bytes | Path] = field(default_factory=dict)
    page_list: list[tuple[int, str]] = field(default_factory=list)
    """(page, address) in order."""
    with_formulas: set[str] = field(default_factory=set)
    """The documents that hold formulas."""
    _pictures: dict[str, str] = field(default_factory=dict)
    _last_page: int = 0

    def document(self, tree: ChapterTree) -> bytes:
        """The chapter as a file."""
        chapter, name = tree.chapter, file_of(tree.key)
        root, body = self.page(chapter.title)
        section = etree.SubElement(body, f"{{{XHTML}}}section", {"aria-labelledby": "title"})
        head = etree.SubElement(section, f"{{{XHTML}}}header")
        if chapter.above:
            etree.SubElement(head, f"{{{XHTML}}}p", {"class": "above"}).text = chapter.above
        title = etree.SubElement(head, f"{{{XHTML}}}h{chapter.level}", id="title")
        title.text = chapter.title
        for element in list(tree.body.iter()):
            if isinstance(element.tag, str):
                self._ready(element)
        for number, element in [(tree.number, section), *_numbered(tree.body)]:
            self._break(name, number, element)
        section.extend(tree.body)
        _in_namespaces(section)
        if section.find(f".//{{{MATHML}}}math") is not None:
            self.with_formulas.add(name)
        return written(root)

    def title_page(self, cover_alt: str) -> bytes:
        """The first document: the cover, whose words are its description."""
        root, body = self.page(self.course.title)
        section = etree.SubElement(body, f"{{{XHTML}}}section", {"class": "title"})
        etree.SubElement(section, f"{{{XHTML}}}img", src="cover.png", alt=cover_alt, role="doc-cover")
        return written(root)

    def page(self, title: str) -> tuple[Any, Any]:
        """An empty document: its root and its body."""
        root = etree.Element(f"{{{XHTML}}}html", nsmap=_NAMES)
        root.set("lang", self.course.language)
        root.set(_XML_LANG, self.course.language)
        root.set("dir", self.messages.dir)
        head = etree.SubElement(root, f"{{{XHTML}}}head")
        etree.SubElement(head, f"{{{XHTML}}}title").text = title
        etree.SubElement(head, f"{{{XHTML}}}link", rel="stylesheet", type="text/css", href="book.css")
        return root, etree.SubElement(root, f"{{{XHTML}}}body")

    # ---- elements ----------------------------------------------------------------------------------------------------

    def _ready(self, element: Any) -> None:
        for name in _NO_PLACE:
            element.attrib.pop(name, None)
        match element.tag:
            case "a":
                self._link(element)
            case "img":
                self._picture(element)
            case "audio" | "video":
                self._recording(element)
            case "section" if "footnotes" in element.get("class", ""):
                element.set("role", "doc-endnotes")
                element.set(_TYPE, "footnotes")
            case "center" | "tt":
                element.tag = "div" if element.tag == "center" else "code"
            case "pre" | "table":
                element.attrib.pop("role", None)

    def _link(self, element: Any) -> None:
        href, classes = element.get("href", ""), element.get("class", "")
        if href.startswith("course:"):
            found = self.links.chapter(href)
            if found is None:
                unwrap(element)
                return
            key, fragment = found
            element.set("href", file_of(key) + (f"#{quote(fragment)}" if fragment else ""))
        elif href.startswith("asset:"):
            address = self.links.file(href)
            if not address:
                unwrap(element)
                return
            element.set("href", address)
        elif href.startswith("#fn") and "backref" not in classes:
            element.set("role", "doc-noteref")
            element.set(_TYPE, "noteref")
        elif "footnote-backref" in classes:
            element.set("role", "doc-backlink")
            element.set("aria-label", self.messages.text("Back to the text"))
        elif not href and not element.get("id"):
            unwrap(element)

    def _picture(self, element: Any) -> None:
        src = element.get("src", "")
        path = unquote(src.partition(":")[2]) if src.startswith("asset:") else ""
        name = self._carried(path)
        if not name:
            words = etree.Element("span")
            words.text = element.get("alt", "")
            replace(element, words)
            return
        element.set("src", name)
        if "alt" not in element.attrib:
            element.set("alt", "")
        for size in ("width", "height"):
            if not element.get(size, "1").isdigit():
                del element.attrib[size]

    def _carried(self, path: str) -> str:
        """The path in the book of a picture of the kit, made the first time; "" where it cannot be shown."""
        if path not in self._pictures:
            content = self.course.carried.get(path)
            found = picture(path, content) if content is not None else None
            name = ""
            if found is None:
                self.notices.append(Notice(f"The picture {path}", "It cannot be shown.", "Its description stands."))
            else:
                name = f"media/{safe_name(path.rpartition('.')[0].replace('/', '-'))}{found[0]}"
                name = name if name not in self.files else f"media/{len(self.files)}-{posixpath.basename(name)}"
                self.files[name] = found[1]
            self._pictures[path] = name
        return self._pictures[path]

    def _recording(self, element: Any) -> None:
        """Audio and video of the kit travel along; what readers need not play becomes its title."""
        sources = [element, *element.iter("source", "track")]
        for source in sources:
            src = source.get("src", "")
            if not src:
                continue
            path = unquote(src.partition(":")[2])
            content, kind = self.course.carried.get(path), media_type(path)
            if content is None or not (kind.startswith(_RECORDINGS) or kind == "text/vtt"):
                what = f"The recording {path}"
                self.notices.append(Notice(what, "Readers of e-books do not play it.", "Its title stands there."))
                words = etree.Element("span")
                words.text = element.get("aria-label", "") or path
                replace(element, words)
                return
            name = f"media/{safe_name(path.replace('/', '-'))}"
            self.files[name] = content
            source.set("src", name)
        element.set("controls", "controls")
        poster = element.attrib.pop("poster", "")
        if poster.startswith("asset:") and (shown := self._carried(unquote(poster.partition(":")[2]))):
            element.set("poster", shown)

    def _break(self, name: str, number: int, element: Any) -> None:
        """Mark where a page of the printed course begins, at the first paragraph that begins on it."""
        page = self.pages.get(number, 0)
        if page <= self._last_page:
            return
        self._last_page = page
        id = f"page-{page}"
        # Shown to programs alone: what is read aloud and how it is numbered, readers take from the list of pages.
        mark = etree.Element("span", {"id": id, "role": "doc-pagebreak", "aria-label": str(page)})
        mark.set(_TYPE, "pagebreak")
        mark.tail, element.text = element.text, None
        element.insert(0, mark)
        self.page_list.append((page, f"{name}#{id}"))


def file_of(key: str) -> str:
    """The name of a chapter's file."""
    return f"{safe_name(key.replace('/', '-'))}.xhtml"


def _numbered(body: Any) -> list[tuple[int, Any]]:
    found = []
    for element in body.iter():
        if isinstance(element.tag, str) and element.get(NUMBER):
            found.append((int(element.attrib.pop(NUMBER)), element))
    return found


def _in_namespaces(section: Any) -> None:
    """Every element in the namespace of XHTML, formulas in that of MathML."""
    for element in list(section.iter()):
        if not isinstance(element.tag, str) or element.tag.startswith("{"):
            continue
        if element.tag != "math":
            element.tag = f"{{{XHTML}}}{element.tag}"
            continue
        attributes = {name: value for name, value in element.attrib.items() if name not in ("xmlns", "class")}
        made = etree.Element(f"{{{MATHML}}}math", attributes, nsmap=_MATH_NAMES)
        source = element.find(".//annotation")
        if source is not None and source.text:
            made.set("alttext", " ".join(source.text.split()))
        made.text, tail = element.text, element.tail
        made.extend(element)
        element.tail = None
        element.getparent().replace(element, made)
        made.tail = tail
        for inner in made.iter():
            if isinstance(inner.tag, str) and not inner.tag.startswith("{"):
                if inner.tag == "mtable" and "scriptlevel" in inner.attrib:
                    del inner.attrib["scriptlevel"]  # MathML Core has it; MathML 3, by which EPUB 3.3 goes, has not
                inner.tag = f"{{{MATHML}}}{inner.tag}"


def written(root: Any) -> bytes:
    made: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, doctype="<!DOCTYPE html>")
    return with_languages(made.decode("utf-8"), root.get("dir")).encode() + b"\n"
