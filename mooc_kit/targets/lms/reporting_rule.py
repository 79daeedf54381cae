"""Reporting rule: what a package reports as completed, as score and as passed, from the course's completion rule.

A package knows what is done on its own pages. What is handed in, talked about, attended or watched elsewhere it cannot
know: that is left out of the rule, and told (docs/decisions/0026).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from mooc_kit.course.model import (
    Activity,
    Assignment,
    Counts,
    Course,
    Discussion,
    Exam,
    Link,
    LiveSession,
    Module,
    Page,
    Quiz,
    Survey,
)
from mooc_kit.spec.packages import Cut
from mooc_kit.targets.weights import graded_shares

_ELSEWHERE = (Assignment, Discussion, Exam, LiveSession)
_WHOLE = "course"


def is_elsewhere(activity: Activity) -> bool:
    """Whether it happens where the package cannot see it."""
    return isinstance(activity, _ELSEWHERE)


def is_viewed(activity: Activity) -> bool:
    """Whether it is done by being opened. A link leads away: its page is what is opened here."""
    return isinstance(activity, Page | Link) and activity.counts is Counts.VIEWED


@dataclass(frozen=True)
class ReportedPart:
    """A line on the platform: the whole course, a module or an activity, and what is reported for it.

    `weights` are shares of its own score, which add up to 1, or are empty; `least_percent` is for that score, `passes`
    for single quizzes. It is passed where both hold, and is never passed where neither says anything.
    """

    id: str
    title: str
    module: Module | None
    activities: tuple[Activity, ...]
    needed: tuple[str, ...]
    weights: dict[str, Fraction] = field(default_factory=dict)
    least_percent: int | None = None
    passes: dict[str, int] = field(default_factory=dict)
    elsewhere: tuple[Activity, ...] = ()
    """What the course's rule asks for too, and the package cannot know."""

    @property
    def can_pass(self) -> bool:
        return self.least_percent is not None or bool(self.passes)

    def data(self) -> dict[str, Any]:
        """The rule for the scripts (lms-outcome.js)."""
        quizzes = {a.id: a for a in self.activities if isinstance(a, Quiz)}
        counted = [id for id in quizzes if id in self.weights or id in self.passes]
        return {
            "needed": list(self.needed),
            "least": self.least_percent,
            "quizzes": [
                {
                    "id": id,
                    "weight": float(self.weights.get(id, 0)),
                    "attempts": quizzes[id].attempts,
                    "pass": self.passes.get(id),
                }
                for id in counted
            ],
        }


def reported_parts(course: Course, cut: Cut) -> list[ReportedPart]:
    """The lines of a package of `course`, in order; one at least."""
    parts = _Parts(course)
    if cut is Cut.MODULE:
        made = [parts.part(m.id, m.title, m.activities, module=m) for m in course.modules if m.activities]
    elif cut is Cut.ACTIVITY:
        made = [parts.part(a.id, a.title, [a], module=m) for m, a in course.activities()]
    else:
        made = []
    least = course.rule.least_percent if course.rule else None
    return made or [parts.part(_WHOLE, course.title, [a for _, a in course.activities()], least=least)]


class _Parts:
    """Makes the parts of a course."""

    def __init__(self, course: Course) -> None:
        self.shares = graded_shares(course)
        self.asked = None if course.rule is None else frozenset(course.rule.activities)

    def part(
        self,
        id: str,
        title: str,
        inside: Iterable[Activity],
        *,
        module: Module | None = None,
        least: int | None = None,
    ) -> ReportedPart:
        activities = tuple(inside)
        weights = self._weights(activities)
        least = least if weights else None
        passes = {} if least is not None else dict(_passes(activities))
        needed = tuple(a.id for a in activities if self._is_asked(a) and not is_elsewhere(a))
        if not needed and not passes and least is None:
            # Nothing of the rule can be known here: then what can be is done.
            needed = tuple(a.id for a in activities if not is_elsewhere(a) and a.is_required)
            needed = needed or tuple(a.id for a in activities)
        elsewhere = tuple(a for a in activities if is_elsewhere(a) and (self._is_asked(a) or self.shares.get(a.id)))
        return ReportedPart(id, title, module, activities, needed, weights, least, passes, elsewhere)

    def _is_asked(self, activity: Activity) -> bool:
        return activity.is_required if self.asked is None else activity.id in self.asked

    def _weights(self, activities: tuple[Activity, ...]) -> dict[str, Fraction]:
        """The shares of the graded quizzes among `activities`, stretched to add up to 1."""
        known = {a.id: self.shares[a.id] for a in activities if _is_scored(a) and self.shares.get(a.id)}
        total = sum(known.values(), Fraction(0))
        return {id: share / total for id, share in known.items()} if total else {}


def _passes(activities: tuple[Activity, ...]) -> Iterator[tuple[str, int]]:
    for activity in activities:
        if _is_scored(activity) and isinstance(activity, Quiz) and activity.is_graded and activity.pass_percent:
            yield activity.id, activity.pass_percent


def _is_scored(activity: Activity) -> bool:
    return isinstance(activity, Quiz) and not isinstance(activity, Exam) and bool(activity.quiz.questions)


def is_own_mark(activity: Activity) -> bool:
    """Whether only the participant says that it is done: by a mark on its page."""
    return not is_elsewhere(activity) and not is_viewed(activity) and not isinstance(activity, Quiz | Survey)
