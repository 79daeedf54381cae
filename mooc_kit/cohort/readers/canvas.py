"""Canvas gradebook (CSV): a column for each assignment with its number, and a row of possible points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from mooc_kit.cohort.activity_names import plain
from mooc_kit.cohort.gradebook import Columns, Learner, Record, Score, number
from mooc_kit.cohort.readers.table import GradebookTable, records_of_cell
from mooc_kit.tables import Row

TITLE = "Canvas gradebook"
PLATFORM = "canvas"
_OWN = {"student", "id", "sis user id", "sis login id", "root account", "section", "integration id", "notes"}
_SUMS = re.compile(
    r"(current|unposted|final|imported) .*|.*\b(current|final|unposted current|unposted final) (score|grade|points)$"
)
_EXCUSED = {"ex", "excused"}
_NOTHING = {"n a", "na"}
_DASHES = ("-", "–", "—")
_NUMBERED = re.compile(r"(.*)\s+\(\d+\)$")


def fits(headings: tuple[str, ...], sample: list[Row], columns: Columns) -> bool:
    named = {heading.casefold() for heading in headings}
    return {"student", "id", "section"} <= named


def read(table: GradebookTable, columns: Columns) -> Iterator[Record]:
    found: list[tuple[int, str]] = []
    for place, heading in enumerate(table.headings):
        numbered = _NUMBERED.match(heading)
        # Sums have no number, and assignments do: "Final exam (303)" is one of these.
        is_sum = not numbered and _SUMS.match(heading.casefold())
        if heading.casefold() in _OWN or not heading:
            continue
        # What the team maps, and what the course itself calls so, comes before the names of sums.
        activity = columns.find(heading, PLATFORM) or (columns.find(numbered[1], PLATFORM) if numbered else "")
        if activity and activity in columns.activities and any(activity == known for _, known in found):
            columns.again(heading, activity, table.place(None, place))
        elif activity:
            found.append((place, activity))
            columns.scored.add(activity)
        elif not is_sum:
            columns.unknown(heading, table.place(None, place))
    login, name = table.named("sis login id"), table.named("student")
    possible: dict[int, Decimal] = {}
    rows = GradebookTable(
        table.name, table.headings, _people(table, columns, name or 0, [p for p, _ in found], possible)
    )
    for row, id in rows.sound(columns, (login, table.named("sis user id"), table.named("id"))):
        full = row.cells[name] if name is not None else ""
        last, comma, first = full.partition(",")
        shown = f"{first.strip()} {last.strip()}" if comma else full.strip()
        yield Learner(id, shown, id if "@" in id else "", row.line)
        for place, activity in found:
            text = row.cells[place].strip()
            if plain(text) in _EXCUSED:
                message = f'{id} is excused from "{table.headings[place]}": it is left out of their score.'
                columns.odd(table.place(row, place), message, "Nothing to do, if the team meant it so.")
                yield Score(id, activity, None, True, is_excused=True)
                continue
            if (plain(text) in _NOTHING and text) or text in _DASHES:
                columns.odd(table.place(row, place), f'"{text}" in "{table.headings[place]}" is no score.')
                continue
            value, limit = number(text), possible.get(place) or Decimal(columns.points(activity))
            if value is not None and limit and value >= 0:
                # Canvas lets teachers give extra points; more than everything is everything.
                yield from filter(None, [Score.of_points(id, activity, min(value, limit), limit)])
            else:
                yield from records_of_cell(table, columns, row, place, id, activity)


def _people(
    table: GradebookTable, columns: Columns, name: int, places: list[int], possible: dict[int, Decimal]
) -> Iterator[Row]:
    """The rows about people; the row of possible points fills `possible`, the test student is left out aloud."""
    for row in table.rows:
        first = row.cells[name].strip() if len(row.cells) > name else ""
        if first.casefold() == "points possible":
            for place in places:
                value = number(row.cells[place]) if place < len(row.cells) else None
                if value:
                    possible[place] = value
        elif first.casefold() in ("student, test", "test student"):
            columns.odd(table.place(row), "The test student is not a learner.", "Nothing to do.")
        elif any(cell.strip().casefold() == "manual posting" for cell in row.cells) and not first:
            continue
        else:
            yield row
