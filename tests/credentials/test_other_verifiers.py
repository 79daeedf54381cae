"""Other makers' verifiers accept what we sign and refuse every tampering: @digitalbazaar/vc (npm) and openbadgeslib
(PyPI)."""

from __future__ import annotations

import copy
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from mooc_kit.credentials import badge, contexts, proof, status
from mooc_kit.credentials.keys import did_document
from mooc_kit.credentials.rdf import leaves
from tests.credentials.documents import CREATED, KEY, WEB, WEB_KEY, river_badge

pytestmark = pytest.mark.conformance

FOLDER = Path(__file__).parents[1] / "verifiers"
_IS_THERE = shutil.which("node") is not None and (FOLDER / "node_modules/@digitalbazaar/vc").is_dir()
needs_node = pytest.mark.skipif(
    not _IS_THERE and os.environ.get("CI") != "true", reason="needs node and tests/install-verifiers"
)


def by_digitalbazaar(credentials: list[Any]) -> list[str]:
    data = {
        "contexts": {address: {"@context": contexts.context(address)} for address in contexts.PINNED},
        "documents": {WEB: did_document(WEB, [("key-1", WEB_KEY.public)])},
        "credentials": credentials,
    }
    made = subprocess.run(
        ["node", "check.mjs"], cwd=FOLDER, input=json.dumps(data).encode(), capture_output=True, check=True, timeout=120
    )
    found: list[str] = json.loads(made.stdout)
    return found


def issued() -> list[dict[str, Any]]:
    """One of each kind: a badge by did:key, one by did:web, a status list, a transcript."""
    one = proof.sign(river_badge(valid_from="2026-04-01T12:00:00Z"), KEY, CREATED)
    issuer = badge.Issuer(id=WEB, name="Open Rivers Institute")
    transcript = badge.transcript(
        id="urn:uuid:0b5f6a3c-8f0e-4b1c-9f38-2f4f3d2b7a11",
        issuer=issuer,
        name="Transcript",
        description="One course",
        valid_from="2026-04-01T12:00:00Z",
        credentials=(one,),
    )
    return [
        one,
        proof.sign(river_badge(WEB, valid_from="2026-04-01T12:00:00Z"), WEB_KEY, CREATED),
        proof.sign(
            status.list_credential("https://x.example/status/0.json", issuer, [3], "2026-04-01T12:00:00Z"),
            WEB_KEY,
            CREATED,
        ),
        proof.sign(transcript, WEB_KEY, CREATED),
    ]


@needs_node
def test_digitalbazaar_accepts_what_we_sign_and_refuses_each_flipped_value() -> None:
    sound = issued()
    changed = []
    for path, value in leaves(sound[0]):
        if "@context" in path:
            continue
        other = copy.deepcopy(sound[0])
        holder = other
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = (not value) if isinstance(value, bool) else f"{value}x"
        changed.append(other)
    results = by_digitalbazaar([*sound, *changed])
    assert results[: len(sound)] == ["yes"] * len(sound)
    assert len(changed) > 30 and "yes" not in results[len(sound) :]


def test_openbadgeslib_accepts_what_we_sign_and_refuses_each_flipped_value() -> None:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
    from openbadgeslib.ob3 import OB3LdpVerifier, OB3VerificationError

    pem = KEY.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    sound = issued()[0]
    del sound["proof"], sound["credentialStatus"]  # it would go to the network for the list
    signed = proof.sign(sound, KEY, CREATED)
    verifier = OB3LdpVerifier(pubkey_pem=pem)
    verifier.verify(json.dumps(signed))
    refused = 0
    for path, value in leaves(sound):
        if "@context" in path or "type" in path or isinstance(value, bool):
            continue
        other = copy.deepcopy(signed)
        holder = other
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = f"{value}x"
        with pytest.raises((OB3VerificationError, ValueError)):
            verifier.verify(json.dumps(other))
        refused += 1
    assert refused > 15
