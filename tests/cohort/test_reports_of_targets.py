"""Each target's package, as its platform reports on it, leads to the decisions of a naive reading of the rule.

The shapes of the reports are those of the platforms' own sources: `grade/export/lib.php`, `lib/grade/grade_item.php`
and `report/progress/index.php` of Moodle; `instructor_task/tasks_helper/grades.py` of edx-platform;
`lib/gradebook_exporter.rb` of Canvas. Names are read from the package that was built, never from the course.
"""

from __future__ import annotations

import csv
import io
import json
import random
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from html import escape
from pathlib import Path
from typing import Any

import duckdb
import pytest
from lxml import etree

from mooc_kit.cohort.credential_rules import CredentialRule
from mooc_kit.cohort.decide import Terms, decide
from mooc_kit.cohort.gradebook import Columns
from mooc_kit.cohort.gradebook_database import database, gather
from mooc_kit.course.model import (
    Activity,
    Assignment,
    CompletionRule,
    Counts,
    Course,
    Discussion,
    Exam,
    Link,
    LiveSession,
    Module,
    Page,
    PeerReview,
    Quiz,
    Survey,
    SurveyItem,
)
from mooc_kit.problems import Problem
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.quizzes.settings import QuizSettings
from mooc_kit.targets.registry import names_in_reports, targets
from tests.cohort import oracle
from tests.cohort.oracle import Told

DAY = date(2027, 6, 1)
UNTIL = date(2027, 4, 15)
ASKED = QuizFile.model_validate({"questions": [{"id": "q", "kind": "true_false", "prompt": "So?", "answer": True}]})
LONG = "Long names that only Moodle and Canvas cut, and in which the difference stands early or late: "
QUIZZES = {
    "less": "Is a<b & b>c?",
    "tag": "<script> & R&D &amp; more",
    "early": f"1 {LONG * 4}",
    "late": f"2 {LONG * 4}",
    "garland": "की माला",
    "of-black": "का माला",
    "plus": "C++",
    "sharp": "C#",
    "arabic": "نهر: ما هو؟",
    "total": "Course total",
    "type": "Exam",
    "measure": "Contributions",
}
ASSIGNMENTS = {"quoted": "He said \"why\", it's 'so'", "target": "🎯", "chinese": "河流（一）"}
PEOPLE = [f"p{n}@example.org" for n in range(14)]


def the_course(language: str = "en") -> Course:
    """Every kind of activity, called as no platform likes it."""
    days = [date(2027, 3, 1) + timedelta(weeks=n) for n in range(4)]
    made: list[list[Activity]] = [[], [], []]
    for n, (id, title) in enumerate(QUIZZES.items()):
        settings = QuizSettings(pass_percent=50 if n % 3 == 0 else None)
        counts = Counts.PASSED if n % 3 == 0 else Counts.SUBMITTED
        due = days[n % 4] if n % 2 else None
        quiz = Quiz(
            id=id, title=title, quiz=ASKED, is_graded=True, points=n + 3, settings=settings, due=due, counts=counts
        )
        made[n % 3].append(quiz)
    for n, (id, title) in enumerate(ASSIGNMENTS.items()):
        submission = ("text",) if n else ("file",)
        made[n].append(Assignment(id=id, title=title, points=7 + n, due=days[n], submission=submission))
    made[0] += [
        Page(id="page", title="Quiz: less & <more>"),
        Discussion(id="talk", title='"Hello"'),
        Link(id="link", title="$5 [1] {x}", url="https://example.org/?a=1&b=2"),
    ]
    made[1] += [
        Survey(id="survey", title="How / was it?", items=(SurveyItem(id="own", kind="text", prompt="How?"),)),
        LiveSession(
            id="live", title="Live; with, commas", starts=datetime(2027, 3, 4, 18, tzinfo=UTC), is_required=False
        ),
        PeerReview(
            id="peers", title=f"Peers' {LONG * 3}", points=12, reviews_given=2, reviews_needed=2, submission=("text",)
        ),
    ]
    made[2].append(Exam(id="exam", title="Quiz", quiz=ASKED, points=20, due=days[3]))
    modules = [
        Module(id=f"m{n}", title=f"Part {n}", week=n + 1, activities=tuple(activities))
        for n, activities in enumerate(made)
    ]
    points = {a.id: a.points for found in made for a in found if isinstance(a, Quiz | Assignment)}
    rule = CompletionRule(
        activities=tuple(a.id for found in made for a in found if a.is_required),
        least_percent=60,
        weights={id: Fraction(value, sum(points.values())) for id, value in points.items()},
    )
    return Course(
        id="odd",
        title="Odd & <sound>",
        language=language,
        license="CC-BY-4.0",
        weeks=3,
        modules=tuple(modules),
        rule=rule,
    )


class Report:
    """What one platform tells of the people: files, and the same for the oracle."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.files: dict[str, str] = {}
        self.told: list[Told] = []

    def score(self, who: str, id: str, most: Decimal, step: Decimal) -> Decimal | None:
        """Points that somebody has; some have none, and some people most of them."""
        if self.chance.random() < 0.04:
            return None
        units = int(most / step)
        least = units * 11 // 20 if PEOPLE.index(who) % 2 else 0
        value = min(Decimal(self.chance.randint(least, units)) * step, most)
        self.told.append(Told(who, id, Fraction(value) * 100 / Fraction(most)))
        return value

    def sheet(self, name: str, rows: list[list[str]], **form: Any) -> None:
        text = io.StringIO()
        csv.writer(text, **form).writerows(rows)
        self.files[name] = text.getvalue()


# fmt: off
MOODLE_WORDS: dict[str, dict[str, str]] = {
    "en": {"quiz": "Quiz", "assign": "Assignment", "workshop": "Workshop", "real": "Real", "sep": ": ",
           "submission": "submission", "assessment": "assessment", "first": "First name", "last": "Last name",
           "mail": "Email address", "total": "Course total", "yes": "Completed", "no": "Not completed",
           "pass": "Completed (achieved pass grade)", "fail": "Completed (did not achieve pass grade)"},
    "de": {"quiz": "Test", "assign": "Aufgabe", "workshop": "Gegenseitige Beurteilung", "real": "Punkte", "sep": ": ",
           "submission": "Einreichung", "assessment": "Beurteilung", "first": "Vorname", "last": "Nachname",
           "mail": "E-Mail-Adresse", "total": "Kurs gesamt", "yes": "Abgeschlossen", "no": "Nicht abgeschlossen",
           "pass": "Abgeschlossen (mit Erfolg)", "fail": "Abgeschlossen (ohne Erfolg)"},
    "fr": {"quiz": "Test", "assign": "Devoir", "workshop": "Atelier", "real": "Brut", "sep": " : ",
           "submission": "travail remis", "assessment": "évaluation", "first": "Prénom", "last": "Nom",
           "mail": "Adresse de courriel", "total": "Total du cours", "yes": "Terminé", "no": "Pas terminé",
           "pass": "Terminé (note pour passer atteinte)", "fail": "Terminé (n’a pas atteint la note pour passer)"},
}
# fmt: on


def of_moodle(package: dict[str, bytes], course: Course, language: str) -> Report:
    """The grader export, and the report of activity completion, where the activities have a due day in the heading."""
    words, made = MOODLE_WORDS[language], Report(1)
    with tarfile.open(fileobj=io.BytesIO(package["odd.mbz"])) as archive:
        members = {m.name: archive.extractfile(m).read() for m in archive if m.isfile()}  # type: ignore[union-attr]
    heads = [words["first"], words["last"], words["mail"]]
    graded: list[tuple[str, Decimal, bool]] = []
    states: list[tuple[str, str, str]] = []
    for name in sorted(n for n in members if n.endswith("/module.xml")):
        folder, module = name.rpartition("/")[0], etree.fromstring(members[name])
        kind, id = module.findtext("modulename") or "", module.findtext("idnumber") or ""
        title = etree.fromstring(members[f"{folder}/{kind}.xml"])[0].findtext("name") or ""
        assert "<" not in title or title.count("<") == title.count("< "), "format_string() would cut out the tag"
        assert len(title) <= 255
        if module.findtext("completion") != "0":
            expected = int(module.findtext("completionexpected") or 0)
            day = f"{datetime.fromtimestamp(expected, UTC):%F %T}" if expected else ""
            states.append((id, title, day))
        for item in etree.fromstring(members[f"{folder}/grades.xml"]).iter("grade_item"):
            shown, number = item.findtext("itemname") or "", item.findtext("itemnumber")
            assert len(shown) <= 255
            if kind == "workshop":  # Moodle calls the two grades in the language of the course when it saves them
                shown = f"{title} ({words['submission' if number == '0' else 'assessment']})"
                assert len(shown) <= 255
            heads.append(f"{words[kind]}{words['sep']}{shown} ({words['real']})")
            graded.append((id, Decimal(item.findtext("grademax") or 0), number == "0"))
    heads.append(f"{words['total']} ({words['real']})")
    rows = []
    for who in PEOPLE:
        row = [who.partition("@")[0], "Muster", who]
        for id, most, counts in graded:
            value = made.score(who, id, most, Decimal("0.01")) if counts else Decimal(0)
            row.append("-" if value is None else f"{value:.2f}".replace(".", "," if language != "en" else "."))
        rows.append([*row, "50"])
    made.sheet("grades.csv", [heads, *rows], delimiter=";" if language == "de" else ",")

    def quoted(text: str) -> str:
        return '"' + text.replace('"', "'") + '"'

    first = ["", quoted(words["mail"])]
    for _, title, day in states:
        first += [quoted(escape(title, quote=False)), quoted(day)]
    lines = [",".join(first)]
    activities = {activity.id: activity for _, activity in course.activities()}
    for who in PEOPLE:
        cells = [quoted(f"{who.partition('@')[0]} Muster"), quoted(who)]
        for id, _, _ in states:
            state = made.chance.choices(("yes", "no", "pass", "fail"), (0.9, 0.02, 0.06, 0.02))[0]
            at = datetime(2027, 3, 1, 8, 57, 37) + timedelta(hours=made.chance.randint(0, 1_090))
            cells += [quoted(words[state]), quoted("" if state == "no" else f"{at:%F %T}")]
            if id in activities:
                told_at = None if state == "no" else at
                made.told.append(Told(who, id, None, state in ("yes", "pass"), told_at))
        lines.append(",".join(cells))
    made.files["progress.csv"] = "\n".join(lines) + "\n"
    return made


def of_open_edx(package: dict[str, bytes], course: Course, form: str) -> Report:
    """The grade report, or the problem grade report."""
    made = Report(2)
    data = next(data for name, data in package.items() if name.endswith(".tar.gz"))
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        members = {m.name: archive.extractfile(m).read() for m in archive if m.isfile()}  # type: ignore[union-attr]

    def block(kind: str, name: str) -> Any:
        return etree.fromstring(members[f"course/{kind}/{name}.xml"])

    run = etree.fromstring(members["course/course.xml"]).get("url_name")
    of_type: dict[str, list[tuple[str, str]]] = {}
    for chapter in block("course", str(run)).iterfind("chapter"):
        for pointer in block("chapter", chapter.get("url_name")).iterfind("sequential"):
            found = block("sequential", pointer.get("url_name"))
            if found.get("graded") == "true":
                of_type.setdefault(found.get("format"), []).append((pointer.get("url_name"), found.get("display_name")))
    graders = {g["type"] for g in json.loads(members[f"course/policies/{run}/grading_policy.json"])["GRADER"]}
    assert graders == set(of_type)
    is_summed = form == "problems"
    heads = ["Student ID", "Email", "Username", *(["Enrollment Status"] if is_summed else []), "Grade"]
    columns: list[str | None] = []
    for name, subsections in of_type.items():
        numbered = [(id, f"{name} {n}: {title}") for n, (id, title) in enumerate(subsections, start=1)]
        for id, heading in numbered:
            if is_summed:
                heads += [f"{heading} - In your - own words ({part})" for part in ("Earned", "Possible")]
                columns.append(id)
            elif len(subsections) > 1:
                heads.append(heading)
                columns.append(id)
        if not is_summed:
            heads.append(f"{name} (Avg)" if len(subsections) > 1 else name)
            columns.append(None if len(subsections) > 1 else subsections[0][0])
    heads += (
        [] if is_summed else ["Enrollment Track", "Verification Status", "Certificate Eligible", "Enrollment Status"]
    )
    rows = []
    for n, who in enumerate(PEOPLE):
        row = [str(n), who, f"user{n}", *(["enrolled"] if is_summed else []), "0.6"]
        for id in columns:
            if id is None:
                row.append("0.5")
            elif is_summed:
                value = made.score(who, id, Decimal(7), Decimal(1))
                row += ["Not Attempted" if value is None else str(value), "7"]
            else:
                value = made.score(who, id, Decimal(1), Decimal("0.0001"))
                row.append("Not Attempted" if value is None else str(value))
        rows.append([*row, *([] if is_summed else ["honor", "N/A", "Y", "enrolled"])])
    made.sheet("grade_report.csv", [heads, *rows], quoting=csv.QUOTE_ALL)
    return made


def of_canvas(package: dict[str, bytes], course: Course, form: str) -> Report:
    """The gradebook: of a cartridge of Canvas's own kind, or of one that any platform reads."""
    with zipfile.ZipFile(io.BytesIO(next(d for n, d in package.items() if n.endswith(".imscc")))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    found: list[tuple[str, Decimal]] = []
    for name, data in members.items():
        if name.endswith("assignment_settings.xml"):
            root = etree.fromstring(data)
        elif name.endswith("assessment_meta.xml"):
            root = next(etree.fromstring(data).iter("{*}assignment"), None)  # type: ignore[assignment]
        else:
            continue
        if root is not None and root.findtext("{*}points_possible"):
            found.append((root.findtext("{*}title") or "", Decimal(root.findtext("{*}points_possible") or 0)))
    if form == "common":  # quizzes come in with their title; the checklist has the team make the assignments
        quizzes = [
            etree.fromstring(data) for name, data in members.items() if name.endswith(".xml") and b"<assessment" in data
        ]
        found = [(next(quiz.iter("{*}assessment")).get("title") or "", Decimal(10)) for quiz in quizzes]
        found += [(a.title, Decimal(a.points)) for _, a in course.activities() if isinstance(a, Assignment)]
    ids = {activity.title: activity.id for _, activity in course.activities()}
    ids |= dict(names_in_reports(course)("canvas"))
    made = Report(3)
    heads = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    heads += [f"{title} ({number})" for number, (title, _) in enumerate(found, start=1_000)]
    heads += ["Current Score", "Unposted Final Score", "Final Score"]
    rows = [["", "", "", "", "", *["Manual Posting"] * len(found), "", "", ""]]
    rows.append(["    Points Possible", "", "", "", "", *(f"{most:f}" for _, most in found), *["(read only)"] * 3])
    for n, who in enumerate(PEOPLE):
        values = [made.score(who, ids[title], most, Decimal("0.01")) for title, most in found]
        cells = ["" if value is None else f"{value:f}" for value in values]
        rows.append([f"Muster, {n}", str(n), "", who, "Section & one", *cells, "1", "1", "1"])
    made.sheet("gradebook.csv", [heads, *rows])
    return made


def judged(
    course: Course, rule: CredentialRule, made: Report, folder: Path, assumed: tuple[str, ...], until: date | None
) -> tuple[dict[str, tuple[bool, str]], list[Problem]]:
    paths = []
    for name, text in made.files.items():
        paths.append(folder / name)
        paths[-1].write_text(text, encoding="utf-8")
    columns = Columns(course, {}, names_in_reports(course))
    terms = Terms(today=DAY, until=until, assumed=assumed)
    with tempfile.TemporaryDirectory(dir=folder) as work, database(Path(work)) as connection:
        gather(paths, columns, Path(work), connection)
        decided = decide(course, [rule], terms, columns, connection, folder / "out.parquet")
    if isinstance(decided, list):
        return {}, [*columns.problems, *decided]
    rows = duckdb.sql(f"SELECT learner, completed, percent FROM '{folder}/out.parquet'").fetchall()
    return {who: (done, str(percent)) for who, done, percent in rows}, columns.problems


def package_of(key: str, course: Course, folder: Path) -> dict[str, bytes]:
    return {n: d for n, d in targets()[key].render(course, folder).files.items() if isinstance(d, bytes)}


def rule_of(course: Course) -> CredentialRule:
    rule = course.rule
    assert rule is not None
    return CredentialRule(
        id="completion",
        title="Completion",
        activities=rule.activities,
        least_percent=rule.least_percent or 0,
        weights=dict(rule.weights),
    )


FORMS: list[tuple[str, Callable[..., Report], str, str]] = [
    ("moodle", of_moodle, "en", "en"),
    ("moodle", of_moodle, "de", "ar"),
    ("moodle", of_moodle, "fr", "de"),
    ("open-edx", of_open_edx, "grades", "en"),
    ("open-edx", of_open_edx, "problems", "de"),
    ("canvas", of_canvas, "canvas", "ar"),
    ("common-cartridge", of_canvas, "common", "en"),
]


@pytest.mark.parametrize(("key", "reports", "form", "language"), FORMS, ids=[f"{k}-{f}" for k, _, f, _ in FORMS])
def test_reports_about_what_a_target_made_lead_to_what_the_courses_rule_says(
    tmp_path: Path, key: str, reports: Callable[..., Report], form: str, language: str
) -> None:
    course = the_course(language)
    rule = rule_of(course)
    made = reports(package_of(key, course, tmp_path), course, form)
    told = {each.activity for each in made.told}
    assumed = tuple(id for id in rule.activities if id not in told)
    assert not set(rule.weights) - told, "each score of the rule has a column"
    for until in (None, UNTIL):
        found, problems = judged(course, rule, made, tmp_path, assumed, until)
        wanted = oracle.decide(course, [rule], made.told, [], DAY, until, set(assumed))
        assert found == {who: (wanted[who, rule.id][0], f"{wanted[who, rule.id][1]:.2f}") for who in PEOPLE}
        assert {problem.code for problem in problems} <= {"G106"}, "headings of sums and of pages fit nothing"
    assert 0 < sum(done for done, _ in found.values()) < len(PEOPLE), "the test would show nothing"


@pytest.mark.parametrize(("key", "reports", "form", "language"), FORMS, ids=[f"{k}-{f}" for k, _, f, _ in FORMS])
def test_no_score_of_the_rule_may_lack_its_column(
    tmp_path: Path, key: str, reports: Callable[..., Report], form: str, language: str
) -> None:
    course = the_course(language)
    made = reports(package_of(key, course, tmp_path), course, form)
    first, *rest = course.modules
    other = Quiz(id="other", title="Other", quiz=ASKED, is_graded=True, points=5)
    wider = replace(course, modules=(replace(first, activities=(*first.activities, other)), *rest))
    rule = rule_of(course)
    rule = replace(rule, weights={**rule.weights, "other": Fraction(1, 9)})
    found, problems = judged(wider, rule, made, tmp_path, rule.activities, None)
    assert not found
    assert any(problem.code in ("G107", "G114") and '"Other"' in problem.message for problem in problems)
