"""QTI 1.2 points: what an item can give at most, and whether its scores are points or hundredths of them."""

from __future__ import annotations

from typing import Any

from mooc_kit.quizzes.formats.safe_xml import name_of, number_of, text_of

_HUNDREDTHS = 100.0


def most_points(element: Any) -> tuple[float, str]:
    """The highest score of an item, and where the scores themselves are points, how many, in digits.

    `maxvalue` says the first. Where nobody wrote one, scores that reach 100 are hundredths; others are points.
    """
    parts = list(element.iter())
    stated = max([number_of(p.get("maxvalue")) or 0 for p in parts if name_of(p) == "decvar"] or [0])
    if stated:
        return stated, ""
    given = [
        value
        for part in parts
        if name_of(part) == "setvar" and part.get("action", "Set") in ("Set", "Add")
        if (value := number_of(text_of(part))) is not None and value > 0
    ]
    added = any(name_of(part) == "setvar" and part.get("action") == "Add" for part in parts)
    many = any(part.get("rcardinality") == "Multiple" for part in parts)
    most = sum(given) if added and many else max(given, default=0)
    return (_HUNDREDTHS, "") if not most or _HUNDREDTHS in given else (most, f"{most:.12g}")
