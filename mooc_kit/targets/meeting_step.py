"""Import step for the meeting place: what is to do where people meet elsewhere than on the platform."""

from __future__ import annotations

from collections.abc import Iterator

from mooc_kit.course.model import Course
from mooc_kit.spec.meeting import MeetingKind


def meeting_steps(course: Course) -> Iterator[str]:
    """None where people talk and hand in on the platform itself; else where, and what a page could show of it."""
    meeting = course.meeting
    if meeting.kind is MeetingKind.PLATFORM:
        return
    where = f"at {meeting.address}" if meeting.address else ""
    if meeting.kind is MeetingKind.NOWHERE:
        where = f"with the team alone, at {meeting.contact}" if meeting.contact else "with nobody but the team"
    yield (
        f"People of this course talk {where or 'elsewhere'}, and not on the platform: put that on the course's first "
        "page, and hide what the platform offers for talking, so that nobody waits there for an answer."
    )
    if meeting.embed:
        yield (
            f"The course's site shows the discussion itself on its pages, from {meeting.embed}. Here pages only link "
            "to it; where the platform allows frames of other sites, you can add one with this address."
        )
