"""A gathering is all gradebooks of a run in one DuckDB database on disk: learners, scores, counts. It streams,
whatever the size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from mooc_kit.cohort import columnar, exact_scores, gradebook_codes, score_cells
from mooc_kit.cohort.columnar_table import MOST_PROBLEMS
from mooc_kit.cohort.gradebook import Columns, Count, Learner, Record
from mooc_kit.cohort.readers import plain_sheet, xapi
from mooc_kit.cohort.readers.sheets import read_sheet
from mooc_kit.credentials.person_names import clean_text, has_steering_letters
from mooc_kit.files import text_stream
from mooc_kit.problems import MoocKitError, Place, relative_name
from mooc_kit.tables import csv_writer

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = ("250MB", "1GB", "4GB")
"""How much the database may take. The first is enough for a million learners; what does not fit is tried with more."""
_LOOK_ALIKE = str.maketrans("аеорсухіјѕԁԛԝһոսɡΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aeopcyxijsdqwhnugABEZHIKMNOPTYX")


def database(folder: Path, memory: str = MEMORY[0]) -> DuckDBPyConnection:
    """An empty database below `folder`, with bounds on memory."""
    import duckdb

    connection = duckdb.connect(str(folder / "cohort.duckdb"))
    connection.execute(f"SET memory_limit = '{memory}'")
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
    connection.execute("CREATE TABLE learners (learner VARCHAR, name VARCHAR, email VARCHAR, book INT)")
    connection.execute(
        "CREATE TABLE scores (learner VARCHAR, activity VARCHAR, percent DECIMAL(9,4), done BOOLEAN, moment TIMESTAMP)"
    )
    connection.execute("CREATE TABLE counts (learner VARCHAR, measure VARCHAR, amount DECIMAL(18,4))")
    score_cells.create(connection)
    exact_scores.create(connection)
    columns.problems.extend(columns.check())
    if any(problem.code == gradebook_codes.BAD_MAP.code for problem in columns.problems):
        raise MoocKitError(*columns.problems)
    titles = []
    for number, path in enumerate(paths):
        if not path.is_file():
            hint = "Check the name."
            raise MoocKitError(
                gradebook_codes.UNREADABLE.at(Place(relative_name(path)), "There is no such file.", hint=hint)
            )
        if path.suffix.lower() in (".parquet", ".pq"):
            columnar.read(columnar.parquet(path, columns, connection), columns, connection)
            title = plain_sheet.TITLE
        elif xapi.fits(path):
            title = xapi.TITLE
            _load(xapi.read(path, columns), columns, folder / f"{number}", connection, path, number, once=False)
        else:
            read = read_sheet(path, columns)
            title = read.title
            is_plain = read.is_first and title == plain_sheet.TITLE
            form = read.form if is_plain else None
            sheet = columnar.large_csv(path, form, read.headings, columns, folder, connection)
            if sheet is not None:
                columnar.read(sheet, columns, connection)
            else:
                _load(read.records, columns, folder / f"{number}", connection, path, number, once=not read.is_long)
        titles.append((relative_name(path), title))
    _look_alikes(columns, connection)
    return titles


def _load(  # noqa: PLR0917
    records: Iterator[Record],
    columns: Columns,
    folder: Path,
    connection: DuckDBPyConnection,
    path: Path,
    book: int,
    *,
    once: bool,
) -> None:
    """Write `records` to files and load those: nothing but one row is ever held in memory."""
    folder.mkdir()
    names = {table: folder / f"{table}.csv" for table in ("learners", "scores", "counts", "fractions", "excused")}
    with ExitStack() as stack:
        files = {t: stack.enter_context(text_stream(p)) for t, p in names.items()}
        writers = {table: csv_writer(stream, is_harmless=False) for table, stream in files.items()}
        for record in records:
            if isinstance(record, Learner):
                if has_steering_letters(record.name):
                    columns.steering(Place(relative_name(path), record.line, 1), record.id)
                writers["learners"]((record.id, clean_text(record.name), clean_text(record.email)))
            elif isinstance(record, Count):
                writers["counts"]((record.learner, record.measure, record.amount))
            else:
                done = "" if record.is_done is None else str(record.is_done).lower()
                writers["scores"]((record.learner, record.activity, record.percent, done, record.at))
                if record.is_excused:
                    writers["excused"]((record.learner, record.activity))
                if record.exact is not None:
                    parts = (record.exact.numerator, record.exact.denominator)
                    writers["fractions"]((record.learner, record.activity, record.percent, *parts))
            if len(columns.problems) > MOST_PROBLEMS:
                hint = "Look at the first lines: most likely the file is of another kind."
                message = f"More than {MOST_PROBLEMS} rows are odd."
                raise MoocKitError(gradebook_codes.UNREADABLE.at(Place(relative_name(path)), message, hint=hint))
    types = {
        "learners": "{'learner': 'VARCHAR', 'name': 'VARCHAR', 'email': 'VARCHAR'}",
        "scores": "{'learner': 'VARCHAR', 'activity': 'VARCHAR', 'percent': 'DECIMAL(9,4)', 'done': 'BOOLEAN', "
        "'moment': 'TIMESTAMP'}",
        "fractions": exact_scores.TYPES,
        "excused": "{'learner': 'VARCHAR', 'activity': 'VARCHAR'}",
        "counts": "{'learner': 'VARCHAR', 'measure': 'VARCHAR', 'amount': 'DECIMAL(18,4)'}",
    }
    for table, file in names.items():
        if file.stat().st_size:
            connection.execute(
                f"INSERT INTO {table} SELECT *{f', {book}' if table == 'learners' else ''} "  # noqa: S608
                "FROM read_csv(?, header = false, auto_detect = false, delim = ',', "
                f"quote = '\"', escape = '\"', nullstr = '', columns = {types[table]})",
                [str(file)],
            )
        file.unlink()
    if once:
        _twice(columns, connection, path, book)


def _twice(columns: Columns, connection: DuckDBPyConnection, path: Path, book: int) -> None:
    """Report who stands in one wide gradebook more than once."""
    found = connection.execute(
        "SELECT learner, count(*) FROM learners WHERE book = ? GROUP BY 1 HAVING count(*) > 1 ORDER BY 1", [book]
    ).fetchall()
    for learner, count in found:
        columns.twice(learner, count, Place(relative_name(path)))


def _look_alikes(columns: Columns, connection: DuckDBPyConnection) -> None:
    """Addresses that differ only in letters that look the same, or only in what stands behind a plus."""
    wide = [f"SELECT {table.learner} AS learner FROM {table.source}" for table in columns.wide]  # noqa: S608
    long = [f"SELECT learner FROM ({select})" for select in columns.long]  # noqa: S608
    everybody = " UNION ALL ".join(["SELECT learner FROM learners", *wide, *long])
    odd = connection.execute(
        f"SELECT DISTINCT learner FROM ({everybody}) WHERE regexp_matches(learner, '[^\\x00-\\x7F]') "  # noqa: S608
        f"OR regexp_matches(learner, '^[^@]+\\+[^@]*@') ORDER BY 1 LIMIT {MOST_PROBLEMS}"
    ).fetchall()
    plain = {str(learner): _plain_address(str(learner)) for (learner,) in odd}
    if not plain:
        return
    connection.execute("CREATE OR REPLACE TABLE alike (learner VARCHAR, plain VARCHAR)")
    connection.execute(
        "INSERT INTO alike SELECT unnest($1::VARCHAR[]), unnest($2::VARCHAR[])", [list(plain), list(plain.values())]
    )
    pairs = connection.execute(
        f"SELECT DISTINCT a.learner, b.learner FROM alike a JOIN (SELECT learner, learner AS plain FROM ({everybody}) "  # noqa: S608
        "UNION ALL SELECT * FROM alike) b ON a.plain = b.plain AND a.learner <> b.learner "
        "WHERE NOT (b.learner IN (SELECT learner FROM alike) AND b.learner < a.learner) ORDER BY 1, 2"
    ).fetchall()
    for learner, twin in pairs:
        if learner.isascii() and twin.isascii():
            message = f"{learner} and {twin} may be one person: only what follows the plus differs."
            hint = "If they are, write one address in the gradebook; each address is given a credential of its own."
        else:
            message = f"{learner} looks like {twin}, and is spelt with other letters."
            hint = "Ask both people before you issue anything."
        columns.problems.append(gradebook_codes.LOOK_ALIKE.at(Place("gradebook"), message, hint=hint))


def _plain_address(learner: str) -> str:
    own, at, host = learner.translate(_LOOK_ALIKE).lower().partition("@")
    return f"{own.partition('+')[0] or own}{at}{host}"
