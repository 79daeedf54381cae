"""Outcomes and their parts: titles come from what an outcome is about."""

import pytest

from mooc_kit.bloom import parts_of, topic_of


@pytest.mark.parametrize(
    ("outcome", "parts"),
    [
        ("Bake a loaf at home without a recipe", [("bake", "a loaf at home", "without a recipe")]),
        (
            "Find out why a loaf failed and decide what to change",
            [("find out", "why a loaf failed", ""), ("decide", "what to change", "")],
        ),
        ("Participants will be able to read and write short letters", [("read and write", "short letters", "")]),
        ("Draw a map of your street and share it", [("draw", "a map of your street and share it", "")]),
        ("Safely repair a flat tyre within ten minutes.", [("repair", "a flat tyre", "within ten minutes")]),
        (
            "Set up a sensor using open tools, and present the results to neighbours",
            [("set up", "a sensor", "using open tools"), ("present", "the results to neighbours", "")],
        ),
        ("The water cycle", [("explain", "The water cycle", "")]),
        ("Reflect", [("reflect", "", "")]),
        ("", [("explain", "", "")]),
    ],
)
def test_an_outcome_is_cut_into_performances_with_their_objects_and_conditions(
    outcome: str, parts: list[tuple[str, str, str]]
) -> None:
    assert [(part.verb, part.object, part.condition) for part in parts_of(outcome)] == parts


@pytest.mark.parametrize(
    ("outcome", "title"),
    [
        ("Find out why a loaf failed", "Why a loaf failed"),
        ("Work in a team that runs a shared oven", "Working in a team that runs a shared oven"),
        ("Choose among three methods", "Choosing among three methods"),
        ("Run across the fields", "Running across the fields"),
        ("Describe the living things of your local river and of its banks", "The living things of your local river"),
        ("Participants can explain CO2 cycles", "CO2 cycles"),
    ],
)
def test_a_title_is_what_an_outcome_is_about_and_ends_on_a_whole_phrase(outcome: str, title: str) -> None:
    assert topic_of(outcome) == title
