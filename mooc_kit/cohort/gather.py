"""A gathering is all gradebooks of a run in one DuckDB database on disk: learners, scores, counts. It streams,
whatever the size."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mooc_kit.cohort import codes
from mooc_kit.cohort.gradebook import MEASURES, Columns, Count, Learner, Record, Wide
from mooc_kit.cohort.readers import plain_sheet, xapi
from mooc_kit.cohort.readers.sheets import read_sheet
from mooc_kit.credentials.names import clean_text, has_steering_letters
from mooc_kit.problems import MoocKitError, Place, relative_name

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_PROBLEMS = 100_000
_MEMORY = "400MB"
_LOOK_ALIKE = str.maketrans("аеорсухіјѕԁԛԝһոսɡΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aeopcyxijsdqwhnugABEZHIKMNOPTYX")


def database(folder: Path) -> DuckDBPyConnection:
    """An empty database below `folder`, with bounds on memory."""
    import duckdb

    connection = duckdb.connect(str(folder / "cohort.duckdb"))
    connection.execute(f"SET memory_limit = '{_MEMORY}'")
    connection.execute("SET temp_directory = ?", [str(folder / "spill")])
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("SET enable_progress_bar = false")
    return connection


def gather(
    paths: Sequence[Path], columns: Columns, folder: Path, connection: DuckDBPyConnection
) -> list[tuple[str, str]]:
    """Fill the tables `learners`, `scores` and `counts` from the gradebooks at `paths`.

    Gives (file, what it was taken for). What is odd goes into `columns.problems`. Raises MoocKitError for files of
    which nothing can be read.
    """
    connection.execute("CREATE TABLE learners (learner VARCHAR, name VARCHAR, email VARCHAR)")
    connection.execute(
        "CREATE TABLE scores (learner VARCHAR, activity VARCHAR, percent DECIMAL(9,4), done BOOLEAN, moment TIMESTAMP)"
    )
    connection.execute("CREATE TABLE counts (learner VARCHAR, measure VARCHAR, amount DECIMAL(18,4))")
    columns.problems.extend(columns.check())
    if any(problem.code == codes.BAD_MAP.code for problem in columns.problems):
        raise MoocKitError(*columns.problems)
    titles = []
    for number, path in enumerate(paths):
        if not path.is_file():
            hint = "Check the name."
            raise MoocKitError(codes.UNREADABLE.at(Place(relative_name(path)), "There is no such file.", hint=hint))
        if path.suffix.lower() in (".parquet", ".pq"):
            _parquet(path, columns, connection)
            title = "plain table"
        elif xapi.fits(path):
            title = xapi.TITLE
            _load(xapi.read(path, columns), columns, folder / f"{number}", connection, path, once=False)
        else:
            read = read_sheet(path, columns)
            title = read.title
            _load(read.records, columns, folder / f"{number}", connection, path, once=not read.is_long)
        titles.append((relative_name(path), title))
    _look_alikes(columns, connection)
    return titles


def _load(
    records: Iterator[Record], columns: Columns, folder: Path, connection: DuckDBPyConnection, path: Path, *, once: bool
) -> None:
    """Write `records` to files and load those: nothing but one row is ever held in memory."""
    folder.mkdir()
    names = {table: folder / f"{table}.csv" for table in ("learners", "scores", "counts")}
    with ExitStack() as stack:
        files = {t: stack.enter_context(p.open("w", encoding="utf-8", newline="")) for t, p in names.items()}
        writers = {table: csv.writer(stream, lineterminator="\n") for table, stream in files.items()}
        for record in records:
            if isinstance(record, Learner):
                if has_steering_letters(record.name):
                    columns.odd(
                        Place(relative_name(path)), f"The name of {record.id} has hidden letters; they are left out."
                    )
                writers["learners"].writerow((record.id, clean_text(record.name), clean_text(record.email)))
            elif isinstance(record, Count):
                writers["counts"].writerow((record.learner, record.measure, record.amount))
            else:
                done = "" if record.is_done is None else str(record.is_done).lower()
                writers["scores"].writerow((record.learner, record.activity, record.percent, done, record.at))
            if len(columns.problems) > MOST_PROBLEMS:
                hint = "Look at the first lines: most likely the file is of another kind."
                message = f"More than {MOST_PROBLEMS} rows are odd."
                raise MoocKitError(codes.UNREADABLE.at(Place(relative_name(path)), message, hint=hint))
    types = {
        "learners": "{'learner': 'VARCHAR', 'name': 'VARCHAR', 'email': 'VARCHAR'}",
        "scores": "{'learner': 'VARCHAR', 'activity': 'VARCHAR', 'percent': 'DECIMAL(9,4)', 'done': 'BOOLEAN', "
        "'moment': 'TIMESTAMP'}",
        "counts": "{'learner': 'VARCHAR', 'measure': 'VARCHAR', 'amount': 'DECIMAL(18,4)'}",
    }
    for table, file in names.items():
        if file.stat().st_size:
            connection.execute(
                f"INSERT INTO {table} SELECT * FROM read_csv(?, header = false, auto_detect = false, delim = ',', "  # noqa: S608
                f"quote = '\"', escape = '\"', nullstr = '', columns = {types[table]})",
                [str(file)],
            )
        file.unlink()
    if once:
        _twice(columns, connection, path)


def _twice(columns: Columns, connection: DuckDBPyConnection, path: Path) -> None:
    """Report who stands in one wide gradebook more than once; `seen` keeps the files apart."""
    found = connection.execute(
        "SELECT learner, count(*) FROM learners WHERE learner NOT IN (SELECT learner FROM met) GROUP BY 1 "
        "HAVING count(*) > 1 ORDER BY 1"
        if _has(connection, "met")
        else "SELECT learner, count(*) FROM learners GROUP BY 1 HAVING count(*) > 1 ORDER BY 1"
    ).fetchall()
    for learner, count in found:
        hint = "Take one of the rows out, if they are not the same person's."
        message = f"{learner} stands in it {count} times; the better value of each activity counts."
        columns.problems.append(codes.TWICE.at(Place(relative_name(path)), message, hint=hint))
    connection.execute("CREATE OR REPLACE TABLE met AS SELECT DISTINCT learner FROM learners")


def _has(connection: DuckDBPyConnection, table: str) -> bool:
    found = connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = ?", [table]).fetchone()
    return found is not None


def _parquet(path: Path, columns: Columns, connection: DuckDBPyConnection) -> None:
    """A plain table in Parquet, wide or long, read by DuckDB alone. A bad value is reported with its row."""
    import duckdb

    name = relative_name(path)
    try:
        described = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
        headings = [row[0] for row in described]
    except duckdb.Error as error:
        hint = "Write it again as Parquet."
        raise MoocKitError(codes.UNREADABLE.at(Place(name), "It cannot be read as Parquet.", hint=hint)) from error
    low = {heading.casefold(): heading for heading in headings}
    who = next((low[w] for w in plain_sheet.WHO if w in low), None)
    if who is None:
        raise MoocKitError(codes.UNKNOWN_FORMAT.at(Place(name), hint="Add a column `email` or `learner`."))
    id = f"lower(trim(CAST({_q(who)} AS VARCHAR)))"
    shown = next((f"CAST({_q(low[n])} AS VARCHAR)" for n in ("name", "full name", "full_name") if n in low), "NULL")
    connection.execute(
        f"INSERT INTO learners SELECT DISTINCT {id}, {shown}, CASE WHEN contains({id}, '@') THEN {id} END "  # noqa: S608
        "FROM read_parquet(?)",
        [str(path)],
    )
    names: dict[str, str] = {}
    if plain_sheet.is_long(set(low)):
        what = low[next(n for n in ("activity", "activity_id", "item") if n in low)]
        score = next((_q(low[n]) for n in ("score", "percent", "grade", "value") if n in low), "NULL")
        done = f"CAST({_q(low['done'])} AS BOOLEAN)" if "done" in low else "NULL"
        at = next((_q(low[n]) for n in ("at", "date", "time", "timestamp") if n in low), "NULL")
        parts = [(f"CAST({_q(what)} AS VARCHAR)", score, done, at, "")]
        names = _named_in_rows(path, what, columns, connection)
    else:
        parts = []
        for heading in headings:
            if heading == who or heading.casefold() in plain_sheet._OWN:
                continue
            activity = columns.find(heading)
            if activity in columns.activities:
                parts.append((f"'{activity}'", _q(heading), "NULL", "NULL", f"WHERE {_q(heading)} IS NOT NULL"))
            elif activity in MEASURES:
                connection.execute(
                    f"INSERT INTO counts SELECT {id}, '{activity}', TRY_CAST({_q(heading)} AS DECIMAL(18,4)) "  # noqa: S608
                    f"FROM read_parquet(?) WHERE {_q(heading)} IS NOT NULL",
                    [str(path)],
                )
            else:
                columns.unknown(heading, Place(name))
    values: dict[str, str] = {}
    counted = _counted(path, id, parts, connection)
    for activity_sql, score, done, at, where in parts:
        value = f"TRY_CAST({score} AS DECIMAL(9,4))"
        good = f"({score} IS NULL OR coalesce({value} BETWEEN 0 AND 100, false)) AND {id} <> ''"
        source = f"FROM read_parquet(?, file_row_number = true) {where}"
        also = "AND" if where else "WHERE"
        odd = connection.execute(
            f"SELECT file_row_number + 1, CAST({score} AS VARCHAR) {source} {also} NOT coalesce({good}, false) "
            f"ORDER BY 1 LIMIT {MOST_PROBLEMS}",
            [str(path)],
        ).fetchall() if counted.get(score, (1, 1))[1] else []  # fmt: skip
        for row, text in odd:
            columns.odd(
                Place(name, row, 1), f'"{text}" in row {row} is not a score, or the row does not say whose it is.'
            )
        if where:
            values[activity_sql.strip("'")] = f"CASE WHEN {good} THEN {value} END"
            continue
        connection.execute(
            f"INSERT INTO scores SELECT {id}, {_renamed(activity_sql, names)}, {value}, {done}, "
            f"TRY_CAST({at} AS TIMESTAMP) {source} {also} {good}",
            [str(path)],
        )
    if values:
        told = frozenset(sql.strip("'") for sql, score, *_ in parts if counted[score][0])
        columns.wide.append(Wide(f"read_parquet({_s(path)})", id, values, told))


def _counted(
    path: Path, id: str, parts: list[tuple[str, str, str, str, str]], connection: DuckDBPyConnection
) -> dict[str, tuple[int, int]]:
    """For each column of a wide table how many values it has and how many are odd, in one pass; {} for a long one."""
    scores = [score for _, score, _, _, where in parts if where]
    if not scores:
        return {}
    asked = ", ".join(
        f"count({s}), count(*) FILTER ({s} IS NOT NULL AND ({id} = '' OR {id} IS NULL OR NOT "
        f"coalesce(TRY_CAST({s} AS DECIMAL(9,4)) BETWEEN 0 AND 100, false)))"
        for s in scores
    )
    row = connection.execute(f"SELECT {asked} FROM read_parquet(?)", [str(path)]).fetchone() or ()  # noqa: S608
    return {score: (int(row[2 * n]), int(row[2 * n + 1])) for n, score in enumerate(scores)}


def _named_in_rows(path: Path, what: str, columns: Columns, connection: DuckDBPyConnection) -> dict[str, str]:
    """The activity of each name in the column `what`; names of none are reported."""
    named = connection.execute(
        f"SELECT CAST({_q(what)} AS VARCHAR), count(*) FROM read_parquet(?) GROUP BY 1 ORDER BY 1",  # noqa: S608
        [str(path)],
    ).fetchall()
    found = {str(text): columns.find(str(text)) for text, _ in named}
    for text, count in named:
        if not found[str(text)]:
            message = f'{count} rows are about "{str(text)[:40]}", which is not an activity of the course.'
            columns.odd(Place(relative_name(path)), message, f'If it is one, say which: --map "{text}=ID".')
    return found


def _renamed(sql: str, names: dict[str, str]) -> str:
    """`sql` with the names that stand in the rows turned into ids."""
    cases = "".join(f" WHEN {_s(text)} THEN {_s(id)}" for text, id in names.items() if id and id != text)
    return f"CASE {sql}{cases} ELSE {sql} END" if cases else sql


def _look_alikes(columns: Columns, connection: DuckDBPyConnection) -> None:
    """Addresses that differ only in letters that look the same."""
    odd = connection.execute(
        "SELECT DISTINCT learner FROM learners WHERE regexp_matches(learner, '[^\\x00-\\x7F]') ORDER BY 1"
    ).fetchall()
    for (learner,) in odd:
        twin = str(learner).translate(_LOOK_ALIKE).lower()
        if twin != learner and connection.execute("SELECT 1 FROM learners WHERE learner = ?", [twin]).fetchone():
            message = f"{learner} looks like {twin}, and is spelt with other letters."
            hint = "Ask both people before you issue anything."
            columns.problems.append(codes.LOOK_ALIKE.at(Place("gradebook"), message, hint=hint))


def _q(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _s(text: Any) -> str:
    return "'" + str(text).replace("'", "''") + "'"
