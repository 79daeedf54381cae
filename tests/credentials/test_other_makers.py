"""Credentials of other makers: envelopes of several kinds, Open Badges 2.0, PDFs that another program saved again."""

from __future__ import annotations

import io
import json
from functools import cache
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pypdf import PdfReader, PdfWriter

from mooc_kit.credentials import baking, jwt, open_badges2
from mooc_kit.credentials.verify import CheckResult, Material, State, Verdict, check_text
from tests.credentials.documents import WEB, WEB_KEY, river_badge

Json = dict[str, Any]
SINCE = "2026-01-01T12:00:00Z"
SECONDS = 1767268800
METHOD = f"{WEB}#rsa-1"


@cache
def rsa() -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


def envelope(header: Json, payload: Json) -> str:
    parts = ".".join(jwt.encoded(json.dumps(part).encode()) for part in (header, payload))
    if header["alg"] == "EdDSA":
        return f"{parts}.{jwt.encoded(WEB_KEY.sign(parts.encode()))}"
    return f"{parts}.{jwt.encoded(rsa().sign(parts.encode(), PKCS1v15(), SHA256()))}"


def known() -> Material:
    ed = {"kty": "OKP", "crv": "Ed25519", "x": jwt.encoded(WEB_KEY.public)}
    methods = [
        {"id": METHOD, "controller": WEB, "type": "JsonWebKey", "publicKeyJwk": jwt.public_jwk(rsa())},
        {"id": f"{WEB}#ed-1", "controller": WEB, "type": "JsonWebKey", "publicKeyJwk": ed},
    ]
    return Material([{"id": WEB, "assertionMethod": methods}])


def plain(issuer: str = WEB) -> Json:
    return river_badge(issuer, valid_from=SINCE, status=None)


def in_claim(**claims: Any) -> Json:
    """A payload of data model 1.1: what the claims say is left out of the credential."""
    inside = plain()
    for name in ("id", "validFrom"):
        del inside[name]
    return {"vc": inside, "iss": WEB, "jti": "urn:uuid:1", "nbf": SECONDS, **claims}


OWN = {"alg": "RS256", "kid": METHOD}


@pytest.mark.parametrize(
    ("header", "payload", "verdict"),
    [
        (OWN, plain, CheckResult.HOLDS),
        ({**OWN, "typ": "vc+jwt"}, plain, CheckResult.HOLDS),
        (OWN, in_claim, CheckResult.HOLDS),
        ({"alg": "EdDSA", "kid": f"{WEB}#ed-1"}, plain, CheckResult.HOLDS),
        (OWN, lambda: in_claim(nbf=SECONDS + 10**9), CheckResult.FAILS),
        (OWN, lambda: in_claim(iss="did:web:else.example.org"), CheckResult.FAILS),
        (OWN, lambda: plain() | {"nbf": 5}, CheckResult.FAILS),
        (OWN, lambda: plain() | {"exp": SECONDS}, CheckResult.FAILS),
        ({**OWN, "kid": f"{WEB}#ed-1"}, plain, CheckResult.FAILS),
        ({"alg": "RS256", "kid": "did:web:else.example.org#1"}, plain, CheckResult.FAILS),
        ({"alg": "none", "kid": METHOD}, plain, CheckResult.OPEN),
        (OWN, lambda: in_claim(other="x"), CheckResult.OPEN),
        ({"alg": "RS256"}, lambda: plain("https://rivers.example.org"), CheckResult.OPEN),
    ],
)
def test_an_envelope_is_judged_by_what_its_issuer_lists(header: Json, payload: Any, verdict: CheckResult) -> None:
    found = check_text(envelope(header, payload()), known())
    assert found.outcome is verdict, found.checks


def test_a_key_that_comes_with_an_envelope_counts_only_where_its_issuer_lists_it() -> None:
    own, strange = jwt.public_jwk(rsa()), jwt.public_jwk(generate_private_key(65537, 2048))
    assert check_text(envelope({"alg": "RS256", "jwk": own}, plain()), known()).outcome is CheckResult.HOLDS
    elsewhere = check_text(envelope({"alg": "RS256", "jwk": own}, plain("https://else.example.org")), known())
    assert elsewhere.outcome is CheckResult.OPEN and "not known here" in elsewhere.checks[0].words
    assert check_text(envelope({**OWN, "jwk": strange}, plain()), known()).outcome is CheckResult.FAILS
    assert check_text(envelope({"alg": "RS256", "jwk": strange}, plain()), known()).outcome is CheckResult.FAILS


HOST = "https://badges.example.org"


def older(way: str, **changes: Any) -> Json:
    creator = {"creator": f"{HOST}/key"} if way == "signed" else {}
    return {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": f"{HOST}/1",
        "recipient": {"type": "email", "hashed": False, "identity": "ama@example.org"},
        "badge": f"{HOST}/badge",
        "issuedOn": SINCE,
        "verification": {"type": way, **creator},
        **changes,
    }


def site(**changes: Any) -> dict[str, Json]:
    pem = rsa().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    issuer = {"id": f"{HOST}/issuer", "name": "Rivers", "publicKey": f"{HOST}/key", "revocationList": f"{HOST}/gone"}
    found = {
        "1": older("hosted"),
        "badge": {"id": f"{HOST}/badge", "name": "Observer", "issuer": f"{HOST}/issuer"},
        "issuer": issuer,
        "key": {"id": f"{HOST}/key", "owner": f"{HOST}/issuer", "publicKeyPem": pem},
        "gone": {"id": f"{HOST}/gone", "revokedAssertions": [f"{HOST}/9"]},
    }
    return {f"{HOST}/{name}": node for name, node in (found | changes).items() if node}


def older_verdict(text: str, there: dict[str, Json], owner: str = "") -> Verdict:
    found = open_badges2.found_in(text)
    assert found is not None
    return open_badges2.check(found, there.get, Material(owner=owner))


def test_a_hosted_badge_holds_only_while_its_issuers_site_shows_it() -> None:
    text = json.dumps(older("hosted"))
    shown = older_verdict(text, site(), "ama@example.org")
    assert shown.outcome is CheckResult.HOLDS and shown.document == {"name": "Observer"}
    assert "Open Badge 2.0" in shown.checks[0].words
    assert older_verdict(f"{HOST}/1", site()).outcome is CheckResult.HOLDS
    assert older_verdict(text, {}).outcome is CheckResult.OPEN
    assert older_verdict(text, site(badge=None)).outcome is CheckResult.OPEN
    for said in ({"issuedOn": "2026-02-01T00:00:00Z"}, {"revoked": True}, {"expires": "2026-01-02T00:00:00Z"}):
        assert older_verdict(text, site(**{"1": older("hosted", **said)})).outcome is CheckResult.FAILS
    stranger = {"id": "https://else.example.org/issuer", "name": "Rivers"}
    assert older_verdict(text, site(badge=site()[f"{HOST}/badge"] | {"issuer": stranger})).outcome is CheckResult.FAILS
    assert older_verdict(text, site(), "eve@example.org").state("owner") is State.FAILED


def test_a_signed_older_badge_holds_by_its_issuers_key_and_list() -> None:
    text = envelope({"alg": "RS256"}, older("signed"))
    assert older_verdict(text, site()).outcome is CheckResult.HOLDS
    head, body, tail = text.split(".")
    forged = jwt.encoded(jwt.decoded(body).replace(b"ama@", b"eve@"))
    assert older_verdict(f"{head}.{forged}.{tail}", site()).outcome is CheckResult.FAILS
    gone = {"id": f"{HOST}/gone", "revokedAssertions": [{"id": f"{HOST}/1"}]}
    assert older_verdict(text, site(gone=gone)).outcome is CheckResult.FAILS
    assert older_verdict(text, site(gone=None)).outcome is CheckResult.OPEN
    assert older_verdict(text, site(issuer={"id": f"{HOST}/issuer", "name": "Rivers"})).outcome is CheckResult.FAILS


def pdf(text: str, *, locked: str = "", packed: bool = False) -> bytes:
    """A certificate that another program saved, with its attachment."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_attachment("credential.json", text.encode())
    writer.add_attachment("notes.txt", b"something else")
    if packed:
        for page in writer.pages:
            page.compress_content_streams()
        writer.compress_identical_objects()
    if locked:
        writer.encrypt("" if locked == "owner" else locked, "the owner's", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_the_attachment_of_a_pdf_is_found_however_the_file_was_saved() -> None:
    text = json.dumps(plain())
    for data in (pdf(text), pdf(text, packed=True), pdf(text, locked="owner")):
        assert baking.unbake(data) == text
    again = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(text))))
    out = io.BytesIO()
    again.write(out)
    assert baking.unbake(out.getvalue()) == text
    with pytest.raises(baking.NotBaked, match="locked with a password"):
        baking.unbake(pdf(text, locked="secret"))
