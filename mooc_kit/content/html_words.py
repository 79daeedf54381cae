"""Plain text of HTML: the words that a reader sees, for titles, summaries, searches and places that know no markup.

Blocks are lines, formulas their LaTeX between dollars, pictures their descriptions. Scripts and styles have no words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from html import unescape
from typing import Any

# fmt: off
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "caption", "center", "dd", "details", "div", "dl", "dt", "figcaption",
    "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))
# fmt: on
NOT_IN_A_TREE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML, and so lxml, has no place for (XML 1.0, section 2.2)."""
_WHOLE_PAGE = re.compile(r"\s*<(?:html|!doctype)", re.IGNORECASE)
_SILENT = frozenset(("script", "style", "head", "title", "template", "noscript"))


def words_of(unsafe_html: str) -> str:
    """The words on one line."""
    return " ".join(lines_of(unsafe_html))


def first_words_of(unsafe_html: str, most: int) -> str:
    """The beginning of `words_of`: all of it where that is no longer than `most` letters, else at least as many."""
    if "<" not in unsafe_html:
        return words_of(unsafe_html)
    told, size = [], 0
    for piece in _pieces(_body(unsafe_html), as_written=False):
        told.append(piece)
        size += len(piece)
        if size > most and len(found := " ".join("".join(told).split())) > most:
            return found
    return " ".join("".join(told).split())


def lines_of(unsafe_html: str, *, as_written: bool = False) -> list[str]:
    """The words, a line for each block that has some.

    With `as_written` just the characters of the HTML, and a line ends where it breaks one, too: so the criteria of
    badges have always been written, and policies of peer badges are named by a digest of them.
    """
    if "<" not in unsafe_html:
        text = unescape(unsafe_html)
    else:
        text = "".join(_pieces(_body(unsafe_html), as_written=as_written))
    lines = text.split("\n") if as_written or "<" in unsafe_html else [text]
    return [line for line in (" ".join(line.split()) for line in lines) if line]


def text_of(unsafe_html: str) -> str:
    """The words as a text: a line for each block, with the empty lines that a reader sees between them."""
    pieces = "".join(_pieces(fragment(unsafe_html), as_written=False))
    return "\n".join(line.strip() for line in pieces.split("\n")).strip("\n")


def fragment(unsafe_html: str) -> Any:
    """The tree of a piece of HTML, in a `div`; what cannot be parsed is a text in it."""
    from lxml import etree
    from lxml import html as lxml_html

    text = NOT_IN_A_TREE.sub("", unsafe_html)
    try:
        return lxml_html.fragment_fromstring(text, create_parent="div")
    except (etree.LxmlError, ValueError, AssertionError):
        made = lxml_html.HtmlElement()
        made.tag, made.text = "div", text
        return made


@lru_cache(maxsize=1)
def _parser() -> Any:
    from lxml import etree

    return etree.HTMLParser()


def _body(unsafe_html: str) -> Any:
    """What `fragment` gives, for those who only read it: its elements know less, and are found in half the time."""
    from lxml import etree

    text = NOT_IN_A_TREE.sub("", unsafe_html)
    if _WHOLE_PAGE.match(text) is None:
        with suppress(etree.LxmlError, ValueError):
            page = etree.fromstring(f"<html><body>{text}</body></html>", _parser())
            if page is not None and len(page) == 1 and page[0].tag == "body":
                return page[0]
    return fragment(unsafe_html)


def tex_of(element: Any) -> str:
    """The LaTeX that an element carries as its annotation; "" where it has none."""
    found = next(element.iter("annotation"), None)
    return (found.text or "").strip() if found is not None else ""


def _pieces(root: Any, *, as_written: bool) -> Iterator[str]:
    """The texts in document order, line ends where blocks begin and end."""
    from lxml import etree

    def spaced(text: str | None) -> str:
        if not text:
            return ""
        return text if as_written else " ".join(f"|{text}|".split())[1:-1]

    skipped = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        tag = element.tag if element is not root else "div"
        is_hidden = not isinstance(tag, str) or tag in _SILENT or tag == "math"
        if event == "start":
            if not skipped and tag == "math":
                tex = "" if as_written else tex_of(element)
                yield f"${tex}$" if tex else "".join(element.itertext())
            elif not skipped and not is_hidden:
                if tag == "br" or tag in BLOCKS:
                    yield "\n"
                if tag == "img" and not as_written:
                    yield spaced(element.get("alt"))
                yield spaced(element.text)
            skipped += is_hidden
            continue
        if event == "end":
            skipped -= is_hidden
        if not skipped:
            if tag in BLOCKS:
                yield "\n"
            yield spaced(element.tail) if element is not root else ""
