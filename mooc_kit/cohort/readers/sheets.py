"""Spreadsheet gradebooks: rows of text with line numbers, from CSV or XLSX, and the reader that fits the headings."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from mooc_kit.cohort import gradebook_codes
from mooc_kit.cohort.gradebook import Columns, Record
from mooc_kit.cohort.readers import canvas, moodle, open_edx, plain_sheet
from mooc_kit.cohort.readers.table import Table, TableRow
from mooc_kit.problems import MoocKitError, Place, relative_name

READERS = (open_edx, canvas, moodle, plain_sheet)
MOST_COLUMNS = 5_000
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


def read_sheet(path: Path, columns: Columns) -> ReadGradebook:
    """The records of the sheet at `path`. Raises MoocKitError where no reader fits.

    Exports may begin with blank lines, and people write a title above a table: the headings are the first row that a
    reader knows.
    """
    name = relative_name(path)
    rows = _xlsx(path, name) if path.suffix.lower() == ".xlsx" else _csv(path, columns)
    sample = list(islice((row for row in rows if any(cell.strip() for cell in row.cells)), _SAMPLE))
    for number, first in enumerate(sample[:_TITLES]):
        headings = tuple(columns.called(cell.strip()) for cell in first.cells)
        if len(headings) > MOST_COLUMNS:
            hint = "Export fewer columns at once."
            raise MoocKitError(
                gradebook_codes.UNREADABLE.at(Place(name, 1, 1), f"It has {len(headings)} columns.", hint=hint)
            )
        below = sample[number + 1 :]
        for reader in READERS:
            if reader.fits(headings, below, columns):
                for title in sample[:number]:
                    columns.odd(Place(name, title.line, 1), "The line stands above the headings.", "Nothing to do.")
                table = Table(name, headings, _chained(below, rows))
                is_long = reader is plain_sheet and plain_sheet.is_long({heading.casefold() for heading in headings})
                return ReadGradebook(
                    reader.TITLE, reader.read(table, columns), is_long, is_first=not number and first.line == 1
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


def _chained(sample: list[TableRow], rest: Iterator[TableRow]) -> Iterator[TableRow]:
    yield from sample
    yield from rest


def form_of(path: Path) -> tuple[str, str]:
    """The encoding and the delimiter of the CSV at `path`: Windows-1252 where its bytes are not Unicode."""
    with path.open("rb") as stream:
        head = stream.read(4096)
        encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        if encoding == "utf-8-sig":
            decoder = codecs.getincrementaldecoder("utf-8")()
            try:
                data = head
                while data:
                    decoder.decode(data)
                    data = stream.read(1 << 20)
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                encoding = "cp1252"
    first = head.decode(encoding, "replace").lstrip("\r\n").partition("\n")[0]
    return encoding, max(",;\t", key=first.count)


def _csv(path: Path, columns: Columns) -> Iterator[TableRow]:
    csv.field_size_limit(1_000_000)
    name = relative_name(path)
    encoding, delimiter = form_of(path)
    if encoding == "cp1252":
        hint = "Save it as `CSV UTF-8`, or as XLSX, if names look wrong."
        columns.problems.append(gradebook_codes.GUESSED_ENCODING.at(Place(name), hint=hint))
    try:
        with path.open(encoding=encoding, newline="") as stream:
            reader = csv.reader(stream, delimiter=delimiter)
            before = 0
            for cells in reader:
                yield TableRow(before + 1, tuple(cells))
                before = reader.line_num
    except (UnicodeDecodeError, csv.Error) as error:
        hint = "Export it as CSV in UTF-8."
        raise MoocKitError(
            gradebook_codes.UNREADABLE.at(Place(name), f"It cannot be read as CSV: {error}.", hint=hint)
        ) from error


def _xlsx(path: Path, name: str) -> Iterator[TableRow]:
    import zipfile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(path.read_bytes()), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        for number, cells in enumerate(sheet.iter_rows(), 1):
            yield TableRow(number, tuple(_shown(cell) for cell in cells))
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, IndexError) as error:
        hint = "Export it as XLSX again, or as CSV."
        raise MoocKitError(
            gradebook_codes.UNREADABLE.at(Place(name), "It cannot be read as XLSX.", hint=hint)
        ) from error


def _shown(cell: Any) -> str:
    """The value of `cell` as it is meant: what is shown as 95 % is kept as 0.95."""
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in (cell.number_format or ""):
        return f"{Decimal(str(value)) * 100} %"
    return "" if value is None else str(value)
