"""Site notices: what a folder of static pages cannot do for this course, and what it does instead."""

from __future__ import annotations

from collections.abc import Iterator

from mooc_kit.course.model import (
    Assignment,
    Awarder,
    Course,
    CredentialKind,
    Exam,
    LiveSession,
    PeerReview,
    Quiz,
    Survey,
)
from mooc_kit.i18n import has_language
from mooc_kit.problems import Notice, told_together
from mooc_kit.quizzes.model import Essay, EssaySubmission
from mooc_kit.spec.meeting import MeetingKind


def site_notices(course: Course) -> list[Notice]:
    """One notice for each thing that a site without a server cannot carry, with what `course` has of it."""
    return told_together(_notices(course))


def _notices(course: Course) -> Iterator[Notice]:
    if not has_language(course.language):
        yield Notice(
            f"The site's own words in the language {course.language}",
            "mooc-kit does not speak it yet.",
            "Buttons and labels are in English; the course's own texts are as you wrote them.",
        )
    hand_in = _hand_in(course)
    for _, activity in course.activities():
        if isinstance(activity, Quiz) and not isinstance(activity, Exam):
            yield from _quiz_notices(activity)
        match activity:
            case Exam():
                yield Notice(
                    "The exam",
                    "Its questions would be open to everyone on a public site, and nobody can be identified there.",
                    "The site shows the exam's rules; give the exam on the course's platform.",
                    of=activity.title,
                )
            case Quiz(is_graded=True):
                yield from _graded_notices(activity)
            case PeerReview():
                yield Notice(
                    "Handing in and sharing out reviews of",
                    "A site without accounts cannot take in work or pass it to reviewers.",
                    f"The page tells what to do and how it is judged, and {hand_in}.",
                    of=activity.title,
                )
            case Assignment():
                yield Notice(
                    "Handing in",
                    "A site without accounts cannot take in work.",
                    f"The page tells what to hand in and how it is judged, and {hand_in}.",
                    of=activity.title,
                )
            case Survey():
                how = f"send by e-mail to {course.contact}" if course.contact else "copy and pass on"
                yield Notice(
                    "Collecting the answers to",
                    "A site without a server cannot take in answers.",
                    f"They stay in the participant's browser, who can download them or {how}.",
                    of=activity.title,
                )
            case LiveSession(starts=starts) if starts is not None and starts.tzinfo is None:
                yield Notice(
                    "The time zone of",
                    "Its time is written without one.",
                    "The page shows the time as it is written; add the zone, like 2027-03-04T18:00+01:00.",
                    of=activity.title,
                )
            case _:
                pass
    if course.rule is not None:
        yield Notice(
            "Recording who completed the course",
            "A site without accounts does not know what participants did.",
            "Participants send what they did from the page about completing; the team decides with a table."
            if course.completion_request
            else "The site explains the rule; each participant's own progress is kept in their browser.",
        )
    for credential in course.credentials:
        if credential.kind is CredentialKind.SELF_CERTIFICATE:
            continue
        if credential.awarded_by in (Awarder.TEAM, Awarder.PLATFORM, Awarder.PARTNER, Awarder.INSTITUTION):
            yield Notice(
                "Giving",
                "A site without accounts cannot give it to anyone.",
                "The site tells what it states, who gives it and under which rule.",
                of=credential.title,
            )
        elif credential.kind is CredentialKind.BADGE and credential.awarded_by is Awarder.PEERS:
            yield Notice(
                "Awarding the badge",
                "A site without accounts cannot record who awarded it to whom.",
                "Participants sign requests, judgements and badges on the award page, and pass the files on.",
                of=credential.title,
            )


def _graded_notices(quiz: Quiz) -> Iterator[Notice]:
    yield Notice(
        "The score of the graded quiz",
        "A site without a server cannot record scores, and its answers can be found in the page.",
        "Participants can take it with feedback; their score stays in their browser.",
        of=quiz.title,
    )
    if quiz.time_limit_minutes:
        yield Notice(
            "The time limit of the quiz",
            "Nothing on a site without a server can hold people to it.",
            "The page names the limit and does not enforce it.",
            of=quiz.title,
        )


def _hand_in(course: Course) -> str:
    """What a page says about handing in, as the end of a sentence."""
    meeting = course.meeting
    if meeting.kind is MeetingKind.PLATFORM:
        return "sends participants to the learning platform"
    if meeting.kind in (MeetingKind.ADDRESS, MeetingKind.REPOSITORY) and meeting.address:
        return f"sends participants to {meeting.address}"
    return f"asks participants to write to {course.contact}" if course.contact else "tells them to keep what they made"


def _quiz_notices(quiz: Quiz) -> Iterator[Notice]:
    for question in quiz.quiz.questions:
        if isinstance(question, Essay) and question.submission is EssaySubmission.FILE:
            yield Notice(
                f'The file asked for by "{question.id}" in the quiz',
                "A site without accounts cannot take in files.",
                "The page keeps the participant's notes on the file, and says that it is handed in elsewhere.",
                of=quiz.title,
            )
