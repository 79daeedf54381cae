"""Modules that serve what an earlier one served: no two of their pages are alike, and each leads back."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from mooc_kit.completion_options.registry import sections
from mooc_kit.interview.defaults import complete
from mooc_kit.kit.render import rendered_files
from mooc_kit.spec import load_spec

OUTCOME = {"id": "inspect", "text": "Inspect a hive with a mentor"}


def pages(**answers: object) -> dict[str, str]:
    """The pages of the modules, by path, without their titles and with all links to modules alike."""
    import yaml

    whole = complete({"course": {"title": "Bees", "contact": "a@example.org", "weeks": 6}, **answers}, "bees")
    spec = load_spec(yaml.safe_dump(whole, allow_unicode=True), "course.yaml", sections()).spec
    assert spec is not None
    found = {path: data.decode() for path, data in rendered_files(spec).items() if path.startswith("content/modules/")}
    titles = sorted((re.escape(module.title) for module in spec.modules), key=len, reverse=True)
    return {
        path: re.sub(r"week \d|part-\d", "", re.sub("|".join(titles), "", text.split("---", 2)[2]))
        for path, text in found.items()
    }


@pytest.mark.parametrize("completion", [{"self_check": {}}, {"authentic": {}}])
def test_six_modules_on_one_outcome_have_no_two_like_pages(completion: dict[str, object]) -> None:
    found = pages(outcomes=[OUTCOME], completion=completion)
    assert len({path.split("/")[2] for path in found}) == 6
    for (one, here), (other, there) in combinations(found.items(), 2):
        assert here != there, (one, other)


def test_however_often_an_outcome_comes_back_no_two_works_bear_one_title() -> None:
    names = [{"id": f"m{n}", "title": f"Hive {n}"} for n in range(13)]
    whole = complete({"course": {"title": "Bees", "weeks": 13}, "outcomes": [OUTCOME], "modules": names}, "bees")
    titles = [activity["title"] for module in whole["modules"] for activity in module["activities"]]
    assert len(set(titles)) == len(titles)
    assert "Looking back: inspect a hive with a mentor" in titles
    assert "Another case (2): inspect a hive with a mentor" in titles


def test_every_module_asks_in_its_own_way_why_it_matters_and_plans_its_own_work() -> None:
    outcomes = [
        {"id": "a", "text": "Explain why bees swarm"},
        {"id": "b", "text": "Inspect a hive with a mentor"},
        {"id": "c", "text": "Explain what a queen does"},
        {"id": "d", "text": "Build a frame"},
        {"id": "e", "text": "Explain how honey is made"},
        {"id": "f", "text": "Judge whether a colony is strong"},
    ]
    found = [text for path, text in pages(outcomes=outcomes).items() if path.endswith("index.md")]
    for heading in ("Why it matters", "Your plan"):
        parts = [re.sub(r"<!--.*?-->", "", text.split(f"## {heading}")[1].split("##")[0], flags=re.S) for text in found]
        assert len(set(parts)) == len(parts) >= 5, heading
    assert all("-work.md)" in text and "-ideas.md)" in text for text in found)


def test_titles_of_their_own_change_nothing_in_that_and_other_outcomes_begin_afresh() -> None:
    modules = [
        {"id": id, "title": title, "outcomes": outcomes}
        for id, title, outcomes in (
            ("spring", "Spring", ["inspect"]),
            ("summer", "Summer", ["inspect"]),
            ("autumn", "Autumn", ["feed"]),
        )
    ]
    found = pages(outcomes=[OUTCOME, {"id": "feed", "text": "Feed a colony"}], modules=modules)
    assert "## Why it matters" in found["content/modules/spring/index.md"]
    assert "../spring/index.md" in found["content/modules/summer/index.md"]
    assert "## What is new this time" in found["content/modules/summer/index.md"]
    assert "## Why it matters" in found["content/modules/autumn/index.md"]
