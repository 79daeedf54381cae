"""Typographic punctuation: quotation marks of the language, apostrophes, dashes and ellipses in finished HTML.

It works on what is shown and leaves the course as its team wrote it: what is signed, compared, carried to platforms and
read back stays character for character. Code, formulas and addresses are left alone, and so is every mark that was
typed as it should look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape
from types import SimpleNamespace
from typing import TYPE_CHECKING

from mooc_kit.content.html_words import BLOCKS

if TYPE_CHECKING:
    from markdown_it.token import Token

_ENGLISH = ("“", "”", "‘", "’")
_GERMAN = ("„", "“", "‚", "‘")
_LOW_HIGH = ("„", "”", "‚", "’")
_HIGH = ("”", "”", "’", "’")
_ANGLES = ("«", "»", "“", "”")
_ANGLES_LOW = ("«", "»", "„", "“")
_ANGLES_TWICE = ("«", "»", "‹", "›")
_FRENCH = ("«\xa0", "\xa0»", "“", "”")
_CORNERS = ("「", "」", "『", "』")

# fmt: off
QUOTES: dict[str, tuple[str, str, str, str]] = {
    **dict.fromkeys(("en", "ga", "cy", "hi", "bn", "ta", "te", "mr", "gu", "kn", "ml", "pa", "th", "vi", "id", "ms",
                     "fil", "tl", "tr", "ko", "sw", "zh", "pt-br", "es-419", "es-mx", "es-ar", "es-co", "es-cl",
                     "es-pe", "es-us", "zu", "af", "mt", "ur"), _ENGLISH),
    **dict.fromkeys(("de", "cs", "sk", "sl", "is", "bg", "ka", "lt", "et", "lb"), _GERMAN),
    **dict.fromkeys(("pl", "hu", "ro", "hr", "sr", "bs", "nl-be"), _LOW_HIGH),
    **dict.fromkeys(("sv", "fi"), _HIGH),
    **dict.fromkeys(("es", "it", "ca", "pt", "el", "gl", "eu", "ar", "sq", "hy", "am"), _ANGLES),
    **dict.fromkeys(("ru", "uk", "be", "kk"), _ANGLES_LOW),
    **dict.fromkeys(("de-ch", "de-li", "fr-ch", "it-ch", "fa", "az"), _ANGLES_TWICE),
    **dict.fromkeys(("nb", "nn", "no"), ("«", "»", "‘", "’")),
    "da": ("”", "”", "’", "’"),
    "nl": _ENGLISH,
    "fr": _FRENCH,
    "ja": _CORNERS,
    "zh-hant": _CORNERS,
    "zh-tw": _CORNERS,
    "zh-hk": _CORNERS,
}
# fmt: on
"""Outer and inner quotation marks, opening and closing, by language. Source: Unicode CLDR, "delimiters", and for Arabic
what its press prints. Where a language is not here, quotation marks stay as they were typed."""

EXACT = frozenset(("code", "pre", "kbd", "samp", "var", "math", "script", "style", "textarea", "svg"))
"""Elements whose characters mean something."""

_PART = re.compile(r'<(?:"[^"]*"|[^">])*>')
_NAME = re.compile(r"</?([a-zA-Z][\w-]*)")
_WANTED = re.compile(r"[\"']|--|\.\.\.")
_ADDRESS = re.compile(r"\w+://|\bwww\.|\S@\S")
_FRENCH_SPACE = re.compile(r"(?<=\S) (?=[;:!?»]+(?:\s|$))|(?<=«) (?=\S)")


def quotes_of(language: str) -> tuple[str, str, str, str] | None:
    """The quotation marks of a BCP 47 tag: of its region or script where they differ, else of its language."""
    parts = language.replace("_", "-").lower().split("-")
    return next((QUOTES[tag] for end in range(len(parts), 0, -1) if (tag := "-".join(parts[:end])) in QUOTES), None)


def typographic(html: str, language: str) -> str:
    """Cleaned `html` with the punctuation of `language` in its texts; its elements and attributes stay as they are.

    `html` is what `safe_html.clean` wrote: attributes stand between double quotation marks.
    """
    parts = list(_split(html))
    run: list[int] = []
    exact = 0
    for number, part in enumerate([*parts, "<p>"]):
        if not part.startswith("<"):
            if part and not exact:
                run.append(number)
            continue
        name = found[1].lower() if (found := _NAME.match(part)) else ""
        if name in EXACT and not part.endswith("/>"):
            exact += -1 if part.startswith("</") else 1
        if name in BLOCKS or name in ("td", "th", "tr", "table"):
            if any(_WANTED.search(parts[n]) or (_is_french(language) and _FRENCH_SPACE.search(parts[n])) for n in run):
                _set(parts, run, language)
            run = []
    return "".join(parts)


def _split(html: str) -> Iterator[str]:
    """Texts and tags in turns."""
    at = 0
    for found in _PART.finditer(html):
        yield html[at : found.start()]
        yield found[0]
        at = found.end()
    yield html[at:]


def _set(parts: list[str], run: list[int], language: str) -> None:
    """Set the texts `run` of one block. Between the first and the last of them stand its elements and what is exact."""
    from markdown_it.rules_core.smartquotes import process_inlines
    from markdown_it.token import Token

    tokens: list[Token] = []
    wanted = set(run)
    level = 0
    for number in range(run[0], run[-1] + 1):
        part = parts[number]
        if part.startswith("<"):
            name = found[1].lower() if (found := _NAME.match(part)) else ""
            if name == "br":
                tokens.append(Token("hardbreak", "br", 0))
            elif name == "img":
                tokens.append(Token("image", "img", 0, content="x"))
            elif not part.endswith("/>") and name != "wbr":
                level += -1 if part.startswith("</") else 1
            continue
        # What is left alone is still a neighbour of what is set.
        kind = "text" if number in wanted and not _ADDRESS.search(part) else "code_inline"
        tokens.append(Token(kind, "", 0, content=unescape(part), level=level, meta={"part": number}))
    quotes = quotes_of(language)
    if quotes:
        process_inlines(tokens, SimpleNamespace(md=SimpleNamespace(options=SimpleNamespace(quotes=quotes))))  # type: ignore[arg-type]
    for token in tokens:
        if token.type == "text":
            text = _dashes(token.content)
            parts[token.meta["part"]] = escape(_french(text) if _is_french(language) else text, quote=False)


def _dashes(text: str) -> str:
    """`--` and `---` as dashes, where no option of a program is meant, and three full stops as an ellipsis."""
    text = re.sub(r"(?<!-)---(?!-)", "—", text)
    text = re.sub(r"(?<![^\s])--(?![^\s])|(?<=[^-\s])--(?=[^-\s])", "–", text)
    return re.sub(r"(?<!\.)\.\.\.(?!\.)", "…", text)


def _is_french(language: str) -> bool:
    return language.lower().partition("-")[0] == "fr"


def _french(text: str) -> str:
    """No line begins with a sign before which a space was typed, as French does."""
    return _FRENCH_SPACE.sub("\xa0", text)
