"""Handing on: how something gets from a participant to the others, as an option's section or the course says."""

from __future__ import annotations

from mooc_kit.course.builder import CourseBuilder
from mooc_kit.course.participation import Channel, ChannelKind
from mooc_kit.spec.meeting import MeetingKind
from mooc_kit.spec.model import Spec
from mooc_kit.spec.repository import form_address, github

AS_THE_COURSE = "meeting-place"
"""The choice of a section that follows `course.meeting_place`."""
TO_THE_TEAM = "team"
"""The way where nobody can meet: files and texts go to the course's contact."""

_WAYS = {
    MeetingKind.PLATFORM: "discussion",
    MeetingKind.ADDRESS: "place",
    MeetingKind.REPOSITORY: "repository",
    MeetingKind.EMAIL: "email",
    MeetingKind.NOWHERE: TO_THE_TEAM,
}


def way_of(spec: Spec, chosen: str) -> str:
    """discussion, place (a forum or chat elsewhere), repository, email, form, or team."""
    return _WAYS[spec.meeting.kind] if chosen == AS_THE_COURSE else chosen


def way_in(spec: Spec, chosen: str, course: CourseBuilder, wall_page: str) -> str:
    """The way in this kit. One that was grown before courses said where they meet keeps the discussion that it has."""
    is_unsaid = chosen == AS_THE_COURSE and spec.course.meeting_place is None
    return "discussion" if is_unsaid and course.files.exists(wall_page) else way_of(spec, chosen)


def to_the_team(spec: Spec) -> Channel | None:
    """By mail to the course's contact: for what is meant for the team's eyes alone."""
    return Channel(kind=ChannelKind.EMAIL, address=spec.course.contact) if spec.course.contact else None


def channel_of(spec: Spec, way: str, *, wall: str, url: str, form: str) -> Channel | None:
    """Where people hand something on in this `way`; None as long as there is no address for it.

    `wall` is the id of the discussion for it, `url` the address that the section names, `form` the file of the
    repository's issue form.
    """
    if way == "discussion":
        return Channel(kind=ChannelKind.DISCUSSION, address=f"course:activity/{wall}")
    if way in ("email", TO_THE_TEAM):
        return to_the_team(spec)
    if way == "repository":
        repository = url or spec.course.repository or ""
        if github(repository):
            return Channel(kind=ChannelKind.REPOSITORY, address=form_address(github(repository), form))
        return Channel(kind=ChannelKind.FORM, address=repository) if repository else None
    if way == "place":
        return Channel(kind=ChannelKind.PLACE, address=spec.meeting.address)
    return Channel(kind=ChannelKind.FORM, address=url) if url else None
