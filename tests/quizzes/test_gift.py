"""GIFT: every feature of Moodle's manual is read, and what GIFT can hold survives writing and reading."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from mooc_kit.content.html_to_markdown import html_to_markdown
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.quizzes.read import read_bytes
from mooc_kit.quizzes.registry import format_named
from tests.quizzes import strategies as made

SAMPLES = Path(__file__).parent / "samples"
GIFT = format_named("gift")
assert GIFT is not None


def read(text: str) -> Any:
    found = read_bytes(text.encode(), "quiz.gift")
    assert not found.problems
    assert found.quiz is not None
    return found.quiz.questions[0]


def test_a_sample_of_every_feature_is_read() -> None:
    found = read_bytes((SAMPLES / "features.gift").read_bytes(), "features.gift")
    assert not found.problems
    assert found.quiz is not None
    kinds = [question.kind for question in found.quiz.questions]
    assert set(kinds) == {
        "true_false",
        "multiple_choice",
        "multiple_response",
        "short_answer",
        "matching",
        "numerical",
        "essay",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("::T::Grant is dead.{TRUE#Alas, no.#Indeed.}", {"answer": True, "title": "T"}),
        ("2+2 {=four =4}", {"kind": "short_answer"}),
        ("2+2 {=4 ~5}", {"kind": "multiple_choice"}),
        ("Grant is {~buried =entombed ~living} in Grant's tomb.", {"prompt": "Grant is _____ in Grant's tomb."}),
        ("Pi? {#3.14159:0.0005}", {"answer": 3.14159, "tolerance": 0.0005}),
        ("From 1 to 5? {#1..5}", {"least": 1, "most": 5}),
        ("[plain]Is 3 < 5 & *so*? {T}", {"prompt": r"Is 3 \< 5 & \*so\*?"}),
        ("[html]<p>Is <b>it</b>?</p><p>Yes.</p> {T}", {"prompt": "Is **it**?\n\nYes."}),
        (r"Which of \{a, b\} has a\=b \: c? {}", {"prompt": "Which of {a, b} has a=b : c?"}),
        ("Half? {=\\frac{1}{2} ~2}", {"kind": "multiple_choice"}),
        ("Sort.{>3 ALL VERTICAL\nfirst\nsecond\nthird\n}", {"items": ["first", "second", "third"]}),
    ],
)
def test_a_block_means_what_the_manual_says(text: str, expected: dict[str, Any]) -> None:
    question = read(text)
    assert {key: getattr(question, key) for key in expected} == expected


def test_a_number_keeps_what_is_said_to_each_answer_and_wrong_answers_of_a_list() -> None:
    question = read("Pi? {#=3.1415:0.0005#Great =%50%3.1:0.1#Near =%-25%22:1#Far ~#No####All}")
    assert (question.feedback.correct, question.feedback.incorrect) == ("Great", "No")
    assert question.feedback.general == "All"
    assert [(rule.answer, rule.credit, rule.feedback) for rule in question.also] == [
        (3.1, 50, "Near"),
        (22, -25, "Far"),
    ]
    short = read("1 to 5? {#3:2~#No}")
    assert (short.answer, short.tolerance, short.feedback.incorrect) == (3, 2, "No")


def test_second_answers_in_a_text_and_options_of_an_ordering_are_told() -> None:
    found = read_bytes(b"Two {=a} and {=b} here.\n\nSort.{>2 SELECT\nx\ny\n}", "q.gift")
    assert found.quiz is not None
    assert found.quiz.questions[0].prompt == "Two _____ and {=b} here."
    assert [word in str(notice) for word, notice in zip(("{=b}", "SELECT"), found.notices, strict=True)] == [True] * 2


def test_weights_ids_tags_categories_and_texts_between_are_kept() -> None:
    text = (
        "$CATEGORY: $course$/top/Rivers\n\nRead this first.\n\n// note [id:depth] [tag:field] [tag:outcome:sample]\n"
        "How deep? {=20 cm#Yes. ~%50%30 cm ~2 m ####Away from both.}\n"
    )
    question = read(text)
    assert (question.id, question.tags, question.outcome, question.pool) == ("depth", ["field"], "sample", "rivers")
    assert question.text_above == "Read this first."
    assert [choice.credit for choice in question.choices] == [None, 50, None]
    assert question.feedback.general == "Away from both."


def test_what_is_wrong_has_its_line_and_the_rest_is_read() -> None:
    found = read_bytes(b"// one\n\nBroken {=a\n\nFine? {T}\n\nNothing {=}\n", "quiz.gift")
    assert [(problem.code, problem.place.line) for problem in found.problems] == [("Q205", 3), ("Q205", 7)]
    assert found.quiz is not None
    assert [question.prompt for question in found.quiz.questions] == ["Fine?"]


@settings(max_examples=60, deadline=None)
@given(
    made.quizzes(
        made.multiple_choice,
        made.multiple_response,
        made.true_false,
        made.short_answer,
        made.exact,
        made.ranged,
        made.essay,
        made.matching,
    )
)
def test_what_gift_can_hold_survives(quiz: QuizFile) -> None:
    again = GIFT.read(GIFT.write(quiz, {}).data, "quiz.gift")
    assert not again.problems
    assert again.quiz == quiz


@settings(deadline=None)
@given(made.words)
def test_any_words_survive_escaping(words: str) -> None:
    quiz = QuizFile.model_validate(
        {"questions": [{"id": "q", "kind": "essay", "prompt": f"a {words}", "title": words}]}
    )
    again = GIFT.read(GIFT.write(quiz, {}).data, "quiz.gift")
    assert again.quiz == quiz


def test_a_forgotten_empty_line_between_questions_is_forgiven() -> None:
    text = """// [id:one]
::A:: a? {T}
// [id:two] [tag:x]
::B:: b? {=x
~y #no
}
::C::A {=watershed ~lake} drains.
::D:: Where? {=here ~there
"""
    found = read_bytes(text.encode(), "q.gift")
    assert found.quiz is not None
    assert [(question.id, question.tags) for question in found.quiz.questions] == [
        ("one", []),
        ("two", ["x"]),
        ("c", []),
    ]
    assert found.quiz.questions[2].prompt == "A _____ drains."
    assert [(problem.code, problem.place.line) for problem in found.problems] == [("Q205", 8)]


def test_a_hundred_thousand_comments_take_no_time() -> None:
    text = "::A:: a? {=x\n" + "// note\n" * 100_000 + "~y}\n"
    found = read_bytes(text.encode(), "q.gift")
    assert found.quiz is not None
    assert len(found.quiz.questions) == 1


def test_marks_of_formats_inside_answers_and_short_forms_are_read_as_moodle_does() -> None:
    found = read_bytes((Path(__file__).parent / "cases/gift-html.gift").read_bytes(), "g.gift")
    assert not found.problems
    assert found.quiz is not None
    br, pre, plural, _, one = found.quiz.questions
    assert [choice.text for choice in br.choices] == ["Client", "Server"]  # type: ignore[union-attr]
    assert br.prompt == "Pick one."
    assert "```\nfor i in range(3):\n    if i:\n        print(i)\n```" in pre.prompt
    assert [answer.text for answer in plural.answers] == ["mice", "the mice"]  # type: ignore[union-attr]
    assert (one.kind, [answer.text for answer in one.answers]) == ("short_answer", ["One"])  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>a<br></p><p>b</p>", "a\n\nb"),
        ("<p>a<br>b</p>", "a\\\nb"),
        ("a<br> <br>", "a"),
        ("<pre>a\\\n\nb\\</pre>", "```\na\\\n\nb\\\n```"),
    ],
)
def test_a_line_break_at_the_end_leaves_no_sign(html: str, markdown: str) -> None:
    assert html_to_markdown(html) == markdown
