"""Round trips: what a format can hold survives writing and reading, whatever the quiz says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mooc_kit.quizzes.formats.markup import html_of
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.quizzes.read import read_bytes
from mooc_kit.quizzes.registry import format_named, formats
from mooc_kit.quizzes.scoring import score
from tests.quizzes import strategies as made
from tests.quizzes.test_native import EVERYTHING

SAMPLES = Path(__file__).parent / "samples"
CHOICES = (made.multiple_choice, made.multiple_response, made.true_false)
HELD: dict[str, Any] = {
    "native": made.quizzes(
        *CHOICES, made.short_answer, made.exact, made.ranged, made.essay, made.matching, made.ordering
    ),
    "moodle-xml": made.quizzes(*CHOICES, made.short_answer, made.exact, made.essay, made.matching, made.ordering),
    "csv": made.quizzes(made.true_false, made.short_answer, made.exact, made.ranged, made.essay, made.matching),
    "qti12": made.quizzes(*CHOICES, made.short_answer, made.exact, made.ranged, made.essay, made.matching),
}


def there_and_back(key: str, quiz: QuizFile) -> QuizFile:
    format_ = format_named(key)
    assert format_ is not None
    written = format_.write(quiz, {})
    found = format_.read(written.data, f"quiz{format_.suffixes[0]}")
    assert not found.problems
    assert found.quiz is not None
    return found.quiz


@pytest.mark.parametrize("key", HELD)
def test_what_a_format_can_hold_survives(key: str) -> None:
    @settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(HELD[key])
    def survives(quiz: QuizFile) -> None:
        again = there_and_back(key, quiz)
        # Names are made where the format needs one.
        bare = [q.model_copy(update={"title": None}) for q in again.questions]
        assert [q.model_dump() for q in bare] == [q.model_dump() for q in quiz.questions]

    survives()


def everything() -> list[tuple[str, QuizFile]]:
    found = [("native", read_bytes(EVERYTHING.encode(), "everything.yaml").quiz)]
    found += [(path.name, read_bytes(path.read_bytes(), path.name).quiz) for path in sorted(SAMPLES.iterdir())]
    return [(name, quiz) for name, quiz in found if quiz is not None]


@pytest.mark.parametrize(("name", "quiz"), everything(), ids=lambda value: value if isinstance(value, str) else "")
@pytest.mark.parametrize("key", [key for key, format_ in formats().items() if format_.writes])
def test_every_sample_becomes_every_output_and_is_told_in_full(key: str, name: str, quiz: QuizFile) -> None:
    format_ = format_named(key)
    assert format_ is not None
    written = format_.write(quiz, {})
    assert written.data == format_.write(quiz, {}).data
    for notice in written.notices:
        assert notice.what
        assert notice.why
        assert notice.instead
    if not format_.reads:
        return
    again = format_.read(written.data, f"quiz{format_.suffixes[0]}")
    assert not [problem for problem in again.problems if problem.severity == "error"]
    assert again.quiz is not None
    lost = [notice for notice in written.notices if notice.what.startswith("The question (")]
    assert len(again.quiz.questions) == len(quiz.questions) or lost


@settings(max_examples=300, deadline=None)
@given(st.text(made.LETTERS + "\n", min_size=1, max_size=60))
def test_a_plain_text_shows_the_same_letters_after_markdown(text: str) -> None:
    from html import escape

    from mooc_kit.content.html_to_markdown import html_to_markdown
    from mooc_kit.quizzes.formats.markup import plain_of

    markdown = html_to_markdown(f"<p>{escape(text)}</p>")
    if "$$" in text or "\\(" in text:
        return
    assert "".join(plain_of(markdown).split()) == "".join(text.split()), (markdown, html_of(markdown))


@settings(max_examples=300, deadline=None)
@given(st.text("abc XY1 2.,;()*_$+=^-/é'\"", min_size=1, max_size=30), st.text("ab 1*_$", max_size=12))
def test_the_short_way_for_simple_texts_gives_what_markdown_gives(text: str, more: str) -> None:
    from mooc_kit.quizzes.formats import markup

    for markdown in (text.strip(), f"What is {text.strip()} *{more}* and ${more}$?"):
        if markdown:
            slow = markup._rendered(markdown, markup.delimited_formula, markup.same_address)
            assert markup.html_of(markdown).replace("&nbsp;", " ") == slow, markdown


CASES = SAMPLES.parent / "cases"
COMMA = (b"feedback: It dives too, but it rests on the posts.", b'feedback: "It dives too, but it rests on the posts."')
TO_BE_KEPT = ("answers", "choices", "answer", "least", "most", "tolerance", "also", "feedback")


def by_id(quiz: QuizFile) -> dict[str, dict[str, Any]]:
    return {question.id: question.model_dump(exclude_defaults=True) for question in quiz.questions}


@pytest.mark.parametrize("key", ["moodle-xml", "gift", "qti-2.1", "qti-3.0", "csv", "xlsx"])
def test_no_answer_credit_range_or_feedback_is_lost(key: str) -> None:
    quiz = read_bytes((CASES / "alternatives.yaml").read_bytes().replace(*COMMA), "alternatives.yaml").quiz
    assert quiz is not None
    again = by_id(there_and_back(key, quiz))
    for id, question in by_id(quiz).items():
        if id not in again:
            assert (key, id) == ("gift", "g")
            continue
        kept = {name: value for name, value in again[id].items() if name in TO_BE_KEPT}
        for rule in kept.get("also", ()):
            if "tolerance" in rule:  # 1500 ± 500 is from 1000 to 2000
                middle, far = rule.pop("answer"), rule.pop("tolerance")
                rule |= {"least": middle - far, "most": middle + far}
        assert kept == {name: value for name, value in question.items() if name in TO_BE_KEPT}


@pytest.mark.parametrize("key", ["moodle-xml", "gift", "qti-2.1", "qti-3.0", "csv"])
def test_thirds_give_all_points_for_the_three_right_ones(key: str) -> None:
    quiz = read_bytes((CASES / "thirds.gift").read_bytes(), "thirds.gift").quiz
    assert quiz is not None
    (question,) = there_and_back(key, quiz).questions
    right = [number for number, choice in enumerate(question.choices) if choice.gives]  # type: ignore[union-attr]
    assert len(right) == 3
    assert score(question, right) == 1
    assert score(question, list(range(5))) == 0
    assert "check-scoring" not in question.tags


@pytest.mark.parametrize("key", [key for key, format_ in formats().items() if format_.writes and format_.reads])
def test_underscores_mean_emphasis_in_every_format(key: str) -> None:
    quiz = read_bytes((CASES / "u1.yaml").read_bytes(), "u1.yaml").quiz
    assert quiz is not None
    (question,) = there_and_back(key, quiz).questions
    assert html_of(question.prompt) == "<p>This is <em>important</em> and <strong>very</strong> so.</p>"


PICTURES = """---
title: Pictures
questions:
- id: m
  kind: matching
  prompt: Which is where?
  pairs: [{left: "![](media/frog.png)", right: pond}, {left: bee, right: "![](media/hive.png)"}]
"""


@pytest.mark.parametrize(("key", "name", "lost"), [("qti12", "q.zip", "frog"), ("moodle-xml", "q.xml", "hive")])
def test_a_picture_where_a_format_has_plain_words_is_told_and_the_file_can_be_read(
    key: str, name: str, lost: str
) -> None:
    quiz = read_bytes(PICTURES.encode(), "q.yaml").quiz
    assert quiz is not None
    written = format_named(key).write(quiz, {})
    assert "Pictures in answers of m" in str(written.notices)
    back = read_bytes(written.data, name)
    assert not back.problems
    assert back.quiz is not None
    assert lost in str(back.quiz.questions[0])


@pytest.mark.parametrize("key", ["qti-2.1", "qti-3.0"])
def test_what_is_said_to_single_answers_comes_back_once_and_to_wrong_numbers_too(key: str) -> None:
    text = """---
questions:
- id: n
  kind: numerical
  prompt: How many?
  answer: 9
  also: [{answer: 5, credit: 0, feedback: Those are the first ones.}]
- id: r
  kind: multiple_response
  prompt: Which?
  choices:
  - {text: a, correct: true, feedback: Yes.}
  - {text: b, feedback: No.}
  - {text: c, correct: true, feedback: Yes.}
  - {text: d, feedback: No.}
"""
    quiz = read_bytes(text.encode(), "q.yaml").quiz
    assert quiz is not None
    back = read_bytes(format_named(key).write(quiz, {}).data, "q.zip").quiz
    assert back is not None
    number, several = back.questions
    assert [(rule.answer, rule.feedback) for rule in number.also] == [(5, "Those are the first ones.")]
    assert [choice.feedback for choice in several.choices] == ["Yes.", "No.", "Yes.", "No."]
    assert several.feedback == type(several.feedback)()
