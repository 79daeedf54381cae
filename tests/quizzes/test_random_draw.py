"""Drawing: chance gives every participant their own questions and values, and always the same ones again."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mooc_kit.quizzes.model import Calculated, QuizFile
from mooc_kit.quizzes.random_draw import questions_for, seed_of, values_for
from mooc_kit.quizzes.scoring import score, wanted_number

SEEDS = st.integers(min_value=-(2**31), max_value=2**32)


def quiz(**fields: Any) -> QuizFile:
    questions = [
        {"id": f"q-{n}", "kind": "essay", "prompt": "?", **({"pool": "field"} if n >= 6 else {})} for n in range(10)
    ]
    return QuizFile.model_validate({"pools": [{"id": "field", "draw": 2}], "questions": questions, **fields})


AREA = Calculated.model_validate(
    {
        "id": "area",
        "kind": "calculated",
        "prompt": "{w} by {h}?",
        "formula": "w * h",
        "variables": {"w": {"least": 1, "most": 9}, "h": {"least": 0.5, "most": 4, "decimals": 1}},
    }
)


@settings(deadline=None)
@given(SEEDS, st.booleans())
def test_an_attempt_asks_what_is_drawn_from_each_pool(seed: int, shuffle: bool) -> None:
    found = questions_for(quiz(draw=3), seed, shuffle=shuffle)
    assert sum(question.pool is None for question in found) == 3
    assert sum(question.pool == "field" for question in found) == 2
    assert len({question.id for question in found}) == 5
    assert found == questions_for(quiz(draw=3), seed, shuffle=shuffle)


def test_participants_and_attempts_differ() -> None:
    seeds = [seed_of(name) for name in ("ada", "ben", "cleo", "dan")]
    drawn = [[q.id for q in questions_for(quiz(draw=3), seed, attempt)] for seed in seeds for attempt in (1, 2)]
    assert len({tuple(ids) for ids in drawn}) > 4
    assert len({tuple((values_for(AREA, seed) or {}).values()) for seed in seeds}) > 1


@settings(deadline=None)
@given(SEEDS)
def test_drawn_values_keep_to_their_range_and_have_an_answer_that_scores(seed: int) -> None:
    values = values_for(AREA, seed)
    assert values is not None
    assert 1 <= values["w"] <= 9
    assert values["w"] == int(values["w"])
    assert 0.5 <= values["h"] <= 4
    assert score(AREA, str(wanted_number(AREA, values)), values) == 1


def test_points_are_what_one_attempt_gives() -> None:
    assert quiz(draw=3).points == 5
    assert quiz().asked == 8
