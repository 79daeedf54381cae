"""Common Cartridge notices: what the format has no word for, and what stands in its place."""

from __future__ import annotations

from collections.abc import Iterator

from mooc_kit.course.model import Assignment, Course, CredentialKind, Exam, LiveSession, Quiz, Survey
from mooc_kit.i18n import has_language
from mooc_kit.problems import Notice
from mooc_kit.targets.site.one_file import one_file_notices
from mooc_kit.targets.weights import graded_shares


def common_notices(course: Course) -> Iterator[Notice]:
    """What is lost for the course as a whole and for each activity; questions tell their own."""
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
                f'Giving "{credential.title}"',
                "Common Cartridge has no badges and certificates.",
                "The pages tell what it needs; `mooc-kit` issues it.",
            )


def _activity(activity: object) -> Iterator[Notice]:
    match activity:
        case Assignment():
            yield Notice(
                f'Handing in "{activity.title}"',
                "Common Cartridge 1.1 has no assignments.",
                "A page tells the task, and how it is judged; AFTER-IMPORT.md says what to add.",
            )
        case Survey():
            yield Notice(
                f'Answering "{activity.title}"', "Common Cartridge has no surveys.", "A page shows its questions."
            )
        case LiveSession() if activity.starts:
            yield Notice(
                f'"{activity.title}" in the calendar', "Common Cartridge has no events.", "A page tells the time."
            )
        case Quiz():
            yield from _quiz(activity)


def _quiz(activity: Quiz) -> Iterator[Notice]:
    name = f'"{activity.title}"'
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
        yield Notice(f"Settings of {name}: {', '.join(lost)}", "A quiz has no such settings.", "Set them by hand.")
    if activity.is_graded:
        yield Notice(
            f"The {activity.points} points of {name}",
            "A quiz counts the points of its questions.",
            "AFTER-IMPORT.md names them.",
        )
    if isinstance(activity, Exam):
        yield Notice(
            f"Checking identity and watching in {name}",
            "Common Cartridge says nothing about either.",
            "People do it, as the exam's rules say.",
        )
