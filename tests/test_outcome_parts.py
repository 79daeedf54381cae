"""Outcomes and their parts: titles and rubrics come from what an outcome is about."""

import pytest

from mooc_kit.bloom import OutcomePart, Performance, parts_of, topic_of
from mooc_kit.quizzes.starter_questions import stub_questions
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
        ("Safely repair a flat tyre within ten minutes.", [("repair", "a flat tyre", "", "within ten minutes")]),
        (
            "Bake a loaf under 10 minutes of kneading without a recipe, so that others eat it",
            [("bake", "a loaf", "without a recipe", "under 10 minutes of kneading so that others eat it")],
        ),
        (
            "Inspect a colony without smoke in under twenty minutes",
            [("inspect", "a colony", "without smoke", "in under twenty minutes")],
        ),
        ("Work within your team", [("work", "", "within your team")]),
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
    outcome: str, parts: list[tuple[str, ...]]
) -> None:
    assert list(parts_of(outcome)) == [OutcomePart(*part) for part in parts]


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
        ("Inspect a colony without smoke", "Inspecting a colony"),
        ("Read an old map and compare it with the street of today", "An old map"),
        ("Debate a claim about the past with people who see it otherwise", "A claim about the past"),
        ("Work in a team that records a neighbour's memories of the war", "Working in a team"),
        ("Write a short history of one house, with sources that others can check", "A short history of one house"),
        ("Perform chest compressions at a rate of at least 100 a minute", "Chest compressions at a rate"),
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


def test_condition_and_criterion_set_a_level_apart_each() -> None:
    rubric = rubric_for("flat", "Flat", [("mend", "Repair a flat tyre without levers within ten minutes")])
    words = [level.descriptor for level in rubric.criteria[0].levels]
    assert words[1] == "Can repair a flat tyre without levers, but not yet within ten minutes."
    assert "without levers within ten minutes" in words[2]
    assert not any("levers" in words[n] or "ten" in words[n] for n in (0, 3))


def test_rubrics_questions_and_titles_take_the_parts_that_a_team_gave_instead_of_the_text() -> None:
    given = (OutcomePart("judge", "a map of the parish", "with a partner"), OutcomePart("draw", "a better one"))
    rubric = rubric_for("map", "Map", [("map", given)])
    assert [criterion.title for criterion in rubric.criteria][:2] == [
        "How the judgement is made: judge a map of the parish",
        "What is made: draw a better one",
    ]
    asked = stub_questions([("map", given)], 4)
    assert [("judge a map" in q.prompt.lower(), "draw a better" in q.prompt.lower()) for q in asked] == [
        (True, False),
        (False, True),
    ] * 2
    assert len({question.prompt for question in asked}) == 4
    assert topic_of(given) == "A map of the parish"


def test_each_performance_of_an_outcome_has_a_criterion_and_all_ids_differ() -> None:
    outcomes = [("evidence", "Find out why a loaf failed and decide what to change"), ("evidence-2", "Bake bread")]
    rubric = rubric_for("loaf", "Bread", outcomes, points=20)
    ids = [criterion.id for criterion in rubric.criteria]
    assert len(set(ids)) == len(ids) == 4
    assert sum(criterion.levels[-1].points for criterion in rubric.criteria) == 20
