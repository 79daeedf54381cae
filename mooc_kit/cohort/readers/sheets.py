"""A sheet is rows of text with a line number each, from a CSV or an XLSX file, and the reader that its headings fit."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from mooc_kit.cohort import codes
from mooc_kit.cohort.gradebook import Columns, Record
from mooc_kit.cohort.readers import canvas, moodle, open_edx, plain_sheet
from mooc_kit.cohort.readers.table import Row, Table
from mooc_kit.problems import MoocKitError, Place, relative_name

READERS = (open_edx, canvas, moodle, plain_sheet)
MOST_COLUMNS = 5_000
_SAMPLE = 20


@dataclass(frozen=True)
class Read:
    """The records of one file, and the name of what the file was taken for."""

    title: str
    records: Iterator[Record]
    is_long: bool = False
    """Whether one learner may have many rows."""


def read_sheet(path: Path, columns: Columns) -> Read:
    """The records of the sheet at `path`. Raises MoocKitError where no reader fits."""
    name = relative_name(path)
    rows = _xlsx(path, name) if path.suffix.lower() == ".xlsx" else _csv(path, name)
    headings: tuple[str, ...] = ()
    for row in rows:  # exports may begin with blank lines
        if any(cell.strip() for cell in row.cells):
            headings = tuple(cell.strip() for cell in row.cells)
            break
    sample = list(islice(rows, _SAMPLE))
    if len(headings) > MOST_COLUMNS:
        hint = "Export fewer columns at once."
        raise MoocKitError(codes.UNREADABLE.at(Place(name, 1, 1), f"It has {len(headings)} columns.", hint=hint))
    for reader in READERS:
        if reader.fits(headings, sample, columns):
            table = Table(name, headings, _chained(sample, rows))
            is_long = reader is plain_sheet and plain_sheet.is_long({heading.casefold() for heading in headings})
            return Read(reader.TITLE, reader.read(table, columns), is_long)
    hint = (
        "Use the export of Open edX, Moodle or Canvas as it is, or write a table with a column `email` and a "
        "column for "
        "each activity, named by its id."
    )
    raise MoocKitError(codes.UNKNOWN_FORMAT.at(Place(name, 1, 1), hint=hint))


def _chained(sample: list[Row], rest: Iterator[Row]) -> Iterator[Row]:
    yield from sample
    yield from rest


def _csv(path: Path, name: str) -> Iterator[Row]:
    csv.field_size_limit(1_000_000)
    data = path.open("rb")
    with data:
        head = data.read(4096)
    encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    first = head.decode(encoding, "replace").partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        with path.open(encoding=encoding, newline="") as stream:
            reader = csv.reader(stream, delimiter=delimiter)
            before = 0
            for cells in reader:
                yield Row(before + 1, tuple(cells))
                before = reader.line_num
    except (UnicodeDecodeError, csv.Error) as error:
        hint = "Export it as CSV in UTF-8."
        raise MoocKitError(
            codes.UNREADABLE.at(Place(name), f"It cannot be read as CSV: {error}.", hint=hint)
        ) from error


def _xlsx(path: Path, name: str) -> Iterator[Row]:
    import zipfile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(path.read_bytes()), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
            yield Row(number, tuple("" if value is None else str(value) for value in values))
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, IndexError) as error:
        hint = "Export it as XLSX again, or as CSV."
        raise MoocKitError(codes.UNREADABLE.at(Place(name), "It cannot be read as XLSX.", hint=hint)) from error
