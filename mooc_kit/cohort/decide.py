"""Completion decisions: who is given a credential and why not, computed in DuckDB with exact decimals.

Weights are fractions: the score is compared as (sum of numerator × percent) >= (least × common denominator), in whole
numbers of ten-thousandths, so that no path rounds and every engine gives the same answer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import lcm
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mooc_kit.cohort import exact_scores, gradebook_codes, sql
from mooc_kit.cohort.assessments import assessment_reasons
from mooc_kit.cohort.credential_rules import CredentialRule, pass_percent
from mooc_kit.cohort.exact_scores import WeightedScore
from mooc_kit.cohort.gradebook import Columns
from mooc_kit.cohort.results import Results, marks_of, scored_of, told_of
from mooc_kit.cohort.withheld_reasons import WithheldReason, reasons_sql
from mooc_kit.course.model import Activity, Course
from mooc_kit.problems import Place, Problem, Severity

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FORMAT = 2
ALL_UNTOLD = "untold"


@dataclass(frozen=True)
class Terms:
    """How the team wants it decided: the last day that counts, and what it vouches for without a record."""

    until: date | None = None
    today: date | None = None
    assumed: tuple[str, ...] = ()
    is_percent: bool = False
    """Whether the team says that bare numbers of plain tables are percent, however small they all are."""
    has_decisions: bool = False
    """Whether assessors' decisions were given (`assessments`)."""

    @property
    def on(self) -> date:
        """The day on which it is decided."""
        return self.today or date.today()


@dataclass(frozen=True)
class Judged:
    """A rule as SQL about a row of `Decided.source`: the reasons against it, and the score."""

    rule: CredentialRule
    reasons: tuple[WithheldReason, ...]
    percent: str


@dataclass(frozen=True)
class Decided:
    """How it was decided, for whoever wants to count: SQL for everybody with marks and identity, and the rules."""

    source: str
    marks: Results
    judged: tuple[Judged, ...]


def decide(  # noqa: PLR0917
    course: Course,
    rules: Sequence[CredentialRule],
    terms: Terms,
    columns: Columns,
    connection: DuckDBPyConnection,
    output: Path,
) -> Decided | list[Problem]:
    """Write who is given what to `output` (Parquet): a row for each learner and rule.

    Learners stand in the order of the gradebook where there is one, else in the order of their ids. Gives problems,
    and writes nothing, where a rule asks for what no gradebook tells.
    """
    activities = {activity.id: activity for _, activity in course.activities()}
    named = tuple(dict.fromkeys(id for rule in rules for id in rule.mentioned if id in activities))
    told = told_of(columns, connection)
    untold = [id for id in named if id not in told]
    assumed = set(untold) if ALL_UNTOLD in terms.assumed else set(terms.assumed)
    missing = [_not_told(activities[id]) for id in untold if id not in assumed]
    if ALL_UNTOLD not in terms.assumed:
        weighted = dict.fromkeys(id for rule in rules for id in rule.weights if id in told and id not in assumed)
        has_scores = columns.scored | scored_of(columns, connection) if weighted else frozenset()
        missing += [_no_scores(activities[id]) for id in weighted if id not in has_scores]
    if terms.until and columns.has_unread_moments:
        hint = "Correct the dates that are told of, or decide without --until."
        missing.append(gradebook_codes.UNREAD_DATE.at(Place("--until"), hint=hint))
    if missing:
        return missing
    marks = marks_of(course, columns, named, told, terms.until, connection)
    if not terms.is_percent:
        columns.problems += (unclear := list(_unclear_scales(activities, marks, columns, connection)))
        if any(problem.severity is Severity.ERROR for problem in unclear):
            return []
    done = {id: _done(activities[id], marks, id in assumed) for id in named}
    day = terms.until or terms.on
    judged = tuple(_judged(rule, f"percent{n}", activities, marks, done, day, terms.on) for n, rule in enumerate(rules))
    source = _with_records(marks, rules, day, connection)
    for n, rule in enumerate(rules):
        score = _score(rule, marks)
        if rule.weights and exact_scores.settle(score, f"exact{n}", marks.source, connection):
            source += f" LEFT JOIN exact{n} x{n} ON x{n}.learner = m.learner"
            judged = (*judged[:n], _settled(judged[n], score, n), *judged[n + 1 :])
    decided = Decided(source, marks, judged)
    connection.execute("SET preserve_insertion_order = true")
    connection.execute(
        f"COPY ({_select(decided)}) TO {sql.value(output)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480, "
        f"KV_METADATA {{mooc_kit: {sql.value(about(course, rules, terms))}}})"
    )
    return decided


def told_by(path: Path, connection: DuckDBPyConnection) -> dict[str, Any]:
    """What the file of decisions at `path` says about itself; {} for another Parquet file. Raises duckdb.Error or
    ValueError where it cannot be read."""
    said = connection.execute(
        "SELECT value FROM parquet_kv_metadata(?) WHERE decode(key) = 'mooc_kit'", [str(path)]
    ).fetchone()
    found: dict[str, Any] = json.loads(bytes(said[0])) if said else {}
    return found


def about(course: Course, rules: Sequence[CredentialRule], terms: Terms) -> str:
    """What the file says about itself: the course, a digest of each rule, what was vouched for without a record, and
    the rules that ask for assessors' decisions where none were given."""
    digests = {rule.id: hashlib.sha256(repr(rule).encode()).hexdigest()[:16] for rule in rules}
    undecided = [rule.id for rule in rules if rule.needs_decision and not terms.has_decisions]
    told = {"format": FORMAT, "course": course.id, "rules": digests, "assumed": sorted(terms.assumed)}
    return json.dumps({**told, "undecided": undecided}, sort_keys=True)


def _not_told(activity: Activity) -> Problem:
    message = f'Nothing tells whether "{activity.title}" (`{activity.id}`) was done.'
    hint = (
        f"Add the export that tells it, or vouch for it: --assume-done {activity.id} (or --assume-done {ALL_UNTOLD})."
    )
    return gradebook_codes.NOT_TOLD.at(Place("gradebook"), message, hint=hint)


def _unclear_scales(
    activities: Mapping[str, Activity], marks: Results, columns: Columns, connection: DuckDBPyConnection
) -> Iterator[Problem]:
    """Whether the numbers of plain tables may be shares of 1 (an error), or points (told, and read as percent)."""
    ids = [id for id in marks.numbers if id in columns.bare]
    if not ids:
        return
    greatest = ", ".join(f"coalesce(max({marks.percent(id)}), 0)" for id in ids)
    row = connection.execute(f"SELECT {greatest} FROM {marks.source}").fetchone() or ()  # noqa: S608
    most = {id: value for id, value in zip(ids, row, strict=False) if value > 0}
    if most and max(most.values()) <= 1:
        hint = "Write percent (90), points (9/10) or 90 %. If they are percent as they are: --percent."
        message = "All scores lie between 0 and 1: they may be shares of 1, or very few percent."
        yield gradebook_codes.UNCLEAR_SCALE.at(Place("gradebook"), message, hint=hint)
        return
    for id, value in most.items():
        if value <= columns.points(id) < 100:
            hint = f"If they are points, write them like 9/{columns.points(id)}. If they are percent: --percent."
            message = f'The numbers of "{activities[id].title}" are read as percent; none is above its points.'
            yield gradebook_codes.READ_AS_PERCENT.at(Place("gradebook"), message, hint=hint)


def _no_scores(activity: Activity) -> Problem:
    message = f'Nothing tells the scores of "{activity.title}" (`{activity.id}`), which count for the rule.'
    hint = f'Add the export that tells them. A column of another name: --map "COLUMN={activity.id}".'
    return gradebook_codes.NO_SCORES.at(Place("gradebook"), message, hint=hint)


def _with_records(marks: Results, rules: Sequence[CredentialRule], on: date, connection: DuckDBPyConnection) -> str:
    """The marks with each learner's best identity record (i), the best outcome of watched work (o), and what an
    assessor decided (a)."""
    source = f"{marks.source} m"
    if any(rule.needs_decision for rule in rules):
        source += " LEFT JOIN assessments a ON a.learner = m.learner"
    if not any(rule.needs_identity for rule in rules):
        return source
    day = f"DATE {sql.value(on.isoformat())}"
    methods = {method for rule in rules for method in rule.methods}
    fits = f"method IN ({', '.join(map(sql.value, sorted(methods)))}) DESC, " if methods else ""
    connection.execute(
        "CREATE OR REPLACE TABLE best AS SELECT * FROM identities QUALIFY row_number() OVER (PARTITION BY learner "  # noqa: S608
        f"ORDER BY verified <= {day} DESC, {fits}coalesce(expires, DATE '9999-12-31') DESC, verified DESC, method, "
        "verifier) = 1"
    )
    watched = dict.fromkeys(id for rule in rules for id in rule.watched)
    outcomes = "".join(
        f", arg_max(outcome, CASE outcome WHEN 'passed' THEN 2 WHEN 'pending' THEN 1 ELSE 0 END) "
        f"FILTER (activity = {sql.value(id)}) AS o{n}"
        for n, id in enumerate(watched)
    )
    connection.execute(
        f"CREATE OR REPLACE TABLE outcomes AS SELECT learner{outcomes} FROM proctored GROUP BY learner"  # noqa: S608
    )
    return f"{source} LEFT JOIN best i ON i.learner = m.learner LEFT JOIN outcomes o ON o.learner = m.learner"


def _judged(  # noqa: PLR0917
    rule: CredentialRule,
    shown: str,
    activities: dict[str, Activity],
    marks: Results,
    done: dict[str, str],
    day: date,
    on: date,
) -> Judged:
    """The rule as SQL; `shown` is the name under which its score can be had."""
    score = _score(rule, marks)
    # Shown rounded down: 69.996 must not look like 70.
    percent = f"CAST(floor({score.total} * 100 / {score.denominator}) / 100 AS DECIMAL(7,2))"
    reasons = [WithheldReason(f"NOT ({done[id]})", _missing(activities[id])) for id in rule.activities if id in done]
    if rule.least_percent:
        reasons.append(
            WithheldReason(
                f"{score.total} < {rule.least_percent * score.denominator}",
                f"The score is too low; {rule.least_percent} percent are needed.",
                f"'The score is ' || {shown} || ' percent; {rule.least_percent} are needed.'",
            )
        )
    if rule.needs_identity:
        reasons += _identity_reasons(day, rule.methods)
        for n, id in enumerate(rule.watched):
            reasons += _proctoring_reasons(f"o.o{n}", activities[id].title if id in activities else id)
    for formal, shown_by in rule.mapped:
        any_done = " OR ".join(f"({done[id]})" for id in shown_by if id in done) or "false"
        reasons.append(WithheldReason(f"NOT ({any_done})", f"Nothing that was judged shows: {formal}."))
    if rule.needs_decision:
        reasons += assessment_reasons([formal for formal, _ in rule.mapped], on)
    return Judged(rule, tuple(reasons), percent if rule.weights else "")


def _score(rule: CredentialRule, marks: Results) -> WeightedScore:
    denominator = lcm(*(share.denominator for share in rule.weights.values())) if rule.weights else 1
    shares = {id: (marks.percent(id), share) for id, share in rule.weights.items() if id in marks.numbers}
    total = " + ".join(
        f"coalesce({column}, 0) * CAST({int(share * denominator)} AS DECIMAL(18,0))"
        for column, share in shares.values()
    )
    return WeightedScore(shares, rule.least_percent, f"CAST({total or 0} AS DECIMAL(38,4))", denominator)


def _settled(judged: Judged, score: WeightedScore, number: int) -> Judged:
    """The rule with what the fractions say where there are any, as the table joined under x and its number."""
    too_low = f"{score.total} < {score.least_percent * score.denominator}"
    reasons = tuple(
        replace(reason, holds=f"coalesce(NOT x{number}.is_enough, {too_low})") if reason.holds == too_low else reason
        for reason in judged.reasons
    )
    return replace(judged, reasons=reasons, percent=f"coalesce(x{number}.percent, {judged.percent})")


def _select(decided: Decided) -> str:
    """A row for each learner and rule. The bits of reasons are computed once, also for rules that share them."""
    bits: dict[str, str] = {}
    rows = []
    for n, judged in enumerate(decided.judged):
        reasons = reasons_sql(judged.reasons, f"r{n}_")
        bits |= reasons.bits
        bits[f"percent{n}"] = f"{judged.percent or 'NULL'}::DECIMAL(7,2)"
        needed = ((_IDENTITY, judged.rule.needs_identity), (_DECISION, judged.rule.needs_decision))
        records = [list(record) if is_needed else _nothing(record) for record, is_needed in needed]
        kept = ", ".join(text for each in records for text in each)
        rows.append(
            f"SELECT learner, name, email, {sql.value(judged.rule.id)} AS credential, NOT ({reasons.is_any}) AS "  # noqa: S608
            f"completed, percent{n} AS percent, {reasons.text} AS reasons, took_part, {kept} FROM facts"
        )
    kept_of = "".join(
        f", {table}.{column}"
        for table, columns in (("i", _IDENTITY), ("a", _DECISION))
        if f" {table} ON " in decided.source
        for column in columns
    )
    facts = ", ".join(f"{text} AS {name}" for name, text in bits.items())
    selects = " UNION ALL ".join(rows)
    return (
        f"WITH facts AS NOT MATERIALIZED (SELECT m.learner, m.name, m.email, m.took_part{kept_of}, {facts} "  # noqa: S608
        f"FROM {decided.source}) {selects}"
    )


_IDENTITY = {"method": "VARCHAR", "verified": "DATE", "verifier": "VARCHAR", "expires": "DATE"}
_DECISION = {"assessor": "VARCHAR", "decided": "DATE", "grade": "VARCHAR", "applied": "DATE"}
"""The records that a rule may need, as they are kept beside the decision: what is signed is taken from them."""


def _nothing(record: Mapping[str, str]) -> list[str]:
    return [f"NULL::{kind} AS {column}" for column, kind in record.items()]


def _identity_reasons(on: date, methods: Sequence[str]) -> Iterator[WithheldReason]:
    yield WithheldReason("i.learner IS NULL", "There is no identity record.")
    if methods:
        known = ", ".join(map(sql.value, methods))
        yield WithheldReason(
            f"coalesce(i.method NOT IN ({known}), false)",
            f"The identity was checked in another way than the credential says ({methods[0]}).",
        )
    day = on.isoformat()
    yield WithheldReason(
        f"coalesce(i.expires < DATE '{day}', false)",
        "The identity record has expired.",
        "'The identity record expired on ' || CAST(expires AS VARCHAR) || '.'",
    )
    yield WithheldReason(f"coalesce(i.verified > DATE '{day}', false)", "The identity was checked only later.")


def _proctoring_reasons(outcome: str, title: str) -> Iterator[WithheldReason]:
    yield WithheldReason(f"coalesce({outcome}, '') = 'failed'", f'The proctoring of "{title}" was not passed.')
    yield WithheldReason(f"coalesce({outcome}, '') = 'pending'", f'The proctoring of "{title}" is not decided yet.')
    yield WithheldReason(
        f"coalesce({outcome}, '') NOT IN ('passed', 'failed', 'pending')",
        f'There is no proctoring record for "{title}".',
    )


def _done(activity: Activity, marks: Results, is_assumed: bool) -> str:
    if is_assumed:
        return "true"
    percent, done = marks.percent(activity.id), marks.done(activity.id)
    least = pass_percent(activity)
    if least is not None:
        return f"coalesce({percent} >= {least}, {done}, false)"
    return f"({percent} IS NOT NULL OR coalesce({done}, false))"


def _missing(activity: Activity) -> str:
    least = pass_percent(activity)
    if least is not None:
        return f'"{activity.title}" was not passed ({least} percent are needed).'
    return f'"{activity.title}" was not done.'
