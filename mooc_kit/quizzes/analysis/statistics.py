"""Item statistics: difficulty, discrimination, reliability and distractors of a quiz's questions.

- difficulty (facility): the mean share of the points that people got; 1 when everybody got all
- discrimination: the correlation of the item's points with the points on all *other* items (corrected item-total)
- upper-lower index: the difficulty among the best 27% less that among the weakest 27% (Kelley 1939)
- Cronbach's alpha: k / (k - 1) * (1 - sum of the items' variances / variance of the totals), of those who met all
- standard error of measurement: the totals' standard deviation * sqrt(1 - alpha), in points

Variances divide by n - 1. Someone who was not shown an item counts in none of its figures.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from mooc_kit.quizzes.analysis.readers import is_right
from mooc_kit.quizzes.analysis.responses import QuizResponses, ResponseItem
from mooc_kit.quizzes.scoring import normal

KELLEY = 0.27
MOST_ANSWERS = 12
"""Answers of an item that are listed; free text has as many as there are people."""


@dataclass(frozen=True)
class Answer:
    """One answer to an item: who chose it, in all and by thirds of the total, and how it goes with the other items."""

    text: str
    count: int
    share: float
    is_key: bool
    by_group: tuple[float, ...]
    """The share that chose it among the weakest, the middle and the strongest third."""
    discrimination: float | None


@dataclass(frozen=True)
class ItemFigures:
    """What the answers tell about one item. A figure is None where the data do not give it."""

    id: str
    title: str
    seen: int
    left_open: int
    difficulty: float | None
    deviation: float | None
    discrimination: float | None
    upper_lower: float | None
    alpha_without: float | None
    answers: tuple[Answer, ...]
    more_answers: int
    by_group: tuple[float | None, ...]
    """The difficulty in the five fifths of people by their points on the other items, weakest first."""


@dataclass(frozen=True)
class Analysis:
    """What the answers tell about a quiz. Totals are shares of the points that each person could get."""

    source: str
    people: int
    complete: int
    items: tuple[ItemFigures, ...]
    alpha: float | None
    error_of_measurement: float | None
    max_points: float
    mean: float | None
    deviation: float | None
    totals: tuple[float, ...]


def analyse(responses: QuizResponses) -> Analysis:
    """All figures of `responses`. Answers are scored by their key first, where there is one and no score."""
    items = responses.items
    for item in items:
        _score_by_key(item)
    scored = [item for item in items if item.is_scored]
    n = len(responses.people)
    got = [0.0] * n
    could = [0.0] * n
    for item in scored:
        for person, points in enumerate(item.points):
            if points is not None:
                got[person] += points
                could[person] += item.max_points
    complete = [p for p in range(n) if scored and all(item.points[p] is not None for item in scored)]
    totals = [got[p] for p in complete]
    variances = [_variance([_known(item.points[p]) for p in complete]) for item in scored]
    alpha = _alpha(variances, _variance(totals))
    without: dict[str, float | None] = {}
    for number, item in enumerate(scored):
        rest = _variance([got[p] - _known(item.points[p]) for p in complete])
        without[item.id] = _alpha([*variances[:number], *variances[number + 1 :]], rest)
    spread = _variance(totals)
    shares = [got[p] / could[p] for p in range(n) if could[p]]
    return Analysis(
        source=responses.source,
        people=n,
        complete=len(complete),
        items=tuple(_figures(item, got, could, without.get(item.id)) for item in items),
        alpha=alpha,
        error_of_measurement=math.sqrt(spread * (1 - min(alpha, 1.0))) if alpha is not None and spread else None,
        max_points=sum(item.max_points for item in scored),
        mean=_mean(shares),
        deviation=_deviation(shares),
        totals=tuple(shares),
    )


def _score_by_key(item: ResponseItem) -> None:
    if item.points or item.key is None:
        return
    known: dict[str, float] = {}
    for answer in item.answers:
        if answer is not None and answer not in known:
            known[answer] = float(is_right(answer, item.key))
    item.points = [None if answer is None else known[answer] for answer in item.answers]


def _figures(
    item: ResponseItem, got: Sequence[float], could: Sequence[float], alpha_without: float | None
) -> ItemFigures:
    met = [p for p in range(len(got)) if (item.is_scored and item.points[p] is not None) or item.answers[p] is not None]
    scored = [p for p in met if item.is_scored and item.points[p] is not None]
    own = [_known(item.points[p]) / item.max_points for p in scored]
    rest = {
        p: _share(
            got[p] - (_known(item.points[p]) if item.is_scored else 0.0),
            could[p] - (item.max_points if item.is_scored else 0.0),
        )
        for p in met
    }
    ranked = sorted(scored, key=lambda p: (rest[p], p))
    by_person = dict(zip(scored, own, strict=True))
    answers, more = _answers(item, met, rest)
    return ItemFigures(
        id=item.id,
        title=item.title,
        seen=len(met),
        left_open=sum(item.answers[p] == "" for p in met),
        difficulty=_mean(own),
        deviation=_deviation(own),
        discrimination=_correlation(own, [rest[p] for p in scored]),
        upper_lower=_upper_lower(scored, by_person, got, could),
        alpha_without=alpha_without,
        answers=answers,
        more_answers=more,
        by_group=tuple(_mean([by_person[p] for p in group]) for group in _parts(ranked, 5)),
    )


def _upper_lower(
    scored: Sequence[int], own: dict[int, float], got: Sequence[float], could: Sequence[float]
) -> float | None:
    """By the whole total, as the index is defined; people with the same total are taken in the file's order."""
    ranked = sorted(scored, key=lambda p: (_share(got[p], could[p]), p))
    size = round(len(ranked) * KELLEY)
    if size < 1:
        return None
    return (sum(own[p] for p in ranked[-size:]) - sum(own[p] for p in ranked[:size])) / size


def _answers(item: ResponseItem, met: Sequence[int], rest: dict[int, float]) -> tuple[tuple[Answer, ...], int]:
    given = [p for p in met if item.answers[p]]
    if not given:
        return (), 0
    words: dict[str, str] = {}
    chosen = {p: normal(item.answers[p] or "") for p in given}
    for p in given:
        words.setdefault(chosen[p], item.answers[p] or "")
    counts = Counter(chosen.values())
    ranked = sorted(met, key=lambda p: (rest[p], p))
    groups = _parts(ranked, 3)
    shown = []
    levels = [rest[p] for p in met]
    for text, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_ANSWERS]:
        is_key = is_right(words[text], item.key) if item.key is not None else _always_right(item, chosen, text)
        picked = [float(chosen.get(p) == text) for p in met]
        by_group = tuple(sum(chosen.get(p) == text for p in group) / len(group) if group else 0.0 for group in groups)
        shown.append(Answer(words[text], count, count / len(met), is_key, by_group, _correlation(picked, levels)))
    return tuple(shown), len(counts) - len(shown)


def _always_right(item: ResponseItem, chosen: dict[int, str], text: str) -> bool:
    """Without a key, the right answer shows by its points: all who gave it got all points."""
    points = [item.points[p] for p in chosen if chosen[p] == text] if item.is_scored else []
    return bool(points) and all(p is not None and p >= item.max_points for p in points)


def _parts(ranked: Sequence[int], count: int) -> list[Sequence[int]]:
    size = len(ranked)
    return [ranked[size * part // count : size * (part + 1) // count] for part in range(count)]


def _known(points: float | None) -> float:
    return points if points is not None else 0.0


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 0.0


def _mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None


def _variance(values: Sequence[float]) -> float | None:
    if len(values) < 2:
        return None
    mean = math.fsum(values) / len(values)
    return math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1)


def _deviation(values: Sequence[float]) -> float | None:
    variance = _variance(values)
    return None if variance is None else math.sqrt(variance)


def _correlation(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Pearson's r; None where one side does not vary."""
    a, b = _variance(one), _variance(other)
    if a is None or b is None or a < 1e-12 or b < 1e-12:
        return None
    mean_a, mean_b = math.fsum(one) / len(one), math.fsum(other) / len(other)
    together = math.fsum((x - mean_a) * (y - mean_b) for x, y in zip(one, other, strict=True)) / (len(one) - 1)
    return max(-1.0, min(1.0, together / math.sqrt(a * b)))


def _alpha(variances: Sequence[float | None], total: float | None) -> float | None:
    k = len(variances)
    if k < 2 or not total or total < 1e-12 or None in variances:
        return None
    return k / (k - 1) * (1 - math.fsum(v for v in variances if v is not None) / total)
