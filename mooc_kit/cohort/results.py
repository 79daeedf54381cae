"""Learner results: for each learner and activity, the best percentage and whether it is done.

One wide gradebook is read where it lies, row by row of it, and never held. Several are put together first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from mooc_kit.cohort import sql
from mooc_kit.cohort.gradebook import Columns, Wide
from mooc_kit.course.model import Course, Quiz

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class Results:
    """SQL that gives a row for each learner: learner, name, email, took_part, and pN, dN for the activity number N."""

    source: str
    numbers: dict[str, int]
    told: frozenset[str]
    """The activities that some gradebook tells anything of."""

    def percent(self, activity: str) -> str:
        return f"p{self.numbers[activity]}"

    def done(self, activity: str) -> str:
        return f"d{self.numbers[activity]}"


def told_of(columns: Columns, connection: DuckDBPyConnection) -> frozenset[str]:
    """The activities that some gradebook tells anything of."""
    told = {row[0] for row in connection.execute("SELECT DISTINCT activity FROM scores").fetchall()}
    for select in columns.long:
        rows = connection.execute(
            f"SELECT DISTINCT activity FROM ({select}) WHERE percent IS NOT NULL OR done IS NOT NULL"  # noqa: S608
        ).fetchall()
        told |= {row[0] for row in rows if row[0]}
    return frozenset(told.union(*(table.told for table in columns.wide)))


def scored_of(columns: Columns, connection: DuckDBPyConnection) -> frozenset[str]:
    """The activities of which some row of a gradebook tells a score."""
    found = set()
    for source in ("scores", *(f"({select})" for select in columns.long)):
        rows = connection.execute(f"SELECT DISTINCT activity FROM {source} WHERE percent IS NOT NULL")  # noqa: S608
        found |= {row[0] for row in rows.fetchall()}
    return frozenset(found)


def marks_of(  # noqa: PLR0917
    course: Course,
    columns: Columns,
    named: Sequence[str],
    told: frozenset[str],
    until: date | None,
    connection: DuckDBPyConnection,
) -> Results:
    """The marks of everybody in the gradebooks, for the activities `named` and all others that are told of."""
    all_ids = (activity.id for _, activity in course.activities())
    numbers = {id: n for n, id in enumerate(dict.fromkeys((*named, *(id for id in all_ids if id in told))))}
    ids = list(numbers)
    has_rows = connection.execute("SELECT 1 FROM learners UNION ALL SELECT 1 FROM scores LIMIT 1").fetchone()
    if len(columns.wide) == 1 and columns.wide[0].is_unique and not columns.long and not has_rows:
        return Results(f"({_wide(columns.wide[0], ids)})", numbers, told)
    parts = [_wide(table, ids) for table in columns.wide]
    parts.append("SELECT learner, name, email FROM learners")
    scores = _scores(course, columns, until, connection)
    narrow = [
        f"max(percent) FILTER (activity = {sql.value(id)}) AS p{n}, bool_or(done) FILTER (activity = {sql.value(id)}) "
        f"AS d{n}"
        for id, n in numbers.items()
    ]
    parts.append(
        f"SELECT learner, max(name) AS name, max(email) AS email, "  # noqa: S608
        f"{''.join(part + ', ' for part in narrow)}bool_or(percent > 0 OR done) AS took_part "
        f"FROM {scores} GROUP BY learner"
    )
    best = "".join(f", max(p{n}) AS p{n}, bool_or(d{n}) AS d{n}" for n in numbers.values())
    nothing = "".join(f", NULL::DECIMAL(9,4) AS p{n}, NULL::BOOLEAN AS d{n}" for n in numbers.values())
    parts.append(f"SELECT NULL::VARCHAR AS learner, '' AS name, '' AS email, false AS took_part{nothing} WHERE false")
    connection.execute(
        "CREATE OR REPLACE TABLE marks AS SELECT learner, coalesce(max(name), '') AS name, "  # noqa: S608
        f"coalesce(max(email), '') AS email, coalesce(bool_or(took_part), false) AS took_part{best} "
        f"FROM ({' UNION ALL BY NAME '.join(parts)}) GROUP BY learner ORDER BY learner"
    )
    return Results("marks", numbers, told)


def _wide(table: Wide, ids: Sequence[str]) -> str:
    cells = "".join(
        f", {table.percent.get(id, 'NULL::DECIMAL(9,4)')} AS p{n}, {table.done.get(id, 'NULL::BOOLEAN')} AS d{n}"
        for n, id in enumerate(ids)
    )
    part = [f"coalesce(p{n} > 0, false) OR coalesce(d{n}, false)" for n, id in enumerate(ids) if id in table.told]
    return (
        f"SELECT *, {' OR '.join(part) or 'false'} AS took_part FROM (SELECT {table.learner} AS learner, "  # noqa: S608
        f"{table.name} AS name, {table.email} AS email{cells} FROM {table.source} WHERE {table.learner} <> '')"
    )


def _scores(course: Course, columns: Columns, until: date | None, connection: DuckDBPyConnection) -> str:
    """SQL for all scores that count: in time, and only as many attempts as the course allows, the first ones."""
    own = "SELECT learner, NULL::VARCHAR AS name, NULL::VARCHAR AS email, activity, percent, done, moment FROM scores"
    source = f"({' UNION ALL '.join([own, *columns.long])})"
    limits = {a.id: a.attempts for _, a in course.activities() if isinstance(a, Quiz) and a.attempts}
    dated = limits and connection.execute(f"SELECT 1 FROM {source} WHERE moment IS NOT NULL LIMIT 1").fetchone()  # noqa: S608
    if dated:
        cases = " ".join(f"WHEN {sql.value(id)} THEN {count}" for id, count in limits.items())
        ids = ", ".join(map(sql.value, limits))
        tried = f"moment IS NOT NULL AND percent IS NOT NULL AND activity IN ({ids})"
        source = (
            f"(SELECT * FROM {source} WHERE NOT coalesce({tried}, false) UNION ALL "  # noqa: S608
            f"SELECT * FROM {source} WHERE {tried} QUALIFY row_number() OVER "
            f"(PARTITION BY learner, activity ORDER BY moment, percent) <= CASE activity {cases} END)"
        )
    if until:
        day = f"DATE {sql.value(until.isoformat())}"
        # Too late counts for nothing, and still somebody is there.
        late = f"moment IS NOT NULL AND CAST(moment AS DATE) > {day}"
        source = (
            f"(SELECT learner, name, email, CASE WHEN NOT ({late}) THEN activity END AS activity, "  # noqa: S608
            f"CASE WHEN NOT ({late}) THEN percent END AS percent, CASE WHEN NOT ({late}) THEN done END AS done "
            f"FROM {source})"
        )
    return source
