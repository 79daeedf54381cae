"""Long-format columnar gradebooks: a row for each score, with its learner, activity, score and date where known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mooc_kit.cohort import score_cells, sql
from mooc_kit.cohort.columnar_cells import look_at
from mooc_kit.cohort.columnar_learners import People
from mooc_kit.cohort.columnar_table import MOST_PROBLEMS, ColumnarTable
from mooc_kit.cohort.gradebook import MEASURES, Columns, iso_moment
from mooc_kit.cohort.readers import plain_sheet
from mooc_kit.problems import Place

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_PLAIN_MOMENT = "\\d{4}-\\d\\d-\\d\\d([T ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,6})?)?)?"


def read_long(sheet: ColumnarTable, people: People, columns: Columns, connection: DuckDBPyConnection) -> None:
    """Add the scores of `sheet` to `columns.long`, as SQL; measures of success go into the table `counts`."""
    (what, *_) = sheet.named(*plain_sheet.ACTIVITIES)
    score, done, at = (_first(sheet, names) for names in (plain_sheet.SCORES, ("done",), plain_sheet.TIMES))
    named = _named(sheet, people, what, columns, connection)
    activities = {text: id for text, id in named.items() if id in columns.activities}
    measures = {text: id for text, id in named.items() if id in MEASURES}
    told = [(heading, sheet.cell(heading)) for heading in (score, done) if heading]
    about = f"CAST({what} AS VARCHAR)"
    if activities:
        joins, read = {}, []
        cases = " ".join(f"WHEN {sql.value(text)} THEN {sql.value(id)}" for text, id in activities.items())
        columns.bare.update(activities.values())
        activity = f"CASE {about} {cases} END"
        for n, (heading, cell) in enumerate(told):
            where = _among(about, activities)
            look_at(sheet, people, columns, connection, heading, cell.text, where=where, activity=activity)
            joins[cell.text] = f"m{n}"
            read.append(score_cells.better(cell, f"m{n}"))
        percent, is_done = (read[0].percent, read[0].done) if read else ("NULL::DECIMAL(9,4)", "NULL::BOOLEAN")
        if len(read) == 2:  # what the column `done` says counts where there is no score
            said = f"{sql.name(told[0][0])} IS NOT NULL"
            said += f" AND trim(CAST({sql.name(told[0][0])} AS VARCHAR)) <> ''"
            percent = f"CASE WHEN {said} THEN {percent} ELSE {read[1].percent} END"
            is_done = f"CASE WHEN {said} THEN {is_done} ELSE {read[1].done} END"
        source = score_cells.looked_up(people.source, joins)
        moment = "NULL::TIMESTAMP"
        if at:
            source, moment = _moments(sheet, source, at, columns, connection, f"{people.id} <> ''")
        if not told:
            is_done = f"CASE WHEN {sql.name(at)} IS NOT NULL THEN true END"
        columns.long.append(
            f"SELECT {people.id} AS learner, {people.name} AS name, {people.email} AS email, "  # noqa: S608
            f"{activity} AS activity, {percent} AS percent, {is_done} AS done, {moment} AS moment "
            f"FROM {source} WHERE {people.id} <> ''"
        )
    if measures and told:
        _counts(sheet, people, columns, connection, told[0][0], about, measures)


def _first(sheet: ColumnarTable, names: tuple[str, ...]) -> str:
    low = {heading.casefold(): heading for heading in reversed(sheet.kinds)}
    return next((low[name] for name in names if name in low), "")


def _among(about: str, named: dict[str, str]) -> str:
    return f"{about} IN ({', '.join(map(sql.value, named))})"


def _named(
    sheet: ColumnarTable, people: People, what: str, columns: Columns, connection: DuckDBPyConnection
) -> dict[str, str]:
    """The activity or measure of each name that stands in the rows; rows about others are reported."""
    counted = connection.execute(
        f"SELECT coalesce(CAST({what} AS VARCHAR), ''), count(*), min({sheet.row}) FROM {people.source} "  # noqa: S608
        f"WHERE {people.id} <> '' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST_PROBLEMS}"
    ).fetchall()
    found = {str(text): columns.find(str(text)) for text, *_ in counted}
    strange = sorted((row, text, count) for text, count, row in counted if not found[text])
    lines = sheet.lines(row for row, *_ in strange)
    for row, text, count in strange:
        many = f"{count} rows are" if count > 1 else "The row is"
        message = f'{many} about "{text[:40]}", which is not an activity of the course.'
        columns.odd(
            Place(sheet.name, lines.get(row, 1), 1), message, f'If it is one, say which: --map "{text[:40]}=ID".'
        )
    return found


def _moments(  # noqa: PLR0917
    sheet: ColumnarTable, source: str, at: str, columns: Columns, connection: DuckDBPyConnection, where: str
) -> tuple[str, str]:
    """`source` and SQL for the moment in the column `at`; what is no date is reported."""
    column, kind = sql.name(at), sheet.kinds[at]
    if kind == "TIMESTAMP WITH TIME ZONE":
        return source, f"make_timestamp(epoch_us({column}))"
    if kind.startswith(("TIMESTAMP", "DATE")):
        return source, f"CAST({column} AS TIMESTAMP)"
    text = f"CAST({column} AS VARCHAR)"
    plain = f"CASE WHEN regexp_full_match({text}, {sql.value(_PLAIN_MOMENT)}) THEN TRY_CAST({text} AS TIMESTAMP) END"
    rest = f"CASE WHEN ({plain}) IS NULL THEN nullif(trim({text}), '') END"
    connection.execute("CREATE TABLE IF NOT EXISTS moments (text VARCHAR, moment TIMESTAMP)")
    reader = connection.cursor()
    rows = reader.execute(
        f"SELECT DISTINCT {rest} FROM {source} WHERE {where} AND ({rest}) IS NOT NULL "  # noqa: S608
        "AND ({rest}) NOT IN (SELECT text FROM moments)".replace("{rest}", rest)
    )
    while batch := rows.fetchmany(10_000):
        texts = [str(row[0]) for row in batch]
        connection.execute(
            "INSERT INTO moments SELECT unnest($1::VARCHAR[]), unnest($2::TIMESTAMP[])",
            [texts, [iso_moment(text) or None for text in texts]],
        )
    reader.close()
    odd = connection.execute(
        f"SELECT {sheet.row}, {rest} FROM {source} WHERE {where} AND ({rest}) IN "  # noqa: S608
        f"(SELECT text FROM moments WHERE moment IS NULL) ORDER BY 1 LIMIT {MOST_PROBLEMS}"
    ).fetchall()
    lines, place = sheet.lines(row for row, _ in odd), list(sheet.kinds).index(at) + 1
    for row, value in odd:
        columns.odd_moment(Place(sheet.name, lines.get(row, 1), place), str(value))
    return f"{source} LEFT JOIN moments t ON t.text = {rest}", f"coalesce({plain}, t.moment)"


def _counts(  # noqa: PLR0917
    sheet: ColumnarTable,
    people: People,
    columns: Columns,
    connection: DuckDBPyConnection,
    heading: str,
    about: str,
    measures: dict[str, str],
) -> None:
    told = score_cells.amount(sql.name(heading), sheet.kinds[heading])
    where = _among(about, measures)
    look_at(sheet, people, columns, connection, heading, told.text, where=where, is_amount=True)
    cases = " ".join(f"WHEN {sql.value(text)} THEN {sql.value(id)}" for text, id in measures.items())
    source = score_cells.looked_up(people.source, {told.text: "m"}, "amounts")
    connection.execute(
        f"INSERT INTO counts SELECT * FROM (SELECT {people.id}, CASE {about} {cases} END, "  # noqa: S608
        f"coalesce({told.percent}, m.percent) AS amount FROM {source} WHERE {people.id} <> '' AND {where}) "
        "WHERE amount IS NOT NULL"
    )
