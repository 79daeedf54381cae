"""Converted page: what a document becomes, its Markdown and its pictures, and what could not come along."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from mooc_kit.content.html_to_markdown import html_to_markdown
from mooc_kit.content.html_words import fragment
from mooc_kit.problems import UsageError
from mooc_kit.spec.fields import slug

UNDESCRIBED = "To describe: what this picture shows"
"""Stands for the description of a picture that has none: the build goes on, and everybody sees what is to be done."""
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp", "image/svg+xml": "svg"}
MOST_HEADING = 6
_HEADING = re.compile(r"(#{1,6})(\s+\S.*)")
_NO_DESCRIPTION = re.compile(
    r"|[^\n]+\.(png|jpe?g|gif|webp|svg|bmp|tiff?|emf|wmf)|(picture|image|graphic|bild|grafik|imagen?|imagem) ?\d+",
    re.IGNORECASE,
)
"""What programs write where nobody did: nothing, the name of the file, or a kind with a number."""
_FENCE = re.compile(r"\s*(`{3,}|~{3,})")


class NotConverted(UsageError):
    """A file that cannot be read as a document; the message says why."""


@dataclass
class ConvertedPage:
    """`pictures` by the names they get in the kit; `lost` says what stayed behind, and where it stood."""

    title: str
    body: str = ""
    pictures: dict[str, bytes] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)

    def picture(self, data: bytes, ending: str) -> str:
        """The name under which the kit has this picture: the same picture has the same name, another never."""
        name = f"{slug(self.title)[:40] or 'picture'}-{hashlib.sha256(data).hexdigest()[:12]}.{ending}"
        self.pictures[name] = data
        return name


def from_html(page: ConvertedPage, html: str, address: Callable[[str], str] = lambda url: url) -> None:
    """Fill `page` from unsafe HTML, cleaned; pictures that lie in it (`data:`) become files of the kit, and the
    addresses of others are what `address` makes of them ("" for one that has none here)."""
    root = fragment(html)
    undescribed = 0
    for image in list(root.iter("img")):
        if _NO_DESCRIPTION.fullmatch((image.get("alt") or "").strip()):
            undescribed += 1
            image.set("alt", UNDESCRIBED)
    if undescribed:
        page.lost.append(
            f"{undescribed} picture{'s have' if undescribed > 1 else ' has'} no description: look for "
            f'"{UNDESCRIBED}" on the page and say what there is to see'
        )

    def readdress(url: str) -> str:
        return _packed(page, url) if url.startswith("data:") else address(url)

    def lost(tag: str, number: int) -> None:
        page.lost.append(f"{number} time{'s' if number > 1 else ''} <{tag}>: a page cannot hold it")

    from lxml import html as lxml_html

    text = lxml_html.tostring(root, encoding="unicode")
    page.body = proper_headings(html_to_markdown(text, readdress, lost, with_data=True), page.title)


def _packed(page: ConvertedPage, url: str) -> str:
    kind, _, packed = url.removeprefix("data:").partition(",")
    mime, *marks = kind.split(";")
    try:
        data = base64.b64decode(packed, validate=False) if "base64" in marks else unquote_to_bytes(packed)
    except (ValueError, binascii.Error):
        data = b""
    if mime.lower() not in ENDINGS or not data:
        page.lost.append(f"a picture of the kind {mime[:40] or 'unknown'}: browsers do not show it; save it as PNG")
        return ""
    return f"../../media/{page.picture(data, ENDINGS[mime.lower()])}"


def proper_headings(markdown: str, title: str) -> str:
    """`markdown` with headings from the second level on and no level left out; the page's title is the first one.

    A heading at the top that only says the title again is taken out.
    """
    lines: list[str] = []
    levels: list[int] = []
    fence, is_first = "", True
    for line in markdown.splitlines():
        mark = _FENCE.match(line)
        if mark and (not fence or mark.group(1).startswith(fence)):
            fence = "" if fence else mark.group(1)
        found = None if fence else _HEADING.fullmatch(line)
        if found is None:
            is_first = is_first and not line.strip()
            lines.append(line)
            continue
        if is_first and found.group(2).strip().casefold() == title.casefold():
            is_first = False
            continue
        is_first = False
        while levels and levels[-1] >= len(found.group(1)):
            levels.pop()
        levels.append(len(found.group(1)))
        lines.append("#" * min(len(levels) + 1, MOST_HEADING) + found.group(2))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
