"""Columnar gradebooks: plain tables, wide or long, that DuckDB reads in place: Parquet, or a large CSV.

What is odd in it is found by SQL; only the odd rows are looked at one by one, to say where they stand.
"""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from mooc_kit.cohort import gradebook_codes, score_cells, sql
from mooc_kit.cohort.columnar_cells import look_at, read_amounts
from mooc_kit.cohort.columnar_learners import People, people_in
from mooc_kit.cohort.columnar_long import read_long
from mooc_kit.cohort.columnar_table import ColumnarTable
from mooc_kit.cohort.gradebook import MEASURES, Columns, Wide
from mooc_kit.cohort.readers import plain_sheet
from mooc_kit.cohort.readers.sheets import LIMITS, unknown
from mooc_kit.cohort.score_cells import Cell
from mooc_kit.problems import MoocKitError, Place, relative_name
from mooc_kit.tables import TextForm, text_rows

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LARGE = 100_000
"""Bytes from which a CSV is worth reading in columns. Below it, reading row by row is as fast."""


def parquet(path: Path, columns: Columns, connection: DuckDBPyConnection) -> ColumnarTable:
    import duckdb

    name = relative_name(path)
    source = f"read_parquet({sql.value(path)}, file_row_number = true)"
    try:
        described = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
    except duckdb.Error as error:
        hint = "Write it again as Parquet."
        raise MoocKitError(
            gradebook_codes.UNREADABLE.at(Place(name), "It cannot be read as Parquet.", hint=hint)
        ) from error
    kinds = {row[0]: row[1] for row in described}
    called = {heading: columns.called(heading) for heading in kinds if columns.called(heading) != heading}
    if called and len({*kinds, *called.values()}) == len(kinds) + len(called):
        renamed = ", ".join(f"{sql.name(heading)} AS {sql.name(name)}" for heading, name in called.items())
        source = f"(SELECT * RENAME ({renamed}) FROM {source})"  # noqa: S608
        kinds = {called.get(heading, heading): kind for heading, kind in kinds.items()}
    return ColumnarTable(name, kinds, source, "file_row_number", lambda rows: {row: row + 1 for row in rows}, {})


def large_csv(  # noqa: PLR0917
    path: Path,
    form: TextForm | None,
    names: tuple[str, ...],
    columns: Columns,
    folder: Path,
    connection: DuckDBPyConnection,
) -> ColumnarTable | None:
    """The large plain CSV at `path` with the headings `names` in its first line, turned into Parquet once.

    None where it must be read row by row: a workbook, another encoding, rows that are too long, anything that DuckDB
    finds odd about its form."""
    import duckdb

    if path.stat().st_size < LARGE:
        return None
    if form is None or form.encoding != "utf-8-sig" or form.skipped:
        return None
    low = [name.casefold() for name in names]
    if len(set(low)) < len(low) or "" in low:
        return None
    types = ", ".join(f"{sql.value(name)}: 'VARCHAR'" for name in names)
    read = (
        f"read_csv({sql.value(path)}, auto_detect = false, header = true, delim = {sql.value(form.delimiter)}, "
        f"quote = '\"', escape = '\"', strict_mode = true, null_padding = true, parallel = false, nullstr = '', "
        f"max_line_size = 10000000, columns = {{{types}}})"
    )
    kept, rest = [], []
    found: dict[str, Cell] = {}
    is_long = plain_sheet.is_long(set(low))
    for number, heading in enumerate(names):
        column = sql.name(heading)
        activity = "" if is_long or heading.casefold() in plain_sheet.OWN else columns.find(heading)
        if activity in columns.activities:
            told = score_cells.cell(column, "VARCHAR")
            kept.append(f"{told.percent} AS p{number}, {told.text} AS t{number}")
            found[heading] = Cell(percent=f"p{number}", text=f"t{number}")
            continue
        is_own = is_long or heading.casefold() in plain_sheet.OWN
        if activity or is_own:
            kept.append(column)
        if not is_own:
            rest.append(f"nullif(trim({column}), '') IS NOT NULL")
    if not is_long:
        kept.append(f"{' OR '.join(rest) or 'false'} AS has_rest")
    fresh = folder / f"{path.stem[:40]}-{len(list(folder.iterdir()))}.parquet"
    connection.execute("SET preserve_insertion_order = true")  # so that a row's number says where it stands
    try:
        connection.execute(
            f"COPY (SELECT {', '.join(kept)} FROM {read}) "  # noqa: S608
            f"TO {sql.value(fresh)} (FORMAT parquet, COMPRESSION snappy)"
        )
    except duckdb.Error:
        fresh.unlink(missing_ok=True)
        return None
    source = f"read_parquet({sql.value(fresh)}, file_row_number = true)"
    kinds = dict.fromkeys(names, "VARCHAR")
    return ColumnarTable(
        relative_name(path),
        kinds,
        source,
        "file_row_number",
        lambda rows: _lines(path, form, set(rows)),
        found,
        "" if is_long else "has_rest",
    )


def _lines(path: Path, form: TextForm, wanted: set[int]) -> dict[int, int]:
    """The line where each of the `wanted` rows begins: read again, since a cell may have many lines."""
    if not wanted:
        return {}
    rows = text_rows(path, relative_name(path), form, LIMITS, with_blank=True)
    numbered = enumerate(islice(rows, 1, max(wanted) + 2))
    return {number: row.line for number, row in numbered if number in wanted}


def read(sheet: ColumnarTable, columns: Columns, connection: DuckDBPyConnection) -> None:
    """Add what `sheet` tells to `columns` (and its counts to the table `counts`); report what is odd."""
    if not sheet.named(*plain_sheet.WHO):
        raise unknown(sheet.name, tuple(sheet.kinds), 0)
    people = people_in(sheet, columns, connection)
    if plain_sheet.is_long({heading.casefold() for heading in sheet.kinds}):
        read_long(sheet, people, columns, connection)
        return
    found: list[tuple[str, str, Cell]] = []
    for heading in sheet.kinds:
        if heading.casefold() in plain_sheet.OWN:
            continue
        activity = columns.find(heading)
        if activity in MEASURES:
            read_amounts(sheet, people, columns, connection, heading, activity)
        elif activity:
            found.append((heading, activity, sheet.cell(heading)))
            columns.scored.add(activity)
            columns.bare.add(activity)
        else:
            columns.unknown(heading, Place(sheet.name, 1, list(sheet.kinds).index(heading) + 1))
    if found:
        _read_wide(sheet, people, columns, connection, found)


def _read_wide(
    sheet: ColumnarTable,
    people: People,
    columns: Columns,
    connection: DuckDBPyConnection,
    found: list[tuple[str, str, Cell]],
) -> None:
    counts = ", ".join(f"count({told.percent}), count({told.done}), count({told.text})" for *_, told in found)
    row = connection.execute(f"SELECT {counts} FROM {sheet.source}").fetchone() or ()  # noqa: S608
    joined: dict[str, str] = {}
    read: dict[str, list[Cell]] = {}
    told_of = set()
    for n, (heading, activity, told) in enumerate(found):
        numbers, words, texts = row[3 * n : 3 * n + 3]
        plain = replace(told, percent=told.sound or told.percent)
        if texts:
            plain = told
            means_any = look_at(sheet, people, columns, connection, heading, told.text, activity=sql.value(activity))
            if means_any:
                joined[told.text] = f"m{n}"
                plain = score_cells.better(told, f"m{n}")
                words += means_any
        if numbers or words:
            told_of.add(activity)
        read.setdefault(activity, []).append(plain)
    wide = Wide(
        score_cells.looked_up(people.source, joined),
        people.id,
        people.name,
        people.email,
        {id: _greatest([c.percent for c in told]) for id, told in read.items()},
        {id: reduce(_either, [c.done for c in told]) for id, told in read.items()},
        frozenset(told_of),
        is_unique=not people.is_anyone_twice(sheet, columns, connection),
    )
    columns.wide.append(wide)


def _greatest(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"greatest({', '.join(parts)})"


def _either(one: str, other: str) -> str:
    return f"coalesce({one} OR {other}, {one}, {other})"
