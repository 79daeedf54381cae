"""The interview offers only measures of success that something in the course can tell."""

from __future__ import annotations

from typing import Any

from mooc_kit.interview.plan import sections_of, steps_of


def offered(answers: dict[str, Any]) -> tuple[list[str], Any]:
    section = next(section for section in sections_of(is_full=True) if section.key == "success")
    step = steps_of(section, answers, "seeds", is_full=True)[0]
    return [choice.value for choice in step.choices], step


def test_a_measure_is_offered_where_a_choice_feeds_it_and_what_a_file_says_stays() -> None:
    bare: dict[str, Any] = {"course": {"title": "Seeds"}, "completion": {}, "modules": [{"id": "one", "title": "One"}]}
    always = {"active-participants"}  # on a site alone nobody can answer others
    assert set(offered(bare)[0]) == always
    fed = {**bare, "completion": {"authentic": {}}, "design": {"data": {"choices": ["participant-satisfaction"]}}}
    assert set(offered(fed)[0]) == {*always, "share-backs", "satisfaction"}
    own = {"id": "swaps", "measure": "other", "target": 5, "about": "Swaps"}
    answers = {**fed, "success": [own]}
    step = offered(answers)[1]
    step.store(answers, ["share-backs"])
    assert [entry["id"] for entry in answers["success"]] == ["share-backs", "swaps"]
    section = next(section for section in sections_of(is_full=True) if section.key == "success")
    aims = steps_of(section, answers, "seeds", is_full=True)[1]
    assert aims.default is None and not aims.is_optional  # how much is wanted only the team can say
    aims.keep(answers, aims.read("60%, 5"))
    assert [entry["target"] for entry in answers["success"]] == ["60%", 5]
    assert steps_of(section, answers, "seeds", is_full=True)[1].default == "60%, 5"
