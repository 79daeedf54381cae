"""Moodle notices: what Moodle cannot carry of a course, and what stands in its place."""

from __future__ import annotations

from collections.abc import Iterator

from mooc_kit.course.model import Awarder, Course, CredentialKind, Exam, PeerReview, Quiz
from mooc_kit.i18n import has_language
from mooc_kit.problems import Notice, told_together
from mooc_kit.quizzes.model import FillBlanks, Matching, Ordering, Question
from mooc_kit.targets.moodle.backup_builder import BackupBuilder
from mooc_kit.targets.moodle.badges import BY_ACTIVITIES, BY_ROLE, course_badges
from mooc_kit.targets.moodle.question_bank import drawn_apart, drawn_count
from mooc_kit.targets.site.one_file import one_file_notices
from mooc_kit.targets.weights import essays_beside


def moodle_notices(builder: BackupBuilder) -> list[Notice]:
    """What is lost or changed; what only has to be set by hand stands in AFTER-IMPORT.md."""
    return told_together(_notices(builder))


def _notices(builder: BackupBuilder) -> Iterator[Notice]:
    course = builder.course
    yield from _credentials(builder)
    if not has_language(course.language):
        yield Notice(
            f"mooc-kit's own words in the language {course.language}",
            "mooc-kit does not speak it yet.",
            "A few labels are in English; Moodle's own words follow its language packs.",
        )
    if course.announcements:
        yield Notice(
            "Sending the announcements to people",
            "A backup without people has no posts in forums.",
            "They stand on a page of their own; AFTER-IMPORT.md says how to have a forum that sends the next ones.",
        )
    for _, activity in course.activities():
        name = f'"{activity.title}"'
        if isinstance(activity, PeerReview) and activity.reviews_needed != activity.reviews_given:
            yield Notice(
                f"That works of {name} get {activity.reviews_needed} reviews and each participant gives "
                f"{activity.reviews_given}",
                "Moodle shares out by one of the two.",
                f"AFTER-IMPORT.md says to share out {activity.reviews_given} to each reviewer.",
            )
        if isinstance(activity, Quiz):
            yield from _scores(activity)
        if isinstance(activity, Exam):
            yield Notice(
                "Checking identity and watching in",
                "Moodle does neither by itself.",
                "It asks for Safe Exam Browser and a password; people do the rest, as the exam's rules say.",
                of=activity.title,
            )
    if any(builder.has_formula(words) for quiz in _quizzes(course) for q in quiz for words in _in_menus(q)):
        yield Notice(
            "Formulas in lists to choose from", "A list in a browser shows bare words.", "Their source stands there."
        )
    if any(isinstance(q, Ordering) for quiz in _quizzes(course) for q in quiz):
        yield Notice(
            "How answers in a wrong order are scored",
            "Moodle counts, for each item, which of all the others stand on the right side of it.",
            "A right order gets all the points there as here; others get somewhat more or less. Moodle 4.1 to 4.3 need "
            "the plugin qtype_ordering for such questions.",
        )


def _in_menus(question: Question) -> Iterator[str]:
    """What Moodle shows in lists to choose from."""
    if isinstance(question, Matching):
        yield from (pair.right for pair in question.pairs)
        yield from question.distractors
    if isinstance(question, FillBlanks):
        yield from (choice.text for blank in question.gaps() for choice in blank.choices)


def _scores(activity: Quiz) -> Iterator[Notice]:
    """Where the score of a quiz comes about in another way than in the kit."""
    essays = essays_beside(activity)
    if essays and activity.is_graded:
        yield Notice(
            "A mark for what people write in",
            "No essay counts in a kit, and with a mark it would keep the attempt without a grade until it is judged.",
            "It has 0 marks; teachers can comment on it all the same (Results → Manual grading).",
            of=activity.title,
        )
    for draw, indexes in activity.quiz.groups():
        group = [activity.quiz.questions[index] for index in indexes]
        drawn, apart = drawn_apart(group, essays, draw)
        if drawn and apart:
            yield Notice(
                "Drawing essays in",
                "Moodle gives all that it draws the same mark.",
                f"All {len(apart)} are asked, and {drawn_count(drawn, apart, draw)} of the other {len(drawn)} drawn.",
                of=activity.title,
            )
        if activity.is_graded and len({question.points for question in drawn}) > 1:
            yield Notice(
                "Different points of questions that are drawn in",
                "Moodle gives all that it draws the same mark.",
                "Each counts the mean. Who answers all of them right gets all the points there as here.",
                of=activity.title,
            )


def _credentials(builder: BackupBuilder) -> Iterator[Notice]:
    yield from one_file_notices(builder.course, "Moodle")
    for badge, found in course_badges(builder):
        if found.kind == BY_ACTIVITIES and badge.awarded_by is Awarder.PEERS:
            titles = ", ".join(f'"{activity.title}"' for activity in found.activities)
            yield Notice(
                f'Counting the {badge.awards_needed} awards that "{badge.title}" needs',
                "Moodle counts completed activities, and no awards by participants.",
                f"It gives the badge to everybody who completes {titles}; AFTER-IMPORT.md says how people award it.",
            )
        if found.kind == BY_ROLE:
            yield Notice(
                f'Awarding "{badge.title}" among participants',
                "In Moodle only people in a role award a badge.",
                "Teachers award it by hand; AFTER-IMPORT.md says how holders can.",
            )
    for credential in builder.course.credentials:
        if credential.kind in (CredentialKind.CERTIFICATE, CredentialKind.TRANSCRIPT):
            given = "; completing the course gives a badge" if credential.awarded_by is Awarder.PLATFORM else ""
            yield Notice(
                "The document",
                "Moodle's core makes no certificates.",
                f"AFTER-IMPORT.md says how mooc-kit or a plugin issues it{given}.",
                of=credential.title,
            )


def _quizzes(course: Course) -> Iterator[list[Question]]:
    for _, activity in course.activities():
        quiz = getattr(activity, "quiz", None)
        if quiz is not None:
            yield list(quiz.questions)
