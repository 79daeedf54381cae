"""Random draws: which questions, and which values in them, one participant gets in one attempt.

Everything follows from a participant's seed, a whole number, and the number of the attempt, so that a reload or a
later look shows the same. The site's player (templates/site/quiz-player.js) draws in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from mooc_kit.quizzes.formula import FormulaError, evaluate
from mooc_kit.quizzes.model import Calculated, Question, QuizFile

_MASK = 0xFFFFFFFF
_TRIES = 50
_EXACT = Context(prec=400)


def seed_of(words: str) -> int:
    """A seed from any words, such as a participant's id: FNV-1a over its characters, 32 bits."""
    found = 2166136261
    for character in words:
        found = ((found ^ ord(character)) * 16777619) & _MASK
    return found


def questions_for(quiz: QuizFile, seed: int, attempt: int = 1, *, shuffle: bool = False) -> list[Question]:
    """The questions that are asked: from each group as many as are drawn, in the file's order unless shuffled."""
    mix = _shuffler(_chance(seed ^ seed_of(f"questions#{attempt}")))
    groups = quiz.groups()
    chosen: list[int] = []
    for draw, members in groups:
        indexes = list(members)
        is_drawn = draw is not None and draw < len(indexes)
        if is_drawn or shuffle:
            mix(indexes)
        chosen += indexes[:draw] if is_drawn else indexes
    if not shuffle:
        chosen.sort()
    elif len(groups) > 1:
        mix(chosen)
    return [quiz.questions[index] for index in chosen]


def values_for(question: Calculated, seed: int, attempt: int = 1) -> dict[str, float] | None:
    """The values of the variables; None where the formula has no value for any that were tried."""
    random = _chance(seed ^ seed_of(f"{question.id}/values#{attempt}"))
    for _ in range(_TRIES):
        values: dict[str, float] = {}
        for name, range_ in sorted(question.variables.items()):  # the order in which the site has them
            drawn = range_.least + next(random) * (range_.most - range_.least)
            values[name] = min(max(_fixed(drawn, range_.decimals), range_.least), range_.most)
        try:
            evaluate(question.formula, values)
        except FormulaError:
            continue
        return values
    return None


def _chance(seed: int) -> Iterator[float]:
    """Numbers from 0 to 1 (mulberry32)."""
    seed &= _MASK
    while True:
        seed = (seed + 0x6D2B79F5) & _MASK
        mixed = ((seed ^ (seed >> 15)) * (1 | seed)) & _MASK
        mixed = ((mixed + ((mixed ^ (mixed >> 7)) * (61 | mixed))) ^ mixed) & _MASK
        yield (mixed ^ (mixed >> 14)) / 4294967296


def _shuffler(random: Iterator[float]) -> Callable[[list[Any]], None]:
    def mix(items: list[Any]) -> None:
        for last in range(len(items) - 1, 0, -1):
            other = int(next(random) * (last + 1))
            items[last], items[other] = items[other], items[last]

    return mix


def _fixed(value: float, decimals: int) -> float:
    """`value` as JavaScript's toFixed rounds it."""
    if abs(value) >= 1e21:
        return value
    return float(Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _EXACT))
