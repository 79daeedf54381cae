"""Scoring says how much of a question's points a response gets: a fraction from 0 to 1, the same on every target.

Responses by kind (JSON values; the site's player sends and scores the same):

- multiple_choice: the index of the chosen answer, in the file's order
- multiple_response: the list of chosen indexes. With `partial`: (right chosen - wrong chosen) / right ones, not below 0
- true_false: true or false
- short_answer: a text. Compared after Unicode NFC, white space folded, and small letters unless `case_sensitive`
- numerical, calculated: a text or number; a decimal comma counts as a point
- matching: for each pair, the text chosen for its left side; part of the points for each right one
- ordering: the items' indexes in the order given; part of the points for each pair of neighbours in the right order
- fill_blanks: a text for each gap; part of the points for each right one
- essay: a text; no machine scores it, so the score is None
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from typing import Any

from mooc_kit.quizzes.formula import evaluate
from mooc_kit.quizzes.model import (
    Calculated,
    Essay,
    FillBlanks,
    Matching,
    MultipleChoice,
    MultipleResponse,
    Numerical,
    Ordering,
    Question,
    ShortAnswer,
    TrueFalse,
)  # fmt: skip


def score(question: Question, response: Any, values: Mapping[str, float] | None = None) -> Fraction | None:
    """The share of the points that `response` gets; None where only a person can judge.

    `values` are the drawn values of a calculated question. A response of another form counts as no answer.
    """
    match question:
        case Essay():
            return None
        case MultipleChoice():
            right = isinstance(response, int) and not isinstance(response, bool)
            return Fraction(right and 0 <= response < len(question.choices) and question.choices[response].correct)
        case MultipleResponse():
            return _many(question, response)
        case TrueFalse():
            return Fraction(isinstance(response, bool) and response is question.answer)
        case ShortAnswer():
            given = isinstance(response, str)
            return Fraction(given and _any_matches(question.answers, response, question.case_sensitive))
        case Numerical():
            margin = question.tolerance
            if question.tolerance_percent is not None:
                margin = max(margin, abs(question.answer) * question.tolerance_percent / 100)
            return Fraction(_is_near(response, question.answer, margin))
        case Calculated():
            if not values:
                return Fraction(0)
            wanted = round(evaluate(question.formula, values), question.decimals)
            return Fraction(_is_near(response, wanted, question.tolerance))
        case Matching():
            chosen = response if isinstance(response, list) else []
            hits = [
                isinstance(text, str) and normal(text) == normal(pair.right)
                for pair, text in zip(question.pairs, chosen, strict=False)
            ]
            return Fraction(sum(hits), len(question.pairs))
        case Ordering():
            return _ordered(question, response)
        case FillBlanks():
            gaps = question.gaps()
            filled = response if isinstance(response, list) else []
            matches = [
                isinstance(text, str) and _any_matches(answers, text, question.case_sensitive)
                for answers, text in zip(gaps, filled, strict=False)
            ]
            return Fraction(sum(matches), len(gaps))


def normal(text: str, *, case_sensitive: bool = False) -> str:
    """`text` as it is compared: NFC, white space folded, small letters unless they matter."""
    folded = " ".join(unicodedata.normalize("NFC", text).split())
    return folded if case_sensitive else folded.lower()


def number(response: Any) -> float | None:
    """The number in a response, or None. Takes a decimal comma and a minus sign of typography."""
    if isinstance(response, bool) or response is None:
        return None
    if isinstance(response, int | float):
        return float(response) if math.isfinite(response) else None
    text = str(response).strip().replace("\u2212", "-").replace("\u00a0", "").replace(" ", "")
    if text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    if not re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?", text, re.ASCII):
        return None
    try:
        value = float(Decimal(text))
    except (InvalidOperation, OverflowError):
        return None
    return value if math.isfinite(value) else None


def _many(question: MultipleResponse, response: Any) -> Fraction:
    picked = (
        {i for i in response if isinstance(i, int) and not isinstance(i, bool)} if isinstance(response, list) else set()
    )
    right = {i for i, choice in enumerate(question.choices) if choice.correct}
    if not question.partial or not right:
        return Fraction(picked == right)
    hits, misses = len(picked & right), len(picked - right)
    return max(Fraction(hits - misses, len(right)), Fraction(0))


def _ordered(question: Ordering, response: Any) -> Fraction:
    size = len(question.items)
    if not isinstance(response, list) or sorted(map(str, response)) != sorted(map(str, range(size))):
        return Fraction(0)
    place = {int(item): position for position, item in enumerate(response)}
    return Fraction(sum(place[i] < place[i + 1] for i in range(size - 1)) if size > 1 else 1, max(size - 1, 1))


def _is_near(response: Any, wanted: float, margin: float) -> bool:
    given = number(response)
    # A relative billionth forgives binary rounding (0.1 + 0.2), never a wrong digit.
    return given is not None and abs(given - wanted) <= margin + 1e-9 * max(1.0, abs(wanted))


def _any_matches(answers: Sequence[str], given: str, case_sensitive: bool) -> bool:
    words = normal(given, case_sensitive=case_sensitive)
    # An empty answer is no answer, even where `*` would take it.
    return bool(words) and any(_pattern(answer, case_sensitive).fullmatch(words) for answer in answers)


@lru_cache(maxsize=4096)
def _pattern(answer: str, case_sensitive: bool) -> re.Pattern[str]:
    """An answer with `*` for any letters, as a pattern; `\\*` stands for the star itself."""
    parts = re.split(r"(?<!\\)\*+", normal(answer, case_sensitive=case_sensitive))
    return re.compile(".*".join(re.escape(part.replace("\\*", "*")) for part in parts), re.DOTALL)
