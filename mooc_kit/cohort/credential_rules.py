"""A rule says what somebody needs for one credential: activities, a score, an identity, watched work, mapped
outcomes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from mooc_kit.course.model import (
    Activity,
    Assignment,
    CompletionRule,
    Counts,
    Course,
    Credential,
    CredentialKind,
    Quiz,
)
from mooc_kit.spec.model import Spec

AS_GOOD = {
    "document-check": ("document-check", "in-person"),
    "in-person": ("in-person",),
    "institutional-login": ("institutional-login",),
}
"""The recorded ways of checking an identity of which it is true what the credential says for each way in the spec."""

COMPLETION, AUTHENTICATED, CREDIT = "completion", "authenticated-completion", "credit"


@dataclass(frozen=True, kw_only=True)
class CredentialRule:
    """What the credential `id` needs. `mapped` are (formal outcome, the judged activities that show it)."""

    id: str
    title: str
    activities: tuple[str, ...]
    least_percent: int
    weights: dict[str, Fraction]
    watched: tuple[str, ...] = ()
    needs_identity: bool = False
    methods: tuple[str, ...] = ()
    """The ways of checking an identity that the credential may tell; any where it is empty."""
    needs_decision: bool = False
    """Whether an assessor's decision about an application must be recorded."""
    mapped: tuple[tuple[str, tuple[str, ...]], ...] = ()
    is_agreed: bool = True
    """Whether what it needs of others (a signed agreement) is there, so that it can be issued."""

    @property
    def mentioned(self) -> tuple[str, ...]:
        """Every activity that decides something."""
        found = dict.fromkeys((*self.activities, *self.weights, *self.watched))
        for _, shown in self.mapped:
            found.update(dict.fromkeys(shown))
        return tuple(found)


def rules_of(spec: Spec, course: Course) -> Iterator[CredentialRule]:
    """The rules of everything that is decided from a gradebook, in the order of the course."""
    authenticated = spec.option("authenticated_completion")
    credit = spec.option("credit")
    watched = tuple(authenticated.proctoring.activities) if authenticated else ()
    methods = AS_GOOD.get(authenticated.identity.value, ()) if authenticated else ()
    is_signed = authenticated is not None and authenticated.agreement == "signed"
    for credential in course.credentials:
        base = credential.rule or CompletionRule()
        common: dict[str, Any] = {
            "id": credential.id,
            "title": credential.title,
            "activities": base.activities,
            "least_percent": base.least_percent or 0,
            "weights": base.weights,
        }
        if credential.id == COMPLETION and credential.kind is CredentialKind.CERTIFICATE:
            yield CredentialRule(**common)
        elif credential.id == AUTHENTICATED:
            yield CredentialRule(**common, watched=watched, needs_identity=True, methods=methods, is_agreed=is_signed)
        elif credential.id == CREDIT and credit is not None:
            mapped = tuple((row.formal, _showing(course, row.outcomes)) for row in credit.mapping)
            yield CredentialRule(
                **common,
                watched=watched,
                needs_identity=True,
                methods=methods,
                mapped=mapped,
                needs_decision=True,
                is_agreed=is_signed,
            )


def credential_of(course: Course, rule: CredentialRule) -> Credential:
    return next(credential for credential in course.credentials if credential.id == rule.id)


def _showing(course: Course, outcomes: list[str]) -> tuple[str, ...]:
    """The judged activities that serve one of `outcomes`."""
    return tuple(
        activity.id
        for _, activity in course.activities()
        if _is_judged(activity) and set(activity.outcomes) & set(outcomes)
    )


def _is_judged(activity: Activity) -> bool:
    return isinstance(activity, Quiz | Assignment) and activity.points > 0


def pass_percent(activity: Activity) -> int | None:
    """The score at which `activity` is passed; None where handing in is enough."""
    if activity.counts is not Counts.PASSED or not isinstance(activity, Quiz | Assignment):
        return None
    return activity.pass_percent
