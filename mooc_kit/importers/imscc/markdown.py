"""Cartridge HTML to Markdown: tokens and relative addresses lead to the kit's files, formulas are TeX again.

What Markdown cannot carry (frames, scripts, forms) is told, and so is every picture without a description.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote

from lxml import etree
from lxml import html as lxml_html

from mooc_kit.content.html_to_markdown import html_to_markdown
from mooc_kit.importers.imscc.cartridge import Cartridge, relative

if TYPE_CHECKING:
    from mooc_kit.importers.imscc.places import KitPlaces

_TOKEN = re.compile(r"^\$([A-Z_-]+)\$/?")
_FILE = ("IMS-CC-FILEBASE", "IMS_CC_FILEBASE")
_VIDEO = re.compile(r"(youtube(-nocookie)?\.com|youtu\.be|vimeo\.com)/")
_LOST = ("script", "form", "object", "embed", "applet")


class Texts:
    """Turns the HTML of one cartridge into Markdown for a place in the kit."""

    def __init__(self, cartridge: Cartridge, places: KitPlaces) -> None:
        self.cartridge = cartridge
        self.places = places

    def markdown(self, html: str, page: str, beside: str = "") -> str:
        """`html` for the kit's file `page`; `beside` is the file of the cartridge that it stands in."""
        prepared = self._prepared(html, page)
        return html_to_markdown(prepared, lambda url: self.address(url, page, beside)) if prepared else ""

    def address(self, url: str, page: str, beside: str = "", *, only_files: bool = False) -> str:
        """An address in the kit; "#" where it led to something that is not there, and that is told."""
        url = url.strip()
        plain = re.sub(r"%24", "$", url, flags=re.IGNORECASE)
        found = _TOKEN.match(plain)
        if not found and (not url or url.startswith("#") or re.match(r"[a-z][a-z0-9+.-]*:|//", url, re.IGNORECASE)):
            return url
        path, sign, fragment = (plain[found.end() :] if found else plain).partition("#")
        if found and found[1] not in _FILE:
            place = self._object(found[1], path)
        else:
            name = self.cartridge.find(path, "" if found else beside)
            place = self.places.of_file.get(name, "") or (self.cartridge.keep(name) if name and _is_file(name) else "")
        is_page = place.endswith(".md") and not place.startswith("content/media/")
        if place.startswith(("http://", "https://")):
            return place
        if place and not (only_files and is_page):
            return relative(place, page) + (sign + fragment if is_page else "")
        why = "It is not in the kit." if not place else "A question leads to no page of a kit."
        self.cartridge.notice(f"The link {unquote(url)[:80]} on {page}", why, "Its words stay, and lead nowhere.")
        return "#"

    def _object(self, token: str, path: str) -> str:
        """The kit's file for one of Canvas's own addresses."""
        path, _, query = path.partition("?")
        parts = [part for part in unquote(path).split("/") if part]
        wanted = parse_qs(query).get("wiki_page_migration_id", [""])[0]
        if wanted in self.places.of_id:
            return self.places.of_id[wanted]
        if not parts or parts in (["modules"], ["pages"], ["assignments"], ["wiki"], ["home"], ["announcements"]):
            return "content/index.md"
        if parts[0] in ("pages", "wiki") and len(parts) > 1:
            return self.places.of_slug.get(parts[1]) or self.places.of_id.get(parts[1], "")
        id = parts[1] if len(parts) > 1 else ""
        if id in self.places.of_id:
            return self.places.of_id[id]
        part = self.cartridge.parts.get(id)
        return self.cartridge.keep(part.href) if part and self.cartridge.has(part.href) and _is_file(part.href) else ""

    def _prepared(self, html: str, page: str) -> str:
        """The HTML with formulas and frames in the form that becomes Markdown."""
        if "<" not in html:
            return html
        try:
            root = lxml_html.fragment_fromstring(html.replace("\0", ""), create_parent="div")
        except (etree.LxmlError, ValueError, AssertionError):
            self.cartridge.notice(f"The text of {page}", "It is no HTML that can be read.", "It is left out.")
            return ""
        undescribed = 0
        for image in list(root.iter("img")):
            if image.get("data-equation-content") or "equation_image" in (image.get("class") or "").split():
                _formula(image)
            elif not (image.get("alt") or "").strip():
                undescribed += 1
        for frame in list(root.iter("iframe")):
            self._frame(frame, page)
        for tag in _LOST:
            found = list(root.iter(tag))
            if found:
                self.cartridge.notice(
                    f"{len(found)} `{tag}` on {page}", "A kit's pages run nothing of others.", "Left out."
                )
        if undescribed:
            self.cartridge.notice(
                f"What {undescribed} pictures on {page} show",
                "Nobody has said it.",
                "The names of the files stand there; write what one sees.",
            )
        return str(lxml_html.tostring(root, encoding="unicode"))

    def _frame(self, frame: lxml_html.HtmlElement, page: str) -> None:
        address = (frame.get("src") or "").strip()
        address = f"https:{address}" if address.startswith("//") else address
        title = (frame.get("title") or "").strip() or posixpath.basename(address.partition("?")[0]) or address
        parent = frame.getparent()
        if parent is None:
            return
        made = lxml_html.HtmlElement()
        made.tag = "p"
        link = etree.SubElement(made, "a", href=address)
        link.text = title or address
        if _VIDEO.search(address):
            link.set("class", "embed")
            holder = etree.Element("figure", {"class": "media video"})
            holder.append(made)
            holder.tail, frame.tail = frame.tail, None
            parent.replace(frame, holder)
            return
        made.tail, frame.tail = frame.tail, None
        if address:
            parent.replace(frame, made)
            self.cartridge.notice(
                f"The frame {address[:80]} on {page}",
                "A page shows nothing of others in itself.",
                "A link leads there.",
            )
        else:
            self.cartridge.notice(f"A frame on {page}", "It has no address.", "It is left out.")


def _formula(image: lxml_html.HtmlElement) -> None:
    """A formula that Canvas keeps as an image, as MathML with its TeX."""
    tex = image.get("data-equation-content") or unquote(
        unquote((image.get("src") or "").rpartition("equation_images/")[2])
    )
    tex = tex or (image.get("alt") or "").removeprefix("LaTeX:").strip()
    parent = image.getparent()
    if not tex.strip() or parent is None:
        return
    math = etree.Element("math")
    semantics = etree.SubElement(math, "semantics")
    etree.SubElement(semantics, "mrow")
    etree.SubElement(semantics, "annotation", encoding="application/x-tex").text = " ".join(tex.split())
    math.tail = image.tail
    is_alone = (
        parent.tag == "p" and len(parent) == 1 and not (parent.text or "").strip() and not (image.tail or "").strip()
    )
    parent.replace(image, math)
    if is_alone:
        parent.tag = "div"
        parent.set("class", "math")


def _is_file(name: str) -> bool:
    """Whether a file may lie in a kit as it is: HTML and XML of strangers may not."""
    return not re.search(r"\.(x?html?|xml|qti|svgz|swf)$", name, re.IGNORECASE)
