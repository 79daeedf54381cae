"""Activity weights in the overall score: by the course's rule, else by points."""

from __future__ import annotations

from fractions import Fraction

from mooc_kit.course.model import Activity, Assignment, Course, Quiz


def graded_shares(course: Course) -> dict[str, Fraction]:
    """Each graded activity's share of the overall score: by the course's rule, else by the points."""
    if course.rule and course.rule.weights:
        known = {activity.id for _, activity in course.activities()}
        return {id: share for id, share in course.rule.weights.items() if share and id in known}
    points = {a.id: points_of(a) for _, a in course.activities() if points_of(a)}
    total = sum(points.values())
    return {id: Fraction(value, total) for id, value in points.items()}


def points_of(activity: Activity) -> int:
    """What an activity is worth in the course's score: nothing where it is for practice."""
    if isinstance(activity, Quiz):
        return activity.points if activity.is_graded else 0
    return activity.points if isinstance(activity, Assignment) else 0
