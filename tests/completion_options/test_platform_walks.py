"""Options walked through Moodle and Open edX: their exports about a package that we built, to the evidence in hand.

Shapes: Moodle's grader, completion, feedback (`mod/feedback/analysis_to_excel.php`), forum and database exports, and
Open edX's grade report, report of proctored results and open responses, as the sources of both platforms write them
(tests/cohort/test_reports_of_targets.py names the others). Titles, questions and fields are read from the package; the
participants are invented.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from lxml import etree

from mooc_kit.checks.course_check import check_path
from mooc_kit.commands.new import from_answers
from mooc_kit.course.model import Course
from mooc_kit.credentials import keyring
from mooc_kit.targets.registry import targets
from tests.cohort.test_reports_of_targets import PEOPLE, of_moodle, of_open_edx
from tests.completion_options.test_walks import ANSWERS
from tests.conftest import Run
from tests.shared import once

SPEC = yaml.safe_load((ANSWERS / "all-eight.yaml").read_text("utf-8"))
ALONE = list(SPEC["completion"])
DAY = ("--made-on", "2027-07-01")


@dataclass
class Walk:
    """A course, what `platform` was given of it, and the team's commands in the folder `here`."""

    platform: str
    kit: Path
    here: Path
    course: Course
    package: dict[str, bytes]
    run: Run

    @property
    def members(self) -> dict[str, bytes]:
        data = next(d for name, d in self.package.items() if name.endswith((".mbz", ".tar.gz")))
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            return {m.name: archive.extractfile(m).read() for m in archive if m.isfile()}  # type: ignore[union-attr]

    def file(self, name: str, rows: list[list[str]] | str) -> str:
        with (self.here / name).open("w", encoding="utf-8", newline="") as stream:
            if isinstance(rows, str):
                stream.write(rows)
            else:
                csv.writer(stream).writerows(rows)
        return str(self.here / name)

    def ok(self, *arguments: str) -> str:
        done = self.run(*arguments, cwd=self.here)
        assert done.returncode == 0, f"{arguments}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def receive(self, *files: str) -> str:
        return self.ok("receive", *files, "--kit", str(self.kit), "--to", str(self.here / "inbox"))

    def post(self, words: str, name: str) -> str:
        """Words in a forum: Moodle's export of it, or what the team copies from Open edX, which exports none."""
        if self.platform == "open-edx":
            return self.file(f"{name}.txt", words)
        heads = ["id", "discussion", "userid", "created", "subject", "message", "messageformat"]
        return self.file(f"{name}.csv", [heads, ["1", "1", "7", "1804500000", "x", words.replace("\n", "<br>"), "1"]])

    def decided(self, *more: str) -> tuple[Path, dict[tuple[str, str], dict[str, Any]]]:
        """The decisions of the course's rule from the platform's reports."""
        made = of_moodle(self.package, self.course, "en") if self.platform == "moodle" else None
        made = made or of_open_edx(self.package, self.course, "grades")
        files = [self.file(name, self.checked(text)) for name, text in made.files.items()]
        told = {each.activity for each in made.told}
        asked = self.course.rule.activities if self.course.rule else ()
        vouched = [word for id in asked if id not in told for word in ("--assume-done", id)]
        out = self.here / "done.parquet"
        self.ok("completions", *files, *more, *vouched, "--kit", str(self.kit), *DAY, "-o", str(out))
        found = duckdb.sql(f"SELECT learner, credential, completed, reasons FROM '{out}'").fetchall()
        return out, {(who, id): {"completed": done, "reasons": reasons} for who, id, done, reasons in found}

    def checked(self, report: str) -> str:
        """Everybody's identity was checked, as Open edX says it."""
        return report.replace('"N/A"', '"ID Verified"')

    def roster(self) -> list[str]:
        """Who was checked and watched: Open edX says it itself, of Moodle people write it down."""
        if self.platform == "moodle":
            heads = ["learner", "method", "date", "verifier", "expires", "proctoring:final-exam"]
            people = [[who, "document-check", "2027-03-20", "Open Seed College", "", "passed"] for who in PEOPLE]
            return ["--roster", self.file("people.csv", [heads, *people])]
        heads = ["course_id", "exam_name", "username", "email", "is_sample_attempt", "status"]
        title = next(a.title for _, a in self.course.activities() if a.id == "final-exam")
        watched = [["c", title, f"user{n}", who, "False", "verified"] for n, who in enumerate(PEOPLE)]
        book = self.checked(of_open_edx(self.package, self.course, "grades").files["grade_report.csv"])
        return [
            "--roster",
            self.file("watched.csv", [heads, *watched]),
            "--roster",
            self.file("grades-again.csv", book),
        ]

    def issued(self, decisions: Path, credential: str) -> None:
        if not (self.here / "keys").exists():
            keyring.create(self.here / "keys", "https://seeds.example.org/course", None)
        where = ("--kit", str(self.kit), "--keys", str(self.here / "keys"), "-o", str(self.here / "given"))
        self.ok("issue", str(decisions), *where, "--no-pdf", "--no-pictures")
        given = [path for path in (self.here / "given").rglob("*.json") if credential in path.read_text("utf-8")]
        given = [path for path in given if "credentialSubject" in path.read_text("utf-8")]
        assert given, f"no {credential} was issued"
        self.ok("verify", str(given[0]), "--trust", str(self.here / "given" / "publish"))

    def report(self, *files: str) -> dict[str, Any]:
        self.ok("report", str(self.kit), *files, "-o", "told.html")
        return {m["id"]: m for m in json.loads((self.here / "told.json").read_text("utf-8"))["measures"]}


def completed(rows: dict[tuple[str, str], dict[str, Any]], credential: str) -> list[str]:
    return [who for (who, of), row in rows.items() if of == credential and row["completed"]]


def platform_completion(walk: Walk) -> None:
    out, rows = walk.decided()
    assert 0 < len(completed(rows, "completion")) < len(PEOPLE)
    walk.issued(out, "Certificate")


def authenticated_completion(walk: Walk) -> None:
    out, rows = walk.decided(*walk.roster())
    assert completed(rows, "authenticated-completion")
    walk.issued(out, "authenticated")


def credit(walk: Walk) -> None:
    desk = walk.here / "desk"
    desk.mkdir()
    _, rows = walk.decided(*walk.roster())
    who = completed(rows, "authenticated-completion")[0]
    heads = ["learner", "applied", "assessor", "date", "result", "grade", "Propagate plants", "Communicate"]
    walk.file(
        "desk/decisions.csv", [heads, [who, "2027-06-01", "Ann Wu", "2027-06-20", "awarded", "B", "shown", "shown"]]
    )
    out, rows = walk.decided(*walk.roster(), "--decisions", str(desk))
    given = [id for (one, id), row in rows.items() if one == who and row["completed"]]
    assert "credit" in given, rows[who, "credit"]["reasons"] if (who, "credit") in rows else given
    walk.ok("set", "completion.authenticated_completion.agreement", "signed", "--kit", str(walk.kit))
    spec = walk.kit / "course.yaml"
    risk = "    system: ects\n    risk_accepted: {by: 'Dr Lind, dean', date: 2027-05-01}\n"
    spec.write_text(spec.read_text("utf-8").replace("    system: ects\n", risk), "utf-8")
    walk.issued(out, "Credit")


STORY = (
    "A title\nAt the school yard\n\nWhat did you do, where, and with whom?\nWe sowed beans.\n\n"
    "Consent\nYou may show this to later participants.; "
    "Everybody who can be recognised here agreed to it, and nobody is in danger.\n"
)


def database(walk: Walk, ids: tuple[str, ...]) -> list[str]:
    """The fields of the first of these activities that is a database in the backup."""
    for name, data in walk.members.items():
        if name.endswith("/module.xml") and etree.fromstring(data).findtext("modulename") == "data":
            found = etree.fromstring(walk.members[name.replace("module.xml", "data.xml")])
            fields = [str(field.findtext("name")) for field in found.iter("field")]
            if set(ids) & set(fields):
                return fields
    return []


def authentic(walk: Walk) -> None:
    told = walk.receive(walk.post(STORY, "story"))
    assert "Taken: 1 story." in told
    assert any("We sowed beans." in path.read_text("utf-8") for path in (walk.kit / "share-backs").glob("20*.md"))
    if walk.platform == "moodle":
        fields = database(walk, ("What happened",))
        deed = [{"Title": "A swap", "What happened": "<p>Nine neighbours came.</p>"}.get(name, "") for name in fields]
        heads = [*fields, "User", "Username", "Email address"]
        told = walk.receive(walk.file("gallery.csv", [heads, [*deed, "Mei", "mei", "mei@example.org"]]))
        assert "Taken: 1 story." in told and "H204" in told, "others saw it in Moodle; nobody said yes to more"
    assert walk.report()["share-backs"]["reached"] == (2 if walk.platform == "moodle" else 1)
    walk.ok("validate", str(walk.kit))


def sign_ups(walk: Walk) -> str:
    """The answers to the sign-up survey as the platform exports them: two people, one of whom answered twice."""
    survey = next(a for _, a in walk.course.activities() if a.id == "sign-up")
    goals = (
        ("p1", "Grow beans with my class"),
        ("p2", "Swap tomatoes in our street"),
        ("p1", "Grow peas with my class"),
    )
    if walk.platform == "moodle":
        for name, data in walk.members.items():
            module = etree.fromstring(data) if name.endswith("/module.xml") else None
            if module is not None and module.findtext("idnumber") == "sign-up":
                asked = etree.fromstring(walk.members[name.replace("module.xml", "feedback.xml")]).iter("item")
                kept = [(i.findtext("label"), i.findtext("name")) for i in asked if i.findtext("typ") != "label"]
                rows = [
                    ["ID number", "Username", "Full name", *(name or "" for _, name in kept), "Course ID", "Course"]
                ]
                for who, goal in goals:
                    own = [{"goal-1": goal, "share-goals": "Yes"}.get(str(label), "") for label, _ in kept]
                    rows.append(["-", who, "P", *own, "7", "seeds"])
                return walk.file("feedback.csv", rows)
    texts = [item for item in survey.items if item.kind == "text"]  # type: ignore[attr-defined]
    rows = [["Submission ID", "Location", "Problem Name", "Username", "Response"]]
    for who, goal in goals:
        parts = {"parts": [{"text": goal if item.id == "goal-1" else ""} for item in texts]}
        rows.append(["1", "survey_sign-up", survey.title, who, json.dumps(parts)])
    return walk.file("ora.csv", rows)


def participant_outcomes(walk: Walk) -> None:
    walk.ok("goals", "map", sign_ups(walk), "--kit", str(walk.kit), "-o", "goals")
    found = (walk.here / "goals" / "goals-report.html").read_text("utf-8")
    assert "Grow peas" in found and "Swap tomatoes" in found and "Grow beans" not in found, "the later answers count"
    if walk.platform == "moodle" and (fields := database(walk, ("My goal",))):  # where the wall is a part of the course
        heads = [*fields, "User", "Username", "Email address"]
        wall = [["Sow with Jo" if name == "My goal" else "" for name in fields] + ["P", "p3", "p3@example.org"]]
        assert "1 set of goals" in walk.receive(walk.file("wall.csv", [heads, *wall]))


def self_check(walk: Walk) -> None:
    asked = "What keeps seed dry?\n\n+ A jar with a lid :: Yes.\n- A window sill :: Sun and damp.\n"
    assert "Taken: 1 question." in walk.receive(walk.post(f"Saving seed\n\n{asked}", "question"))
    waiting = next((walk.kit / "contributions").rglob("20*.md"))
    walk.ok("quiz", "accept", str(waiting), "--kit", str(walk.kit), "--module", "saving")
    assert "A jar with a lid" in (walk.kit / "quizzes/self-check-saving.yaml").read_text("utf-8")


def self_certificate(walk: Walk) -> None:
    """The signing itself is walked in a browser, in tests/targets/test_one_file.py; here it is in the package."""
    assert sum(b"data-certificate=" in data for data in walk.members.values()) == 1


def peer_badges(walk: Walk) -> None:
    where = ("--kit", str(walk.kit))
    for name in ("Rosa", "Ann", "Mei"):
        said = walk.ok("badge", "key", "--name", name, "-o", f"{name}.json")
        if name != "Mei":
            public = said.split("Public key: ")[1].split()[0]
            walk.ok("add", "first-judge", name, public, *where)
    walk.ok("badge", "request", "seed-saver", "--key", "Mei.json", "-e", "Beans in a jar", *where, "-o", "asked.json")
    posted = walk.post((walk.here / "asked.json").read_text("utf-8"), "request")
    assert "Taken: 1 badge file." in walk.receive(posted)
    request = next((walk.here / "inbox/badges").glob("*.request.json"))
    rubric = yaml.safe_load((walk.kit / "rubrics/seed-log.yaml").read_text("utf-8"))
    best = [f"{c['id']}={max(c['levels'], key=lambda level: level['points'])['id']}" for c in rubric["criteria"]]
    levels = [word for one in best for word in ("--level", one)]
    for name in ("Rosa", "Ann"):
        walk.ok(
            "badge", "judge", str(request), "--key", f"{name}.json", *levels, *where, "-o", f"{name}.judgement.json"
        )
    both = ("Rosa.judgement.json", "Ann.judgement.json")
    walk.ok("badge", "award", str(request), *both, "--key", "Ann.json", *where, "-o", "mei.badge.json")
    walk.ok("badge", "verify", "mei.badge.json", *where)
    assert walk.report("mei.badge.json")["badges-awarded"]["reached"] == 1


WALKS = {
    walk.__name__: walk
    for walk in (
        platform_completion,
        authenticated_completion,
        credit,
        authentic,
        participant_outcomes,
        self_certificate,
        self_check,
        peer_badges,
    )
}


def grown_with(shared: Path, options: list[str]) -> Path:
    def make(folder: Path) -> None:
        folder.mkdir()
        spec = {**SPEC, "completion": {key: SPEC["completion"][key] for key in options}}
        (folder / "answers.yaml").write_text(yaml.safe_dump(spec, sort_keys=False, allow_unicode=True), "utf-8")
        from_answers(folder / "kit", folder / "answers.yaml")

    return once(shared, f"platform-walk-{'-'.join(options) if len(options) == 1 else 'all'}", make) / "kit"


@pytest.mark.parametrize("platform", ["moodle", "open-edx"])
@pytest.mark.parametrize("options", [*([key] for key in ALONE), ALONE], ids=[*ALONE, "all-eight"])
def test_evidence_comes_from_the_platforms_own_exports(
    options: list[str], platform: str, shared: Path, tmp_path: Path, mooc_kit: Run
) -> None:
    grown = grown_with(shared, options)
    course = check_path(grown, targets()).course
    assert course is not None
    package = {n: d for n, d in targets()[platform].render(course, grown).files.items() if isinstance(d, bytes)}
    # With all eight together, each is walked on one of the two platforms: alone it was walked on both.
    for option in options if len(options) == 1 else options[platform == "moodle" :: 2]:
        here = tmp_path / option
        kit = Path(shutil.copytree(grown, here / "kit"))
        WALKS[option](Walk(platform, kit, here, course, package, mooc_kit))


def test_every_option_has_a_walk() -> None:
    assert set(WALKS) == set(ALONE)
