"""Import step for the meeting place: what is to do where people meet elsewhere than on the platform."""

from __future__ import annotations

from collections.abc import Iterator

from mooc_kit.course.model import Course
from mooc_kit.spec.meeting import MeetingKind


def meeting_steps(course: Course) -> Iterator[str]:
    """One step, or none where people talk and hand in on the platform itself."""
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
