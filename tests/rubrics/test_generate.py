"""Rubrics from outcomes: descriptors follow from the verb, points add up, and the file reads back."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from mooc_kit.rubrics.check import read_rubric
from mooc_kit.rubrics.generate import rubric_for
from mooc_kit.rubrics.write import rubric_yaml

OUTCOMES = [
    ("sample", "Collect a water sample"),
    ("advocate", "Advocate for your river"),
    ("explain", "Explain turbidity"),
]


def test_every_outcome_is_judged_by_a_criterion() -> None:
    assert rubric_for("work", "Work", OUTCOMES).outcomes == {"sample", "advocate", "explain"}


def test_descriptors_differ_with_the_verb() -> None:
    rubric = rubric_for("work", "Work", OUTCOMES)
    secure = {criterion.id: criterion.levels[2].descriptor for criterion in rubric.criteria}
    assert "collect a water sample" in secure["sample"].lower()
    assert (
        len({words.replace(text.lower(), "") for words, (_, text) in zip(secure.values(), OUTCOMES, strict=False)}) == 3
    )


@settings(deadline=None)
@given(
    st.lists(
        st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"]), min_size=1, max_size=40),
        min_size=1,
        max_size=6,
    ),
    st.none() | st.integers(1, 500),
)
def test_a_made_rubric_passes_its_own_check(texts: list[str], points: int | None) -> None:
    rubric = rubric_for(
        "work", "Work", [(f"o{n}", " ".join(text.split()) or "x") for n, text in enumerate(texts)], points
    )
    if points and points >= 4 * (len(texts) + 1):
        assert rubric.max_points == points
    again, problems = read_rubric(rubric_yaml(rubric), "rubrics/work.yaml")
    # Two outcomes in the same words make two criteria in the same words: a warning, rightly.
    assert not [problem for problem in problems if problem.code != "R111"]
    assert again == rubric
