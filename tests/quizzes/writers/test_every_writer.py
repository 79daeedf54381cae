"""Every writer whose reader we have: what does not come back as it went is named in a notice."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mooc_kit.problems import Notice
from mooc_kit.quizzes.model import Question, QuizFile
from mooc_kit.quizzes.registry import format_named, formats
from tests.quizzes import strategies as made
from tests.quizzes.writers.every_kind import written
from tests.targets.imscc.keys import key_of

BOTH_WAYS = [key for key, found in formats().items() if found.writes and found.reads]
KINDS = (
    made.multiple_choice,
    made.multiple_response,
    made.true_false,
    made.short_answer,
    made.exact,
    made.ranged,
    made.essay,
    made.matching,
    made.ordering,
    st.fixed_dictionaries(
        made.common(kind=st.just("fill_blanks"), text=st.just("A [[river|stream]] of [[2]] arms and [[x|=y|z]]."))
    ),
)


@st.composite
def mixed(draw: st.DrawFn) -> QuizFile:
    """Up to three questions, so that each loss names its question, some of them in a pool, with points of their own."""
    questions = draw(st.lists(st.one_of(*KINDS), min_size=1, max_size=3, unique_by=lambda q: str(q["id"])))
    in_pool = draw(st.integers(0, len(questions)))
    for number, question in enumerate(questions):
        question["prompt"] = f"Nr{number} {question['prompt']}"
        question["points"] = draw(st.sampled_from([1, 2, 3]))
    pools = []
    if in_pool:
        points = questions[0]["points"]
        for question in questions[:in_pool]:
            question.update(pool="p", points=points)
        pools = [{"id": "p", "title": "P", "draw": draw(st.integers(1, in_pool))}]
    return QuizFile.model_validate({"title": "Q", "questions": questions, "pools": pools})


def counted(quiz: QuizFile) -> dict[str, float]:
    """What each question counts, with its share of a draw."""
    found = {}
    for draw, indexes in quiz.groups():
        share = min(draw or len(indexes), len(indexes)) / len(indexes)
        found.update({quiz.questions[i].id: quiz.questions[i].points * share for i in indexes})
    return found


def named(question: Question, notices: list[Notice]) -> bool:
    return any(
        question.id in str(notice).replace(",", " ").replace(":", " ").replace(".", " ").split() for notice in notices
    )


def number_of(question: Question) -> str:
    """The number in its words, by which it is known whatever a format does to ids and to prompts of gaps."""
    words = f"{question.prompt} {getattr(question, 'text', '')}"
    (number,) = re.findall(r"Nr(\d)", words)
    return str(number)


def compare(quiz: QuizFile, again: QuizFile | None, notices: list[Notice]) -> None:
    came = {number_of(question): question for question in (again.questions if again else [])}
    weights = counted(again) if again else {}
    assert len(came) == len(weights), "one question became several"
    ratios = set()
    for draw, indexes in quiz.groups():
        members = [quiz.questions[index] for index in indexes]
        found = {member.id: same for member in members if (same := came.pop(number_of(member), None)) is not None}
        for member in members:
            is_same = member.id in found and key_of(found[member.id]) == key_of(member)
            assert is_same or named(member, notices), (member, found.get(member.id), list(map(str, notices)))
        if found:
            # Who is left out counts for nobody: as many are drawn as there are, and no more.
            points = sum(member.points for member in members if member.id in found)
            wanted = points * min(draw or len(members), len(found)) / len(found)
            ratios.add(round(sum(weights[question.id] for question in found.values()) / wanted, 3))
    assert not came, came
    told = " ".join(map(str, notices)).lower()
    assert len(ratios) <= 1 or "points" in told or "drawn" in told, (ratios, told)


@pytest.mark.parametrize("key", BOTH_WAYS)
def test_what_a_writer_changes_it_tells(key: str) -> None:
    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(mixed())
    def tells(quiz: QuizFile) -> None:
        format_ = format_named(key)
        assert format_ is not None
        data, notices = written(key, quiz)
        again = format_.read(data, f"quiz{format_.suffixes[0]}")
        compare(quiz, again.quiz, notices)

    tells()
