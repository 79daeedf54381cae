"""What carries credentials: pictures, envelopes, status lists, keyrings, canonical JSON."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from mooc_kit.credentials import badge, baking, jcs, jwt, keyring, proof, status
from mooc_kit.credentials.keys import did_document
from mooc_kit.credentials.verify import CheckResult, Material, State, check, check_text
from mooc_kit.problems import MoocKitError
from tests.credentials.documents import CREATED, KEY, WEB, WEB_KEY, river_badge

NOW = datetime(2027, 5, 1, tzinfo=UTC)
DID_DOCUMENT = did_document(WEB, [("key-1", WEB_KEY.public)])
LIST = "https://rivers.example.org/watch/status/0.json"
ISSUER = badge.Issuer(id=WEB, name="Open Rivers Institute")


def listing(*revoked: int) -> dict[str, Any]:
    return proof.sign(status.list_credential(LIST, ISSUER, revoked, CREATED), WEB_KEY, CREATED)


def test_a_badge_baked_into_a_picture_comes_out_again_and_the_picture_stays_a_picture() -> None:
    text = json.dumps(proof.sign(river_badge(), KEY, CREATED))
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(stream, "PNG")
    baked = baking.bake_png(baking.bake_png(stream.getvalue(), "{}"), text)
    assert baking.unbake(baked) == text
    with Image.open(io.BytesIO(baked)) as picture:
        picture.load()
        assert picture.info["openbadgecredential"] == text
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>T</title><path d="M0 0"/></svg>'
    drawn = baking.bake_svg(baking.bake_svg(drawing, "{}"), text)
    assert json.loads(baking.unbake(drawn)) == json.loads(text)
    assert b"<title>T</title>" in drawn and b"https://purl.imsglobal.org/ob/v3p0" in drawn


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIDATx",
        b"<svg",
        b"<html/>",
        b"%PDF-1.7\n%%EOF",
        b"\xff\xfe",
        b"<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg>&x;</svg>",
    ],
)
def test_a_file_without_a_credential_is_told_in_words(data: bytes) -> None:
    with pytest.raises(baking.NotBaked):
        baking.unbake(data)


def test_a_picture_with_two_credentials_is_refused() -> None:
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:o="https://purl.imsglobal.org/ob/v3p0">'
        b"<o:credential>{}</o:credential><o:credential>{}</o:credential></svg>"
    )
    with pytest.raises(baking.NotBaked, match="more than one"):
        baking.unbake(drawing)


def test_a_status_list_tells_who_was_revoked_and_nobody_else() -> None:
    signed = proof.sign(river_badge(WEB), WEB_KEY, CREATED)
    for revoked, expected in (((), State.OK), ((4710, 4712), State.OK), ((4711,), State.FAILED)):
        verdict = check(signed, Material([DID_DOCUMENT], {LIST: listing(*revoked)}, NOW))
        assert verdict.state("status") is expected
    unlisted = check(signed, Material([DID_DOCUMENT], {}, NOW))
    assert unlisted.outcome is CheckResult.OPEN and unlisted.state("status") is State.UNKNOWN
    forged = listing() | {"validFrom": "2027-04-02T00:00:00Z"}
    assert check(signed, Material([DID_DOCUMENT], {LIST: forged}, NOW)).state("status") is State.UNKNOWN
    size = len(base64.urlsafe_b64decode(status.packed([])[1:] + "=="))
    assert size < 300, "an empty list is small"


def test_places_in_the_list_are_never_given_twice_and_do_not_tell_the_order() -> None:
    places = [status.place_of(b"secret", number) for number in range(3000)]
    assert len(set(places)) == len(places)
    assert sorted(places) != places
    assert status.place_of(b"secret", status.SIZE)[0] == 1


def test_a_badge_outside_its_dates_or_of_somebody_else_fails_with_the_reason() -> None:
    signed = proof.sign(river_badge(WEB, valid_until="2027-04-20T00:00:00Z"), WEB_KEY, CREATED)
    late = check(signed, Material([DID_DOCUMENT], {}, NOW))
    assert late.state("dates") is State.FAILED and not late.is_valid
    early = check(signed, Material([DID_DOCUMENT], {}, datetime(2027, 1, 1, tzinfo=UTC)))
    assert early.state("dates") is State.FAILED
    on_time = Material([DID_DOCUMENT], {}, datetime(2027, 4, 10, tzinfo=UTC), owner="AMA@example.org ")
    assert check(signed, on_time).state("owner") is State.OK
    other = Material([DID_DOCUMENT], {}, datetime(2027, 4, 10, tzinfo=UTC), owner="eve@example.org")
    assert check(signed, other).state("owner") is State.FAILED
    other = Material([DID_DOCUMENT], {}, datetime(2027, 4, 10, tzinfo=UTC), issuer="did:web:another.example.org")
    assert check(signed, other).state("issuer") is State.FAILED


def test_a_badge_does_not_tell_the_address_that_it_was_given_to() -> None:
    written = json.dumps(river_badge())
    assert "ama" not in written
    assert hashlib.sha256(b"ama@example.org").hexdigest() not in written, "a table of hashes made once would tell"
    one, other = (badge.identity("ama@example.org", "emailAddress", salt) for salt in ("AbC", "xYz"))
    assert one["identityHash"] != other["identityHash"]


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> keyring.Keyring:
    folder = tmp_path_factory.mktemp("ring")
    return keyring.create(folder, "https://rivers.example.org/watch", "open sesame", with_rsa=True)


def test_an_envelope_holds_and_every_change_breaks_it(ring: keyring.Keyring) -> None:
    key, method = ring.rsa_key("open sesame")
    token = jwt.sign(river_badge(ring.did), key, method)
    listed = proof.sign(
        status.list_credential(LIST, badge.Issuer(id=WEB, name="N"), [], CREATED),
        ring.signing_key("open sesame"),
        CREATED,
    )
    material = Material([ring.document()], {LIST: listed}, NOW)
    verdict = check_text(token, material)
    assert verdict.is_valid and verdict.document == river_badge(ring.did)
    head, body, signature = token.split(".")
    payload = json.loads(base64.urlsafe_b64decode(body + "=="))
    for name in ("iss", "jti", "nbf", "sub", "issuer", "name"):
        changed = base64.urlsafe_b64encode(json.dumps(payload | {name: "x"}).encode()).decode().rstrip("=")
        assert not check_text(f"{head}.{changed}.{signature}", material).is_valid
    none = base64.urlsafe_b64encode(json.dumps({"alg": "none", "typ": "JWT", "kid": method}).encode()).decode()
    assert not check_text(f"{none.rstrip('=')}.{body}.", material).is_valid
    assert not check_text(token, Material([DID_DOCUMENT], {}, NOW)).is_valid


def test_a_key_is_locked_private_and_outside_every_kit(ring: keyring.Keyring, tmp_path: Path) -> None:
    assert ring.signing_key("open sesame").verification_method == f"{WEB}#key-1"
    path = ring.folder / "key-1.pem"
    assert path.stat().st_mode & 0o777 == 0o600 and b"ENCRYPTED" in path.read_bytes()
    with pytest.raises(MoocKitError, match="passphrase"):
        ring.signing_key("open barley")
    with pytest.raises(MoocKitError, match="already"):
        keyring.create(ring.folder, "", None)
    path.chmod(0o644)
    with pytest.raises(MoocKitError, match="Others can read"):
        ring.signing_key("open sesame")
    path.chmod(0o600)
    (tmp_path / "course.yaml").write_text("")
    with pytest.raises(MoocKitError, match="inside a kit"):
        keyring.create(tmp_path / "deep/keys", "", None)


def test_after_a_rotation_the_old_signatures_still_hold_unless_the_key_was_stolen(tmp_path: Path) -> None:
    ring = keyring.create(tmp_path / "a", "https://rivers.example.org/watch", None)
    signed = proof.sign(river_badge(WEB), ring.signing_key(None), CREATED)
    fresh = keyring.rotate(ring, None)
    assert fresh.signing_key(None).verification_method.endswith("#key-2")
    assert keyring.load(tmp_path / "a") == fresh
    assert check(signed, Material([fresh.document()], {}, NOW)).state("signature") is State.OK
    stolen = keyring.rotate(fresh, None, is_stolen=True)
    found = check(signed, Material([stolen.document()], {}, NOW))
    assert found.state("signature") is State.OK, "key-1 was retired, not stolen"
    again = proof.sign(river_badge(WEB), fresh.signing_key(None), CREATED)
    assert check(again, Material([stolen.document()], {}, NOW)).state("signature") is State.FAILED


def test_canonical_json_is_that_of_rfc_8785() -> None:
    document = {"€": "Euro", "\r": "CR", "\ufb33": "Dagesh", "1": "One", "😀": "Smile", "\x80": "Control", "ö": "O"}
    assert list(json.loads(jcs.jcs(document)).values()) == ["CR", "One", "Control", "O", "Euro", "Smile", "Dagesh"]
    assert jcs.jcs({"b": [True, None, 1], "a": "\x0f\n"}) == b'{"a":"\\u000f\\n","b":[true,null,1]}'
    with pytest.raises(jcs.NotCanonical):
        jcs.jcs({"a": 0.5})
    for trick in ('{"a": 1, "a": 2}', '{"a": NaN}', "[" * 100_000):
        with pytest.raises(ValueError, match=r"."):
            jcs.read_json(trick)
