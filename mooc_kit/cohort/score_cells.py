"""Score cells: the values of a wide table. DuckDB reads plain numbers; any other text is read once and looked up.

The function that reads it is the one that reads it everywhere else.

So a million cells cost no Python, and a comma, a `17/20` or a `done` means the same in every kind of file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from mooc_kit.cohort.gradebook import Score, number, value_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_WHOLE = re.compile(r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?")
_EXACT = re.compile(r"DECIMAL\(\d+,[0-4]\)")
_FINE = re.compile(r"DOUBLE|DECIMAL\(\d+,\d+\)")


@dataclass(frozen=True)
class Cell:
    """SQL for what a column says: its percent, whether it says done, and the text that only Python can read."""

    percent: str = "NULL::DECIMAL(9,4)"
    done: str = "NULL::BOOLEAN"
    text: str = "NULL::VARCHAR"
    sound: str = ""
    """A shorter `percent` for a column all of whose values can be read."""


def cell(column: str, kind: str) -> Cell:
    """How to read `column` (SQL) of DuckDB's type `kind` as percent from 0 to 100."""
    if kind == "BOOLEAN":
        return Cell(done=column)
    if _WHOLE.fullmatch(kind) or _EXACT.fullmatch(kind):
        good = f"{column} BETWEEN 0 AND 100"
        return Cell(
            f"CASE WHEN {good} THEN CAST({column} AS DECIMAL(9,4)) END",
            text=f"CASE WHEN NOT ({good}) THEN CAST({column} AS VARCHAR) END",
            sound=f"CAST({column} AS DECIMAL(9,4))",
        )
    as_text = f"CAST({column} AS VARCHAR)"
    if kind == "VARCHAR":
        exact = f"CASE WHEN NOT contains({column}, '_') THEN TRY_CAST({column} AS DECIMAL(13,9)) END"
        as_text = f"nullif(trim({column}), '')"
    elif _FINE.fullmatch(kind):
        exact = f"TRY_CAST({column} AS DECIMAL(13,9))"
    elif kind == "FLOAT":  # its shortest decimal is what was meant: 60.1, not 60.0999985
        exact = f"TRY_CAST({as_text} AS DECIMAL(13,9))"
    else:
        return Cell(text=as_text)
    return Cell(
        f"CASE WHEN {exact} BETWEEN 0 AND 100 THEN {four_places(exact)} END",
        text=f"CASE WHEN NOT coalesce({exact} BETWEEN 0 AND 100, false) THEN {as_text} END",
    )


def four_places(exact: str) -> str:
    """The DECIMAL(13,9) `exact`, not negative, cut to four places as `gradebook.four_places` cuts it.

    Taking off just below half of the last place turns the rounding of a cast into cutting, in 64-bit whole numbers.
    """
    return f"CAST({exact} - 0.0000499995 AS DECIMAL(9,4))"


def amount(column: str, kind: str) -> Cell:
    """The same for a measure of success, of which there may be any number from 0."""
    exact = f"TRY_CAST(CAST({column} AS VARCHAR) AS DECIMAL(18,4))"
    if kind == "VARCHAR":
        exact = f"CASE WHEN NOT contains({column}, '_') THEN {exact} END"
    if kind == "BOOLEAN":
        exact = f"CAST(CAST({column} AS INT) AS DECIMAL(18,4))"
    return Cell(
        f"CASE WHEN {exact} >= 0 THEN {exact} END",
        text=f"CASE WHEN NOT coalesce({exact} >= 0, false) THEN nullif(trim(CAST({column} AS VARCHAR)), '') END",
    )


def create(connection: DuckDBPyConnection) -> None:
    """The table of what texts mean. A text that is odd means nothing."""
    for table in ("meanings", "amounts"):
        connection.execute(
            f"CREATE TABLE {table} (text VARCHAR, percent DECIMAL(18,4), done BOOLEAN, is_odd BOOLEAN, "
            "numerator VARCHAR, denominator VARCHAR)"
        )


def learn(texts: Iterable[str], connection: DuckDBPyConnection, *, is_amount: bool = False) -> None:
    """Look at each of `texts` and keep what it means."""
    table = "amounts" if is_amount else "meanings"
    rows = [(text, *(_amount_of(text) if is_amount else _meaning_of(text))) for text in texts]
    if rows:
        connection.execute(
            f"INSERT INTO {table} SELECT DISTINCT * FROM "  # noqa: S608
            "(SELECT unnest($1::VARCHAR[]), unnest($2::DECIMAL(18,4)[]), unnest($3::BOOLEAN[]), unnest($4::BOOLEAN[]), "
            "unnest($5::VARCHAR[]), unnest($6::VARCHAR[])) "
            f"t(text, percent, done, is_odd, numerator, denominator) WHERE text NOT IN (SELECT text FROM {table})",
            [list(column) for column in zip(*rows, strict=True)],
        )


def looked_up(source: str, texts: dict[str, str], table: str = "meanings") -> str:
    """`source` joined with what `texts` mean: the name of each join by the SQL of its text."""
    joins = [f"LEFT JOIN {table} {name} ON {name}.text = {text}" for text, name in texts.items()]
    return " ".join([source, *joins])


def better(cell_sql: Cell, name: str) -> Cell:
    """`cell_sql` with what was looked up under `name` where it could not be read as a number."""
    return Cell(
        f"coalesce({cell_sql.percent}, CAST({name}.percent AS DECIMAL(9,4)))", f"coalesce({cell_sql.done}, {name}.done)"
    )


_Meaning = tuple[Decimal | None, bool | None, bool, str | None, str | None]
"""Percent, whether done, whether odd, and the percent as a fraction where four places do not hold it."""


def _meaning_of(text: str) -> _Meaning:
    found = value_of(text)
    if isinstance(found, Score):
        parts = (str(found.exact.numerator), str(found.exact.denominator)) if found.exact else (None, None)
        return found.percent, found.is_done, False, *parts
    return None, None, found is not None, None, None


def _amount_of(text: str) -> _Meaning:
    many = number(text)
    if many is None:
        found = value_of(text)
        if isinstance(found, Score) and found.is_done is not None:
            many = Decimal(int(found.is_done))
    return (None, None, True, None, None) if many is None or many < 0 else (many, None, False, None, None)
