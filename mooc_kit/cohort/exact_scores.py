"""Exact scores: shares of points that no decimal holds, summed as fractions where the last place decides.

Scores are kept as percent cut to four places, which is exact for most points and fast for millions of people. Two
thirds are not: 10 of 15 would be 66.6666. Such scores keep their fraction beside them, and whoever stands so near to a
line that the cut could matter is summed again as fractions. So 6/10, 10/15, 12/20, 15/25 and 17/30 are 60 percent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from mooc_kit.cohort import sql

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TYPES = (
    "{'learner': 'VARCHAR', 'activity': 'VARCHAR', 'percent': 'DECIMAL(9,4)', 'numerator': 'VARCHAR', "
    "'denominator': 'VARCHAR'}"
)
_PLACE = Fraction(1, 10_000)
_AT_ONCE = 10_000


def create(connection: DuckDBPyConnection) -> None:
    """The tables `fractions` (scores whose percent is cut, with what they are exactly) and `excused`."""
    connection.execute(
        "CREATE TABLE fractions (learner VARCHAR, activity VARCHAR, percent DECIMAL(9,4), numerator VARCHAR, "
        "denominator VARCHAR)"
    )
    connection.execute("CREATE TABLE excused (learner VARCHAR, activity VARCHAR)")


@dataclass(frozen=True)
class WeightedScore:
    """A score of a rule: each activity's share by its SQL column, what is needed, and SQL for the sum of cut percents
    times the common `denominator` of the shares."""

    shares: Mapping[str, tuple[str, Fraction]]
    least_percent: int
    total: str
    denominator: int


def settle(score: WeightedScore, table: str, source: str, connection: DuckDBPyConnection) -> bool:
    """Fill `table` (learner, percent, is_enough) for those of `source` of whom the cut percents leave it open.

    Gives whether there are any. `percent` is rounded down to two places, as it is shown.
    """
    ids = ", ".join(map(sql.value, score.shares))
    excused = set(connection.execute(f"SELECT learner, activity FROM excused WHERE activity IN ({ids})").fetchall())  # noqa: S608
    if not excused and not connection.execute("SELECT 1 FROM fractions LIMIT 1").fetchone():
        return False
    exact = _fractions_near(score, source, ids, connection)
    columns = [column for column, _ in score.shares.values()]
    people = sorted({learner for learner, _ in (*exact, *excused)})
    connection.execute(f"CREATE OR REPLACE TABLE {table} (learner VARCHAR, percent DECIMAL(7,2), is_enough BOOLEAN)")
    for first in range(0, len(people), _AT_ONCE):
        found = connection.execute(
            f"SELECT learner, {', '.join(columns)} FROM {source} WHERE list_contains(?, learner)",  # noqa: S608
            [people[first : first + _AT_ONCE]],
        ).fetchall()
        settled = []
        for learner, *percents in found:
            total, asked = Fraction(0), Fraction(0)
            for (id, (_, share)), percent in zip(score.shares.items(), percents, strict=True):
                if percent is None and (learner, id) in excused:
                    continue
                known = [whole for cut, whole in exact.get((learner, id), ()) if cut == percent]
                total += share * max(known, default=Fraction(percent or 0))
                asked += share
            weight = sum((share for _, share in score.shares.values()), Fraction(0))
            total = total * weight / asked if asked else Fraction(0)
            settled.append((learner, floor(total * 100), total >= score.least_percent))
        connection.executemany(f"INSERT INTO {table} VALUES (?, ? / 100, ?)", settled)  # noqa: S608
    return bool(people)


def _fractions_near(
    score: WeightedScore, source: str, ids: str, connection: DuckDBPyConnection
) -> dict[tuple[str, str], list[tuple[Decimal, Fraction]]]:
    """(cut percent, exact percent) by learner and activity, of those whose sum the cut could bring below a hundredth
    of a percent (a whole percent, which rules ask for, is one too)."""
    slack = Fraction(sum(share * score.denominator for _, share in score.shares.values())) * _PLACE
    shown = f"floor({score.total} * 100 / {score.denominator})"
    most = f"({score.total} + {Decimal(slack.numerator) / slack.denominator})"
    rows = connection.execute(
        "SELECT f.learner, f.activity, f.percent, f.numerator, f.denominator FROM fractions f JOIN "  # noqa: S608
        f"(SELECT learner FROM {source} WHERE {shown} <> floor({most} * 100 / {score.denominator})) n "
        f"ON n.learner = f.learner WHERE f.activity IN ({ids})"
    )
    found: dict[tuple[str, str], list[tuple[Decimal, Fraction]]] = {}
    while batch := rows.fetchmany(_AT_ONCE):
        for learner, activity, percent, numerator, denominator in batch:
            whole = Fraction(int(numerator), int(denominator))
            found.setdefault((learner, activity), []).append((percent, whole))
    return found
