"""Proofs: the specification's own vectors, every tampering, and the fast canonical form beside the complete one."""

from __future__ import annotations

import copy
import json
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mooc_kit.credentials import contexts, credential_templates, proof
from mooc_kit.credentials.canonical import canonical
from mooc_kit.credentials.credential_templates import CredentialTemplate
from mooc_kit.credentials.did_web import did_web, did_web_address
from mooc_kit.credentials.keys import SigningKey, did_document
from mooc_kit.credentials.multibase import decode
from mooc_kit.credentials.rdf import NotSignable, in_full, leaves, nquads
from tests.credentials.documents import CREATED, KEY, WEB, WEB_KEY, random_badge, river_badge

EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
# Verifiable Credential Data Integrity, EdDSA Cryptosuites: the test vectors of eddsa-rdfc-2022 (W3C).
VECTOR_SEED = decode("z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq")[2:]
VECTOR_METHOD = "https://vc.example/issuers/5678#z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
VECTOR_VALUE = "z21EVs3eXERqTn4acNHT9viboqgzUaQ3kTmhPT3eA8qrVPE7CrQq78WkzctnMX5W4CrzcKnHw8V6dvy5pgWYCU5e9"
VECTOR = {
    "@context": [contexts.VC2, EXAMPLES],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678",
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
}


def test_the_vector_of_the_specification_is_signed_byte_for_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    known = contexts.context

    def with_examples(address: str) -> Any:
        vocabulary = {"@vocab": "https://www.w3.org/ns/credentials/examples#"}
        return vocabulary if address == EXAMPLES else known(address)

    monkeypatch.setattr(contexts, "context", with_examples)
    key = SigningKey.from_seed(VECTOR_SEED, VECTOR_METHOD)
    signed = proof.sign(VECTOR, key, "2023-02-24T23:36:38Z")
    assert signed["proof"]["proofValue"] == VECTOR_VALUE
    assert VECTOR_METHOD.endswith(key.multikey)
    documents = [did_document("https://vc.example/issuers/5678", [(key.multikey, key.public)])]
    assert proof.verify(signed, VECTOR["issuer"], documents) == VECTOR_METHOD


def test_a_signed_badge_holds_for_did_key_and_for_did_web() -> None:
    signed = proof.sign(river_badge(), KEY, CREATED)
    assert proof.verify(signed, KEY.did) == KEY.verification_method
    at_web = proof.sign(river_badge(WEB), WEB_KEY, CREATED)
    assert proof.verify(at_web, WEB, [did_document(WEB, [("key-1", WEB_KEY.public)])])
    with pytest.raises(proof.BadProof, match="not at hand"):
        proof.verify(at_web, WEB)
    assert json.dumps(proof.sign(river_badge(), KEY, CREATED)) == json.dumps(signed)


def tampered(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each value changed in turn, each member left out in turn, and members added that nobody signed."""
    for path, value in list(leaves(document)):
        for other in [not value] if isinstance(value, bool) else [f"{value}x", "", None]:
            changed = copy.deepcopy(document)
            holder = changed
            for key in path[:-1]:
                holder = holder[key]
            holder[path[-1]] = other
            yield f"{path} = {other!r}", changed
        changed = copy.deepcopy(document)
        holder = changed
        for key in path[:-1]:
            holder = holder[key]
        del holder[path[-1]]
        yield f"without {path}", changed
    for path in ((), ("issuer",), ("credentialSubject",), ("credentialSubject", "achievement"), ("proof",)):
        for name in ("score", "@included", "termsOfUse", "https://schema.org/name"):
            changed = copy.deepcopy(document)
            holder = changed
            for key in path:
                holder = holder[key]
            holder[name] = "added"
            yield f"{name} added to {path}", changed


def test_every_tampering_is_refused() -> None:
    signed = proof.sign(river_badge(), KEY, CREATED)
    count = 0
    for what, changed in tampered(signed):
        count += 1
        with pytest.raises(proof.BadProof):
            proof.verify(changed, KEY.did)
            pytest.fail(what)
    assert count > 150


def test_the_fast_canonical_form_is_the_complete_one() -> None:
    """MOOC_KIT_FUZZ=100000 compares as many."""
    chance = random.Random(20270401)
    for _ in range(int(os.environ.get("MOOC_KIT_FUZZ", "400"))):
        made = random_badge(chance)
        assert canonical(made) == in_full(made)


def signs_every_leaf(document: dict[str, Any]) -> bool:
    """Whether each value, changed by itself, changes the statements: slow and plain."""
    before = in_full(document)
    for path, value in list(leaves(document)):
        if "@context" in path:
            continue
        changed = copy.deepcopy(document)
        holder: Any = changed
        for key in path[:-1]:
            holder = holder[key]
        if value in ("", None) or value == {} or value == []:
            return False
        holder[path[-1]] = (
            not value if isinstance(value, bool) else f"{value}X" if isinstance(value, str) else value + 1
        )
        if in_full(changed) == before:
            return False
    return True


@pytest.mark.parametrize("seed", range(8))
def test_a_part_that_no_signature_covers_is_found_wherever_it_stands(seed: int) -> None:
    chance = random.Random(seed)
    made = random_badge(chance)
    holders = [
        made,
        *(value for value in [made.get("credentialSubject"), made.get("issuer")] if isinstance(value, dict)),
    ]
    stray: dict[str, Any] = chance.choice(
        [
            {},
            {"favouriteRiver": "Volta"},
            {"description": "Defined by the context"},
            {"image": {"type": "Unheard", "river": "Oti"}},
            {"relation": "https://example.org/a place"},
            {"evidence": [{"id": "urn:ok:1", "type": ["Evidence"], "name": "One", "narrative": "One"}]},
        ]
    )
    chance.choice(holders).update(stray)
    try:
        CredentialTemplate(made, [])
    except NotSignable:
        assert not signs_every_leaf(made)
    else:
        assert signs_every_leaf(made)


TYPES: list[tuple[list[str], str]] = [
    (["VerifiableCredential", "OpenBadgeCredential", "OpenBadgeCredential"], "one that stands twice"),
    (["VerifiableCredential", "OpenBadgeCredential", "Unheard"], "one that no context knows"),
    (["VerifiableCredential", "OpenBadgeCredential", "https://example.org/of-ours"], "an address"),
    (["VerifiableCredential", "OpenBadgeCredential"], "the usual ones"),
]


@pytest.mark.parametrize("types", [types for types, _ in TYPES], ids=[what for _, what in TYPES])
def test_a_type_that_says_nothing_cannot_be_signed(types: list[str]) -> None:
    made = river_badge() | {"type": types}
    assert (len({*types} - {"Unheard"}) == len(types)) is signs_every_leaf(made)
    if signs_every_leaf(made):
        CredentialTemplate(made, [])
    else:
        with pytest.raises(NotSignable, match="type"):
            CredentialTemplate(made, [])


def test_no_pinned_context_gives_a_type_in_another_way_than_by_the_word_type() -> None:
    """Else counting types would not tell whether each is signed."""

    def parts(value: Any) -> Iterator[tuple[str, Any]]:
        for key, item in value.items() if isinstance(value, dict) else ():
            yield key, item
            yield from parts(item)
        for item in value if isinstance(value, list) else ():
            yield from parts(item)

    of_types = str(contexts.context(contexts.VC2)["type"])
    assert of_types == "@type"
    for address in contexts.PINNED:
        for key, value in parts(contexts.context(address)):
            assert key not in ("@vocab", "@nest", "@reverse", "@included"), address
            assert key != "@container" or "@type" not in value, address
            assert "22-rdf-syntax-ns#type" not in str(value), address
            meaning = value.get("@id") if isinstance(value, dict) else value
            assert meaning != of_types or key == "type", address


def test_a_form_is_looked_at_once_for_all_runs_and_refused_in_each(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MOOC_KIT_CACHE", str(tmp_path))
    read: list[Any] = []

    def counted(document: Any) -> list[Any]:
        read.append(document)
        return nquads(document)

    monkeypatch.setattr(credential_templates, "nquads", counted)
    made = random_badge(random.Random(1))
    names = [("issuer", "name")] if isinstance(made["issuer"], dict) and "name" in made["issuer"] else []
    CredentialTemplate(made, names)
    looked = len(read)
    CredentialTemplate(made, names)
    assert 0 < len(read) - looked < looked
    for _ in range(2):
        with pytest.raises(NotSignable, match="favouriteRiver"):
            CredentialTemplate(made | {"favouriteRiver": "Volta"}, names)
    (tmp_path / "kept.sqlite").write_bytes(b"not a file of ours")
    CredentialTemplate(made, names)


def test_what_no_context_defines_cannot_be_signed() -> None:
    with pytest.raises(NotSignable, match="favouriteRiver"):
        proof.sign(river_badge() | {"favouriteRiver": "Volta"}, KEY, CREATED)
    with pytest.raises(contexts.UnknownContext):
        proof.sign(river_badge() | {"@context": ["https://example.org/mine"]}, KEY, CREATED)
    with pytest.raises(contexts.UnknownContext):
        proof.sign(river_badge() | {"@context": [contexts.VC2, {"name": "https://example.org/x"}]}, KEY, CREATED)


def test_a_key_must_be_one_that_the_issuer_lists_for_asserting() -> None:
    signed = proof.sign(river_badge(WEB), WEB_KEY, CREATED)
    document = did_document(WEB, [("key-1", WEB_KEY.public)])
    stranger = SigningKey.generate()
    for wrong in (
        document | {"assertionMethod": []},
        did_document(WEB, [("key-1", stranger.public)]),
        did_document(WEB, [("key-2", WEB_KEY.public)]),
        did_document("did:web:rivers.example.org.evil.example", [("key-1", WEB_KEY.public)]),
    ):
        with pytest.raises(proof.BadProof):
            proof.verify(signed, WEB, [wrong])
    forged = proof.sign(river_badge(WEB), stranger, CREATED)
    with pytest.raises(proof.BadProof, match="not signed by"):
        proof.verify(forged, WEB, [document])


def test_a_web_address_becomes_a_did_and_leads_back() -> None:
    assert did_web("https://rivers.example.org/watch/") == WEB
    assert did_web_address(WEB) == "https://rivers.example.org/watch/did.json"
    assert did_web_address(did_web("https://rivers.example.org:8443")) == (
        "https://rivers.example.org:8443/.well-known/did.json"
    )
    for wrong in ("http://rivers.example.org", "rivers.example.org", "https://a@b.example/", "https://b.example/?x=1"):
        with pytest.raises(ValueError, match="https"):
            did_web(wrong)
    with pytest.raises(ValueError, match="did:web"):
        did_web_address("did:web:evil%2Fexample")


def test_a_shipped_context_that_was_changed_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever changes what a word means changes what was signed: the file must be, byte by byte, the pinned one."""
    for address in contexts.PINNED:
        assert contexts.context.__wrapped__(address)
    name, digest = contexts.PINNED[contexts.VC2]
    monkeypatch.setitem(contexts.PINNED, contexts.VC2, (name, digest[::-1]))
    with pytest.raises(ValueError, match="not the file that was pinned"):
        contexts.context.__wrapped__(contexts.VC2)
    with pytest.raises(contexts.UnknownContext):
        contexts.context.__wrapped__("https://example.org/of-somebody")
