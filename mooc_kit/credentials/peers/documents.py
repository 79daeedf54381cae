"""Peer award documents: a request, judgements and the award, each built and read back here.

Every part of a judgement and of an award has an id of its own, so that their canonical form is their statements in
order, without blank nodes to be named: a browser can sign and check them with little code.
"""

from __future__ import annotations

import base64
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from mooc_kit.credentials.badge import CONTEXTS
from mooc_kit.credentials.jcs import digest, digest_of_bytes, jcs
from mooc_kit.credentials.keys import SigningKey
from mooc_kit.credentials.peers.policy import Policy
from mooc_kit.credentials.peers.signed import sign_file
from mooc_kit.credentials.person_names import clean_paragraphs, clean_text
from mooc_kit.credentials.proof import sign
from mooc_kit.credentials.shape import problem

REQUEST = "PeerBadgeRequest"
NAMESPACE = uuid.UUID("6f0f3a3e-5d0b-5c47-9d0e-0f6f0d5c0b1a")
"""For ids that follow from what they stand for (UUID version 5): the same award has the same id."""
MOST_EVIDENCE = 20
LONGEST = 4_000
_EVIDENCE_ID = re.compile(r"(?:https?://|ni:///)[^\s<>\"{}|\\^`\x00-\x20\x7f]{1,2000}")


@dataclass(frozen=True)
class PeerEvidence:
    """A piece of evidence: an https address, or words alone."""

    narrative: str
    url: str = ""
    name: str = ""

    def as_json(self) -> dict[str, Any]:
        words = {"name": clean_text(self.name), "narrative": clean_paragraphs(self.narrative)[:LONGEST]}
        given = {key: value for key, value in words.items() if value}
        return {"id": self.url or _ni(jcs(given)), "type": ["Evidence"], **given}


def is_evidence(found: Any) -> bool:
    """Whether `found` is a list of evidence as a request may bring it: web addresses or words, nothing else."""
    if not isinstance(found, list) or not 1 <= len(found) <= MOST_EVIDENCE:
        return False
    for piece in found:
        if not isinstance(piece, dict) or set(piece) - {"id", "type", "name", "narrative"}:
            return False
        is_named = isinstance(piece.get("id"), str) and _EVIDENCE_ID.fullmatch(piece["id"])
        words = [piece.get("name", ""), piece.get("narrative", "")]
        if not is_named or piece.get("type") != ["Evidence"] or not all(isinstance(word, str) for word in words):
            return False
    return True


def core_of(badge: str, policy_digest: str, recipient: str, evidence: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What all judgements of one request are about: who, which badge, under which rules, with which evidence."""
    return {"badge": badge, "policy": policy_digest, "recipient": recipient, "evidence": list(evidence)}


def core_id(core: dict[str, Any]) -> str:
    """The name of a core, by its hash (RFC 6920)."""
    return _ni(jcs(core))


def request(
    policy: Policy, key: SigningKey, evidence: Sequence[PeerEvidence], created: str, *, name: str = "", own: str = ""
) -> dict[str, Any]:
    """A signed request for the badge of `policy`. `name` is what judges may call its writer, `own` their own view."""
    found: dict[str, Any] = {
        "type": REQUEST,
        "badge": policy.badge["id"],
        "policy": policy.digest,
        "recipient": key.did,
        "created": created,
        "evidence": _evidence(evidence),
    }
    more = {"name": clean_text(name), "comment": clean_paragraphs(own)[:LONGEST]}
    return sign_file(found | {key: value for key, value in more.items() if value}, key, created)


def judgement(
    policy: Policy,
    asked: Mapping[str, Any],
    key: SigningKey,
    results: Mapping[str, str],
    created: str,
    *,
    own_badge: Mapping[str, Any] | None = None,
    comment: str = "",
    name: str = "",
) -> dict[str, Any]:
    """A judge's signed yes to the request `asked`. `own_badge` is the judge's own award; first judges need none."""
    core = core_of(policy.badge["id"], policy.digest, asked["recipient"], asked["evidence"])
    id = _id("judgement", core_id(core), key.did)
    subject = {
        "id": asked["recipient"],
        "type": ["AchievementSubject"],
        "achievement": {
            "id": f"{policy.id}#judgement",
            "type": ["Achievement"],
            "achievementType": "Assessment",
            "name": f"Judgement towards the badge {policy.badge['name']}",
            "description": f"One of {policy.awards_needed} judgements that the badge needs; not the badge itself.",
            "criteria": {"id": f"{policy.id}#criteria", "narrative": policy.badge["criteria"]},
            "resultDescription": [
                {
                    "id": f"{policy.id}#{criterion['id']}",
                    "type": ["ResultDescription"],
                    "name": criterion["title"],
                    "resultType": "RubricCriterionLevel",
                }
                for criterion in policy.criteria
            ],
        },
        "result": [
            {
                "id": f"{id}#{criterion}",
                "type": ["Result"],
                "resultDescription": f"{policy.id}#{criterion}",
                "value": level,
            }
            for criterion, level in results.items()
        ],
    }
    said = clean_paragraphs(comment)[:LONGEST]
    document: dict[str, Any] = {
        "@context": list(CONTEXTS),
        "id": id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": _profile(key.did, name),
        "validFrom": created,
        "name": f"Yes to a request for the badge {policy.badge['name']}",
        **({"description": said} if said else {}),
        "evidence": list(asked["evidence"]),
        "credentialSubject": subject,
        "relatedResource": _related(policy, core, [own_badge] if own_badge else []),
    }
    return sign(document, key, created)


def award(
    policy: Policy,
    asked: Mapping[str, Any],
    key: SigningKey,
    judgements: Sequence[Mapping[str, Any]],
    created: str,
    *,
    name: str = "",
) -> dict[str, Any]:
    """The badge, signed by one of its judges; `judgements` are those that it rests on."""
    core = core_of(policy.badge["id"], policy.digest, asked["recipient"], asked["evidence"])
    document: dict[str, Any] = {
        "@context": list(CONTEXTS),
        "id": _id("award", core_id(core)),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": _profile(key.did, name),
        "validFrom": created,
        "name": policy.badge["name"],
        "evidence": list(asked["evidence"]),
        "credentialSubject": {
            "id": asked["recipient"],
            "type": ["AchievementSubject"],
            "achievement": {
                "id": policy.badge["id"],
                "type": ["Achievement"],
                "achievementType": "Badge",
                "name": policy.badge["name"],
                "description": policy.badge["description"],
                "criteria": {"id": f"{policy.id}#criteria", "narrative": policy.badge["criteria"]},
            },
        },
        "relatedResource": _related(policy, core, sorted(judgements, key=lambda found: str(found["id"]))),
    }
    return sign(document, key, created)


def checkpoint(policy: Policy, key: SigningKey, found: Mapping[str, Any], created: str) -> dict[str, Any]:
    """A first judge's word that the award `found` was walked to its root and holds: the walk may stop here."""
    document = {
        "@context": list(CONTEXTS),
        "id": _id("checkpoint", digest(found), key.did),
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": _profile(key.did, ""),
        "validFrom": created,
        "name": f"Checkpoint for the badge {policy.badge['name']}",
        "credentialSubject": {
            "id": ni_of(digest(found)),
            "type": ["EndorsementSubject"],
            "endorsementComment": "The chain of awards behind this badge was checked up to its root.",
        },
    }
    return sign(document, key, created)


@dataclass(frozen=True)
class ReadDocument:
    """A judgement or award, read: what it says, before any of it is believed."""

    document: dict[str, Any]
    digest: str
    id: str
    by: str
    to: str
    badge: str
    at: str
    evidence: tuple[dict[str, Any], ...]
    results: dict[str, str]
    policy: str
    core: str
    rests_on: tuple[tuple[str, str], ...]
    """(id, digest) of the documents that it names: a judge's own award, or an award's judgements."""


def read_document(document: Any) -> ReadDocument:
    """Raises ValueError where `document` is not shaped like a judgement or an award."""
    if problem(document) is not None:
        raise ValueError("it is written in a way that could be read in two ways")
    try:
        subject = document["credentialSubject"]
        related = [(str(found["id"]), str(found["digestMultibase"])) for found in document["relatedResource"]]
        results = {
            str(found["resultDescription"]).rpartition("#")[2]: str(found["value"])
            for found in subject.get("result", ())
        }
        if (
            len(results) != len(subject.get("result", ()))
            or len(related) < 2
            or len(document["evidence"]) > MOST_EVIDENCE
        ):
            raise ValueError("not an award")
        if document["issuer"]["id"] == subject["id"]:
            raise ValueError("somebody judged their own request")
        if _has_two_of_one_id(document):
            raise ValueError("two of its parts have one id, and could be read in two ways")
        return ReadDocument(
            document=document,
            digest=digest(document),
            id=str(document["id"]),
            by=str(document["issuer"]["id"]),
            to=str(subject["id"]),
            badge=str(subject["achievement"]["id"]),
            at=str(document["validFrom"]),
            evidence=tuple(document["evidence"]),
            results=results,
            policy=related[0][1],
            core=related[1][0],
            rests_on=tuple(related[2:]),
        )
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise ValueError("not an award") from error


def _has_two_of_one_id(document: Any) -> bool:
    """Whether two parts have one id: their statements would run together, and the signature would not tell whose is
    whose."""
    subject = document["credentialSubject"]
    about = subject["achievement"]
    parts = [document, document["issuer"], subject, about, about["criteria"], *document["evidence"]]
    parts += [*about.get("resultDescription", ()), *subject.get("result", ()), *document["relatedResource"]]
    ids = [str(part["id"]) for part in parts]
    return len(set(ids)) < len(ids)


def ni_of(multibase: str) -> str:
    """A digest (`digestMultibase`, SHA-256) as a name by hash."""
    from mooc_kit.credentials.multibase import decode

    return "ni:///sha-256;" + base64.urlsafe_b64encode(decode(multibase)[2:]).decode().rstrip("=")


def _related(policy: Policy, core: dict[str, Any], documents: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    return [
        {"id": policy.id, "digestMultibase": policy.digest},
        {"id": core_id(core), "digestMultibase": digest_of_bytes(jcs(core))},
        *({"id": str(found["id"]), "digestMultibase": digest(found)} for found in documents),
    ]


def _evidence(evidence: Sequence[PeerEvidence]) -> list[dict[str, Any]]:
    found = {piece["id"]: piece for piece in (one.as_json() for one in evidence)}
    return list(found.values())


def _profile(did: str, name: str) -> dict[str, Any]:
    shown = clean_text(name)[:100]
    return {"id": did, "type": ["Profile"], **({"name": shown} if shown else {})}


def _id(*parts: str) -> str:
    return f"urn:uuid:{uuid.uuid5(NAMESPACE, ' '.join(parts))}"


def _ni(data: bytes) -> str:
    return "ni:///sha-256;" + base64.urlsafe_b64encode(sha256(data).digest()).decode().rstrip("=")
