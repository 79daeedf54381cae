"""Open edX grading policy: assignment types whose weights give the course's rule by Open edX's own arithmetic.

Open edX averages the subsections of a type with equal weight, and adds up the types by their weights. So activities
with the same share can be of one type; its weight is their shares together. A type's name must equal the `format` of
its subsections, letter for letter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from mooc_kit.course.model import Activity, Course, Exam, PeerReview, Quiz
from mooc_kit.i18n import Messages
from mooc_kit.problems import Notice
from mooc_kit.targets.weights import graded_shares

USUAL_CUTOFF = 50
"""What a pass is where the course has no rule: Open edX needs one, and nothing follows from it."""


@dataclass(frozen=True)
class Grading:
    """`formats` says of which type each graded activity is; `policy` is the content of grading_policy.json."""

    formats: dict[str, str]
    policy: dict[str, Any]


def grading(course: Course, messages: Messages) -> Grading:
    shares = graded_shares(course)
    activities = {activity.id: activity for _, activity in course.activities()}
    groups: dict[tuple[str, Fraction], list[str]] = {}
    for id, share in shares.items():
        groups.setdefault((_type_name(activities[id], messages), share), []).append(id)
    formats: dict[str, str] = {}
    graders: list[dict[str, Any]] = []
    sizes = {name: sum(other == name for other, _ in groups) for name, _ in groups}
    taken: set[str] = set()
    for (name, share), ids in groups.items():
        # Two types of one kind with different shares are told apart by what they hold, which stays when others change.
        wanted = name if sizes[name] == 1 else f"{name}: {activities[ids[0]].title}"[:200]
        free, number = wanted, 2
        while free in taken:
            free, number = f"{wanted} {number}", number + 1
        taken.add(free)
        formats.update(dict.fromkeys(ids, free))
        graders.append(
            {
                "type": free,
                "short_label": _short(free, len(graders) + 1),
                "min_count": len(ids),
                "drop_count": 0,
                "weight": float(share * len(ids)),
            }
        )
    if not graders:  # Studio and checkers of packages ask for one
        name = messages.text("Practice: does not count")
        graders = [{"type": name, "short_label": _short(name, 1), "min_count": 1, "drop_count": 0, "weight": 1.0}]
    least = course.rule.least_percent if course.rule else None
    cutoff = (least or USUAL_CUTOFF) / 100
    return Grading(formats, {"GRADER": graders, "GRADE_CUTOFFS": {"Pass": cutoff}})


def headings(course: Course, messages: Messages) -> Iterator[tuple[str, str]]:
    """(heading, activity) of the platform's grade reports: "Quiz 2: Read the numbers", and where a type has only one
    subsection, its name alone.

    Source: `lms/djangoapps/instructor_task/tasks_helper/grades.py` of edx-platform.
    """
    formats = grading(course, messages).formats
    of_type: dict[str, list[Activity]] = {}
    for _, activity in course.activities():
        if activity.id in formats:
            of_type.setdefault(formats[activity.id], []).append(activity)
    for name, activities in of_type.items():
        for number, activity in enumerate(activities, start=1):
            yield f"{name} {number}: {activity.title}", activity.id
        if len(activities) == 1:
            yield name, activities[0].id


def grading_notices(course: Course) -> Iterator[Notice]:
    rule = course.rule
    if rule is None:
        return
    if rule.activities:
        yield Notice(
            f"The rule that {len(rule.activities)} activities must be done",
            "Open edX gives certificates by score alone.",
            "Its report of progress shows who did what; `mooc-kit` decides about completion from the exported reports.",
        )
    if rule.least_percent and rule.weights:
        yield Notice(
            f"The exact limit of {rule.least_percent} percent",
            "Open edX rounds each subsection and the overall score to whole percents before it compares.",
            f"Somebody with {rule.least_percent - 1}.45 percent passes there too.",
        )
    if rule.least_percent is None:
        yield Notice(
            "A rule without a score",
            "Open edX cannot give a certificate for activities that are done.",
            f"The passing grade stays at {USUAL_CUTOFF} percent; issue the certificates with `mooc-kit` after the "
            "course.",
        )


def _type_name(activity: Activity, messages: Messages) -> str:
    text = messages.text
    match activity:
        case Exam():
            return text("Exam")
        case Quiz():
            return text("Quiz")
        case PeerReview():
            return text("Peer review")
        case _:
            return text("Assignment")


def _short(name: str, number: int) -> str:
    """A label for the narrow column of the progress page."""
    return f"{name.split(':', maxsplit=1)[0][:8].strip()} {number}"
