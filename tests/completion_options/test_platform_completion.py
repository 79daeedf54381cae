"""Platform completion: the rule, its exact shares, and what participants are told about it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from mooc_kit.completion_options.platform_completion.option import PlatformCompletion
from mooc_kit.completion_options.platform_completion.score import reachable_percent, shares, shown
from mooc_kit.completion_options.registry import sections
from mooc_kit.course.credential_facts import facts_of
from mooc_kit.course.model import Awarder, CredentialKind
from mooc_kit.i18n import messages_for
from mooc_kit.rubrics.generate import rubric_for
from mooc_kit.rubrics.write import rubric_yaml
from mooc_kit.spec.load import load_spec
from tests.completion_options.whole_kits import ODD_SPEC, codes, found, made, spec_of
from tests.conftest import over_sound

ONLY = "completion: {peer_badges: null, authenticated_completion: null, credit: null}\n"
HEAD = "completion:\n  platform_completion:\n"


@pytest.mark.parametrize(
    "rule", [r for r in PlatformCompletion.rules if r.example_is == "course.yaml"], ids=lambda r: r.code
)
def test_the_wrong_example_of_a_rule_breaks_it_and_the_right_one_does_not(rule):
    assert rule.code in codes(rule.wrong)
    assert rule.code not in codes(rule.right)


def test_the_sound_course_has_no_problem_of_this_option():
    assert codes(ONLY) == []


def test_by_points_the_shares_are_parts_of_all_points_and_add_up_to_one(tmp_path: Path):
    rule = made(tmp_path, ONLY).course.rule
    assert rule.weights == {"first-sample": Fraction(1, 5), "baseline-quiz": Fraction(3, 10), "brief": Fraction(1, 2)}
    assert rule.least_percent == 70
    assert sum(rule.weights.values()) == 1


def test_weights_that_are_given_decide_instead_of_the_points(tmp_path: Path):
    change = HEAD + "    weights: {first-sample: 33, baseline-quiz: 33, brief: 34}\n"
    kit = made(tmp_path, ONLY, change)
    assert kit.course.rule.weights["brief"] == Fraction(34, 100)
    assert "33 %" in kit.text("content/completion/how-to-complete.md")
    assert "`weights:`" in kit.text("guides/grading.md")


def test_all_means_the_activities_that_are_not_optional(tmp_path: Path):
    change = (
        "modules:\n  - id: river\n    title: River\n    outcomes: [sample, analyse, advocate]\n    activities:\n"
        "      - {id: why, kind: page, title: Why}\n      - {id: extra, kind: page, title: More, required: false}\n"
        "      - {id: check, kind: quiz, title: Check, graded: true, points: 10}\n"
    )
    kit = made(tmp_path, ONLY, change)
    assert kit.course.rule.activities == ("why", "check")
    assert "[More](../modules/river/extra.md)" in kit.text("content/completion/how-to-complete.md")


def test_a_list_of_activities_becomes_the_rule_and_what_participants_see_as_required(tmp_path: Path):
    kit = made(tmp_path, ONLY, HEAD + "    require: {activities: [brief], score: 50}\n")
    assert kit.course.rule.activities == ("brief",)
    assert [a.id for _, a in kit.course.activities() if a.is_required] == ["brief"]


def test_the_most_that_can_be_reached_is_computed_from_points_and_weights():
    points = {"a": 10, "b": 30}
    assert reachable_percent(points, None) == 100
    assert reachable_percent(points, {"a": 60, "b": 30}) == 90
    assert reachable_percent({"a": 10}, {"a": 60, "b": 40}) == 60
    assert reachable_percent({}, None) == 0


def test_an_unreachable_score_says_how_much_can_be_reached():
    change = HEAD + "    require: {activities: all, score: 95}\n    weights: {first-sample: 40, brief: 50}\n"
    problem = next(p for p in found(ONLY, change) if p.code == "C102")
    assert "95 percent" in problem.message and "90" in problem.message
    assert "90 percent or less" in problem.hint
    assert problem.place.line


@pytest.mark.parametrize("value", ["al", "3", "{a: b}", "[First Sample]", "[[x]]"])
def test_activities_that_are_neither_all_nor_a_list_of_ids_are_said_once(value):
    loaded = load_spec(over_sound(HEAD + f"    require: {{activities: {value}}}\n"), "course.yaml", sections())
    assert loaded.spec is None
    assert [(p.code in ("S104", "S106"), p.message.startswith("activities: ")) for p in loaded.problems] == [
        (True, True)
    ]


def test_a_weight_for_an_unknown_activity_is_named_with_a_suggestion():
    change = HEAD + "    weights: {first-sampel: 20, baseline-quiz: 30, brief: 50}\n"
    problem = next(p for p in found(ONLY, change) if p.code == "S114")
    assert "first-sampel" in problem.message and "first-sample" in problem.hint


def test_a_graded_quiz_without_questions_cannot_carry_the_score(tmp_path: Path):
    change = (
        "modules:\n  - {id: river, title: River, outcomes: [sample, analyse, advocate], activities: "
        "[{id: check, kind: quiz, title: Check, graded: true}]}\n"
    )
    kit = made(tmp_path, ONLY, change)
    assert kit.course.rule.weights == {"check": Fraction(1)}
    assert "by its questions" in kit.text("guides/grading.md")
    (kit.folder / "quizzes/check.yaml").write_text("---\nquestions: []\n")
    assert "C101" in kit.again().codes()


def test_a_rubric_that_gives_too_few_points_is_found(tmp_path: Path):
    kit = made(tmp_path, ONLY)
    assert "C105" not in kit.codes()
    small = rubric_for("brief", "Brief", [("advocate", "Present findings")], 12)
    (kit.folder / "rubrics/brief.yaml").write_text(rubric_yaml(small))
    problem = next(p for p in kit.again().assembled.problems if p.code == "C105")
    assert "50 points" in problem.message and "12" in problem.message


def test_the_certificate_has_the_wording_of_the_kit_and_the_design_of_the_spec(tmp_path: Path):
    change = HEAD + "    certificate: modern\n    signatories: [{name: Ama Boateng, role: Course lead}]\n"
    kit = made(tmp_path, ONLY, change)
    given = kit.credential("completion")
    assert (given.kind, given.awarded_by, given.design) == (CredentialKind.CERTIFICATE, Awarder.PLATFORM, "modern")
    assert "River Watch" in given.statement and "Open Rivers Institute" in given.statement
    assert ("Signed by", "Ama Boateng, Course lead") in facts_of(given, messages_for("en"))
    assert any("identity" in value for _, value in facts_of(given, messages_for("en")))
    assert given.rule == kit.course.rule
    assert "70 percent" in given.criteria_html
    file = kit.folder / "certificates/completion.yaml"
    file.write_text("---\ntitle: Well done\nstatement: was here.\n")
    assert (kit.again().credential("completion").title, kit.again().credential("completion").statement) == (
        "Well done",
        "was here.",
    )


def test_participants_read_the_rule_with_this_courses_activities_and_dates(tmp_path: Path):
    kit = made(tmp_path, ONLY)
    text = kit.text("content/completion/how-to-complete.md")
    for words in (
        "River Watch",
        "70 percent",
        "Your first sample",
        "March 21, 2027",
        "rivers@example.org",
        "3 attempts",
    ):
        assert words in text
    page = kit.page("how-to-complete")
    assert (page.group, page.origin) == ("evidence", "platform_completion")
    assert 'href="course:activity/brief"' in page.body_html


def test_the_worked_example_adds_up(tmp_path: Path):
    text = made(tmp_path, ONLY).text("guides/grading.md")
    assert "| Your first sample | 85 % | 20 % | 17 |" in text
    assert "**83**" in text  # 17 + 21 + 45
    assert "reaches 50 percent" in text


def test_a_course_without_points_can_be_completed_by_activities(tmp_path: Path):
    change = (
        "modules:\n  - {id: river, title: River, outcomes: [sample, analyse, advocate], activities: "
        "[{id: why, kind: page, title: Why}]}\n" + HEAD + "    require: null\n"
    )
    kit = made(tmp_path, ONLY, change.replace("require: null", "require: {activities: all, score: 0}"))
    assert kit.course.rule.activities == ("why",)
    assert kit.course.rule.least_percent is None
    assert "Nothing in this course is scored" in kit.text("content/completion/how-to-complete.md")
    assert kit.codes() == []


def test_odd_titles_and_missing_answers_make_files_that_can_be_read(tmp_path: Path):
    kit = made(tmp_path, ONLY, ODD_SPEC)
    assert kit.codes() == []
    assert "<b>two" not in kit.page("how-to-complete").body_html
    assert yaml.safe_load(kit.text("certificates/completion.yaml"))["statement"]


def test_shares_are_shown_rounded_down():
    assert shown(Fraction(200, 3)) == "66.66"
    assert shown(Fraction(69999, 1000)) == "69.99"
    assert shown(Fraction(20)) == "20"
    assert shares({"a": 1, "b": 2}, None) == {"a": Fraction(1, 3), "b": Fraction(2, 3)}


def test_the_defaults_fit_the_course():
    found = PlatformCompletion().defaults(spec_of(ONLY))
    assert found["require"] == {"activities": "all", "score": 60}
    assert found["signatories"][0]["name"] == "Ama Boateng"
    nothing = "modules:\n  - {id: river, title: River, activities: [{id: why, kind: page, title: Why}]}\n"
    assert "score" not in PlatformCompletion().defaults(spec_of(ONLY, nothing))["require"]


def test_without_a_place_that_counts_the_team_decides_and_no_page_says_otherwise(tmp_path: Path):
    alone = made(tmp_path / "alone", ONLY, "targets: [site]\n")
    credential = alone.credential("completion")
    assert credential.awarded_by is Awarder.TEAM
    assert alone.course.completion_request.page == "how-to-complete"
    assert alone.course.completion_request.channel.address == "rivers@example.org"
    told = alone.text("content/completion/how-to-complete.md") + alone.text("certificates/completion.yaml")
    assert "platform" not in told
    assert "mooc-kit completions" in alone.text("guides/deciding-completions.md")
    assert "C110" in codes(ONLY + "targets: [site]\n")


def test_with_a_platform_nothing_has_to_be_sent(tmp_path: Path):
    counted = made(tmp_path, ONLY)
    assert counted.course.completion_request is None
    assert not (counted.folder / "guides" / "deciding-completions.md").exists()
