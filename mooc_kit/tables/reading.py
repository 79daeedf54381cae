"""Reading tables: CSV, TSV and XLSX files, within limits and with their line numbers.

UTF-8 and UTF-16 are read; what is neither is read as Windows-1252, aloud. The
delimiter (comma, semicolon, tab) is told by the headings. Blank rows are left out.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal
from itertools import islice, pairwise, repeat
from pathlib import Path
from typing import IO, Any

from mooc_kit import archive
from mooc_kit.problems import MoocKitError, Place, Problem
from mooc_kit.table_codes import GUESSED_ENCODING, SHEET_LEFT_OUT, TOO_LARGE, UNREADABLE

MOST_CELL = 1_000_000
"""Letters in a cell. One quotation mark that is never closed would otherwise swallow the whole file."""
MOST_CELLS_OF_A_BOOK = 50_000_000
_UNPACKED = archive.ArchiveLimits(files=10_000, bytes=2_000_000_000, small=100_000_000)
_TITLES = 5
_HEAD = 1 << 16
_LATIN = "cp1252"
# fmt: off
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "an Excel file from before 2007"), (b"%PDF", "a PDF"), (b"<!do", "a web page"),
    (b"<htm", "a web page"), (b"<tab", "a web page"), (b"PAR1", "a Parquet file"), (b"SQLi", "a database"),
)
# fmt: on
"""What tables are taken for, by how these files begin (in small letters for markup)."""


@dataclass(frozen=True)
class TableLimits:
    """How much is read: bytes of the file, rows, columns."""

    bytes: int = 200_000_000
    rows: int = 2_000_000
    columns: int = 5_000


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row, and the line (of a CSV) or the row (of a workbook) where it begins, from 1."""

    line: int
    cells: tuple[str, ...]


@dataclass
class Table:
    """Rows that are read one at a time; `remarks` says what a person should know about how they are read.

    Going through `rows` raises MoocKitError where the file turns out to be damaged or too large.
    """

    name: str
    rows: Iterator[Row]
    remarks: list[Problem] = field(default_factory=list)
    form: TextForm | None = None
    """How a text holds it; None for a workbook."""
    sheet: str = ""
    """What the sheet of a workbook is called."""


@dataclass(frozen=True)
class TextForm:
    """How a text holds a table: its encoding, its delimiter, and how many lines of Excel's `sep=;` stand in front."""

    encoding: str
    delimiter: str
    skipped: int = 0


def read_table(source: Path | bytes, name: str, limits: TableLimits | None = None) -> Table:
    """The table in a file or in its bytes; `name` is what people call it. Of a workbook the first sheet that holds one.

    Raises MoocKitError for what is no table, or too large.
    """
    first, *others = read_sheets(source, name, limits)
    hint = "Give it as a file of its own, if it counts."
    for other in others:
        message = f'The sheet "{other.sheet[:60]}" was left out; "{first.sheet[:60]}" was read.'
        first.remarks.append(SHEET_LEFT_OUT.at(Place(name), message, hint=hint))
    return first


def read_sheets(source: Path | bytes, name: str, limits: TableLimits | None = None) -> list[Table]:
    """All sheets of a workbook that hold something, the visible ones first; a text is one table. At least one.

    Raises MoocKitError for what is no table, or too large.
    """
    limits = limits or TableLimits()
    place = Place(name)
    try:
        if isinstance(source, Path) and not source.is_file():
            raise _unreadable(place, "There is no such file.", "Check the name.")
        size = len(source) if isinstance(source, bytes) else source.stat().st_size
        if size > limits.bytes:
            hint = f"Split it into files of at most {limits.bytes // 1_000_000} MB."
            raise MoocKitError(TOO_LARGE.at(place, "The file is too large.", hint=hint))
        with _opened(source) as stream:
            begins = stream.read(4)
        if archive.is_zip(begins):
            return _sheets(source, name, limits)
        for first, kind in _OTHERS:
            if begins.lower() == first.lower():
                raise _unreadable(place, f"It is {kind}, and no table.", "Save it as XLSX, or as CSV in UTF-8.")
        form = form_of(source, name)
    except OSError as error:
        raise _unreadable(place, f"It cannot be read: {error.strerror}.", "Check the file.") from error
    remarks = []
    if form.encoding == _LATIN:
        hint = "Save it as `CSV UTF-8`, or as XLSX, if names look wrong."
        remarks.append(GUESSED_ENCODING.at(Place(name, 1, 1), hint=hint))
    return [Table(name, text_rows(source, name, form, limits), remarks, form)]


def _opened(source: Path | bytes) -> IO[bytes]:
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def _unreadable(place: Place, message: str, hint: str) -> MoocKitError:
    return MoocKitError(UNREADABLE.at(place, message, hint=hint))


# ---- CSV and TSV ----------------------------------------------------------------------------------------------------


def form_of(source: Path | bytes, name: str) -> TextForm:
    """The form of a CSV or TSV file. The whole file is looked at, since one byte tells what is not UTF-8.

    Raises MoocKitError where it is no text.
    """
    with _opened(source) as stream:
        head = stream.read(_HEAD)
        if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
            encoding = "utf-16"
        else:
            encoding, decoder, data = "utf-8-sig", codecs.getincrementaldecoder("utf-8")(), head
            while data:
                if b"\0" in data:
                    raise _unreadable(Place(name), "The file is not text.", "Save it as XLSX, or as CSV in UTF-8.")
                if encoding != _LATIN:
                    try:
                        decoder.decode(data)
                    except UnicodeDecodeError:
                        encoding = _LATIN
                data = stream.read(1 << 20)
            if encoding != _LATIN and decoder.getstate()[0]:
                encoding = _LATIN
    text = head.decode(encoding, "replace").lstrip("\r\n")
    told = re.match(r"sep=([,;\t])\r?\n", text)
    return TextForm(encoding, told[1], 1) if told else TextForm(encoding, _delimiter(text))


def _delimiter(head: str) -> str:
    """What parts the cells: the mark that the headings have most of, outside of quotation marks.

    The headings are the first row, below a title that the row after it shows to be one.
    """
    unquoted = re.sub(r'"[^"]*("|$)', "", head)
    lines = [line for line in unquoted.splitlines() if line.strip()][: _TITLES + 1] or [""]
    for line, below in pairwise(lines):
        mark = max(",;\t", key=line.count)
        is_title = mark not in below and any(other in below for other in ",;\t")
        if mark in line and not is_title:
            return mark
    return max(",;\t", key=lines[-1].count)


def text_rows(
    source: Path | bytes, name: str, form: TextForm, limits: TableLimits, *, with_blank: bool = False
) -> Iterator[Row]:
    """The rows of a CSV or TSV file of the given form; `with_blank` counts those of blank cells, as databases do."""
    csv.field_size_limit(MOST_CELL)
    record: list[str] = []

    def lines(text: IO[str]) -> Iterator[str]:
        for line in text:
            record.append(line)
            yield line

    before = found = 0
    try:
        with _opened(source) as stream, io.TextIOWrapper(stream, form.encoding, newline="") as text:
            reader = csv.reader(lines(text), delimiter=form.delimiter)
            for cells in reader:
                line, before = before + 1, reader.line_num
                if cells and line > form.skipped and (with_blank or any(cell and not cell.isspace() for cell in cells)):
                    found += 1
                    if "\n" in cells[-1] and _is_open(record, form):
                        hint = "Put one behind the last word of the cell, or take the first one out."
                        raise _unreadable(Place(name, line, 1), "A quotation mark is never closed.", hint)
                    _within(limits, found, len(cells), Place(name, line, 1))
                    yield Row(line, tuple(cells))
                record.clear()
    except UnicodeDecodeError as error:
        hint = "Save it as XLSX, or as CSV in UTF-8."
        raise _unreadable(Place(name), "It is neither UTF-8 nor Windows-1252.", hint) from error
    except csv.Error as error:
        hint = "Look for a quotation mark that is not closed."
        raise _unreadable(Place(name, before + 1, 1), f"This row cannot be read: {error}.", hint) from error


def _is_open(record: list[str], form: TextForm) -> bool:
    """Whether the last cell of a record begins with a quotation mark and only the end of the file ends it."""
    try:
        next(csv.reader(iter(record), delimiter=form.delimiter, strict=True), None)
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _within(limits: TableLimits, rows: int, columns: int, place: Place) -> None:
    if columns > limits.columns:
        hint = "Export fewer columns at once."
        raise MoocKitError(TOO_LARGE.at(place, f"It has {columns} columns.", hint=hint))
    if rows > limits.rows:
        raise MoocKitError(TOO_LARGE.at(place, f"It has more than {limits.rows:,} rows.", hint="Split it."))


# ---- XLSX -----------------------------------------------------------------------------------------------------------


def _sheets(source: Path | bytes, name: str, limits: TableLimits) -> list[Table]:
    from openpyxl import load_workbook

    place = Place(name)
    data = source if isinstance(source, bytes) else source.read_bytes()
    try:
        with archive.Archive(data, _UNPACKED) as packed:
            if "xl/workbook.xml" not in packed:
                kind = "an OpenDocument file" if "mimetype" in packed else "an archive"
                raise _unreadable(place, f"It is {kind}, and no table.", "Save it as XLSX, or as CSV in UTF-8.")
            sheet_files = (name for name in packed.names if name.startswith("xl/worksheets/"))
            has_formulas = any(re.search(rb"<(\w+:)?f[ />]", packed.data(name)) for name in sheet_files)
    except archive.TooLarge as error:
        raise MoocKitError(TOO_LARGE.at(place, str(error), hint="Save it anew, or as CSV.")) from error
    except archive.ArchiveError as error:
        raise _damaged(place) from error
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        formulas = load_workbook(io.BytesIO(data), read_only=True, keep_links=False) if has_formulas else None
        sheets = sorted(book.worksheets, key=lambda sheet: sheet.sheet_state != "visible")
        full = [sheet for sheet in sheets if any(islice(_cells_of(sheet), 1))]
    except Exception as error:  # openpyxl raises whatever a damaged part makes its parsers raise
        raise _damaged(place) from error
    tables = []
    for sheet in full:
        rows = _cells_of(sheet, formulas[sheet.title] if formulas else None)
        tables.append(Table(name, _sheet_rows(rows, name, limits), sheet=sheet.title))
    return tables or [Table(name, iter(()))]


def _damaged(place: Place) -> MoocKitError:
    return _unreadable(place, "The workbook is damaged.", "Save it anew as XLSX, or as CSV.")


def _cells_of(sheet: Any, formulas: Any = None) -> Iterator[Row]:
    """The rows of a sheet that have something in them, without the blank cells at their ends.

    What the sheet says about its own size is not believed: it may say a million columns. `formulas` is the same sheet
    with its formulas: one that no program has computed yet stands there as it is written, and so is not lost unseen.
    """
    sheet.reset_dimensions()
    count = 0
    beside = repeat(()) if formulas is None else _whole_rows(formulas)
    for line, (cells, written) in enumerate(zip(sheet.iter_rows(), beside, strict=False), 1):
        count += len(cells)
        if count > MOST_CELLS_OF_A_BOOK:
            raise OverflowError
        shown = [_shown(cell) for cell in cells]
        for place, cell in enumerate(written[: len(shown)]):
            if not shown[place] and cell.data_type == "f":
                shown[place] = str(getattr(cell.value, "text", cell.value))
        while shown and (not shown[-1] or shown[-1].isspace()):
            shown.pop()
        if shown:
            yield Row(line, tuple(shown))


def _whole_rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    sheet.reset_dimensions()
    yield from sheet.iter_rows()


def _sheet_rows(rows: Iterator[Row], name: str, limits: TableLimits) -> Iterator[Row]:
    """Rows as wide as the widest above them: a workbook does not keep the blank cells at the end of a row."""
    width = 0
    for number in range(1, limits.rows + 2):
        try:
            row = next(rows, None)
        except OverflowError as error:
            message = f"It has more than {MOST_CELLS_OF_A_BOOK:,} cells."
            raise MoocKitError(TOO_LARGE.at(Place(name), message, hint="Take out what is not needed.")) from error
        except Exception as error:  # as above
            raise _damaged(Place(name)) from error
        if row is None:
            return
        _within(limits, number, len(row.cells), Place(name, row.line, 1))
        width = max(width, len(row.cells))
        yield Row(row.line, row.cells + ("",) * (width - len(row.cells)))


def _shown(cell: Any) -> str:
    """The value of `cell` as it is meant: what is shown as 95 % is kept as 0.95, a day as a moment at midnight."""
    value = cell.value
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case int() | float() if "%" in (cell.number_format or ""):
            with suppress(ArithmeticError):
                return f"{(Decimal(str(value)) * 100).normalize():f} %"
        case float() if value.is_integer():
            return f"{value:.0f}"
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return str(value)[:MOST_CELL]
