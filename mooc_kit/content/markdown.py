"""Markdown: CommonMark with tables, footnotes, callouts, mathematics and highlighted code.

What comes out of the renderer is not safe yet: `safe_html.clean` has the last word on every piece.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from mooc_kit.content.bracketed_words import show_bracketed_words
from mooc_kit.content.mathematics import MathError, mathml
from mooc_kit.content.nested_blocks import with_longer_fences
from mooc_kit.i18n import Messages

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_ADDRESSED = re.compile("//|https?:|ftp:|mailto:", re.IGNORECASE)
"""What every address begins with that becomes a link by itself."""
CALLOUTS = ("note", "tip", "warning", "example", "question", "activity")

BY_HAND = "by-hand"
"""`::: by-hand` … `:::` is for paper and notebooks: a target where people can write on the page shows that instead."""

MEDIA = ("video", "audio")
"""`::: video FILE-OR-ADDRESS Title` … `:::`, the transcript between the two lines."""

BLOCKS = (*CALLOUTS, *MEDIA, BY_HAND)
"""The names of all blocks."""

NOT_DRAWN = ("mermaid", "plantuml", "graphviz", "dot", "d2")
"""Languages of code from which other tools draw a diagram; here it is shown as code."""

MAX_HIGHLIGHTED = 50_000
"""Longer code is shown plainly: colouring it would cost more than it helps."""

_MATH = ("math_inline", "math_inline_double", "math_block", "math_block_label")


def markdown_tokens(text: str, env: MutableMapping[str, Any] | None = None) -> list[Token]:
    return parser().parse(with_longer_fences(text, BLOCKS), env if env is not None else {})


def unsafe_markdown_html(tokens: Sequence[Token], messages: Messages, env: dict[str, Any] | None = None) -> str:
    """The tokens as HTML that still has to be cleaned. Labels that authors do not write come from `messages`."""
    return str(parser().renderer.render(tokens, parser().options, {**(env or {}), "messages": messages}))


def formula_of(token: Token) -> str | None:
    """The LaTeX source of a token that is a formula, else None."""
    if token.type in _MATH or (token.type == "fence" and token.info.strip() == "math"):
        return token.content
    return None


@lru_cache(maxsize=1)
def parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.attrs import attrs_plugin
    from mdit_py_plugins.container import container_plugin
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.dollarmath import dollarmath_plugin
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.tasklists import tasklists_plugin

    made = MarkdownIt("commonmark", {"html": True, "linkify": True}).enable(["table", "strikethrough", "linkify"])
    # Only what begins with https:// and the like: "index.md" and "node.js" are no addresses.
    if (linkify := made.linkify) is not None:
        linkify.set({"fuzzy_link": False, "fuzzy_email": False})
        may_hold_some = linkify.pretest
        # The library looks for all kinds of addresses first, which takes long, and for those that we want only then.
        linkify.pretest = lambda text: bool(_ADDRESSED.search(text)) and may_hold_some(text)
    made.use(footnote_plugin).use(deflist_plugin).use(tasklists_plugin)
    # Prices are no formulas: a formula's dollars touch it, and no digit stands outside beside them.
    made.use(dollarmath_plugin, allow_space=False, allow_digits=False, allow_labels=False, double_inline=True)
    made.use(attrs_plugin, after=("image",), allowed=("class",))
    show_bracketed_words(made)
    made.core.ruler.push("heading_ids", _heading_ids)
    made.core.ruler.push("figures", _figures)
    made.core.ruler.push("table_alignment", _aligned)
    for name in CALLOUTS:
        made.use(container_plugin, name, render=_callout)
    made.use(container_plugin, BY_HAND, render=_by_hand)
    for name in MEDIA:
        made.use(container_plugin, name, render=_media)
    for name in _MATH:
        made.add_render_rule(name, _formula)
    made.add_render_rule("fence", _fence)
    made.add_render_rule("code_block", _fence)
    return made


def _figures(state: StateCore) -> None:
    """A picture alone in its paragraph with a title becomes a figure: the title is its caption."""
    from markdown_it.token import Token

    for before, token, after in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        children = token.children or []
        if before.type != "paragraph_open" or len(children) != 1 or children[0].type != "image":
            continue
        title = children[0].attrs.pop("title", "")
        if not title:
            continue
        before.tag = after.tag = "figure"
        words = Token("text", "", 0, content=str(title))
        token.children = [
            children[0],
            Token("figcaption_open", "figcaption", 1),
            words,
            Token("figcaption_close", "figcaption", -1),
        ]


def _aligned(state: StateCore) -> None:
    """The sides to which a table's columns are set, as an attribute: a style would be taken out of the page."""
    for token in state.tokens:
        if token.type in ("th_open", "td_open") and str(token.attrs.get("style", "")).startswith("text-align:"):
            token.attrs["align"] = str(token.attrs.pop("style")).removeprefix("text-align:")


def _heading_ids(state: StateCore) -> None:
    """Headings of the first four levels get ids made of their words; what is taken gets the next number.

    Each number is tried once: the plugin for this counts from one again for every heading, which makes a page of
    18,000 equal headings a matter of minutes.
    """
    taken: set[str] = set()
    numbers: dict[str, int] = {}
    for token, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if token.type != "heading_open" or token.tag > "h4":
            continue
        words = "".join(child.content for child in inline.children or () if child.type in ("text", "code_inline"))
        wanted = id = re.sub(r"[^\w]+", "-", words.strip().lower()).strip("-") or "section"
        while id in taken:
            numbers[wanted] = numbers.get(wanted, 0) + 1
            id = f"{wanted}-{numbers[wanted]}"
        taken.add(id)
        token.attrSet("id", id)


def _callout(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """`::: tip Title` … `:::` as an aside; the name becomes its class, the rest its title."""
    token = tokens[index]
    if token.nesting != 1:
        return "</aside>\n"
    name, _, title = token.info.strip().partition(" ")
    words = title.strip() or _callout_name(name, env["messages"])
    return f'<aside class="callout {escape(name)}">\n<p class="callout-title">{escape(words)}</p>\n'


def _by_hand(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return f'<section class="{BY_HAND}">\n' if tokens[index].nesting == 1 else "</section>\n"


def media_of(token: Token) -> tuple[str, str, str] | None:
    """Kind, address and title of a token that opens a video or audio; None for any other token."""
    kind, _, rest = token.info.strip().partition(" ")
    if token.nesting != 1 or token.type != f"container_{kind}_open" or kind not in MEDIA:
        return None
    address, _, title = rest.strip().partition(" ")
    return kind, str(token.meta.get("src", address)), title.strip()


def _media(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """A recording with its title and, folded away, its transcript. One on another site is a link with class embed."""
    token, messages = tokens[index], env["messages"]
    found = media_of(token)
    if found is None:
        opened = next(t for t in reversed(tokens[:index]) if t.type == token.type.replace("close", "open"))
        has_transcript = tokens.index(opened) + 1 < index
        return f"{'</details>' if has_transcript else ''}</figure>\n"
    kind, address, title = found
    words = escape(title or address)
    if re.match(r"https?://", address):
        shown = f'<p><a class="embed" href="{escape(address)}">{words}</a></p>'
    else:
        tracks = "".join(
            f'<track kind="captions" src="{escape(src)}" srclang="{escape(tag)}" label="{escape(label)}">'
            for src, tag, label in token.meta.get("captions", ())
        )
        poster = f' poster="{escape(token.meta["poster"])}"' if token.meta.get("poster") else ""
        player = (
            f'<{kind} src="{escape(address)}" controls preload="none"{poster} aria-label="{words}">{tracks}</{kind}>'
        )
        shown = f"{player}\n<figcaption>{words}</figcaption>"
    has_transcript = not tokens[index + 1].type.endswith(f"{kind}_close")
    transcript = (
        f'<details class="transcript"><summary>{escape(messages.text("Transcript"))}</summary>\n'
        if has_transcript
        else ""
    )
    return f'<figure class="media {kind}">{shown}\n{transcript}'


def _callout_name(name: str, messages: Messages) -> str:
    """What stands above a callout without a title of its own."""
    return {
        "note": messages.text("Note"),
        "tip": messages.text("Tip"),
        "warning": messages.text("Warning"),
        "example": messages.text("Example"),
        "question": messages.text("Question"),
        "activity": messages.text("Activity"),
    }[name]


def _formula(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    return formula_html(token.content.strip(), block=token.type != "math_inline")


def formula_html(tex: str, *, block: bool) -> str:
    """A formula as MathML; as its source where it cannot be shown (a problem of the page says why)."""
    try:
        made = mathml(tex, block=block)
    except MathError:
        made = f'<code class="math-source">{escape(tex)}</code>'
    return f'<div class="math">{made}</div>\n' if block else made


def _fence(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """Code in its language's colours, with the language's name above it."""
    token = tokens[index]
    language = token.info.strip().split(maxsplit=1)[0] if token.info.strip() else ""
    if language == "math":
        return formula_html(token.content.strip(), block=True)
    lexer = _lexer(language) if language and len(token.content) <= MAX_HIGHLIGHTED else None
    if lexer is None:
        return f"<pre><code>{escape(token.content)}</code></pre>\n"
    if language == "text":  # no language of programs, but people's words, which run as their own language does
        return f'<pre dir="auto"><code>{escape(token.content)}</code></pre>\n'
    # Right-to-left courses show code from left to right all the same.
    code = _coloured(token.content, language)
    return (
        f'<figure class="code"><figcaption>{escape(lexer.name)}</figcaption>'
        f'<pre dir="ltr"><code class="language-{escape(language)}">{code}</code></pre></figure>\n'
    )


@lru_cache(maxsize=64)
def _lexer(language: str) -> Any:
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return None


@lru_cache(maxsize=1024)
def _coloured(code: str, language: str) -> str:
    from pygments import highlight

    return str(highlight(code, _lexer(language), _formatter()))


@lru_cache(maxsize=1)
def _formatter() -> Any:
    from pygments.formatters import HtmlFormatter

    return HtmlFormatter(nowrap=True, classprefix="c-")
