"""The grading policy, computed as Open edX computes it and by hand."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from mooc_kit.course.model import Activity, Assignment, CompletionRule, Course, Exam, Module, PeerReview, Quiz
from mooc_kit.i18n import messages_for
from mooc_kit.kit.examples import list_examples
from mooc_kit.quizzes.model import Essay, QuizFile
from mooc_kit.targets.open_edx.grading import grading, grading_notices
from mooc_kit.targets.open_edx.target import course_olx
from mooc_kit.targets.weights import graded_shares
from tests.courses import courses
from tests.shared import example_course

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


def subsections(course: Course) -> dict[str, list[tuple[str, float, bool]]]:
    """Of each graded subsection: (component, what it can give, whether people must judge it first), as OLX has them."""
    files = course_olx(course)[0].files
    found: dict[str, list[tuple[str, float, bool]]] = {}
    for path, data in files.items():
        if path.startswith("sequential/") and isinstance(data, bytes):
            element = etree.fromstring(data)
            if element.get("graded") == "true":
                found[Path(path).stem] = list(_scored(files, element))
    return found


def _scored(files: dict[str, Any], element: Any) -> Iterator[tuple[str, float, bool]]:
    for child in element:
        name = child.get("url_name")
        whole = etree.fromstring(files[f"{child.tag}/{name}.xml"]) if f"{child.tag}/{name}.xml" in files else child
        if child.tag == "problem":
            yield name, float(whole.get("weight")), False
        elif child.tag == "openassessment":
            most = [max((int(o.get("points")) for o in c.iter("option")), default=0) for c in whole.iter("criterion")]
            waits = {"staff-assessment", "peer-assessment"} & {a.get("name") for a in whole.iter("assessment")}
            yield name, float(sum(most)), bool(waits)
        elif child.tag in ("vertical", "library_content"):
            yield from _scored(files, whole)


def judged_by_people(activity: Activity) -> bool:
    """Whether the course's own rule waits for people: handed-in work, and quizzes of nothing but essays."""
    return isinstance(activity, Assignment) or all(isinstance(q, Essay) for q in activity.quiz.questions)  # type: ignore[attr-defined]


def assert_the_rule_decides(course: Course) -> None:
    made = grading(course, messages_for(course.language))
    parts, shares = subsections(course), graded_shares(course)
    activities = {activity.id: activity for _, activity in course.activities()}
    assert set(parts) == set(made.formats) == set(shares)
    at_once = {}
    for id, components in parts.items():
        most = sum(points for _, points, _ in components)
        assert most > 0, f"nothing could be given for {id}, which counts"
        at_once[id] = sum(points for _, points, waits in components if not waits) / most
        wanted = 0 if judged_by_people(activities[id]) else 1
        assert at_once[id] == wanted, f"all right answers to {id} give {at_once[id]}"
        if isinstance(activities[id], Quiz) and wanted:
            questions = {f"{id}__{q.id}": float(q.points) for q in activities[id].quiz.questions}  # type: ignore[attr-defined]
            assert all(questions[name] == points for name, points, _ in components)
    assert platform_grade(made.policy, made.formats, dict.fromkeys(parts, 1.0))[0] == (1.0 if parts else 0.0)
    share = float(sum((share for id, share in shares.items() if at_once[id]), Fraction(0)))
    assert platform_grade(made.policy, made.formats, at_once)[0] == pytest.approx(share, abs=0.006)


@pytest.mark.parametrize("name", list(list_examples()))
def test_all_right_answers_give_the_score_that_the_rule_of_an_example_gives(name: str) -> None:
    assert_the_rule_decides(example_course(name))


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(made=courses(most_modules=2, kinds=("quiz", "exam", "assignment", "peer_review")))
def test_all_right_answers_give_the_score_that_the_courses_rule_gives(made: Course) -> None:
    assert_the_rule_decides(made)


def test_an_essay_stands_behind_the_quiz_that_counts_and_is_told() -> None:
    essay = {"id": "own", "kind": "essay", "prompt": "Why?"}
    both = QuizFile.model_validate(
        {"questions": [*QUESTIONS.model_dump(mode="json", exclude_none=True)["questions"], essay]}
    )
    course = course_of(replace(quiz("one", 10), quiz=both), weights={"one": Fraction(1)})
    assert_the_rule_decides(course)
    olx, writer, _ = course_olx(course)
    assert b"graded" not in olx.files["sequential/essays_one.xml"]
    assert b"one__own" in olx.files["vertical/unit_essays_one.xml"]
    assert any("Essays" in notice.what and '"One"' in notice.what for notice in writer.notices())
    alone = QuizFile.model_validate({"questions": [essay]})
    assert_the_rule_decides(course_of(replace(quiz("one", 10), quiz=alone), weights={"one": Fraction(1)}))
