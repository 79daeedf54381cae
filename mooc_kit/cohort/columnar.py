"""Columnar gradebooks: plain tables, wide or long, that DuckDB reads in place: Parquet, or a large CSV.

What is odd in it is found by SQL; only the odd rows are looked at one by one, to say where they stand.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

from mooc_kit.cohort import gradebook_codes, score_cells, sql
from mooc_kit.cohort.columnar_learners import People, people_in
from mooc_kit.cohort.gradebook import MEASURES, Columns, Wide
from mooc_kit.cohort.readers import plain_sheet
from mooc_kit.cohort.readers.sheets import unknown
from mooc_kit.cohort.score_cells import Cell
from mooc_kit.problems import MoocKitError, Place, relative_name

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_PROBLEMS = 100_000
LARGE = 100_000
"""Bytes from which a CSV is worth reading in columns. Below it, reading row by row is as fast."""


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


def large_csv(path: Path, columns: Columns, folder: Path, connection: DuckDBPyConnection) -> ColumnarTable | None:
    """The large plain CSV at `path`, once turned into Parquet below `folder`; None where it must be read row by row:
    another encoding, rows that are too long, anything that DuckDB finds odd about its form."""
    import duckdb

    if path.suffix.lower() not in (".csv", ".tsv", ".txt") or path.stat().st_size < LARGE:
        return None
    with path.open("rb") as stream:
        head = stream.read(1 << 16)
    first, end, _ = head.partition(b"\n")
    try:
        line = first.decode("utf-8-sig").rstrip("\r")
        delimiter = max(",;\t", key=line.count)
        (headings,) = csv.reader([line], delimiter=delimiter, strict=True)
    except (UnicodeDecodeError, csv.Error, ValueError):
        return None
    names = tuple(columns.called(heading.strip()) for heading in headings)
    low = [name.casefold() for name in names]
    if not end or b"\0" in head or len(set(low)) < len(low) or "" in low:
        return None
    types = ", ".join(f"{sql.value(name)}: 'VARCHAR'" for name in names)
    read = (
        f"read_csv({sql.value(path)}, auto_detect = false, header = true, delim = {sql.value(delimiter)}, "
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
    return ColumnarTable(relative_name(path), kinds, source, "file_row_number",
                 lambda rows: _lines(path, delimiter, set(rows)), found, "" if is_long else "has_rest")  # fmt: skip


def _lines(path: Path, delimiter: str, wanted: set[int]) -> dict[int, int]:
    """The line where each of the `wanted` rows begins: read again, since a cell may have many lines."""
    found: dict[int, int] = {}
    last = max(wanted, default=-1)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, delimiter=delimiter)
        next(reader, None)
        before, row = reader.line_num, 0
        for cells_ in reader:
            if cells_:
                if row in wanted:
                    found[row] = before + 1
                if row >= last:
                    break
                row += 1
            before = reader.line_num
    return found


def read(sheet: ColumnarTable, columns: Columns, connection: DuckDBPyConnection) -> None:
    """Add what `sheet` tells to `columns` (and its counts to the table `counts`); report what is odd."""
    if not sheet.named(*plain_sheet.WHO):
        raise unknown(sheet.name, tuple(sheet.kinds), 0)
    people = people_in(sheet, columns, connection)
    if plain_sheet.is_long({heading.casefold() for heading in sheet.kinds}):
        from mooc_kit.cohort.columnar_long import read_long

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
        else:
            columns.unknown(heading, Place(sheet.name, 1, list(sheet.kinds).index(heading) + 1))
    if found:
        _read_wide(sheet, people, columns, connection, found)


def _read_wide(sheet: ColumnarTable, people: People, columns: Columns, connection: DuckDBPyConnection,
               found: list[tuple[str, str, Cell]]) -> None:  # fmt: skip
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
            means_any = look_at(sheet, people, columns, connection, heading, told.text)
            if means_any:
                joined[told.text] = f"m{n}"
                plain = score_cells.better(told, f"m{n}")
                words += means_any
        if numbers or words:
            told_of.add(activity)
        read.setdefault(activity, []).append(plain)
    wide = Wide(
        score_cells.looked_up(people.source, joined), people.id, people.name, people.email,
        {id: _greatest([c.percent for c in told]) for id, told in read.items()},
        {id: reduce(_either, [c.done for c in told]) for id, told in read.items()},
        frozenset(told_of), is_unique=not people.is_anyone_twice(sheet, columns, connection),
    )  # fmt: skip
    columns.wide.append(wide)


def _greatest(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"greatest({', '.join(parts)})"


def _either(one: str, other: str) -> str:
    return f"coalesce({one} OR {other}, {one}, {other})"


def look_at(  # noqa: PLR0917
    sheet: ColumnarTable, people: People, columns: Columns, connection: DuckDBPyConnection, heading: str, text: str,
    *, where: str = "true", is_amount: bool = False,
) -> int:  # fmt: skip
    """Learn what the texts of a column mean and report the odd ones. Gives how many different texts mean something."""
    table = "amounts" if is_amount else "meanings"
    source = f"FROM {people.source} WHERE {people.id} <> '' AND {where} AND ({text}) IS NOT NULL"
    different = [
        str(row[0])
        for row in connection.execute(f"SELECT DISTINCT {text} {source} LIMIT {MOST_PROBLEMS + 1}").fetchall()
    ]
    score_cells.learn(different, connection, is_amount=is_amount)
    odd = connection.execute(
        f"SELECT {sheet.row}, {text} {source} AND ({text}) IN (SELECT text FROM {table} WHERE is_odd) "  # noqa: S608
        f"ORDER BY 1 LIMIT {MOST_PROBLEMS + 1}"
    ).fetchall()
    if max(len(odd), len(different)) > MOST_PROBLEMS:
        hint = "Look at the first lines: most likely the file is of another kind."
        message = f'More than {MOST_PROBLEMS} cells of the column "{heading}" cannot be read.'
        raise MoocKitError(gradebook_codes.UNREADABLE.at(Place(sheet.name), message, hint=hint))
    lines = sheet.lines(row for row, _ in odd)
    place = list(sheet.kinds).index(heading) + 1
    for row, value in odd:
        columns.odd_cell(Place(sheet.name, lines.get(row, 1), place), str(value), heading, is_amount=is_amount)
    row = connection.execute(
        f"SELECT count(*) FROM {table} WHERE NOT is_odd AND (percent IS NOT NULL OR done IS NOT NULL) "  # noqa: S608
        f"AND list_contains(?, text)", [different]
    ).fetchone()  # fmt: skip
    return int(row[0]) if row else 0


def read_amounts(  # noqa: PLR0917
    sheet: ColumnarTable, people: People, columns: Columns, connection: DuckDBPyConnection, heading: str, measure: str,
) -> None:  # fmt: skip
    """Add a column of a measure of success to the table `counts`."""
    told = score_cells.amount(sql.name(heading), sheet.kinds[heading])
    look_at(sheet, people, columns, connection, heading, told.text, is_amount=True)
    source = score_cells.looked_up(people.source, {told.text: "m"}, "amounts")
    connection.execute(
        f"INSERT INTO counts SELECT * FROM (SELECT {people.id}, {sql.value(measure)}, "  # noqa: S608
        f"coalesce({told.percent}, m.percent) AS amount FROM {source} WHERE {people.id} <> '') WHERE amount IS NOT NULL"
    )
