"""Signed JSON (eddsa-jcs-2022): files that only mooc-kit reads, such as requests, revocations and the register.

W3C Data Integrity EdDSA Cryptosuites 1.0, section 3.3. Awards and judgements use eddsa-rdfc-2022, which badge
verifiers know.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from mooc_kit.credentials.jcs import NotCanonical, jcs
from mooc_kit.credentials.keys import SigningKey, UnknownKey, is_signed_by, resolve
from mooc_kit.credentials.multibase import decode, encode
from mooc_kit.credentials.proof import BadProof

SUITE = "eddsa-jcs-2022"


def sign_file(document: dict[str, Any], key: SigningKey, created: str) -> dict[str, Any]:
    """`document` with a proof by `key`."""
    config = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": created,
        "verificationMethod": key.verification_method,
        "proofPurpose": "assertionMethod",
    }
    return {**document, "proof": {**config, "proofValue": encode(key.sign(_data(document, config)))}}


def verify_file(document: dict[str, Any], by: str) -> None:
    """Raises BadProof unless `document` carries one proof, and it is by the did:key `by`."""
    found = document.get("proof")
    if not isinstance(found, dict) or found.get("cryptosuite") != SUITE:
        raise BadProof("It is not signed.")
    bare = {name: value for name, value in document.items() if name != "proof"}
    config = {name: value for name, value in found.items() if name != "proofValue"}
    method = str(found.get("verificationMethod"))
    if method.partition("#")[0] != by:
        raise BadProof(f"It is not signed by {by}.")
    try:
        public = resolve(method, ())
        fits = is_signed_by(public, decode(str(found.get("proofValue"))), _data(bare, config))
    except (UnknownKey, NotCanonical, ValueError) as error:
        raise BadProof("Its proof cannot be read.") from error
    if not fits:
        raise BadProof("The signature does not fit: something was changed after it was signed.")


def _data(document: dict[str, Any], config: dict[str, Any]) -> bytes:
    return sha256(jcs(config)).digest() + sha256(jcs(document)).digest()
