"""Canvas assignment groups: weights that give the course's own rule, and its pass mark as a grading scheme.

Canvas adds up points within a group and weighs the groups. What stands in one group therefore gives the same share of
the score for a point; activities for which that is not so get groups of their own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from mooc_kit.course.model import Activity, Exam, PeerReview, Quiz
from mooc_kit.quizzes.formats.xml_fragments import Fragment, tag
from mooc_kit.targets.canvas.cartridge_builder import CANVAS, CartridgeBuilder, fields, listing
from mooc_kit.targets.weights import graded_shares

PRACTICE = "practice"


@dataclass(frozen=True)
class AssignmentGroup:
    """`percent` is the group's share of the course's score."""

    name: str
    title: str
    percent: Fraction
    activities: tuple[str, ...]


class Groups:
    """The assignment groups of a course. `points` are those that Canvas can give for each graded activity."""

    def __init__(self, builder: CartridgeBuilder, points: Mapping[str, float]) -> None:
        self._builder = builder
        activities = {activity.id: activity for _, activity in builder.course.activities()}
        shares = graded_shares(builder.course)
        kept = {id: share for id, share in shares.items() if points.get(id)}
        for id in shares.keys() - kept.keys():
            builder.notice(
                f'The share of "{activities[id].title}" in the overall score',
                "Canvas has nothing to score there.",
                "The other activities share it.",
            )
        total = sum(kept.values(), Fraction(0))
        self.shares = {id: share / total for id, share in kept.items()} if total else {}
        rows: dict[tuple[str, Fraction], list[str]] = {}
        for id, share in self.shares.items():
            per_point = share / Fraction(str(points[id]))
            rows.setdefault((_kind(builder, activities[id]), per_point), []).append(id)
        titles = [title for title, _ in rows]
        self.groups = [
            AssignmentGroup(
                # A group is known by its first activity: it stays when others come or go.
                ids[0],
                title if titles.count(title) == 1 else f"{title}: {activities[ids[0]].title}"[:255],
                sum((self.shares[id] for id in ids), Fraction(0)) * 100,
                tuple(ids),
            )
            for (title, _), ids in rows.items()
        ]
        self._of = {id: group.name for group in self.groups for id in group.activities}

    def counts(self, activity: Activity) -> bool:
        return activity.id in self._of

    def id_of(self, activity: Activity) -> str:
        """The identifier of the group in which the activity stands."""
        return self._builder.id("group", self._of.get(activity.id, PRACTICE))

    def xml(self) -> Fragment:
        builder = self._builder
        practice = AssignmentGroup(PRACTICE, builder.text("Practice: does not count"), Fraction(0), ())
        return listing(
            "assignmentGroups",
            *(
                tag(
                    "assignmentGroup",
                    *fields(title=group.title, position=position, group_weight=float(group.percent)),
                    identifier=builder.id("group", group.name),
                )
                for position, group in enumerate([*self.groups, practice], start=1)
            ),
        )


def _kind(builder: CartridgeBuilder, activity: Activity) -> str:
    match activity:
        case Exam():
            return builder.text("Exam")
        case Quiz():
            return builder.text("Quiz")
        case PeerReview():
            return builder.text("Peer review")
        case _:
            return builder.text("Assignment")


def grading_scheme(builder: CartridgeBuilder) -> Fragment | None:
    """The pass mark of the course's rule as a scheme of two grades; None where the rule names no score."""
    least = builder.course.rule.least_percent if builder.course.rule else None
    if not least:
        return None
    data = [[builder.text("Passed"), least / 100], [builder.text("Not passed yet"), 0.0]]
    scheme = fields(title=builder.text("Pass mark"), data=json.dumps(data, ensure_ascii=False))
    return listing(
        "gradingStandards", tag("gradingStandard", *scheme, identifier=builder.id("grading-scheme"), version="2")
    )


def late_policy(builder: CartridgeBuilder) -> Fragment:
    """What a missing activity gives by the course's rule: nothing. Work that is late loses nothing."""
    # Canvas asks for every one of these: an import that leaves one out ends there.
    settings = fields(
        missing_submission_deduction_enabled=True,
        missing_submission_deduction=100.0,
        late_submission_deduction_enabled=False,
        late_submission_deduction=0.0,
        late_submission_interval="day",
        late_submission_minimum_percent_enabled=False,
        late_submission_minimum_percent=0.0,
    )
    return tag("late_policy", *settings, identifier=builder.id("late-policy"), xmlns=CANVAS)
