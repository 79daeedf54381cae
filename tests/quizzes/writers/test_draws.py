"""No writer draws more than it wrote: a participant who answers everything right gets all the points."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from mooc_kit.quizzes.formats.qti12 import read_qti12
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.quizzes.registry import formats
from tests.quizzes.writers.every_kind import unpacked, written

ANSWERABLE: list[dict[str, Any]] = [
    {"kind": "true_false", "answer": True},
    {"kind": "multiple_choice", "choices": [{"text": "a", "correct": True}, {"text": "b"}]},
    {"kind": "essay"},
]
LOST: list[dict[str, Any]] = [
    {"kind": "ordering", "items": ["a", "b", "c"]},
    {"kind": "short_answer", "answers": ["riv*"]},
    {"kind": "fill_blanks", "text": "A [[stream*]] flows."},
]


@st.composite
def drawn_quizzes(draw: st.DrawFn) -> QuizFile:
    """Pools with a draw, in which some questions cannot be written everywhere."""
    questions: list[dict[str, Any]] = []
    pools = []
    for pool in ("one", "two"):
        members = draw(st.lists(st.sampled_from(ANSWERABLE + LOST), min_size=1, max_size=6))
        points = draw(st.sampled_from([1, 2]))
        questions += [
            {**question, "id": f"{pool}-{n}", "pool": pool, "prompt": f"Which {n}?", "points": points}
            for n, question in enumerate(members)
        ]
        pools.append({"id": pool, "title": pool, "draw": draw(st.integers(1, len(members)))})
    return QuizFile.model_validate({"title": "Q", "pools": pools, "questions": questions})


@given(drawn_quizzes())
def test_canvas_draws_what_is_there_and_counts_what_it_draws(quiz: QuizFile) -> None:
    package = unpacked(written("qti12", quiz)[0])
    (name,) = (name for name, data in package.items() if b"<questestinterop" in data[:300])
    (meta,) = (etree.fromstring(data) for path, data in package.items() if path.endswith("assessment_meta.xml"))
    total = 0.0
    for group in etree.fromstring(package[name]).iterfind(".//{*}section/{*}section"):
        pick = int(group.findtext("{*}selection_ordering/{*}selection/{*}selection_number"))
        assert 0 < pick <= len(group.findall("{*}item"))
        total += pick * float(group.findtext(".//{*}points_per_item"))
    assert float(meta.findtext("{*}points_possible")) == total


@given(drawn_quizzes())
def test_text2qti_picks_what_is_there(quiz: QuizFile) -> None:
    data, _ = written("text2qti", quiz)
    for group in re.findall(r"^GROUP$(.*?)^END_GROUP$", data.decode(), re.MULTILINE | re.DOTALL):
        pick = int(re.search(r"pick: (\d+)", group)[1])  # type: ignore[index]
        assert 0 < pick <= len(re.findall(r"^\d+\. ", group, re.MULTILINE))


@pytest.mark.parametrize("key", [key for key, found in formats().items() if found.writes])
def test_a_draw_that_shrinks_is_told_by_every_writer_that_keeps_draws(key: str) -> None:
    """Four questions, one of them an ordering, all four to be drawn: whoever leaves one out must say so."""
    members = [
        {**question, "id": f"q{n}", "pool": "p", "prompt": "Which?"}
        for n, question in enumerate([*ANSWERABLE, LOST[0]])
    ]
    quiz = QuizFile.model_validate({"title": "Q", "pools": [{"id": "p", "draw": 4}], "questions": members})
    _, notices = written(key, quiz)
    words = " ".join(map(str, notices))
    if "(ordering)" in words:
        assert "drawn" in words, key


def test_a_quiz_file_with_a_pass_mark_is_graded_and_one_without_is_for_practice() -> None:
    question = {"id": "q", "kind": "true_false", "prompt": "?", "answer": True}
    for settings, kind in (({"pass": 60}, "assignment"), ({}, "practice_quiz")):
        quiz = QuizFile.model_validate({"title": "Q", "settings": settings, "questions": [question]})
        data, notices = written("qti12", quiz)
        (meta,) = (etree.fromstring(d) for path, d in unpacked(data).items() if path.endswith("assessment_meta.xml"))
        assert meta.findtext("{*}quiz_type") == kind
        assert any("Whether the quiz counts" in str(notice) for notice in notices) is (kind == "practice_quiz")


def test_a_text_above_a_question_in_a_pool_is_no_question_of_the_group() -> None:
    question = {"id": "q", "kind": "true_false", "prompt": "Is it?", "answer": True, "pool": "p", "text_above": "Read."}
    quiz = QuizFile.model_validate({"pools": [{"id": "p", "draw": 1}], "questions": [question]})
    read = read_qti12(written("qti12", quiz)[0], "q.zip").quiz
    assert read is not None
    (kept,) = read.questions
    assert kept.prompt == "Read.\n\nIs it?"


def test_two_pictures_of_one_name_stay_two() -> None:
    question = {"id": "q", "kind": "true_false", "prompt": "![a](one/x.png) ![b](two/x.png)", "answer": True}
    media = {"one/x.png": b"1", "two/x.png": b"2"}
    package = unpacked(written("qti12", QuizFile.model_validate({"questions": [question]}), media=media)[0])
    assert sorted(data for path, data in package.items() if path.startswith("web_resources/")) == [b"1", b"2"]
