"""Raw HTML tag filter: words in angle brackets that are no markup of a page are shown as they were typed.

Somebody who writes "open <path>" or "say <name>" means these words; a browser takes them for tags and shows nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from mooc_kit.content.safe_html import ALLOWED_TAGS

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<(?P<end>/?)(?P<name>[a-zA-Z][\w-]*)(?P<rest>[^<>]*)>", re.DOTALL)
_FIRST = re.compile(r"</?([a-zA-Z][\w-]*)([^<>]*)>?")
TAKEN_OUT = frozenset(
    [
        "script",
        "style",
        "iframe",
        "object",
        "embed",
        "applet",
        "svg",
        "frame",
        "frameset",
        "noscript",
        "xmp",
        "plaintext",
    ]
)
"""Tags that are not allowed and hardly ever meant as words: they go, with what is in them, and `validate` says so."""
_NOT_CLOSED = frozenset(["br", "hr", "wbr", "img", "source", "track", "col", "mspace", "p", "rp", "rt"])
"""Allowed tags that need no end within a line."""
_CLOSED_BY_OTHERS = frozenset(["li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "caption"])
_ALONE = frozenset({"/", "controls", "default", "open", "reversed"})
"""What can stand in an allowed tag without a value."""
_CLOSED = "closed tags"


def show_bracketed_words(made: MarkdownIt) -> None:
    """Let the parser `made` show such words."""
    from markdown_it.rules_block import html_block

    def block_of_tags(state: StateBlock, first: int, last: int, silent: bool) -> bool:
        line = state.src[state.bMarks[first] + state.tShift[first] : state.eMarks[first]]
        found = _FIRST.match(line)
        # Otherwise Markdown below it would not be read, up to the next empty line.
        if found and (_is_words(found[1].lower(), found[2]) or _is_never_closed(found, state)):
            return False
        return html_block(state, first, last, silent)

    made.block.ruler.at("html_block", block_of_tags, {"alt": ["paragraph", "reference", "blockquote"]})
    made.core.ruler.after("inline", "bracketed_words", _as_words)


def _is_words(name: str, rest: str) -> bool:
    if "=" in rest or name in TAKEN_OUT:
        return False
    return name not in ALLOWED_TAGS or not _ALONE.issuperset(rest.replace("/", " / ").split())


def _is_never_closed(tag: re.Match[str], state: StateBlock) -> bool:
    if _CLOSED not in state.env:  # looked for once: a page may have thousands of tags
        state.env[_CLOSED] = {name.lower() for name in re.findall(r"</([a-zA-Z][\w-]*)", state.src)}
    name = tag[1].lower()
    is_open = not (tag[2] or tag[0].startswith("</") or name in _NOT_CLOSED | _CLOSED_BY_OTHERS | TAKEN_OUT)
    return is_open and name not in state.env[_CLOSED]


def _as_words(state: StateCore) -> None:
    tags = [token for token in _all(state.tokens) if token.type in ("html_inline", "html_block")]
    if not tags:
        return
    found = [tag for token in tags for tag in _TAG.finditer(token.content)]
    ended = {tag["name"].lower() for tag in found if tag["end"]}
    # What goes with its attributes must not leave its end behind.
    gone = {tag["name"].lower() for tag in found if tag["name"] and "=" in tag["rest"]} - ALLOWED_TAGS

    def shown(tag: re.Match[str], *, is_inline: bool) -> str:
        name, rest = (tag["name"] or "").lower(), tag["rest"] or ""
        if not name or (tag["end"] and name in gone):
            return tag[0]
        is_open = is_inline and not (tag["end"] or rest or name in ended or name in _NOT_CLOSED)
        is_word = _is_words(name, rest) or (name in ALLOWED_TAGS and is_open)
        return escape(tag[0], quote=False) if is_word else tag[0]

    for token in tags:
        is_inline = token.type == "html_inline"
        words = _TAG.sub(lambda tag, is_inline=is_inline: shown(tag, is_inline=is_inline), token.content)  # type: ignore[misc]
        if words != token.content and is_inline:
            token.type = "text"  # which the renderer escapes
        elif words != token.content:
            token.content = words


def _all(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        if token.children:
            yield from _all(token.children)
