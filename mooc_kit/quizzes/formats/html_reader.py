"""Quiz HTML to Markdown: what platforms keep questions in; whatever Markdown cannot say stays HTML."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from lxml import etree
from lxml import html as lxml_html

from mooc_kit.quizzes.formats.markup import escaped, markdown_of_text

_BLOCKS = frozenset(
    """p div section article figure figcaption blockquote ul ol li dl dt dd table pre
    h1 h2 h3 h4 h5 h6 hr""".split()  # noqa: SIM905  # a table of names reads best as words
)
_KEPT = frozenset("sub sup u s del ins kbd mark small abbr table ruby rt rp var samp q cite".split())  # noqa: SIM905
_DROPPED = frozenset(
    "script style head title meta link iframe object embed form input button select textarea".split()  # noqa: SIM905
)
_MAX_DEPTH = 80
_BREAK = "\\\n"
_TAG = re.compile(r"<[a-zA-Z/!]|&#?\w+;")

Media = Callable[[str], str]
"""What the address of an image or link becomes."""


def markdown_of(html: str, media: Media = lambda url: url) -> str:
    """`html` as Markdown."""
    if not _TAG.search(html):
        return _folded(html).strip()
    try:
        root = lxml_html.fragment_fromstring(html.replace("\x00", ""), create_parent="div")
    except (etree.LxmlError, ValueError, AssertionError):
        return escaped(re.sub(r"<[^>]*>", " ", html)).strip()
    text = _Reader(media).block(root, 0)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


class _Reader:
    def __init__(self, media: Media) -> None:
        self.media = media

    def block(self, element: Any, depth: int) -> str:
        """The content of a block: paragraphs with an empty line between them."""
        parts: list[str] = []
        line = [self._text(element.text)]
        for child in element:
            if not isinstance(child.tag, str):
                line.append(self._text(child.tail))
                continue
            if child.tag in _BLOCKS and depth < _MAX_DEPTH:
                parts += [_paragraph(line), self._block(child, depth + 1)]
                line = [self._text(child.tail)]
            else:
                line.append(self.inline(child, depth + 1) + self._text(child.tail))
        parts.append(_paragraph(line))
        return "\n\n".join(part for part in parts if part.strip())

    def _block(self, element: Any, depth: int) -> str:
        tag = element.tag
        if tag == "pre":
            code = "".join(element.itertext()).removeprefix("\n")  # HTML does not show a first line break
            inner = next(iter(element.iter("code")), None)
            language = re.search(r"language-(\w+)", inner.get("class", "") if inner is not None else "")
            fence = "`" * max([3, *(len(run) + 1 for run in re.findall(r"`{3,}", code))])
            return f"{fence}{language[1] if language else ''}\n{code.rstrip()}\n{fence}"
        if tag == "hr":
            return "---"
        if tag == "table":
            return self._raw(element)
        if tag in ("ul", "ol"):
            items = [item for item in element if item.tag == "li"]
            marks = [f"{number}." if tag == "ol" else "-" for number in range(1, len(items) + 1)]
            return "\n".join(
                f"{mark} {self.block(item, depth + 1).replace(chr(10), chr(10) + ' ' * (len(mark) + 1))}"
                for mark, item in zip(marks, items, strict=True)
            )
        content = self.block(element, depth)
        if tag == "blockquote":
            return "> " + content.replace("\n", "\n> ")
        if re.fullmatch(r"h[1-6]", tag) and content:
            return f"{'#' * int(tag[1])} {' '.join(content.split())}"
        return content

    def inline(self, element: Any, depth: int) -> str:
        tag = element.tag
        if tag in _DROPPED or depth > _MAX_DEPTH:
            return ""
        if tag == "br":
            return _BREAK
        if tag == "img":
            return self._image(element)
        if tag == "math":
            tex = element.xpath("string(.//*[local-name()='annotation'])").strip()
            return f"${tex}$" if tex else self._raw(element)
        if tag in ("code", "tt"):
            code = " ".join("".join(element.itertext()).split())
            ticks = "`" * (max([0, *(len(run) for run in re.findall(r"`+", code))]) + 1)
            space = " " if code.startswith("`") or code.endswith("`") else ""
            return f"{ticks}{space}{code}{space}{ticks}" if code else ""
        content = self._text(element.text)
        for child in element:
            inner = self.inline(child, depth + 1) if isinstance(child.tag, str) else ""
            content += inner + self._text(child.tail)
        if tag in ("b", "strong"):
            return _wrapped(content, "**")
        if tag in ("i", "em"):
            return _wrapped(content, "*")
        if tag == "a" and element.get("href"):
            return f"[{content.strip()}]({_address(self.media(element.get('href')))})"
        if tag in _KEPT:
            return f"<{tag}>{content}</{tag}>"
        return content

    def _image(self, element: Any) -> str:
        tex = element.get("data-equation-content")
        source = element.get("src", "")
        if tex is None and "equation_images/" in source:
            tex = unquote(unquote(source.rpartition("equation_images/")[2]))
        if tex:
            return f"${' '.join(tex.split())}$"
        alt = escaped(" ".join((element.get("alt") or "").split()))
        return f"![{alt}]({_address(self.media(source))})" if source else alt

    def _raw(self, element: Any) -> str:
        tail, element.tail = element.tail, None
        made: str = etree.tostring(element, encoding="unicode", method="html")
        element.tail = tail
        return " ".join(made.split())

    @staticmethod
    def _text(text: str | None) -> str:
        if not text:
            return ""
        return _folded(text)


def _paragraph(parts: list[str]) -> str:
    """A line without the breaks at its end, whose signs Markdown would show."""
    line = "".join(parts).rstrip(" ")
    while line.endswith(_BREAK):
        line = line.removesuffix(_BREAK).rstrip(" ")
    while line.lstrip().startswith("\\\n"):
        line = line.lstrip()[2:]
    return line.strip()


def _folded(text: str) -> str:
    """Words as Markdown, white space as HTML shows it: a no-break space stays one."""
    return markdown_of_text(re.sub(r"[ \t\r\n\f]+", " ", text.replace("\x00", "")))


def _wrapped(content: str, mark: str) -> str:
    bare = content.strip()
    if not bare:
        return content
    before = content[: len(content) - len(content.lstrip())]
    after = content[len(content.rstrip()) :]
    return f"{before}{mark}{bare}{mark}{after}"


def _address(url: str) -> str:
    url = url.strip()
    if re.search(r"[\s()<>]", url):
        safe = re.sub(r"[<>\s]", lambda found: f"%{ord(found[0]):02X}", url)
        return f"<{safe}>"
    return url
