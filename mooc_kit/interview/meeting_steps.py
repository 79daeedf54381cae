"""Interview steps for the meeting place: where participants will talk, and where they hand in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mooc_kit.interview.step import Answers, Choosable, InterviewStep, Kind, Refused, found, put
from mooc_kit.spec.ask import asked_fields
from mooc_kit.spec.course_info import CourseInfo
from mooc_kit.spec.meeting import PLATFORMS_WITH_DISCUSSIONS, WORDS, MeetingKind, meeting_at

_ELSEWHERE = "_meets_elsewhere"
"""The key of the draft that says: the address of a forum or chat is still to be told."""


def meeting_steps(section: str, answers: Answers) -> Iterator[InterviewStep]:
    """Where people talk and hand in: a choice in words, then the address of a forum or chat where that is chosen."""
    path = ("course", "meeting_place")
    ask = next(field.ask for field in asked_fields(CourseInfo) if field.name == path[-1])
    place, repository, contact = (found(answers, ("course", name)) for name in (path[-1], "repository", "contact"))
    meeting = meeting_at(place, answers.get("targets") or (), repository, contact)

    def store(answers: Answers, kind: str) -> None:
        answers[_ELSEWHERE] = kind == MeetingKind.ADDRESS
        if kind != MeetingKind.ADDRESS:
            put(answers, path, kind)
        elif found(answers, path) in WORDS:
            put(answers, path, None)

    def tell(answers: Answers) -> Sequence[str]:
        if meeting_kind_of(answers) is not MeetingKind.NOWHERE:
            return ()
        return ["No discussion is planned. Pages say how people send what they made to the contact address."]

    yield InterviewStep(
        section,
        path,
        Kind.ONE,
        ask.question,
        help="Like by e-mail to the contact address. Every page says just that, and nothing promises a forum that is "
        "not there; where people meet nowhere, no discussion is planned.",
        choices=[Choosable(kind.value, kind.meaning) for kind in _possible(answers, meeting.kind)],
        default=(MeetingKind.ADDRESS if answers.get(_ELSEWHERE) else meeting.kind).value,
        store=store,
        after=tell,
    )
    if answers.get(_ELSEWHERE):
        yield InterviewStep(
            section,
            ("_meeting_address",),
            Kind.TEXT,
            "At which address is the forum or chat?",
            help="Like https://forum.example.org/our-course. Every page links there.",
            form="begins with https://",
            is_optional=False,
            is_own=place not in (None, *WORDS),
            default=place if place not in WORDS else None,
            read=_address,
            store=lambda answers, url: put(answers, path, url),
        )


def _possible(answers: Answers, chosen: MeetingKind) -> list[MeetingKind]:
    """The kinds to choose from: a learning platform only where the course is built for one that has discussions, or
    where an earlier answer says so."""
    has_platform = not PLATFORMS_WITH_DISCUSSIONS.isdisjoint(answers.get("targets") or ())
    return [kind for kind in MeetingKind if kind is not MeetingKind.PLATFORM or has_platform or chosen is kind]


def meeting_kind_of(answers: Answers) -> MeetingKind:
    """The kind of meeting place in the answers so far."""
    place = found(answers, ("course", "meeting_place"))
    return meeting_at(place, answers.get("targets") or ("site",), None, None).kind


def _address(text: str) -> str:
    from pydantic_core import PydanticCustomError

    from mooc_kit.spec.fields import check_url

    try:
        return check_url(text.strip())
    except PydanticCustomError as error:
        raise Refused(error.message()) from None
