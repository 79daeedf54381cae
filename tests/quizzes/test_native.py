"""Quiz files: everything that the model holds is written and read again, and the schema knows the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from mooc_kit.course.kit_files import KitFiles
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.quizzes.native import quiz_schema, read_quiz, write_native
from mooc_kit.quizzes.read import read_bytes
from tests.conftest import plain

EVERYTHING = """
title: Everything
intro: Read slowly.
outro: Thank you.
settings: {attempts: 2, time_limit: 30, pass: 60, shuffle: true, feedback: attempt, one_at_a_time: true}
pools: [{id: field, draw: 1, title: In the field}]
questions:
  - id: weighted
    kind: multiple_choice
    title: Weighted
    text_above: First a text.
    prompt: Which?
    points: 2.5
    choices:
      - {text: a, correct: true}
      - {text: b, credit: 33.33333, feedback: Nearly.}
      - {text: c, credit: -50, feedback: No.}
  - id: words
    kind: short_answer
    pool: field
    prompt: Who?
    answers: [River, {text: stream*, credit: 50, feedback: "Smaller."}]
  - id: range
    kind: numerical
    pool: field
    prompt: pH?
    least: 7
    most: 8.5
    also: [{answer: 9, tolerance: 0.2, credit: 10, feedback: High.}]
  - id: length
    kind: numerical
    prompt: How long?
    answer: 1500
    tolerance_percent: 5
    unit: m
    units: [{name: km, factor: 1000}]
    unit_needed: true
  - id: gaps
    kind: fill_blanks
    prompt: Fill in.
    text: "[[#where]] at [[20|twenty]] cm"
    blanks:
      where: {choices: [{text: Upstream, correct: true}, {text: Beside}], weight: 2}
  - id: upload
    kind: essay
    prompt: Send your notes.
    submission: file
"""


def test_a_quiz_with_everything_survives_writing_and_reading() -> None:
    quiz, problems = read_quiz(EVERYTHING, "quiz.yaml")
    assert quiz is not None
    assert not [problem for problem in problems if problem.severity == "error"]
    again, _ = read_quiz(write_native(quiz), "quiz.yaml")
    assert again == quiz


def test_the_schema_takes_what_the_reader_takes_and_refuses_what_it_refuses() -> None:
    validator = Draft202012Validator(quiz_schema())
    assert not list(validator.iter_errors(plain(EVERYTHING)))
    assert list(validator.iter_errors(plain(EVERYTHING.replace("submission: file", "submission: fax"))))


@pytest.mark.parametrize(
    ("wrong", "code", "words"),
    [
        ("answers: [7]\n    kind: short_answer", "S103", 'quotes: "7"'),
        ("kind: numerical\n    answer: 3\n    least: 2", "Q113", "both `least:` and `most:`"),
        ("kind: numerical\n    answer: 3\n    unit_needed: true", "Q113", "Add `unit:`"),
        ("kind: fill_blanks\n    text: '[[#a]]'\n    blanks: {b: {answers: [x]}}", "Q107", "[[#name]]"),
    ],
)
def test_what_contradicts_itself_is_a_problem_with_a_way_out(wrong: str, code: str, words: str) -> None:
    quiz, problems = read_quiz(f"questions:\n  - id: q\n    prompt: '?'\n    {wrong}\n", "quiz.yaml")
    assert quiz is None
    assert [problem.code for problem in problems] == [code]
    assert words in problems[0].hint
    assert problems[0].place.line >= 2


def test_a_quiz_draws_from_a_file_that_others_draw_from_too(tmp_path: Path) -> None:
    (tmp_path / "quizzes").mkdir()
    bank = QuizFile.model_validate({"questions": [{"id": "q", "kind": "essay", "prompt": "From the bank?"}]})
    (tmp_path / "quizzes/bank.yaml").write_text(write_native(bank))
    pools = "pools: [{id: bank, draw: 1, file: bank.yaml}]\n"
    (tmp_path / "quizzes/week.yaml").write_text(pools + "questions: [{id: q, kind: essay, prompt: Own?}]\n")
    (tmp_path / "quizzes/loop.yaml").write_text(pools.replace("bank.yaml", "loop.yaml") + "questions: []\n")
    (tmp_path / "quizzes/out.yaml").write_text(pools.replace("bank.yaml", "../course.yaml") + "questions: []\n")
    files = KitFiles(tmp_path)
    quiz = files.quiz("quizzes/week.yaml")
    assert quiz is not None
    assert [(question.id, question.pool) for question in quiz.questions] == [("q", None), ("bank-q", "bank")]
    assert not files.problems
    files.quiz("quizzes/loop.yaml")
    files.quiz("quizzes/out.yaml")
    assert "Q115" in [problem.code for problem in files.problems]


def test_a_text_that_its_own_comma_cut_off_is_told_as_that() -> None:
    text = "questions:\n  - {id: q, kind: true_false, prompt: Water is wet, and sand is not, answer: true}\n"
    problems = read_bytes(text.encode(), "quiz.yaml").problems
    assert [problem.message for problem in problems] == ["`and sand is not` is not known here."]
    assert "quotes" in problems[0].hint
