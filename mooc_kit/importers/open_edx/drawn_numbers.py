"""Randomised numerical problems: read back from the script that our Open edX target writes for them.

Scripts of others are programs; they are left out and told. Nothing here is run.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from mooc_kit.quizzes.formula import renamed

if TYPE_CHECKING:
    from lxml import etree

_NUMBER = r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?"
_DRAWN = re.compile(
    rf"(\w+) = (?:int\(round\(random\.uniform\(({_NUMBER}), ({_NUMBER})\)\)\)"
    rf"|round\(random\.uniform\(({_NUMBER}), ({_NUMBER})\), (\d+)\))(?:  # (\".*\"))?"
)
_ANSWER = re.compile(r"mk_answer = round\(float\((.+)\), (\d+)\)")
_MARGIN = re.compile(rf"mk_margin = max\(({_NUMBER}), abs\(mk_answer\) \* ({_NUMBER})\)")


def calculated(script: etree._Element) -> dict[str, Any] | None:
    """The variables, formula and tolerance of the question, as its file has them; None for a script of others."""
    variables: dict[str, dict[str, Any]] = {}
    names: dict[str, str] = {}
    found: dict[str, Any] = {}
    for line in (script.text or "").split("\n"):
        if drawn := _DRAWN.fullmatch(line):
            low, high = drawn[2] or drawn[4], drawn[3] or drawn[5]
            # Up to 0.2 the values had their authors' names, also where Python knew another thing of that name.
            name = names[drawn[1]] = json.loads(drawn[7]) if drawn[7] else drawn[1]
            variables[name] = {"least": float(low), "most": float(high)}
            if drawn[6]:
                variables[name]["decimals"] = int(drawn[6])
        elif answer := _ANSWER.fullmatch(line):
            found |= {"formula": renamed(answer[1], names), "decimals": int(answer[2])}
        elif margin := _MARGIN.match(line):
            found["tolerance"] = float(margin[1])
            if float(margin[2]):
                found["tolerance_percent"] = float(margin[2]) * 100
        elif line.strip() and not re.match(r"import |from math import", line):
            return None
    return {"kind": "calculated", "variables": variables, **found} if variables and "formula" in found else None


def with_names(markdown: str, variables: dict[str, Any]) -> str:
    """The text with the drawn values' names in braces, as a question writes them."""
    written = {name: name for name in variables}
    written |= {f"mk_value_{number}": name for number, name in enumerate(variables, 1)}
    any_of = "|".join(re.escape(name) for name in sorted(written, key=len, reverse=True))
    return re.sub(rf"\\?\$({any_of})\b", lambda found: f"{{{written[found[1]]}}}", markdown)
