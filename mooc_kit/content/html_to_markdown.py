"""HTML to Markdown: another platform's pages as an author edits them; what Markdown cannot say stays HTML.

The HTML is cleaned first, so no script comes in. What `course.markdown` makes of formulas, code, callouts and
recordings is turned back into what it came from.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

from mooc_kit.content.mathematics import formulas_as_markdown
from mooc_kit.content.safe_html import clean

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Readdress = Callable[[str], str]
"""Gives the address that a link or picture of the old platform gets in the kit."""

# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "center", "dd", "details", "div", "dl", "dt", "figure", "footer",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section", "summary", "table", "ul",
    "video", "audio",
))
# fmt: on
# fmt: off
_INLINE_AS_HTML = frozenset((
    "abbr", "bdi", "bdo", "cite", "dfn", "ins", "kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "sub",
    "sup", "time", "u", "var",
))
# fmt: on
_SPECIAL = re.compile(r"([\\`*_\[\]<>$~^|])")
_LINE_START = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+](?=\s|$)|=+\s*$|-+\s*$|:(?=\s|::)|\d{1,9}(?=[.)](?:\s|$)))")
_CALLOUTS = frozenset({"note", "tip", "warning", "example", "question", "activity"})


def html_to_markdown(unsafe_html: str, readdress: Readdress = lambda url: url) -> str:
    """`unsafe_html` as Markdown, its links and pictures readdressed; "" for HTML without content."""
    from lxml import html as lxml_html

    cleaned = clean(unsafe_html)
    if not cleaned.strip():
        return ""
    root = lxml_html.fragment_fromstring(cleaned, create_parent="div")
    for element in root.iter():
        for name in ("href", "src", "poster"):
            if isinstance(element.tag, str) and element.get(name):
                element.set(name, readdress(str(element.get(name))))
    text = "\n\n".join(block for block in _blocks(root) if block.strip())
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def plain_text(unsafe_html: str) -> str:
    """The words of `unsafe_html` on one line, for titles and summaries."""
    from lxml import html as lxml_html

    cleaned = clean(unsafe_html)
    if not cleaned.strip():
        return ""
    return " ".join(lxml_html.fragment_fromstring(cleaned, create_parent="div").text_content().split())


def _blocks(parent: HtmlElement) -> list[str]:
    """The content of `parent` as blocks: runs of inline content become paragraphs."""
    made: list[str] = []
    run: list[str] = [_text(parent.text)]

    def end_run() -> None:
        words = _tidy("".join(run))
        if words:
            made.append(_guarded(words))
        run.clear()

    for child in parent:
        if isinstance(child.tag, str) and child.tag in _BLOCKS:
            end_run()
            made.append(_block(child))
        else:
            run.append(_inline(child))
        run.append(_text(child.tail))
    end_run()
    return [block for block in made if block.strip()]


def _block(element: HtmlElement) -> str:
    match element.tag:
        case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
            words = " ".join(_tidy(_inlines(element)).split("\n"))
            return f"{'#' * int(element.tag[1])} {words}" if words else ""
        case "p":
            if element.find("a[@class='embed']") is not None and len(element) == 1:
                return _guarded(_tidy(_inlines(element)))
            if any(isinstance(child.tag, str) and child.tag in _BLOCKS for child in element):
                return "\n\n".join(_blocks(element))
            return _guarded(_tidy(_inlines(element)))
        case "ul" | "ol":
            return _list(element)
        case "blockquote":
            return _prefixed("\n\n".join(_blocks(element)), "> ", "> ")
        case "hr":
            return "* * *"
        case "pre":
            return _fence(element, "")
        case "div" | "figure" | "aside":
            return _special(element)
        case "table":
            return _table(element)
        case "center" | "section" | "article" | "address" | "header" | "footer" if "footnotes" not in _classes(element):
            return "\n\n".join(_blocks(element))
        case _:
            return _raw(element)


def _special(element: HtmlElement) -> str:
    """Containers that the course's own Markdown makes, and those that only group."""
    classes = _classes(element)
    if "math" in classes and (tex := _tex(element)) is not None:
        return f"$$\n{tex}\n$$"
    if element.tag == "figure" and "code" in classes and element.find("pre") is not None:
        code = element.find("pre/code")
        language = (code.get("class") or "" if code is not None else "").removeprefix("language-")
        return _fence(element.find("pre"), language)
    name = next((c for c in classes if c in _CALLOUTS), "")
    if element.tag == "aside" and "callout" in classes and name:
        return _callout(element, name)
    if element.tag == "figure" and "media" in classes and (media := _media(element)):
        return media
    image, caption = element.find("img"), element.find("figcaption")
    if element.tag == "figure" and image is not None and caption is not None and len(element) == 2:
        words = " ".join(caption.text_content().split()).replace('"', "&quot;")
        return f'![{_text(image.get("alt"))}]({_address(image.get("src") or "")} "{words}")'
    return "\n\n".join(_blocks(element))


def _callout(element: HtmlElement, name: str) -> str:
    first = element[0] if len(element) else None
    title = ""
    if first is not None and "callout-title" in _classes(first):
        title = " ".join(first.text_content().split())
        first.tail = (first.tail or "").lstrip()
        element.remove(first)
    usual = name.capitalize()
    inside = "\n\n".join(_blocks(element))
    return f"::: {name}{'' if title in ('', usual) else ' ' + title}\n\n{inside}\n\n:::"


def _media(element: HtmlElement) -> str:
    """A recording as `::: video ADDRESS Title`, its transcript inside; "" where it is not one of ours."""
    player = element.find("video")
    kind = "video"
    if player is None:
        player, kind = element.find("audio"), "audio"
    link = element.find("p/a[@class='embed']")
    if player is not None and player.get("src"):
        caption = element.find("figcaption")
        address, title = player.get("src"), caption.text_content() if caption is not None else ""
    elif link is not None:
        kind = "audio" if "audio" in _classes(element) else "video"
        address, title = link.get("href") or "", link.text_content()
    else:
        return ""
    details = element.find("details")
    said = ""
    if details is not None:
        summary = details.find("summary")
        if summary is not None:
            details.remove(summary)
        said = "\n\n".join(_blocks(details))
    return f"::: {kind} {address} {' '.join(title.split())}\n\n{said}\n\n:::"


def _list(element: HtmlElement) -> str:
    items = []
    number = int(element.get("start") or 1) if (element.get("start") or "1").isdigit() else 1
    is_loose = False
    for child in element:
        if child.tag != "li":
            continue
        mark = f"{number}. " if element.tag == "ol" else "- "
        number += 1
        blocks = _blocks(child)
        is_loose = is_loose or child.find("p") is not None
        tight = all(block.lstrip()[:2] in ("- ", "1.") for block in blocks[1:])
        items.append(
            _prefixed(("\n" if tight and child.find("p") is None else "\n\n").join(blocks), mark, " " * len(mark))
        )
    return ("\n\n" if is_loose else "\n").join(items)


def _table(element: HtmlElement) -> str:
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in element.iter("tr")]
    cells = [cell for row in rows for cell in row]
    is_plain = (
        len(rows) > 1
        and all(len(row) == len(rows[0]) for row in rows)
        and all(cell.tag == "th" for cell in rows[0])
        and all(cell.tag == "td" for row in rows[1:] for cell in row)
        and not any(cell.get("colspan") or cell.get("rowspan") for cell in cells)
        and not any(
            isinstance(x.tag, str) and x.tag in _BLOCKS | {"br"} for cell in cells for x in cell.iterdescendants()
        )
        and element.find("caption") is None
    )
    if not is_plain:
        return _raw(element)
    signs = {"center": ":-:", "right": "--:", "left": ":--"}
    lines = [[" ".join(_tidy(_inlines(cell)).split("\n")) for cell in row] for row in rows]
    rule = [signs.get(cell.get("align") or "", "---") for cell in rows[0]]
    return "\n".join("| " + " | ".join(line) + " |" for line in [lines[0], rule, *lines[1:]])


def _fence(element: HtmlElement, language: str) -> str:
    code = element.text_content().rstrip("\n")
    ticks = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", code)), default=0))
    return f"{ticks}{language}\n{code}\n{ticks}"


def _inlines(element: HtmlElement) -> str:
    return _text(element.text) + "".join(_inline(child) + _text(child.tail) for child in element)


def _inline(element: HtmlElement) -> str:
    if not isinstance(element.tag, str):
        return ""
    match element.tag:
        case "strong" | "b":
            return _marked(element, "**")
        case "em" | "i":
            return _marked(element, "*")
        case "del":
            return _marked(element, "~~")
        case "br":
            return "\\\n"
        case "code":
            return _code(element.text_content())
        case "math":
            tex = _tex(element)
            return f"${tex}$" if tex else _raw_inline(element)
        case "a":
            words = _inlines(element)
            address = element.get("href")
            if not address or not words.strip():
                return words
            return f"[{words.strip()}]({_address(address)})"
        case "img" if not element.get("src"):
            return _text(element.get("alt"))
        case "img":
            return f"![{_text(_described(element))}]({_address(element.get('src') or '')})"
        case tag if tag in _INLINE_AS_HTML:
            return _raw_inline(element)
        case tag if tag in _BLOCKS:
            return _inlines(element) if tag in ("div", "p", "center", "section") else _raw_inline(element)
        case _:
            return _inlines(element)


def _described(image: HtmlElement) -> str:
    """What an image shows; the name of its file where nobody has said it, which a team will want to better."""
    said = (image.get("alt") or "").strip()
    name = (image.get("src") or "").rpartition("/")[2].rpartition(".")[0]
    return said or re.sub(r"[^\w]+|_", " ", name).strip() or "…"


def _marked(element: HtmlElement, sign: str) -> str:
    """Emphasis. Markdown wants its signs at the words, so the spaces go outside."""
    words = _inlines(element)
    core = words.strip()
    if not core or "\n\n" in core:
        return words
    before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
    tail = element.tail or ""
    previous = element.getprevious()
    head = (previous.tail if previous is not None else element.getparent().text) or ""
    # Beside a letter or another sign, Markdown would not see the emphasis: HTML says it there.
    if (
        (not after and tail[:1] and not tail[:1].isspace() and tail[:1] not in ".,;:!?)")
        or (not before and head[-1:] and not head[-1:].isspace() and head[-1:] not in "(")
        or not (core[0].isalnum() and core[-1].isalnum())
        or (previous is not None and not head)
        or (element.getnext() is not None and not tail)
        or element.getparent().tag in ("strong", "b", "em", "i", "del")
    ):
        tag = {"**": "strong", "*": "em", "~~": "del"}[sign]
        return f"{before}<{tag}>{core}</{tag}>{after}"
    return f"{before}{sign}{core}{sign}{after}"


def _code(text: str) -> str:
    ticks = "`" * (1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
    pad = " " if text[:1] == "`" or text[-1:] == "`" or (text[:1] == text[-1:] == " " and text.strip()) else ""
    return f"{ticks}{pad}{' '.join(text.splitlines())}{pad}{ticks}" if text.strip() else text


def _tex(element: HtmlElement) -> str | None:
    found = next(element.iter("annotation"), None)
    return found.text.strip() if found is not None and found.text and found.text.strip() else None


def _raw(element: HtmlElement) -> str:
    """The element as an HTML block: no empty line inside, which would end it."""
    from lxml import html as lxml_html

    text = lxml_html.tostring(element, encoding="unicode", with_tail=False)
    return re.sub(r"\n\s*\n", "\n", text).strip() if element.tag != "pre" else text.strip()


def _raw_inline(element: HtmlElement) -> str:
    if list(element.iter("math")) and element.tag == "math":
        from lxml import html as lxml_html

        return " ".join(lxml_html.tostring(element, encoding="unicode", with_tail=False).split())
    attributes = "".join(f' {name}="{escape(str(value))}"' for name, value in element.attrib.items() if name != "rel")
    return f"<{element.tag}{attributes}>{_inlines(element)}</{element.tag}>"


def _classes(element: HtmlElement) -> list[str]:
    return (element.get("class") or "").split()


def _address(url: str) -> str:
    plain = url.replace(" ", "%20")
    return f"<{plain}>" if re.search(r"[()]", plain) else plain


def _text(text: str | None) -> str:
    """Words as Markdown that shows just them."""
    return formulas_as_markdown(re.sub(r"[ \t\r\n\f]+", " ", text or ""), _escaped)


def _escaped(words: str) -> str:
    spaced = re.sub(r"&(?=#?\w+;)", "&amp;", words).replace("\u00a0", "&nbsp;")
    return _SPECIAL.sub(r"\\\1", spaced)


def _tidy(words: str) -> str:
    """A run of inline content without spaces at its lines' ends."""
    lines = [re.sub(r" +", " ", line).strip() for line in words.split("\n")]
    text = "\n".join(lines).strip()
    while text.startswith("\\\n"):
        text = text[2:].lstrip()
    while text.endswith("\\") and not text.endswith("\\\\"):
        text = text[:-1].rstrip()
    return text


def _guarded(words: str) -> str:
    """A paragraph whose lines do not look like a heading, a list or a rule."""
    return "\n".join(
        _LINE_START.sub(r"\1\\\2", line)
        if not line[:1].isdigit()
        else re.sub(r"^(\d{1,9})([.)])(?=\s|$)", r"\1\\\2", line)
        for line in words.split("\n")
    )


def _prefixed(text: str, first: str, rest: str) -> str:
    lines = text.split("\n")
    return "\n".join(
        (first if not number else rest if line else rest.rstrip()) + line for number, line in enumerate(lines)
    )
