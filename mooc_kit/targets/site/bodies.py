"""Page bodies: a piece of the course's HTML made ready for the page that it stands on.

Links get their addresses, headings continue the page's own, wide tables scroll by themselves, and nothing is fetched
from other sites: what an author embedded from elsewhere becomes a link to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import quote, unquote, urlsplit

from markupsafe import Markup

from mooc_kit.content.embeds import player_for
from mooc_kit.content.html_words import words_of
from mooc_kit.content.links import SCHEMES
from mooc_kit.content.typography import typographic
from mooc_kit.i18n import Messages
from mooc_kit.problems import Notice
from mooc_kit.targets.site.glossary import UNEXPLAINED, Explainer
from mooc_kit.targets.site.page_contents import Heading, contents

_HEADING = re.compile(r"h[1-6]")
_EMPTY_HEAD = re.compile(r"<th\b[^>]*>\s*</th>")
_MEDIA = frozenset({"audio", "video"})
_OPENED = (".pdf", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".txt")
"""Files that a browser shows by itself; others are downloaded, which also keeps drawings from running in our name."""
_VOID = frozenset({"br", "hr", "img", "col", "source", "track", "wbr"})
GAP_OPEN, GAP_CLOSE = "\ue000", "\ue001"
"""Private characters around the number of a gap, while a text with gaps goes through Markdown."""

Resolve = Callable[[str], str | None]
Depict = Callable[[str], Mapping[str, str] | None]
"""For a picture of the kit: the attributes that show it in the width that fits, or those (without `src`) that keep room
for the file as it is, or None."""


@dataclass
class Bodies:
    """Makes bodies for one page. `resolve` gives the address of an internal link, or None.

    `what` names the page in notices, which are added to `notices`.
    """

    messages: Messages
    resolve: Resolve
    what: str
    notices: list[Notice]
    depict: Depict = lambda _: None
    file_facts: Callable[[str], str] = lambda _: ""
    """Kind and size of a file of the kit, for people who decide whether to download it."""
    frames: set[str] = field(default_factory=set)
    """Origins of the video sites whose players people may load on the page."""
    tables: int = 0
    """How many tables the page has so far: the regions that they scroll in need names of their own."""
    explainer: Explainer | None = None
    """Explains the terms of the glossary where they first stand on the page."""
    headings: list[Heading] = field(default_factory=list)
    """The headings of the bodies so far that can be linked to, in order."""
    has_tools: bool = False
    """Whether there is something that a script makes handier: code, a task."""
    has_formulas: bool = False
    _anchors: set[str] = field(default_factory=set)

    def contents(self) -> list[tuple[Heading, list[Heading]]]:
        """The table of contents of a long page; [] for a short one."""
        return contents(self.headings)

    def body(self, html: str, *, title: str = "", summary: str = "", level: int = 2) -> Markup:
        """`html` with headings from `level` on.

        A first heading that only repeats the page's `title` is left out, and so is a first paragraph that only
        repeats its `summary`: the page shows them above.
        """
        if title:
            html = _without_first("h1", html, title)
        if summary:
            html = _without_first("p", html, summary)
        if not html.strip():
            return Markup("")
        return self._written(html, level=level, explains=True)

    def words(self, markdown: str, *, values: Mapping[str, object] | None = None, prefix: str = "") -> Markup:
        """Markdown of a question or a descriptor as HTML. Names of `values` in braces become places to fill in."""
        from mooc_kit.course.pages import markdown_html

        html = markdown_html(markdown, self.messages).strip()
        only = re.fullmatch(r"<p>((?:(?!</?p>).)*)</p>", html, re.DOTALL)
        return self._written(only[1] if only else html, level=4, values=values or {}, prefix=prefix)

    def _written(
        self,
        html: str,
        *,
        level: int,
        values: Mapping[str, object] | None = None,
        prefix: str = "",
        explains: bool = False,
    ) -> Markup:
        if not prefix and any(f'id="{anchor}"' in html for anchor in self._anchors):
            prefix = f"part-{len(self._anchors)}-"
        html = _EMPTY_HEAD.sub("<td></td>", typographic(html, self.messages.language))
        writer = _Writer(self, level, values or {}, prefix)
        writer.explainer = self.explainer if explains else None
        writer.feed(html)
        writer.close()
        self._anchors |= writer.anchors
        return Markup("".join(writer.out))  # noqa: S704  # nh3 cleaned it, and the writer escapes what it adds


class _Writer(HTMLParser):
    """Writes cleaned HTML out again, changing only what a page of this site needs."""

    def __init__(self, bodies: Bodies, level: int, values: Mapping[str, object], prefix: str) -> None:
        super().__init__(convert_charrefs=False)
        self.bodies, self.level, self.values, self.prefix = bodies, level, values, prefix
        self.out: list[str] = []
        self.anchors: set[str] = set()
        self.explainer: Explainer | None = None
        self._unexplained = 0
        """How many elements are open in which no term is explained: code, formulas, links, headings."""
        self._levels: list[tuple[int, int]] = []
        self._heading: tuple[int, str, int] | None = None
        """Level and id of the heading that is being written, and where in `out` it begins."""
        self._open_headings: list[int] = []
        self._links = 0
        self._skipping = 0
        self._dropped_links: list[bool] = []
        self._facts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if self._skipping:
            self._skipping += tag in _MEDIA
            return
        self._unexplained += tag in UNEXPLAINED
        if (tag in _MEDIA or tag == "img") and self._media_is_written(tag, values):
            return
        if tag in ("source", "track") and (_outside(values.get("src", "")) or _outside(values.get("srcset", ""))):
            return
        facts = self._link_facts(values) if tag == "a" else ""
        for name in ("href", "src", "poster"):
            if name in values:
                found = self._address(values[name])
                if found is None:
                    del values[name]
                else:
                    values[name] = found
        if tag == "a":
            self._dropped_links.append("href" not in values)
            if self._dropped_links[-1]:
                return
            self._links += 1
            self._facts.append(facts)
        if tag == "img" and "src" not in values:
            self.out.append(escape(values.get("alt", "")))
            return
        self._make_reachable(tag, values)
        if "id" in values:
            values["id"] = self.prefix + values["id"]
            self.anchors.add(values["id"])
        if _HEADING.fullmatch(tag):
            level = self._mapped(int(tag[1]))
            tag = f"h{level}"
            self._heading = (level, values.get("id", ""), len(self.out) + 1)
        if tag == "pre" or "task-box" in values.get("class", ""):
            self.bodies.has_tools = True
        self.bodies.has_formulas |= tag == "math"
        if tag == "table":
            self.bodies.tables += 1
            label = escape(self.bodies.messages.text("Table {n}", n=self.bodies.tables))
            self.out.append(f'<div class="scroll" role="region" tabindex="0" aria-label="{label}">')
        written = "".join(f' {name}="{escape(value)}"' for name, value in values.items())
        self.out.append(f"<{tag}{written}>")

    def _media_is_written(self, tag: str, values: dict[str, str]) -> bool:
        """Write a picture of the kit in its widths, or words in the place of what lies on another site.

        False where the element is to be written like any other; what of its `values` leads elsewhere is gone then.
        """
        outside = _outside(values.get("src", ""))
        if outside or (tag in _MEDIA and "src" not in values and self._media_is_outside()):
            self._instead_of_media(tag, outside or self._first_source(), values.get("alt", ""))
            self._skipping = int(tag in _MEDIA)
            return True
        for name in ("srcset", "poster"):
            if _outside(values.get(name, "")):
                del values[name]
        if tag != "img":
            return False
        values.setdefault("loading", "lazy")
        scheme, _, name = values.get("src", "").partition(":")
        shown = self.bodies.depict(unquote(name)) if scheme == "asset" else None
        if shown is None or "src" not in shown:
            if shown and values.keys().isdisjoint(shown):
                values.update(shown)
            return False
        written = "".join(f' {key}="{escape(value)}"' for key, value in {**values, **shown}.items())
        self.out.append(f"<img{written}>")
        return True

    def _make_reachable(self, tag: str, values: dict[str, str]) -> None:
        """Let the keyboard get to what scrolls: long lines, and formulas."""
        if tag == "pre":
            values["tabindex"] = "0"
        if tag == "div" and values.get("class") == "math":
            values |= {"tabindex": "0", "role": "group", "aria-label": self.bodies.messages.text("Formula")}

    def _link_facts(self, values: dict[str, str]) -> str:
        """What to say behind the link. A link to a video on another site gets that site's player beside it."""
        href = values.get("href", "")
        if href.startswith("asset:"):
            name = unquote(href.removeprefix("asset:").partition("#")[0])
            if not name.lower().endswith(_OPENED):
                values["download"] = ""
            return self.bodies.file_facts(name)
        if values.get("class") == "embed":
            player = player_for(href)
            if player is None:
                self.bodies.notices.append(
                    Notice(
                        f"The video {href[:120]} on {self.bodies.what}",
                        "It is not on a video site whose player is known.",
                        "The page links to it.",
                    )
                )
                return urlsplit(href).hostname or ""
            values |= {"data-player": player.url, "data-host": player.host}
            self.bodies.frames.add(player.origin)
            return player.host
        return ""

    def handle_endtag(self, tag: str) -> None:
        if self._skipping:
            self._skipping -= tag in _MEDIA
            return
        self._unexplained -= tag in UNEXPLAINED
        if tag in _VOID:
            return
        if tag == "a" and self._dropped_links:
            if self._dropped_links.pop():
                return
            self._links -= 1
            if facts := self._facts.pop():
                self.out.append(f' <span class="file-facts">({escape(facts)})</span>')
        if _HEADING.fullmatch(tag) and self._open_headings:
            tag = f"h{self._open_headings.pop()}"
            self._end_heading()
        self.out.append(f"</{tag}>")
        if tag == "table":
            self.out.append("</div>")

    def _end_heading(self) -> None:
        if self._heading and self._heading[1]:
            level, id, begins = self._heading
            inside = "".join(self.out[begins:])
            if words := words_of(inside).strip():
                self.bodies.headings.append(Heading(level, id, words))
                if "<a" not in inside:
                    # A heading is its own link: what is copied from it leads here, and its name stays its words.
                    self.out[begins:] = [f'<a class="to-here" href="#{quote(id)}">{inside}</a>']
        self._heading = None

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        if self._skipping:
            return
        if self.values and "{" in data:
            names = "|".join(re.escape(name) for name in self.values)
            data = re.sub(rf"\{{({names})\}}", r'<var data-value="\1">\1</var>', data)
        if GAP_OPEN in data:
            data = re.sub(f"{GAP_OPEN}(\\d+){GAP_CLOSE}", r'<span class="gap" data-gap="\1">____</span>', data)
        if self.explainer and not self._unexplained:
            data = self.explainer.explained(data)
        self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        if not self._skipping:
            self.out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        if not self._skipping:
            self.out.append(f"&#{name};")

    def _mapped(self, level: int) -> int:
        """The level that a heading gets, so that none is skipped below the page's own headings."""
        while self._levels and self._levels[-1][0] >= level:
            self._levels.pop()
        mapped = min(self._levels[-1][1] + 1 if self._levels else self.level, 6)
        self._levels.append((level, mapped))
        self._open_headings.append(mapped)
        return mapped

    def _address(self, url: str) -> str | None:
        if url.startswith("#"):
            return f"#{self.prefix}{url[1:]}" if len(url) > 1 else None
        if url.partition(":")[0] in SCHEMES:
            return self.bodies.resolve(url)
        try:
            parts = urlsplit(url)
        except ValueError:
            return None
        if parts.scheme or parts.netloc:
            return url
        # A path that the course did not turn into an internal link leads nowhere on the site.
        self.bodies.notices.append(
            Notice(
                f"The link to {url[:80]} on {self.bodies.what}",
                "Only pages can link to files of the kit, not questions or rubrics.",
                "The site shows its text without the link.",
            )
        )
        return None

    def _instead_of_media(self, tag: str, url: str, alt: str) -> None:
        messages = self.bodies.messages
        names = {"img": messages.text("Image"), "audio": messages.text("Audio"), "video": messages.text("Video")}
        host = urlsplit(url).hostname or url
        label = escape(alt.strip() or messages.text("{kind} on {host}", kind=names[tag], host=host))
        link = f'<a class="outside" rel="noopener noreferrer" href="{escape(url)}">{label}</a>'
        self.out.append(label if self._links else link)
        self.bodies.notices.append(
            Notice(
                f"{url[:120]} on {self.bodies.what}",
                "The site shows nothing from other sites, so that they do not learn who reads it.",
                "It became a link; put a copy of the file into the kit to show it.",
            )
        )

    def _media_is_outside(self) -> bool:
        return bool(self._first_source())

    def _first_source(self) -> str:
        """The first source of the audio or video that begins here, where it lies on another site."""
        rest = self.rawdata[self._offset() :]
        end = re.search(r"</(?:audio|video)>", rest)
        found = re.search(r'<source\b[^>]*\ssrc="([^"]*)"', rest[: end.start()] if end else rest)
        return _outside(unescape(found[1])) if found else ""

    def _offset(self) -> int:
        line, column = self.getpos()
        return sum(len(part) + 1 for part in self.rawdata.split("\n")[: line - 1]) + column


def _outside(url: str) -> str:
    """`url` where it leads to another site, else ""."""
    return url if re.match(r"(?:https?:)?//", url.strip(), re.IGNORECASE) else ""


def tells(html: str, sentences: Iterable[str]) -> bool:
    """Whether `html` says all of the sentences already."""
    words = _words(html)
    return all(_words(escape(sentence)) in words for sentence in sentences)


def _without_first(tag: str, html: str, said: str) -> str:
    """`html` without a first element `tag` that says just `said`."""
    found = re.match(rf"\s*<{tag}(?:\s[^>]*)?>(.*?)</{tag}>\s*", html, re.DOTALL)
    return html[found.end() :] if found and _words(found[1]) == _words(escape(said)) else html


def _words(html: str) -> str:
    return words_of(html).casefold().rstrip(".")
