"""Data Integrity proofs (eddsa-rdfc-2022): a signature inside the document that it is about.

What is signed is SHA-256(the proof without its value) + SHA-256(the document without proofs), both in canonical form.
The older Ed25519Signature2020 is checked too: it signs the same, under another name.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any, NoReturn

from mooc_kit.credentials.canonical import canonical
from mooc_kit.credentials.contexts import DATA_INTEGRITY, VC2, UnknownContext
from mooc_kit.credentials.keys import KeyNotAtHand, SigningKey, UnknownKey, is_signed_by, resolve
from mooc_kit.credentials.multibase import decode, encode
from mooc_kit.credentials.rdf import NotSignable

SUITE = "eddsa-rdfc-2022"
OLDER = "Ed25519Signature2020"
_FIELDS = {
    "id",
    "type",
    "cryptosuite",
    "created",
    "expires",
    "verificationMethod",
    "proofPurpose",
    "proofValue",
    "domain",
    "challenge",
    "nonce",
    "@context",
}


class BadProof(ValueError):
    """The proof does not hold; the message says why, in words for people."""


class ProofNotChecked(BadProof):
    """Nothing can be said of the proof: its issuer's DID document is not at hand, or it is of a kind or in words that
    are not known here."""


def sign(document: dict[str, Any], key: SigningKey, created: str) -> dict[str, Any]:
    """`document` with a proof by `key`. `created` is an xsd:dateTime such as 2027-04-01T12:00:00Z.

    The same document, key and time give the same bytes. Proofs that are there already stay, beside the new one.
    Raises NotSignable when a part of the document would not be covered.
    """
    bare = {name: value for name, value in document.items() if name != "proof"}
    proof = proof_of(canonical(bare), key, created, _context(bare))
    old = document.get("proof")
    proofs = [proof] if old is None else [*(old if isinstance(old, list) else [old]), proof]
    return {**bare, "proof": proofs[0] if len(proofs) == 1 else proofs}


def proof_of(nquads: str, key: SigningKey, created: str, context: tuple[str, ...]) -> dict[str, Any]:
    """The proof by `key` over canonical `nquads` of a document whose contexts are `context`."""
    return {**_config(created, key.verification_method), "proofValue": _value(nquads, key, created, context)}


def proof_json(nquads: str, key: SigningKey, created: str, context: tuple[str, ...]) -> str:
    """`proof_of` as JSON, for those who make many."""
    return f'{_beginning(created, key.verification_method)},"proofValue":"{_value(nquads, key, created, context)}"}}'


def _value(nquads: str, key: SigningKey, created: str, context: tuple[str, ...]) -> str:
    return encode(key.sign(config_hash(created, key.verification_method, context) + sha256(nquads.encode()).digest()))


@lru_cache(maxsize=4096)
def _beginning(created: str, method: str) -> str:
    return json.dumps(_config(created, method), separators=(",", ":"))[:-1]


def _config(created: str, method: str) -> dict[str, str]:
    return {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": created,
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }


@lru_cache(maxsize=4096)
def config_hash(created: str, method: str, context: tuple[str, ...]) -> bytes:
    """SHA-256 of the canonical proof without its value."""
    return sha256(canonical({"@context": list(context), **_config(created, method)}).encode()).digest()


def _context(document: dict[str, Any]) -> tuple[str, ...]:
    """The addresses of the document's contexts. The proof's words must be among what they define."""
    found = _contexts_of(document)
    if VC2 not in found and DATA_INTEGRITY not in found:
        raise NotSignable("no context that knows what a proof is")
    return found


def _contexts_of(document: dict[str, Any]) -> tuple[str, ...]:
    named = document.get("@context")
    found = tuple(named) if isinstance(named, list) else (named,)
    if not all(isinstance(address, str) for address in found):
        raise UnknownContext("a context written inside the document")
    return found


def verify(document: dict[str, Any], by: str, did_documents: Sequence[dict[str, Any]] = ()) -> str:
    """The verification method of the proof with which `by` (a DID) signed `document`.

    Every proof of a known kind that stands in the document must hold, and one must be by `by`.
    Raises BadProof. Looks at the signature only: dates, status and what the document says are for `verify.check`.
    """
    proofs = document.get("proof")
    proofs = proofs if isinstance(proofs, list) else [proofs]
    # Each costs a verification: a document with thousands would keep whoever checks it busy.
    if not proofs or len(proofs) > 64 or not all(isinstance(proof, dict) for proof in proofs):
        raise BadProof("It is not signed.")
    # One of a kind that is not known here says nothing: anybody can add it or take it away.
    proofs = [proof for proof in proofs if _is_known(proof)] or [_refuse_unknown(proofs[0])]
    bare = {name: value for name, value in document.items() if name != "proof"}
    try:
        context = _contexts_of(bare)
        digest = sha256(canonical(bare).encode()).digest()
    except UnknownContext as error:
        raise ProofNotChecked(f"It uses words whose meaning is not known here: {error}.") from error
    except NotSignable as error:
        raise BadProof(f"It has a part that no signature covers: {error}.") from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BadProof("It is not a credential that can be read.") from error
    methods = [_verify_one(proof, context, digest, did_documents) for proof in proofs]
    for method in methods:
        if method.partition("#")[0] == by:
            return method
    if by.startswith("did:"):
        raise BadProof(f"It is not signed by {by}.")
    raise ProofNotChecked(f"The signature fits; whether {methods[0]} is a key of {by} is not known here.")


def _is_known(proof: dict[str, Any]) -> bool:
    """Whether a signature is of a kind that is checked here; in a chain each signs those before it, too."""
    kind = (proof.get("type"), proof.get("cryptosuite"))
    return kind in (("DataIntegrityProof", SUITE), (OLDER, None)) and "previousProof" not in proof


def _refuse_unknown(proof: dict[str, Any]) -> NoReturn:
    named = "a chain" if "previousProof" in proof else str(proof.get("cryptosuite") or proof.get("type"))[:60]
    raise ProofNotChecked(f"Its signature is of a kind that is not known here: {named}.")


def _verify_one(
    proof: dict[str, Any], context: tuple[str, ...], digest: bytes, did_documents: Sequence[dict[str, Any]]
) -> str:
    if proof.get("proofPurpose") != "assertionMethod":
        raise BadProof("Its signature was made for another purpose.")
    if set(proof) - _FIELDS or not all(isinstance(value, str) for name, value in proof.items() if name != "@context"):
        raise BadProof("Its proof has a part that is not known here.")
    if "@context" in proof and tuple(proof["@context"]) != context:
        raise BadProof("Its proof uses other words than it does itself.")
    method = proof.get("verificationMethod", "")
    try:
        public = resolve(method, did_documents)
        config = {name: value for name, value in proof.items() if name not in ("proofValue", "@context")}
        config = {"@context": list(context), **config}
        signature = decode(proof.get("proofValue", ""))
        data = sha256(canonical(config).encode()).digest() + digest
    except KeyNotAtHand as error:
        raise ProofNotChecked(f"The key that signed it is not known here: {error}.") from error
    except UnknownKey as error:
        raise BadProof(f"The key that signed it cannot be found: {error}.") from error
    except ValueError as error:
        raise BadProof("Its proof cannot be read.") from error
    if not is_signed_by(public, signature, data):
        raise BadProof("The signature does not fit: something was changed after it was signed.")
    return str(method)
