"""Issued files: another maker's verifier takes them from the published folder alone, and every tampering is refused."""

from __future__ import annotations

import base64
import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from mooc_kit.cli import app
from mooc_kit.cohort.batch import press
from mooc_kit.cohort.batch_plan import BatchPlan
from mooc_kit.cohort.decision import Planned
from mooc_kit.cohort.issue import publish
from mooc_kit.cohort.ledger import Ledger
from mooc_kit.commands.issue import plan_for
from mooc_kit.credentials import baking, keyring
from mooc_kit.credentials.certificate import Printer
from mooc_kit.credentials.rdf import leaves
from mooc_kit.credentials.verify import Material, State, check_text
from tests.cohort.issuing import COURSE, NOW, at, decisions, make_course, make_plan, run, write_decisions

SITE = "https://open.lakeside.example.edu/health-numbers/"
LATER = datetime(2027, 6, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Issued:
    course: Path
    out: Path

    def one(self, kind: str, number: int, suffix: str) -> Path:
        return sorted((self.out / kind).glob("*.json"))[number].with_suffix(suffix)

    def material(self) -> Material:
        published = self.out / "publish"
        lists = [json.loads(path.read_text()) for path in published.glob("status/*.json")]
        document = json.loads((published / "did.json").read_text())
        return Material([document], {found["id"]: found for found in lists}, LATER)

    def fetched(self, address: str) -> bytes:
        """What a web server would answer that serves publish/ as the course's site."""
        assert address.startswith(SITE), address
        return (self.out / "publish" / address.removeprefix(SITE).partition("#")[0]).read_bytes()

    def call(self, *arguments: str) -> str:
        common = ("--kit", str(self.course / "kit"), "--keys", str(self.course / "keys"), "-o", str(self.out))
        return CliRunner().invoke(app, [*arguments, *common], catch_exceptions=False).output


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Issued:
    """A badge and a transcript for each of three people, published."""
    folder = tmp_path_factory.mktemp("issued")
    course = make_course(folder)
    given = [replace(d, kind=kind) for d in decisions(3) for kind in ("completion", "credit")]
    decided = write_decisions(folder / "c.parquet", given)
    found = Issued(course, folder / "out")
    # The clock of other makers' verifiers cannot be set: issued in the past, not in the story's 2027.
    found.call("issue", str(decided), "--issued-on", "2026-06-01")
    return found


def flipped(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """`document` with one value changed, for each value in turn."""
    for path, value in list(leaves(document)):
        other = copy.deepcopy(document)
        holder = other
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = (not value) if isinstance(value, bool) else f"{value}x"
        yield "/".join(map(str, path)), other


def test_another_makers_verifier_finds_key_and_status_list_where_they_are_published(issued: Issued) -> None:
    from openbadgeslib.ob3 import OB3LdpVerifier, OB3VerificationError

    verifier = OB3LdpVerifier.for_issuer_did("did:web:open.lakeside.example.edu:health-numbers")
    # It reads the list, but knows signatures of lists as JWT only: ours is signed like the badges.
    with_list = {"check_status": True, "verify_status_list": False}
    texts = [issued.one("completion", number, ".json").read_text() for number in range(3)]
    for text in texts:
        verifier.verify(text, download=issued.fetched, **with_list)
    refused = 0
    for what, other in flipped(json.loads(texts[0])):
        if "@context" in what or what.startswith("proof/"):
            continue
        with pytest.raises((OB3VerificationError, ValueError)):
            verifier.verify(json.dumps(other), download=issued.fetched)
        refused += 1
    assert refused > 30
    issued.call("revoke", issued.one("completion", 2, ".json").stem, "--reason", "test")
    with pytest.raises(OB3VerificationError, match="revocation"):
        verifier.verify(texts[2], download=issued.fetched, **with_list)
    verifier.verify(texts[1], download=issued.fetched, **with_list)


@pytest.mark.parametrize("kind", ["completion", "credit"])
def test_a_flipped_value_is_found_in_every_file_that_can_carry_it(issued: Issued, kind: str) -> None:
    """Also in the credentials that a transcript holds inside."""
    path, material, count = issued.one(kind, 0, ".json"), issued.material(), 0
    assert check_text(path.read_text(), material).is_valid
    carriers = [
        bake
        for suffix, bake in ((".png", baking.bake_png), (".svg", baking.bake_svg))
        if path.with_suffix(suffix).exists()
    ]
    assert carriers or kind == "credit"
    pictures = {baking.bake_png: path.with_suffix(".png"), baking.bake_svg: path.with_suffix(".svg")}
    step = 1 if kind == "completion" else 4  # a transcript holds the same values twice, and is slow to read anew
    for what, other in list(flipped(json.loads(path.read_text())))[::step]:
        text = json.dumps(other, ensure_ascii=False)
        assert not check_text(text, material).is_valid, what
        for bake in carriers:
            baked = baking.unbake(bake(pictures[bake].read_bytes(), text))
            assert baked == text.replace("]]>", "]]\\u003e") and not check_text(baked, material).is_valid, what
        count += 1
    assert count > 25


def test_a_flipped_value_is_found_in_the_attachment_of_a_certificate(issued: Issued) -> None:
    path, material = issued.one("completion", 0, ".pdf"), issued.material()
    text = baking.unbake(path.read_bytes())
    assert check_text(text, material).is_valid
    printer, plan = Printer(), make_plan(issued.course, "x")
    document = json.loads(text)
    item = Planned(0, document["id"], "l", "Ama", "", "completion", "", document["validFrom"], "")
    for what, other in flipped(document):
        made = printer.certificate(plan.awards["completion"].design, item, json.dumps(other), "")
        assert not check_text(baking.unbake(made), material).is_valid, what


def test_a_revoked_transcript_is_found_out(issued: Issued) -> None:
    text = issued.one("credit", 1, ".json").read_text()
    assert check_text(text, issued.material()).state("status") is State.OK
    issued.call("revoke", issued.one("credit", 1, ".json").stem, "--reason", "test")
    verdict = check_text(text, issued.material())
    assert verdict.state("status") is State.FAILED and not verdict.is_valid
    assert check_text(issued.one("credit", 0, ".json").read_text(), issued.material()).is_valid


@pytest.mark.parametrize("kind", ["completion", "credit"])
def test_a_flipped_value_is_found_in_an_envelope(course: Path, tmp_path: Path, kind: str) -> None:
    ring = keyring.load(course / "keys")
    made, ledger, _, _ = plan_for(
        course / "kit", str(tmp_path), ring, None, None, with_pdf=False, with_pictures=False, is_jwt=True
    )
    ledger.plan(decisions(1, kind=kind), [kind], NOW)
    press(made, next(ledger.planned(1)))
    publish(made, ledger, ring, ring.signing_key(None), NOW)
    ledger.close()
    token = next((tmp_path / kind).glob("*.jwt")).read_text()
    material = Issued(course, tmp_path).material()
    assert check_text(token, material).is_valid
    parts = token.split(".")
    for number in (0, 1):
        for what, other in flipped(json.loads(base64.urlsafe_b64decode(parts[number] + "=="))):
            changed = base64.urlsafe_b64encode(json.dumps(other).encode()).decode().rstrip("=")
            whole = ".".join([*parts[:number], changed, *parts[number + 1 :]])
            assert not check_text(whole, material).is_valid, what


def test_what_is_signed_by_form_is_what_the_complete_algorithm_signs(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For every shape: with and without a name, an address, a score, a note on identity; with texts made to confuse."""
    from mooc_kit.cohort import batch as pressing

    monkeypatch.setattr(pressing, "COMPARED_EVERY", 1)
    plan: BatchPlan = at(make_plan(course, "x"), tmp_path)
    texts = ["", 'A "quoted" \\ name', "100 %s _:c14n0", "_:b <x> .", "\x7f\u2028\x85", "a\nb", "मोहन 🌊"]
    items = [
        Planned(n, f"urn:uuid:{n:032x}", "l@example.org", name, email, "completion", percent, NOW, identity)
        for n, (name, email, percent, identity) in enumerate(
            (name, email, percent, identity)
            for name in texts
            for email in ("", "l@example.org")
            for percent in ("", "87.5")
            for identity in texts[:4:3]
        )
    ]
    assert len(press(plan, items).made) == len(items)


def test_a_forgotten_persons_credential_still_holds_and_so_do_all_others(course: Path, tmp_path: Path) -> None:
    out = Issued(course, tmp_path / "out")
    run(replace(at(make_plan(course, "x"), out.out)), out.out / "ledger.sqlite", decisions(4))
    held = {path: path.read_text() for path in (out.out / "completion").glob("*.json")}
    ledger = Ledger(out.out / "ledger.sqlite", COURSE)
    gone = ledger.forget(decisions(1)[0].learner, is_revoked=False, now=NOW)
    ring = keyring.load(course / "keys")
    publish(at(make_plan(course, "y"), out.out), ledger, ring, ring.signing_key(None), NOW)
    ledger.close()
    material = out.material()
    assert len(gone) == 1 and all(check_text(text, material).is_valid for text in held.values())


def test_after_a_rotation_the_next_run_signs_with_the_new_key_and_all_holds(tmp_path: Path) -> None:
    made = Issued(make_course(tmp_path), tmp_path / "out")
    first = write_decisions(tmp_path / "1.parquet", decisions(2))
    made.call("issue", str(first), "--no-pdf", "--no-pictures", "--issued-on", "2027-05-01")
    CliRunner().invoke(app, ["keys", "rotate", "--keys", str(tmp_path / "keys")], catch_exceptions=False)
    second = write_decisions(tmp_path / "2.parquet", decisions(4))
    made.call("issue", str(second), "--no-pdf", "--no-pictures", "--issued-on", "2027-05-02")
    texts = [path.read_text() for path in (tmp_path / "out/completion").glob("*.json")]
    methods = sorted(json.loads(text)["proof"]["verificationMethod"].partition("#")[2] for text in texts)
    assert methods == ["key-1", "key-1", "key-2", "key-2"]
    assert all(check_text(text, made.material()).is_valid for text in texts)
    CliRunner().invoke(app, ["keys", "rotate", "--stolen", "--keys", str(tmp_path / "keys")], catch_exceptions=False)
    made.call("issue", str(second), "--no-pdf", "--no-pictures")
    assert sum(check_text(text, made.material()).is_valid for text in texts) == 2
    made.call("issue", str(second), "--no-pdf", "--no-pictures", "--again")
    again = [path.read_text() for path in (tmp_path / "out/completion").glob("*.json")]
    assert all(check_text(text, made.material()).is_valid for text in again)
