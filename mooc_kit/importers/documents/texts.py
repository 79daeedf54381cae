"""HTML and Markdown files as pages, with the pictures that lie beside them."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

from mooc_kit.content.front_matter import FRONT_MATTER
from mooc_kit.content.html_words import fragment
from mooc_kit.importers.documents.page import UNDESCRIBED, ConvertedPage, NotConverted, from_html, proper_headings

_PICTURE = re.compile(r'!\[([^\]]*)\]\(([^)\s]+)(\s+"[^"]*")?\)')
_PICTURE_ENDINGS = {".png": "png", ".jpg": "jpg", ".jpeg": "jpg", ".gif": "gif", ".webp": "webp", ".svg": "svg"}
LARGEST = 20_000_000  # bytes of one file


def read_html(path: Path, title: str, folder: Path) -> ConvertedPage:
    """The HTML file at `path`; pictures come from below `folder`."""
    text, odd = _text(path)
    root = fragment(text)
    titles = (one for tag in ("title", "h1") for one in root.iter(tag))
    named = next((" ".join("".join(one.itertext()).split()) for one in titles), "")
    page = ConvertedPage(named[:200] or title, lost=odd)
    from_html(page, text, lambda url: _beside(page, url, path, folder))
    return page


def read_markdown(path: Path, title: str, folder: Path) -> ConvertedPage:
    """The Markdown file at `path`; pictures come from below `folder`. What it says in its front matter is told."""
    text, odd = _text(path)
    front = FRONT_MATTER.match(text)
    text = text[front.end() :] if front else text
    named = re.search(r"^title:\s*[\"']?(.+?)[\"']?\s*$", front["meta"], re.MULTILINE) if front else None
    first = re.search(r"^#\s+(.+?)\s*#*\s*$", text, re.MULTILINE)
    page = ConvertedPage((named or first).group(1)[:200] if named or first else title, lost=odd)  # type: ignore[union-attr]
    if front and re.search(r"^(?!title:)\S+:", front["meta"], re.MULTILINE):
        page.lost.append("its front matter, but for the title")

    def picture(found: re.Match[str]) -> str:
        words, url, caption = found.groups()
        place = _beside(page, unquote(url.strip("<>")), path, folder)
        if not words.strip():
            page.lost.append(f'a picture has no description: look for "{UNDESCRIBED}" and say what there is to see')
        return f"![{words.strip() or UNDESCRIBED}]({place}{caption or ''})" if place else words

    page.body = proper_headings(_PICTURE.sub(picture, text), page.title)
    return page


def _beside(page: ConvertedPage, url: str, document: Path, folder: Path) -> str:
    """The address of a picture in the kit; web addresses and links stay as they are."""
    if re.match(r"[a-z][a-z0-9+.-]*:|//|#", url, re.IGNORECASE):
        return url
    file = (document.parent / url.partition("#")[0].partition("?")[0]).resolve()
    ending = _PICTURE_ENDINGS.get(file.suffix.lower())
    if ending is None:
        page.lost.append(f"the link to {url[:80]}: put what it leads to into the kit, and link it")
        return ""
    if not file.is_relative_to(folder.resolve()) or not file.is_file() or file.stat().st_size > LARGEST:
        page.lost.append(f"the picture {url[:80]}: it does not lie beside the document")
        return ""
    return f"../../media/{page.picture(file.read_bytes(), ending)}"


def _text(path: Path) -> tuple[str, list[str]]:
    """The words of the file, and what is to be told of how they were read."""
    if path.stat().st_size > LARGEST:
        raise NotConverted(f"{path.name} is larger than {LARGEST // 1_000_000} MB.")
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        near = data[max(error.start - 12, 0) : error.start + 12].decode("cp1252", errors="replace")
        told = f"{path.name} is not UTF-8, and was read as Windows-1252: look whether its letters are right"
        return data.decode("cp1252", errors="replace"), [f'{told}, first at "{" ".join(near.split())}"']
