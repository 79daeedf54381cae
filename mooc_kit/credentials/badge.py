"""Open Badges 3.0: credentials in which an issuer says that a subject has reached an achievement.

The subject is told by salted hashes by default, so that a badge which is shown around gives no address away; its
holder proves that it is theirs by saying the address or the name, which anyone can hash and compare.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from mooc_kit.credentials.contexts import CLR2, OB3, OB3_EXTENSIONS, VC2
from mooc_kit.credentials.person_names import clean_paragraphs, clean_text

CONTEXTS = (VC2, OB3)
"""Of what peers sign: all of it, since its beginning."""
BADGE_CONTEXTS = (VC2, OB3, OB3_EXTENSIONS)
CLR_CONTEXTS = (VC2, CLR2, OB3, OB3_EXTENSIONS)
_SCHEMAS = "https://purl.imsglobal.org/spec/"
SCHEMA = _SCHEMAS + "ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
CLR_SCHEMA = _SCHEMAS + "clr/v2p0/schema/json/clr_v2p0_clrcredential_schema.json"
"""Where 1EdTech publishes the schema of each, for wallets and validators that ask for it by name."""


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """Who gives a credential. `id` is a DID; `url` the page about them; `country` as ISO 3166 writes it."""

    id: str
    name: str
    url: str = ""
    email: str = ""
    country: str = ""
    region: str = ""

    def as_json(self) -> dict[str, Any]:
        found: dict[str, Any] = {"id": self.id, "type": ["Profile"], "name": clean_text(self.name)}
        found |= _given(url=self.url, email=self.email)
        if self.country:
            address = _given(addressCountryCode=self.country, addressRegion=clean_text(self.region))
            found["address"] = {"type": ["Address"]} | address
        return found


@dataclass(frozen=True, kw_only=True)
class Achievement:
    """What the credential is about. `id` is an address or a URN; `criteria` the words on what had to be done.

    `outcomes` are (short name, address, text) of what it stands for; `kind` is one of Open Badges' achievement types.
    """

    id: str
    name: str
    description: str
    criteria: str
    criteria_url: str = ""
    kind: str = "Achievement"
    image_url: str = ""
    image_caption: str = ""
    outcomes: tuple[tuple[str, str, str], ...] = ()
    tags: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        criteria: dict[str, Any] = _given(id=self.criteria_url) | {"narrative": clean_paragraphs(self.criteria)}
        found: dict[str, Any] = {
            "id": self.id,
            "type": ["Achievement"],
            "achievementType": self.kind,
            "name": clean_text(self.name),
            "description": clean_paragraphs(self.description),
            "criteria": criteria,
        }
        if self.image_url:
            image = {"id": self.image_url, "type": "Image"}
            found["image"] = image | _given(caption=clean_text(self.image_caption))
        if self.outcomes:
            found["alignment"] = [
                {"type": ["Alignment"], "targetName": clean_text(text or name), "targetCode": name, "targetUrl": url}
                for name, url, text in self.outcomes
            ]
        if self.tags:
            found["tag"] = [clean_text(tag) for tag in self.tags]
        return found


@dataclass(frozen=True, kw_only=True)
class Result:
    """A result within an achievement: a score, a grade, a rubric's level. `description_id` names what was measured."""

    name: str
    kind: str
    value: str
    id: str

    def description(self) -> dict[str, Any]:
        return {"id": self.id, "type": ["ResultDescription"], "name": clean_text(self.name), "resultType": self.kind}

    def as_json(self) -> dict[str, Any]:
        return {"type": ["Result"], "resultDescription": self.id, "value": clean_text(self.value)}


def identity(value: str, kind: str, salt: str) -> dict[str, Any]:
    """`value` (an address or a name) as an IdentityObject that does not tell it: a hash over value and salt.

    `kind` is an identity type of Open Badges: emailAddress, name, userName, identifier.
    """
    return identity_object(identity_hash(value, kind, salt), kind, salt)


def identity_hash(value: str, kind: str, salt: str) -> str:
    """`value` (an address or a name) as a credential holds it: a hash over value and salt."""
    return "sha256$" + hashlib.sha256((normal(value, kind) + salt).encode()).hexdigest()


def identity_object(hashed: str, kind: str, salt: str) -> dict[str, Any]:
    """An IdentityObject that holds the hash `hashed`."""
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": hashed,
        "identityType": kind,
        "salt": salt,
    }


def normal(value: str, kind: str) -> str:
    """`value` as it is hashed: names as cleaned, addresses in small letters, so that people can type them again."""
    return clean_text(value).lower() if kind == "emailAddress" else clean_text(value)


def is_identity(document: dict[str, Any], value: str) -> bool:
    """Whether `value` is one of the subject's identities in the credential `document`."""
    subject = document.get("credentialSubject") or {}
    for found in subject.get("identifier") or []:
        kind, salt = str(found.get("identityType")), str(found.get("salt", ""))
        wanted = identity(value, kind, salt)["identityHash"] if found.get("hashed") else normal(value, kind)
        if hmac.compare_digest(str(found.get("identityHash")), str(wanted)):
            return True
    return False


def derived_salt(secret: bytes, *parts: str) -> str:
    """A salt for `parts` that only holders of `secret` can work out; the same for the same."""
    return base64.urlsafe_b64encode(_derived(secret, "salt", parts)[:16]).decode().rstrip("=")


def derived_id(secret: bytes, *parts: str) -> str:
    """A credential's id as `urn:uuid:…`, unguessable, the same for the same `parts`."""
    return f"urn:uuid:{uuid.UUID(bytes=_derived(secret, 'id', parts)[:16], version=4)}"


def _derived(secret: bytes, use: str, parts: tuple[str, ...]) -> bytes:
    return hmac.digest(secret, "\0".join((use, *parts)).encode(), "sha256")


def moment(value: datetime) -> str:
    """`value` as credentials write it: UTC, whole seconds."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def credential(
    *,
    id: str,
    issuer: Issuer,
    achievement: Achievement,
    valid_from: str,
    name: str = "",
    valid_until: str = "",
    awarded: str = "",
    subject_id: str = "",
    identities: tuple[dict[str, Any], ...] = (),
    results: tuple[Result, ...] = (),
    evidence: tuple[dict[str, Any], ...] = (),
    status: dict[str, str] | None = None,
    more: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """An unsigned Open Badges 3.0 credential, ready for `proof.sign`.

    `awarded` is when it was decided. `subject_id` is a DID where the holder has a key; `identities` come from
    `identity`; `evidence` are JSON objects with an `id` or a `narrative`; `more` are further top-level members that the
    contexts know (`relatedResource`).
    """
    about = achievement.as_json()
    if results:
        about["resultDescription"] = [result.description() for result in results]
    subject: dict[str, Any] = _given(id=subject_id) | {"type": ["AchievementSubject"]}
    if identities:
        subject["identifier"] = list(identities)
    subject["achievement"] = about
    if results:
        subject["result"] = [result.as_json() for result in results]
    document: dict[str, Any] = {
        "@context": list(BADGE_CONTEXTS),
        "id": id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": issuer.as_json(),
        "validFrom": valid_from,
        **_given(validUntil=valid_until, awardedDate=awarded),
        "name": clean_text(name or achievement.name),
        "credentialSubject": subject,
        "credentialSchema": _schema(SCHEMA),
    }
    if evidence:
        document["evidence"] = list(evidence)
    if status:
        document["credentialStatus"] = dict(status)
    return document | (more or {})


def evidence_of(*, url: str = "", narrative: str = "", name: str = "") -> dict[str, Any]:
    """A piece of evidence: where it is, and what it is in words."""
    found: dict[str, Any] = _given(id=url) | {"type": ["Evidence"]}
    return found | _given(name=clean_text(name), narrative=clean_paragraphs(narrative))


def transcript(
    *,
    id: str,
    issuer: Issuer,
    name: str,
    description: str,
    valid_from: str,
    credentials: tuple[dict[str, Any], ...],
    identities: tuple[dict[str, Any], ...] = (),
    subject_id: str = "",
    status: dict[str, str] | None = None,
    awarded: str = "",
) -> dict[str, Any]:
    """An unsigned CLR 2.0 transcript: an envelope around signed `credentials` of one subject."""
    subject: dict[str, Any] = _given(id=subject_id) | {"type": ["ClrSubject"]}
    if identities:
        subject["identifier"] = list(identities)
    subject["verifiableCredential"] = list(credentials)
    document: dict[str, Any] = {
        "@context": list(CLR_CONTEXTS),
        "id": id,
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": issuer.as_json(),
        "validFrom": valid_from,
        **_given(awardedDate=awarded),
        "name": clean_text(name),
        "description": clean_text(description),
        "credentialSubject": subject,
        "credentialSchema": _schema(CLR_SCHEMA),
    }
    if status:
        document["credentialStatus"] = dict(status)
    return document


def _schema(address: str) -> list[dict[str, str]]:
    return [{"id": address, "type": "1EdTechJsonSchemaValidator2019"}]


def _given(**found: str) -> dict[str, Any]:
    """The members that have a value: an empty one would say something that nobody signs."""
    return {name: value for name, value in found.items() if value}
