"""Activity weights in the overall score: by the course's rule, else by points."""

from __future__ import annotations

from fractions import Fraction

from mooc_kit.course.model import Activity, Assignment, Course, Quiz
from mooc_kit.quizzes.model import Essay


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


def essays_beside(activity: Activity) -> tuple[Essay, ...]:
    """The essays among other questions of a quiz, which its score leaves out.

    Where a quiz asks for nothing but essays, its score is what the team gives, and there are none beside.
    """
    questions = activity.quiz.questions if isinstance(activity, Quiz) else []
    essays = tuple(question for question in questions if isinstance(question, Essay))
    return essays if len(essays) < len(questions) else ()
