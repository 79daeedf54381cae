"""Package checklist (AFTER-IMPORT.md): how platforms take the package, what it reports, and what people add by hand."""

from __future__ import annotations

from collections.abc import Sequence

from mooc_kit.counting import counted
from mooc_kit.course.markdown_words import in_markdown
from mooc_kit.course.model import Activity, Assignment, Awarder, Course, CredentialKind, Discussion, Exam, PeerReview
from mooc_kit.targets.checklist import Checklist
from mooc_kit.targets.lms.reporting_rule import ReportedPart, is_own_mark
from mooc_kit.targets.weights import graded_shares


def after_import(
    course: Course, parts: Sequence[ReportedPart], file: str, imports: Sequence[str], way_back: str
) -> Checklist:
    """The steps; `imports` say how `file` comes onto each platform, `way_back` how a team decides by its records."""
    course, parts = in_markdown(course), in_markdown(tuple(parts))
    found = Checklist(
        f"After importing {course.title}",
        f"What `{file}` reports, and what a platform must be told by hand. It holds the answers of its quizzes.",
    )
    found.add("Import the package", *imports)
    found.add("Look at what arrives", *_tried(parts), why="A platform decides what it does with a report.")
    found.add("Know what is reported", *(_reported(course, part) for part in parts))
    marks = [a.title for part in parts for a in part.activities if a.id in part.needed and is_own_mark(a)]
    if marks:
        found.add(
            "Know what people say themselves",
            f"Done by a participant's own mark: {_quoted(marks)}.",
            why="Nothing else tells that it was done.",
        )
    for part in parts:
        for activity in part.activities:
            _by_hand(found, activity, activity in part.elsewhere)
    _score(found, course, parts)
    for credential in course.credentials:
        if credential.kind is CredentialKind.SELF_CERTIFICATE or credential.awarded_by is Awarder.PEERS:
            continue
        found.add(
            f'Give "{credential.title}"',
            f"{way_back} Then `mooc-kit issue`.",
            "Or let the platform give a certificate of its own to those who completed.",
        )
    return found


def _tried(parts: Sequence[ReportedPart]) -> tuple[str, ...]:
    return (
        "As a participant of your own: open the course, answer a quiz, close it. The line below it says what was "
        "reported; the platform's report of the activity says what arrived.",
        "Open it again, best on another device: it goes on where you were, with your answers.",
        *(("One line is open at a time.",) if len(parts) > 1 else ()),
    )


def _reported(course: Course, part: ReportedPart) -> str:
    titles = {activity.id: activity.title for activity in part.activities}
    words = [f'"{part.title}":']
    if part.needed:
        words.append(f"completed when done: {_quoted([titles[id] for id in part.needed])}.")
    if part.weights:
        shares = ", ".join(f'"{titles[id]}" {float(share):.0%}' for id, share in part.weights.items())
        words.append(f"Score 0 to 100: the best attempts at {shares}.")
    if part.least_percent is not None:
        words.append(f"Passed from {part.least_percent} on.")
    elif part.passes:
        marks = ", ".join(f'"{titles[id]}" {least}%' for id, least in part.passes.items())
        words.append(f"Passed from: {marks}.")
    else:
        words.append("Never passed or failed: the course asks for no score here.")
    return " ".join(words)


def _by_hand(found: Checklist, activity: Activity, is_asked: bool) -> None:
    need = " Then require it in the course's completion on the platform." if is_asked else ""
    match activity:
        case Exam():
            found.add(
                f'Give the exam "{activity.title}"',
                f"Make it on the platform, under the rules on its page.{need}",
                "Its questions: `mooc-kit quiz convert` makes them from the kit's file for many platforms.",
            )
        case PeerReview():
            found.add(
                f'Add "{activity.title}"',
                f"Make a peer assessment ({activity.reviews_given} reviews given, {activity.reviews_needed} received), "
                f"and link to it.{need}",
            )
        case Assignment():
            found.add(f'Add "{activity.title}"', f"Make an assignment worth {counted(activity.points, 'point')}.{need}")
        case Discussion():
            found.add(f'Add "{activity.title}"', f"Make a discussion.{need}")
        case _ if is_asked:
            found.add(f'Add "{activity.title}"', f"Record it where the platform can.{need}")


def _score(found: Checklist, course: Course, parts: Sequence[ReportedPart]) -> None:
    shares = graded_shares(course)
    titles = {activity.id: activity.title for _, activity in course.activities()}
    apart = len(parts) > 1 or any(id not in parts[0].weights for id in shares)
    if not shares or not apart:
        return
    lines = []
    for part in parts:
        share = sum(shares.get(id, 0) for id in part.weights)
        if share:
            lines.append(f'The line "{part.title}" of the package: {float(share):.1%}.')
    known = {id for part in parts for id in part.weights}
    lines += [f'"{titles[id]}": {float(share):.1%}.' for id, share in shares.items() if id not in known]
    least = course.rule.least_percent if course.rule else None
    if least:
        lines.append(f"The course is passed from {least}% of all of it on: set that as the grade to pass.")
    found.add("Set up the gradebook", *lines, why="The package reports its own part of the score.")


def _quoted(titles: Sequence[str]) -> str:
    return ", ".join(f'"{title}"' for title in titles)
