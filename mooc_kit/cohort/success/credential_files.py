"""Credential files as evidence of success: each ledger, award and self-certificate is checked before it counts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mooc_kit.cohort.success.evidence import Evidence, Taken
from mooc_kit.credentials import proof
from mooc_kit.credentials.baking import NotBaked, unbake
from mooc_kit.credentials.peers.bundle import TYPE, BadBundle, bundle_of, read_bundle
from mooc_kit.credentials.peers.chain import verify_chain
from mooc_kit.credentials.peers.documents import read_document
from mooc_kit.credentials.peers.trust import trust_of
from mooc_kit.credentials.verify import issuer_of

CERTIFICATE = "Certificate"
"""What a self-certificate of the site says it is; a signed story says that it is an Achievement."""
AWARD, JUDGEMENT = "an award of a peer badge", "a judgement towards a peer badge"


def ledger(path: Path, evidence: Evidence) -> str:
    """The credentials that were issued, by kind."""
    from mooc_kit.cohort.ledger import REVOKED, Ledger

    book = Ledger(path, evidence.course.id)
    try:
        for row in book.rows():
            valid, ended = evidence.credentials.get(row["kind"], (0, 0))
            is_ended = row["state"] == REVOKED
            evidence.credentials[row["kind"]] = (valid + (not is_ended), ended + is_ended)
    finally:
        book.close()
    return "ledger of credentials"


def decisions(path: Path, evidence: Evidence) -> str:
    """What `mooc-kit completions` decided; "" where the Parquet file is something else."""
    import duckdb

    from mooc_kit.cohort.decide import told_by

    with duckdb.connect() as connection:
        try:
            about = told_by(path, connection)
        except (duckdb.Error, ValueError):
            return ""
        if not about:
            return ""
        if about.get("course") != evidence.course.id:
            return f"decisions about another course, {about.get('course')}: left out"
        rows = connection.execute(
            "SELECT credential, count(*) FILTER (completed) FROM read_parquet(?) GROUP BY 1", [str(path)]
        ).fetchall()
    evidence.completed[path.name] = {str(credential): int(people) for credential, people in rows}
    return "decisions about completion"


def picture(path: Path, evidence: Evidence) -> str:
    """The credential that is baked into a picture; "" where there is none."""
    try:
        data = json.loads(unbake(path.read_bytes()))
    except (NotBaked, ValueError, RecursionError):
        return ""
    return document(data, evidence) if isinstance(data, dict) else ""


def document(data: dict[str, Any], evidence: Evidence) -> str:
    """A badge: one of a peer, whose chain is checked later, one of one's own, or one that the course issued."""
    if data.get("type") == TYPE:
        try:
            evidence.awards.append(read_bundle(json.dumps(data).encode()))
        except BadBundle:
            return ""
        return JUDGEMENT if _is_judgement(evidence.awards[-1].main) else AWARD
    kinds = data.get("type")
    if not isinstance(kinds, list) or "OpenBadgeCredential" not in kinds:
        return ""
    subject = data.get("credentialSubject")
    holder = str(subject.get("id", "")) if isinstance(subject, dict) else ""
    issuer = issuer_of(data)
    if holder and holder == issuer:
        return _self_certificate(data, holder, evidence)
    try:
        read_document(data)
    except ValueError:
        return "a credential of the course: the ledger counts these"
    evidence.awards.append(bundle_of(data, ()))
    return JUDGEMENT if _is_judgement(data) else AWARD


def _is_judgement(data: dict[str, Any] | None) -> bool:
    """Whether the document is one of the judgements on which an award rests, and not the award."""
    subject = data.get("credentialSubject") if data else None
    return isinstance(subject, dict) and bool(subject.get("result"))


def _self_certificate(data: dict[str, Any], holder: str, evidence: Evidence) -> str:
    try:
        proof.verify(data, holder)
    except proof.BadProof as error:
        return f"a self-certificate whose signature does not hold, left out: {error}"
    about = data["credentialSubject"].get("achievement")
    if isinstance(about, dict) and about.get("achievementType") == CERTIFICATE:
        evidence.self_certified.add(holder)
        return "a self-certificate, signed by its holder"
    evidence.signed_stories.add(str(data.get("id")))
    return "what somebody did, signed by whoever did it"


def settle(evidence: Evidence) -> None:
    """Follow each award's chain to the course's first judges: what holds is counted, and what does not is told."""
    found = [document for bundle in evidence.awards for document in bundle.documents.values()]
    broken = unjudged = 0
    for bundle in evidence.awards:
        if _is_judgement(bundle.main):
            continue
        bundle.add(found)
        trust = trust_of(evidence.course, evidence.kit, bundle.documents)
        if not trust.roots:
            unjudged += 1
            continue
        verdict = verify_chain(bundle, trust)
        broken += not verdict.holds
        for standing in verdict.awards.values():
            if standing.holds and standing.read is not None and standing.read.id not in trust.revoked:
                evidence.holders.setdefault(standing.read.badge, set()).add(standing.read.to)
                evidence.judges |= set(standing.judges)
    if broken:
        evidence.taken.append(
            Taken("awards", f"{broken} do not hold, and are not counted: mooc-kit badge verify", False)
        )
    if unjudged:
        words = f"{unjudged} cannot be judged, and are not counted: the course names no first judges"
        evidence.taken.append(Taken("awards", words, False))
