"""Cohort summary: how many people signed up, took part and completed, and the course's measures of success."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mooc_kit.cohort.credential_rules import CredentialRule
from mooc_kit.cohort.decide import Decided, Judged
from mooc_kit.course.model import Course
from mooc_kit.spec.model import MeasureKind

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_REASONS = 12


def shown(count: int) -> str:
    """`count` with a narrow space between thousands."""
    return f"{count:,}".replace(",", "\u202f")


@dataclass(frozen=True)
class FunnelStep:
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
        return "not known" if self.reached is None else shown(self.reached)


@dataclass(frozen=True)
class WithheldCount:
    """A reason, how many people who took part have it, and how many of them have no other."""

    reason: str
    people: int
    alone: int


@dataclass(frozen=True)
class RuleSummary:
    """What became of one rule: how many met it, and why others did not (one person may have several reasons).

    First stands what alone keeps people from it, then what most have.
    """

    rule: CredentialRule
    completed: int
    reasons: tuple[WithheldCount, ...]
    scores: tuple[int, ...]
    """How many people reached 0 to 9 percent, 10 to 19 …, 90 to 100."""

    @property
    def is_near(self) -> bool:
        """Whether somebody lacks only one thing."""
        return any(why.alone for why in self.reasons)


@dataclass(frozen=True)
class Summary:
    course: Course
    funnel: tuple[FunnelStep, ...]
    outcomes: tuple[RuleSummary, ...]
    activities: tuple[tuple[str, int], ...]
    """Each activity that a gradebook tells of, and how many people did it."""
    success: tuple[Success, ...]


def summarise(course: Course, decided: Decided, connection: DuckDBPyConnection) -> Summary:
    """The summary of what was `decided` and of what the gradebooks in `connection` tell beside it, in one pass."""
    facts: dict[str, str] = {}  # what is asked about each row, once, though several rules may ask

    def fact(condition: str) -> str:
        return facts.setdefault(condition, f"f{len(facts)}")

    asked = {"people": "count(*)", "took_part": "count_if(took_part)"}
    marks = decided.marks
    counts: list[str] = []
    was_done = {
        id: fact(f"coalesce({marks.percent(id)} > 0, false) OR coalesce({marks.done(id)}, false)")
        for id in marks.numbers
        if id in marks.told
    }
    # Without a rule that names activities, all that are told of are meant.
    named = {id for judged in decided.judged for id in judged.rule.activities} & marks.told
    named = named if decided.judged else set(was_done)
    if named:
        half = " + ".join(f"CAST({was_done[id]} AS INT)" for id in was_done if id in named)
        asked["half"] = f"count_if(({half}) * 2 >= {len(named)})"
    asked |= {f"done {id}": f"count_if({is_done})" for id, is_done in was_done.items()}
    for n, judged in enumerate(decided.judged):
        against = [fact(reason.holds) for reason in judged.reasons]
        counts.append(f"{' + '.join(f'CAST({holds} AS INT)' for holds in against) or '0'} AS against{n}")
        asked[f"completed {n}"] = f"count_if(against{n} = 0)"
        for k, holds in enumerate(against):
            asked[f"reason {n} {k}"] = f"count_if(took_part AND {holds})"
            asked[f"alone {n} {k}"] = f"count_if(took_part AND {holds} AND against{n} = 1)"
        if judged.percent:
            band = fact(f"least(CAST(floor({judged.percent} / 10) AS INT), 9)")
            asked |= {f"band {n} {k}": f"count_if(took_part AND {band} = {k})" for k in range(10)}
    facts_sql = ", ".join(["took_part", *(f"{condition} AS {name}" for condition, name in facts.items())])
    row = (
        connection.execute(
            f"SELECT {', '.join(asked.values())} FROM (SELECT *, {', '.join(counts)} FROM "  # noqa: S608
            f"(SELECT {facts_sql} FROM {decided.source}))"
        ).fetchone()
        or ()
    )
    counted = dict(zip(asked, (int(value or 0) for value in row), strict=True))  # the sum over nobody is no number
    outcomes = tuple(_outcome(n, judged, counted) for n, judged in enumerate(decided.judged))
    funnel = (
        FunnelStep("Signed up", counted["people"]),
        FunnelStep("Took part", counted["took_part"]),
        FunnelStep("Did half of the activities", counted.get("half", 0)),
        *(FunnelStep(outcome.rule.title, outcome.completed) for outcome in outcomes),
    )
    activities = tuple(
        (activity.title, counted[f"done {activity.id}"])
        for _, activity in course.activities()
        if activity.id in was_done
    )
    known: dict[str, int | None] = {"active-participants": counted["took_part"]}
    known["completions"] = outcomes[0].completed if outcomes else None
    known |= counted_measures(connection)
    success = tuple(
        _success(measure.measure, measure.target, known.get(measure.measure), counted["took_part"])
        for measure in course.success
    )
    return Summary(course, funnel, outcomes, activities, success)


def counted_measures(connection: DuckDBPyConnection) -> dict[str, int]:
    """What columns and statements in the gradebooks count, by measure: people, or things."""
    rows = connection.execute(
        "SELECT measure, count(DISTINCT learner) FILTER (amount > 0), CAST(sum(amount) AS BIGINT) "
        "FROM counts GROUP BY 1"
    ).fetchall()
    return {name: int(people if name in _PEOPLE else amount) for name, people, amount in rows}


def _outcome(n: int, judged: Judged, counted: dict[str, int]) -> RuleSummary:
    reasons = [
        WithheldCount(reason.text, counted[f"reason {n} {k}"], counted[f"alone {n} {k}"])
        for k, reason in enumerate(judged.reasons)
    ]
    reasons = sorted((why for why in reasons if why.people), key=lambda why: (-why.alone, -why.people, why.reason))[
        :MOST_REASONS
    ]
    bands = tuple(counted.get(f"band {n} {k}", 0) for k in range(10))
    return RuleSummary(judged.rule, counted[f"completed {n}"], tuple(reasons), bands)


_PEOPLE = {"participant-goals-met", "peers-helped", "self-certificates", "satisfaction", "pathways-taken"}
"""Measures that count people, not things."""


def _success(name: str, target: int | str, reached: int | None, took_part: int) -> Success:
    text = str(target)
    needed = int(text) if text.isdigit() else None
    if text.endswith("%") and text[:-1].isdigit():
        needed = -(-took_part * int(text[:-1]) // 100)
        text = f"{text} of those who took part ({needed})"
    share = reached / needed if reached is not None and needed else None
    return Success(MeasureKind(name).meaning, reached, text, share)
