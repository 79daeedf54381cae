"""Reports for people and machines say the same, each in the form its reader expects."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from mooc_kit.problems import Place, Problem, Report, Severity
from mooc_kit.reporters import FORMATS, write_report

PROBLEMS = [
    Problem(
        "C204",
        Severity.ERROR,
        'A badge "50%, gold: yes" needs a rubric.',
        Place("my, course:1.yaml", 48, 7),
        "Add\none.",
    ),
    Problem("A103", Severity.WARNING, "Nobody can see it.", Place("course.yaml", 3, 1), ""),
    Problem("S119", Severity.NOTE, "\x1b[31m <Not needed> & so on", Place("course.yaml"), "Take it out."),
]


def written(format_: str, problems: list[Problem]) -> str:
    stream = io.StringIO()
    write_report(Report(list(problems), checked=1), format_, stream)
    return stream.getvalue()


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_tells_every_problem(format_: str) -> None:
    out = written(format_, PROBLEMS)
    for problem in PROBLEMS:
        assert problem.code in out


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_can_say_that_all_is_well(format_: str) -> None:
    written(format_, [])


def test_text_begins_with_place_and_code_and_ends_with_a_sum() -> None:
    lines = written("text", PROBLEMS).splitlines()
    assert lines[-1] == "1 course: 1 error, 1 warning, 1 note."
    assert "course.yaml:3:1  A103  warning: Nobody can see it." in lines


def test_github_commands_escape_what_would_end_them() -> None:
    line = next(line for line in written("github", PROBLEMS).splitlines() if "C204" in line)
    assert line.startswith("::error file=my%2C course%3A1.yaml,title=C204,line=48,col=7::")
    assert "50%25, gold: yes" in line
    assert line.endswith("Add%0Aone.")


def test_sarif_names_its_rules_and_regions() -> None:
    log = json.loads(written("sarif", PROBLEMS))
    run = log["runs"][0]
    assert log["version"] == "2.1.0"
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    regions = [result["locations"][0]["physicalLocation"].get("region") for result in run["results"]]
    assert {"startLine": 48, "startColumn": 7} in regions
    assert all(len(result["partialFingerprints"]["moocKitProblem/v1"]) == 32 for result in run["results"])
    helped = next(rule for rule in run["tool"]["driver"]["rules"] if rule["id"] == "A103")["help"]["text"]
    assert "Wrong:" in helped and "mooc-kit explain A103" in helped


def test_sarif_links_to_the_manual_whose_address_is_known(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def links() -> list[str | None]:
        rules = json.loads(written("sarif", PROBLEMS))["runs"][0]["tool"]["driver"]["rules"]
        return [rule.get("helpUri") for rule in rules]

    monkeypatch.delenv("MOOC_KIT_MANUAL", raising=False)
    assert links() == [None, None, None]
    monkeypatch.setenv("MOOC_KIT_MANUAL", "https://docs.example.org/mooc-kit/")
    assert "https://docs.example.org/mooc-kit/codes-c.html#c204" in links()
    assert not capsys.readouterr().err
    monkeypatch.setenv("MOOC_KIT_MANUAL", "docs/mooc-kit")
    assert links() == [None, None, None]
    assert "is no web address" in capsys.readouterr().err


def test_sarif_knows_a_finding_again_after_lines_were_added_and_two_alike_from_each_other() -> None:
    def prints(*lines: int) -> list[str]:
        found = [replace(PROBLEMS[1], place=Place("course.yaml", line, 1)) for line in lines]
        results = json.loads(written("sarif", found))["runs"][0]["results"]
        return [result["partialFingerprints"]["moocKitProblem/v1"] for result in results]

    assert prints(3, 9) == prints(30, 90)
    assert len(set(prints(3, 9))) == 2


def test_junit_is_a_test_a_course_and_fails_for_errors_only() -> None:
    stream = io.StringIO()
    in_courses = [replace(p, place=replace(p.place, file=f"a/{p.place.file}")) for p in PROBLEMS[1:]]
    in_courses.append(replace(PROBLEMS[0], place=Place("a b/content/index.md", 3, 1)))
    write_report(Report(in_courses, checked=3, names=["a", "a b", "c"]), "junit", stream)
    suite = ElementTree.fromstring(stream.getvalue().split("\n", 1)[1])
    assert (suite.get("tests"), suite.get("failures")) == ("3", "1")
    cases = {case.get("name"): case for case in suite.findall("testcase")}
    assert list(cases) == ["a", "a b", "c"]
    assert cases["a"].find("failure") is None and "A103" in (cases["a"].findtext("system-out") or "")
    assert "a b/content/index.md:3:1  C204" in (cases["a b"].findtext("failure") or "")
    assert not list(cases["c"])


def test_json_gives_places_as_numbers() -> None:
    report = json.loads(written("json", PROBLEMS))
    assert (report["errors"], report["warnings"], report["notes"]) == (1, 1, 1)
    assert report["problems"][0]["file"] == "course.yaml"
