"""HTML for Open edX: links as the platform rewrites them, formulas for its MathJax, recordings in their players.

Open edX's pages bring no styles of ours, so what needs one carries it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mooc_kit.content.embeds import player_for
from mooc_kit.i18n import Messages
from mooc_kit.problems import Notice

if TYPE_CHECKING:
    from lxml import etree

_CALLOUT = "border-left:4px solid #6b7c85;padding:0.25em 1em;margin:1em 0"
_CELL = "border:1px solid #8a979e;padding:0.3em 0.6em"


def _as_mathjax(element: etree._Element) -> None:
    """A formula as its LaTeX between the signs that Open edX's MathJax looks for."""
    from lxml import etree

    tex = tex_of(element)
    parent = element.getparent()
    if not tex or parent is None:
        return
    span = etree.Element("span")
    span.set("class", "math")
    span.text = f"\\[{tex}\\]" if element.get("display") == "block" else f"\\({tex}\\)"
    span.tail = element.tail
    parent.replace(element, span)


def tex_of(element: etree._Element) -> str:
    """The LaTeX of a formula in MathML; "" where it is not told."""
    found = next(element.iter("annotation"), None)
    return (found.text or "").strip() if found is not None else ""


@dataclass
class Pages:
    """Makes the HTML of one course ready. `address` gives the address of an internal link, or None.

    `formula` puts something in the place of a formula in MathML, as the platform shows it.
    """

    messages: Messages
    address: Callable[[str], str | None]
    notices: list[Notice] = field(default_factory=list)
    formula: Callable[[etree._Element], None] = _as_mathjax

    def html(self, body: str) -> bytes:
        """`body` as the content of an HTML component."""
        from lxml import html as lxml_html

        if not body.strip():
            return b""
        root = self.tree(body)
        inner = root.text or ""
        from html import escape

        parts = [escape(inner, quote=False)]
        parts += [lxml_html.tostring(child, encoding="unicode", method="html") for child in root]
        return "".join(parts).strip().encode() + b"\n"

    def markdown(self, text: str) -> etree._Element:
        """Markdown of a question as a <div> of XHTML, to be put into a problem."""
        from mooc_kit.course.pages import markdown_html

        return self.tree(markdown_html(text, self.messages))

    def tree(self, body: str) -> etree._Element:
        """`body` as a <div> with everything in Open edX's terms."""
        from lxml import html as lxml_html

        root: etree._Element = lxml_html.fragment_fromstring(body, create_parent="div")
        for element in list(root.iter()):
            if not isinstance(element.tag, str):
                continue
            for name in ("href", "src", "poster"):
                if element.get(name):
                    self._readdress(element, name)
            match element.tag:
                case "math":
                    self.formula(element)
                case "a" if element.get("class") == "embed":
                    self._as_player(element)
                case "aside":
                    element.set("style", _CALLOUT)
                case "td" | "th":
                    element.set("style", _CELL)
                case "table":
                    element.set("style", "border-collapse:collapse")
        return root

    def _readdress(self, element: etree._Element, name: str) -> None:
        url = str(element.get(name))
        if not re.match(r"(?:course|asset|kit):", url):
            return
        found = self.address(url)
        if found is None:
            del element.attrib[name]
        else:
            element.set(name, found)

    def _as_player(self, element: etree._Element) -> None:
        from lxml import etree

        url = str(element.get("href"))
        player = player_for(url)
        parent = element.getparent()
        if player is None or parent is None:
            self.notices.append(
                Notice(f"The video {url[:120]}", "It is not on a site whose player is known.", "A link leads to it.")
            )
            return
        frame = etree.Element(
            "iframe",
            src=player.url,
            width="640",
            height="360",
            title=words_of(element),
            allow="fullscreen; picture-in-picture",
            loading="lazy",
            frameborder="0",
        )
        frame.text = ""
        frame.tail = " "
        parent.insert(parent.index(element), frame)
        parent.insert(parent.index(element), etree.Element("br"))


def move_into(target: etree._Element, source: etree._Element) -> None:
    """Put everything inside `source` at the end of `target`."""
    if source.text:
        if len(target):
            target[-1].tail = (target[-1].tail or "") + source.text
        else:
            target.text = (target.text or "") + source.text
    for child in list(source):
        target.append(child)


def words_of(element: etree._Element) -> str:
    """The words of a piece of HTML on one line, formulas as their source."""
    return " ".join("".join(str(part) for part in element.itertext()).split())
