"""Prerequisites between activities: what must be done first where the team chose small steps one after the other."""

from __future__ import annotations

from mooc_kit.course.model import Activity, Course, Module, PeerReview


def step_before(course: Course, module: Module, activity: Activity) -> Activity | None:
    """The needed activity of `module` that must be done before `activity` may begin; None where it is open."""
    if not course.chose("activities", "scaffolded") or not activity.is_required:
        return None
    previous = None
    for other in module.activities:
        if other.id == activity.id:
            break
        # A peer review is complete only when its grades are out: nobody should wait for that.
        if other.is_required and not isinstance(other, PeerReview):
            previous = other
    return previous
