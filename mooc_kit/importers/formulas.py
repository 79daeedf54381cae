"""LaTeX that cannot be shown: formulas of other platforms that a kit's converter refuses stay as their source."""

from __future__ import annotations

import re
from collections.abc import Callable

from mooc_kit.content.mathematics import MathError, mathml

_CODE = re.compile(r"(^```.*?^```|`[^`\n]+`)", re.DOTALL | re.MULTILINE)
_FORMULA = re.compile(r"(?<!\\)\$\$(.+?)(?<!\\)\$\$|(?<![\\$])\$(?!\s)([^$\n]+?)(?<![\s\\])\$(?!\d)", re.DOTALL)


def showable(markdown: str, tell: Callable[[str, str], None]) -> str:
    """`markdown` with formulas that cannot be shown as code; `tell` gets each one's LaTeX and why."""

    def checked(found: re.Match[str]) -> str:
        tex = found[1] or found[2]
        try:
            mathml(tex, block=found[1] is not None)
        except MathError as error:
            tell(tex, error.reason)
            return f"`{' '.join(tex.replace('`', '').split())}`"
        return found[0]

    if "$" not in markdown:
        return markdown
    pieces = _CODE.split(markdown)
    return "".join(piece if number % 2 else _FORMULA.sub(checked, piece) for number, piece in enumerate(pieces))
