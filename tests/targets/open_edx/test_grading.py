"""The grading policy, computed as Open edX computes it and by hand."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from mooc_kit.course.model import Activity, Assignment, CompletionRule, Course, Exam, Module, PeerReview, Quiz
from mooc_kit.i18n import messages_for
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.targets.open_edx.grading import grading, grading_notices

QUESTIONS = QuizFile.model_validate({"questions": [{"id": "q", "kind": "true_false", "prompt": "?", "answer": True}]})


def quiz(id: str, points: int) -> Quiz:
    return Quiz(id=id, title=id.title(), quiz=QUESTIONS, is_graded=True, points=points, due=date(2027, 3, 7))


def course_of(*activities: Activity, weights: dict[str, Fraction], least: int | None = 70) -> Course:
    rule = CompletionRule(activities=(), least_percent=least, weights=weights)
    module = Module(id="m", title="M", week=1, activities=activities)
    return Course(id="c", title="C", language="en", license="CC-BY-4.0", modules=(module,), rule=rule)


def rounded(value: float, digits: int = 0) -> float:
    """Halves away from zero, as in the platform's `round_away_from_zero`."""
    shift = 10**digits
    return math.floor(abs(value) * shift + 0.5) / shift * (1 if value >= 0 else -1)


def platform_grade(policy: dict[str, Any], formats: dict[str, str], scores: dict[str, float]) -> tuple[float, bool]:
    """The overall share and whether it passes, written after xmodule/graders.py and lms/djangoapps/grades.

    A subsection's percent is rounded to two decimals; a type averages its subsections, adding zeros up to min_count;
    the types' averages are added by weight; the sum is rounded to a whole percent after 0.05 was added.
    """
    total = 0.0
    for grader in policy["GRADER"]:
        got = [rounded(scores.get(id, 0.0), 2) for id, name in formats.items() if name == grader["type"]]
        got += [0.0] * (grader["min_count"] - len(got))
        got = sorted(got, reverse=True)[: len(got) - grader["drop_count"]]
        total += grader["weight"] * sum(got) / len(got)
    percent = rounded(total * 100 + 0.05) / 100
    return percent, percent >= min(policy["GRADE_CUTOFFS"].values())


MIXED = course_of(
    quiz("one", 10),
    quiz("two", 10),
    Assignment(id="work", title="Work", points=20),
    PeerReview(id="brief", title="Brief", points=60),
    weights={"one": Fraction(1, 10), "two": Fraction(1, 10), "work": Fraction(1, 5), "brief": Fraction(3, 5)},
)


@pytest.mark.parametrize(
    ("scores", "percent", "passes"),
    [
        ({"one": 1.0, "two": 1.0, "work": 1.0, "brief": 1.0}, 1.00, True),
        # 0.1×1 + 0.1×0.5 + 0.2×0.75 + 0.6×0.7 = 0.72
        ({"one": 1.0, "two": 0.5, "work": 0.75, "brief": 0.7}, 0.72, True),
        # 0.1×1 + 0.1×1 + 0.2×1 + 0.6×0.4 = 0.64
        ({"one": 1.0, "two": 1.0, "work": 1.0, "brief": 0.4}, 0.64, False),
        # what is missing is zero: 0.1 + 0.6 = 0.70, which is enough
        ({"one": 1.0, "brief": 1.0}, 0.70, True),
        ({}, 0.0, False),
    ],
)
def test_the_platforms_arithmetic_gives_the_courses_rule(
    scores: dict[str, float], percent: float, passes: bool
) -> None:
    made = grading(MIXED, messages_for("en"))
    assert platform_grade(made.policy, made.formats, scores) == (percent, passes)


def test_activities_of_one_kind_with_the_same_share_are_of_one_type() -> None:
    made = grading(MIXED, messages_for("en"))
    assert made.formats["one"] == made.formats["two"] == "Quiz"
    quizzes = next(g for g in made.policy["GRADER"] if g["type"] == "Quiz")
    assert (quizzes["weight"], quizzes["min_count"]) == (0.2, 2)
    assert sum(g["weight"] for g in made.policy["GRADER"]) == pytest.approx(1)


def test_activities_of_one_kind_with_other_shares_are_of_types_of_their_own() -> None:
    course = course_of(quiz("one", 1), quiz("two", 2), weights={"one": Fraction(1, 3), "two": Fraction(2, 3)})
    made = grading(course, messages_for("en"))
    assert sorted(made.formats.values()) == ["Quiz: One", "Quiz: Two"]
    # a third and two thirds of a point: 1/3 × 1 + 2/3 × 0.55 = 0.70
    assert platform_grade(made.policy, made.formats, {"one": 1.0, "two": 0.55}) == (0.70, True)


def test_the_rounding_of_the_platform_is_told() -> None:
    made = grading(MIXED, messages_for("en"))
    # 0.2 + 0.2×1 + 0.6×0.49 = 0.694, which the platform takes for 69 percent; 0.695 it takes for 70.
    assert platform_grade(made.policy, made.formats, {"one": 1, "two": 1, "work": 1, "brief": 0.49}) == (0.69, False)
    assert any("70 percent" in notice.what and "69.45" in notice.instead for notice in grading_notices(MIXED))


def test_a_rule_without_a_score_says_that_the_platform_cannot_give_the_certificate() -> None:
    course = replace(course_of(quiz("one", 1), weights={}, least=None), rule=CompletionRule(activities=("one",)))
    assert any("without a score" in notice.what for notice in grading_notices(course))


def test_an_exam_is_a_type_of_its_own() -> None:
    exam = Exam(id="final", title="Final", quiz=QUESTIONS, points=40)
    made = grading(course_of(exam, weights={"final": Fraction(1)}), messages_for("en"))
    assert made.formats == {"final": "Exam"}
