"""Chapter trees: the HTML of a chapter, made ready for a book before it is an e-book's or paper's.

Nothing of another site is shown, headings go on from the chapter's own without a gap, and each paragraph has a number
(`data-n`): by it an e-book knows on which page of the printed course the paragraph begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from lxml import etree, html

from mooc_kit.i18n import Messages
from mooc_kit.problems import Notice
from mooc_kit.targets.book.chapters import Chapter

NUMBER = "data-n"
_NUMBERED = frozenset({"p", "li", "dt", "dd", "td", "figcaption", "pre", "summary"})
_HEADING = re.compile(r"h[1-6]")
_VOID = ("source", "track", "wbr")
"""Elements without content that the parser does not know as such."""
_OUTSIDE = re.compile(r"(?:https?:)?//", re.IGNORECASE)


@dataclass(frozen=True)
class ChapterTree:
    """A chapter with its HTML as a <div>; `number` is that of its beginning, as `data-n` are those of paragraphs."""

    chapter: Chapter
    body: Any
    number: int

    @property
    def key(self) -> str:
        return self.chapter.key


def chapter_trees(chapters: Iterable[Chapter], messages: Messages, notices: list[Notice]) -> list[ChapterTree]:
    """Each chapter's tree. `notices` get what other sites would have shown, once each."""
    numbers = count(1)
    outside: dict[str, None] = {}
    made = []
    for chapter in chapters:
        number = next(numbers)
        body = html.fragment_fromstring(chapter.html or "<p></p>", create_parent="div")
        _empty_voids(body)
        for cell in body.iter("th"):
            if not len(cell) and not (cell.text or "").strip():  # a corner that heads nothing
                cell.tag = "td"
                cell.attrib.pop("scope", None)
        _set_headings(body, chapter)
        _shut_out(body, messages, outside)
        _once(body)
        for element in _elements(body):
            if element.tag in _NUMBERED and not any("footnotes" in e.get("class", "") for e in element.iterancestors()):
                element.set(NUMBER, str(next(numbers)))
        made.append(ChapterTree(chapter, body, number))
    if outside:
        shown = ", ".join(list(outside)[:5]) + (f" and {len(outside) - 5} more" if len(outside) > 5 else "")
        why = "A book shows nothing from other sites: it is read without a network, too."
        notices.append(Notice(f"What pages show from {shown}", why, "A link stands there."))
    return made


def words_of(element: Any) -> str:
    """The words inside on one line."""
    return " ".join("".join(map(str, element.itertext())).split())


def replace(element: Any, *others: Any) -> None:
    """Put `others` where `element` is; what follows it stays."""
    parent = element.getparent()
    place, tail = parent.index(element), element.tail
    parent.remove(element)
    for shift, other in enumerate(others):
        parent.insert(place + shift, other)
    if tail:
        _add_text(parent, place + len(others), tail)


def unwrap(element: Any) -> None:
    """Put what is inside `element` in its place."""
    parent = element.getparent()
    place, tail = parent.index(element), element.tail
    children = list(element)
    text = element.text
    element.tail = None
    parent.remove(element)
    if text:
        _add_text(parent, place, text)
    for shift, child in enumerate(children):
        parent.insert(place + shift, child)
    if tail:
        _add_text(parent, place + len(children), tail)


def _add_text(parent: Any, place: int, text: str) -> None:
    """Add `text` before the child number `place`."""
    if place:
        parent[place - 1].tail = (parent[place - 1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _elements(body: Any) -> Iterator[Any]:
    return (element for element in list(body.iter()) if isinstance(element.tag, str))


def _empty_voids(body: Any) -> None:
    """The parser takes what follows these for their content."""
    for element in list(body.iter(*_VOID)):
        inside, text = list(element), element.text
        element.text = None
        parent = element.getparent()
        if text:
            element.tail = text + (element.tail or "") if not inside else text
        for child in reversed(inside):
            parent.insert(parent.index(element) + 1, child)


def _set_headings(body: Any, chapter: Chapter) -> None:
    first = next(body.iter("h1"), None)
    if first is not None and words_of(first) == chapter.title:
        replace(first)
    open_levels: list[tuple[int, int]] = []
    for element in _elements(body):
        if not _HEADING.fullmatch(element.tag):
            continue
        level = int(element.tag[1])
        while open_levels and open_levels[-1][0] >= level:
            open_levels.pop()
        mapped = min(open_levels[-1][1] + 1 if open_levels else chapter.level + 1, 6)
        open_levels.append((level, mapped))
        element.tag = f"h{mapped}"


def _shut_out(body: Any, messages: Messages, outside: dict[str, None]) -> None:
    """Links in the place of what lies on other sites."""
    names = {"img": messages.text("Image"), "audio": messages.text("Audio"), "video": messages.text("Video")}
    for element in _elements(body):
        if element.tag == "a" and "embed" in element.get("class", "").split():
            host = urlsplit(element.get("href", "")).hostname or ""
            outside[host] = None
            element.tail = f" ({host}){element.tail or ''}"
        for name in ("poster", "srcset"):
            if _OUTSIDE.match(element.get(name, "")):
                del element.attrib[name]
        if element.tag not in names:
            continue
        sources = [element.get("src", ""), *(source.get("src", "") for source in element.iter("source"))]
        url = next((source for source in sources if _OUTSIDE.match(source)), "")
        if not url:
            continue
        host = urlsplit(url).hostname or url
        outside[host] = None
        words = element.get("alt", "").strip() or f"{names[element.tag]} ({host})"
        link = etree.Element("span" if any(e.tag == "a" for e in element.iterancestors()) else "a")
        link.text = words
        if link.tag == "a":
            link.set("href", url if ":" in url.partition("/")[0] else f"https:{url}")
        replace(element, link)


def _once(body: Any) -> None:
    """An id stands once in a chapter; a second one leads nowhere."""
    seen: set[str] = set()
    for element in _elements(body):
        id = element.get("id")
        if id is not None:
            if not id or id in seen or re.search(r"\s", id):
                del element.attrib["id"]
            seen.add(id)
