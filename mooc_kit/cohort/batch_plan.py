"""Batch plan: everything that decides the bytes of credentials, apart from the learners themselves."""

from __future__ import annotations

from dataclasses import dataclass, field

from mooc_kit.cohort.storage import Store
from mooc_kit.credentials import badge
from mooc_kit.credentials.certificate_design import Design


@dataclass(frozen=True)
class BatchAward:
    """What is given under one rule: the words of the credential, and the design of its certificate."""

    kind: str
    achievement: badge.Achievement
    design: Design
    results: tuple[badge.Result, ...] = ()
    """What holds for everybody who is given it: the credit, its level, the hours."""
    is_transcript: bool = False
    description: str = ""


@dataclass(frozen=True)
class BatchPlan:
    """Everything that decides the bytes, beside the learners themselves."""

    issuer: badge.Issuer
    awards: dict[str, BatchAward]
    secret: bytes
    seed: bytes
    method: str
    store: Store
    status_url: str = ""
    """Where the status lists are published, with {n} for the number; "" where there are none."""
    rsa: bytes = b""
    rsa_method: str = ""
    with_pdf: bool = True
    with_pictures: bool = True
    with_share: bool = False
    verify_url: str = ""
    pictures: dict[str, tuple[bytes, bytes]] = field(default_factory=dict)
    """Kind -> (SVG, PNG) of its badge."""
