"""Common Cartridge notices: what the format has no word for, and what stands in its place."""

from __future__ import annotations

from collections.abc import Iterator

from mooc_kit.course.model import Assignment, Course, CredentialKind, Exam, LiveSession, Quiz, Survey
from mooc_kit.i18n import has_language
from mooc_kit.problems import Notice, told_together
from mooc_kit.targets.site.one_file import one_file_notices
from mooc_kit.targets.weights import graded_shares


def common_notices(course: Course) -> list[Notice]:
    """What is lost for the course as a whole and of its activities; questions tell their own."""
    return told_together(_notices(course))


def _notices(course: Course) -> Iterator[Notice]:
    if not has_language(course.language):
        yield Notice(
            f"mooc-kit's own words in the language {course.language}",
            "mooc-kit does not speak it yet.",
            "A few labels are in English; the platform's own words follow its settings.",
        )
    if course.announcements:
        yield Notice("Posting the announcements", "Common Cartridge has none.", "They stand on a page of their own.")
    if graded_shares(course):
        yield Notice(
            "The weights of the overall score",
            "Common Cartridge has no gradebook.",
            "A page and AFTER-IMPORT.md tell them: set them up by hand.",
        )
    if course.rule:
        yield Notice(
            "The rule by which the course is complete",
            "Common Cartridge knows no completion.",
            "The pages tell it; `mooc-kit` decides by the platform's gradebook.",
        )
    yield from one_file_notices(course, "Common Cartridge")
    if any(path.endswith(".html") for path in course.made):
        yield Notice(
            "The form for a certificate of one's own, in Moodle",
            "Its importer brings no HTML files.",
            "Add the file to the page there by hand, or use the target `moodle`.",
        )
    if course.start:
        yield Notice("Dates", "Common Cartridge has none.", "Pages name them; set them up by hand.")
    for _, activity in course.activities():
        yield from _activity(activity)
    for credential in course.credentials:
        if credential.kind is not CredentialKind.SELF_CERTIFICATE:
            yield Notice(
                "Giving",
                "Common Cartridge has no badges and certificates.",
                "The pages tell what it needs; `mooc-kit` issues it.",
                of=credential.title,
            )


def _activity(activity: object) -> Iterator[Notice]:
    match activity:
        case Assignment():
            yield Notice(
                "Handing in",
                "Common Cartridge 1.1 has no assignments.",
                "A page tells the task, and how it is judged; AFTER-IMPORT.md says what to add.",
                of=activity.title,
            )
        case Survey():
            yield Notice(
                "Answering", "Common Cartridge has no surveys.", "A page shows its questions.", of=activity.title
            )
        case LiveSession() if activity.starts:
            why = "Common Cartridge has no events."
            yield Notice("In the calendar", why, "A page tells the time.", of=activity.title)
        case Quiz():
            yield from _quiz(activity)


def _quiz(activity: Quiz) -> Iterator[Notice]:
    settings = activity.settings
    lost = [
        words
        for words, is_said in (
            ("the order of questions", activity.is_shuffled and len(activity.quiz.questions) > 1),
            ("when feedback is shown", settings.feedback is not None),
            ("whether right answers are shown", settings.show_correct is not None),
            ("one question at a time", settings.one_at_a_time is not None),
            ("going back", settings.go_back is not None),
        )
        if is_said
    ]
    if lost:
        why = "A quiz has no such settings."
        yield Notice(f"Settings ({', '.join(lost)}) of", why, "Set them by hand.", of=activity.title)
    if activity.is_graded:
        yield Notice(
            f"The {activity.points} points of",
            "A quiz counts the points of its questions.",
            "AFTER-IMPORT.md names them.",
            of=activity.title,
        )
    if isinstance(activity, Exam):
        yield Notice(
            "Checking identity and watching in",
            "Common Cartridge says nothing about either.",
            "People do it, as the exam's rules say.",
            of=activity.title,
        )
