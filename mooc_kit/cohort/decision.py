"""Credential decisions: who is given what, as it is decided, as it is planned, and what a run of issuing changes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation


@dataclass(frozen=True, slots=True)
class Decision:
    """That somebody is given (`completed`) or not given a credential of `kind`. `identity` tells how it was checked,
    `assessment` is what an assessor decided (`Assessed` as text), "" where nobody did, `subject` the holder's DID."""

    learner: str
    name: str
    email: str
    kind: str
    completed: bool
    percent: str
    identity: str = ""
    assessment: str = ""
    subject: str = ""

    @property
    def content(self) -> str:
        """A digest of what the credential says: when it changes, the old one is taken back and a new one is given."""
        text = "\0".join((self.name, self.email, self.kind, self.percent, self.identity))
        if self.assessment:  # only then, so that what was issued before stays what it was
            text += f"\0{self.assessment}"
        if self.subject:
            text += f"\0\0{self.subject}"
        return hashlib.sha256(text.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Planned:
    """A credential that is to be signed: everything that decides its bytes."""

    number: int
    id: str
    learner: str
    name: str
    email: str
    kind: str
    percent: str
    valid_from: str
    identity: str
    assessment: str = ""
    subject: str = ""


@dataclass
class Changes:
    """What a run of issuing does: how many are new, corrected, taken back, as they were, and left alone on request."""

    new: int = 0
    corrected: int = 0
    taken_back: int = 0
    unchanged: int = 0
    forgotten: int = 0
    barred: int = 0
    """Revoked by a person: the same is not given again."""


def cut_short(decision: Decision) -> str:
    """The content as mooc-kit before 0.2 had it, which cut scores below a hundredth of a percent: 84.99 for 85.

    What differs by that alone is not taken back from the people who hold it.
    """
    try:
        lower = str(Decimal(decision.percent) - Decimal("0.01"))
    except InvalidOperation:
        return decision.content
    return replace(decision, percent=lower).content
