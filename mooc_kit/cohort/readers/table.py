"""Gradebook tables: a file's headings and its rows, each with the line where it begins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from mooc_kit.cohort.gradebook import MEASURES, Columns, Count, Record, Score, learner_id, number, value_of
from mooc_kit.problems import Place
from mooc_kit.tables import Row


@dataclass(frozen=True)
class GradebookTable:
    name: str
    headings: tuple[str, ...]
    rows: Iterator[Row]

    def place(self, row: Row | None = None, column: int = 0) -> Place:
        return Place(self.name, row.line if row else 1, column + 1)

    def named(self, *names: str) -> int | None:
        """The number of the column with one of `names`, in small letters."""
        for name in names:
            for number_, heading in enumerate(self.headings):
                if heading.casefold() == name:
                    return number_
        return None

    def sound(self, columns: Columns, who: tuple[int | None, ...]) -> Iterator[tuple[Row, str]]:
        """Each row that has all its cells and says who it is about, with the learner's id."""
        width = len(self.headings)
        for row in self.rows:
            if not any(cell.strip() for cell in row.cells):
                continue
            if len(row.cells) > width and any(cell.strip() for cell in row.cells[width:]):
                columns.odd(self.place(row), f"The row has {len(row.cells)} cells, and there are {width} headings.")
                continue
            whole = Row(row.line, (*row.cells, *[""] * (width - len(row.cells)))[:width])
            id = next((learner_id(cell) for n in who if n is not None and (cell := whole.cells[n]).strip()), "")
            if not id:
                columns.odd(self.place(row), "The row does not say whose it is.")
                continue
            yield whole, id


def records_of_cell(  # noqa: PLR0917
    table: GradebookTable, columns: Columns, row: Row, number_: int, learner: str, activity: str, points: int = 0
) -> Iterator[Record]:
    """What a cell says about `activity` (or a measure of success), odd ones reported."""
    text = row.cells[number_]
    if activity in MEASURES:
        amount = number(text) if text.strip() else None
        if amount is not None and amount >= 0:
            yield Count(learner, activity, amount)
        elif text.strip():
            found = value_of(text)
            if isinstance(found, Score) and found.is_done is not None:
                yield Count(learner, activity, Decimal(int(found.is_done)))
            else:
                columns.odd_cell(table.place(row, number_), text.strip(), table.headings[number_], is_amount=True)
        return
    found = value_of(text, points)
    if isinstance(found, Score):
        yield replace(found, learner=learner, activity=activity)
    elif isinstance(found, str):
        columns.odd_cell(table.place(row, number_), found, table.headings[number_])
