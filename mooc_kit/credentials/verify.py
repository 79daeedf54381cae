"""A check of a credential answers five questions in words: signature, issuer, dates, revocation, and whose it is.

It never goes to the network: DID documents and status lists are handed in, and what is not at hand is said to be
unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from mooc_kit.credentials import jwt, proof, status
from mooc_kit.credentials.badge import is_identity
from mooc_kit.credentials.jcs import read_json

MOST_INSIDE = 200


class State(StrEnum):
    OK = "ok"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Check:
    """One question, what came out, and why in words."""

    name: str
    state: State
    words: str


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
    def is_valid(self) -> bool:
        """Signed by its issuer, within its dates, and not known to be revoked."""
        return self.state("signature") is State.OK and all(check.state is not State.FAILED for check in self.checks)

    @property
    def is_refuted(self) -> bool:
        """Whether something is wrong with it, and not only unknown."""
        return any(check.state is State.FAILED for check in self.checks)

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
    signed = Check("signature", State.OK, f"The signature fits; it was made with {method}.")
    return Verdict(document, (signed, *_further(document, material)))


def check(document: Any, material: Material) -> Verdict:
    """All checks of a credential with a proof inside."""
    if not isinstance(document, dict):
        return Verdict(None, (Check("signature", State.FAILED, "It is not a credential."),))
    try:
        method = proof.verify(document, issuer_of(document), material.did_documents)
    except proof.BadProof as error:
        state = State.UNKNOWN if isinstance(error, proof.ProofNotChecked) else State.FAILED
        return Verdict(document, (Check("signature", state, str(error)),))
    signed = Check("signature", State.OK, f"The signature fits; it was made with {method}.")
    return Verdict(document, (signed, *_further(document, material)))


def issuer_of(document: dict[str, Any]) -> str:
    """The DID of whoever issued `document`; "" where it does not say."""
    issuer = document.get("issuer")
    return str(issuer.get("id", "")) if isinstance(issuer, dict) else str(issuer or "")


def _further(document: dict[str, Any], material: Material) -> Iterator[Check]:
    by = issuer_of(document)
    issuer = document.get("issuer")
    named = f"{issuer['name']} ({by})" if isinstance(issuer, dict) and issuer.get("name") else by
    if material.issuer and material.issuer != by:
        yield Check("issuer", State.FAILED, f"It is issued by {named}, not by {material.issuer}.")
    elif material.issuer or by.startswith("did:web:"):
        yield Check("issuer", State.OK, f"Issued by {named}.")
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
    for number, item in enumerate(inside[:MOST_INSIDE], 1):
        verdict = check(item, Material(material.did_documents, material.status_lists, material.now))
        if not verdict.is_valid:
            failed = [found.words for found in verdict.checks if found.state is not State.OK]
            yield Check("contents", State.FAILED, f"Credential {number} inside does not hold: {' '.join(failed)}")
            return
    if len(inside) > MOST_INSIDE:
        yield Check("contents", State.FAILED, f"It holds more than {MOST_INSIDE} credentials.")
        return
    yield Check("contents", State.OK, f"The {len(inside)} credentials inside hold too.")


def _dates(document: dict[str, Any], now: datetime) -> Check:
    try:
        begins, ends = _moment(document.get("validFrom")), _moment(document.get("validUntil"))
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


def _moment(text: Any) -> datetime | None:
    if text is None:
        return None
    found = datetime.fromisoformat(str(text))
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _status(document: dict[str, Any], by: str, material: Material) -> Iterator[Check]:
    entries = document.get("credentialStatus")
    if entries is None:
        yield Check("status", State.UNKNOWN, "It cannot be revoked: it names no status list.")
        return
    for found in entries if isinstance(entries, list) else [entries]:
        address = str(found.get("statusListCredential")) if isinstance(found, dict) else ""
        listing = material.status_lists.get(address)
        if not isinstance(found, dict) or found.get("type") != "BitstringStatusListEntry":
            yield Check("status", State.UNKNOWN, "Its status list is of a kind that is not known here.")
        elif listing is None:
            yield Check("status", State.UNKNOWN, f"Whether it was revoked is not known: {address} is not at hand.")
        else:
            yield _listed(found, listing, by, material)


def _listed(found: dict[str, Any], listing: dict[str, Any], by: str, material: Material) -> Check:
    try:
        if issuer_of(listing) != by:
            raise proof.BadProof("Its status list is somebody else's.")
        proof.verify(listing, by, material.did_documents)
        revoked = status.is_revoked(found, listing)
    except proof.BadProof as error:
        return Check("status", State.UNKNOWN, f"Its status list does not hold. {error}")
    except status.BadList as error:
        return Check("status", State.UNKNOWN, f"Its status list cannot be used: {error}.")
    if revoked:
        return Check("status", State.FAILED, "It was revoked by its issuer.")
    return Check("status", State.OK, f"Not revoked, says the list of {str(listing.get('validFrom'))[:10]}.")
