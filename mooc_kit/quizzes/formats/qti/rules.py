"""Response processing: the rules by which a player scores a response and chooses the feedback."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mooc_kit.quizzes.answers import NumberAnswer, TextAnswer
from mooc_kit.quizzes.formats.qti.dialect import Dialect


@dataclass(frozen=True)
class Case:
    """One way to be right (in part): a test on the response, the points for it, and the feedback that it brings."""

    points: float
    feedback: str = ""
    number: NumberAnswer | None = None
    text: TextAnswer | None = None
    case_sensitive: bool = False


def written(value: float) -> str:
    """A number as QTI writes it, without a superfluous .0."""
    return f"{value:.12g}"


def set_value(dialect: Dialect, parent: Any, outcome: str) -> Any:
    return dialect.add(parent, "setOutcomeValue", identifier=outcome)


def base_value(dialect: Dialect, parent: Any, kind: str, value: str) -> Any:
    return dialect.add(parent, "baseValue", value, baseType=kind)


def by_mapping(dialect: Dialect, parent: Any, response: str, score: str) -> None:
    """The points as the response's mapping gives them."""
    dialect.add(set_value(dialect, parent, score), "mapResponse", identifier=response)


def by_match(dialect: Dialect, parent: Any, response: str, score: str, points: float) -> None:
    """All points for just the right response, else none."""
    condition = dialect.add(parent, "responseCondition")
    then = dialect.add(condition, "responseIf")
    match = dialect.add(then, "match")
    dialect.add(match, "variable", identifier=response)
    dialect.add(match, "correct", identifier=response)
    base_value(dialect, set_value(dialect, then, score), "float", written(points))


def by_cases(dialect: Dialect, parent: Any, response: str, score: str, cases: Sequence[Case]) -> None:
    """The points of the first case that fits."""
    if not cases:
        return
    condition = dialect.add(parent, "responseCondition")
    for position, case in enumerate(cases):
        then = dialect.add(condition, "responseElseIf" if position else "responseIf")
        _test(dialect, then, response, case)
        base_value(dialect, set_value(dialect, then, score), "float", written(case.points))
        if case.feedback:
            base_value(dialect, set_value(dialect, then, "FEEDBACK"), "identifier", case.feedback)


def _test(dialect: Dialect, parent: Any, response: str, case: Case) -> None:
    if case.number is not None:
        low, high = case.number.bounds()
        # A billionth of the number forgives binary rounding, as the model's own scoring does.
        low, high = low - 1e-9 * abs(low), high + 1e-9 * abs(high)
        both = dialect.add(parent, "and")
        for name, bound in (("gte", low), ("lte", high)):
            side = dialect.add(both, name)
            dialect.add(side, "variable", identifier=response)
            base_value(dialect, side, "float", f"{bound:.15g}")
    elif case.text is not None and has_wildcard(case.text.text):
        pattern = dialect.add(
            parent, "patternMatch", pattern=_pattern(case.text.text, case_sensitive=case.case_sensitive)
        )
        dialect.add(pattern, "variable", identifier=response)
    elif case.text is not None:
        match = dialect.add(parent, "stringMatch", caseSensitive=str(case.case_sensitive).lower())
        dialect.add(match, "variable", identifier=response)
        base_value(dialect, match, "string", _unescaped(case.text.text))


def has_wildcard(answer: str) -> bool:
    return re.search(r"(?<!\\)\*", answer) is not None


def _unescaped(answer: str) -> str:
    return answer.replace("\\*", "*")


def plain_answer(answer: str) -> str:
    """The words of an answer without a wildcard, as they are compared."""
    return _unescaped(answer)


def _pattern(answer: str, *, case_sensitive: bool) -> str:
    """An answer with stars as a pattern of XML Schema, which knows no flag for small and capital letters."""
    made = []
    for position, part in enumerate(re.split(r"(?<!\\)\*+", answer)):
        if position:
            made.append(".*")
        for letter in _unescaped(part):
            if not case_sensitive and letter.lower() != letter.upper() and len(letter.upper()) == 1:
                made.append(f"[{letter.lower()}{letter.upper()}]")
            else:
                made.append(re.sub(r"([\\|.?*+(){}\[\]^$-])", r"\\\1", letter))
    return "".join(made)


def result(dialect: Dialect, parent: Any, points: float) -> None:
    """RESULT is CORRECT at all points, PARTIAL above none, else INCORRECT."""
    condition = dialect.add(parent, "responseCondition")
    for name, test, bound, outcome in (
        ("responseIf", "gte", points - 1e-9, "CORRECT"),
        ("responseElseIf", "gt", 0.0, "PARTIAL"),
    ):
        then = dialect.add(condition, name)
        side = dialect.add(then, test)
        dialect.add(side, "variable", identifier="SCORE")
        base_value(dialect, side, "float", f"{bound:.12g}")
        base_value(dialect, set_value(dialect, then, "RESULT"), "identifier", outcome)
    otherwise = dialect.add(condition, "responseElse")
    base_value(dialect, set_value(dialect, otherwise, "RESULT"), "identifier", "INCORRECT")


def total(dialect: Dialect, parent: Any, parts: Sequence[str]) -> None:
    """SCORE is the sum of the gaps' scores."""
    together = dialect.add(set_value(dialect, parent, "SCORE"), "sum")
    for part in parts:
        dialect.add(together, "variable", identifier=part)
