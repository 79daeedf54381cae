"""Moodle's grader report and its activity completion report (CSV or XLSX)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from mooc_kit.cohort.gradebook import Columns, Learner, Record, Score, plain
from mooc_kit.cohort.readers.table import Table, records_of_cell
from mooc_kit.tables import Row

TITLE = "Moodle report"
_ADDRESSES = ("email address", "email")
_STATES = {"completed", "not completed", "completed achieved pass grade", "completed did not achieve pass grade"}
_GRADE = re.compile(r"(.*)\((Real|Percentage|Letter|Feedback)\)$")
_OWN = {"first name", "last name", "surname", "id number", "institution", "department", "email address", "email",
        "name", "username", "last downloaded from this course", "", "first name last name",
        "country", "city town"}  # fmt: skip
_TIMES = ("%A, %d %B %Y, %I:%M %p", "%A, %d %B %Y, %H:%M", "%d %B %Y, %I:%M %p", "%d/%m/%y, %H:%M")


def fits(headings: tuple[str, ...], sample: list[Row], columns: Columns) -> bool:
    named = {heading.casefold() for heading in headings}
    if not named & set(_ADDRESSES):
        return False
    is_grader = any(_GRADE.match(heading) for heading in headings) and {"first name"} & named
    return bool(is_grader) or (headings[0].casefold() in ("", "name", "first name", "first name / last name") and any(
        plain(cell) in _STATES for row in sample for cell in row.cells
    ))  # fmt: skip


def read(table: Table, columns: Columns) -> Iterator[Record]:
    grades: dict[str, tuple[int, str]] = {}
    states: list[tuple[int, str]] = []
    last_state = -2
    dates: dict[int, int] = {}
    for place, heading in enumerate(table.headings):
        grade = _GRADE.match(heading)
        name = re.sub(r"^(total|course total)$", "", grade[1].strip(), flags=re.IGNORECASE) if grade else heading
        if grade and grade[2] in ("Letter", "Feedback"):
            continue
        if last_state == place - 1 and (not heading or plain(heading).endswith(("date", "completion date"))):
            dates[last_state] = place
            continue
        if (not grade and plain(heading) in _OWN) or plain(name) in ("", "course total", "category total"):
            continue
        activity = columns.find(name)
        if not activity:
            columns.unknown(heading, table.place(None, place))
        elif not grade:
            states.append((place, activity))
            last_state = place
        elif grade[2] == "Percentage" or activity not in grades:
            grades[activity] = (place, grade[2])
    email = table.named(*_ADDRESSES)
    names = [n for n in (table.named("first name"), table.named("last name", "surname")) if n is not None]
    names = names or [0]
    for row, id in table.sound(columns, (email, table.named("username"), table.named("id number"))):
        shown = " ".join(row.cells[n].strip() for n in names).strip()
        yield Learner(id, shown, row.cells[email].strip() if email is not None else "", row.line)
        for activity, (place, kind) in grades.items():
            points = columns.points(activity) if kind == "Real" else 0
            yield from records_of_cell(table, columns, row, place, id, activity, points)
        for place, activity in states:
            at = _time(row.cells[dates[place]]) if place in dates else ""
            for record in records_of_cell(table, columns, row, place, id, activity):
                yield replace(record, at=at) if isinstance(record, Score) else record


def _time(text: str) -> str:
    for form in _TIMES:
        try:
            return datetime.strptime(text.strip(), form).isoformat()
        except ValueError:
            continue
    return ""
