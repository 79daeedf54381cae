"""Signing keys (Ed25519): key pairs under a did:key, which carries the public key, or a did:web.

A did:web points at a document on the web site of whoever holds the key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from mooc_kit.credentials.multibase import multikey, public_of

_DID_CONTEXT = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]
_JWK_CONTEXT = "https://w3id.org/security/jwk/v1"


@dataclass(frozen=True)
class SigningKey:
    """A private key and the address at which its public half is found (`verification_method`)."""

    private: Ed25519PrivateKey
    verification_method: str

    @property
    def did(self) -> str:
        """Who signs with it."""
        return self.verification_method.partition("#")[0]

    @property
    def public(self) -> bytes:
        return self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    @property
    def multikey(self) -> str:
        return multikey(self.public)

    def sign(self, data: bytes) -> bytes:
        return self.private.sign(data)

    @classmethod
    def from_seed(cls, seed: bytes, verification_method: str = "") -> SigningKey:
        """The key of 32 secret bytes; a did:key where no `verification_method` is given."""
        return cls._named(Ed25519PrivateKey.from_private_bytes(seed), verification_method)

    @classmethod
    def generate(cls, verification_method: str = "") -> SigningKey:
        return cls._named(Ed25519PrivateKey.generate(), verification_method)

    @classmethod
    def _named(cls, private: Ed25519PrivateKey, method: str) -> SigningKey:
        public = multikey(private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))
        return cls(private, method or f"did:key:{public}#{public}")


def is_signed_by(public: bytes, signature: bytes, data: bytes) -> bool:
    """Whether `signature` over `data` was made with the private half of the raw Ed25519 key `public`."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def did_document(did: str, keys: Sequence[tuple[str, bytes | dict[str, str]]]) -> dict[str, Any]:
    """The DID document of `did` with its public `keys` as (name, raw Ed25519 key or an RSA key as JWK), retired ones
    included.

    A retired key stays, so that what was signed with it can still be checked; a stolen one is taken out.
    """
    methods = []
    for name, public in keys:
        method: dict[str, Any] = {"id": f"{did}#{name}", "controller": did}
        if isinstance(public, bytes):
            methods.append(method | {"type": "Multikey", "publicKeyMultibase": multikey(public)})
        else:
            methods.append(method | {"type": "JsonWebKey", "publicKeyJwk": dict(public)})
    has_jwk = any("publicKeyJwk" in method for method in methods)
    return {
        "@context": [*_DID_CONTEXT, _JWK_CONTEXT] if has_jwk else _DID_CONTEXT,
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


class UnknownKey(ValueError):
    """The public key of a verification method cannot be had from what is at hand."""


class KeyNotAtHand(UnknownKey):
    """The DID document that would have the public key was not handed in: nothing can be said of the signature."""


def resolve(method: str, documents: Sequence[dict[str, Any]] = ()) -> bytes:
    """The raw public key behind a verification `method`: from its name (did:key), or from one of the DID `documents`.

    Never goes to the network. Raises UnknownKey.
    """
    did, _, fragment = method.partition("#")
    if did.startswith("did:key:"):
        name = did.removeprefix("did:key:")
        if fragment not in (name, ""):
            raise UnknownKey("the key's name does not fit its did:key")
        return _public(name)
    found = listed(method, documents).get("publicKeyMultibase")
    if not isinstance(found, str):
        raise KeyNotAtHand("it is written in a way that is not known here")
    return _public(found)


def listed(method: str, documents: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The entry of a verification `method` in one of the DID `documents`, where it may sign statements.

    It stands under `verificationMethod` with its name under `assertionMethod`, or wholly there. Raises UnknownKey.
    """
    did = method.partition("#")[0]
    for document in documents:
        if document.get("id") != did:
            continue
        allowed = _entries(document, "assertionMethod")
        names = [item if isinstance(item, str) else item.get("id") for item in allowed]
        for found in (*_entries(document, "verificationMethod"), *allowed):
            is_it = isinstance(found, dict) and found.get("id") == method and found.get("controller") == did
            if is_it and method in names:
                return dict(found)
        raise UnknownKey(f"{did} does not list {method}")
    raise KeyNotAtHand(f"the document of {did} is not at hand")


def is_did_document(found: Any) -> bool:
    """Whether `found` (JSON) names an issuer and keys with which it signs."""
    return (
        isinstance(found, dict)
        and str(found.get("id")).startswith("did:")
        and bool(_entries(found, "verificationMethod") or _entries(found, "assertionMethod"))
    )


def _entries(document: dict[str, Any], name: str) -> list[Any]:
    found = document.get(name)
    return [item for item in found if isinstance(item, str | dict)] if isinstance(found, list) else []


def _public(name: str) -> bytes:
    try:
        return public_of(name)
    except ValueError as error:
        raise UnknownKey(str(error)) from error
