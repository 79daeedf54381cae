"""Moodle grades: the grader and activity completion reports (CSV or XLSX), in the languages of `moodle_words`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from mooc_kit.cohort.activity_names import plain
from mooc_kit.cohort.gradebook import Columns, Learner, Record, Score, iso_moment
from mooc_kit.cohort.readers import moodle_words as words
from mooc_kit.cohort.readers.table import GradebookTable, records_of_cell
from mooc_kit.tables import Row

TITLE = "Moodle report"
PLATFORM = "moodle"
_BRACKET = re.compile(r"(.*)\(([^()]*)\)\s*", re.DOTALL)
_NAMES = words.FIRST | words.LAST | {"name", "", "first name last name"}
_OWN = words.ADDRESS | words.FIRST | words.LAST | words.NUMBER | words.USER | words.OTHERS
_TIMES = ("%A, %d %B %Y, %I:%M %p", "%A, %d %B %Y, %H:%M", "%d %B %Y, %I:%M %p", "%d/%m/%y, %H:%M")


def fits(headings: tuple[str, ...], sample: list[Row], columns: Columns) -> bool:
    named = [plain(heading) for heading in headings]
    if not words.ADDRESS & set(named):
        return False
    is_grader = any(_grade(heading) for heading in headings) and words.FIRST & set(named)
    return bool(is_grader) or (
        named[0] in _NAMES and any(plain(cell) in words.STATES for row in sample for cell in row.cells)
    )


def _grade(heading: str) -> tuple[str, str] | None:
    """The item that a heading names, and what kind of grade stands below it; None where it is no grade's."""
    found = _BRACKET.fullmatch(heading)
    kind = words.GRADES.get(plain(found[2])) if found else None
    return (found[1].strip(), kind) if found and kind else None


@dataclass
class _Places:
    """Which column holds what: an activity's grade with its kind, its state, and the day of a state."""

    grades: dict[str, tuple[int, str]] = field(default_factory=dict)
    states: list[tuple[int, str]] = field(default_factory=list)
    dates: dict[int, int] = field(default_factory=dict)


def _places(table: GradebookTable, columns: Columns) -> _Places:
    found = _Places()
    last_state = -2
    for place, heading in enumerate(table.headings):
        grade = _grade(heading)
        name, kind = grade or (heading, "")
        if last_state == place - 1 and not grade and _is_of_days(heading):
            found.dates[last_state] = place
            continue
        if kind in ("letter", "feedback") or plain(name) in (words.TOTALS if grade else _OWN):
            continue
        activity = columns.find(name, PLATFORM) or (_of_workshop(name, columns) if grade else "")
        if not activity:
            columns.unknown(heading, table.place(None, place))
        elif not grade:
            found.states.append((place, activity))
            last_state = place
        elif kind == "percentage" or activity not in found.grades:
            found.grades[activity] = (place, kind)
            columns.scored.add(activity)
        elif kind == found.grades[activity][1]:
            columns.again(heading, activity, table.place(None, place))
    return found


def _is_of_days(heading: str) -> bool:
    """Whether a column behind a state's holds the days: no heading, the expected day, or a word for it."""
    return not heading or bool(_time(heading)) or plain(heading).endswith(words.DATE)


def _of_workshop(name: str, columns: Columns) -> str:
    """The peer review of a workshop's grade for one's own work. What assessing others gives counts for no rule."""
    found = _BRACKET.fullmatch(name)
    return columns.find(found[1], PLATFORM) if found and plain(found[2]) in words.SUBMISSION else ""


def read(table: GradebookTable, columns: Columns) -> Iterator[Record]:
    places = _places(table, columns)

    def named(known: Collection[str], but: int | None = None) -> int | None:
        return next((n for n, h in enumerate(table.headings) if plain(h) in known and n != but), None)

    email, first = named(words.ADDRESS), named(words.FIRST - {"nom"})
    first = named({"nom"}) if first is None else first
    last = named(words.LAST, but=first)
    names = [n for n in (first, last) if n is not None] or [0]
    for row, id in table.sound(columns, (email, named(words.USER), named(words.NUMBER))):
        shown = " ".join(row.cells[n].strip() for n in names).strip()
        yield Learner(id, shown, row.cells[email].strip() if email is not None else "", row.line)
        for activity, (place, kind) in places.grades.items():
            points = columns.points(activity) if kind == "real" else 0
            yield from records_of_cell(table, columns, row, place, id, activity, points)
        for place, activity in places.states:
            at = ""
            if place in places.dates and (text := row.cells[places.dates[place]].strip()):
                at = _time(text)
                if not at:
                    columns.odd_moment(table.place(row, places.dates[place]), text)
            state = words.STATES.get(plain(row.cells[place]))
            if state is not None:
                yield Score(id, activity, None, state, at)
                continue
            for record in records_of_cell(table, columns, row, place, id, activity):
                yield replace(record, at=at) if isinstance(record, Score) else record


def _time(text: str) -> str:
    if found := iso_moment(text):
        return found
    for form in _TIMES:
        try:
            return datetime.strptime(text.strip(), form).isoformat()
        except ValueError:
            continue
    return ""
