"""Open edX grades: the grade report and the problem grade report (CSV) of the instructor dashboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from mooc_kit.cohort.gradebook import Columns, Learner, Record, Score, learner_id, number, percent_of
from mooc_kit.cohort.readers.table import GradebookTable
from mooc_kit.tables import Row

TITLE = "Open edX grade report"
PLATFORM = "open-edx"
_NOTHING = {"", "not attempted", "not available", "not accessible", "n/a"}
# fmt: off
_OWN = {"student id", "email", "username", "first name", "last name", "grade", "final grade", "enrollment track",
        "verification status", "certificate eligible", "certificate delivered", "certificate type", "enrollment status",
        "cohort name", "team name", "external user key", "student key"}
        # fmt: on
_PART = re.compile(r"(.*)\((Earned|Possible)\)$")


def fits(headings: tuple[str, ...], sample: list[Row], columns: Columns) -> bool:
    named = {heading.casefold() for heading in headings}
    return {"student id", "username"} <= named and bool({"grade", "final grade"} & named)


def read(table: GradebookTable, columns: Columns) -> Iterator[Record]:
    """Scores are shares of 1 in the grade report; the problem report has points, summed for each activity."""
    scores: list[tuple[int, str]] = []
    parts: dict[str, list[tuple[int, int]]] = {}
    possible: dict[str, int] = {}
    # Each problem has two columns, and what it could give may stand on either side of what was earned.
    for place, heading in enumerate(table.headings):
        part = _PART.match(heading)
        if part and part[2] == "Possible":
            possible[part[1].strip()] = place
    for place, heading in enumerate(table.headings):
        # Averages say again what their parts say: counted, they would count the parts twice.
        if heading.casefold() in _OWN or heading.casefold().endswith(("(avg)", "(possible)")) or not heading:
            continue
        part = _PART.match(heading)
        activity = _activity(columns, part[1] if part else heading)
        if not activity:
            columns.unknown(heading, table.place(None, place))
        elif part:
            columns.scored.add(activity)
            parts.setdefault(activity, []).append((place, possible.get(part[1].strip(), -1)))
        else:
            scores.append((place, activity))
            columns.scored.add(activity)
    email, username = table.named("email"), table.named("username")
    enrolled, eligible = table.named("enrollment status"), table.named("certificate eligible")
    names = [n for n in (table.named("first name"), table.named("last name")) if n is not None]
    for row, id in table.sound(columns, (email, username)):
        address = row.cells[email].strip() if email is not None else ""
        yield Learner(id, " ".join(row.cells[n].strip() for n in names).strip(), address, row.line)
        if username is not None and row.cells[username] and learner_id(row.cells[username]) == id:
            columns.odd(table.place(row), "The row has no address; the user name stands in for it.", "Add the address.")
        if enrolled is not None and row.cells[enrolled].strip().casefold() == "unenrolled":
            hint = "Leave the row out, if the course is not to be credited to somebody who left it."
            columns.odd(table.place(row, enrolled), f"{id} is no longer enrolled; the scores count.", hint)
        if eligible is not None and row.cells[eligible].strip().casefold() == "n":
            hint = "Nothing to do, if the course's own rule decides: Open edX judges by its grading policy and mode."
            columns.odd(table.place(row, eligible), f"Open edX finds {id} not eligible for a certificate.", hint)
        for place, activity in scores:
            text = row.cells[place].strip()
            if text.casefold() in _NOTHING:
                continue
            share = number(text)
            if share is None or not 0 <= share <= 1:
                message = f'"{text[:40]}" in "{table.headings[place]}" is not a grade from 0 to 1.'
                columns.odd(table.place(row, place), message)
                continue
            yield Score(id, activity, percent_of(share, Decimal(1)))
        for activity, pairs in parts.items():
            yield from _summed(table, columns, row, id, activity, pairs)


def _activity(columns: Columns, heading: str) -> str:
    """The activity of a heading like "Homework 1: Read the numbers" or "Homework 1: Week 3 - Read the numbers -
    Problem"."""
    whole = heading.strip()
    # The problem report has the problem's name behind, which may hold the same sign.
    parts = whole.split(" - ")
    for n in range(len(parts), 0, -1):
        if found := columns.as_written(" - ".join(parts[:n]), PLATFORM):
            return found
    if found := columns.find(whole):
        return found
    for piece in re.split(r"\s+-\s+|:\s+", heading):
        if found := columns.find(piece):
            return found
    return ""


def _summed(  # noqa: PLR0917
    table: GradebookTable, columns: Columns, row: Row, id: str, activity: str, pairs: list[tuple[int, int]]
) -> Iterator[Record]:
    earned, most, is_tried = Decimal(0), Decimal(0), False
    for place, place_of_most in pairs:
        text = row.cells[place].strip()
        limit = number(row.cells[place_of_most]) if place_of_most >= 0 else None
        # What was not tried is nothing of what it could give, so its points belong to the whole all the same.
        most += limit or 0
        if text.casefold() in _NOTHING:
            continue
        value = number(text)
        if value is None or value < 0 or limit is None or value > limit:
            message = f'"{text[:40]}" in "{table.headings[place]}" is not a number of points.'
            columns.odd(table.place(row, place), message)
            continue
        earned += value
        is_tried = True
    if is_tried and most:
        yield from filter(None, [Score.of_points(id, activity, earned, most)])
