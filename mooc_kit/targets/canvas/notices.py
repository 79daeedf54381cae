"""Canvas notices: what Canvas cannot carry of a course, and what stands in its place."""

from __future__ import annotations

from collections.abc import Iterator

from mooc_kit.course.model import Awarder, Counts, Course, CredentialKind, Discussion, Page, Quiz, Survey
from mooc_kit.i18n import has_language
from mooc_kit.problems import Notice, told_together
from mooc_kit.targets.site.one_file import one_file_notices


def canvas_notices(course: Course) -> list[Notice]:
    """What is lost or changed for the course as a whole; the parts tell their own."""
    return told_together(_notices(course))


def _notices(course: Course) -> Iterator[Notice]:
    if not has_language(course.language):
        yield Notice(
            f"mooc-kit's own words in the language {course.language}",
            "mooc-kit does not speak it yet.",
            "A few labels are in English; Canvas's own words follow its settings.",
        )
    yield from _rule(course)
    yield from one_file_notices(course, "Canvas")
    for credential in course.credentials:
        if credential.kind is CredentialKind.SELF_CERTIFICATE:
            continue
        if credential.kind is CredentialKind.BADGE:
            who = "participants award each other" if credential.awarded_by is Awarder.PEERS else "the course awards"
            yield Notice(
                "Giving the badge",
                f"Canvas itself has no badges, and cannot record what {who}.",
                "The pages tell what it needs; `mooc-kit` issues it.",
                of=credential.title,
            )
        else:
            yield Notice(
                "The document",
                "Canvas itself makes no certificates.",
                "AFTER-IMPORT.md says how `mooc-kit` decides by the gradebook and issues it.",
                of=credential.title,
            )


def _rule(course: Course) -> Iterator[Notice]:
    rule = course.rule
    if rule is None:
        return
    named = {activity.id: activity for _, activity in course.activities() if activity.id in rule.activities}
    unseen = [
        activity
        for activity in named.values()
        if isinstance(activity, Page | Discussion | Survey)
        or activity.counts is Counts.VIEWED
        or (isinstance(activity, Quiz) and not activity.is_graded)
    ]
    if unseen:
        yield Notice(
            f"That {len(unseen)} activities of the completion rule were done, in Canvas's gradebook",
            "It has columns for what is graded only.",
            "Each module shows who met its requirements; AFTER-IMPORT.md says how the rule can be decided.",
        )
    if rule.least_percent:
        yield Notice(
            f"That {rule.least_percent} percent complete the course",
            "Canvas completes modules, not courses.",
            "The grading scheme says who passed; `mooc-kit` decides by the gradebook.",
        )
