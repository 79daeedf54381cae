"""Issuing: exactly once whatever happens, corrected and forgotten as asked."""

from __future__ import annotations

import base64
import json
import os
import random
import signal
import sqlite3
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from typer.testing import CliRunner

from mooc_kit.checks.course_check import check_path
from mooc_kit.cli import app
from mooc_kit.cohort import executors, synthetic
from mooc_kit.cohort.batch import press
from mooc_kit.cohort.batch_plan import BatchPlan
from mooc_kit.cohort.decision import Decision, Planned
from mooc_kit.cohort.ledger import Ledger
from mooc_kit.commands.issue import plan_for
from mooc_kit.credentials import baking, keyring
from mooc_kit.credentials.verify import Material, State, check_text
from mooc_kit.problems import MoocKitError
from tests.cohort.issuing import COURSE, KIND, NOW, at, decisions, make_plan, material, run, write_decisions


@pytest.fixture
def plan(course: Path, tmp_path: Path) -> BatchPlan:
    return make_plan(course, str(tmp_path / "out"))


def test_killed_at_a_hundred_moments_nothing_is_lost_and_nothing_is_given_twice(
    course: Path, plan: BatchPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executors, "SIZE", 20)
    chance = random.Random(3)
    path = tmp_path / "out/ledger.sqlite"
    given = decisions(1500)
    run(plan, tmp_path / "warm.sqlite", decisions(1))  # what children inherit, so that they are killed at work
    killed = 0
    for _ in range(100):
        child = os.fork()
        if child == 0:
            run(plan, path, given)
            os._exit(0)
        time.sleep(chance.random() * 0.03)
        os.kill(child, signal.SIGKILL)
        killed += os.WIFSIGNALED(os.waitpid(child, 0)[1])
    _, rows = run(plan, path, given)
    assert killed > 20
    assert len(rows) == len({row["learner"] for row in rows}) == len({row["id"] for row in rows}) == 1500
    assert all(row["state"] == "issued" and row["version"] == "1" for row in rows)
    written = sorted((tmp_path / "out" / KIND).glob("*.json"))
    assert {p.stem for p in written} >= {row["id"].removeprefix("urn:uuid:") for row in rows}
    assert all(check_text(p.read_text(), material(course)).state("signature") is State.OK for p in written[:20])


def test_a_corrected_grade_takes_the_old_one_back_and_a_lost_one_too(plan: BatchPlan, tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    run(plan, path, decisions(3))
    changes, rows = run(plan, path, decisions(3))
    assert (changes.new, changes.unchanged, len(rows)) == (0, 3, 3)
    one, two, three = decisions(3)
    better, lost = replace(one, percent="95.00"), replace(two, completed=False)
    changes, rows = run(plan, path, [better, lost, three])
    assert (changes.corrected, changes.taken_back, changes.unchanged) == (1, 1, 1)
    states = {(row["learner"], row["version"]): row["state"] for row in rows}
    assert states[one.learner, "1"] == "revoked" and states[one.learner, "2"] == "issued"
    assert states[two.learner, "1"] == "revoked"
    changes, rows = run(plan, path, [two])
    assert changes.new == 1 and len(rows) == 5


def test_a_person_can_be_forgotten_and_nobody_else_notices(plan: BatchPlan, tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    _, before = run(plan, path, decisions(4))
    ledger = Ledger(path, COURSE)
    ids = ledger.forget(synthetic.address(1), is_revoked=False, now=NOW)
    ledger.close()
    data = path.read_bytes() + (
        path.with_name("l.sqlite-wal").read_bytes() if path.with_name("l.sqlite-wal").exists() else b""
    )
    assert synthetic.address(1).encode() not in data and synthetic.NAMES[1].encode() not in data
    changes, rows = run(plan, path, decisions(4))
    assert changes.forgotten == 1 and changes.unchanged == 3
    assert [row["id"] for row in rows] == [row["id"] for row in before] and len(ids) == 1


def test_the_whole_way_on_the_command_line(course: Path, tmp_path: Path) -> None:
    """Three kinds of credentials for every kind of name; each file verifies, and what was revoked says so."""
    checked = check_path(course / "kit")
    assert checked.course is not None and checked.spec is not None
    formal = synthetic.formal_of(checked.spec, checked.course)
    books = synthetic.write_cohort(checked.course, tmp_path / "books", 70, formal=formal)
    kit, out, keys = str(course / "kit"), str(tmp_path / "out"), str(course / "keys")
    runner = CliRunner()

    def call(*arguments: str, status: int = 0) -> str:
        result = runner.invoke(app, arguments, catch_exceptions=False)
        assert result.exit_code == status, result.output
        return result.output

    decided = str(tmp_path / "c.parquet")
    roster = str(tmp_path / "books/roster.csv")
    call(
        "completions",
        *map(str, books[:3]),
        "--roster",
        roster,
        "--decisions",
        str(books[4]),
        "--kit",
        kit,
        "-o",
        decided,
        "--made-on",
        "2027-06-01",
    )
    common = ("--kit", kit, "-o", out, "--keys", keys)
    assert "dry run" in call("issue", decided, *common, "--dry-run", "--issued-on", "2027-06-01")
    assert not (tmp_path / "out/publish").exists()
    call("issue", decided, *common, "--share", "--issued-on", "2026-06-01")
    kinds = {
        p.name: sorted(p.glob("*.json")) for p in (tmp_path / "out").iterdir() if p.is_dir() and p.name != "publish"
    }
    assert set(kinds) == {"completion", "authenticated-completion", "credit"} and all(kinds.values())
    trust = ("--trust", f"{out}/publish")
    for found in kinds.values():
        for suffix in (".json", ".pdf", *((".png", ".svg") if found[0].with_suffix(".svg").exists() else ())):
            call("verify", str(found[0].with_suffix(suffix)), *trust)
            assert baking.unbake(found[0].with_suffix(suffix).read_bytes()) == found[0].read_text()
    first = kinds["completion"][0]
    call("revoke", first.stem, "--reason", "test", *common)
    assert "revoked" in call("verify", str(first), *trust, status=1)
    call("verify", str(kinds["completion"][1]), *trust)
    call("verify", str(kinds["completion"][1]), *trust, "--owner", "nobody@example.org", status=1)
    exported = call("ledger", "export", f"{out}/ledger.sqlite", "--kit", kit)
    assert "\n=HYPERLINK" not in exported and ",=HYPERLINK" not in exported
    _pdf_is_tagged_and_archival([f.with_suffix(".pdf") for found in kinds.values() for f in found[:6]])
    share = (tmp_path / "out/publish/credentials" / f"{first.stem}.html").read_text()
    assert "linkedin.com/profile/add" in share and f"verify.html#c={first.stem}" in share
    transcript = json.loads(kinds["credit"][0].read_text())
    results = str(transcript["credentialSubject"]["verifiableCredential"][0]["credentialSubject"])
    assert transcript["type"][1] == "ClrCredential" and "ECTS" in results and "EQF 5" in results
    assert "Dana Osei" in results or "Jun Watanabe" in results


def _pdf_is_tagged_and_archival(paths: list[Path]) -> None:
    for path in paths:
        reader = PdfReader(path)
        catalog: Any = reader.trailer["/Root"]
        meta = catalog["/Metadata"].get_data().decode()
        assert catalog["/MarkInfo"]["/Marked"] and catalog["/Lang"] and "/StructTreeRoot" in catalog
        assert "<pdfuaid:part>1</pdfuaid:part>" in meta and "<pdfaid:part>3</pdfaid:part>" in meta
        assert len(reader.pages) == 1, path
        assert "This is to certify" in reader.pages[0].extract_text() or "Certificate" in reader.pages[0].extract_text()


def test_a_jwt_is_issued_where_it_is_asked_for(course: Path, tmp_path: Path) -> None:
    ring = keyring.load(course / "keys")
    made, ledger, _, _ = plan_for(
        course / "kit", str(tmp_path / "out"), ring, None, None, with_pdf=False, with_pictures=False, is_jwt=True
    )
    ledger.plan(decisions(3), [KIND], NOW)
    executors.press_all(made, ledger, None, 1)
    ledger.close()
    for path in (tmp_path / "out" / KIND).glob("*.jwt"):
        verdict = check_text(path.read_text(), Material([ring.document()], {}, datetime(2027, 6, 2, tzinfo=UTC)))
        assert verdict.state("signature") is State.OK and verdict.state("dates") is State.OK


def test_what_a_person_took_back_stays_so_until_the_decision_changes(plan: BatchPlan, tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    _, rows = run(plan, path, decisions(3))
    ledger = Ledger(path, COURSE)
    ledger.revoke(rows[0]["id"], "Another person sat the quiz.", NOW)
    ledger.revoke(rows[1]["id"], "The file was sent to somebody else.", NOW, is_barred=False)
    ledger.close()
    changes, rows = run(plan, path, decisions(3))
    assert (changes.barred, changes.new, changes.unchanged) == (1, 1, 1)
    assert [row["state"] for row in rows] == ["revoked", "revoked", "issued", "issued"]
    assert rows[3]["learner"] == rows[1]["learner"]
    changes, rows = run(plan, path, decisions(3, percent="91.00"))
    assert (changes.barred, changes.new, changes.corrected) == (0, 1, 2)


def test_a_dry_run_leaves_nothing_behind(course: Path, tmp_path: Path) -> None:
    decided = write_decisions(tmp_path / "c.parquet", decisions(3))
    arguments = ["issue", str(decided), "--kit", str(course / "kit"), "--keys", str(course / "keys"), "--no-pdf"]
    arguments += ["--no-pictures", "-o", str(tmp_path / "out")]
    told = CliRunner().invoke(app, [*arguments, "--dry-run"], catch_exceptions=False).output
    assert "3 new" in told and not (tmp_path / "out").exists()
    CliRunner().invoke(app, arguments, catch_exceptions=False)
    before = (tmp_path / "out/ledger.sqlite").read_bytes()
    told = CliRunner().invoke(app, [*arguments, "--dry-run"], catch_exceptions=False).output
    assert "3 unchanged" in told and (tmp_path / "out/ledger.sqlite").read_bytes() == before


def test_an_address_that_changed_is_the_same_learner(tmp_path: Path) -> None:
    def given(who: str) -> Decision:
        return Decision(who, "Ama", who, "completion", True, "90.00")

    ledger = Ledger(tmp_path / "ledger.sqlite", COURSE)
    ledger.plan([given("a@old.org"), given("b@old.org")], ["completion"], "2027-01-01T00:00:00Z")
    ids = {row["learner"]: row["id"] for row in ledger.rows()}
    ledger.revoke(ids["b@old.org"], "Mistake.", "2027-01-02T00:00:00Z")
    with pytest.raises(MoocKitError, match="is in the ledger already"):
        ledger.rename("a@old.org", "b@old.org")
    with pytest.raises(MoocKitError, match="not in the ledger"):
        ledger.rename("c@old.org", "c@new.org")
    ledger.rename("a@old.org", "a@new.org")
    ledger.rename("b@old.org", "b@new.org")
    changes = ledger.plan([given("a@new.org"), given("b@new.org")], ["completion"], "2027-01-03T00:00:00Z")
    assert (changes.new, changes.corrected, changes.barred) == (0, 1, 1)
    valid = [row["learner"] for row in ledger.rows() if row["state"] != "revoked"]
    assert valid == ["a@new.org"]
    ledger.close()


WHO = "ama@example.org"
HELD = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
OTHER = "did:web:wallet.example.org:ama"


def test_a_credential_is_bound_to_the_did_that_its_holder_gave_and_stays_so(course: Path, tmp_path: Path) -> None:
    people = decisions(3)
    decided = write_decisions(tmp_path / "c.parquet", people)
    arguments = ["issue", str(decided), "--kit", str(course / "kit"), "--keys", str(course / "keys"), "--no-pdf"]
    arguments += ["--no-pictures", "-o", str(tmp_path / "out"), "--issued-on", "2027-06-01"]

    def issued(*lines: str) -> tuple[str, dict[str, str]]:
        """What was told, and the subject's id of each valid credential by learner ("" for none)."""
        table = tmp_path / "dids.csv"
        table.write_text("\n".join(["learner,id", *lines]))
        more = ["--subjects", str(table)] if lines else []
        told = CliRunner().invoke(app, [*arguments, *more], catch_exceptions=False).output
        ledger = Ledger(tmp_path / "out/ledger.sqlite", COURSE)
        rows = [row for row in ledger.rows() if row["state"] == "issued"]
        ledger.close()
        found = {}
        for row in rows:
            text = (tmp_path / "out" / f"{row['files']}.json").read_text()
            assert not [c for c in check_text(text, material(course)).checks if c.state is State.FAILED]
            found[row["learner"]] = json.loads(text)["credentialSubject"].get("id", "")
        return told, found

    first, second, third = (person.learner for person in people)
    told, found = issued()
    assert set(found.values()) == {""}
    told, found = issued(f"{first.upper()},{HELD}", f"{second},did:key:zNoKey", f"{third},mailto:me@example.org")
    assert "0 new, 1 corrected" in told and told.count("V285") == 2
    assert found == {first: HELD, second: "", third: ""}
    told, found = issued()
    assert "3 unchanged" in told and found[first] == HELD, "without the table, what was given before stays"
    told, found = issued(f"{second},{HELD}", f"{third},{OTHER}")
    assert "gave the same DID as" in told and found == {first: HELD, second: "", third: OTHER}
    told, found = issued(f"{first},")
    assert "1 corrected" in told and found[first] == ""


def test_a_transcript_and_an_envelope_are_bound_as_well(course: Path, tmp_path: Path) -> None:
    given = [replace(decisions(1, kind="credit")[0], subject=HELD)]
    item = Planned(0, "urn:uuid:1", WHO, "Ama", WHO, "credit", "87", NOW, "", "", HELD)
    assert given[0].content != decisions(1, kind="credit")[0].content
    press(at(make_plan(course, "x"), tmp_path), [item])
    whole = json.loads((tmp_path / "credit/1.json").read_text())["credentialSubject"]
    assert whole["id"] == HELD and whole["verifiableCredential"][0]["credentialSubject"]["id"] == HELD
    press(at(make_plan(course, "x", is_jwt=True), tmp_path), [replace(item, kind="completion")])
    claims = (tmp_path / "completion/1.jwt").read_text().split(".")[1]
    assert json.loads(base64.urlsafe_b64decode(claims + "=="))["sub"] == HELD


def test_who_is_forgotten_leaves_no_did_behind_and_an_old_ledger_learns_of_them(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    ledger = Ledger(path, COURSE)
    ledger.bind({"a@example.org": HELD})
    ledger.plan(decisions(1, learner="a@example.org"), [KIND], NOW)
    ledger.rename("a@example.org", "b@example.org")
    assert ledger.subjects() == {"b@example.org": HELD}
    ledger.forget("b@example.org", is_revoked=False, now=NOW)
    assert ledger.subjects() == {}
    ledger.close()
    assert HELD.encode() not in path.read_bytes()
    with sqlite3.connect(path) as old:
        old.execute("ALTER TABLE credentials DROP COLUMN subject")
        old.execute("DROP TABLE subjects")
    ledger = Ledger(path, COURSE)
    assert ledger.subjects() == {} and ledger.plan(decisions(1), [KIND], NOW).new == 1
    ledger.close()
