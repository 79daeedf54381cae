"""Nothing is attested that nobody recorded: without its record a sentence is not signed."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from mooc_kit.checks.course_check import check_path
from mooc_kit.cohort import synthetic
from mooc_kit.cohort.awards import awards_of
from mooc_kit.cohort.batch import unsigned
from mooc_kit.cohort.credential_rules import rules_of
from mooc_kit.cohort.decision import Decision, Planned
from mooc_kit.cohort.issue import read_decisions
from mooc_kit.cohort.ledger import Ledger
from mooc_kit.commands.completions import completions
from mooc_kit.course.micro_credential import MicroCredential
from mooc_kit.credentials import shape
from mooc_kit.problems import MoocKitError
from mooc_kit.spec.edit import set_value
from mooc_kit.spec.micro_credential import MicroCredentialSpec
from tests.cohort.issuing import COURSE, NOW, make_plan

DAY = date(2027, 6, 30)
WHO = "ama@example.org"
ROSTER = {
    "learner": WHO,
    "method": "document-check",
    "date": "2027-03-20",
    "verifier": "Lakeside",
    "expires": "",
    "proctoring:final-exam": "passed",
}
DECISION = {
    "learner": WHO,
    "applied": "2027-06-01",
    "assessor": "Dana Osei",
    "date": "2027-06-20",
    "result": "awarded",
    "grade": "B+",
}


@pytest.fixture(scope="module")
def formal(course: Path) -> list[str]:
    checked = check_path(course / "kit")
    assert checked.spec is not None and checked.course is not None
    return synthetic.formal_of(checked.spec, checked.course) or []


def write(path: Path, *rows: dict[str, str]) -> Path:
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def decide(
    course: Path, folder: Path, *lines: dict[str, str], roster: dict[str, str] | None = None, day: date = DAY
) -> dict[str, tuple[bool, str]]:
    """(completed, reasons) of Ama, who did everything, by credential; `lines` are the decisions file, none is none."""
    checked = check_path(course / "kit").course
    assert checked is not None
    activities = {activity.id: "done" for _, activity in checked.activities()}
    graded = {activity.id: "100" for _, activity in checked.activities() if getattr(activity, "points", 0)}
    book = write(folder / "grades.csv", {"email": WHO, "name": "Ama Boateng", **activities, **graded})
    decisions = write(folder / "decisions.csv", *lines) if lines else None
    completions(
        [book],
        course / "kit",
        folder / "c.parquet",
        roster=write(folder / "roster.csv", roster or ROSTER),
        decisions=decisions,
        made_on=day,
    )
    rows = duckdb.sql(f"SELECT credential, completed, reasons FROM '{folder / 'c.parquet'}'").fetchall()
    return {kind: (completed, reasons) for kind, completed, reasons in rows}


def document(course: Path, folder: Path, kind: str) -> dict[str, Any]:
    """The unsigned credential of Ama by what was decided in `folder`."""
    (found,) = (d for d in read_decisions(str(folder / "c.parquet"), COURSE) if d.kind == kind)
    item = Planned(
        0,
        "urn:uuid:1",
        found.learner,
        found.name,
        found.email,
        kind,
        found.percent,
        NOW,
        found.identity,
        found.assessment,
    )
    return unsigned(make_plan(course, str(folder / "out")), item)


def test_a_recorded_decision_is_what_the_transcript_tells(course: Path, formal: list[str], tmp_path: Path) -> None:
    line = {**DECISION, **dict.fromkeys(formal, "shown")}
    assert decide(course, tmp_path, line)["credit"] == (True, "")
    made = document(course, tmp_path, "credit")
    text = json.dumps(made)
    names = {r["id"]: r["name"] for r in made["credentialSubject"]["achievement"]["resultDescription"]}
    results = {names[r["resultDescription"]]: r["value"] for r in made["credentialSubject"]["result"]}
    assert results["Assessor"] == "Dana Osei" and results["Grade"] == "B+"
    assert "Dana Osei decided on 2027-06-20 about the application of 2027-06-01." in text
    checked = check_path(course / "kit").spec
    assert checked is not None
    team = {person.name for person in checked.course.team if person.role.value == "assessor"}
    assert team and not any(name in text for name in team - {"Dana Osei"})
    other = document(course, tmp_path, "completion")
    assert "Dana Osei" not in json.dumps(other) and "evidence" not in other


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"learner": "luis@example.org"}, "No application."),
        ({"applied": ""}, "No application."),
        ({"assessor": ""}, "No application."),
        ({"result": "pending"}, "Not decided."),
        ({"result": "", "assessor": "", "date": ""}, "Not decided."),
        ({"result": "refused"}, "The credit was refused on 2027-06-20."),
        ({"date": "2027-07-01"}, "It was decided only later."),
        ({"result": "maybe"}, "No application."),
    ],
)
def test_without_its_record_no_credit_is_given(
    change: dict[str, str], reason: str, course: Path, formal: list[str], tmp_path: Path
) -> None:
    found = decide(course, tmp_path, {**DECISION, **dict.fromkeys(formal, "shown"), **change})
    assert found["credit"] == (False, reason)
    assert found["authenticated-completion"] == (True, "")


@pytest.mark.parametrize(("said", "reason"), [("", "Not decided: "), ("not shown", "did not find shown: ")])
def test_every_outcome_that_the_mapping_names_needs_its_answer(
    said: str, reason: str, course: Path, formal: list[str], tmp_path: Path
) -> None:
    for words in formal:
        found = decide(course, tmp_path, {**DECISION, **dict.fromkeys(formal, "shown"), words: said})
        assert not found["credit"][0] and found["credit"][1].endswith(f"{reason}{words}.")
    found = decide(course, tmp_path, DECISION)
    assert found["credit"][1].count("Not decided: ") == len(formal)


def test_the_latest_decision_counts_and_two_of_one_day_that_differ_count_for_nothing(
    course: Path, formal: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = {**DECISION, **dict.fromkeys(formal, "shown")}
    bad = {**good, "result": "refused"}
    assert decide(course, tmp_path, good, {**bad, "date": "2027-06-10"})["credit"][0]
    assert decide(course, tmp_path, good, {**bad, "date": "2027-06-25"})["credit"][1].startswith("The credit was ref")
    assert decide(course, tmp_path, good, {**bad, "date": "2027-07-25"})["credit"][0]
    assert decide(course, tmp_path, good, bad)["credit"] == (False, "Not decided.")
    assert "G112" in capsys.readouterr().err


def test_a_file_that_holds_no_decisions_is_refused(course: Path, tmp_path: Path) -> None:
    with pytest.raises(MoocKitError, match="result"):
        decide(course, tmp_path, {"learner": WHO, "assessor": "D", "date": "2027-06-01"})


@pytest.mark.parametrize(
    ("roster", "reason"),
    [
        ({"learner": "luis@example.org"}, "There is no identity record.\nThere is no proctoring record for"),
        ({"method": "institutional-login"}, "The identity was checked in another way"),
        ({"proctoring:final-exam": ""}, "There is no proctoring record for"),
        ({"proctoring:final-exam": "failed"}, "The proctoring of"),
        ({"expires": "2027-05-01"}, "The identity record expired on 2027-05-01."),
    ],
)
def test_identity_and_watching_are_attested_only_as_they_were_recorded(
    roster: dict[str, str], reason: str, course: Path, tmp_path: Path
) -> None:
    found = decide(course, tmp_path, roster={**ROSTER, **roster})
    assert not found["authenticated-completion"][0] and found["authenticated-completion"][1].startswith(reason)
    assert found["completion"][0]


def test_without_a_decisions_file_nothing_is_awarded_and_nothing_that_was_is_taken_back(
    course: Path, formal: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def plan() -> Any:
        ledger = Ledger(tmp_path / "ledger.sqlite", COURSE)
        told: list[str] = []
        changes = ledger.plan(read_decisions(str(tmp_path / "c.parquet"), COURSE, told.append), ["credit"], NOW)
        ledger.close()
        return changes, told

    assert decide(course, tmp_path)["credit"] == (False, "No application.")
    assert "G113" in capsys.readouterr().err
    assert plan()[0].new == 0
    decide(course, tmp_path, {**DECISION, **dict.fromkeys(formal, "shown")})
    assert plan()[0].new == 1
    decide(course, tmp_path)
    changes, told = plan()
    assert changes.taken_back == 0 and told == ["credit"]
    decide(course, tmp_path, {**DECISION, **dict.fromkeys(formal, "shown"), "result": "refused"})
    assert plan()[0].taken_back == 1


def test_a_ledger_from_before_decisions_is_read_and_its_credentials_stay_what_they_are(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    given = Decision("a@x.org", "A", "a@x.org", "completion", True, "90.00")
    ledger = Ledger(path, COURSE)
    ledger.plan([given], ["completion"], NOW)
    ledger.close()
    with sqlite3.connect(path) as db:
        db.execute("ALTER TABLE credentials DROP COLUMN assessment")
    ledger = Ledger(path, COURSE)
    assert ledger.plan([given], ["completion"], NOW).unchanged == 1
    assert [p.assessment for batch in ledger.planned(10) for p in batch] == [""]
    assert given.content == replace(given, assessment="").content != replace(given, assessment="{}").content
    ledger.close()


def test_a_wallet_learns_what_was_given_in_whole_sentences_and_since_when(
    course: Path, formal: list[str], tmp_path: Path
) -> None:
    decide(course, tmp_path, {**DECISION, **dict.fromkeys(formal, "shown")})
    made = {kind: document(course, tmp_path, kind) for kind in ("completion", "credit")}
    assert made["credit"]["awardedDate"] == "2027-06-20T00:00:00Z"  # as recorded, not when it was signed
    assert made["completion"]["awardedDate"] == made["completion"]["validFrom"] == NOW
    for found in made.values():
        about = found["credentialSubject"]["achievement"]
        assert about["description"].startswith("The person to whom this was given has completed")
        outcome = about["alignment"][0]
        assert outcome["targetCode"] == "describe" and outcome["targetName"].startswith("Describe health data")
        assert found["credentialSchema"][0]["type"] == "1EdTechJsonSchemaValidator2019"


def test_every_part_of_what_is_issued_stands_in_the_table_of_records(
    course: Path, formal: list[str], tmp_path: Path
) -> None:
    decide(course, tmp_path, {**DECISION, **dict.fromkeys(formal, "shown")})
    table = (Path(__file__).parents[2] / "docs/what-is-attested.md").read_text()
    signed_for_all = {"@context", "id", "type"}
    for kind in ("completion", "authenticated-completion", "credit"):
        made = document(course, tmp_path, kind)
        for member in set(made) - signed_for_all - {"credentialSubject", "evidence"}:
            assert f"`{member}`" in table, member
        subject = made["credentialSubject"]
        assert set(subject) <= {"type", "identifier", "achievement", "result"}
        for entry in made.get("evidence", ()):
            assert f"*{entry['name']}*" in table
        if kind == "authenticated-completion":
            continue  # its terms are those of course.yaml
        for about in subject["achievement"].get("resultDescription", ()):
            assert f"*{about['name']}*" in table, about["name"]


ELEMENTS: dict[str, tuple[Any, str, str]] = {
    "country": ("gh", "Country of the issuer", "Ghana"),
    "ects": (1, "Workload", "1 ECTS"),
    "level": ({"value": 5}, "Level", "EQF 5"),
    "assessment": ("An exam of 40 minutes", "Assessment", "An exam of 40 minutes"),
    "participation": ("blended", "Participation", "Partly online, partly on site"),
    "quality_assurance": ("Accredited by ACQUIN", "Quality assurance", "Accredited by ACQUIN"),
    "prerequisites": ("Reading a table", "Needed to enrol", "Reading a table"),
    "integration": ("stand-alone", "Counts towards", "It stands for itself"),
    "towards": ("Master of Public Health", "Counts towards", "Master of Public Health"),
    "further": ("See the syllabus", "Further information", "See the syllabus"),
}


@pytest.fixture(scope="module")
def recorded(course: Path) -> Any:
    """Gives (results of a credential, facts on its certificate) by kind, for a `micro_credential` section."""
    checked = check_path(course / "kit")
    assert checked.spec is not None and checked.course is not None
    spec, whole = checked.spec, checked.course

    def said(section: dict[str, Any] | None) -> dict[str, tuple[dict[str, str], dict[str, str]]]:
        elements = None
        if section is not None:
            elements = MicroCredential(spec=MicroCredentialSpec.model_validate(section), hours=30)
        changed = replace(whole, credentials=tuple(replace(c, elements=elements) for c in whole.credentials))
        return {
            award.kind: ({r.name: r.value for r in award.results}, dict(award.design.facts))
            for award in awards_of(changed, course / "kit", list(rules_of(spec, changed)))
        }

    return said


@pytest.mark.parametrize("key", ELEMENTS)
def test_an_element_of_a_micro_credential_is_said_where_it_was_written_and_nowhere_else(
    key: str, recorded: Any
) -> None:
    value, label, words = ELEMENTS[key]
    empty, one, none = recorded({}), recorded({key: value}), recorded(None)
    for kind in one:
        own = kind == "credit" and key in ("ects", "level", "integration", "towards")  # what the credit itself says
        expected = {} if own else {label: words}
        assert dict(one[kind][0].items() - empty[kind][0].items()) == expected, kind
        assert expected.items() <= one[kind][1].items(), "and on the certificate"
        assert one[kind][0].keys() - none[kind][0].keys() <= {label, "Hours of work", "Supervision and identity"}
    assert none["completion"][0] == {}, "a course that says nothing of it gives what it gave before"
    assert one["completion"][0]["Supervision and identity"] == "Not vouched for by this credential"
    assert not any("Supervision and identity" in one[kind][0] for kind in ("authenticated-completion", "credit"))


def test_the_country_of_the_issuer_is_signed_where_machines_look_for_it(course: Path, tmp_path: Path) -> None:
    kit = tmp_path / "kit"
    shutil.copytree(course / "kit", kit)
    shutil.copytree(course / "keys", tmp_path / "keys")
    item = Planned(0, "urn:uuid:1", WHO, "Ama", WHO, "completion", "87", NOW, "")
    assert "address" not in unsigned(make_plan(tmp_path, str(tmp_path / "out")), item)["issuer"]
    spec = kit / "course.yaml"
    spec.write_text(
        set_value(
            set_value(spec.read_text(), ["micro_credential", "country"], "de"),
            ["micro_credential", "region"],
            "Hamburg",
        )
    )
    found = unsigned(make_plan(tmp_path, str(tmp_path / "out")), item)
    address = {"type": ["Address"], "addressCountryCode": "DE", "addressRegion": "Hamburg"}
    assert found["issuer"]["address"] == address and shape.problem(found) is None
