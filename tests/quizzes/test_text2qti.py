"""text2qti's Markdown: its own documented examples are read unchanged, and code in a file never runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from mooc_kit.quizzes.model import QuizFile
from mooc_kit.quizzes.read import read_bytes
from mooc_kit.quizzes.registry import format_named
from tests.quizzes import strategies as made

SAMPLES = Path(__file__).parent / "samples"
TEXT2QTI = format_named("text2qti")
assert TEXT2QTI is not None


def read(text: str) -> QuizFile:
    found = read_bytes(text.encode(), "quiz.md")
    assert not found.problems
    assert found.quiz is not None
    return found.quiz


def test_everything_that_its_manual_documents_is_read() -> None:
    quiz = read((SAMPLES / "everything.txt").read_text())
    assert quiz.title == "Addition"
    assert quiz.intro == "Checking addition.\nIt takes a minute."
    assert quiz.outro == "That is all."
    settings_ = quiz.settings
    assert (settings_.shuffle_answers, settings_.show_correct, settings_.one_at_a_time, settings_.go_back) == (
        True,
        False,
        True,
        False,
    )
    kinds = [question.kind for question in quiz.questions]
    assert kinds == [
        "multiple_choice",
        "true_false",
        "multiple_response",
        "numerical",
        "numerical",
        "numerical",
        "numerical",
        "short_answer",
        "essay",
        "essay",
        "multiple_choice",
        "multiple_choice",
    ]
    first = quiz.questions[0]
    assert first.text_above == "**Part one**\n\nRead **this** first."
    assert (first.title, first.points) == ("A sum", 2.5)
    assert first.prompt == "What is 2+3?\nThink, with $x = 2$:\n\n```python\nx + 3\n```"
    assert (first.feedback.correct, first.choices[2].feedback) == ("Feedback for correct answer.", "Yes, five.")
    root, cube, whole, percent = quiz.questions[3:7]
    assert root.numbers()[0].bounds() == (1.4142 - 0.0001, 1.4142 + 0.0001)
    assert (cube.least, cube.most, whole.answer, percent.tolerance_percent) == (1.2598, 1.26, 1005, 5)
    assert quiz.questions[8].model_answer == "A good essay has an example."
    assert quiz.questions[9].submission == "file"
    assert [(pool.draw, pool.id) for pool in quiz.pools] == [(1, "group-1")]
    assert [(question.pool, question.points) for question in quiz.questions[-2:]] == [("group-1", 3)] * 2


def test_code_that_would_write_questions_is_not_run(tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    text = f"1. Fine?\n*a) yes\nb) no\n\n```{{.python .run}}\nopen({str(trap)!r}, 'w')\n```\n"
    found = read_bytes(text.encode(), "quiz.md")
    assert [(problem.code, problem.place.line) for problem in found.problems] == [("Q206", 5)]
    assert not trap.exists()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("1. Fine?\n*a) yes\nb) no\nstray words\n", 4),
        ("1.Fine?\n", 1),
        ("a) an answer\n", 1),
        ("1. Two kinds?\na) x\n[*] y\n*b) z\n", 3),
        ("Points: many\n1. Fine?\n*a) yes\nb) no\n", 1),
        ("GROUP\npick: some\n1. Fine?\n*a) yes\nb) no\nEND_GROUP\n", 2),
        ("1. No answers?\n\n2. Fine?\n____\n", 1),
        ("COMMENT\n1. Lost?\n", 1),
        ("shuffle answers: perhaps\n1. Fine?\n____\n", 1),
    ],
)
def test_what_is_wrong_has_its_line(text: str, line: int) -> None:
    found = read_bytes(text.encode(), "quiz.md")
    assert found.problems
    assert found.problems[0].place.line == line
    assert found.problems[0].hint


@settings(max_examples=60, deadline=None)
@given(made.quizzes(made.multiple_choice, made.true_false, made.short_answer, made.ranged, made.essay))
def test_what_text2qti_can_hold_survives(quiz: QuizFile) -> None:
    plain = [question.model_copy(update={"id": f"q-{n}"}) for n, question in enumerate(quiz.questions)]
    again = TEXT2QTI.read(TEXT2QTI.write(quiz, {}).data, "quiz.md")
    assert not again.problems
    assert again.quiz is not None
    found = [question.model_copy(update={"id": f"q-{n}"}) for n, question in enumerate(again.quiz.questions)]
    assert found == plain
