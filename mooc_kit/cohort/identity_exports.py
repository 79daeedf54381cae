"""Identity and proctoring exports: what platforms and proctoring services write about who was checked and watched.

Open edX's grade report has `Verification Status` (N/A, ID Verified, Not ID Verified) and no day; its report of
proctored exam results, whatever the service behind it, has a `status` for each attempt (openedx/edx-documentation,
"Interpret the Proctored Exam Results Report"). Moodle's quiz report tells nothing of who sat there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from mooc_kit.cohort import gradebook_codes
from mooc_kit.cohort.activity_names import plain
from mooc_kit.cohort.gradebook import learner_id
from mooc_kit.problems import Place, Problem
from mooc_kit.tables import Row

PASSED, FAILED, PENDING = "passed", "failed", "pending"
_RESULTS = {
    "verified": PASSED,
    "rejected": FAILED,
    "submitted": PENDING,
    "second review required": PENDING,
    "completed": PENDING,
    "ready to submit": PENDING,
    "started": PENDING,
}
"""The states of a proctored attempt that say something; the others mean that nothing was watched to the end."""
_YES = {"yes", "true", "1"}


@dataclass(frozen=True)
class ExportTerms:
    """What exports leave out: who checked, by which way, the day on which the export was read, the exams by title."""

    verifier: str
    method: str
    seen_on: date
    exams: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Checked:
    """Somebody whose identity an export says was checked."""

    learner: str
    name: str


@dataclass(frozen=True)
class Watched:
    """How a watched activity went."""

    learner: str
    activity: str
    outcome: str


Found = Checked | Watched | Problem


def reader_of(heads: Sequence[str]) -> str:
    """Which export a table with these headings is: "verification", "proctoring", "moodle-quiz", or "" for none."""
    named = set(heads)
    if {"verification status", "username"} <= named:
        return "verification"
    if {"exam name", "status"} <= named and {"email", "username"} & named:
        return "proctoring"
    if {"email address", "state"} <= named and {"started on", "started"} & named:
        return "moodle-quiz"
    return ""


def read_export(kind: str, heads: Sequence[str], rows: Iterator[Row], name: str, terms: ExportTerms) -> Iterator[Found]:
    """What the rows say, and in words what they do not."""
    lines = ((row, dict(zip(heads, (cell.strip() for cell in row.cells), strict=False))) for row in rows)
    match kind:
        case "verification":
            yield from _verification(lines, name, terms)
        case "proctoring":
            yield from _proctoring(lines, name, terms)
        case _:
            told = sum(1 for _ in lines)
            message = (
                f"{name} is Moodle's report of a quiz: {told} attempts. Safe Exam Browser and a password shut other "
                "programs out; nobody looked who sat there, and nobody watched."
            )
            hint = "Write into a roster who was checked and watched, by whom and when; nothing is taken from this file."
            yield gradebook_codes.EXPORT_SAYS_LESS.at(Place(name), message, hint=hint)


def _verification(lines: Iterator[tuple[Row, dict[str, str]]], name: str, terms: ExportTerms) -> Iterator[Found]:
    count: Counter[str] = Counter()
    for row, cells in lines:
        status = cells["verification status"].casefold()
        who = learner_id(cells.get("email", ""), cells["username"])
        if status == "id verified" and who:
            count["checked"] += 1
            yield Checked(who, " ".join(filter(None, (cells.get("first name"), cells.get("last name")))))
        elif status == "not id verified":
            count["not"] += 1
        elif status not in ("n/a", ""):
            message = f'"{status[:40]}" is no Verification Status that Open edX is known to write.'
            hint = "Its values are N/A, ID Verified and Not ID Verified. Nothing is taken from the line."
            yield gradebook_codes.ODD_ROSTER.at(Place(name, row.line, 1), message, hint=hint)
    message = (
        f"{name}: Open edX says of {count['checked']} people that their identity was checked, of {count['not']} who "
        "asked for it that it was not. It says neither when nor by whom: recorded as seen on "
        f"{terms.seen_on.isoformat()}, checked for {terms.verifier}, by {terms.method}."
    )
    hint = "Where the day or the way matters, write them into a roster: learner,method,date,verifier,expires."
    yield gradebook_codes.EXPORT_SAYS_LESS.at(Place(name), message, hint=hint)


def _proctoring(lines: Iterator[tuple[Row, dict[str, str]]], name: str, terms: ExportTerms) -> Iterator[Found]:
    strange: Counter[str] = Counter()
    unwatched: Counter[str] = Counter()
    for _, cells in lines:
        if cells.get("is sample attempt", "").casefold() in _YES:
            continue
        who = learner_id(cells.get("email", ""), cells.get("username", ""))
        activity = terms.exams.get(plain(cells["exam name"]), "")
        if not activity:
            strange[cells["exam name"]] += 1
        elif outcome := _RESULTS.get(plain(cells["status"])):
            if who:
                yield Watched(who, activity, outcome)
        else:
            unwatched[cells["status"] or "no status"] += 1
    for exam, many in strange.most_common(20):
        message = f'{name}: {many} attempts at "{exam[:60]}", which is no watched activity of this course.'
        hint = "Call the exam there as its activity is called in course.yaml, or leave the lines out."
        yield gradebook_codes.ODD_ROSTER.at(Place(name), message, hint=hint)
    if unwatched:
        said = ", ".join(f"{status} {many}" for status, many in unwatched.most_common(6))
        message = f"{name}: attempts that were not watched to the end: {said}. They count as not watched."
        hint = "Ask the service where that surprises somebody; a roster with `passed` in it goes before."
        yield gradebook_codes.EXPORT_SAYS_LESS.at(Place(name), message, hint=hint)
