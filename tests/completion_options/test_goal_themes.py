"""The page of themes tells what goals have in common, and never more about people than they agreed to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mooc_kit.completion_options.participant_outcomes.option import ParticipantOutcomes
from mooc_kit.course.participation import ChannelKind
from tests.completion_options.kit_folders import contributed, rendered, spec_for

OPTION = ParticipantOutcomes()
THEME = {"id": "speak", "title": "We want to speak up", "people": 30, "share_percent": 50, "outcomes": ["advocate"]}


def section(**changes: Any) -> dict[str, Any]:
    return {"completion": {"participant_outcomes": changes}}


def themes(folder: Path, *found: dict[str, Any], change: dict[str, Any] | None = None, **rest: Any) -> tuple[str, list]:
    spec = spec_for(OPTION, change or {})
    rendered(OPTION, spec, folder)
    (folder / "goals.json").write_text(json.dumps({"people": 60, "themes": list(found), **rest}), "utf-8")
    course, problems = contributed(OPTION, spec, folder)
    page = next((page for page in course.pages if page.id == "goal-themes"), None)
    return page.body_html if page else "", [problem.code for problem in problems]


def test_a_course_without_goals_has_no_page_of_themes(tmp_path):
    spec = spec_for(OPTION)
    rendered(OPTION, spec, tmp_path)
    course, _ = contributed(OPTION, spec, tmp_path)
    assert "goal-themes" not in [page.id for page in course.pages]


def test_a_theme_leads_to_the_module_that_answers_it(tmp_path):
    html, codes = themes(tmp_path, {**THEME, "answer": "Week *four*.", "quotes": ["To be <b>heard</b>."]}, others=7)
    assert codes == []
    assert '<a href="course:module/speaking-up">' in html
    assert "30 people (50%)" in html and "bar-50" in html
    assert "To be &lt;b&gt;heard&lt;/b&gt;." in html and "<em>four</em>" in html
    assert "7 more people" in html


def test_what_the_course_does_not_meet_is_said(tmp_path):
    html, codes = themes(tmp_path, {**THEME, "outcomes": []})
    assert "does not answer this yet" in html
    assert codes == ["C609"]


def test_a_theme_that_was_found_is_shown_only_after_somebody_named_it(tmp_path):
    found = {
        **THEME,
        "id": "council",
        "title": "council, mayor, letter",
        "words": ["council", "mayor", "letter", "town"],
    }
    html, codes = themes(tmp_path, THEME, found)
    assert codes == ["C670"] and "We want to speak up" in html and "mayor" not in html
    html, codes = themes(tmp_path, THEME, {**found, "title": "We want the mayor to listen"})
    assert codes == [] and "We want the mayor to listen" in html


@pytest.mark.parametrize(
    ("theme", "code"),
    [
        ({"people": 61}, "C607"),
        ({"people": 3}, "S105"),
        ({"outcomes": ["sampel"]}, "S114"),
        ({"quotes": ["Write to kim@example.org"]}, "C606"),
        ({"quotes": ["Call me: 030 123 45 67 89"]}, "C606"),
        ({"quotes": ["Come to Mühlgasse 14"]}, "C606"),
        ({"quotes": ["write to ama at example dot org"]}, "C606"),
        ({"title": "Dry cellars in Mill Lane 14"}, "C606"),
    ],
)
def test_a_wrong_theme_is_told(tmp_path, theme, code):
    assert themes(tmp_path, {**THEME, **theme})[1] == [code]


def test_what_the_team_says_in_a_week_stands_with_the_theme_and_on_that_weeks_page(tmp_path):
    said = [{"week": 3, "text": "We added *a page*."}, {"week": 1, "text": "We read it."}]
    html, codes = themes(tmp_path, {**THEME, "outcomes": [], "answers": said})
    assert codes == []  # an answer in a week is an answer
    assert html.index("We read it.") < html.index("We added <em>a page</em>.")
    course, _ = contributed(OPTION, spec_for(OPTION), tmp_path)
    told = {module.week: module.body_html for module in course.modules if "What you asked for" in module.body_html}
    assert {week for week, body in told.items() if "We read it." in body} == {1}
    assert {week for week, body in told.items() if "<em>a page</em>" in body} == {3}
    assert f'href="course:page/goal-themes#theme-{THEME["id"]}"' in told[3]
    assert themes(tmp_path, {**THEME, "answers": [{"week": 30, "text": "x"}]})[1] == ["C610"]


def test_two_themes_with_one_id_are_told(tmp_path):
    assert themes(tmp_path, THEME, THEME)[1] == ["C608"]


def test_private_goals_are_never_quoted(tmp_path):
    change = section(visibility="private")
    html, codes = themes(tmp_path, {**THEME, "quotes": ["My own words."]}, change=change)
    assert codes == ["C605"]
    assert "My own words." not in html and "We want to speak up" in html


@pytest.mark.parametrize(
    ("how", "change", "address"),
    [
        ("discussion", {}, "course:activity/our-goals"),
        ("email", {}, "rivers@example.org"),
        ("form", {"share_url": "https://forms.example.org/g"}, "https://forms.example.org/g"),
        ("repository", {}, "https://github.com/open-rivers/watch/issues/new?template=goal.yml"),
    ],
)
def test_goals_are_shared_through_the_channel_that_the_spec_names(tmp_path, how, change, address):
    spec = spec_for(
        OPTION,
        {
            "course": {"repository": "https://github.com/open-rivers/watch.git"},
            **section(visibility="public", share_with=how, **change),
        },
    )
    assert list(OPTION.check(spec)) == []
    rendered(OPTION, spec, tmp_path)
    course, problems = contributed(OPTION, spec, tmp_path)
    assert problems == []
    plan = course.goal_plan
    assert plan is not None and plan.channel is not None
    assert (plan.channel.kind, plan.channel.address) == (ChannelKind(how), address)
    assert [check_in.activity for check_in in plan.check_ins] == ["check-in-week-2", "check-in-week-4"]
    assert (tmp_path / ".github/ISSUE_TEMPLATE/goal.yml").is_file()


def test_private_goals_have_no_channel_and_no_form(tmp_path):
    spec = spec_for(
        OPTION, {"course": {"repository": "https://github.com/open-rivers/watch"}, **section(visibility="private")}
    )
    rendered(OPTION, spec, tmp_path)
    plan = contributed(OPTION, spec, tmp_path)[0].goal_plan
    assert plan is not None and plan.channel is None
    assert not (tmp_path / ".github").exists()


def test_sharing_in_a_repository_needs_one(tmp_path):
    spec = spec_for(OPTION, section(visibility="public", share_with="repository"))
    assert [problem.code for problem in OPTION.check(spec)] == ["C603"]
