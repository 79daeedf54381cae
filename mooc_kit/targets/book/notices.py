"""Book notices: what a book, on paper or a reader, cannot do for a course, and what it does instead."""

from __future__ import annotations

from collections.abc import Iterator

from mooc_kit.course.model import (
    Assignment,
    Course,
    CredentialKind,
    Discussion,
    Exam,
    LiveSession,
    Quiz,
    Survey,
)
from mooc_kit.i18n import has_language
from mooc_kit.problems import Notice, told_together


def book_notices(course: Course, book: str) -> list[Notice]:
    """One notice for each thing that `book` ("An e-book") cannot carry, with what `course` has of it."""
    return told_together(_notices(course, book))


def _notices(course: Course, book: str) -> Iterator[Notice]:
    if not has_language(course.language):
        why = "mooc-kit does not speak it yet."
        yield Notice(f"The book's own words in the language {course.language}", why, "They are in English.")
    taking_part: list[str] = []
    for _, activity in course.activities():
        match activity:
            case Exam():
                why = "Everyone who has the book could read them before."
                yield Notice("The questions of the exam", why, "The exam's rules are there.", of=activity.title)
            case Quiz(is_graded=True):
                why = "A book cannot wait until somebody has answered."
                yield Notice("The answers to the graded quiz", why, "Its questions are there.", of=activity.title)
            case Discussion() | Assignment() | Survey():
                taking_part.append(activity.title)
            case LiveSession() if activity.starts:
                yield Notice("In the calendar", f"{book} has none.", "It tells the time.", of=activity.title)
            case Quiz(quiz=quiz) if quiz.asked < len(quiz.questions):
                why = f"{book} draws none: {quiz.asked} of {len(quiz.questions)} would be asked."
                yield Notice("Drawing the questions of", why, "All of them are there.", of=activity.title)
            case _:
                pass
    if taking_part:
        shown = ", ".join(f'"{title}"' for title in taking_part)
        yield Notice(f"Handing in and talking: {shown}", f"{book} takes nothing in.", "It tells what to do.")
    if course.rule is not None or course.credentials:
        why = f"{book} does not know who reads it."
        yield Notice("Recording progress, and giving what the course gives", why, "It tells what each needs.")
    for credential in course.credentials:
        if credential.kind is CredentialKind.SELF_CERTIFICATE:
            why = f"{book} runs no form."
            yield Notice("The form for making", why, "The course's site has it.", of=credential.title)
