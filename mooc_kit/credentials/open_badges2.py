"""Open Badges 2.0: badges of the kind before verifiable credentials, hosted on their issuer's site or signed (JWS).

A hosted badge is true as long as its issuer's site shows it; a signed one needs the issuer's key, profile and list of
revoked badges from there. All of these are handed in, by their addresses. Source: Open Badges 2.0, section 6.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from mooc_kit.credentials.jcs import read_json
from mooc_kit.credentials.jwt import decoded
from mooc_kit.credentials.verify import Check, Material, State, Verdict, moment

Json = dict[str, Any]
Lookup = Callable[[str], Json | None]
"""Address -> the JSON that lies there; None where it is not at hand."""
_HOSTED, _SIGNED = ("hosted", "HostedBadge"), ("signed", "SignedBadge")
_CONTEXT = "https://w3id.org/openbadges/"
_SAME = ("id", "recipient", "badge", "issuedOn", "expires")
"""What the copy in a file and the one on the site must both say."""


@dataclass(frozen=True)
class Found:
    """An assertion, and the envelope in which it came, where it is signed."""

    assertion: Json
    token: str = ""


class _Missing(Exception):
    """Something that lies on another site is not at hand; the message is its address."""


class _Wrong(Exception):
    """It does not hold; the message says why."""


def found_in(text: str) -> Found | None:
    """The Open Badge 1 or 2 in `text` (JSON, a JWS, the address of a hosted one); None where it is none."""
    text = text.strip()
    token = "" if text.startswith("{") else text
    if text.startswith(("https://", "http://")) and len(text.split()) == 1:
        return Found({"id": text, "verification": {"type": "hosted"}})
    try:
        said = read_json(text if not token else decoded(token.split(".")[1]))
    except (ValueError, IndexError):
        return None
    if not isinstance(said, dict):
        return None
    contexts = said.get("@context")
    named = contexts if isinstance(contexts, list) else [contexts]
    is_older = any(isinstance(one, str) and one.startswith(_CONTEXT) for one in named)
    return Found(said, token) if is_older or ("verify" in said and "badge" in said) else None


def check(found: Found, look_up: Lookup, material: Material) -> Verdict:
    """All checks of an Open Badge 2.0."""
    said = found.assertion
    way = said.get("verification") or said.get("verify") or {}
    kind = str(way.get("type")) if isinstance(way, dict) else ""
    words = "It is an Open Badge 2.0, of the kind before verifiable credentials"
    if kind not in (*_HOSTED, *_SIGNED) or (kind in _SIGNED) != bool(found.token):
        told = f"{words}, and does not say how it is to be checked."
        return Verdict(None, (Check("kind", State.UNKNOWN, told, decides=True),))
    head = Check("kind", State.OK, f"{words}, {'signed' if found.token else 'hosted on its issuer’s site'}.")
    try:
        said, checks = _signed(found, way, look_up) if found.token else _hosted(said, way, look_up)
        about, issuer, more = _of(said, look_up)
        checks += [*more, *_place(said, issuer, bool(found.token))]
        if found.token:
            checks += _owned(way, issuer, look_up)
        checks += [_dates(said, material), _revoked(said, issuer, look_up)]
    except _Missing as error:
        told = f"It can only be judged with what lies at {error}, which is not at hand."
        return Verdict(None, (head, Check("signature", State.UNKNOWN, told)))
    except _Wrong as error:
        return Verdict(None, (head, Check("signature", State.FAILED, str(error))))
    if material.issuer and material.issuer != issuer.get("id"):
        checks.append(Check("issuer", State.FAILED, f"It is issued by {issuer.get('id')}, not by {material.issuer}."))
    if material.owner:
        is_theirs = _is_owner(said, material.owner)
        words = f"It was {'' if is_theirs else 'not '}given to {material.owner}."
        checks.append(Check("owner", State.OK if is_theirs else State.FAILED, words))
    return Verdict({"name": str(about.get("name", ""))}, (head, *checks))


def _hosted(said: Json, way: Json, look_up: Lookup) -> tuple[Json, list[Check]]:
    address = str(said.get("id") or way.get("url") or "")
    there = _at(address, look_up)
    differs = [name for name in _SAME if name in said and _id(said[name]) != _id(there.get(name))]
    if differs and list(said) != ["id", "verification"]:
        raise _Wrong(f"Its issuer's site says something else at {address}: {', '.join(differs)}.")
    return there, [Check("signature", State.OK, f"Its issuer's site shows it at {address}.")]


def _signed(found: Found, way: Json, look_up: Lookup) -> tuple[Json, list[Check]]:
    address = str(way.get("creator") or way.get("url") or "")
    head, body, tail = found.token.split(".")
    try:
        algorithm = json.loads(decoded(head)).get("alg")
        signature = decoded(tail)
    except (ValueError, AttributeError) as error:
        raise _Wrong("The envelope cannot be read.") from error
    if algorithm != "RS256":
        raise _Wrong("The envelope is not signed with RS256, as Open Badges 2.0 asks.")
    try:
        key = load_pem_public_key(str(_at(address, look_up).get("publicKeyPem")).encode())
        if not isinstance(key, RSAPublicKey) or key.key_size < 2048:
            raise _Wrong("The key that signed it is too short to be trusted.")
        key.verify(signature, f"{head}.{body}".encode(), PKCS1v15(), SHA256())
    except InvalidSignature as error:
        raise _Wrong("The signature does not fit: something was changed after it was signed.") from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _Wrong("The key that signed it cannot be read.") from error
    return found.assertion, [Check("signature", State.OK, f"The signature fits; it was made with {address}.")]


def _of(said: Json, look_up: Lookup) -> tuple[Json, Json, list[Check]]:
    """(what it is given for, who gives it, the words on that)."""
    about = _node(said.get("badge"), look_up)
    issuer = _node(about.get("issuer"), look_up)
    return about, issuer, [Check("issuer", State.OK, f"Issued by {issuer.get('name')} ({issuer.get('id')}).")]


def _place(said: Json, issuer: Json, is_signed: bool) -> Iterator[Check]:
    """A hosted badge lies where its issuer hosts badges: on their own host, unless their profile says where."""
    if is_signed:
        return
    rules = issuer.get("verification") if isinstance(issuer.get("verification"), dict) else {}
    address = str(said.get("id"))
    starts = _texts(rules.get("startsWith")) if rules else []
    hosts = _texts(rules.get("allowedOrigins")) if rules else []
    hosts = hosts or [urlsplit(str(issuer.get("id"))).netloc]
    if (starts and not address.startswith(tuple(starts))) or urlsplit(address).netloc not in hosts:
        raise _Wrong(f"It lies at {address}, where {issuer.get('name')} hosts no badges.")
    yield Check("place", State.OK, "It lies where its issuer hosts badges.")


def _owned(way: Json, issuer: Json, look_up: Lookup) -> Iterator[Check]:
    address = str(way.get("creator") or way.get("url") or "")
    listed = issuer.get("publicKey")
    keys = [_id(one) for one in (listed if isinstance(listed, list) else [listed])]
    if address not in keys or _at(address, look_up).get("owner", issuer.get("id")) != issuer.get("id"):
        raise _Wrong(f"{issuer.get('name')} does not list the key {address}.")
    yield Check("key", State.OK, "The key is one of its issuer's.")


def _dates(said: Json, material: Material) -> Check:
    try:
        begins = moment(said.get("issuedOn"))
        ends = moment(said["expires"]) if "expires" in said else None
    except ValueError:
        return Check("dates", State.FAILED, "Its dates cannot be read.")
    if begins > material.now:
        return Check("dates", State.FAILED, f"It is valid only from {begins:%Y-%m-%d %H:%M} UTC on.")
    if ends is not None and ends < material.now:
        return Check("dates", State.FAILED, f"It was valid until {ends:%Y-%m-%d}.")
    return Check("dates", State.OK, f"Valid since {begins:%Y-%m-%d}" + (f" until {ends:%Y-%m-%d}." if ends else "."))


def _revoked(said: Json, issuer: Json, look_up: Lookup) -> Check:
    if said.get("revoked"):
        return Check("status", State.FAILED, "It was revoked by its issuer.")
    if not isinstance(issuer.get("revocationList"), str):
        return Check("status", State.OK, "Its issuer names no list of revoked badges.")
    listed = _at(issuer["revocationList"], look_up).get("revokedAssertions")
    entries = [one if isinstance(one, dict) else {"id": one} for one in (listed if isinstance(listed, list) else [])]
    names = {said.get("id"), said.get("uid")} - {None}
    if any(names & {one.get("id"), one.get("uid")} for one in entries):
        return Check("status", State.FAILED, "It was revoked by its issuer.")
    return Check("status", State.OK, f"Not revoked, says {issuer['revocationList']}.")


def _is_owner(said: Json, owner: str) -> bool:
    recipient = said.get("recipient") if isinstance(said.get("recipient"), dict) else {}
    known, salt = str((recipient or {}).get("identity")), str((recipient or {}).get("salt") or "")
    values = {owner, owner.lower()}
    if (recipient or {}).get("hashed"):
        values = {"sha256$" + sha256((value + salt).encode()).hexdigest() for value in values}
    return any(hmac.compare_digest(value.encode(), known.encode()) for value in values)


def _node(value: Any, look_up: Lookup) -> Json:
    if isinstance(value, dict):
        return value
    return _at(str(value), look_up)


def _at(address: str, look_up: Lookup) -> Json:
    found = look_up(address)
    if found is None:
        raise _Missing(address[:200] or "an address that it does not name")
    own = str(found.get("id", address))
    if own.partition("://")[2] != address.partition("://")[2]:
        raise _Missing(f"{address} (what is there calls itself {own[:200]})")
    return found


def _id(value: Any) -> Any:
    """The address of what stands there or is linked there; the value itself where it has none."""
    return value["id"] if isinstance(value, dict) and isinstance(value.get("id"), str) else value


def _texts(value: Any) -> list[str]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]
