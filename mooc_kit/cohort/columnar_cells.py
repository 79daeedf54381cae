"""Columnar cells: texts of a column that only Python can read, looked at once each, and odd ones reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mooc_kit.cohort import gradebook_codes, score_cells, sql
from mooc_kit.cohort.columnar_learners import People
from mooc_kit.cohort.columnar_table import MOST_PROBLEMS, ColumnarTable
from mooc_kit.cohort.gradebook import Columns
from mooc_kit.problems import MoocKitError, Place

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def look_at(  # noqa: PLR0917
    sheet: ColumnarTable,
    people: People,
    columns: Columns,
    connection: DuckDBPyConnection,
    heading: str,
    text: str,
    *,
    where: str = "true",
    is_amount: bool = False,
    activity: str = "",
) -> int:
    """Learn what the texts of a column mean and report the odd ones. Gives how many different texts mean something.

    `activity` is SQL for the activity that they are scores of: fractions of points are kept as they are.
    """
    table = "amounts" if is_amount else "meanings"
    source = f"FROM {people.source} WHERE {people.id} <> '' AND {where} AND ({text}) IS NOT NULL"
    different = [
        str(row[0])
        for row in connection.execute(f"SELECT DISTINCT {text} {source} LIMIT {MOST_PROBLEMS + 1}").fetchall()
    ]
    score_cells.learn(different, connection, is_amount=is_amount)
    if activity:
        connection.execute(
            f"INSERT INTO fractions SELECT {people.id}, {activity}, m.percent, m.numerator, m.denominator "  # noqa: S608
            f"FROM {people.source} JOIN meanings m ON m.text = ({text}) "
            f"WHERE m.numerator IS NOT NULL AND {people.id} <> '' AND {where}"
        )
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
        f"AND list_contains(?, text)",
        [different],
    ).fetchone()
    return int(row[0]) if row else 0


def read_amounts(  # noqa: PLR0917
    sheet: ColumnarTable,
    people: People,
    columns: Columns,
    connection: DuckDBPyConnection,
    heading: str,
    measure: str,
) -> None:
    """Add a column of a measure of success to the table `counts`."""
    told = score_cells.amount(sql.name(heading), sheet.kinds[heading])
    look_at(sheet, people, columns, connection, heading, told.text, is_amount=True)
    source = score_cells.looked_up(people.source, {told.text: "m"}, "amounts")
    connection.execute(
        f"INSERT INTO counts SELECT * FROM (SELECT {people.id}, {sql.value(measure)}, "  # noqa: S608
        f"coalesce({told.percent}, m.percent) AS amount FROM {source} WHERE {people.id} <> '') WHERE amount IS NOT NULL"
    )
