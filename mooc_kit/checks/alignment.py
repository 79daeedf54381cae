"""Constructive alignment: the thread from each outcome through activities to the evidence that participants get."""

from __future__ import annotations

from dataclasses import dataclass

from mooc_kit.course.model import Activity, Assignment, Course, Credential, Outcome, Quiz


@dataclass(frozen=True)
class Thread:
    """One outcome with the activities that teach it, those that give evidence, and the credentials that name it."""

    outcome: Outcome
    taught_by: tuple[Activity, ...]
    evidenced_by: tuple[Activity, ...]
    credentials: tuple[Credential, ...]


def alignment(course: Course) -> list[Thread]:
    """A thread for each outcome. A credential without outcomes of its own stands for the whole course."""
    threads = []
    for outcome in course.outcomes:
        serving = [activity for _, activity in course.activities() if outcome.id in activity.outcomes]
        evidence = tuple(activity for activity in serving if isinstance(activity, Quiz | Assignment))
        given = tuple(c for c in course.credentials if not c.outcomes or outcome.id in c.outcomes)
        threads.append(Thread(outcome, tuple(a for a in serving if a not in evidence), evidence, given))
    return threads
