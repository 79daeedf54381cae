"""Open edX dates: the course's days as moments in UTC; a day is over at its last minute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from mooc_kit.course.model import Course, PeerReview

ALWAYS = "2020-01-01T00:00:00Z"
"""The start of a course without dates; Open edX would take a missing one for the year 2030."""

FOREVER = "2099-12-31T23:59:00Z"
"""The end of a course without dates."""


def start_of(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def end_of(day: date) -> str:
    return f"{day.isoformat()}T23:59:00Z"


def last_day(course: Course, review_days: int) -> date | None:
    """The last day of the course: of its weeks, or until which something is due, whichever is later."""
    if course.start is None:
        return None
    return max([course.start + timedelta(weeks=course.weeks, days=-1), *_due_days(course, review_days)])


def _due_days(course: Course, review_days: int) -> Iterator[date]:
    for _, activity in course.activities():
        due: date | None = getattr(activity, "due", None)
        if due:
            yield due + timedelta(days=review_days if isinstance(activity, PeerReview) else 0)
