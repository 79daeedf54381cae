"""Open edX notices: what it cannot do for this course, and what it does instead."""

from __future__ import annotations

from collections.abc import Iterator

from mooc_kit.course.model import (
    Assignment,
    Awarder,
    Course,
    Credential,
    CredentialKind,
    Exam,
    LiveSession,
    Quiz,
    Survey,
)
from mooc_kit.i18n import has_language
from mooc_kit.problems import Notice, told_together
from mooc_kit.spec.fields import ALL_RIGHTS_RESERVED
from mooc_kit.targets.open_edx.assessments import assessment_notices
from mooc_kit.targets.open_edx.course_info import is_given_after
from mooc_kit.targets.open_edx.grading import grading_notices
from mooc_kit.targets.open_edx.policy import certificate_of, is_self_paced, license_field
from mooc_kit.targets.open_edx.structure import REMOTE
from mooc_kit.targets.open_edx.units import POLLED
from mooc_kit.targets.site.one_file import one_file_notices


def course_notices(course: Course) -> list[Notice]:
    """One notice for each thing of the course, beside its questions, that Open edX does in another way."""
    return told_together(_notices(course))


def _notices(course: Course) -> Iterator[Notice]:
    if not has_language(course.language):
        yield Notice(
            f"mooc-kit's own words in the language {course.language}",
            "mooc-kit does not speak it yet.",
            "A few labels are in English; the platform's own words follow its settings.",
        )
    if license_field(course.license) is None and course.license != ALL_RIGHTS_RESERVED:
        yield Notice(
            f"The licence {course.license} as a setting",
            "Open edX knows Creative Commons licences with BY only.",
            "The about page names it.",
        )
    if is_self_paced(course) and any(getattr(a, "due", None) for _, a in course.activities()):
        yield Notice(
            "Due dates", "In a self-paced course Open edX takes no notice of them.", "They are in the package."
        )
    yield from grading_notices(course)
    for _, activity in course.activities():
        match activity:
            case Exam():
                yield from _exam(activity, is_counted=bool(course.rule and activity.id in course.rule.weights))
            case Survey():
                yield from _survey(activity)
            case Assignment():
                yield from assessment_notices(activity)
            case LiveSession(starts=starts) if starts is not None and starts.tzinfo is None:
                yield Notice(
                    "The time zone of",
                    "Its time is written without one.",
                    "The page shows the time as it is written; add the zone, like 2027-03-04T18:00+01:00.",
                    of=activity.title,
                )
            case _:
                pass
        if isinstance(activity, Quiz | Assignment) and activity.pass_percent:
            yield Notice(
                "The pass mark of",
                "Open edX compares only the overall score with a mark.",
                f"Its points count; who reached {activity.pass_percent} percent stands in the grade report.",
                of=activity.title,
            )
    yield from one_file_notices(course, "Open edX")
    for credential in course.credentials:
        yield from _credential(course, credential)


def _exam(exam: Exam, *, is_counted: bool) -> Iterator[Notice]:
    name = f'"{exam.title}"'
    if exam.watched and exam.watched not in REMOTE:
        yield Notice(
            f"Watching {name} in a room",
            "Open edX watches only through software.",
            "It is a timed exam there; open it for the room with a date, or keep it hidden until you are together.",
        )
    if exam.watched in REMOTE and not exam.time_limit_minutes:
        yield Notice(
            f"Watching {name}",
            "Open edX watches no exam without a time limit, and the course names none.",
            "It is an ordinary part of the course there; give it a `time_limit` and build again.",
        )
    elif exam.watched in REMOTE and is_counted:
        yield Notice(
            f"Keeping {name} for verified learners",
            "Its score counts for everybody, so nobody may be shut out.",
            "Everybody sees it; the platform proctors those on the verified track.",
        )
    if exam.time_limit_minutes and exam.attempts and exam.attempts > 1:
        yield Notice(
            f"{exam.attempts} attempts at {name}",
            "A timed exam is begun once.",
            "Each problem can be answered that often within the time; staff can reset an exam for one person.",
        )


def _survey(survey: Survey) -> Iterator[Notice]:
    name = f'"{survey.title}"'
    if any(item.kind not in POLLED for item in survey.items):
        yield Notice(
            "Answers in own words to",
            "Open edX has no survey with free text.",
            "They are an assessment that nobody grades; its answers are in the ORA data report.",
            of=survey.title,
        )
    if survey.is_anonymous:
        yield Notice(
            "Anonymous answers to",
            "Open edX stores answers with the account.",
            "Results are not shown to others; staff can see who answered.",
            of=survey.title,
        )
    if survey.opens:
        yield Notice(
            f"The day on which {name} opens ({survey.opens})",
            "It would hide the subsection from people who are ahead.",
            "It is open with its module.",
        )


def _credential(course: Course, credential: Credential) -> Iterator[Notice]:
    name = f'"{credential.title}"'
    chosen = certificate_of(course)
    if credential.kind is CredentialKind.SELF_CERTIFICATE:
        return
    if is_given_after(credential):
        who = "peers" if credential.awarded_by is Awarder.PEERS else "the course team"
        yield Notice(
            "Giving",
            f"Open edX cannot record that {who} awarded it.",
            "The pages and the work for it are in the course; issue it with `mooc-kit` after the course.",
            of=credential.title,
        )
    elif credential is not chosen:
        yield Notice(
            "A second certificate:",
            "Open edX gives one certificate for a course.",
            f'It is set up as "{chosen.title if chosen else ""}"; issue this one with `mooc-kit` after the course.',
            of=credential.title,
        )
    elif credential.awarded_by is Awarder.PARTNER:
        yield Notice(
            f"Giving {name} only to people who were identified",
            "Who is verified follows from the enrolment track, which is no part of a course package.",
            "AFTER-IMPORT.md tells how to set the tracks up.",
        )
