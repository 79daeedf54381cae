"""Overall score: the weighted sum of what graded activities give, computed exactly.

Shares are fractions, never floats: at a pass mark a rounding error would decide about somebody's certificate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from mooc_kit.spec.model import (
    AnyActivity,
    AssignmentActivity,
    ModuleSpec,
    QuizActivity,
    Spec,
)


@dataclass(frozen=True)
class Graded:
    """A graded activity of the spec. `points` is None where the questions of its quiz decide."""

    module: ModuleSpec
    activity: AnyActivity
    points: int | None
    due: date | None
    path: tuple[str | int, ...]


def graded_activities(spec: Spec) -> list[Graded]:
    """The activities whose points count, in the order of the course."""
    return [
        Graded(module, item, item.points, _due(spec, module, item), path)
        for path, module, item in spec.walk()
        if (isinstance(item, QuizActivity) and item.graded) or (isinstance(item, AssignmentActivity) and item.points)
    ]


def shares(points: Mapping[str, int], weights: Mapping[str, int] | None) -> dict[str, Fraction]:
    """Each graded activity's share of the overall score: its weight, else its part of all `points`."""
    if weights:
        return {id: Fraction(weight, 100) for id, weight in weights.items() if weight}
    total = sum(points.values())
    return {id: Fraction(value, total) for id, value in points.items() if value}


def reachable_percent(points: Mapping[str, int], weights: Mapping[str, int] | None) -> Fraction:
    """The overall score, in percent, of somebody who gets every point that there is."""
    return 100 * sum((share for id, share in shares(points, weights).items() if points.get(id)), Fraction(0))


def overall_percent(shares: Mapping[str, Fraction], scores: Mapping[str, int]) -> Fraction:
    """The overall score, in percent, from `scores` in percent by activity. What is missing counts as zero."""
    return sum((share * scores.get(id, 0) for id, share in shares.items()), Fraction(0))


def shown(value: Fraction) -> str:
    """`value` with at most two decimals, rounded down: 69.996 must not look like 70."""
    hundredths = value * 100 // 1
    whole, rest = divmod(int(hundredths), 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".")


def _due(spec: Spec, module: ModuleSpec, item: AnyActivity) -> date | None:
    written: date | None = getattr(item, "due", None)
    if written or not spec.course.start:
        return written
    return spec.course.start + timedelta(weeks=spec.week_of(module), days=-1)
