"""HTML to Markdown: other platforms' pages and questions as people edit them; what Markdown cannot say stays HTML.

The HTML is cleaned first, so no script comes in. What `content.markdown` makes of formulas, code, callouts and
recordings is turned back into what it came from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from mooc_kit.content.html_kept import raw_html
from mooc_kit.content.html_runs import Run, marked, split_off_breaks
from mooc_kit.content.html_words import NOT_IN_A_TREE, fragment, tex_of
from mooc_kit.content.mathematics import formulas_as_markdown
from mooc_kit.content.plain_markdown import guarded, inline_escaped
from mooc_kit.content.safe_html import cleaner_for_reading

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Readdress = Callable[[str], str]
"""Gives the address that a link or picture of the old platform gets in the kit."""
Lost = Callable[[str, int], None]
"""Is told the tag of what cannot come along, and how often it stands there."""

# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "center", "dd", "details", "div", "dl", "dt", "figure", "footer",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section", "summary", "table", "ul",
    "video", "audio",
))
# fmt: on
_GROUPS = frozenset({"p", "center", "section", "article", "address", "header", "footer"})
# fmt: off
_INLINE_AS_HTML = frozenset((
    "abbr", "bdi", "bdo", "cite", "del", "dfn", "ins", "kbd", "mark", "q", "rp", "rt", "ruby", "samp", "small", "sub",
    "sup", "time", "u", "var",
))
_NEVER = (
    "script", "iframe", "object", "embed", "applet", "form", "input", "select", "textarea", "button", "svg", "canvas",
)
"""What a text here cannot hold: what runs, what is asked of a browser, drawings with markup of their own."""
# fmt: on
_CALLOUTS = frozenset({"note", "tip", "warning", "example", "question", "activity"})
_MAYBE_LOST = re.compile(rf"<(?:{'|'.join(_NEVER)})\b", re.IGNORECASE)
_TODAY = {"tt": "code", "strike": "s", "acronym": "abbr"}
"""What old tags are called today."""
_MARKUP = re.compile(r"<[a-zA-Z/!?]|&#?\w+;")
_MAX_DEPTH = 80


def html_to_markdown(
    unsafe_html: str,
    readdress: Readdress = lambda url: url,
    lost: Lost | None = None,
    *,
    names_pictures: bool = True,
    with_data: bool = False,
) -> str:
    """`unsafe_html` as Markdown, its links and pictures readdressed; "" for HTML without content.

    With `names_pictures` a picture that nobody described bears the name of its file, which a team will want to better.
    With `with_data` the addresses in which a picture itself lies (`data:`) are handed to `readdress` like any other.
    """
    unsafe_html = NOT_IN_A_TREE.sub("", unsafe_html)
    if not _MARKUP.search(unsafe_html):
        return guarded(_text(unsafe_html).strip())
    if lost and _MAYBE_LOST.search(unsafe_html):
        tree = fragment(unsafe_html)
        for tag in _NEVER:
            if number := len(list(tree.iter(tag))):
                lost(tag, number)
    cleaned = cleaner_for_reading(with_data=with_data).clean(unsafe_html)
    if not cleaned.strip():
        return ""
    root = fragment(cleaned)
    _flatten(root)
    for element in root.iter():
        element.tag = _TODAY.get(element.tag, element.tag)
        for name in ("href", "src", "poster"):
            if isinstance(element.tag, str) and element.get(name) and not _equation(element):
                element.set(name, readdress(str(element.get(name))))
    text = "\n\n".join(block for block in _Reader(names_pictures).blocks(root) if block.strip())
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def equation_tex(image: HtmlElement) -> str:
    """The LaTeX of a formula that Canvas keeps as an image; "" for any other image."""
    if not _equation(image):
        return ""
    in_address = (image.get("src") or "").rpartition("equation_images/")[2].partition("?")[0]
    tex = image.get("data-equation-content") or unquote(unquote(in_address))
    return " ".join((tex or (image.get("alt") or "").removeprefix("LaTeX:")).split())


def _equation(element: HtmlElement) -> bool:
    return element.tag == "img" and (
        element.get("data-equation-content") is not None
        or "equation_images/" in (element.get("src") or "")
        or "equation_image" in _classes(element)
    )


def _flatten(root: HtmlElement) -> None:
    """Take out the tags that lie deeper than any page has a reason for; their words stay."""
    level = [root]
    for _ in range(_MAX_DEPTH):
        level = [child for element in level for child in element if isinstance(child.tag, str)]
        if not level:
            return
    for element in level:
        words = element.text_content()
        for child in list(element):
            element.remove(child)
        element.text = words


class _Reader:
    def __init__(self, names_pictures: bool) -> None:
        self.names_pictures = names_pictures

    def blocks(self, parent: HtmlElement) -> list[str]:
        """The content of `parent` as blocks: runs of inline content become paragraphs."""
        made: list[str] = []
        run = Run(_text(parent.text))
        for child in parent:
            if isinstance(child.tag, str) and child.tag in _BLOCKS:
                made += [_paragraph(run.text()), self.block(child)]
                run = Run()
            else:
                self.inline(child, run)
            run.add(_text(child.tail))
        made.append(_paragraph(run.text()))
        return [block for block in made if block.strip()]

    def block(self, element: HtmlElement) -> str:
        match element.tag:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                words = " ".join(_tidy(self.inlines(element)).replace("\\\n", " ").split("\n"))
                # Signs at the end of a heading would be taken for its frame.
                words = re.sub(r"#(?=#*$)", r"\\#", words)
                return f"{'#' * int(element.tag[1])} {words}" if words else ""
            case "ul" | "ol":
                return self.list(element)
            case "blockquote":
                return _prefixed("\n\n".join(self.blocks(element)), "> ", "> ")
            case "hr":
                # Not ---, which would turn a line of text above it into a heading.
                return "* * *"
            case "pre":
                return _fence(element)
            case "div" | "figure" | "aside":
                return self.special(element)
            case "table":
                return self.table(element)
            case tag if tag in _GROUPS and "footnotes" not in _classes(element):
                return "\n\n".join(self.blocks(element))
            case _:
                return raw_html(element)

    def special(self, element: HtmlElement) -> str:
        """Containers that the course's own Markdown makes, and those that only group."""
        classes = _classes(element)
        if "math" in classes and (tex := tex_of(element)):
            return f"$$\n{tex}\n$$"
        if element.tag == "figure" and "code" in classes and element.find("pre") is not None:
            return _fence(element.find("pre"))
        name = next((c for c in classes if c in _CALLOUTS), "")
        if element.tag == "aside" and "callout" in classes and name:
            return self.callout(element, name)
        if element.tag == "figure" and "media" in classes and (media := self.media(element)):
            return media
        image, caption = element.find("img"), element.find("figcaption")
        if element.tag == "figure" and image is not None and caption is not None and len(element) == 2:
            words = " ".join(caption.text_content().split()).replace('"', "&quot;")
            return f'![{self.description(image)}]({_address(image.get("src") or "")} "{words}")'
        return "\n\n".join(self.blocks(element))

    def callout(self, element: HtmlElement, name: str) -> str:
        first = element[0] if len(element) else None
        title = ""
        if first is not None and "callout-title" in _classes(first):
            title = " ".join(first.text_content().split())
            first.tail = (first.tail or "").lstrip()
            element.remove(first)
        usual = name.capitalize()
        inside = "\n\n".join(self.blocks(element))
        return f"::: {name}{'' if title in ('', usual) else ' ' + title}\n\n{inside}\n\n:::"

    def media(self, element: HtmlElement) -> str:
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
            said = "\n\n".join(self.blocks(details))
        return f"::: {kind} {address} {' '.join(title.split())}\n\n{said}\n\n:::"

    def list(self, element: HtmlElement) -> str:
        """Items in a row; what stands between them without being one belongs to the item before."""
        start = element.get("start") or "1"
        number = int(start) if start.isdigit() else 1
        items: list[tuple[list[str], bool]] = []
        for child in element:
            if child.tag == "li":
                items.append((self.blocks(child), child.find("p") is not None))
            elif isinstance(child.tag, str):
                more = [self.block(child)] if child.tag in _BLOCKS else [_paragraph(self.alone(child))]
                if items:
                    items[-1][0].extend(more)
                else:
                    items.append((more, False))
            if child.tail and child.tail.strip():
                items.append(([_paragraph(_text(child.tail))], False))
        made = []
        for blocks, is_spaced in items:
            mark = f"{number}. " if element.tag == "ol" else "- "
            number += 1
            is_tight = not is_spaced and all(block.lstrip()[:2] in ("- ", "1.") for block in blocks[1:])
            made.append(_prefixed(("\n" if is_tight else "\n\n").join(blocks), mark, " " * len(mark)))
        return ("\n\n" if any(is_spaced for _, is_spaced in items) else "\n").join(made)

    def table(self, element: HtmlElement) -> str:
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
            return raw_html(element)
        signs = {"center": ":-:", "right": "--:", "left": ":--"}
        lines = [[self.cell(cell) for cell in row] for row in rows]
        rule = [signs.get(cell.get("align") or "", "---") for cell in rows[0]]
        return "\n".join("| " + " | ".join(line) + " |" for line in [lines[0], rule, *lines[1:]])

    def cell(self, element: HtmlElement) -> str:
        return re.sub(r"(?<!\\)\|", r"\|", " ".join(_tidy(self.inlines(element)).split("\n")))

    def inlines(self, element: HtmlElement) -> str:
        run = Run()
        self.inside(element, run)
        return run.text()

    def inside(self, element: HtmlElement, run: Run) -> None:
        run.add(_text(element.text))
        for child in element:
            self.inline(child, run)
            run.add(_text(child.tail))

    def alone(self, element: HtmlElement) -> str:
        run = Run()
        self.inline(element, run)
        return run.text()

    def inline(self, element: HtmlElement, run: Run) -> None:
        if not isinstance(element.tag, str):
            return
        match element.tag:
            case "strong" | "b":
                run.add(marked(self.inlines(element), "**"))
            case "em" | "i":
                run.add(marked(self.inlines(element), "*"))
            case "s":
                run.add(marked(self.inlines(element), "~~"))
            case "br":
                run.add("\\\n")
            case "code":
                # Two codes beside each other would be one.
                is_bare = run.last != "`" and all(child.tag in ("span", "br") for child in element.iterdescendants())
                run.add(_code(element.text_content()) if is_bare else self.as_html(element))
            case "math":
                tex = tex_of(element)
                run.add(f"${tex}$" if tex else raw_html(element))
            case "a":
                words = self.inlines(element)
                before, core, after = split_off_breaks(words)
                address = element.get("href")
                run.add(f"{before}[{core}]({_address(address)}){after}" if address and core else words)
            case "img":
                run.add(self.picture(element))
            case tag if tag in _INLINE_AS_HTML or (tag in _BLOCKS and tag not in ("div", "p", "center", "section")):
                run.add(self.as_html(element))
            case _:
                self.inside(element, run)

    def picture(self, image: HtmlElement) -> str:
        if tex := equation_tex(image):
            return f"${tex}$"
        said, address = self.description(image), image.get("src") or ""
        return f"![{said}]({_address(address)})" if address.strip("#") else said

    def description(self, image: HtmlElement) -> str:
        """What a picture says in place of itself; with `names_pictures` at least what its file is called."""
        name = (image.get("src") or "").rpartition("/")[2].rpartition(".")[0] if self.names_pictures else ""
        said = " ".join((image.get("alt") or "").split()) or re.sub(r"[^\w]+|_", " ", name).strip()
        return _text(said or ("…" if self.names_pictures else ""))

    def as_html(self, element: HtmlElement) -> str:
        from html import escape

        if element.tag in ("video", "audio", "table", "pre"):
            return " ".join(raw_html(element).split())
        kept = ((name, str(value)) for name, value in element.attrib.items() if name != "rel")
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in kept)
        return f"<{element.tag}{attributes}>{self.inlines(element)}</{element.tag}>"


def _fence(element: HtmlElement) -> str:
    code = _code_text(element).rstrip("\n")
    inner = next((part for part in element.iter("code", "pre") if "language-" in (part.get("class") or "")), None)
    found = re.search(r"language-([\w+#-]+)", inner.get("class") or "") if inner is not None else None
    ticks = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", code)), default=0))
    return f"{ticks}{found[1] if found else ''}\n{code}\n{ticks}"


def _code_text(element: HtmlElement) -> str:
    """The text of an element in which every character counts."""
    for line_end in list(element.iter("br")):
        line_end.tail = "\n" + (line_end.tail or "")
    return str(element.text_content())


def _code(text: str) -> str:
    ticks = "`" * (1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
    pad = " " if text[:1] == "`" or text[-1:] == "`" or (text[:1] == text[-1:] == " " and text.strip()) else ""
    return f"{ticks}{pad}{' '.join(text.splitlines())}{pad}{ticks}" if text.strip() else text


def _classes(element: HtmlElement) -> Sequence[str]:
    return (element.get("class") or "").split()


def _address(url: str) -> str:
    plain = re.sub(r"[<>\s]", lambda found: f"%{ord(found[0]):02X}", url.strip())
    return f"<{plain}>" if re.search(r"[()]", plain) else plain


@lru_cache(maxsize=4096)
def _text(text: str | None) -> str:
    """Words as Markdown that shows just them, white space as HTML shows it: a no-break space stays one."""
    return formulas_as_markdown(re.sub(r"[ \t\r\n\f]+", " ", text or ""), inline_escaped)


def _paragraph(words: str) -> str:
    return guarded(_tidy(words))


def _tidy(words: str) -> str:
    """A run of inline content without spaces and breaks at its ends."""
    lines = [re.sub(r" +", " ", line).strip(" ") for line in words.split("\n")]
    text = "\n".join(lines).strip()
    while text.startswith("\\\n"):
        text = text[2:].lstrip()
    while text.endswith("\\") and (len(text) - len(text.rstrip("\\"))) % 2:
        text = text[:-1].rstrip()
    return re.sub(r"^\u00a0+", lambda found: "&nbsp;" * len(found[0]), text, flags=re.MULTILINE)


def _prefixed(text: str, first: str, rest: str) -> str:
    lines = text.split("\n")
    return "\n".join(
        (first if not number else rest if line else rest.rstrip()) + line for number, line in enumerate(lines)
    )
