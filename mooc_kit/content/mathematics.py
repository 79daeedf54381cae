"""LaTeX to MathML: formulas that browsers and screen readers understand without a script.

The LaTeX source travels in the MathML as an annotation, so that a platform with a renderer of its own can use it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from math_core import LatexToMathML

MAX_TEX = 5_000

_OFFSET = re.compile(r"(\d+): (.*)", re.DOTALL)
_STYLE = re.compile(r' style="([^"]*)"')
_ALIGN = {"text-align: right": "m-end", "text-align: left": "m-start", "text-align: center": "m-middle"}
_SPACE = {"padding-left:1em": "m-gap", "padding-left: 0": "m-close-start", "padding-right: 0": "m-close-end"}


_DELIMITED = re.compile(
    r"\\\((.+?)\\\)|\[mathjaxinline\](.+?)\[/mathjaxinline\]"
    r"|\\\[(.+?)\\\]|\[mathjax\](.+?)\[/mathjax\]|\$\$(.+?)\$\$",
    re.DOTALL,
)
"""A formula in the words of another platform: MathJax's delimiters and Open edX's; the first two are inside a line."""


class MathError(ValueError):
    """LaTeX that cannot be shown. `reason` says why; `at` is where in the source, counted in characters from 0."""

    def __init__(self, reason: str, at: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.at = at


@lru_cache(maxsize=4096)
def mathml(tex: str, *, block: bool = False) -> str:
    """`tex` as a MathML Core element with its source as annotation; `block` for a formula on its own line.

    Raises MathError for LaTeX that is wrong or goes beyond mathematics.
    """
    from math_core import LatexError

    if len(tex) > MAX_TEX:
        raise MathError("The formula is too long")
    try:
        made: str = _converter().convert_with_local_state(tex, displaystyle=block)
    except LatexError as error:
        found = _OFFSET.fullmatch(str(error))
        at, reason = (int(found[1]), found[2]) if found else (0, str(error))
        # The converter counts bytes.
        raise MathError(reason.rstrip("."), len(tex.encode()[:at].decode(errors="ignore"))) from None
    # A page allows no inline styles; those that the converter writes are a handful, and become classes.
    return _STYLE.sub(_as_classes, made).replace("&ApplyFunction;", "\u2061")


def has_formula(text: str) -> bool:
    """Whether another platform would show a formula in it."""
    return _DELIMITED.search(text) is not None


def formulas_as_markdown(
    text: str, words: Callable[[str], str], formula: Callable[[str], str] = lambda markdown: markdown
) -> str:
    """`text` with the formulas of other platforms as `$…$` and `$$…$$`, and all else as `words` makes it.

    `formula` makes something else of each `$…$` and `$$…$$`.
    """
    pieces, at = [], 0
    for found in _DELIMITED.finditer(text):
        tex = " ".join((found[found.lastindex or 0]).split())
        if tex:
            sign = "$" if found.lastindex in (1, 2) else "$$"
            pieces += [words(text[at : found.start()]), formula(f"{sign}{tex}{sign}")]
            at = found.end()
    return "".join([*pieces, words(text[at:])])


def _as_classes(found: re.Match[str]) -> str:
    declarations = [part.strip() for part in found[1].split(";")]
    known = {**_ALIGN, **_SPACE}
    classes = " ".join(known[part] for part in declarations if part in known)
    return f' class="{classes}"' if classes else ""


@lru_cache(maxsize=1)
def _converter() -> LatexToMathML:
    from math_core import LatexToMathML

    return LatexToMathML(annotation=True, fancy_error=False)
