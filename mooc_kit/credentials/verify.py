"""Credential verification: signature, issuer, dates, revocation and owner, each in words, and one of three verdicts.

It never goes to the network: DID documents and status lists are handed in, and what is not at hand is said to be
unknown. Nothing is read of a credential that is signed but written in another shape than ours: see `shape`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from mooc_kit.credentials import jwt, proof, shape, status
from mooc_kit.credentials.badge import is_identity
from mooc_kit.credentials.jcs import read_json

MOST_INSIDE = 200
MOST_TOLD = 5
_PURPOSES = {"revocation": "It was revoked by its issuer.", "suspension": "It is suspended by its issuer."}
"""What a bit that is set says, by the purpose of its list."""
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})?")
"""xsd:dateTime as credentials write it; readers of dates in other forms do not agree on them."""


class State(StrEnum):
    OK = "ok"
    FAILED = "failed"
    UNKNOWN = "unknown"


class CheckResult(StrEnum):
    """The verdict on a credential."""

    HOLDS = "holds"
    FAILS = "does not hold"
    OPEN = "cannot be judged here"


@dataclass(frozen=True, slots=True)
class Check:
    """One question, what came out, and why in words. Where it `decides`, nothing holds while it is unknown."""

    name: str
    state: State
    words: str
    decides: bool = False


@dataclass(frozen=True)
class Material:
    """What a check may use: DID documents, status lists by their address, the moment of checking."""

    did_documents: Sequence[dict[str, Any]] = ()
    status_lists: dict[str, dict[str, Any]] = field(default_factory=dict)
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    issuer: str = ""
    """The DID that must have issued it; any, where empty."""
    owner: str = ""
    """A name or address that must be the subject's; not asked, where empty."""


@dataclass(frozen=True)
class Verdict:
    """What came out for one credential. `document` is None where it cannot even be read."""

    document: dict[str, Any] | None
    checks: tuple[Check, ...]

    @property
    def outcome(self) -> CheckResult:
        if any(check.state is State.FAILED for check in self.checks):
            return CheckResult.FAILS
        if any(check.state is State.UNKNOWN and (check.decides or check.name == "signature") for check in self.checks):
            return CheckResult.OPEN
        return CheckResult.HOLDS

    @property
    def is_valid(self) -> bool:
        """Signed by its issuer, within its dates, and not revoked, as far as it can be."""
        return self.outcome is CheckResult.HOLDS

    def state(self, name: str) -> State | None:
        return next((check.state for check in self.checks if check.name == name), None)


def check_text(text: str, material: Material) -> Verdict:
    """All checks of a credential as text: JSON with a proof inside, or a VC-JWT."""
    try:
        if text.lstrip().startswith("{"):
            return check(read_json(text), material)
        document, method = jwt.verify(text.strip(), material.did_documents)
    except jwt.BadToken as error:
        state = State.UNKNOWN if isinstance(error, jwt.TokenNotChecked) else State.FAILED
        return Verdict(None, (Check("signature", state, str(error)),))
    except ValueError as error:
        return Verdict(None, (Check("signature", State.FAILED, f"It cannot be read as a credential: {error}."),))
    return _read(document, method, material)


def check(document: Any, material: Material) -> Verdict:
    """All checks of a credential with a proof inside."""
    if not isinstance(document, dict):
        return Verdict(None, (Check("signature", State.FAILED, "It is not a credential."),))
    try:
        method = proof.verify(document, issuer_of(document), material.did_documents)
    except proof.BadProof as error:
        state = State.UNKNOWN if isinstance(error, proof.ProofNotChecked) else State.FAILED
        return Verdict(document, (Check("signature", state, str(error)),))
    return _read(document, method, material)


def _read(document: dict[str, Any], method: str, material: Material) -> Verdict:
    """What a credential says whose signature fits."""
    signed = Check("signature", State.OK, f"The signature fits; it was made with {method}.")
    part = shape.problem(document)
    if part == shape.OTHER_KIND:
        words = "It is signed, but it is no badge or transcript, and what it says is not read here."
        return Verdict(None, (signed, Check("shape", State.UNKNOWN, words, decides=True)))
    if part is not None:
        words = f"It is written in a way that is not read here, since it could be read in two ways: {part[:300]}."
        return Verdict(None, (signed, Check("shape", State.UNKNOWN, words, decides=True)))
    return Verdict(document, (signed, *_further(document, material)))


def issuer_of(document: dict[str, Any]) -> str:
    """The DID of whoever issued `document`; "" where it does not say."""
    issuer = document.get("issuer")
    return str(issuer.get("id", "")) if isinstance(issuer, dict) else str(issuer or "")


def _holder(document: dict[str, Any]) -> str:
    """The DID of whom `document` is about; "" where it does not say."""
    subject = document.get("credentialSubject")
    return str(subject.get("id", "")) if isinstance(subject, dict) else ""


def _further(document: dict[str, Any], material: Material) -> Iterator[Check]:
    by = issuer_of(document)
    issuer = document.get("issuer")
    named = f"{issuer['name']} ({by})" if isinstance(issuer, dict) and issuer.get("name") else by
    if material.issuer and material.issuer != by:
        yield Check("issuer", State.FAILED, f"It is issued by {named}, not by {material.issuer}.")
    elif material.issuer or by.startswith("did:web:"):
        yield Check("issuer", State.OK, f"Issued by {named}.")
    elif by and by == _holder(document):
        yield Check("issuer", State.UNKNOWN, f"{named} issued it to themselves: nobody else vouches for it.")
    else:
        yield Check(
            "issuer", State.UNKNOWN, f"Issued by {named}: a key without a web address, which could be anyone's."
        )
    yield _dates(document, material.now)
    yield from _status(document, by, material)
    if material.owner:
        if is_identity(document, material.owner):
            yield Check("owner", State.OK, f"It was given to {material.owner}.")
        else:
            yield Check("owner", State.FAILED, f"It was not given to {material.owner}.")
    subject = document.get("credentialSubject")
    inside = subject.get("verifiableCredential") if isinstance(subject, dict) else None
    if isinstance(inside, list):
        yield from _inside(inside, material)


def _inside(inside: list[Any], material: Material) -> Iterator[Check]:
    """A transcript's own credentials: each must hold too."""
    if len(inside) > MOST_INSIDE:
        yield Check("contents", State.UNKNOWN, f"It holds more than {MOST_INSIDE} credentials.", decides=True)
        return
    own = Material(material.did_documents, material.status_lists, material.now)
    open_ones = 0
    for number, item in enumerate(inside, 1):
        verdict = check(item, own)
        if verdict.outcome is CheckResult.HOLDS:
            continue
        states = (State.FAILED,) if verdict.outcome is CheckResult.FAILS else (State.UNKNOWN,)
        why = " ".join(found.words for found in verdict.checks if found.state in states)
        if verdict.outcome is CheckResult.FAILS:
            yield Check("contents", State.FAILED, f"Credential {number} inside does not hold: {why}")
            return
        open_ones += 1
        if open_ones <= MOST_TOLD:
            words = f"Credential {number} inside cannot be judged here: {why}"
            yield Check("contents", State.UNKNOWN, words, decides=True)
    if not open_ones:
        yield Check("contents", State.OK, f"The {len(inside)} credentials inside hold too.")


def _span(document: dict[str, Any]) -> tuple[datetime | None, datetime | None]:
    """(since when, until when) `document` is valid. Raises ValueError.

    Version 2 of the data model has validFrom and validUntil, version 1.1 issuanceDate and expirationDate.
    """
    proofs = document.get("proof") or []
    starts = [moment(document[name]) for name in ("validFrom", "issuanceDate") if name in document]
    stops = [moment(document[name]) for name in ("validUntil", "expirationDate") if name in document]
    stops += [moment(one["expires"]) for one in (proofs if isinstance(proofs, list) else [proofs]) if "expires" in one]
    return max(starts, default=None), min(stops, default=None)


def _dates(document: dict[str, Any], now: datetime) -> Check:
    try:
        begins, ends = _span(document)
    except ValueError:
        return Check("dates", State.FAILED, "Its dates cannot be read.")
    if begins is None:
        return Check("dates", State.FAILED, "It does not say since when it is valid.")
    if begins > now:
        return Check("dates", State.FAILED, f"It is valid only from {begins:%Y-%m-%d %H:%M} UTC on.")
    if ends is not None and ends < now:
        return Check("dates", State.FAILED, f"It was valid until {ends:%Y-%m-%d}.")
    until = f" until {ends:%Y-%m-%d}" if ends else ""
    return Check("dates", State.OK, f"Valid since {begins:%Y-%m-%d}{until}.")


def moment(text: Any) -> datetime:
    """The moment that an xsd:dateTime names. Raises ValueError."""
    if not _MOMENT.fullmatch(str(text)):
        raise ValueError("not a moment")
    found = datetime.fromisoformat(str(text))
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _status(document: dict[str, Any], by: str, material: Material) -> Iterator[Check]:
    entry = document.get("credentialStatus")
    if entry is None:
        yield Check("status", State.UNKNOWN, "It cannot be revoked: it names no status list.")
        return
    if entry.get("type") not in status.ENTRIES or entry.get("statusPurpose") not in _PURPOSES:
        words = "Whether it was revoked is not known: its status list is of a kind that is not known here."
        yield Check("status", State.UNKNOWN, words, decides=True)
        return
    address = str(entry.get("statusListCredential"))
    listing = material.status_lists.get(address)
    if listing is None:
        words = f"Whether it was revoked is not known: {address} is not at hand."
        yield Check("status", State.UNKNOWN, words, decides=True)
    else:
        yield _listed(entry, listing, by, material)


def _listed(found: dict[str, Any], listing: dict[str, Any], by: str, material: Material) -> Check:
    try:
        if issuer_of(listing) != by:
            raise proof.BadProof("Its status list is somebody else's.")
        proof.verify(listing, by, material.did_documents)
        if shape.problem(listing) is not None:
            raise status.BadList("it is written in another way than lists are")
        _, ends = _span(listing)
        if ends is not None and ends < material.now:
            raise status.BadList(f"it was valid until {ends:%Y-%m-%d}")
        is_set = status.is_revoked(found, listing)
    except proof.BadProof as error:
        words = f"Its status list does not hold. {error}"
        return Check("status", State.UNKNOWN, words, decides=True)
    except ValueError as error:
        words = f"Its status list cannot be used: {error}."
        return Check("status", State.UNKNOWN, words, decides=True)
    since = str(listing.get("validFrom") or listing.get("issuanceDate"))
    if is_set:
        return Check("status", State.FAILED, _PURPOSES[str(found["statusPurpose"])])
    return Check("status", State.OK, f"Not revoked, says the list of {since[:10]}.")
