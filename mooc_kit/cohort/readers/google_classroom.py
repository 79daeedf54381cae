"""Google Classroom grades (CSV or a spreadsheet): a column for each piece of work.

Below the headings stand a row of dates and a row of the points that each can give.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from mooc_kit.cohort.gradebook import Columns, Learner, Record, Score, number
from mooc_kit.cohort.readers.table import GradebookTable, records_of_cell
from mooc_kit.tables import Row

TITLE = "Google Classroom grades"
_OWN = {"last name", "first name", "email address", "overall grade", "", "name"}
_ABOUT = {"date", "points", "class average"}
"""What the first cell of a row says that is about nobody."""


def fits(headings: tuple[str, ...], sample: list[Row], columns: Columns) -> bool:
    named = {heading.casefold() for heading in headings}
    first = {row.cells[0].strip().casefold() for row in sample[:4]}
    return {"last name", "first name", "email address"} <= named and "points" in first


def read(table: GradebookTable, columns: Columns) -> Iterator[Record]:
    found: list[tuple[int, str]] = []
    for place, heading in enumerate(table.headings):
        if heading.casefold() in _OWN:
            continue
        if activity := columns.find(heading):
            found.append((place, activity))
            columns.scored.add(activity)
        else:
            columns.unknown(heading, table.place(None, place))
    possible: dict[int, Decimal] = {}
    rows = GradebookTable(table.name, table.headings, _people(table, possible))
    email, first, last = (table.named(name) or 0 for name in ("email address", "first name", "last name"))
    for row, id in rows.sound(columns, (email,)):
        name = f"{row.cells[first].strip()} {row.cells[last].strip()}".strip()
        yield Learner(id, name, row.cells[email].strip(), row.line)
        for place, activity in found:
            value, limit = number(row.cells[place]), possible.get(place)
            score = Score.of_points(id, activity, value, limit) if value is not None and limit else None
            if score is not None:
                yield score
            elif value is not None:
                columns.odd_cell(table.place(row, place), row.cells[place].strip(), table.headings[place])
            else:
                yield from records_of_cell(table, columns, row, place, id, activity)


def _people(table: GradebookTable, possible: dict[int, Decimal]) -> Iterator[Row]:
    """The rows about people; that of the points fills `possible`."""
    for row in table.rows:
        about = row.cells[0].strip().casefold()
        if about == "points":
            points = ((place, number(cell)) for place, cell in enumerate(row.cells))
            possible.update({place: value for place, value in points if value})
        if about not in _ABOUT or any("@" in cell for cell in row.cells):
            yield row
