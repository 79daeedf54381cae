"""The oracle decides who completed in plain Python, one learner at a time, straight from what the manual says.

It shares no code with what it judges but the course model: no SQL, no bits, no readers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

from mooc_kit.cohort.credential_rules import CredentialRule
from mooc_kit.course.model import Counts, Course


@dataclass(frozen=True)
class Told:
    """One thing that a gradebook tells: a score or whether it was done; neither, where its cell is odd or empty."""

    learner: str
    activity: str
    percent: Decimal | Fraction | None = None
    done: bool | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Identity:
    learner: str
    verified: date
    expires: date | None
    outcomes: tuple[tuple[str, str], ...] = ()


def cut(percent: Decimal) -> Decimal:
    """Four places, never up, once the noise of binary fractions is gone."""
    clean = percent.quantize(Decimal("1e-9"), rounding=ROUND_HALF_UP)
    return clean.quantize(Decimal("1e-4"), rounding=ROUND_DOWN)


def decide(
    course: Course,
    rules: Sequence[CredentialRule],
    told: Iterable[Told],
    identities: Sequence[Identity],
    day: date,
    until: date | None,
    assumed: set[str],
) -> dict[tuple[str, str], tuple[bool, Decimal | None, list[str]]]:
    activities = {activity.id: activity for _, activity in course.activities()}
    everything = list(told)
    found = {}
    for learner in {each.learner for each in everything}:
        mine = [each for each in everything if each.learner == learner]
        best: dict[str, Fraction] = {}
        done: dict[str, bool] = {}
        for id, activity in activities.items():
            here = [each for each in mine if each.activity == id]
            attempts = getattr(activity, "attempts", None)
            if attempts:
                tries = sorted(
                    (t for t in here if t.at and t.percent is not None), key=lambda t: (t.at, Fraction(t.percent))
                )
                here = [t for t in here if t not in tries] + tries[:attempts]
            for each in here:
                if until and each.at and each.at.date() > until:
                    continue
                if each.percent is not None:
                    best[id] = max(best.get(id, Fraction(0)), Fraction(each.percent))
                if each.done is not None:
                    done[id] = done.get(id, False) or each.done

        def is_done(id: str, best: dict[str, Fraction] = best, done: dict[str, bool] = done) -> bool:
            activity = activities[id]
            if id in assumed:
                return True
            if activity.counts is Counts.PASSED and getattr(activity, "pass_percent", None) is not None:
                return best[id] >= activity.pass_percent if id in best else done.get(id, False)  # type: ignore[attr-defined]
            return id in best or done.get(id, False)

        for rule in rules:
            found[learner, rule.id] = _judge(rule, learner, activities, best, is_done, identities, until or day)
    return found


def _judge(rule, learner, activities, best, is_done, identities, day):  # type: ignore[no-untyped-def]
    reasons = []
    for id in rule.activities:
        if not is_done(id):
            activity = activities[id]
            passing = activity.counts is Counts.PASSED and getattr(activity, "pass_percent", None)
            what = f"was not passed ({activity.pass_percent} percent are needed)" if passing else "was not done"
            reasons.append(f'"{activity.title}" {what}.')
    score = sum((best.get(id, Fraction(0)) * share for id, share in rule.weights.items()), Fraction(0))
    shown = Decimal(score.numerator * 100 // score.denominator) / 100
    if rule.least_percent and score < rule.least_percent:
        reasons.append(f"The score is {shown:.2f} percent; {rule.least_percent} are needed.")
    if rule.needs_identity:
        records = [record for record in identities if record.learner == learner]
        usable = [r for r in records if r.verified <= day] or records
        if not records:
            reasons.append("There is no identity record.")
        elif all(r.expires and r.expires < day for r in usable):
            reasons.append(f"The identity record expired on {max(r.expires for r in usable)}.")
        if records and all(r.verified > day for r in records):
            reasons.append("The identity was checked only later.")
        for id in rule.watched:
            outcomes = {dict(record.outcomes).get(id) for record in records}
            title = activities[id].title
            if "passed" in outcomes:
                continue
            if "pending" in outcomes:
                reasons.append(f'The proctoring of "{title}" is not decided yet.')
            elif "failed" in outcomes:
                reasons.append(f'The proctoring of "{title}" was not passed.')
            else:
                reasons.append(f'There is no proctoring record for "{title}".')
    for formal, shown_by in rule.mapped:
        if not any(is_done(id) for id in shown_by):
            reasons.append(f"Nothing that was judged shows: {formal}.")
    return not reasons, shown if rule.weights else None, reasons
