"""Starter questions: of the right kind for each outcome's verb, about this outcome, and asked once they are written."""

from __future__ import annotations

from mooc_kit.quizzes.model import QuizFile
from mooc_kit.quizzes.native import read_quiz, write_native
from mooc_kit.quizzes.starter_questions import BLANK, COMMENTS, stub_questions, without_blanks
from tests.shared import with_blanks_filled

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


def test_the_questions_survive_the_file_and_it_says_that_they_are_still_to_be_written() -> None:
    quiz = QuizFile(title="Check", questions=stub_questions(OUTCOMES, 9))
    again, problems = read_quiz(write_native(quiz, COMMENTS), "quizzes/x.yaml", [id for id, _ in OUTCOMES])
    assert [problem.code for problem in problems] == ["Q123"]
    assert "9 of 9 questions have blanks" in problems[0].message
    assert again == quiz


def test_a_question_speaks_of_its_own_outcome() -> None:
    for question in stub_questions(OUTCOMES, 9):
        text = dict(OUTCOMES)[str(question.outcome)]
        assert text.lower()[1:] in question.prompt.lower()


def test_nobody_is_asked_a_question_before_its_last_blank_iswith_blanks_filled() -> None:
    quiz = QuizFile(title="Check", questions=stub_questions(OUTCOMES, 9), draw=5)
    assert without_blanks(quiz).questions == []
    assert without_blanks(quiz).draw is None
    text = write_native(quiz, COMMENTS)
    for number, question in enumerate(quiz.questions):
        # Each kind can be finished by putting words in the place of the blanks, and of nothing else.
        written = with_blanks_filled(write_native(QuizFile(title="Check", questions=[question])))
        again, problems = read_quiz(written, "quizzes/x.yaml")
        assert again is not None and not problems, (number, written)
        assert without_blanks(again) == again
    assert text.count(BLANK) > 9
