"""Starter questions: of the right kind for each outcome's verb, playable, and about this outcome."""

from __future__ import annotations

from mooc_kit.quizzes.model import QuizFile
from mooc_kit.quizzes.native import read_quiz, write_native
from mooc_kit.quizzes.starter_questions import COMMENTS, stub_questions

OUTCOMES = [
    ("sample", "Collect a water sample with a repeatable protocol"),
    ("define", "Define turbidity"),
    ("design", "Design a monitoring plan"),
]


def test_each_verb_gets_the_kind_of_question_that_it_calls_for() -> None:
    kinds = {question.outcome: question.kind for question in stub_questions(OUTCOMES, 3)}
    assert kinds["sample"] == "ordering"  # a procedure is put in order
    assert kinds["define"] == "multiple_choice"  # a fact is recognised
    assert kinds["design"] == "essay"  # a plan is written


def test_the_questions_pass_their_own_check_and_survive_the_file() -> None:
    quiz = QuizFile(title="Check", questions=stub_questions(OUTCOMES, 9))
    again, problems = read_quiz(write_native(quiz, COMMENTS), "quizzes/x.yaml", [id for id, _ in OUTCOMES])
    assert not problems
    assert again == quiz


def test_a_question_speaks_of_its_own_outcome() -> None:
    for question in stub_questions(OUTCOMES, 9):
        text = dict(OUTCOMES)[str(question.outcome)]
        assert text.lower()[1:] in question.prompt.lower()
