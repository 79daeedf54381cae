"""Authentic evidence: briefs that send people out, a way to share back, and words on consent that fit the course."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from mooc_kit.completion_options.authentic.option import Authentic
from mooc_kit.course.model import Assignment, Discussion, Group
from tests.command_line import check_jsonschema, yamllint
from tests.completion_options.kit_folders import ODD_COURSE, codes_of, contributed, rendered, spec_for

AUTHENTIC = Authentic()


@pytest.mark.parametrize(
    "rule", [r for r in AUTHENTIC.rules if r.example_is == "course.yaml"], ids=lambda rule: rule.code
)
def test_the_wrong_example_of_a_rule_breaks_it_and_the_right_one_does_not(rule):
    assert rule.code in codes_of(AUTHENTIC, rule.wrong)
    assert rule.code not in codes_of(AUTHENTIC, rule.right)


def test_the_sound_course_has_no_problems():
    assert codes_of(AUTHENTIC) == []


def test_sharing_by_email_needs_the_address_of_the_course():
    change = {"course": {"contact": None}, "completion": {"authentic": {"share_back": "email"}}}
    assert codes_of(AUTHENTIC, change) == ["C502"]


def test_each_module_gets_an_optional_assignment_made_of_its_own_outcomes(tmp_path: Path):
    spec = spec_for(AUTHENTIC)
    texts = rendered(AUTHENTIC, spec, tmp_path)
    course, problems = contributed(AUTHENTIC, spec, tmp_path)
    assert problems == []
    for module in course.modules:
        brief = module.activities[0]
        assert isinstance(brief, Assignment)
        assert brief.id == f"{module.id}-in-the-world"
        assert brief.outcomes == module.outcomes
        assert not brief.is_required
        assert brief.minutes == 60
        assert brief.submission == ("text", "file")
        assert brief.rubric is not None
        assert brief.rubric.outcomes == set(brief.outcomes) == set(module.outcomes)
        text = texts[f"content/modules/{module.id}/in-the-world.md"]
        assert all(spec.outcome(id).text in text for id in module.outcomes)
    assert "practising: “Collect a water sample" in texts["content/modules/sampling/in-the-world.md"]
    assert "from March 8, 2027 to March 14, 2027" in texts["content/modules/sampling/in-the-world.md"]


def test_what_is_handed_in_follows_from_the_kinds_of_evidence(tmp_path: Path):
    spec = spec_for(AUTHENTIC, {"completion": {"authentic": {"evidence": ["link", "data"]}}})
    texts = rendered(AUTHENTIC, spec, tmp_path)
    course, _ = contributed(AUTHENTIC, spec, tmp_path)
    assert course.modules[0].activities[0].submission == ("file", "link")
    assert "Your numbers" in texts["content/modules/sampling/in-the-world.md"]
    assert "**A photo**" not in texts["content/modules/sampling/in-the-world.md"]


def test_venues_and_communities_are_named_in_the_brief_and_the_guide(tmp_path: Path):
    venues = ["home", "workplace", "school", "public-place", "online-community"]
    people = [{"name": "Lower Valley Anglers", "contact": "Mr Osei"}]
    change = {"completion": {"authentic": {"venues": venues, "communities": people}}}
    texts = rendered(AUTHENTIC, spec_for(AUTHENTIC, change), tmp_path)
    brief = texts["content/modules/sampling/in-the-world.md"]
    assert "**Lower Valley Anglers**: ask Mr Osei" in brief
    assert "A group near you" not in brief
    for words in ("Your home", "Your workplace", "A school", "A public place", "A community online"):
        assert words in brief
    assert "> Dear Mr Osei," in texts["guides/community-partners.md"]
    assert "> Ama Boateng, Open Rivers Institute" in texts["guides/community-partners.md"]
    assert "200" in texts["share-backs/README.md"]


def test_a_discussion_for_share_backs_is_there_only_when_it_is_the_way_chosen(tmp_path: Path):
    spec = spec_for(AUTHENTIC)
    rendered(AUTHENTIC, spec, tmp_path / "a")
    course, _ = contributed(AUTHENTIC, spec, tmp_path / "a")
    assert isinstance(course.modules[-1].activities[-1], Discussion)
    spec = spec_for(AUTHENTIC, {"completion": {"authentic": {"share_back": "email"}}})
    texts = rendered(AUTHENTIC, spec, tmp_path / "b")
    course, problems = contributed(AUTHENTIC, spec, tmp_path / "b")
    assert problems == []
    assert not any(isinstance(activity, Discussion) for _, activity in course.activities())
    assert "rivers@example.org" in texts["content/completion/sharing-back.md"]


def test_participants_get_a_page_for_sharing_and_one_for_consent(tmp_path: Path):
    spec = spec_for(AUTHENTIC)
    rendered(AUTHENTIC, spec, tmp_path)
    course, _ = contributed(AUTHENTIC, spec, tmp_path)
    assert {page.id: page.group for page in course.pages} == {
        "out-in-the-world": Group.EVIDENCE,
        "sharing-back": Group.EVIDENCE,
    }


def test_the_issue_form_is_valid_for_github(tmp_path: Path):
    change = {"completion": {"authentic": {"share_back": "repository", "share_url": "https://git.example.org/r"}}}
    texts = rendered(AUTHENTIC, spec_for(AUTHENTIC, change), tmp_path)
    form = tmp_path / ".github/ISSUE_TEMPLATE/share-back.yml"
    done = check_jsonschema("vendor.github-issue-forms", form)
    assert done.returncode == 0, done.stdout
    assert "Taking a sample" in texts[".github/ISSUE_TEMPLATE/share-back.yml"]
    assert "https://git.example.org/r" in texts["content/completion/sharing-back.md"]


@pytest.mark.parametrize("share_back", ["discussion", "email", "form", "repository"])
def test_odd_titles_and_missing_facts_leave_every_file_whole(tmp_path: Path, share_back: str):
    community = {"name": '"*Wald*: <Hüter> | [eins]', "url": "https://example.org/a_(b)?c=d"}
    change = {**ODD_COURSE, "completion": {"authentic": {"share_back": share_back, "communities": [community]}}}
    spec = spec_for(AUTHENTIC, change)
    texts = rendered(AUTHENTIC, spec, tmp_path)
    course, problems = contributed(AUTHENTIC, spec, tmp_path)
    assert problems == []
    assert ODD_COURSE["course"]["title"] in course.modules[0].activities[0].title
    assert "<b>" not in course.modules[0].activities[0].body_html
    assert all(page.title and page.body_html for page in course.pages)
    for path, text in texts.items():
        assert "None" not in text, path
        if path.endswith((".yaml", ".yml")):
            yaml.safe_load(text)


def test_what_is_written_in_yaml_passes_yamllint(tmp_path: Path):
    change = {"completion": {"authentic": {"share_back": "repository"}}}
    texts = rendered(AUTHENTIC, spec_for(AUTHENTIC, change), tmp_path)
    files = [str(tmp_path / path) for path in texts if path.endswith((".yaml", ".yml"))]
    done = yamllint(*files)
    assert (len(files), done.stdout) == (2, "")
