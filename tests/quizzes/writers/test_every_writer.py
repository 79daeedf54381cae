"""Every writer whose reader we have: what does not come back as it went is named in a notice."""

from __future__ import annotations

import re
from collections import defaultdict
from math import isclose
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from mooc_kit.course.model import Course, Module, Page, Quiz
from mooc_kit.importers.archive import CoursePackage
from mooc_kit.importers.registry import importer_for
from mooc_kit.problems import Notice
from mooc_kit.quizzes.formats.markup import plain_of
from mooc_kit.quizzes.model import Essay, Matching, MultipleChoice, Ordering, Question, QuizFile, TrueFalse
from mooc_kit.quizzes.read import read_bytes
from mooc_kit.quizzes.registry import format_named, formats
from mooc_kit.targets.registry import targets
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


def alike(one: Any, other: Any) -> bool:
    """Whether two keys are one; Open edX gets numbers with a hair's breadth more, for its own arithmetic."""
    if isinstance(one, float) and isinstance(other, float):
        return isclose(one, other, rel_tol=1e-6, abs_tol=1e-6)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    return bool(one == other)


def same_key(came: Question, went: Question) -> bool:
    if isinstance(went, TrueFalse) and isinstance(came, MultipleChoice):  # Open edX knows no kind of its own for it
        return key_of(came)[1] == {str(went.answer)}
    if isinstance(went, Ordering) and isinstance(came, Matching):  # nor for this: each item gets its place
        return key_of(came)[1] == {plain_of(item): str(place) for place, item in enumerate(went.items, start=1)}
    if isinstance(went, Ordering) and isinstance(came, Ordering):
        return list(map(plain_of, came.items)) == list(map(plain_of, went.items))
    return alike(key_of(came), key_of(went))


def compare(quiz: QuizFile, again: QuizFile | None, notices: list[Notice]) -> None:
    came: dict[str, list[Question]] = defaultdict(list)
    for question in again.questions if again else ():
        came[number_of(question)].append(question)
    weights = counted(again) if again else {}
    ratios = set()
    for draw, indexes in quiz.groups():
        members = [quiz.questions[index] for index in indexes]
        found = {member.id: parts for member in members if (parts := came.pop(number_of(member), None))}
        for member in members:
            is_same = len(same := found.get(member.id, [])) == 1 and same_key(same[0], member)
            assert is_same or named(member, notices), (member, found.get(member.id), list(map(str, notices)))
        if found:
            # Who is left out counts for nobody: as many are drawn as there are, and no more.
            points = sum(member.points for member in members if member.id in found)
            wanted = points * min(draw or len(members), len(found)) / len(found)
            ratios.add(round(sum(weights[question.id] for parts in found.values() for question in parts) / wanted, 3))
    assert not came, came
    told = " ".join(map(str, notices)).lower()
    assert len(ratios) <= 1 or "points" in told or "drawn" in told, (ratios, told)


@pytest.mark.parametrize("key", BOTH_WAYS)
def test_what_a_writer_changes_it_tells(key: str) -> None:
    @settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(mixed())
    def tells(quiz: QuizFile) -> None:
        format_ = format_named(key)
        assert format_ is not None
        data, notices = written(key, quiz)
        again = format_.read(data, f"quiz{format_.suffixes[0]}")
        compare(quiz, again.quiz, notices)

    tells()


def of_a_course(quiz: QuizFile, key: str, folder: Path) -> tuple[QuizFile | None, list[Notice]]:
    """The quiz as the one of a course that goes out to a platform and comes home."""
    activity = Quiz(id="quiz", title="Quiz", quiz=quiz, is_graded=True, points=10)
    page = Page(id="page", title="Page", body_html="<p>Words.</p>")
    module = Module(id="one", title="One", week=1, activities=(page, activity))
    course = Course(id="course", title="Course", language="en", license="CC0-1.0", weeks=1, modules=(module,))
    package = targets()[key].render(course, folder)
    (name,) = (name for name in package.files if name.endswith((".imscc", ".mbz", ".tar.gz")))
    file = folder / name
    file.write_bytes(package.files[name])  # type: ignore[arg-type]
    with CoursePackage(file) as archive:
        imported = importer_for(archive).read(archive)
    quizzes = [read_bytes(data, path).quiz for path, data in imported.files.items() if path.startswith("quizzes/")]
    return (quizzes[0] if quizzes else None), [*package.notices, *imported.notices]


@pytest.mark.parametrize("key", ["canvas", "common-cartridge", "moodle", "open-edx"])
def test_what_a_package_changes_in_a_quiz_is_told_on_the_way_out_or_home(key: str, tmp_path: Path) -> None:
    @settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
    @given(mixed())
    def tells(quiz: QuizFile) -> None:
        # In Open edX an essay is an assignment of its own, outside of the quiz.
        assume(key != "open-edx" or not any(isinstance(question, Essay) for question in quiz.questions))
        compare(quiz, *of_a_course(quiz, key, tmp_path))

    tells()
