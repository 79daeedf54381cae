"""A decision says whether somebody is given a credential, and why not. It is computed in DuckDB with exact decimals.

Weights are fractions: the score is compared as (sum of numerator × percent) >= (least × common denominator), in whole
numbers of ten-thousandths, so that no path rounds and every engine gives the same answer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import lcm
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mooc_kit.cohort import codes
from mooc_kit.cohort.gradebook import Wide
from mooc_kit.cohort.rules import Rule, pass_percent
from mooc_kit.course.model import Activity, Course, Quiz
from mooc_kit.problems import Place, Problem

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FORMAT = 1
ALL_UNTOLD = "untold"


@dataclass(frozen=True)
class Terms:
    """How the team wants it decided: the last day that counts, and what it vouches for without a record."""

    until: date | None = None
    today: date | None = None
    assumed: tuple[str, ...] = ()


def decide(  # noqa: PLR0917
    course: Course, rules: Sequence[Rule], terms: Terms, connection: DuckDBPyConnection, output: Path,
    wide: Sequence[Wide] = (),
) -> list[Problem]:  # fmt: skip
    """Write who is given what to `output` (Parquet): a row for each learner and rule, in the order of learners.

    Gives problems, and writes nothing, where a rule asks for what no gradebook tells.
    """
    activities = {activity.id: activity for _, activity in course.activities()}
    named = tuple(dict.fromkeys(id for rule in rules for id in rule.mentioned if id in activities))
    told = _told(wide, connection)
    untold = [id for id in named if id not in told]
    assumed = set(untold) if ALL_UNTOLD in terms.assumed else set(terms.assumed)
    missing = [id for id in untold if id not in assumed]
    if missing:
        return [_not_told(activities[id]) for id in missing]
    named = (*named, *(id for id in activities if id in told and id not in named))
    _marks(course, named, terms, connection, wide)
    places = {id: n for n, id in enumerate(named)}
    connection.execute("CREATE OR REPLACE TABLE places (n INT, activity VARCHAR)")
    connection.executemany("INSERT INTO places VALUES (?, ?)", [[n, id] for id, n in places.items() if id in told])
    selects = [_select(rule, activities, places, assumed, terms) for rule in rules]
    connection.execute(
        f"COPY (SELECT * FROM ({' UNION ALL '.join(selects)}) ORDER BY learner, credential) TO {_s(output)} "  # noqa: S608
        "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20000, "
        f"KV_METADATA {{mooc_kit: {_s(about(course, rules))}}})"
    )
    return []


def about(course: Course, rules: Sequence[Rule]) -> str:
    """What the file of decisions says about itself: the course, and a digest of each rule."""
    digests = {rule.id: hashlib.sha256(repr(rule).encode()).hexdigest()[:16] for rule in rules}
    return json.dumps({"format": FORMAT, "course": course.id, "rules": digests}, sort_keys=True)


def _not_told(activity: Activity) -> Problem:
    message = f'Nothing tells whether "{activity.title}" (`{activity.id}`) was done.'
    hint = (
        f"Add the export that tells it, or vouch for it: --assume-done {activity.id} (or --assume-done {ALL_UNTOLD})."
    )
    return codes.NOT_TOLD.at(Place("gradebook"), message, hint=hint)


def _told(wide: Sequence[Wide], connection: DuckDBPyConnection) -> set[str]:
    """The activities that some gradebook tells anything of."""
    told = {row[0] for row in connection.execute("SELECT DISTINCT activity FROM scores").fetchall()}
    for table in wide:
        told |= table.told
    return told


def _marks(
    course: Course, named: tuple[str, ...], terms: Terms, connection: DuckDBPyConnection, wide: Sequence[Wide]
) -> None:
    """The table `marks`: for each learner the best percent (p) and done (d) of each activity, by its number."""
    source = "scores"
    limits = {a.id: a.attempts for _, a in course.activities() if isinstance(a, Quiz) and a.attempts}
    where = ["true"]
    if terms.until:
        where.append(f"(moment IS NULL OR CAST(moment AS DATE) <= DATE '{terms.until.isoformat()}')")
    dated = connection.execute("SELECT 1 FROM scores WHERE moment IS NOT NULL LIMIT 1").fetchone()
    if limits and dated:
        # Where the export tells every attempt, only as many count as the course allows, the first ones.
        cases = " ".join(f"WHEN {_s(id)} THEN {count}" for id, count in limits.items())
        ids = ", ".join(_s(id) for id in limits)
        source = (
            "(SELECT * FROM scores WHERE moment IS NULL OR percent IS NULL OR activity NOT IN "  # noqa: S608
            f"({ids}) UNION ALL SELECT * FROM (SELECT * FROM scores WHERE moment IS NOT NULL AND percent IS NOT NULL "
            f"AND activity IN ({ids})) QUALIFY row_number() OVER (PARTITION BY learner, activity ORDER BY "
            f"moment, percent) "
            f"<= CASE activity {cases} END)"
        )
    parts = [
        f"max(percent) FILTER (activity = {_s(id)}) AS p{n}, bool_or(done) FILTER (activity = {_s(id)}) AS d{n}"
        for n, id in enumerate(named)
    ]
    parts.append("bool_or(percent > 0 OR done) AS took_part")
    narrow = f"SELECT learner, {', '.join(parts)} FROM {source} WHERE {' AND '.join(where)} GROUP BY learner"  # noqa: S608
    has_rows = connection.execute("SELECT 1 FROM scores LIMIT 1").fetchone() is not None
    tables = [*([narrow] if has_rows or not wide else []), *(_wide_marks(table, named) for table in wide)]
    whole = tables[0]
    if len(tables) > 1:
        best = ", ".join(f"max(p{n}) AS p{n}, bool_or(d{n}) AS d{n}" for n in range(len(named)))
        best += f"{', ' if best else ''}bool_or(took_part) AS took_part"
        whole = f"SELECT learner, {best} FROM ({' UNION ALL BY NAME '.join(tables)}) GROUP BY learner"  # noqa: S608
    connection.execute(f"CREATE OR REPLACE TABLE marks AS {whole}")
    connection.execute(
        "CREATE OR REPLACE TABLE people AS SELECT learner, max(name) AS name, max(email) AS email FROM learners "
        "GROUP BY 1"
    )
    connection.execute(
        "CREATE OR REPLACE TABLE best AS SELECT * FROM identities "
        "QUALIFY row_number() OVER (PARTITION BY learner ORDER BY coalesce(expires, DATE '9999-12-31') DESC, "
        "verified DESC) = 1"
    )


def _wide_marks(table: Wide, named: tuple[str, ...]) -> str:
    parts = [
        f"max({table.values[id]}) AS p{n}, NULL::BOOLEAN AS d{n}"
        if id in table.values
        else f"NULL::DECIMAL(9,4) AS p{n}, NULL::BOOLEAN AS d{n}"
        for n, id in enumerate(named)
    ]
    most = ", ".join(f"coalesce({value}, 0)" for value in table.values.values())
    parts.append(f"bool_or(greatest({most}) > 0) AS took_part")
    return (
        f"SELECT {table.learner} AS learner, {', '.join(parts)} FROM {table.source} "  # noqa: S608
        f"WHERE {table.learner} <> '' GROUP BY 1"
    )


def _select(
    rule: Rule, activities: dict[str, Activity], places: dict[str, int], assumed: set[str], terms: Terms
) -> str:
    denominator = lcm(*(share.denominator for share in rule.weights.values())) if rule.weights else 1
    total = " + ".join(
        f"coalesce(p{places[id]}, 0) * CAST({int(share * denominator)} AS DECIMAL(18,0))"
        for id, share in rule.weights.items()
        if id in places
    )
    total = f"CAST({total or 0} AS DECIMAL(38,4))"
    done = {id: _done(activities[id], places[id], id in assumed) for id in rule.mentioned if id in activities}
    reasons = [
        f"CASE WHEN NOT ({done[id]}) THEN {_s(_missing(activities[id]))} END" for id in rule.activities if id in done
    ]
    if rule.least_percent:
        # Shown rounded down: 69.996 must not look like 70.
        shown = f"CAST(floor({total} * 100 / {denominator}) / 100 AS DECIMAL(7,2))"
        reasons.append(
            f"CASE WHEN {total} < {rule.least_percent * denominator} THEN 'The score is ' || {shown} || "
            f"' percent; {rule.least_percent} are needed.' END"
        )
    if rule.needs_identity:
        reasons += _identity_reasons(terms)
        for id in rule.watched:
            title = activities[id].title if id in activities else id
            outcome = f"(SELECT max(outcome) FROM proctored o WHERE o.learner = m.learner AND o.activity = {_s(id)})"  # noqa: S608
            reasons.append(
                f"CASE coalesce({outcome}, '') WHEN 'passed' THEN NULL "
                f"WHEN 'failed' THEN {_s(f'The proctoring of {chr(34)}{title}{chr(34)} was not passed.')} "
                f"WHEN 'pending' THEN {_s(f'The proctoring of {chr(34)}{title}{chr(34)} is not decided yet.')} "
                f"ELSE {_s(f'There is no proctoring record for {chr(34)}{title}{chr(34)}.')} END"
            )
    for formal, shown_by in rule.mapped:
        any_done = " OR ".join(f"({done[id]})" for id in shown_by if id in done) or "false"
        reasons.append(f"CASE WHEN NOT ({any_done}) THEN {_s(f'Nothing that was judged shows: {formal}.')} END")
    why = f"concat_ws(chr(10), {', '.join(reasons)})" if reasons else "''"
    percent = f"CAST(floor({total} * 100 / {denominator}) / 100 AS DECIMAL(7,2))" if rule.weights else "NULL"
    identity = (
        "i.method AS method, i.verified AS verified, i.verifier AS verifier, i.expires AS expires"
        if rule.needs_identity
        else "NULL::VARCHAR AS method, NULL::DATE AS verified, NULL::VARCHAR AS verifier, NULL::DATE AS expires"
    )
    return (
        f"SELECT m.learner AS learner, coalesce(q.name, '') AS name, coalesce(q.email, '') AS email, "  # noqa: S608
        f"{_s(rule.id)} AS credential, ({why}) = '' AS completed, {percent}::DECIMAL(7,2) AS percent, {why} AS "
        f"reasons, "
        f"coalesce(took_part, false) AS took_part, {identity} "
        "FROM (SELECT people.learner AS learner, marks.* EXCLUDE learner FROM people LEFT JOIN marks USING "
        "(learner)) m "
        "LEFT JOIN people q ON q.learner = m.learner LEFT JOIN best i ON i.learner = m.learner"
    )


def _identity_reasons(terms: Terms) -> Iterator[str]:
    yield "CASE WHEN i.learner IS NULL THEN 'There is no identity record.' END"
    day = (terms.until or terms.today or date.today()).isoformat()
    yield (
        f"CASE WHEN i.expires < DATE '{day}' THEN 'The identity record expired on ' || CAST(i.expires AS "
        f"VARCHAR) || '.' END"
    )
    yield f"CASE WHEN i.verified > DATE '{day}' THEN 'The identity was checked only later.' END"


def _done(activity: Activity, n: int, is_assumed: bool) -> str:
    if is_assumed:
        return "true"
    least = pass_percent(activity)
    if least is not None:
        return f"coalesce(p{n} >= {least}, d{n}, false)"
    return f"(p{n} IS NOT NULL OR coalesce(d{n}, false))"


def _missing(activity: Activity) -> str:
    least = pass_percent(activity)
    if least is not None:
        return f'"{activity.title}" was not passed ({least} percent are needed).'
    return f'"{activity.title}" was not done.'


def _s(text: Any) -> str:
    return "'" + str(text).replace("'", "''") + "'"
