"""Both verifiers, the command line's and the page's, give the same verdicts; no edit that leaves the signature as it
was changes what is read."""

from __future__ import annotations

import copy
import json
import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest

from mooc_kit.credentials import badge, contexts, open_badges2, proof, shape, status
from mooc_kit.credentials.badge import is_identity
from mooc_kit.credentials.canonical import canonical
from mooc_kit.credentials.keys import SigningKey, did_document
from mooc_kit.credentials.multibase import encode
from mooc_kit.credentials.rdf import canonical_quads
from mooc_kit.credentials.verify import CheckResult, Material, State, Verdict, check_text
from tests.credentials.documents import KEY, WEB, WEB_KEY, random_badge, river_badge

Json = dict[str, Any]
HERE = Path(__file__).parent
CASES = json.loads((HERE / "verdicts.json").read_text(encoding="utf-8"))
SITE = HERE.parents[1] / "mooc_kit" / "templates" / "site"
SCRIPTS = ("credential-rdf.js", "credential-shape.js", "credential-proof.js", "credential-check.js")
SINCE = "2026-01-01T12:00:00Z"
NOW = datetime.now(UTC)
BASE = "https://rivers.example.org/watch/status"
STRANGER = SigningKey.from_seed(b"a stranger's seed, for tests al.", "did:web:stranger.example.org#key-1")


def signed(document: Json, key: SigningKey = WEB_KEY) -> Json:
    return proof.sign(document, key, SINCE)


def with_status(place: int, address: str = f"{BASE}/0.json", **changes: Any) -> Json:
    made = river_badge(WEB, valid_from=SINCE, status=status.entry(address, place))
    made["credentialStatus"].update(changes)
    return made


def transcript(*inside: Json) -> Json:
    made = badge.transcript(
        id="urn:uuid:transcript",
        issuer=badge.Issuer(id=WEB, name="Open Rivers Institute"),
        name="Transcript",
        description="All of it",
        valid_from=SINCE,
        credentials=inside,
        status=status.entry(f"{BASE}/0.json", 2),
    )
    return signed(made)


def twice_named() -> Json:
    made = with_status(1)
    about = made["credentialSubject"]["achievement"]
    about["related"] = [{"id": about["id"], "type": ["Related"], "version": "2"}]
    return made


def shared_image() -> Json:
    made = with_status(1)
    picture = made["credentialSubject"]["achievement"]["image"]
    made["issuer"]["image"] = {"id": picture["id"], "type": "Image"}
    return made


def in_version_1(**changes: Any) -> Json:
    """A badge as issuers wrote it before version 2 of the data model."""
    made = with_status(1)
    made["@context"] = [contexts.VC1, OB_300, contexts.OB3_EXTENSIONS, contexts.ED25519_2020, STATUS_1]
    made["issuanceDate"] = made.pop("validFrom")
    return made | changes


def signed_as_before(document: Json, key: SigningKey = WEB_KEY, **more: str) -> Json:
    """`document` with an Ed25519Signature2020."""
    config = {"type": "Ed25519Signature2020", "created": SINCE, "verificationMethod": key.verification_method}
    config |= {"proofPurpose": "assertionMethod", **more}
    head = canonical({"@context": document["@context"], **config})
    value = encode(key.sign(sha256(head.encode()).digest() + sha256(canonical(document).encode()).digest()))
    return {**document, "proof": {**config, "proofValue": value}}


def named_subject(who: str, name: str | None = "Ama") -> Json:
    made = with_status(1)
    made["credentialSubject"] |= {"id": who} | ({"name": name} if name else {})
    return made


STATUS_1 = "https://www.w3.org/ns/credentials/status/v1"
OB_300 = "https://purl.imsglobal.org/spec/ob/v3p0/context.json"
OLDER_BADGE = {"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "verification": {"type": "hosted"}}


BASES: dict[str, Callable[[], Json]] = {
    "badge": lambda: signed(with_status(1)),
    "revoked": lambda: signed(with_status(7)),
    "suspended": lambda: signed(with_status(7, f"{BASE}/1.json", statusPurpose="suspension")),
    "transcript": lambda: transcript(signed(with_status(1)), signed(with_status(3) | {"id": "urn:uuid:other"})),
    "transcript of a revoked badge": lambda: transcript(signed(with_status(7))),
    "badge without status": lambda: signed(river_badge(WEB, valid_from=SINCE, status=None)),
    "badge of a key": lambda: signed(river_badge(valid_from=SINCE, status=None), KEY),
    "badge of another list": lambda: signed(with_status(7, f"{BASE}/9.json")),
    "badge of a list that is over": lambda: signed(with_status(1, f"{BASE}/3.json")),
    "badge of a stranger's list": lambda: signed(with_status(7, f"{BASE}/2.json")),
    "badge of another kind of status": lambda: signed(
        with_status(7) | {"credentialStatus": {"id": f"{BASE}/0.json#7", "type": "JsonSchema"}}
    ),
    "badge of another purpose": lambda: signed(with_status(7, statusPurpose="message")),
    "badge beyond its list": lambda: signed(with_status(999_999_999)),
    "badge of an unknown issuer": lambda: signed(
        river_badge("did:web:unknown.example", valid_from=SINCE),
        SigningKey.from_seed(b"a seed for tests, never for work", "did:web:unknown.example#key-1"),
    ),
    "badge that is over": lambda: signed(with_status(1) | {"validUntil": "2026-02-01T00:00:00Z"}),
    "badge of the future": lambda: signed(with_status(1) | {"validFrom": "2999-02-01T00:00:00Z"}),
    "badge of a day alone": lambda: signed(with_status(1) | {"validFrom": "2026-02-01"}),
    "badge that names itself twice": lambda: signed(twice_named()),
    "badge of version 1.1": lambda: signed_as_before(in_version_1()),
    "badge of version 1.1 that is over": lambda: signed_as_before(
        in_version_1(expirationDate="2026-02-01T00:00:00Z"),
    ),
    "badge with a signature that is over": lambda: signed_as_before(in_version_1(), expires="2026-02-01T00:00:00Z"),
    "badge of an address that is no DID": lambda: signed(
        river_badge("https://rivers.example.org", valid_from=SINCE, status=None), KEY
    ),
    "subject with a name": lambda: signed(named_subject("urn:uuid:ama")),
    "issuer that is its own subject": lambda: signed(named_subject(WEB, None)),
    "credential that is no badge": lambda: signed(with_status(1) | {"type": ["VerifiableCredential"]}),
    "Open Badge 2.0": lambda: dict(OLDER_BADGE),
    "badge whose image is its issuer's": lambda: signed(shared_image()),
}
OF_BAD_LISTS: dict[str, Callable[[], Json]] = {
    "badge of a list that was changed": lambda: signed(with_status(7, f"{BASE}/4.json")),
    "badge of a list that nobody signed": lambda: signed(with_status(1, f"{BASE}/5.json")),
    "badge of a list for another purpose": lambda: signed(with_status(1, f"{BASE}/6.json")),
    "badge of a list of another kind": lambda: signed(with_status(1, f"{BASE}/7.json")),
    "badge of a list at another address": lambda: signed(with_status(1, f"{BASE}/8.json")),
}
"""Sound badges, which are edited no further."""


@cache
def material() -> Material:
    issuer = badge.Issuer(id=WEB, name="Open Rivers Institute")
    lists = [
        status.list_credential(f"{BASE}/0.json", issuer, [7], SINCE),
        status.list_credential(f"{BASE}/1.json", issuer, [7], SINCE, "suspension"),
    ]
    lists.append({**lists[0], "id": f"{BASE}/3.json", "validUntil": "2026-02-01T00:00:00Z"})
    made = {one["id"]: signed(one) for one in lists}
    theirs = status.list_credential(f"{BASE}/2.json", badge.Issuer(id=STRANGER.did, name="S"), [], SINCE)
    made[theirs["id"]] = signed(theirs, STRANGER)
    # Whoever can put files onto the site, and holds no key: what was signed once, changed, or put in another's place.
    wiped = copy.deepcopy(made[f"{BASE}/0.json"]) | {"id": f"{BASE}/4.json"}
    wiped["credentialSubject"]["encodedList"] = status.packed([])
    bare = status.list_credential(f"{BASE}/5.json", issuer, [], SINCE)
    other = status.list_credential(f"{BASE}/6.json", issuer, [], SINCE, "suspension")
    kind = status.list_credential(f"{BASE}/7.json", issuer, [], SINCE)
    kind["@context"] = [contexts.VC2, "https://w3id.org/vc/status-list/2021/v1"]
    kind["credentialSubject"]["type"] = "StatusList2021"
    made |= {f"{BASE}/4.json": wiped, f"{BASE}/5.json": bare, f"{BASE}/6.json": signed(other)}
    made |= {
        f"{BASE}/7.json": signed(kind),
        f"{BASE}/8.json": signed(status.list_credential(f"{BASE}/10.json", issuer, [], SINCE)),
    }
    documents = [did_document(key.did, [("key-1", key.public)]) for key in (WEB_KEY, STRANGER)]
    return Material(documents, made, NOW)


def at(document: Any, pointer: str) -> tuple[Any, Any]:
    """(what holds the value at `pointer`, its key in it)."""
    *way, last = [int(step) if step.isdigit() else step for step in pointer.strip("/").split("/")]
    for step in way:
        document = document[step]
    return document, last


def edited(document: Json, edits: list[Any]) -> Json:
    made = copy.deepcopy(document)
    for what, pointer, *more in edits:
        holder, key = at(made, pointer)
        if what == "wrap":
            holder[key] = [holder[key]]
        elif what == "unwrap":
            (holder[key],) = holder[key]
        elif what == "twice":
            holder[key] = [*holder[key], holder[key][0]] if isinstance(holder[key], list) else [holder[key]] * 2
        elif what == "turn":
            holder[key] = holder[key][::-1]
        elif what == "as object":
            holder[key] = {"id": holder[key]}
        elif what == "delete":
            del holder[key]
        elif what == "set":
            if isinstance(holder, list) and key == len(holder):
                holder.append(None)
            holder[key] = more[0]
        else:
            other, name = at(made, more[0])
            other[name] = copy.deepcopy(holder[key])
            if what == "move":
                del holder[key]
    return made


def on_the_page(texts: list[str]) -> list[Json]:
    """What the site's scripts say of credentials."""
    if shutil.which("node") is None:
        pytest.skip("needs node")
    known = {
        "scripts": [str(SITE / name) for name in SCRIPTS],
        "contexts": {address: contexts.context(address) for address in contexts.PINNED},
        "shapes": shape.table(),
        "documents": material().did_documents,
        "lists": material().status_lists,
        "credentials": texts,
    }
    made = subprocess.run(
        ["node", HERE / "check.cjs"], input=json.dumps(known).encode(), capture_output=True, check=True, timeout=300
    )
    found: list[Json] = json.loads(made.stdout)
    return found


def reading(verdict: Verdict) -> Any:
    """Everything that people learn from a verdict."""
    found = verdict.document or {}
    about = found.get("credentialSubject", {}).get("achievement", {})
    whose = [is_identity(found, one) for one in ("ama@example.org", "eve@example.org")]
    said = [found.get("name"), about.get("name"), about.get("description"), about.get("criteria")]
    return [(one.name, one.state, one.words) for one in verdict.checks], said, whose


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_the_command_line_gives_the_verdict_of_the_table(case: Json) -> None:
    text = json.dumps(edited((BASES | OF_BAD_LISTS)[case["of"]](), case["edits"]))
    older = open_badges2.found_in(text)
    verdict = open_badges2.check(older, {}.get, material()) if older else check_text(text, material())
    assert verdict.outcome == case["verdict"], verdict.checks


def test_the_page_gives_the_verdicts_of_the_table() -> None:
    found = on_the_page([json.dumps(edited((BASES | OF_BAD_LISTS)[case["of"]](), case["edits"])) for case in CASES])
    wrong = [
        (c["case"], one["outcome"], one["checks"])
        for c, one in zip(CASES, found, strict=True)
        if one["outcome"] != c["verdict"]
    ]
    assert wrong == []


def places(value: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of a document with its place, but for the whole."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inside:
        yield f"{pointer}/{key}", item
        yield from places(item, f"{pointer}/{key}")


RETYPED = ("true", "false", True, False, 1, 0, 1.5, "1", "", "x", None, [], {}, [[]], {"id": "urn:x"}, {"@value": "x"})


def edits_of(document: Json, chance: random.Random) -> Iterator[list[Any]]:
    """Each value wrapped, repeated, taken out, of another type, at another place."""
    found = list(places(document))
    nodes = [pointer for pointer, value in found if isinstance(value, dict)]
    for pointer, value in found:
        yield [["wrap", pointer]]
        yield [["wrap", pointer], ["wrap", pointer]]
        yield [["twice", pointer]] if value != [] else []
        yield [["delete", pointer]]
        if isinstance(value, str):
            yield [["as object", pointer]]
            yield [["as object", pointer], ["wrap", pointer]]
        if isinstance(value, list):
            yield [["turn", pointer]]
            if len(value) == 1:
                yield [["unwrap", pointer]]
        if isinstance(value, dict) and "id" in value:
            yield [["set", pointer, value["id"]]]
        for other in chance.sample(RETYPED, 4):
            yield [["set", pointer, other]]
        if isinstance(value, bool):
            yield [["set", pointer, str(value).lower()]]
        name = pointer.rpartition("/")[2]
        for node in chance.sample(nodes, 3):
            if not node.startswith(pointer) and not pointer.startswith(f"{node}/") and not name.isdigit():
                yield [["move", pointer, f"{node}/{name}"]]
                yield [["copy", pointer, f"{node}/{name}"]]


def fuzzed(most: int) -> Iterator[tuple[str, list[Any], Json]]:
    """Up to `most` edits of some credentials: the base, the edits, what they make of it."""
    chance = random.Random(20261129)
    made = {
        name: BASES[name]()
        for name in ("badge", "revoked", "transcript of a revoked badge", "badge that names itself twice")
    }
    every = [(name, edits) for name, document in made.items() for edits in edits_of(document, chance)]
    for name, edits in random.Random(7).sample(every, min(most, len(every))):
        yield name, edits, edited(made[name], edits)


def test_no_edit_that_is_accepted_changes_what_is_read_by_either_verifier() -> None:
    originals = {name: reading(check_text(json.dumps(BASES[name]()), material())) for name in BASES}
    """MOOC_KIT_FUZZ=5000 tries them all; some by chance are tried always."""
    every = list(fuzzed(int(os.environ.get("MOOC_KIT_FUZZ", "160"))))
    texts = [json.dumps(document) for _, _, document in every]
    page = on_the_page(texts)
    pages = dict(zip(BASES, on_the_page([json.dumps(make()) for make in BASES.values()]), strict=True))
    held = 0
    still_signed = 0
    for (name, edits, _), text, there in zip(every, texts, page, strict=True):
        verdict = check_text(text, material())
        still_signed += verdict.state("signature") is State.OK
        if verdict.outcome is CheckResult.HOLDS:
            assert reading(verdict) == originals[name], (name, edits)
            held += 1
        if there["outcome"] == "holds":
            assert (there["checks"], there["read"]) == (pages[name]["checks"], pages[name]["read"]), (name, edits)
        assert (verdict.outcome is CheckResult.HOLDS) == (there["outcome"] == "holds"), (name, edits, there["checks"])
    assert still_signed > len(every) // 20
    print(f"{len(every)} edits, {still_signed} with a signature that fits, {held} accepted: none changes what is read")


def test_whatever_mooc_kit_issues_is_in_the_shape_that_it_reads() -> None:
    from tests.credentials.peers.test_chain import World

    world = World()
    world.awards("mei", "ama", "luis")
    chance = random.Random(3)
    ours = ("badge", "revoked", "suspended", "transcript", "badge of a key", "badge without status")
    documents = [*world.documents, *(BASES[name]() for name in ours), *material().status_lists.values()]
    for document in documents:
        assert shape.problem(document) is None
    made = 0
    for _ in range(100):
        found = random_badge(chance)
        identities = found["credentialSubject"]["identifier"]
        if len({json.dumps(one) for one in identities}) == len(identities):
            made += 1
            assert shape.problem(found) is None
    assert made > 50


def in_whole(document: Any) -> Any:
    """`document` with its contexts written out whole."""
    if isinstance(document, dict):
        found = {key: in_whole(value) for key, value in document.items()}
        if "@context" in document:
            named = document["@context"]
            found["@context"] = [contexts.context(one) for one in (named if isinstance(named, list) else [named])]
        return found
    return [in_whole(item) for item in document] if isinstance(document, list) else document


def statements(inlined: Callable[[Any], Any], document: Any) -> str:
    try:
        text = json.dumps(inlined(document))
        return canonical_quads(list(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.JSON_LD)))
    except (SyntaxError, ValueError, TypeError) as error:
        return type(error).__name__


def test_the_terms_that_a_document_does_not_use_change_no_statement() -> None:
    """MOOC_KIT_FUZZ=5000 compares all edits."""
    odd = [
        {"@context": [contexts.OB3, contexts.VC2], "type": "Achievement", "name": "A", "id": "urn:x"},
        {"@context": [contexts.VC2, contexts.DATA_INTEGRITY], "type": "DataIntegrityProof", "cryptosuite": "x"},
        {"@context": list(contexts.PINNED), "type": ["Profile", "ClrCredential"], "name": "A", "sec:kid": "k"},
        {"@context": [contexts.VC2, contexts.OB3], "type": ["xsd:date", "Profile"], "cred:name": {"id": "obi:x"}},
        {"@context": [contexts.VC2, contexts.CLR2], "id": "schema:name", "achievement": {"type": "Achievement"}},
    ]
    edits = [document for _, _, document in fuzzed(int(os.environ.get("MOOC_KIT_FUZZ", "40")))]
    documents = [*odd, *(make() for make in BASES.values()), *edits]
    made = [statements(contexts.inlined, document) for document in documents]
    whole = [statements(in_whole, document) for document in documents]
    assert [one for one in made if one.endswith("\n")] == [one for one in whole if one.endswith("\n")]
    assert [one.endswith("\n") for one in made] == [one.endswith("\n") for one in whole]
    assert len({one for one in made if one.endswith("\n")}) > len(BASES)
    assert "SyntaxError" in made, "two contexts that are at odds are refused as before"
