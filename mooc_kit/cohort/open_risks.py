"""Open risks: what is not settled about a credential that others must accept, and who answers for giving it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from mooc_kit.cohort.credential_rules import CredentialRule
from mooc_kit.credentials import credential_codes
from mooc_kit.problems import Problem, Severity
from mooc_kit.spec.model import Spec

STILL_OPEN = credential_codes.STILL_OPEN.code


def risky_kinds(rules: Iterable[CredentialRule]) -> set[str]:
    """The kinds of credentials of which none may be issued while questions are open."""
    return {rule.id for rule in rules if rule.open_questions and not rule.accepted_by}


def open_risks(spec: Spec, rules: Iterable[CredentialRule]) -> Iterator[Problem]:
    """What is not settled about each credential, told with every run; an error where nobody answers for it."""
    for rule in rules:
        if not rule.open_questions:
            continue
        said = " ".join(f"({n}) {question}" for n, question in enumerate(rule.open_questions, 1))
        place = spec.place("completion", rule.id, key=True)
        if rule.accepted_by:
            message = f'Open about "{rule.title}", accepted by {rule.accepted_by}: {said}'
            hint = "Write the short name of each that is settled under `settled:`."
            yield replace(credential_codes.STILL_OPEN.at(place, message, hint=hint), severity=Severity.NOTE)
        else:
            message = f'Open about "{rule.title}": {said}'
            hint = (
                "Settle them (`settled:`), or say who answers for issuing it all the same: "
                "`risk_accepted: {by: NAME, date: DAY}` under `completion: credit:`."
            )
            yield credential_codes.STILL_OPEN.at(place, message, hint=hint)
