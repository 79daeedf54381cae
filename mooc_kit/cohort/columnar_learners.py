"""Learners in a columnar gradebook: who each row is about, by the same rule as in every other file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mooc_kit.cohort import sql
from mooc_kit.cohort.columnar_table import ColumnarTable
from mooc_kit.cohort.gradebook import LONGEST_ID, Columns, learner_id
from mooc_kit.cohort.readers import plain_sheet
from mooc_kit.credentials.person_names import clean_text, has_steering_letters
from mooc_kit.problems import Place

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


_PLAIN_ID = "[!-~]+( [!-~]+)*"
_PLAIN_NAME = "([\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}]+( [\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}]+)*)?"
"""Texts that cleaning leaves as they are; all others are cleaned in Python."""
_MOST = 100_000


@dataclass(frozen=True)
class People:
    """SQL for the table with what cleaning needs, and for each row's learner ("" for nobody), name and address."""

    source: str
    id: str
    name: str
    email: str

    def is_anyone_twice(self, sheet: ColumnarTable, columns: Columns, connection: DuckDBPyConnection) -> bool:
        """Whether somebody has two rows; each is reported."""
        hashes = f"SELECT hash({self.id}) AS h FROM {self.source} WHERE {self.id} <> ''"  # noqa: S608
        if not connection.execute(f"SELECT 1 FROM ({hashes}) GROUP BY h HAVING count(*) > 1 LIMIT 1").fetchone():  # noqa: S608
            return False
        twice = connection.execute(
            f"SELECT {self.id}, count(*) FROM {self.source} WHERE {self.id} <> '' AND hash({self.id}) IN "  # noqa: S608
            f"(SELECT h FROM ({hashes}) GROUP BY h HAVING count(*) > 1) GROUP BY 1 HAVING count(*) > 1 ORDER BY 1 "
            f"LIMIT {_MOST}"
        ).fetchall()
        for learner, count in twice:
            columns.twice(learner, count, Place(sheet.name))
        return True


def people_in(sheet: ColumnarTable, columns: Columns, connection: DuckDBPyConnection) -> People:
    """Find the columns that say who it is; rows of nobody and hidden letters are reported."""
    ids = [f"nullif(trim(CAST({column} AS VARCHAR)), '')" for column in sheet.named(*plain_sheet.WHO)]
    raw = f"coalesce({', '.join(ids)}, '')"
    whole = sheet.named(*plain_sheet.NAMES)
    parts = whole[:1] or [name for part in ("first name", "last name") for name in sheet.named(part)]
    shown = f"trim(concat_ws(' ', {', '.join(f'CAST({part} AS VARCHAR)' for part in parts)}))" if parts else "''"
    is_plain_name = f"regexp_full_match({shown}, {sql.value(_PLAIN_NAME)}) AND nfc_normalize({shown}) = {shown}"
    is_plain_id = f"regexp_full_match({raw}, {sql.value(_PLAIN_ID)}) AND strlen({raw}) <= {LONGEST_ID}"
    column = sheet.named(*plain_sheet.WHO)[0]
    counted = connection.execute(
        f"SELECT count_if({raw} = ''), count_if(NOT ({is_plain_id})), "  # noqa: S608
        f"{'count_if(NOT (' + is_plain_name + '))' if parts else '0'}, "
        f"bool_and(lower({raw}) = {raw}), bool_and(coalesce(CAST({column} AS VARCHAR) = {raw}, false)) "
        f"FROM {sheet.source}"
    ).fetchone() or (0, 0, 0, False, False)
    if counted[4]:  # no blanks around it and none missing: the column as it is
        raw = f"CAST({column} AS VARCHAR)"
        is_plain_id = f"regexp_full_match({raw}, {sql.value(_PLAIN_ID)}) AND strlen({raw}) <= {LONGEST_ID}"
    source, id, name = sheet.source, raw if counted[3] else f"lower({raw})", shown
    if counted[1] > counted[0]:
        source, id = _cleaned(source, raw, is_plain_id, learner_id, "ids", connection, otherwise=id)
    if counted[2]:
        source, name = _cleaned(source, shown, is_plain_name, clean_text, "names", connection, otherwise=shown)
        _report_steering(sheet, source, shown, id, columns, connection)
    if counted[1]:
        _report_nobody(sheet, f"FROM {source} WHERE {id} = ''", columns, connection)
    return People(source, id, name, f"CASE WHEN contains({id}, '@') THEN {id} ELSE '' END")


def _cleaned(  # noqa: PLR0917
    source: str,
    raw: str,
    is_plain: str,
    clean: Callable[[str], str],
    what: str,
    connection: DuckDBPyConnection,
    *,
    otherwise: str,
) -> tuple[str, str]:
    """`source` joined with the cleaned form of those texts that need it, and SQL for the cleaned text."""
    (count,) = connection.execute("SELECT count(*) FROM duckdb_tables()").fetchone() or (0,)
    table = f"{what}_{count}"
    connection.execute(f"CREATE TABLE {table} (raw VARCHAR, clean VARCHAR)")
    with connection.cursor() as reader:
        rows = reader.execute(f"SELECT DISTINCT {raw} FROM {source} WHERE NOT ({is_plain}) AND {raw} <> ''")  # noqa: S608
        while batch := rows.fetchmany(10_000):
            texts = [str(row[0]) for row in batch]
            connection.execute(
                f"INSERT INTO {table} SELECT unnest($1::VARCHAR[]), unnest($2::VARCHAR[])",
                [texts, [clean(text) for text in texts]],
            )
    return f"{source} LEFT JOIN {table} ON {table}.raw = {raw}", f"coalesce({table}.clean, {otherwise})"


def _report_nobody(sheet: ColumnarTable, rows: str, columns: Columns, connection: DuckDBPyConnection) -> None:
    """Rows that have something in them, and no learner."""
    told = [sheet.rest] if sheet.rest else []
    for heading in sheet.kinds:
        cell = sheet.cells.get(heading)
        if cell:
            told += [f"{cell.percent} IS NOT NULL", f"{cell.text} IS NOT NULL"]
        elif not sheet.rest or heading.casefold() in plain_sheet.OWN - set(plain_sheet.WHO):
            told.append(f"nullif(trim(CAST({sql.name(heading)} AS VARCHAR)), '') IS NOT NULL")
    found = connection.execute(
        f"SELECT {sheet.row} {rows} AND ({' OR '.join(told)}) ORDER BY 1 LIMIT {_MOST}"
    ).fetchall()
    lines = sheet.lines(row for (row,) in found)
    for (row,) in found:
        columns.odd(Place(sheet.name, lines.get(row, 1), 1), "The row does not say whose it is.")


def _report_steering(  # noqa: PLR0917
    sheet: ColumnarTable, source: str, shown: str, id: str, columns: Columns, connection: DuckDBPyConnection
) -> None:
    control = "[\\p{Cc}\\p{Cf}\\x{FFF9}-\\x{FFFB}]"
    rows = connection.execute(
        f"SELECT {id}, {shown}, {sheet.row} FROM {source} WHERE regexp_matches({shown}, {sql.value(control)}) "  # noqa: S608
        f"ORDER BY 3 LIMIT {_MOST}"
    ).fetchall()
    odd = [row for row in rows if has_steering_letters(row[1])]
    lines = sheet.lines(row[2] for row in odd)
    for learner, _, row in odd:
        columns.steering(Place(sheet.name, lines.get(row, 1), 1), learner)
