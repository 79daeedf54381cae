"""Scoring: how much of a question's points a response gets, a fraction from 0 to 1, the same on every target.

Responses by kind (JSON values; the site's player sends and scores the same):

- multiple_choice: the index of the chosen answer, in the file's order; its credit counts
- multiple_response: the list of chosen indexes. With `partial`: the credits of the chosen ones together, from 0 to 1;
  without credits (right chosen - wrong chosen) / right ones, not below 0
- true_false: true or false
- short_answer: a text. Compared after Unicode NFC, white space folded, and small letters unless `case_sensitive`; then,
  unless it is, without a full stop at the end. Answers are tried in their order; the first that fits gives its credit
- numerical, calculated: a text or number, read as the course's language writes numbers; a unit may follow, one that
  the question names or another of the metric system (`typed_numbers`)
- matching: for each pair, the text chosen for its left side; part of the points for each right one
- ordering: the items' indexes in the order given; part of the points for each pair of neighbours in the right order
- fill_blanks: a text for each gap (of a gap with choices: the chosen one's text); part of the points for each, by the
  gaps' weights
- essay: a text; no machine scores it, so the score is None
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

from mooc_kit.quizzes.answers import Blank, NumberAnswer, NumberRule, TextAnswer, share
from mooc_kit.quizzes.formula import FormulaError, evaluate
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
)
from mooc_kit.quizzes.typed_numbers import in_own_unit, numbers_in

_NOTHING = Fraction(0)


def score(
    question: Question, response: Any, values: Mapping[str, float] | None = None, language: str = ""
) -> Fraction | None:
    """The share of the points that `response` gets; None where only a person can judge.

    `values` are the drawn values of a calculated question. `language` is the course's, where numbers are typed as it
    writes them. A response of another form counts as no answer.
    """
    match question:
        case Essay():
            return None
        case MultipleChoice():
            # True is 1 in Python: a response of another form must not choose the second answer.
            is_index = isinstance(response, int) and not isinstance(response, bool)
            if not is_index or not 0 <= response < len(question.choices):
                return _NOTHING
            choice = question.choices[response]
            return _within(share(choice.credit) if choice.credit is not None else Fraction(choice.correct))
        case MultipleResponse():
            return _many(question, response)
        case TrueFalse():
            return Fraction(isinstance(response, bool) and response is question.answer)
        case ShortAnswer():
            found = matching_answer(question.answers, response, case_sensitive=question.case_sensitive)
            return _within(share(found.credit)) if found else _NOTHING
        case Numerical():
            number_found = matching_number(question.numbers(), in_own_unit(question, response, language))
            return _within(share(number_found.credit)) if number_found else _NOTHING
        case Calculated():
            wanted = wanted_number(question, values or {})
            if wanted is None:
                return _NOTHING
            margins = {"tolerance": question.tolerance, "tolerance_percent": question.tolerance_percent}
            rule = NumberAnswer.model_validate({"answer": wanted, **margins})
            return Fraction(matching_number([rule], in_own_unit(question, response, language)) is not None)
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
            filled = response if isinstance(response, list) else []
            gaps = question.gaps()
            got = sum(
                (
                    gap.weight * blank_share(gap, text, case_sensitive=question.case_sensitive, language=language)
                    for gap, text in zip(gaps, filled, strict=False)
                ),
                start=_NOTHING,
            )
            return _within(got / sum(gap.weight for gap in gaps))


def scores_alike(question: Question, worth: Iterable[tuple[Any, float]], near: float) -> bool:
    """Whether each response gets the share that stands beside it, give or take `near`, as far as no person judges."""
    own = ((score(question, response), wanted) for response, wanted in worth)
    return all(got is None or abs(float(got) - wanted) <= near for got, wanted in own)


def wanted_number(question: Calculated, values: Mapping[str, float]) -> float | None:
    """The right answer for the drawn `values`; None where there is none."""
    if not values:
        return None
    try:
        return round(evaluate(question.formula, values), question.decimals)
    except FormulaError:
        return None


def blank_share(gap: Blank, response: Any, *, case_sensitive: bool = False, language: str = "") -> Fraction:
    """The share of its part of the points that `response` gets in one gap of a text."""
    if not isinstance(response, str):
        return _NOTHING
    sensitive = case_sensitive if gap.case_sensitive is None else gap.case_sensitive
    if gap.choices:
        words = normal(response, case_sensitive=True)
        chosen = next((c for c in gap.choices if normal(c.text, case_sensitive=True) == words), None)
        if chosen is None:
            return _NOTHING
        return _within(share(chosen.credit) if chosen.credit is not None else Fraction(chosen.correct))
    fitting: NumberAnswer | TextAnswer | None = (
        matching_number(gap.numbers, numbers_in(response, language))
        if gap.numbers
        else matching_answer(gap.answers, response, case_sensitive=sensitive)
    )
    return _within(share(fitting.credit)) if fitting else _NOTHING


def matching_answer(answers: Sequence[TextAnswer], given: Any, *, case_sensitive: bool) -> TextAnswer | None:
    """The first of `answers` that the text `given` fits."""
    words = normal(given, case_sensitive=case_sensitive) if isinstance(given, str) else ""
    # An empty answer is no answer, even where `*` would take it.
    bare = "" if case_sensitive else words.rstrip(". ")

    def fits(answer: str) -> bool:
        is_bare = bare and _pattern(answer.rstrip(". "), case_sensitive).fullmatch(bare)
        return bool(is_bare or _pattern(answer, case_sensitive).fullmatch(words))

    return next((answer for answer in answers if words and fits(answer.text)), None)


def matching_number(numbers: Sequence[NumberAnswer], given: Sequence[float]) -> NumberAnswer | None:
    """The first of `numbers` that takes what was `given`: what it may mean, the likeliest first."""
    return next((rule for value in given for rule in numbers if _is_near(value, rule)), None)


def normal(text: str, *, case_sensitive: bool = False) -> str:
    """`text` as it is compared: NFC, white space folded, small letters unless they matter."""
    folded = " ".join(unicodedata.normalize("NFC", text).split())
    return folded if case_sensitive else folded.lower()


def _within(got: Fraction) -> Fraction:
    return min(max(got, _NOTHING), Fraction(1))


def _many(question: MultipleResponse, response: Any) -> Fraction:
    picked = (
        {i for i in response if isinstance(i, int) and not isinstance(i, bool)} if isinstance(response, list) else set()
    )
    right = {i for i, choice in enumerate(question.choices) if choice.gives}
    if not question.partial or not right:
        return Fraction(picked == right)
    shares = [share(credit) for credit in question.credits()]
    # An index that no choice has is as wrong as a wrong choice.
    wrong = Fraction(sum(not 0 <= i < len(shares) for i in picked), len(right))
    return _within(sum((shares[i] for i in picked if 0 <= i < len(shares)), start=_NOTHING) - wrong)


def _ordered(question: Ordering, response: Any) -> Fraction:
    size = len(question.items)
    if not isinstance(response, list) or sorted(map(str, response)) != sorted(map(str, range(size))):
        return Fraction(0)
    place = {int(item): position for position, item in enumerate(response)}
    return Fraction(sum(place[i] < place[i + 1] for i in range(size - 1)) if size > 1 else 1, max(size - 1, 1))


def _is_near(given: float, rule: NumberRule) -> bool:
    # A billionth of the number forgives binary rounding (0.1 + 0.2), never a wrong digit.
    if rule.answer is not None:
        return abs(given - rule.answer) <= rule.margin + 1e-9 * abs(rule.answer)
    low, high = rule.bounds()
    return low - 1e-9 * abs(low) <= given <= high + 1e-9 * abs(high)


@lru_cache(maxsize=4096)
def _pattern(answer: str, case_sensitive: bool) -> re.Pattern[str]:
    """An answer with `*` for any letters, as a pattern; `\\*` stands for the star itself."""
    parts = re.split(r"(?<!\\)\*+", normal(answer, case_sensitive=case_sensitive))
    return re.compile(".*".join(re.escape(part.replace("\\*", "*")) for part in parts), re.DOTALL)
