"""VC-JWT: a credential as header.payload.signature, signed with RS256, the least Open Badges 3.0 asks for.

The payload is the credential itself with iss, jti, nbf, sub (and exp) beside it. Those of others are checked, too: with
the credential in the claim `vc`, without `typ`, signed with EdDSA or ES256, with the public key in the header (`jwk`).
A key that comes with the message proves nothing by itself: it must be one that the issuer's DID document lists.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicNumbers
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicNumbers
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from mooc_kit.credentials.jcs import jcs, read_json
from mooc_kit.credentials.keys import KeyNotAtHand, UnknownKey, listed, resolve

ALGORITHM = "RS256"
ALGORITHMS = (ALGORITHM, "EdDSA", "ES256")
_TYPES = (None, "JWT", "jwt", "vc+jwt", "vc+ld+json+jwt")
_HEADER = {"alg", "typ", "kid", "jwk", "cty"}
_CLAIMS = ("iss", "jti", "nbf", "sub", "exp", "iat")
_STARTS = ("validFrom", "issuanceDate")
_STOPS = ("validUntil", "expirationDate")


class BadToken(ValueError):
    """The envelope does not hold; the message says why, in words for people."""


class TokenNotChecked(BadToken):
    """Nothing can be said of the envelope: its issuer's DID document is not at hand, or it is signed in another way."""


def public_jwk(key: RSAPrivateKey) -> dict[str, str]:
    """The public half of `key` as a JWK."""
    numbers = key.public_key().public_numbers()
    return {"e": encoded(_bytes(numbers.e)), "kty": "RSA", "n": encoded(_bytes(numbers.n))}


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
    data = f"{encoded(jcs(header))}.{encoded(json.dumps(payload, ensure_ascii=False, separators=(',', ':')).encode())}"
    return f"{data}.{encoded(key.sign(data.encode(), PKCS1v15(), SHA256()))}"


def verify(token: str, did_documents: Sequence[dict[str, Any]]) -> tuple[dict[str, Any], str]:
    """(the credential, the verification method) of a VC-JWT. Raises BadToken.

    The credential is the payload itself (data model 2), or its claim `vc` with the rest beside it (1.1).
    """
    parts = token.split(".")
    if len(parts) != 3:
        raise BadToken("It is not a signed envelope.")
    try:
        header, payload = read_json(decoded(parts[0])), read_json(decoded(parts[1]))
        signature = decoded(parts[2])
    except (ValueError, binascii.Error) as error:
        raise BadToken("The envelope cannot be read.") from error
    if not isinstance(header, dict) or not isinstance(payload, dict):
        raise BadToken("The envelope cannot be read.")
    if header.get("alg") not in ALGORITHMS or header.get("typ") not in _TYPES or set(header) - _HEADER:
        raise TokenNotChecked(f"The envelope is signed in a way that is not known here: {str(header.get('alg'))[:40]}.")
    document = _credential(payload)
    issuer = document.get("issuer")
    by = str(issuer.get("id", "")) if isinstance(issuer, dict) else str(issuer)
    if payload.get("iss", by) != by:
        raise BadToken(f"It is not signed by {by}.")
    method, jwk, is_theirs = _key(header, by, did_documents)
    try:
        _fits(str(header["alg"]), jwk, f"{parts[0]}.{parts[1]}".encode(), signature)
    except InvalidSignature as error:
        raise BadToken("The signature does not fit: something was changed after it was signed.") from error
    except (KeyError, ValueError, TypeError) as error:
        if isinstance(error, BadToken):
            raise
        raise BadToken("The key that signed it cannot be read.") from error
    _agree(payload, document)
    if not is_theirs:
        raise TokenNotChecked(
            f"The signature fits the key that came with it; whether that is a key of {by} is not known here."
        )
    return document, method


def _credential(payload: dict[str, Any]) -> dict[str, Any]:
    """The credential in a payload. What version 1.1 leaves to the claims beside it is put back."""
    inside = payload.get("vc")
    if inside is None:
        return {name: value for name, value in payload.items() if name not in _CLAIMS}
    if not isinstance(inside, dict) or set(payload) - {"vc", *_CLAIMS}:
        raise TokenNotChecked("The envelope holds more than one credential and its claims, which is not read here.")
    document = dict(inside)
    if isinstance(payload.get("iss"), str):
        document.setdefault("issuer", payload["iss"])
    if isinstance(payload.get("jti"), str):
        document.setdefault("id", payload["jti"])
    subject = document.get("credentialSubject")
    if isinstance(payload.get("sub"), str) and isinstance(subject, dict) and payload["sub"] != document.get("id"):
        document["credentialSubject"] = {"id": payload["sub"], **subject}
    for claim, names in (("nbf", _STARTS), ("exp", _STOPS)):
        if isinstance(payload.get(claim), int) and not any(name in document for name in names):
            document[names[-1]] = datetime.fromtimestamp(payload[claim], UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return document


def _key(header: dict[str, Any], by: str, documents: Sequence[dict[str, Any]]) -> tuple[str, dict[str, Any], bool]:
    """(verification method, public key, whether it is the issuer's).

    A key that comes in the envelope is theirs where their DID document has the same one, or their DID is the key.
    """
    method = str(header.get("kid", ""))
    method = f"{by}{method}" if method.startswith("#") else method
    own = header.get("jwk")
    if by.startswith("did:") and method.startswith(f"{by}#"):
        found = _listed(method, documents)
        if own is None or _same_key(own, found):
            return method, found, True
        raise BadToken(f"The key that came with it is not the one that {by} lists.")
    if method.startswith(("did:key:", "did:web:")) and by.startswith("did:"):
        raise BadToken(f"It is not signed by {by}.")
    theirs = [entry for document in documents if document.get("id") == by for entry in _signing(document)]
    if own is None and len(theirs) == 1:
        return str(theirs[0]["id"]), theirs[0]["publicKeyJwk"], True
    if own is None:
        raise TokenNotChecked(f"The key that signed it is not known here: no document of {by} is at hand that says it.")
    if not isinstance(own, dict):
        raise BadToken("The key that signed it cannot be read.")
    for entry in theirs:
        if _same_key(own, entry["publicKeyJwk"]):
            return str(entry["id"]), own, True
    return method, own, False


def _signing(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for method in document.get("assertionMethod") or []:
        name = str(method.get("id") if isinstance(method, dict) else method)
        found = listed(name, [document])
        if isinstance(found.get("publicKeyJwk"), dict):
            yield found


def _same_key(one: Any, other: dict[str, Any]) -> bool:
    names = ("kty", "crv", "e", "n", "x", "y")
    return isinstance(one, dict) and [one.get(name) for name in names] == [other.get(name) for name in names]


def _listed(method: str, documents: Sequence[dict[str, Any]]) -> dict[str, Any]:
    did = method.partition("#")[0]
    try:
        if did.startswith("did:key:"):
            x = encoded(resolve(method))
            return {"kty": "OKP", "crv": "Ed25519", "x": x}
        found = listed(method, documents)
    except KeyNotAtHand as error:
        raise TokenNotChecked(f"The key that signed it is not known here: {error}.") from error
    except UnknownKey as error:
        raise BadToken(f"The key that signed it cannot be found: {error}.") from error
    if isinstance(found.get("publicKeyJwk"), dict):
        return dict(found["publicKeyJwk"])
    if isinstance(found.get("publicKeyMultibase"), str):
        return {"kty": "OKP", "crv": "Ed25519", "x": encoded(resolve(method, documents))}
    raise TokenNotChecked("The key that signed it is written in a way that is not known here.")


def _fits(algorithm: str, jwk: dict[str, Any], data: bytes, signature: bytes) -> None:
    """Raise InvalidSignature where `signature` over `data` was not made with the private half of `jwk`."""
    kind = (jwk.get("kty"), jwk.get("crv"))
    if algorithm == "RS256":
        if jwk.get("kty") != "RSA":
            raise BadToken("The key that signed it is of another kind than its signature.")
        numbers = RSAPublicNumbers(_number(jwk["e"]), _number(jwk["n"]))
        if numbers.n.bit_length() < 2048:
            raise BadToken("The key that signed it is too short to be trusted.")
        numbers.public_key().verify(signature, data, PKCS1v15(), SHA256())
    elif kind != {"EdDSA": ("OKP", "Ed25519"), "ES256": ("EC", "P-256")}[algorithm]:
        raise BadToken("The key that signed it is of another kind than its signature.")
    elif algorithm == "EdDSA":
        Ed25519PublicKey.from_public_bytes(decoded(jwk["x"])).verify(signature, data)
    else:
        if len(signature) != 64:
            raise InvalidSignature
        pair = encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
        numbers_ = EllipticCurvePublicNumbers(_number(jwk["x"]), _number(jwk["y"]), SECP256R1())
        numbers_.public_key().verify(pair, data, ECDSA(SHA256()))


def _agree(payload: dict[str, Any], document: dict[str, Any]) -> None:
    """The claims beside the credential must say what it says: other readers look at them alone."""
    subject = document.get("credentialSubject")
    who = subject.get("id") if isinstance(subject, dict) else None
    try:
        same = (
            payload.get("jti", document.get("id")) == document.get("id")
            and payload.get("sub", who) in (who, None if who else document.get("id"))
            and _same_moment(payload.get("nbf"), document, _STARTS)
            and _same_moment(payload.get("exp"), document, _STOPS)
        )
    except ValueError as error:
        raise BadToken("Its dates cannot be read.") from error
    if not same:
        raise BadToken("The envelope says another thing than the credential inside.")


def _same_moment(claim: Any, document: dict[str, Any], names: tuple[str, ...]) -> bool:
    said = [_seconds(str(document[name])) for name in names if name in document]
    return claim is None or (bool(said) and all(moment == claim for moment in said))


def _seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def encoded(data: bytes) -> str:
    """`data` in base64url without padding."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def decoded(text: str) -> bytes:
    """The bytes of base64url without padding. Raises ValueError."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _bytes(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def _number(text: str) -> int:
    return int.from_bytes(decoded(text), "big")
