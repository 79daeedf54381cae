"""The report on success: any course, any files, each taken for what it is, each figure beside its target and source."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from mooc_kit.checks.course_check import check_path
from mooc_kit.checks.design_codes import UNFED_MEASURE
from mooc_kit.cohort.success.evidence import Evidence
from mooc_kit.cohort.success.figures import Figure, Told
from mooc_kit.cohort.success.recognise import read_files
from mooc_kit.cohort.success.report import public_figure
from mooc_kit.commands.report import report
from mooc_kit.commands.validate import kit_to_read
from mooc_kit.course.success_figures import SMALL
from mooc_kit.problems import relative_name
from mooc_kit.tables import xlsx_bytes

DAY = date(2027, 6, 1)
SPEC = """\
spec: 1
course: {id: seeds, title: Seeds, language: en, license: CC-BY-4.0, weeks: 2, hours_per_week: 1, contact: us@x.org}
outcomes: [{id: save, text: Store seed}]
modules:
  - id: one
    title: One
    outcomes: [save]
    activities:
      - {id: look, kind: page, title: Look}
      - {id: talk, kind: discussion, title: Talk}
design: {data: {choices: [participant-satisfaction]}}
completion:
  authentic: {communities: [{name: Allotments, contact: Jo}]}
  participant_outcomes: {check_in_weeks: [1], goals_max: 2}
success:
  - {id: shared, measure: share-backs, target: 2}
  - {id: goals, measure: participant-goals-met, target: 60%}
  - {id: glad, measure: satisfaction, target: 80%}
  - {id: swaps, measure: other, target: 5, about: Street seed swaps held}
  - {id: done, measure: completions, target: 5}
targets: [site]
"""
MET = "Did you reach goal 1?"
SAID = [("ana", "Yes"), ("bo", "In part"), ("cy", "Yes"), ("dee", "Not yet"), ("eve", "Yes"), ("flo", "Yes")]


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from mooc_kit.commands.new import from_answers

    folder = tmp_path_factory.mktemp("seeds")
    (folder / "answers.yaml").write_text(SPEC)
    from_answers(folder / "kit", folder / "answers.yaml")
    return folder / "kit"


Reported = Callable[..., dict[str, Any]]


@pytest.fixture
def reported(kit: Path, tmp_path: Path) -> Reported:
    """`reported(("name", content), …)` is the JSON of the report on these files; "status" is its exit status."""

    def run(*files: tuple[str, str | bytes], publish: bool = False) -> dict[str, Any]:
        paths = [tmp_path / name for name, _ in files]
        for path, (_, content) in zip(paths, files, strict=True):
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        output = tmp_path / "out" / "success.html"
        status = report([kit, *paths], output, mapped={}, made_on=DAY, publish=publish)
        found = json.loads(output.with_suffix(".json").read_text())
        return {
            **found,
            "status": status,
            "by_id": {m["id"]: m for m in found["measures"]},
            "taken": {Path(f["file"]).name: f["taken_for"] for f in found["files"]},
            "page": output.read_text(),
            "csv": output.with_suffix(".csv").read_text(encoding="utf-8-sig"),
        }

    return run


def table(rows: list[list[str]]) -> str:
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue()


SHOWS = "What can you do or show now that you could not before?"
MOODLE = table(
    [
        ["ID", "User", "Date", f"(goal-1) {MET}", f"(shows) {SHOWS}"],
        *[[str(n), who, "1 March 2027", said, "Store"] for n, (who, said) in enumerate(SAID)],
    ]
)
CANVAS = table(
    [
        ["name", "id", "sis_id", f"4711: {MET}", "1.0", "4712: What made it possible?"],
        *[[who, who, who, said, "0.0", ""] for who, said in SAID],
    ]
)
POLL = table(
    [
        ["user_id", "username", "user_email", "question", "answer"],
        *[["1", who, f"{who}@example.org", MET, said] for who, said in SAID],
    ]
)
FORM = xlsx_bytes(
    [["Timestamp", "Email address", MET], *[["2027-03-01", f"{who}@x.org", said] for who, said in SAID]], "A"
)
IDS = table([["email", "goal-1", "shows"], *[[f"{who}@example.org", said, "seed"] for who, said in SAID]])


def own(name: str, said: str) -> str:
    return json.dumps(
        {"course": "seeds", "data": {"survey/end-review": {"goal-1": said, "shows": name}, "done": ["look"]}}
    )


OWN = [(f"{who}.json", own(who, said)) for who, said in SAID]
SITE = [
    (
        f"{who}-download.json",
        json.dumps(
            {
                "kind": "survey",
                "course": "seeds",
                "survey": "end-review",
                "title": "x",
                "answers": [
                    {"id": "goal-1", "question": MET, "answer": said},
                    {"id": "next", "question": "?", "answer": who},
                ],
            }
        ),
    )
    for who, said in SAID
]
OLD_TEXT = [
    (f"{who}.txt", f"Did you get what you came for?\n\n{MET}\n{said}\n\nWhat made it possible?\n{who}")
    for who, said in SAID
]


@pytest.mark.parametrize(
    "files",
    [
        [("a.csv", MOODLE)],
        [("a.csv", CANVAS)],
        [("a.csv", POLL)],
        [("a.xlsx", FORM)],
        [("a.csv", IDS)],
        OWN,
        SITE,
        OLD_TEXT,
    ],
    ids=["moodle", "canvas", "open-edx-poll", "form-xlsx", "ids", "own-data", "site", "old-text"],
)
def test_the_same_answers_give_the_same_figure_whoever_exported_them(reported: Reported, files: Any) -> None:
    found = reported(*files)["by_id"]["goals"]
    assert (found["reached"], found["needed"], found["met"]) == (4, 4, True)
    assert found["sources"] == [{"source": 'answers to "Did you get what you came for?": 6', "number": 4, "of": 6}]


def test_an_open_response_of_open_edx_is_unpacked(reported: Reported) -> None:
    answers = [
        json.dumps({"parts": [{"text": f"Save seed {n}"}, {"text": ""}, {"text": "It sprouts"}]}) for n in range(7)
    ]
    rows = [["Submission ID", "Location", "Problem Name", "Username", "Response"]]
    rows += [[str(n), "block", "What do you want from this course?", f"u{n}", said] for n, said in enumerate(answers)]
    steps = {step["title"]: step["people"] for step in reported(("ora.csv", table(rows)))["steps"]}
    assert steps == {"Answered the sign-up survey": 7, "Set a goal of their own": 7}


def test_people_whom_moodle_calls_a_dash_are_not_one_person(reported: Reported) -> None:
    rows = [["ID number", "Username", "Full name", MET, "Course ID"], *[["-", "-", "Anonymous", "Fully", "3"]] * 3]
    named = reported(("moodle.csv", table(rows)))["by_id"]["goals"]["sources"][0]
    assert named["of"] == 3


def test_nobody_counts_twice(reported: Reported) -> None:
    later = IDS + "ana@example.org,In part,changed my mind\n"
    anonymous = table([["How useful was the course to you?", "Which part helped you most?"], *[["Useful", ""]] * 3])
    longer = anonymous + "Not at all,\n"
    found = reported(("ids.csv", later), ("same.csv", later), ("a.csv", anonymous), ("b.csv", longer))
    assert found["by_id"]["goals"]["reached"] == 3  # Ana's later answer, and hers alone
    assert found["taken"]["same.csv"] == "the same as " + next(n["file"] for n in found["files"]) + ": counted once"
    assert found["by_id"]["glad"]["sources"][0]["of"] == 4  # the later export holds the earlier one
    assert found["by_id"]["glad"]["reached"] == 3


def test_a_course_without_a_rule_of_completion_is_reported_on_from_a_gradebook(reported: Reported) -> None:
    rows = "email,look,talk,share-backs\na@example.org,done,,3\nb@example.org,,,\n"
    found = reported(("grades.csv", rows), ("tally.csv", "measure,count,source\nswaps,7,Rosa's list\n"))
    assert found["status"] == 0
    steps = {step["title"]: step["people"] for step in found["steps"]}
    assert steps == {"Signed up": 2, "Took part": 1, "Did half of the activities": 1}
    assert found["by_id"]["shared"]["reached"] == 3 and found["by_id"]["swaps"]["met"]
    assert found["by_id"]["active-participants"]["reached"] == 1  # counted, though the course does not name it
    assert found["by_id"]["done"]["reached"] is None and "platform_completion" in found["by_id"]["done"]["missing"]
    assert "Rosa" in found["csv"] and "measure,done,Participants who completed by the course's rule,,5" in found["csv"]


def test_a_share_back_counts_once_wherever_it_lies(reported: Reported, kit: Path) -> None:
    def issue(n: int) -> dict[str, Any]:
        return {
            "number": n,
            "title": "Share back: pots",
            "body": "x",
            "createdAt": "2027-03-05",
            "labels": ["share-back"],
        }

    story = kit / "share-backs" / "2027-03-05-pots-4.md"
    story.write_text("---\ndate: 2027-03-05\nmay_be_shown: false\n---\n\nI gave away pots.\n")
    try:
        issues = json.dumps([issue(4), issue(5)])
        assert reported(("issues.json", issues), (story.name, story.read_text()))["by_id"]["shared"]["reached"] == 2
        assert reported()["by_id"]["shared"]["reached"] == 1
    finally:
        story.unlink()
    assert reported()["by_id"]["shared"]["reached"] == 0  # the kit is there, and holds none: that is known


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "A,B\n1,2\n"),
        ("a.json", '{"a": 1}'),
        ("a.bin", b"\x00\x01"),
        ("a.txt", "hello"),
        ("a.json", "{"),
        ("a.md", "---\nx: 1\n---\nwords"),
        ("a.parquet", b"PAR1abc"),
        ("a.xlsx", b"PK\x03\x04x"),
    ],
)
def test_what_is_not_understood_is_named_and_leaves_the_rest(reported: Reported, name: str, content: Any) -> None:
    found = reported((name, content), ("ids.csv", IDS))
    assert found["status"] == 1
    assert found["taken"][name] == "not understood" and "1 was not counted" in " ".join(found["page"].split())
    assert found["by_id"]["goals"]["reached"] == 4


def test_an_earlier_report_is_compared_with(reported: Reported, tmp_path: Path) -> None:
    reported(("ids.csv", IDS))
    before = (tmp_path / "out" / "success.json").read_text()
    found = reported(("ids.csv", IDS + "gil@example.org,Yes,x\n"), ("before.json", before))
    assert (found["by_id"]["goals"]["reached"], found["by_id"]["goals"]["before"]) == (5, 4)
    other = before.replace('"course": "seeds"', '"course": "weeds"')
    assert "another course" in reported(("before.json", other))["taken"]["before.json"]


def test_the_page_names_nobody_and_asks_nothing_of_other_sites(reported: Reported) -> None:
    found = reported(("ids.csv", IDS), *OWN)
    tree = html.fromstring(found["page"])
    assert "@" not in tree.xpath("//main")[0].text_content() and "ana@" not in json.dumps(found["measures"])
    assert not tree.xpath("//script | //@src | //link") and all(t.xpath(".//th") for t in tree.xpath("//table"))


@given(st.integers(0, 40), st.integers(0, 40) | st.none())
def test_what_is_published_tells_of_no_small_group(number: int, base: int | None) -> None:
    base = None if base is None else max(base, number)
    figure = Figure("goals", "participant-goals-met", "Goals", (Told(number, "x.csv", base, "of those"),), "60%")
    shown = public_figure(figure)
    assert shown.is_known
    if shown.reached is not None:
        assert shown.reached == number >= SMALL
        assert base is None or base - number == 0 or base - number >= SMALL


def test_published_figures_stand_on_the_success_page_with_the_ways_to_tell_more(reported: Reported, kit: Path) -> None:
    many = table(
        [["email", "goal-1", "shows"], *[[f"p{n}@x.org", "Yes" if n % 2 else "Not yet", "x"] for n in range(20)]]
    )
    reported(("many.csv", many), publish=True)
    try:
        course = check_path(kit).course
        assert course is not None
        page = next(page for page in course.pages if page.id == "success")
        cells = [
            " ".join(cell.text_content().split()) for cell in html.fromstring(page.body_html).xpath("//tbody/tr/*")
        ]
        rows = [tuple(cells[n : n + 3]) for n in range(0, len(cells), 3)]
        assert rows[1] == ("Participants who say they met a goal of their own", "at least 60%", "10")
        assert rows[0][2] == "too few people to tell" and rows[2][2] == "not known yet"
        links = html.fromstring(page.body_html).xpath("//li/a/@href")
        assert links == [
            "course:activity/end-review",
            "course:activity/feedback",
            "course:page/sharing-back",
            "mailto:us@x.org",
        ]
    finally:
        (kit / "success.json").unlink()


def test_an_unmeasurable_measure_is_told_by_validate_and_stops_no_build(kit: Path) -> None:
    checked = check_path(kit)
    refused = [problem for problem in checked.problems if problem.code == UNFED_MEASURE.code]
    assert ["done" in problem.message for problem in refused] == [True]
    assert "platform_completion" in refused[0].hint and "counts: done" in refused[0].hint
    assert checked.is_sound


def test_a_survey_of_the_teams_own_can_feed_any_measure(kit: Path, reported: Reported) -> None:
    file = kit / "surveys" / "feedback.yaml"
    before = file.read_text()
    file.write_text(
        before + "  - id: held\n    kind: text\n    prompt: How many swaps did you hold?\n    counts: swaps\n"
    )
    try:
        rows = [["email", "How many swaps did you hold?", "How useful was the course to you?"]]
        rows += [["a@x.org", "2", "Useful"], ["b@x.org", "many", "Very useful"], ["c@x.org", "4", "Not at all"]]
        found = reported(("f.csv", table(rows)))["by_id"]
        assert (found["swaps"]["reached"], found["glad"]["reached"]) == (6, 2)
        file.write_text(before + "  - id: held\n    kind: text\n    prompt: How many?\n    counts: swap\n")
        assert any(problem.code == "D118" for problem in check_path(kit).problems)
    finally:
        file.write_text(before)


# fmt: off
BEGINNINGS = (
    b"", b"{", b'{"course": "seeds", "data": {', b"[{", b"PAR1", b"SQLite format 3\0", b"---\n", b"\x89PNG\r\n\x1a\n",
    b"<svg", b"PK\x03\x04", b"measure,count\n", b"email,goal-1,shows\n", b"learner,credential,completed,reasons\n",
    b"Submission ID,Problem Name,Response\n1,What do you want from this course?,",
)
# fmt: on
SUFFIXES = (".csv", ".json", ".txt", ".md", ".xlsx", ".parquet", ".yaml", ".gift", "")


whole = cache(kit_to_read)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(BEGINNINGS), st.binary(max_size=120), st.sampled_from(SUFFIXES))
def test_no_file_breaks_the_report_and_each_is_accounted_for(
    kit: Path, tmp_path_factory: pytest.TempPathFactory, begins: bytes, rest: bytes, suffix: str
) -> None:
    path = tmp_path_factory.mktemp("x") / f"file{suffix}"
    path.write_bytes(begins + rest)
    spec, course = whole(kit)
    evidence = Evidence(course, spec, kit)
    read_files([path], evidence)
    assert [taken.name for taken in evidence.taken if taken.name != "awards"] == [relative_name(path)]
    assert all(taken.what for taken in evidence.taken)
