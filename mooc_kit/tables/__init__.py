"""Tables: CSV, TSV and XLSX files, read within limits with their line numbers, written so that no cell is a formula.

The one door to `csv` and `openpyxl`.
"""

from mooc_kit.tables.reading import (
    Row,
    Table,
    TableLimits,
    TextForm,
    form_of,
    read_sheets,
    read_table,
    text_rows,
)
from mooc_kit.tables.writing import csv_text, csv_writer, harmless_cell, written_cell, xlsx_bytes

__all__ = [
    "Row",
    "Table",
    "TableLimits",
    "TextForm",
    "csv_text",
    "csv_writer",
    "form_of",
    "harmless_cell",
    "read_sheets",
    "read_table",
    "text_rows",
    "written_cell",
    "xlsx_bytes",
]
