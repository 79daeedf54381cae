"""VC-JWT: a credential as header.payload.signature, signed with RS256, the least Open Badges 3.0 asks for.

The payload is the credential itself with iss, jti, nbf, sub (and exp) beside it. The public key travels in the
header (`jwk`), and must
be the one that the issuer's DID document lists: a key that comes with the message proves nothing by itself.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA256

from mooc_kit.credentials.jcs import jcs, read_json

ALGORITHM = "RS256"
_CLAIMS = ("iss", "jti", "nbf", "sub", "exp", "iat")


class BadToken(ValueError):
    """The envelope does not hold; the message says why, in words for people."""


class TokenNotChecked(BadToken):
    """Nothing can be said of the envelope: its issuer's DID document is not at hand, or it is signed in another way."""


def public_jwk(key: RSAPrivateKey) -> dict[str, str]:
    """The public half of `key` as a JWK."""
    numbers = key.public_key().public_numbers()
    return {"e": _encoded(_bytes(numbers.e)), "kty": "RSA", "n": _encoded(_bytes(numbers.n))}


def sign(document: dict[str, Any], key: RSAPrivateKey, method: str) -> str:
    """`document` (without a proof) as a VC-JWT. `method` is the key's address in the issuer's DID document."""
    header = {"alg": ALGORITHM, "kid": method, "typ": "JWT"}
    issuer = document["issuer"]
    subject = document["credentialSubject"]
    payload = {
        **document,
        "iss": issuer["id"] if isinstance(issuer, dict) else issuer,
        "jti": document["id"],
        "nbf": _seconds(document["validFrom"]),
        "sub": subject.get("id") or document["id"],
    }
    if "validUntil" in document:
        payload["exp"] = _seconds(document["validUntil"])
    data = (
        f"{_encoded(jcs(header))}.{_encoded(json.dumps(payload, ensure_ascii=False, separators=(',', ':')).encode())}"
    )
    return f"{data}.{_encoded(key.sign(data.encode(), PKCS1v15(), SHA256()))}"


def verify(token: str, did_documents: Sequence[dict[str, Any]]) -> tuple[dict[str, Any], str]:
    """(the credential, the verification method) of a VC-JWT. Raises BadToken."""
    parts = token.split(".")
    if len(parts) != 3:
        raise BadToken("It is not a signed envelope.")
    try:
        header, payload = read_json(_decoded(parts[0])), read_json(_decoded(parts[1]))
        signature = _decoded(parts[2])
    except (ValueError, binascii.Error) as error:
        raise BadToken("The envelope cannot be read.") from error
    if not isinstance(header, dict) or not isinstance(payload, dict):
        raise BadToken("The envelope cannot be read.")
    if header.get("alg") != ALGORITHM or header.get("typ") != "JWT" or set(header) - {"alg", "typ", "kid", "jwk"}:
        raise TokenNotChecked(f"The envelope is signed in a way that is not known here: {str(header.get('alg'))[:40]}.")
    method = str(header.get("kid", ""))
    issuer = payload.get("issuer")
    by = str(issuer.get("id", "")) if isinstance(issuer, dict) else str(issuer)
    if method.partition("#")[0] != by or payload.get("iss") != by:
        raise BadToken(f"It is not signed by {by}.")
    jwk = _listed(method, did_documents)
    try:
        numbers = RSAPublicNumbers(_number(jwk["e"]), _number(jwk["n"]))
        if numbers.n.bit_length() < 2048:
            raise BadToken("The key that signed it is too short to be trusted.")
        numbers.public_key().verify(signature, f"{parts[0]}.{parts[1]}".encode(), PKCS1v15(), SHA256())
    except InvalidSignature as error:
        raise BadToken("The signature does not fit: something was changed after it was signed.") from error
    except (KeyError, ValueError) as error:
        if isinstance(error, BadToken):
            raise
        raise BadToken("The key that signed it cannot be read.") from error
    document = {name: value for name, value in payload.items() if name not in _CLAIMS}
    _agree(payload, document)
    return document, method


def _agree(payload: dict[str, Any], document: dict[str, Any]) -> None:
    """The claims beside the credential must say what it says: other readers look at them alone."""
    subject = document.get("credentialSubject")
    who = subject.get("id") if isinstance(subject, dict) else None
    try:
        same = (
            payload.get("jti") == document.get("id")
            and payload.get("nbf") == _seconds(str(document.get("validFrom")))
            and payload.get("sub") in (who, None if who else document.get("id"))
            and ("exp" in payload) == ("validUntil" in document)
            and ("exp" not in payload or payload["exp"] == _seconds(str(document["validUntil"])))
        )
    except ValueError as error:
        raise BadToken("Its dates cannot be read.") from error
    if not same:
        raise BadToken("The envelope says another thing than the credential inside.")


def _listed(method: str, did_documents: Sequence[dict[str, Any]]) -> dict[str, Any]:
    for document in did_documents:
        if document.get("id") != method.partition("#")[0] or method not in (document.get("assertionMethod") or []):
            continue
        for found in document.get("verificationMethod") or []:
            if found.get("id") == method and isinstance(found.get("publicKeyJwk"), dict):
                jwk: dict[str, Any] = found["publicKeyJwk"]
                return jwk
    did = method.partition("#")[0]
    if any(document.get("id") == did for document in did_documents):
        raise BadToken(f"The key that signed it cannot be found: {did} does not list {method}.")
    raise TokenNotChecked(f"The key that signed it is not known here: the document of {did} is not at hand.")


def _seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _bytes(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def _number(text: str) -> int:
    return int.from_bytes(_decoded(text), "big")
