"""The craft of questions: every rule's wrong example is found where it stands, and its right example is left alone."""

from __future__ import annotations

import pytest

from mooc_kit.problems import Rule
from mooc_kit.quizzes.item_writing_codes import RULES
from mooc_kit.quizzes.read import checked, read_bytes


def codes(text: str) -> list[str]:
    found = checked(read_bytes(text.encode(), "quiz.yaml"), ["sample"])
    assert found.quiz is not None
    assert all(problem.place.line > 1 and problem.hint for problem in found.problems)
    return [problem.code for problem in found.problems]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_wrong_example_is_found_and_the_right_one_is_not(rule: Rule) -> None:
    assert rule.code in codes(rule.wrong)
    assert rule.code not in codes(rule.right)


@pytest.mark.parametrize("text", ["None of the above.", "Both a and b", "all of these", "A) and C)"])
def test_answers_about_other_answers_are_known_in_many_forms(text: str) -> None:
    assert "Q303" in codes(
        "questions:\n  - {id: q, kind: multiple_choice, prompt: '?', choices: [{text: x, correct: true}, "
        f"{{text: '{text}'}}]}}\n"
    )


def test_a_word_after_a_star_is_never_reached() -> None:
    answers = "answers: [{text: '*', credit: 10}, river]"
    assert "Q305" in codes(f"questions:\n  - {{id: q, kind: short_answer, prompt: '?', {answers}}}\n")
