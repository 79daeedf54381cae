"""HTML files of a cartridge: whole documents, with links and formulas as the platform reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from mooc_kit.targets.open_edx.html import Pages, tex_of

if TYPE_CHECKING:
    from lxml import etree


def equation_image(element: etree._Element) -> None:
    """A formula as Canvas keeps it: an image with the LaTeX in its address, which Canvas draws itself."""
    from lxml import etree

    tex, parent = tex_of(element), element.getparent()
    if not tex or parent is None:
        return
    image = etree.Element("img")
    address = quote(quote(tex, safe=""), safe="")
    values = {
        "class": "equation_image",
        "title": tex,
        "src": f"/equation_images/{address}",
        "alt": f"LaTeX: {tex}",
        "data-equation-content": tex,
    }
    for name, value in values.items():
        image.set(name, value)
    made = image
    if element.get("display") == "block":
        made = etree.Element("p")
        made.append(image)
    made.tail = element.tail
    parent.replace(element, made)


def as_it_is(element: etree._Element) -> None:
    """A formula stays MathML, which browsers show."""


def html_document(pages: Pages, title: str, body: str, *, language: str, meta: dict[str, str] | None = None) -> bytes:
    """A whole HTML file with the course's HTML `body` in it."""
    from lxml import etree
    from lxml import html as lxml_html

    root = etree.Element("html", lang=language)
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "meta", {"http-equiv": "Content-Type", "content": "text/html; charset=utf-8"})
    etree.SubElement(head, "title").text = title
    for name, value in (meta or {}).items():
        etree.SubElement(head, "meta", {"name": name, "content": value})
    inside = pages.tree(body) if body.strip() else etree.Element("div")
    inside.tag = "body"
    root.append(inside)
    made: bytes = lxml_html.tostring(root, encoding="utf-8", method="html", doctype="<!DOCTYPE html>")
    return made + b"\n"
