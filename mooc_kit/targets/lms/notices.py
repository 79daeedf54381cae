"""Package notices: what a package for a learning platform cannot know or do, and what stands in its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mooc_kit.course.model import Activity, Awarder, Course, CredentialKind, Exam, LiveSession, PeerReview, Quiz, Survey
from mooc_kit.i18n import has_language
from mooc_kit.problems import Notice, told_together
from mooc_kit.targets.lms.reporting_rule import ReportedPart, is_elsewhere
from mooc_kit.targets.weights import graded_shares

_BY_HAND = "AFTER-IMPORT.md says how to add it on the platform."


def package_notices(course: Course, parts: Sequence[ReportedPart], form: str) -> list[Notice]:
    """One for each thing that a package in `form` ("SCORM", "cmi5") cannot carry, with what `course` has of it."""
    return told_together(_notices(course, parts, form))


def _notices(course: Course, parts: Sequence[ReportedPart], form: str) -> Iterator[Notice]:
    if not has_language(course.language):
        yield Notice(
            f"mooc-kit's own words in the language {course.language}",
            "mooc-kit does not speak it yet.",
            "Buttons and labels are in English; the course's own texts are as you wrote them.",
        )
    for _, activity in course.activities():
        yield from _activity(activity, form)
    yield from _rule(course, parts, form)
    for credential in course.credentials:
        if credential.awarded_by is Awarder.PEERS:
            yield Notice(
                "Awarding the badge",
                f"{form} tells a platform about one person at a time.",
                "Participants sign requests, judgements and badges on the award page, and pass the files on.",
                of=credential.title,
            )
        elif credential.kind is not CredentialKind.SELF_CERTIFICATE:
            yield Notice(
                "Giving",
                f"{form} has no badges and certificates.",
                "The platform may give its own; `mooc-kit` issues this one.",
                of=credential.title,
            )
    yield Notice(
        "Reading the course without a network",
        "A platform shows the pages only to who has logged in.",
        "What was opened stays readable; answers given without a network are reported at the next visit.",
    )


def _activity(activity: Activity, form: str) -> Iterator[Notice]:
    match activity:
        case Exam():
            yield Notice(
                "The exam",
                "Its answers would lie open in the package, and nobody is identified there.",
                f"The page shows the exam's rules. {_BY_HAND}",
                of=activity.title,
            )
        case Quiz(is_graded=True, time_limit_minutes=limit) if limit:
            yield Notice(
                "The time limit of the quiz",
                "What runs in a browser cannot hold people to it.",
                "The page names the limit and does not enforce it.",
                of=activity.title,
            )
        case PeerReview():
            yield Notice(
                "Handing in and sharing out reviews of",
                f"{form} cannot pass on work.",
                f"The page tells. {_BY_HAND}",
                of=activity.title,
            )
        case Survey():
            yield Notice(
                "Collecting the answers to",
                "They would be stored under each person's name.",
                "They stay in the participant's browser, who can pass them on.",
                of=activity.title,
            )
        case LiveSession():
            yield Notice(
                "Who was at", f"{form} does not know it.", "The page tells the time and the place.", of=activity.title
            )
        case _ if is_elsewhere(activity):
            yield Notice(
                "What people do in", f"{form} has no place for it.", f"The page tells. {_BY_HAND}", of=activity.title
            )


def _rule(course: Course, parts: Sequence[ReportedPart], form: str) -> Iterator[Notice]:
    lost = [activity.title for part in parts for activity in part.elsewhere]
    if lost:
        yield Notice(
            "The part of the completion rule that lies outside of the pages: " + ", ".join(f'"{t}"' for t in lost),
            f"A {form} package knows what is done in it.",
            "It is left out of what is reported; AFTER-IMPORT.md says how to ask for it.",
        )
    rule, shares = course.rule, graded_shares(course)
    if rule and rule.least_percent and (len(parts) > 1 or not parts[0].weights):
        why = "Each line has a score of its own." if len(parts) > 1 else "Nothing that is scored lies in the package."
        yield Notice(f"The overall score of {rule.least_percent} percent", why, "AFTER-IMPORT.md gives the weights.")
    known = {id for part in parts for id in part.weights}
    if known and (beyond := [id for id in shares if id not in known]):
        titles = {activity.id: activity.title for _, activity in course.activities()}
        yield Notice(
            "The share of the overall score of " + ", ".join(f'"{titles[id]}"' for id in beyond),
            "It is scored outside of the package.",
            "The reported score is that of the quizzes alone, by their weights among each other.",
        )
