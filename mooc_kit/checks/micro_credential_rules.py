"""Micro-credential rules: elements that a reader could look up must fit what they name and what the course promises."""

from __future__ import annotations

from collections.abc import Iterator

from mooc_kit.checks import micro_credential_codes as codes
from mooc_kit.problems import Problem
from mooc_kit.spec.model import Spec

HOURS_PER_ECTS = 25
"""The fewest hours of work that an ECTS credit stands for (ECTS Users' Guide, 2015)."""
GIVEN_BY = ("platform_completion", "authenticated_completion", "credit")


def check_micro_credential(spec: Spec) -> Iterator[Problem]:
    """Problems of the section `micro_credential`, where there is one."""
    section = spec.micro_credential
    if section is None:
        return
    if section.level and (found := section.level.mistake()):
        key, message, hint = found
        yield codes.LEVEL_OF_NONE.at(spec.place("micro_credential", "level", key), message, hint=hint)
    promised = spec.course.weeks * spec.course.hours_per_week
    if section.ects and section.ects * HOURS_PER_ECTS > promised:
        message = f"{section.ects:g} ECTS credits are {section.ects * HOURS_PER_ECTS:g} hours of work at least."
        hint = f"The course promises {promised:g} hours: write `ects: {promised / HOURS_PER_ECTS:.2g}` or less."
        yield codes.ECTS_ABOVE_HOURS.at(spec.place("micro_credential", "ects"), message, hint=hint)
    if not any(spec.offers(option) for option in GIVEN_BY):
        hint = f"Offer one of {', '.join(GIVEN_BY)}, or remove the section."
        yield codes.NOTHING_SAYS_IT.at(spec.place("micro_credential", key=True), hint=hint)
