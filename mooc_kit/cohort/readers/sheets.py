"""Gradebook sheets: a table, and the reader that its headings fit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from mooc_kit.cohort import gradebook_codes
from mooc_kit.cohort.gradebook import Columns, Record
from mooc_kit.cohort.readers import canvas, google_classroom, moodle, open_edx, plain_sheet
from mooc_kit.cohort.readers.base import ENTRY_POINTS, GradebookReader
from mooc_kit.cohort.readers.table import GradebookTable
from mooc_kit.plugins import plugins_of_others
from mooc_kit.problems import MoocKitError, Place, relative_name
from mooc_kit.tables import Row, TableLimits, TextForm, read_table

BUILT_IN = (open_edx, canvas, google_classroom, moodle)
LIMITS = TableLimits(bytes=20_000_000_000, rows=200_000_000)
"""Gradebooks are read a row at a time, so that only the disk bounds them."""
_SAMPLE = 20
_TITLES = 5


@dataclass(frozen=True)
class ReadGradebook:
    """The records of one file, and the name of what the file was taken for."""

    title: str
    records: Iterator[Record]
    is_long: bool = False
    """Whether one learner may have many rows."""
    is_first: bool = False
    """Whether the headings are the first line."""
    headings: tuple[str, ...] = ()
    form: TextForm | None = None
    """How a CSV holds the table; None for a workbook."""


def _readers() -> Iterator[tuple[str, Any]]:
    """The title and the reader of each form, in the order in which they are asked. A plain table fits nearly all."""
    yield from ((reader.TITLE, reader) for reader in BUILT_IN)
    yield from ((reader.title, reader) for reader in plugins_of_others(ENTRY_POINTS, GradebookReader))
    yield plain_sheet.TITLE, plain_sheet


def shipped_readers() -> tuple[str, ...]:
    """What mooc-kit reads by itself, in words."""
    return (*(reader.TITLE for reader in BUILT_IN), plain_sheet.TITLE)


def read_sheet(path: Path, columns: Columns) -> ReadGradebook:
    """The records of the sheet at `path`. Raises MoocKitError where no reader fits.

    Exports may begin with blank lines, and people write a title above a table: the headings are the first row that a
    reader knows.
    """
    name = relative_name(path)
    found = read_table(path, name, LIMITS)
    columns.problems.extend(found.remarks)
    rows = found.rows
    sample = list(islice(rows, _SAMPLE))
    for number, first in enumerate(sample[:_TITLES]):
        headings = tuple(columns.called(cell.strip()) for cell in first.cells)
        below = sample[number + 1 :]
        for title, reader in _readers():
            if reader.fits(headings, below, columns):
                for above in sample[:number]:
                    columns.odd(Place(name, above.line, 1), "The line stands above the headings.", "Nothing to do.")
                table = GradebookTable(name, headings, _chained(below, rows))
                is_long = reader is plain_sheet and plain_sheet.is_long({heading.casefold() for heading in headings})
                return ReadGradebook(
                    title,
                    reader.read(table, columns),
                    is_long,
                    not number and first.line == 1,
                    headings,
                    found.form,
                )
    raise unknown(name, sample[0].cells if sample else (), sample[0].line if sample else 1)


def unknown(name: str, headings: tuple[str, ...], line: int) -> MoocKitError:
    """That the file `name` is of no known kind; says what its headings are, and what is missing."""
    shown = ", ".join(f"`{heading.strip()[:40]}`" for heading in headings[:8] if heading.strip())
    who = next((h.strip() for h in headings if re.search(r"mail|learner|student|participant|user", h, re.I)), "")
    hint = (
        "Use the export of Open edX, Moodle or Canvas as it is, or write a table with a column `email` and a "
        "column for each activity, named by its id."
    )
    if who and who.casefold() not in plain_sheet.WHO:
        hint = f'If "{who[:40]}" says whose row it is, say so: --map "{who[:40]}=email", and the same for activities.'
    elif who:
        hint = 'Say which column holds which activity: --map "COLUMN=ID"; `mooc-kit outline` shows the ids.'
    message = (
        f"No column says whose row it is, or none is an activity: {shown}." if shown else "There is nothing in it."
    )
    return MoocKitError(gradebook_codes.UNKNOWN_FORMAT.at(Place(name, line, 1 if line else 0), message, hint=hint))


def _chained(sample: list[Row], rest: Iterator[Row]) -> Iterator[Row]:
    yield from sample
    yield from rest
