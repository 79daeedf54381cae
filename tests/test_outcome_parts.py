"""Outcomes and their parts: titles and rubrics come from what an outcome is about."""

import pytest

from mooc_kit.bloom import Performance, parts_of, topic_of
from mooc_kit.rubrics.generate import rubric_for


@pytest.mark.parametrize(
    ("outcome", "parts"),
    [
        ("Bake a loaf at home without a recipe", [("bake", "a loaf at home", "without a recipe")]),
        (
            "Find out why a loaf failed and decide what to change",
            [("find out", "why a loaf failed", ""), ("decide", "what to change", "")],
        ),
        ("Participants will be able to read and write short letters", [("read and write", "short letters", "")]),
        ("Clean, dry and store seed", [("clean, dry and store", "seed", "")]),
        ("Read, write and speak about it", [("read, write and speak", "about it", "")]),
        ("Draw a map of your street and share it", [("draw", "a map of your street and share it", "")]),
        ("Safely repair a flat tyre within ten minutes.", [("repair", "a flat tyre", "within ten minutes")]),
        (
            "Set up a sensor using open tools, and present the results to neighbours",
            [("set up", "a sensor", "using open tools"), ("present", "the results to neighbours", "")],
        ),
        ("Interpret survey and interview data", [("interpret", "survey and interview data", "")]),
        ("L'eau et la vie", [("L'eau", "et la vie", "")]),
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
        ("Keep a starter alive for two weeks", "Keeping a starter alive for two weeks"),
        ("Run across the fields", "Running across the fields"),
        ("Describe the living things of your local river and of its banks", "The living things of your local river"),
        ("Participants can explain CO2 cycles", "CO2 cycles"),
    ],
)
def test_a_title_is_what_an_outcome_is_about_and_ends_on_a_whole_phrase(outcome: str, title: str) -> None:
    assert topic_of(outcome) == title


@pytest.mark.parametrize(
    ("outcome", "performance"),
    [
        ("Work in a team of four", Performance.COOPERATE),
        ("Debate a proposal in public", Performance.COMMUNICATE),
        ("Reflect on your own teaching", Performance.REFLECT),
        ("Choose a method", Performance.DECIDE),
        ("Bake bread", Performance.MAKE),
        ("Read a pay slip", Performance.PERFORM),
        ("Frobnicate a widget", Performance.PERFORM),
        ("Understand photosynthesis", Performance.OTHER),
        ("L'eau et la vie", Performance.OTHER),
    ],
)
def test_a_performance_is_judged_by_the_words_of_its_family(outcome: str, performance: Performance) -> None:
    assert parts_of(outcome)[0].performance is performance


def test_the_condition_of_an_outcome_sets_two_levels_apart_and_contradicts_none() -> None:
    rubric = rubric_for("loaf", "Bread", [("bake", "Bake a loaf without help in your own kitchen")])
    beginning, developing, secure, extending = (level.descriptor for level in rubric.criteria[0].levels)
    assert "help" not in beginning
    assert developing == "Can bake a loaf, but not yet without help in their own kitchen."
    assert "without help" in secure
    assert "without help" not in extending
    assert "their own kitchen" in secure


def test_each_performance_of_an_outcome_has_a_criterion_and_all_ids_differ() -> None:
    outcomes = [("evidence", "Find out why a loaf failed and decide what to change"), ("evidence-2", "Bake bread")]
    rubric = rubric_for("loaf", "Bread", outcomes, points=20)
    ids = [criterion.id for criterion in rubric.criteria]
    assert len(set(ids)) == len(ids) == 4
    assert sum(criterion.levels[-1].points for criterion in rubric.criteria) == 20
