"""Randomised numerical problems: read back from the script that our Open edX target writes for them.

Scripts of others are programs; they are left out and told. Nothing here is run.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml import etree

_NUMBER = r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?"
_DRAWN = re.compile(
    rf"(\w+) = (?:int\(round\(random\.uniform\(({_NUMBER}), ({_NUMBER})\)\)\)"
    rf"|round\(random\.uniform\(({_NUMBER}), ({_NUMBER})\), (\d)\))"
)
_ANSWER = re.compile(r"mk_answer = round\(float\((.+)\), (\d+)\)")
_MARGIN = re.compile(rf"mk_margin = max\(({_NUMBER}), abs\(mk_answer\) \* ({_NUMBER})\)")


def calculated(script: etree._Element) -> dict[str, Any] | None:
    """The variables, formula and tolerance of the question, as its file has them; None for a script of others."""
    variables: dict[str, dict[str, Any]] = {}
    found: dict[str, Any] = {}
    for line in (script.text or "").split("\n"):
        if drawn := _DRAWN.fullmatch(line):
            low, high = drawn[2] or drawn[4], drawn[3] or drawn[5]
            variables[drawn[1]] = {"least": float(low), "most": float(high)}
            if drawn[6]:
                variables[drawn[1]]["decimals"] = int(drawn[6])
        elif answer := _ANSWER.fullmatch(line):
            found |= {"formula": answer[1], "decimals": int(answer[2])}
        elif margin := _MARGIN.match(line):
            found["tolerance"] = float(margin[1])
            if float(margin[2]):
                found["tolerance_percent"] = float(margin[2]) * 100
        elif line.strip() and not re.match(r"import |from math import", line):
            return None
    return {"kind": "calculated", "variables": variables, **found} if variables and "formula" in found else None


def with_names(markdown: str, variables: dict[str, Any]) -> str:
    """The text with the drawn values' names in braces, as a question writes them."""
    names = "|".join(re.escape(name) for name in sorted(variables, key=len, reverse=True))
    return re.sub(rf"\\?\$({names})\b", r"{\1}", markdown)
