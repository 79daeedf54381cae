"""Participant-driven outcomes: goals are asked for, looked at on the way, and shared only with a free yes."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from mooc_kit.completion_options.participant_outcomes.option import ParticipantOutcomes
from mooc_kit.course.model import Course, Discussion, Group, Survey
from tests.command_line import yamllint
from tests.completion_options.kit_folders import ODD_COURSE, codes_of, contributed, rendered, spec_for

OPTION = ParticipantOutcomes()


def changed(**section: object) -> dict[str, object]:
    return {"completion": {"participant_outcomes": section}}


def ids(course: Course) -> dict[str, list[str]]:
    return {module.id: [activity.id for activity in module.activities] for module in course.modules}


@pytest.mark.parametrize("rule", [r for r in OPTION.rules if r.example_is == "course.yaml"], ids=lambda rule: rule.code)
def test_the_wrong_example_of_a_rule_breaks_it_and_the_right_one_does_not(rule):
    assert rule.code in codes_of(OPTION, rule.wrong)
    assert rule.code not in codes_of(OPTION, rule.right)


def test_the_sound_course_has_no_problems():
    assert codes_of(OPTION) == []


def test_a_check_in_after_the_end_is_told_at_its_own_place():
    spec = spec_for(OPTION, changed(check_in_weeks=[2, 9]))
    problem = next(iter(OPTION.check(spec)))
    assert "week 9" in problem.message
    assert problem.place == spec.place("completion", "participant_outcomes", "check_in_weeks", 1)


def test_a_short_course_needs_no_check_in():
    assert codes_of(OPTION, {"course": {"weeks": 2}, **changed(check_in_weeks=[])}) == []


def test_sharing_goals_by_email_needs_the_address_of_the_course():
    assert codes_of(OPTION, {"course": {"contact": None}, **changed(share_with="email")}) == ["C603"]


def test_each_survey_stands_in_the_module_of_its_week(tmp_path: Path):
    spec = spec_for(OPTION)
    rendered(OPTION, spec, tmp_path)
    course, problems = contributed(OPTION, spec, tmp_path)
    assert problems == []
    assert ids(course) == {
        "reading-the-river": ["sign-up", "our-goals"],
        "sampling": ["check-in-week-2"],
        "baselines": [],
        "speaking-up": ["check-in-week-4", "end-review"],
    }
    surveys = {activity.id: activity for _, activity in course.activities() if isinstance(activity, Survey)}
    assert not any(survey.is_required for survey in surveys.values())
    assert {id: str(survey.opens) for id, survey in surveys.items()} == {
        "sign-up": "2027-03-01",
        "check-in-week-2": "2027-03-08",
        "check-in-week-4": "2027-03-22",
        "end-review": "2027-03-26",
    }
    assert "River Watch" in surveys["sign-up"].body_html
    assert [page.group for page in course.pages] == [Group.EVIDENCE]


def test_the_sign_up_survey_asks_for_as_many_goals_as_the_spec_allows(tmp_path: Path):
    for goals in (1, 5):
        texts = rendered(OPTION, spec_for(OPTION, changed(goals_max=goals)), tmp_path / str(goals))
        items = [item["id"] for item in yaml.safe_load(texts["surveys/sign-up.yaml"])["items"]]
        assert sum(id.startswith("goal-") for id in items) == goals
        assert f"| {goals} |" in texts["content/completion/goal-setting.md"]
    outcomes = next(i for i in yaml.safe_load(texts["surveys/sign-up.yaml"])["items"] if i["id"] == "course-outcomes")
    assert "Collect a water sample with a repeatable protocol" in outcomes["options"]


def test_private_goals_are_anonymous_and_have_neither_consent_nor_a_wall(tmp_path: Path):
    spec = spec_for(OPTION, changed(visibility="private"))
    texts = rendered(OPTION, spec, tmp_path)
    course, problems = contributed(OPTION, spec, tmp_path)
    assert problems == []
    assert "consent" not in texts["surveys/sign-up.yaml"]
    assert course.modules[0].activities[0].is_anonymous
    assert not any(isinstance(activity, Discussion) for _, activity in course.activities())
    assert "Only the team reads them" in texts["content/completion/goal-setting.md"]


def test_public_goals_ask_for_consent_that_may_be_left_empty(tmp_path: Path):
    spec = spec_for(OPTION)
    rendered(OPTION, spec, tmp_path)
    course, _ = contributed(OPTION, spec, tmp_path)
    consent = [item for item in course.modules[0].activities[0].items if item.kind == "consent"]
    assert [item.is_required for item in consent] == [False]


@pytest.mark.parametrize("change", ["removed", "required"])
def test_a_sign_up_survey_without_a_free_yes_is_a_problem(tmp_path: Path, change: str):
    spec = spec_for(OPTION)
    texts = rendered(OPTION, spec, tmp_path)
    survey = yaml.safe_load(texts["surveys/sign-up.yaml"])
    if change == "removed":
        survey["items"] = [item for item in survey["items"] if item["kind"] != "consent"]
    else:
        survey["items"][-1]["required"] = True
    (tmp_path / "surveys/sign-up.yaml").write_text(yaml.safe_dump(survey))
    _, problems = contributed(OPTION, spec, tmp_path)
    assert [(p.code, p.place.file) for p in problems] == [("C604", "surveys/sign-up.yaml")]


def test_without_a_closing_there_is_no_review_at_the_end(tmp_path: Path):
    spec = spec_for(OPTION, changed(closing=False))
    texts = rendered(OPTION, spec, tmp_path)
    course, problems = contributed(OPTION, spec, tmp_path)
    assert problems == []
    assert "surveys/end-review.yaml" not in texts
    assert "end-review" not in ids(course)["speaking-up"]


def test_a_missing_survey_is_a_problem_and_the_rest_of_the_course_is_there(tmp_path: Path):
    spec = spec_for(OPTION)
    rendered(OPTION, spec, tmp_path)
    (tmp_path / "surveys/sign-up.yaml").unlink()
    course, problems = contributed(OPTION, spec, tmp_path)
    assert [problem.code for problem in problems] == ["K101"]
    assert "end-review" in ids(course)["speaking-up"]


def test_the_guide_names_outcomes_weeks_and_the_measure_of_success(tmp_path: Path):
    guide = rendered(OPTION, spec_for(OPTION), tmp_path)["guides/answering-themes.md"]
    assert "| Collect a water sample with a repeatable protocol | Reading the river, Taking a sample |" in guide
    assert "Week 2, from March 8, 2027" in guide
    assert "**60%**" in guide


@pytest.mark.parametrize("weeks", range(1, 14))
def test_the_default_check_ins_break_no_rule(weeks: int):
    spec = spec_for(OPTION, {"course": {"weeks": weeks}, **changed(check_in_weeks=[])})
    assert codes_of(OPTION, {"course": {"weeks": weeks}, **changed(**OPTION.defaults(spec))}) == []


@pytest.mark.parametrize("visibility", ["private", "public"])
@pytest.mark.parametrize("share_with", ["discussion", "email", "form"])
def test_odd_titles_and_missing_facts_leave_every_file_whole(tmp_path: Path, visibility: str, share_with: str):
    section = changed(visibility=visibility, share_with=share_with, check_in_weeks=[1, 2])
    for number, course_change in enumerate(({}, {"outcomes": [], "modules": [{"id": "only", "title": "0"}]})):
        spec = spec_for(OPTION, {**ODD_COURSE, **course_change, **section})
        texts = rendered(OPTION, spec, tmp_path / str(number))
        course, problems = contributed(OPTION, spec, tmp_path / str(number))
        assert problems == []
        assert spec.course.title in course.modules[0].activities[0].items[0].prompt
        assert all("<b>" not in page.body_html for page in course.pages)
        assert all("None of" in line for text in texts.values() for line in text.splitlines() if "None" in line)


def test_what_is_written_in_yaml_passes_yamllint(tmp_path: Path):
    texts = rendered(OPTION, spec_for(OPTION), tmp_path)
    files = [str(tmp_path / path) for path in texts if path.endswith(".yaml")]
    done = yamllint(*files)
    assert (len(files), done.stdout) == (4, "")
