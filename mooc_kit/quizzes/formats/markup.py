"""Question markup: Markdown to the HTML that platforms read, and to plain words.

What leaves here as HTML has been cleaned: a contributed question cannot bring a script anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, partial
from html import escape
from urllib.parse import quote, unquote, urlsplit

from mooc_kit.content.html_words import words_of
from mooc_kit.content.markdown import formula_of, markdown_tokens, unsafe_markdown_html
from mooc_kit.content.safe_html import clean
from mooc_kit.i18n import Messages, messages_for

Address = Callable[[str], str]
"""What an address in the text becomes in the format: a path of a media file inside its package."""
Formula = Callable[[str, bool], str]
"""The HTML of a formula, from its LaTeX and whether it stands on a line of its own."""

_WORD = r"[\w.,;:?!'\"()%/+=–—…’“”°-]"
_PLAIN = re.compile(rf"[(\"'“‘]?[^\W_]{_WORD}*(?: {_WORD}+)*")
_INNER = r"[^\W_](?:[\w.,;:()%/ -]*[^\W_])?"
_SPANS = re.compile(rf"\*\*({_INNER})\*\*|\*({_INNER})\*|\$([a-zA-Z0-9](?:[a-zA-Z0-9 +=^.,()/-]*[a-zA-Z0-9)])?)\$")
_SIMPLE = re.compile(rf"[^\W\d_]{_WORD}*(?: (?:{_WORD}+|(?:{_SPANS.pattern})[.,;?!]?))*")
"""Plain words with spans of emphasis, strong or mathematics between spaces: what most questions are made of."""
_LISTED = re.compile(r"\d+[.)]|[-+]")
_MARK = re.compile("\ue010(\\d+)\ue011")


def canvas_formula(tex: str, block: bool) -> str:
    """A formula as Canvas keeps it: an image with the LaTeX in its address, which Canvas draws itself."""
    inner = escape(tex)
    address = quote(quote(tex, safe=""), safe="")
    image = (
        f'<img class="equation_image" title="{inner}" src="/equation_images/{address}" '
        f'alt="LaTeX: {inner}" data-equation-content="{inner}">'
    )
    return f"<p>{image}</p>\n" if block else image


def delimited_formula(tex: str, block: bool) -> str:
    """A formula between the delimiters that Moodle's and others' MathJax know."""
    return f"<p>\\[{escape(tex)}\\]</p>\n" if block else f"\\({escape(tex)}\\)"


def same_address(url: str) -> str:
    return url


def html_of(markdown: str, formula: Formula = delimited_formula, address: Address = same_address) -> str:
    """`markdown` as clean HTML in paragraphs."""
    if "_" in markdown:  # emphasis or none, as the letters beside it say
        return _rendered(markdown, formula, address)
    if _PLAIN.fullmatch(markdown) and not _LISTED.match(markdown):
        return f"<p>{escape(markdown, quote=False)}</p>"
    if _SIMPLE.fullmatch(markdown):
        return f"<p>{_SPANS.sub(partial(_span, formula), escape(markdown, quote=False))}</p>"
    return _rendered(markdown, formula, address)


@lru_cache(maxsize=2048)
def _rendered(markdown: str, formula: Formula, address: Address) -> str:
    formulas: list[str] = []
    tokens = markdown_tokens(markdown)

    def keep(html: str) -> str:
        formulas.append(html)
        return f"\ue010{len(formulas) - 1}\ue011"

    for token in tokens:
        for part in (token, *(token.children or ())):
            tex = formula_of(part)
            if tex is not None:
                is_block = part.type != "math_inline"
                part.content = keep(formula(tex.strip(), is_block))
                part.type = "html_block" if is_block else "html_inline"
            elif part.type in ("fence", "code_block"):
                language = part.info.strip().split(maxsplit=1)[0] if part.info.strip() else ""
                named = f' class="language-{escape(language)}"' if language else ""
                part.content = f"<pre><code{named}>{escape(part.content, quote=False)}</code></pre>\n"
                part.type = "html_block"
            elif part.type == "image":
                part.attrs["src"] = address(str(part.attrs.get("src", "")))
            elif part.type == "link_open":
                part.attrs["href"] = address(str(part.attrs.get("href", "")))
    html = clean(unsafe_markdown_html(tokens, _english())).strip()
    return _MARK.sub(lambda found: formulas[int(found[1])] if int(found[1]) < len(formulas) else "", html)


@lru_cache(maxsize=1)
def _english() -> Messages:
    return messages_for("en")


def _span(formula: Formula, found: re.Match[str]) -> str:
    strong, emphasis, tex = found.groups()
    if tex is not None:
        return formula(tex, False)
    return f"<strong>{strong}</strong>" if strong is not None else f"<em>{emphasis}</em>"


def inline_html_of(markdown: str, formula: Formula = delimited_formula, address: Address = same_address) -> str:
    """`html_of` without the paragraph around a single one, for labels and cells."""
    html = html_of(markdown, formula, address)
    only = re.fullmatch(r"<p>((?:(?!</?p[ >]).)*)</p>", html, re.DOTALL)
    return only[1] if only else html


def plain_of(markdown: str) -> str:
    """The words of `markdown`, for places that know no markup."""
    if _PLAIN.fullmatch(markdown) and "_" not in markdown:
        return markdown
    return words_of(html_of(markdown, _dollars))


def _dollars(tex: str, _: bool) -> str:
    return escape(f"${tex}$")


def may_name_media(markdown: str) -> bool:
    """Whether there may be an image or a link in it: a quick look, which spares most texts the reading."""
    return "](" in markdown or "<img" in markdown


def media_in(markdown: str) -> list[str]:
    """The addresses of images and links in `markdown` that lead to files beside it, not to the web."""
    if not may_name_media(markdown):
        return []
    found: list[str] = []

    def note(url: str) -> str:
        parts = urlsplit(url) if "[" not in url else None
        if parts and not parts.scheme and not parts.netloc and parts.path:
            found.append(unquote(parts.path))
        return url

    for token in markdown_tokens(markdown):
        for part in token.children or ():
            if part.type in ("image", "link_open"):
                note(str(part.attrs.get("src") or part.attrs.get("href") or ""))
    return found
