"""The site's notices: what a folder of static pages cannot do for this course, and what it does instead."""

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
from mooc_kit.problems import Notice
from mooc_kit.quizzes.model import Essay, EssaySubmission


def site_notices(course: Course) -> Iterator[Notice]:
    """One notice for each thing in `course` that a site without a server cannot carry."""
    if not has_language(course.language):
        yield Notice(
            f"The site's own words in the language {course.language}",
            "mooc-kit does not speak it yet.",
            "Buttons and labels are in English; the course's own texts are as you wrote them.",
        )
    write_to = f"write to {course.contact}" if course.contact else "use the channel that the course team names"
    for _, activity in course.activities():
        name = f'"{activity.title}"'
        if isinstance(activity, Quiz) and not isinstance(activity, Exam):
            yield from _quiz_notices(activity, name)
        match activity:
            case Exam():
                yield Notice(
                    f"The exam {name}",
                    "Its questions would be open to everyone on a public site, and nobody can be identified there.",
                    "The site shows the exam's rules; give the exam on the course's platform.",
                )
            case Quiz(is_graded=True):
                yield Notice(
                    f"The score of the graded quiz {name}",
                    "A site without a server cannot record scores, and its answers can be found in the page.",
                    "Participants can take it with feedback; their score stays in their browser.",
                )
                if activity.time_limit_minutes:
                    yield Notice(
                        f"The time limit of the quiz {name}",
                        "Nothing on a site without a server can hold people to it.",
                        "The page names the limit and does not enforce it.",
                    )
            case PeerReview():
                yield Notice(
                    f"Handing in and sharing out reviews of {name}",
                    "A site without accounts cannot take in work or pass it to reviewers.",
                    f"The page tells what to do and how it is judged, and asks participants to {write_to}.",
                )
            case Assignment():
                yield Notice(
                    f"Handing in {name}",
                    "A site without accounts cannot take in work.",
                    f"The page tells what to hand in and how it is judged, and asks participants to {write_to}.",
                )
            case Survey():
                how = f"send by e-mail to {course.contact}" if course.contact else "copy and pass on"
                yield Notice(
                    f"Collecting the answers to {name}",
                    "A site without a server cannot take in answers.",
                    f"They stay in the participant's browser, who can download them or {how}.",
                )
            case LiveSession(starts=starts) if starts is not None and starts.tzinfo is None:
                yield Notice(
                    f"The time zone of {name}",
                    "Its time is written without one.",
                    "The page shows the time as it is written; add the zone, like 2027-03-04T18:00+01:00.",
                )
            case _:
                pass
    if course.rule is not None:
        yield Notice(
            "Recording who completed the course",
            "A site without accounts does not know what participants did.",
            "The site explains the rule; each participant's own progress is kept in their browser.",
        )
    for credential in course.credentials:
        if credential.kind is CredentialKind.SELF_CERTIFICATE:
            continue
        if credential.awarded_by in (Awarder.PLATFORM, Awarder.PARTNER, Awarder.INSTITUTION):
            yield Notice(
                f'Giving "{credential.title}"',
                "A site without accounts cannot give it to anyone.",
                "The site tells what it states, who gives it and under which rule.",
            )
        elif credential.kind is CredentialKind.BADGE and credential.awarded_by is Awarder.PEERS:
            yield Notice(
                f'Awarding the badge "{credential.title}"',
                "A site without accounts cannot record who awarded it to whom.",
                "Participants sign requests, judgements and badges on the award page, and pass the files on.",
            )


def _quiz_notices(quiz: Quiz, name: str) -> Iterator[Notice]:
    for question in quiz.quiz.questions:
        if isinstance(question, Essay) and question.submission is EssaySubmission.FILE:
            yield Notice(
                f'The file asked for by "{question.id}" in the quiz {name}',
                "A site without accounts cannot take in files.",
                "The page keeps the participant's notes on the file, and says that it is handed in elsewhere.",
            )
