"""Link rewriting for OLX: addresses of blocks and of files below static/, as the kit names them."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from mooc_kit.content import svg
from mooc_kit.content.file_kinds import ENDINGS
from mooc_kit.content.html_to_markdown import html_to_markdown
from mooc_kit.content.pictures import PictureError, is_raster, opened
from mooc_kit.importers.formulas import showable
from mooc_kit.importers.open_edx.media_blocks import srt_of
from mooc_kit.importers.open_edx.olx_tree import OlxTree
from mooc_kit.problems import Notice
from mooc_kit.spec.yaml_text import yaml_text

_ASSET = re.compile(r"/?(?:asset-v1:|c4x/)")
_PICTURE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_ALT = re.compile(r"""\balt\s*=\s*(?!""|'')\S""", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


@dataclass
class Addresses:
    """Writes pages into `files`, and brings the files that they use. `page_of` knows which page a block became."""

    tree: OlxTree
    files: dict[str, bytes]
    notices: list[Notice]
    page_of: Callable[[str], str | None]
    lost: dict[str, dict[str, int]] = field(default_factory=dict)
    """What pages cannot hold: tag -> page -> how often."""
    used: dict[str, str] = field(default_factory=dict)
    """Names below static/ that were asked for -> their place in the kit, "" where they have none."""
    _names: dict[str, str] = field(default_factory=dict)

    def in_question(self, url: str) -> str:
        """The address of a link or picture inside a question: files come along, links to pages do not."""
        if (_ELSEWHERE.match(url) and not _ASSET.match(url)) or url.startswith("#"):
            return url
        found = self._asset(url)
        if found:
            return f"../{found}"
        what = f"The file or link {url[:80]} in a question"
        self.notices.append(Notice(what, "It is not in the package.", "Its words stay, and lead nowhere."))
        return ""

    def write(self, path: str, meta: dict[str, Any], html: str) -> None:
        """A page of the kit."""
        lost: Counter[str] = Counter()
        body = html_to_markdown(
            html, lambda url: self._on_page(url, path), lambda tag, number: lost.update({tag: number})
        )
        if unsaid := sum(not _ALT.search(picture) for picture in _PICTURE.findall(html)):
            what = f"What {'a picture' if unsaid == 1 else f'each of {unsaid} pictures'} on {path} shows"
            instead = "The name of the file stands for it; describe what there is to see."
            self.notices.append(Notice(what, "The package does not say it.", instead))
        for tag, number in lost.items():
            self.lost.setdefault(tag, {})[path] = number

        def unshown(tex: str, why: str) -> None:
            what = f"The formula `{tex[:80]}` on {path}"
            self.notices.append(Notice(what, f"It cannot be shown: {why}.", "It stays as its source."))

        front = f"---\n{yaml_text(meta)}---\n\n" if meta else ""
        self.files[path] = f"{front}{showable(body, unshown)}\n".encode()

    def _on_page(self, url: str, path: str) -> str:
        here = posixpath.dirname(path)
        plain, sign, fragment = url.partition("#")
        name = plain.strip("/").rpartition("/")[2]
        page = self.page_of(name) if name else None
        if page:
            return posixpath.relpath(page, here) + sign + fragment
        if page == "" or "/jump_to_id/" in plain:
            return self._leads_nowhere(f"The link to {name[:80]} on {path}")
        if _ASSET.match(plain) or re.match(r"/?static/", plain):
            found = self._asset(plain)
            return posixpath.relpath(found, here) if found else self._leads_nowhere(f"The file {plain[:80]} on {path}")
        if plain and not _ELSEWHERE.match(plain):
            return self._leads_nowhere(f"The address {plain[:80]} on {path}")
        return url

    def _leads_nowhere(self, what: str) -> str:
        self.notices.append(Notice(what, "It is not in the kit.", "The words stay, and lead nowhere."))
        return "#"

    def tell_lost(self) -> None:
        """Tell what pages cannot hold, and which files nobody asked for."""
        for tag, pages in sorted(self.lost.items()):
            where = ", ".join(list(pages)[:3]) + (f" and {len(pages) - 3} more" if len(pages) > 3 else "")
            why = "Pages of a kit hold nothing that runs or is asked of a browser."
            what = f"{sum(pages.values())} `{tag}` on {where}"
            self.notices.append(Notice(what, why, "It is left out; its words stay."))
        unused = [name for name in self.tree.static() if name not in self.used]
        if unused:
            shown = ", ".join(unused[:5]) + (" …" if len(unused) > 5 else "")
            what = f"{len(unused)} files below static/ that no page uses ({shown})"
            self.notices.append(Notice(what, "Only what pages use travels.", "They are left in the package."))

    # ---- files -----------------------------------------------------------------------------------------------------

    def has_file(self, name: str) -> bool:
        return self._path(name) in self.tree.archive

    def brings(self, name: str) -> bool:
        """Whether the file below static/ could come along; why not is told."""
        return self.has_file(name) and bool(self._static(name))

    def held(self, place: str) -> bytes | None:
        """A file of the package at a place below the course's folder."""
        path = self.tree.root + place
        return self.tree.archive.data(path) if path in self.tree.archive else None

    def _asset(self, url: str) -> str:
        """The place in the kit of the file of the package that `url` names; "" where it names none."""
        plain = url.partition("#")[0]
        is_asset = _ASSET.match(plain)
        if not is_asset and not re.match(r"/?static/", plain):
            return ""
        wanted = (plain.rpartition("block@")[2] if "block@" in plain else plain.rpartition("/")[2]) if is_asset else ""
        return self._static((wanted or plain.partition("static/")[2]).partition("?")[0])

    def _static(self, name: str) -> str:
        """The place in the kit of a file below static/, which comes along; "" where it cannot."""
        wanted = unquote(name)
        if not self._names:  # Studio writes spaces and slashes of names as underscores in addresses
            self._names.update({re.sub(r"[^\w.-]", "_", n): n for n in self.tree.static()})
        found = wanted if self.has_file(wanted) else self._names.get(re.sub(r"[^\w.-]", "_", wanted), "")
        if not found:
            return ""
        if found in self.used:
            return self.used[found]
        data = self.tree.archive.data(self._path(found))
        stem, ending = posixpath.splitext(found)
        if ending == ".sjson" and (captions := srt_of(data)):  # Open edX's own form of captions
            data, (stem, ending) = captions, posixpath.splitext(stem)
        if why := _why_not_published(stem + ending, data):
            self.notices.append(Notice(f"The file {found[:80]}", why, "It is left out; a link to it leads nowhere."))
            self.used[found] = ""
            return ""
        stem, ending = posixpath.splitext(re.sub(r"[^A-Za-z0-9._-]+", "-", stem + ending).strip(".-") or "file")
        place, number = f"content/files/{stem}{ending}", 2
        taken = {name.lower() for name in self.used.values()}
        while place.lower() in taken:  # two names that differ only in letters that addresses do not hold
            place, number = f"content/files/{stem}-{number}{ending}", number + 1
        self.files[place] = data
        self.used[found] = place
        return place

    def _path(self, name: str) -> str:
        return f"{self.tree.root}static/{name}"


def _why_not_published(name: str, data: bytes) -> str:
    """Why a kit cannot publish the file; "" where it can."""
    ending = PurePosixPath(name).suffix.lower()
    if ending not in ENDINGS:
        return f"Files that end in {ending!r} are not published." if ending else "Its name has no ending."
    if ending == ".svg":
        try:
            svg.check(data)
        except svg.UnsafeSvg as error:
            return f"It is not published: {error}."
    if is_raster(name):
        try:
            opened(BytesIO(data)).close()
        except PictureError as error:
            return f"It {error}."
    return ""
