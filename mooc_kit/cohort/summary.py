"""A summary is what became of a cohort, in numbers: the way from signing up to completing, and the course's measures
of success."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mooc_kit.cohort.gradebook import MEASURES
from mooc_kit.cohort.rules import Rule
from mooc_kit.course.model import Course
from mooc_kit.spec.model import Measure as Kind

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_REASONS = 12


@dataclass(frozen=True)
class Step:
    """A step of the funnel: how many people got there."""

    title: str
    people: int


@dataclass(frozen=True)
class Success:
    """A measure of success: what was reached, None where nothing tells it, and the target as it was written."""

    title: str
    reached: int | None
    target: str
    share: float | None
    """How much of the target was reached, 1 for all; None where it is not known."""

    @property
    def shown(self) -> str:
        return "not known" if self.reached is None else f"{self.reached:,}".replace(",", "\u202f")


@dataclass(frozen=True)
class Outcome:
    """What became of one rule: how many met it, and why others did not, the most frequent reasons first (one person
    may have several)."""

    rule: Rule
    completed: int
    reasons: tuple[tuple[str, int], ...]
    scores: tuple[int, ...]
    """How many people reached 0 to 9 percent, 10 to 19 …, 90 to 100."""


@dataclass(frozen=True)
class Summary:
    course: Course
    funnel: tuple[Step, ...]
    outcomes: tuple[Outcome, ...]
    activities: tuple[tuple[str, int], ...]
    """Each activity that a gradebook tells of, and how many people did it."""
    success: tuple[Success, ...]


def summarise(course: Course, rules: Sequence[Rule], decisions: Path, connection: DuckDBPyConnection) -> Summary:
    """The summary of the `decisions` and of what the gradebooks in `connection` tell beside them."""

    def one(sql: str, *values: object) -> int:
        row = connection.execute(sql, list(values)).fetchone()
        return int(row[0] or 0) if row else 0

    signed_up = one("SELECT count(DISTINCT learner) FROM people")
    took_part = one("SELECT count(*) FROM marks WHERE took_part")
    outcomes = tuple(_outcome(rule, decisions, connection) for rule in rules)
    funnel = (
        Step("Signed up", signed_up),
        Step("Took part", took_part),
        Step("Did half of the activities", _halfway(rules, connection)),
        *(Step(outcome.rule.title, outcome.completed) for outcome in outcomes),
    )
    titles = {activity.id: activity.title for _, activity in course.activities()}
    done = _done(connection)
    activities = tuple((titles[id], int(done[id])) for id in titles if id in done)
    known: dict[str, int | None] = {"active-participants": took_part}
    known["completions"] = outcomes[0].completed if outcomes else None
    for name in MEASURES:
        amount = "count(DISTINCT learner) FILTER (amount > 0)" if name in _PEOPLE else "sum(amount)"
        if one("SELECT count(*) FROM counts WHERE measure = ?", name):
            known[name] = one(f"SELECT {amount} FROM counts WHERE measure = ?", name)  # noqa: S608
    success = tuple(
        _success(measure.measure, measure.target, known.get(measure.measure), took_part) for measure in course.success
    )
    return Summary(course, funnel, outcomes, activities, success)


_PEOPLE = {"participant-goals-met", "peers-helped", "self-certificates", "satisfaction", "pathways-taken"}
"""Measures that count people, not things."""


def _success(name: str, target: int | str, reached: int | None, took_part: int) -> Success:
    text = str(target)
    needed = int(text) if text.isdigit() else None
    if text.endswith("%") and text[:-1].isdigit():
        needed = -(-took_part * int(text[:-1]) // 100)
        text = f"{text} of those who took part ({needed})"
    share = reached / needed if reached is not None and needed else None
    return Success(Kind(name).meaning, reached, text, share)


def _outcome(rule: Rule, decisions: Path, connection: DuckDBPyConnection) -> Outcome:
    source = "FROM read_parquet(?) WHERE credential = ?"
    values = [str(decisions), rule.id]
    completed = connection.execute(f"SELECT count(*) {source} AND completed", values).fetchone()
    reasons = connection.execute(
        "SELECT regexp_replace(reason, 'is [0-9.]+ percent', 'is too low'), count(*) FROM ("  # noqa: S608
        f"SELECT unnest(string_split(reasons, chr(10))) AS reason {source} AND NOT completed AND took_part) "
        f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST_REASONS}",
        values,
    ).fetchall()
    bands = dict(
        connection.execute(
            f"SELECT least(CAST(floor(percent / 10) AS INT), 9), count(*) {source} AND took_part AND percent IS "
            f"NOT NULL "
            "GROUP BY 1",
            values,
        ).fetchall()
    )
    scores = tuple(int(bands.get(band, 0)) for band in range(10))
    return Outcome(rule, int(completed[0]) if completed else 0, tuple((str(r), int(n)) for r, n in reasons), scores)


def _done(connection: DuckDBPyConnection) -> dict[str, int]:
    """How many people did each activity that a gradebook tells of."""
    places = connection.execute("SELECT n, activity FROM places ORDER BY n").fetchall()
    if not places:
        return {}
    counts = ", ".join(f"count(*) FILTER (p{n} > 0 OR d{n})" for n, _ in places)
    row = connection.execute(f"SELECT {counts} FROM marks").fetchone() or ()  # noqa: S608
    return {activity: int(count) for (_, activity), count in zip(places, row, strict=True)}


def _halfway(rules: Sequence[Rule], connection: DuckDBPyConnection) -> int:
    """How many people did at least half of the activities that the rules ask for and a gradebook tells of."""
    named = {id for rule in rules for id in rule.activities}
    places = [n for n, id in connection.execute("SELECT n, activity FROM places").fetchall() if id in named]
    if not places:
        return 0
    total = " + ".join(f"CAST(coalesce(p{n} > 0 OR d{n}, false) AS INT)" for n in places)
    row = connection.execute(f"SELECT count(*) FROM marks WHERE ({total}) * 2 >= {len(places)}").fetchone()  # noqa: S608
    return int(row[0]) if row else 0
