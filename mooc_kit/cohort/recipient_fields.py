"""Recipient fields: the short row of values that is personal in a credential.

All the rest is the same for everybody with the same shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from mooc_kit.cohort.batch_plan import BatchPlan
from mooc_kit.cohort.decision import Planned
from mooc_kit.credentials import badge, status
from mooc_kit.credentials.assessment_records import AssessmentRecord
from mooc_kit.credentials.credential_templates import CredentialTemplate
from mooc_kit.credentials.person_names import clean_paragraphs, clean_text
from mooc_kit.credentials.rdf import leaves
from mooc_kit.i18n import messages_for


@dataclass(frozen=True, slots=True)
class RecipientFields:
    """Which parts a credential has."""

    kind: str
    has_email: bool
    has_name: bool
    has_percent: bool
    has_identity: bool
    has_assessment: bool = False
    has_grade: bool = False
    has_subject: bool = False

    @classmethod
    def of(cls, item: Planned) -> RecipientFields:
        assessed = AssessmentRecord.of(item.assessment)
        return cls(
            item.kind,
            bool(item.email),
            bool(item.name),
            bool(item.percent),
            bool(item.identity),
            assessed is not None,
            assessed is not None and bool(assessed.grade),
            bool(item.subject),
        )


def personal(plan: BatchPlan, item: Planned) -> list[str]:
    """The values of `item`, in the order in which `filled` takes them."""
    who, kind = (item.email, "emailAddress") if item.email else (item.learner, "identifier")
    salt = badge.derived_salt(plan.secret, item.id, kind)
    assessed = AssessmentRecord.of(item.assessment)
    # Awarded is on the day that an assessor decided, else when it was given.
    awarded = f"{assessed.decided}T00:00:00Z" if assessed is not None and assessed.decided else item.valid_from
    values = [item.id, item.valid_from, awarded, *([item.subject] if item.subject else [])]
    values += [badge.identity_hash(who, kind, salt), salt]
    if item.name:
        salt = badge.derived_salt(plan.secret, item.id, "name")
        values += [badge.identity_hash(item.name, "name", salt), salt]
    if item.percent:
        values.append(clean_text(item.percent))
    messages = messages_for(plan.awards[item.kind].design.language)
    if assessed is not None:
        values += [clean_text(value) for _, value in assessed.facts(messages)]
    if item.identity:
        values.append(clean_paragraphs(item.identity))
    if assessed is not None:
        values.append(clean_paragraphs(assessed.told(messages)))
    if plan.status_url:
        number, index = status.place_of(plan.secret, item.number)
        address = _list(plan.status_url, number)
        values += [f"{address}#{index}", str(index), address]
    return values


@lru_cache(maxsize=1024)
def _list(address: str, number: int) -> str:
    return address.replace("{n}", str(number))


def filled(plan: BatchPlan, shape: RecipientFields, values: list[str]) -> dict[str, Any]:
    """The unsigned credential of `shape` with the personal `values`."""
    rest = iter(values)
    id, valid_from, awarded = next(rest), next(rest), next(rest)
    subject = next(rest) if shape.has_subject else ""
    kinds = ["emailAddress" if shape.has_email else "identifier", *(["name"] if shape.has_name else [])]
    identities = tuple(badge.identity_object(next(rest), kind, next(rest)) for kind in kinds)
    award = plan.awards[shape.kind]
    results = award.results
    if shape.has_percent:
        about = f"{award.achievement.id}#score"
        results = (badge.Result(name="Score", kind="Percent", value=next(rest), id=about), *results)
    text = messages_for(award.design.language).text
    if shape.has_assessment:
        labels = (("Assessor", "assessor"), *((("Grade", "grade"),) if shape.has_grade else ()))
        results += tuple(
            badge.Result(name=text(label), kind="Result", value=next(rest), id=f"{award.achievement.id}#{anchor}")
            for label, anchor in labels
        )
    evidence: tuple[dict[str, Any], ...] = ()
    if shape.has_identity:
        evidence += (badge.evidence_of(name="Identity", narrative=next(rest)),)
    if shape.has_assessment:
        evidence += (badge.evidence_of(name=text("Decision"), narrative=next(rest)),)
    entry = None
    if plan.status_url:
        entry = status.entry("", 0) | {
            "id": next(rest),
            "statusListIndex": next(rest),
            "statusListCredential": next(rest),
        }
    return badge.credential(
        id=id,
        issuer=plan.issuer,
        achievement=award.achievement,
        valid_from=valid_from,
        awarded=awarded,
        subject_id=subject,
        results=results,
        identities=identities,
        evidence=evidence,
        status=entry,
    )


def form_of(plan: BatchPlan, shape: RecipientFields, values: list[str]) -> CredentialTemplate:
    """The form for credentials of `shape`; its blanks are the personal values, in their order."""
    marks = [f"urn:x-blank:{number}" for number in range(len(values))]
    places = {value: path for path, value in leaves(filled(plan, shape, marks)) if value in marks}
    return CredentialTemplate(filled(plan, shape, values), [places[mark] for mark in marks])
