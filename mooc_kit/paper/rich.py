"""Rich text on paper is safe HTML as a tree of plain data, which the Typst templates walk.

A node is a text, or {"t": tag, "c": children} with "a" for the few attributes that print: `alt`, `start`, `src`.
MathML travels the same way; a formula's "alt" is its LaTeX source.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree, html

Node = str | dict[str, Any]

_KEPT = ("alt", "start", "src", "display")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_MAX_DEPTH = 200


def rich_markdown(markdown: str, language: str = "en") -> list[Node]:
    """Markdown as rich text."""
    from mooc_kit.course.markdown import markdown_tokens, unsafe_markdown_html
    from mooc_kit.course.safe_html import clean
    from mooc_kit.messages import messages_for

    if _is_plain(markdown):
        return [{"t": "p", "c": [" ".join(markdown.split())]}]
    return rich(clean(unsafe_markdown_html(markdown_tokens(markdown), messages_for(language))))


def rich(safe_html: str) -> list[Node]:
    """Safe HTML as rich text."""
    if not safe_html.strip():
        return []
    root = html.fragment_fromstring(safe_html, create_parent="div")
    return _children(root, is_code=False, depth=0)


def _children(element: Any, *, is_code: bool, depth: int) -> list[Node]:
    nodes: list[Node] = []
    _add_text(nodes, element.text, is_code)
    for child in element:
        if isinstance(child.tag, str) and depth < _MAX_DEPTH:
            nodes.append(_node(child, is_code=is_code, depth=depth + 1))
        _add_text(nodes, child.tail, is_code)
    return nodes


def _node(element: Any, *, is_code: bool, depth: int) -> Node:
    tag = etree.QName(element).localname
    attributes = {name: element.get(name) for name in _KEPT if element.get(name) is not None}
    if tag == "math":
        source = element.find(".//annotation")
        attributes["alt"] = (source.text or "") if source is not None else "".join(element.itertext())
    node: dict[str, Any] = {"t": tag, "c": _children(element, is_code=is_code or tag == "pre", depth=depth)}
    if attributes:
        node["a"] = attributes
    return node


def _add_text(nodes: list[Node], text: str | None, is_code: bool) -> None:
    if text:
        shown = text if is_code else _SPACE.sub(" ", text)
        if shown.strip() or nodes or is_code:
            nodes.append(shown)


def _is_plain(markdown: str) -> bool:
    """Whether the text is one paragraph without any mark that Markdown or HTML would read."""
    return re.fullmatch(r"(?![-+*#>\d=|:~\t ])[^\n*_`\[\]<>&$\\{}~|!]*", markdown) is not None
