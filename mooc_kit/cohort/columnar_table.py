"""Columnar tables: what DuckDB reads where it lies, with the SQL that finds its rows and cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mooc_kit.cohort import score_cells, sql
from mooc_kit.cohort.score_cells import Cell

MOST_PROBLEMS = 100_000


@dataclass(frozen=True)
class ColumnarTable:
    """A table that DuckDB reads: its headings with their types, SQL for it and for the number of a row, from 0."""

    name: str
    kinds: dict[str, str]
    source: str
    row: str
    lines: Callable[[Iterable[int]], dict[int, int]]
    """The lines (of a CSV) or the numbers (of Parquet) of some rows, as a person counts."""
    cells: dict[str, Cell]
    """How to read a column, where that is not told by its type."""
    rest: str = ""
    """SQL that says whether a row has something in the columns that are not held; "" where all are."""

    def named(self, *names: str) -> list[str]:
        """SQL for the columns with one of `names`, in the order of the names."""
        low = {heading.casefold(): heading for heading in reversed(self.kinds)}
        return [sql.name(low[name]) for name in names if name in low]

    def cell(self, heading: str) -> Cell:
        return self.cells.get(heading) or score_cells.cell(sql.name(heading), self.kinds[heading])
