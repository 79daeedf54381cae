"""Plain gradebooks: a table anybody can write, wide (a column per activity) or long (learner, activity, score)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mooc_kit.cohort.gradebook import MEASURES, Columns, Learner, Record, Score, iso_moment
from mooc_kit.cohort.readers.table import GradebookTable, records_of_cell
from mooc_kit.tables import Row

TITLE = "plain table"
WHO = ("email", "e-mail", "email address", "learner", "participant", "student", "user", "username", "id")
NAMES = ("name", "full name", "full_name")
ACTIVITIES = ("activity", "activity_id", "item")
SCORES = ("score", "percent", "grade", "value")
TIMES = ("at", "date", "time", "timestamp", "completed_at", "submitted_at")
OWN = {*WHO, *NAMES, "first name", "last name", "section", "cohort", "group", "country"}


def fits(headings: tuple[str, ...], sample: list[Row], columns: Columns) -> bool:
    named = {heading.casefold() for heading in headings}
    if not named & set(WHO):
        return False
    return is_long(named) or any(columns.find(heading) for heading in headings if heading.casefold() not in OWN)


def is_long(named: set[str]) -> bool:
    return bool(named & set(ACTIVITIES)) and bool(named & {*SCORES, "done", *TIMES})


def read(table: GradebookTable, columns: Columns) -> Iterator[Record]:
    named = {heading.casefold() for heading in table.headings}
    yield from (_long if is_long(named) else _wide)(table, columns)


def _wide(table: GradebookTable, columns: Columns) -> Iterator[Record]:
    found: list[tuple[int, str]] = []
    for place, heading in enumerate(table.headings):
        if heading.casefold() in OWN or not heading:
            continue
        if activity := columns.find(heading):
            found.append((place, activity))
            columns.scored.add(activity)
            columns.bare.add(activity)
        else:
            columns.unknown(heading, table.place(None, place))
    for row, id in table.sound(columns, _who(table)):
        yield _learner(table, row, id)
        for place, activity in found:
            yield from records_of_cell(table, columns, row, place, id, activity)


def _long(table: GradebookTable, columns: Columns) -> Iterator[Record]:
    what, score = table.named(*ACTIVITIES), table.named(*SCORES)
    done, at = table.named("done"), table.named(*TIMES)
    for row, id in table.sound(columns, _who(table)):
        yield _learner(table, row, id)
        named = row.cells[what or 0]
        activity = columns.find(named)
        if not activity:
            columns.odd(table.place(row, what or 0), f'"{named[:40]}" is not an activity of the course.')
            continue
        columns.bare.add(activity)
        when = _moment(table, columns, row, at)
        place = score if score is not None and row.cells[score].strip() else done
        if place is None or not row.cells[place].strip():
            if activity not in MEASURES and score is None and done is None and row.cells[at or 0].strip():
                yield Score(id, activity, None, True, when)  # a row that says only when says that it was done
            continue
        for record in records_of_cell(table, columns, row, place, id, activity):
            yield replace(record, at=when) if isinstance(record, Score) else record


def _learner(table: GradebookTable, row: Row, id: str) -> Learner:
    name = table.named(*NAMES)
    parts = [n for n in (table.named("first name"), table.named("last name")) if n is not None]
    shown = row.cells[name] if name is not None else " ".join(row.cells[n].strip() for n in parts)
    return Learner(id, shown.strip(), id if "@" in id else "", row.line)


def _who(table: GradebookTable) -> tuple[int | None, ...]:
    return tuple(table.named(name) for name in WHO)


def _moment(table: GradebookTable, columns: Columns, row: Row, at: int | None) -> str:
    text = row.cells[at].strip() if at is not None else ""
    found = iso_moment(text)
    if text and not found:
        columns.odd_moment(table.place(row, at or 0), text)
    return found
