"""Writing tables: CSV and XLSX files in which no cell is a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import IO, Any

from mooc_kit import archive

_UNPACKED = archive.ArchiveLimits(files=100, bytes=2_000_000_000)
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def harmless_cell(text: str) -> str:
    """`text` with an apostrophe before what a spreadsheet would compute. A number is no formula."""
    return f"'{text}" if text.startswith(_BEGINS_FORMULA) and not _NUMBER.fullmatch(text) else text


def written_cell(text: str) -> str:
    """What was written by way of `harmless_cell`."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_BEGINS_FORMULA) else text


def csv_writer(
    stream: IO[str], *, is_harmless: bool = True, line_end: str = "\n", delimiter: str = ","
) -> Callable[[Iterable[Any]], None]:
    """A function that writes a row to `stream`. `is_harmless` is False only for what no person opens."""
    # Python before 3.13 leaves a lone carriage return unquoted where lines do not end in one, and so breaks the row.
    rows = SimpleNamespace(write=lambda row: stream.write(row.removesuffix("\r\n") + line_end))
    writer = csv.writer(rows, lineterminator="\r\n", delimiter=delimiter)
    if not is_harmless:
        return writer.writerow
    return lambda row: writer.writerow([harmless_cell(cell) if isinstance(cell, str) else cell for cell in row])


def csv_text(rows: Iterable[Iterable[Any]], *, line_end: str = "\n") -> str:
    """The rows as CSV, harmless cells and all."""
    stream = io.StringIO()
    write = csv_writer(stream, line_end=line_end)
    for row in rows:
        write(row)
    return stream.getvalue()


def xlsx_bytes(rows: Iterable[Sequence[str]], title: str) -> bytes:
    """A workbook with one sheet of texts, its first row frozen; the same rows give the same bytes."""
    from openpyxl import Workbook

    book = Workbook()
    book.properties.created = book.properties.modified = datetime(2000, 1, 1)
    book.properties.creator = "mooc-kit"
    sheet: Any = book.active
    sheet.title, sheet.freeze_panes = title, "A2"
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            if text:
                cell = sheet.cell(number, column)
                cell.value, cell.data_type = text, "s"  # whatever it begins with, it is a text
    stream = io.BytesIO()
    book.save(stream)
    files = archive.read_all(stream.getvalue(), _UNPACKED)
    core = files.get("docProps/core.xml", b"")
    files["docProps/core.xml"] = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2000-01-01T00:00:00Z", core)
    return archive.zip_bytes(files, first=("[Content_Types].xml",))
