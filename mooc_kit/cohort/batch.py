"""Credential batches: the files of one partition of learners, a pure function of a plan and the partition.

The same plan and partition give the same bytes, in this process, in a pool, or on a cluster. Everything that it needs
travels in the plan, the signing key included: send it only to machines that you would trust with the key.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cryptography.hazmat.primitives.serialization import load_der_private_key

from mooc_kit.cohort.batch_plan import BatchAward, BatchPlan
from mooc_kit.cohort.decision import Planned
from mooc_kit.cohort.recipient_fields import RecipientFields, filled, form_of, personal
from mooc_kit.cohort.share_page import page
from mooc_kit.cohort.storage import File
from mooc_kit.credentials import badge, baking, jwt, proof
from mooc_kit.credentials.certificate import CannotPrint, Printer
from mooc_kit.credentials.credential_templates import CredentialTemplate
from mooc_kit.credentials.keys import SigningKey
from mooc_kit.credentials.rdf import in_full

COMPARED_EVERY = 2048


@dataclass
class BatchResult:
    """What became of a partition."""

    made: list[tuple[int, str]] = field(default_factory=list)
    """(number, SHA-256 of the credential's file)."""
    unprinted: list[str] = field(default_factory=list)
    """Why a certificate could not be drawn. The credential is there all the same, and is planned still."""


def press(plan: BatchPlan, partition: Sequence[Planned]) -> BatchResult:
    """Sign and write everything for `partition`."""
    machine = _machine(plan)
    found, files = BatchResult(), []
    for item in partition:
        digest, more, why_not = machine.make(item)
        files += more
        if why_not:
            found.unprinted.append(why_not)
        else:
            found.made.append((item.number, digest))
    plan.store.write(files)
    return found


_kept: dict[str, Any] = {}


def _machine(plan: BatchPlan) -> _Machine:
    """The machine for `plan`, kept in this process between partitions."""
    key = hashlib.sha256(repr(plan).encode()).hexdigest()
    if _kept.get("key") != key:
        _kept.update(key=key, machine=_Machine(plan))
    found: _Machine = _kept["machine"]
    return found


def unsigned(plan: BatchPlan, item: Planned) -> dict[str, Any]:
    """The credential of `item` without its proof."""
    return filled(plan, RecipientFields.of(item), personal(plan, item))


class _Machine:
    """Keys, forms and the printer, made once for a process."""

    def __init__(self, plan: BatchPlan) -> None:
        self._plan = plan
        self._key = SigningKey.from_seed(plan.seed, plan.method)
        self._rsa: Any = load_der_private_key(plan.rsa, None) if plan.rsa else None
        self._forms: dict[RecipientFields, CredentialTemplate] = {}
        self._printer = Printer() if plan.with_pdf else None

    def make(self, item: Planned) -> tuple[str, list[File], str]:
        """The SHA-256 of the credential of `item`, the files, and why there is no certificate where there should be."""
        plan = self._plan
        award = plan.awards[item.kind]
        short = item.id.removeprefix("urn:uuid:")
        name = f"{item.kind}/{short}"
        if award.is_transcript:
            text = self._transcript(item, award)
        elif self._rsa is not None:
            text = jwt.sign(unsigned(plan, item), self._rsa, plan.rsa_method)
        else:
            text = self._signed(item)
        data = text.encode()
        suffix = "jwt" if self._rsa is not None else "json"
        files = [(f"{name}.{suffix}", data)]
        if plan.with_share:
            words = award.achievement
            shown = page(
                award.design,
                name=words.name,
                description=words.description,
                issuer=plan.issuer.name,
                id=item.id,
                valid_from=item.valid_from,
                base=plan.issuer.url.rstrip("/"),
            )
            files += [(f"publish/credentials/{short}.{suffix}", data), (f"publish/credentials/{short}.html", shown)]
        if plan.with_pictures and item.kind in plan.pictures:
            svg, png = plan.pictures[item.kind]
            files += [(f"{name}.svg", baking.bake_svg(svg, text)), (f"{name}.png", baking.bake_png(png, text))]
        if self._printer is not None:
            try:
                printed = self._printer.certificate(award.design, item, text, self._link(item))
                files.append((f"{name}.pdf", printed))
            except CannotPrint as error:
                return "", files, str(error)
        return hashlib.sha256(data).hexdigest(), files, ""

    def _link(self, item: Planned) -> str:
        """Where the code on the certificate leads: the page that checks, with the credential where it is shared."""
        plan = self._plan
        is_shared = plan.with_share and plan.verify_url
        return f"{plan.verify_url}#c={item.id.removeprefix('urn:uuid:')}" if is_shared else plan.verify_url

    def _signed(self, item: Planned) -> str:
        """The signed credential as text, by the form of its shape."""
        shape, values = RecipientFields.of(item), personal(self._plan, item)
        form = self._forms.get(shape)
        if form is None:
            form = self._forms[shape] = form_of(self._plan, shape, values)
            _compare(form, values)
        elif item.number % COMPARED_EVERY == 0:
            _compare(form, values)
        made = proof.proof_json(form.nquads(values), self._key, item.valid_from, badge.BADGE_CONTEXTS)
        return f'{form.json(values)[:-1]},"proof":{made}}}'

    def _transcript(self, item: Planned, award: BatchAward) -> str:
        """A CLR of the completion and the credit, each signed for itself, in an envelope that is signed too."""
        inside = json.loads(self._signed(replace(item, id=badge.derived_id(self._plan.secret, item.id, "inside"))))
        whole = unsigned(self._plan, item)
        document = badge.transcript(
            id=item.id,
            issuer=self._plan.issuer,
            name=award.achievement.name,
            description=award.description,
            valid_from=item.valid_from,
            credentials=(inside,),
            subject_id=item.subject,
            identities=tuple(whole["credentialSubject"].get("identifier", ())),
            status=whole.get("credentialStatus"),
            awarded=whole["awardedDate"],
        )
        if self._rsa is not None:
            return jwt.sign(document, self._rsa, self._plan.rsa_method)
        return json.dumps(proof.sign(document, self._key, item.valid_from), ensure_ascii=False, separators=(",", ":"))


def _compare(form: CredentialTemplate, values: Sequence[str]) -> None:
    """Hold the fast canonical form to the complete algorithm. A signature over wrong bytes would hold nowhere."""
    if form.nquads(values) != in_full(form.document(values)):
        raise AssertionError("The canonical form of a credential differs from that of the complete algorithm.")
