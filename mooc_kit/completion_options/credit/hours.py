"""Credit hours: what a credit stands for in each credit system, and how a claim compares with a course's hours."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from mooc_kit.completion_options.credit.section import CreditSpec, CreditSystem
from mooc_kit.i18n import N_
from mooc_kit.spec.model import Spec

# ECTS Users' Guide (2015): 60 credits are a year of 1,500 to 1,800 hours. QAA and SCQF: a credit is 10 notional hours.
# 34 CFR 600.2 (United States): an hour of class and two of work a week, over 15 weeks for a semester hour and 10 to 12
# for a quarter hour; the lower ends count class hours of 50 minutes, as is usual.
HOURS: dict[CreditSystem, tuple[Fraction, Fraction]] = {
    CreditSystem.ECTS: (Fraction(25), Fraction(30)),
    CreditSystem.UK_CATS: (Fraction(10), Fraction(10)),
    CreditSystem.US_SEMESTER: (Fraction(75, 2), Fraction(45)),
    CreditSystem.US_QUARTER: (Fraction(25), Fraction(36)),
}
UNITS: dict[CreditSystem, tuple[str, str]] = {
    CreditSystem.ECTS: (N_("ECTS credit"), N_("ECTS credits")),
    CreditSystem.UK_CATS: (N_("CATS credit"), N_("CATS credits")),
    CreditSystem.US_SEMESTER: (N_("semester hour"), N_("semester hours")),
    CreditSystem.US_QUARTER: (N_("quarter hour"), N_("quarter hours")),
    CreditSystem.OTHER: (N_("credit"), N_("credits")),
}
"""What one of them is called, and what several are."""


def unit(system: CreditSystem, amount: float) -> str:
    """The unit of `amount`, a message in plain English."""
    one, several = UNITS[system]
    return one if amount == 1 else several


FAR_BELOW, FAR_ABOVE = Fraction(80, 100), Fraction(120, 100)


@dataclass(frozen=True)
class Claim:
    """The hours that a claim stands for, beside those that the course promises."""

    promised: Fraction
    least: Fraction
    most: Fraction

    @property
    def is_far_below(self) -> bool:
        return self.promised < self.least * FAR_BELOW

    @property
    def is_below(self) -> bool:
        return self.promised < self.least

    @property
    def is_far_above(self) -> bool:
        return self.promised > self.most * FAR_ABOVE


def hours_of_credit(section: CreditSpec) -> tuple[Fraction, Fraction] | None:
    """The least and the most hours for one credit; None where the system has none and none are given."""
    if section.hours_per_credit is not None:
        return _exact(section.hours_per_credit), _exact(section.hours_per_credit)
    return HOURS.get(section.system)


def claim(spec: Spec, section: CreditSpec) -> Claim | None:
    """The claim of `section`, or None where nobody can tell how many hours a credit has."""
    each = hours_of_credit(section)
    if each is None:
        return None
    amount = _exact(section.amount)
    promised = spec.course.weeks * _exact(spec.course.hours_per_week)
    return Claim(promised, amount * each[0], amount * each[1])


def fitting_amount(promised: Fraction, least_each: Fraction) -> Fraction:
    """The credit that `promised` hours carry, in tenths, rounded down."""
    return Fraction(int(promised / least_each * 10), 10)


def shown(value: Fraction) -> str:
    """A number of hours or credits, with at most one decimal."""
    return f"{float(value):.1f}".removesuffix(".0")


def _exact(value: float) -> Fraction:
    """The number as it was written: 0.4 as 2/5."""
    return Fraction(str(value))
