"""Interview steps for the course: a few facts first, where it happens, and the technical ones at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mooc_kit.interview.defaults import complete
from mooc_kit.interview.field_steps import Context, field_steps
from mooc_kit.interview.gate import gated
from mooc_kit.interview.meeting_steps import meeting_steps
from mooc_kit.interview.step import Answers, Choosable, InterviewStep, Kind, Refused
from mooc_kit.spec.ask import asked_fields
from mooc_kit.spec.course_info import CourseInfo
from mooc_kit.targets.registry import targets

FACTS = ("title", "audience", "institution", "contact", "start", "weeks", "hours_per_week")
DETAILS = ("summary", "id", "subtitle", "language", "license", "url", "repository")
"""What has a good default or can wait, asked at the end: what people get from a course is clearer by then."""


def facts_steps(answers: Answers, folder_name: str) -> Iterator[InterviewStep]:
    for name in FACTS:
        yield from course_field_steps(name, "course", answers, folder_name)


def details_steps(answers: Answers, folder_name: str) -> Iterator[InterviewStep]:
    """At once where a course is new: most people keep them."""
    steps = [step for name in DETAILS for step in course_field_steps(name, "details", answers, folder_name)]
    if answers.get("_is_decided"):
        yield from steps
    else:
        yield from gated("_usual_details", "details", "Is that right for now?", steps, answers)


def place_steps(section: str, answers: Answers, suggested: Sequence[str] = ()) -> Iterator[InterviewStep]:
    """What is built, and where people talk and hand in; `suggested` are targets that follow from earlier answers."""

    def read(chosen: list[str]) -> list[str]:
        if not chosen:
            raise Refused("Mark at least one: a web site needs nothing but a place for its files.")
        return chosen

    yield InterviewStep(
        section,
        ("targets",),
        Kind.SEVERAL,
        "Where will the course run?",
        help="A web site can lie anywhere and needs no account. For a learning platform you get a file that it takes "
        "in. You can add more at any time; what a platform cannot carry is told after each build.",
        choices=[Choosable(key, target.title) for key, target in targets().items()],
        default=answers.get("targets") or ["site", *suggested],
        is_own=bool(answers.get("targets")),
        read=read,
    )
    yield from meeting_steps(section, answers)


def course_field_steps(name: str, section: str, answers: Answers, folder_name: str = "") -> Iterator[InterviewStep]:
    """The steps of one field of the course."""
    field = next(field for field in asked_fields(CourseInfo) if field.name == name)
    fitting = None
    if name in ("title", "id") and folder_name:
        given = {key: value for key, value in (answers.get("course") or {}).items() if key == "title"}
        fitting = complete({"course": given}, folder_name)["course"].get(field.key)
    yield from field_steps(field, ("course", field.key), answers, Context(section, True), fitting)
