"""The words of a question as QTI's XHTML: clean HTML, less what QTI does not allow, with formulas as MathML."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape
from typing import Any

from lxml import etree, html

from mooc_kit.content.mathematics import MathError, mathml
from mooc_kit.quizzes.formats.markup import Address, html_of
from mooc_kit.quizzes.formats.qti.dialect import MATHML, Dialect

_BLOCKS = frozenset("address blockquote div dl h1 h2 h3 h4 h5 h6 hr ol p pre table ul".split())
_KNOWN = _BLOCKS | frozenset(
    """
    a abbr acronym b big br caption cite code col colgroup dd dfn dt em i img kbd li q samp small span strong sub sup
    tbody td tfoot th thead tr tt var
    """.split()
)
_AS_BLOCK = frozenset("article aside center details figcaption figure section summary".split())
_ATTRIBUTES = {
    "a": ("href",),
    "img": ("src", "alt", "width", "height"),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan", "scope"),
}
_ONE_PARAGRAPH = re.compile(r"<p>([^<>]*)</p>")
_MATH_DROPPED = frozenset({"class", "style", "lspace", "rspace", "displaystyle", "scriptlevel"})
_GAP = re.compile("\ue020(\\d+)\ue021")
Gap = Callable[[Any, int], Any]
"""Puts the interaction of a gap below an element: called with the parent and the gap's number."""


def gap_mark(number: int) -> str:
    """What stands in the Markdown for a gap while it is rendered."""
    return f"\ue020{number}\ue021"


class Body:
    """Renders the texts of one package. `address` gives the place of a media file, seen from an item."""

    def __init__(self, dialect: Dialect, address: Address) -> None:
        self.dialect = dialect
        self.address = address

    def blocks(self, parent: Any, markdown: str, gap: Gap | None = None) -> None:
        """The text as blocks below `parent`."""
        source = html_of(markdown, _formula, self.address)
        plain = _ONE_PARAGRAPH.fullmatch(source) if gap is None else None
        if plain:
            self.dialect.html(parent, "p", unescape(plain[1]))
            return
        for node in _parsed(source):
            if isinstance(node, str):
                if node.strip():
                    self._text(self.dialect.html(parent, "p"), node, gap)
            elif node.tag in _BLOCKS or node.tag in _AS_BLOCK:
                self._element(parent, node, gap)
            else:
                self._element(self.dialect.html(parent, "p"), node, gap)

    def flow(self, parent: Any, markdown: str) -> None:
        """The text inside `parent`, without a paragraph around a single one: for choices and labels."""
        source = html_of(markdown, _formula, self.address)
        plain = _ONE_PARAGRAPH.fullmatch(source)
        if plain:
            parent.text = unescape(plain[1])
            return
        nodes = [node for node in _parsed(source) if not isinstance(node, str) or node.strip()]
        if len(nodes) == 1 and not isinstance(nodes[0], str) and nodes[0].tag == "p":
            self._children(parent, nodes[0], None)
        else:
            self.blocks(parent, markdown)

    def _element(self, parent: Any, source: Any, gap: Gap | None) -> None:
        tag = source.tag if isinstance(source.tag, str) else ""
        if tag == "math":
            _mathml(parent, source)
        elif tag in ("audio", "video", "source", "track", "picture"):
            self._recording(parent, source)
        elif tag:
            name = tag if tag in _KNOWN else "div" if tag in _AS_BLOCK else "span"
            made = self.dialect.html(parent, name)
            for key in _ATTRIBUTES.get(name, ()):
                if source.get(key) is not None:
                    made.set(key, source.get(key))
            if name == "img" and made.get("alt") is None:
                made.set("alt", "")
            self._children(made, source, gap)

    def _children(self, parent: Any, source: Any, gap: Gap | None) -> None:
        if source.text:
            self._text(parent, source.text, gap)
        for child in source:
            self._element(parent, child, gap)
            if child.tail:
                self._text(parent, child.tail, gap)

    def _text(self, parent: Any, words: str, gap: Gap | None) -> None:
        pieces = _GAP.split(words) if gap is not None else [words]
        for position, piece in enumerate(pieces):
            if position % 2 and gap is not None:
                gap(parent, int(piece))
            elif piece:
                _append(parent, piece)

    def _recording(self, parent: Any, source: Any) -> None:
        """Recordings differ most between versions: a link plays everywhere."""
        address = source.get("src") or next((part.get("src") for part in source if part.get("src")), "")
        if address:
            self.dialect.html(parent, "a", source.get("aria-label") or address.rpartition("/")[2], href=address)


def _append(parent: Any, words: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + words
    else:
        parent.text = (parent.text or "") + words


def _parsed(source: str) -> list[Any]:
    return list(html.fragments_fromstring(source)) if source.strip() else []


def _formula(tex: str, block: bool) -> str:
    try:
        made = mathml(tex, block=block)
    except MathError:
        return f"<code>{escape(tex)}</code>"
    return f"<p>{made}</p>" if block else made


def _mathml(parent: Any, source: Any) -> None:
    """MathML in its own namespace, without presentation hints that older players refuse."""
    made = etree.SubElement(parent, f"{{{MATHML}}}math")
    if source.get("display") == "block":
        made.set("display", "block")
    _copy(made, source)


def _copy(made: Any, source: Any) -> None:
    made.text = source.text
    for child in source:
        if not isinstance(child.tag, str):
            continue
        part = etree.SubElement(made, f"{{{MATHML}}}{child.tag}")
        for key, value in child.attrib.items():
            if key not in _MATH_DROPPED:
                part.set(key, value)
        _copy(part, child)
        part.tail = child.tail
