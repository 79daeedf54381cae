"""Scoring: the same answer gets the same points on every target."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from mooc_kit.quizzes.formula import FormulaError, evaluate
from mooc_kit.quizzes.model import AnyQuestion
from mooc_kit.quizzes.scoring import score
from mooc_kit.quizzes.typed_numbers import number

QUESTION: TypeAdapter[Any] = TypeAdapter(AnyQuestion)


def question(**fields: Any) -> Any:
    return QUESTION.validate_python({"id": "q", "prompt": "?", **fields})


CHOICES = [{"text": "a", "correct": True}, {"text": "b"}, {"text": "c", "correct": True}, {"text": "d"}]


@pytest.mark.parametrize(
    ("fields", "response", "expected"),
    [
        ({"kind": "multiple_choice", "choices": CHOICES[:2]}, 0, 1),
        ({"kind": "multiple_choice", "choices": CHOICES[:2]}, 1, 0),
        ({"kind": "multiple_choice", "choices": CHOICES[:2]}, None, 0),
        ({"kind": "multiple_response", "choices": CHOICES}, [0, 2], 1),
        ({"kind": "multiple_response", "choices": CHOICES}, [0], Fraction(1, 2)),
        ({"kind": "multiple_response", "choices": CHOICES}, [0, 1], 0),
        ({"kind": "multiple_response", "choices": CHOICES}, [0, 1, 2], Fraction(1, 2)),
        ({"kind": "multiple_response", "choices": CHOICES, "partial": False}, [0], 0),
        ({"kind": "true_false", "answer": False}, False, 1),
        ({"kind": "true_false", "answer": False}, True, 0),
        ({"kind": "true_false", "answer": False}, None, 0),
        ({"kind": "short_answer", "answers": ["rive*"]}, "  River ", 1),
        ({"kind": "short_answer", "answers": ["River"], "case_sensitive": True}, "river", 0),
        ({"kind": "short_answer", "answers": ["*"]}, "", 0),
        ({"kind": "short_answer", "answers": ["café"]}, "cafe\u0301", 1),
        ({"kind": "numerical", "answer": 2.5, "tolerance": 0.1}, "2,6", 1),
        ({"kind": "numerical", "answer": 2.5, "tolerance": 0.1}, "2.61", 0),
        ({"kind": "numerical", "answer": 200, "tolerance_percent": 5}, 190, 1),
        ({"kind": "numerical", "answer": -3}, "−3", 1),
        ({"kind": "numerical", "answer": 3}, "three", 0),
        ({"kind": "ordering", "items": ["a", "b", "c"]}, [0, 1, 2], 1),
        ({"kind": "ordering", "items": ["a", "b", "c"]}, [1, 0, 2], Fraction(1, 2)),
        ({"kind": "ordering", "items": ["a", "b", "c"]}, [0, 0, 0], 0),
        ({"kind": "fill_blanks", "text": "[[a|b]] and [[c]]"}, ["B", "x"], Fraction(1, 2)),
        (
            {"kind": "matching", "pairs": [{"left": "a", "right": "1"}, {"left": "b", "right": "2"}]},
            ["1", "1"],
            Fraction(1, 2),
        ),
        ({"kind": "essay"}, "words", None),
    ],
)
def test_an_answer_gets_its_share_of_the_points(fields: dict[str, Any], response: Any, expected: Any) -> None:
    assert score(question(**fields), response) == expected


def test_a_calculated_question_is_scored_with_the_values_that_were_drawn() -> None:
    area = question(kind="calculated", formula="width * 2", variables={"width": {"least": 1, "most": 9}})
    assert score(area, "8", {"width": 4.0}) == 1
    assert score(area, "9", {"width": 4.0}) == 0


@pytest.mark.parametrize(
    "formula", ["__import__('os')", "().__class__", "a.b", "9**9**9**9", "1/0", "x", "[1]", "'a'*9"]
)
def test_a_formula_computes_and_does_nothing_else(formula: str) -> None:
    with pytest.raises(FormulaError):
        evaluate(formula, {"a": 1.0})


@given(st.text(max_size=60))
def test_no_formula_ends_in_anything_but_a_number_or_a_formula_error(formula: str) -> None:
    with suppress(FormulaError):
        assert isinstance(evaluate(formula, {"a": 1.0}), float)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e9, max_value=1e9))
def test_a_number_is_read_as_it_was_written(value: float) -> None:
    assert number(repr(value)) == value


RESPONSES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda x: st.lists(x, max_size=4)
)


@given(RESPONSES)
def test_no_response_ends_in_a_traceback(response: Any) -> None:
    for fields in (
        {"kind": "multiple_choice", "choices": CHOICES[:2]},
        {"kind": "multiple_response", "choices": CHOICES},
        {"kind": "ordering", "items": ["a", "b"]},
        {"kind": "fill_blanks", "text": "[[a]]"},
        {"kind": "matching", "pairs": [{"left": "a", "right": "1"}, {"left": "b", "right": "2"}]},
        {"kind": "numerical", "answer": 3},
        {"kind": "short_answer", "answers": ["a*"]},
    ):
        found = score(question(**fields), response)
        assert found is not None
        assert 0 <= found <= 1
