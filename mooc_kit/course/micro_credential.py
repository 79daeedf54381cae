"""Micro-credential elements of a course in words: what its credentials say beside title, outcomes and dates.

An element that nobody wrote down is "" or None, and said nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mooc_kit.i18n import Messages
from mooc_kit.spec.micro_credential import Integration, MicroCredentialSpec, Participation


@dataclass(frozen=True, kw_only=True)
class MicroCredential:
    """The standard elements of Council Recommendation 2022/C 243/02 that have no other place in the course."""

    spec: MicroCredentialSpec
    hours: float
    """Hours of work that the course promises."""


def elements_of(
    elements: MicroCredential, messages: Messages, *, with_work: bool, with_supervision: bool
) -> Iterator[tuple[str, str]]:
    """(label, value) of each element that was written down.

    Work, level and what it counts towards (`with_work`) and supervision are left to a credential with its own words.
    """
    found, text = elements.spec, messages.text
    if found.country:
        yield text("Country of the issuer"), _country(found, messages)
    if with_work:
        yield text("Hours of work"), messages.number(elements.hours)
        if found.ects:
            yield text("Workload"), text("{n} ECTS", n=messages.number(found.ects))
        if found.level:
            yield text("Level"), found.level.words
    if found.assessment:
        yield text("Assessment"), found.assessment
    if found.participation:
        yield text("Participation"), _participation(found.participation, messages)
    if with_supervision:
        yield text("Supervision and identity"), text("Not vouched for by this credential")
    if found.quality_assurance:
        yield text("Quality assurance"), found.quality_assurance
    if found.prerequisites:
        yield text("Needed to enrol"), found.prerequisites
    if with_work and found.integration:
        yield text("Counts towards"), _integration(found, messages)
    elif with_work and found.towards:
        yield text("Counts towards"), found.towards
    if found.further:
        yield text("Further information"), found.further


def _country(found: MicroCredentialSpec, messages: Messages) -> str:
    name = str(messages.locale.territories.get(found.country) or found.country)
    return f"{name}, {found.region}" if found.region else name


def _participation(found: Participation, messages: Messages) -> str:
    words = {
        Participation.ONLINE: messages.text("Online"),
        Participation.ON_SITE: messages.text("On site"),
        Participation.BLENDED: messages.text("Partly online, partly on site"),
    }
    return words[found]


def _integration(found: MicroCredentialSpec, messages: Messages) -> str:
    if found.integration is Integration.STAND_ALONE:
        return messages.text("It stands for itself")
    return found.towards or messages.text("A larger qualification")
