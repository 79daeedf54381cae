"""Moodle's arithmetic gives the course's rule: weights from the backup, added up as Moodle does, against it by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mooc_kit.course.model import Assignment, CompletionRule, Course, Module
from mooc_kit.targets.moodle.gradebook import UNITS, rounded
from tests.targets.moodle.conftest import Unpacked, unpacked


def moodles_total(backup: Unpacked, scores: dict[str, Fraction]) -> tuple[Fraction, Fraction, Fraction]:
    """(total, most, pass mark) of the course, by natural weighting with fixed weights and missing grades as zero.

    grade_category::aggregate_values_and_adjust_bounds, GRADE_AGGREGATE_SUM: each child's share of its grade times its
    weight, of the points of all children that weigh more than nothing.
    """
    book = backup.xml("gradebook.xml")
    assert {c.findtext("aggregateonlygraded") for c in book.iter("grade_category")} == {"0"}
    items = [
        item for name in backup.members if name.endswith("/grades.xml") for item in backup.xml(name).iter("grade_item")
    ]
    reached: dict[str, Fraction] = {}
    most: dict[str, Fraction] = {}
    for item in items:
        weight, points = Fraction(item.findtext("aggregationcoef2", "")), Fraction(item.findtext("grademax", ""))
        category = item.findtext("categoryid", "")
        assert item.findtext("weightoverride") == "1"
        if weight > 0:
            reached[category] = reached.get(category, Fraction(0)) + weight * scores.get(
                item.findtext("idnumber", ""), Fraction(0)
            )
            most[category] = most.get(category, Fraction(0)) + points
    course = next(i for i in book.iter("grade_item") if i.findtext("itemtype") == "course")
    share = Fraction(0)
    for item in book.iter("grade_item"):
        if item.findtext("itemtype") == "category":
            share += Fraction(item.findtext("aggregationcoef2", "")) * reached.get(
                item.findtext("iteminstance", ""), Fraction(0)
            )
    total = sum(most.values(), Fraction(0))
    assert Fraction(course.findtext("grademax", "")) == total
    return share * total, total, Fraction(course.findtext("gradepass", ""))


@pytest.mark.parametrize(
    ("scores", "percent"),
    [
        # numbers a third, notes and brief a sixth each, everything a third
        ({"numbers": 1, "notes": 1, "brief": 1, "everything": 1}, Fraction(100)),
        ({"numbers": 1, "everything": 1}, Fraction(200, 3)),
        ({"numbers": 1, "notes": 1, "everything": 1}, Fraction(250, 3)),
        ({"numbers": Fraction(1, 2), "brief": Fraction(1, 2)}, Fraction(25)),
        ({}, Fraction(0)),
    ],
)
def test_scores_add_up_to_what_the_rule_says(backup: Unpacked, scores: dict[str, Fraction], percent: Fraction) -> None:
    total, most, _ = moodles_total(backup, {id: Fraction(score) for id, score in scores.items()})
    assert abs(total / most * 100 - percent) < Fraction(5, 1000)


def test_who_reaches_the_score_exactly_passes(backup: Unpacked) -> None:
    # 1/3 + 1/6 + 1/6 + 1/3 · 0.1 = 70 percent, to the last digit
    scores = {"numbers": Fraction(1), "notes": Fraction(1), "brief": Fraction(1), "everything": Fraction(1, 10)}
    total, _, mark = moodles_total(backup, scores)
    assert total >= mark
    short, _, _ = moodles_total(backup, {**scores, "everything": Fraction(9, 100)})
    assert short < mark


def test_what_has_no_weight_counts_nothing(backup: Unpacked) -> None:
    total, _, _ = moodles_total(backup, {"pools": Fraction(1), "final": Fraction(1)})
    assert total == 0


def test_the_score_is_a_criterion_of_completion(backup: Unpacked) -> None:
    criteria = backup.xml("completion.xml")
    kinds = [e.findtext("criteriatype") for e in criteria.iter("course_completion_criteria")]
    assert kinds == ["4", "4", "4", "4", "6"]
    mark = next(e.findtext("gradepass") for e in criteria if e.findtext("criteriatype") == "6")
    course = next(i for i in backup.xml("gradebook.xml").iter("grade_item") if i.findtext("itemtype") == "course")
    assert mark == course.findtext("gradepass")


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=40))
def test_rounded_weights_add_up_to_one_and_stay_close(parts: list[int]) -> None:
    whole = sum(parts)
    weights = rounded([Fraction(part, whole) for part in parts])
    assert sum(weights) == 1
    assert all(abs(w - Fraction(p, whole)) < Fraction(1, UNITS) for w, p in zip(weights, parts, strict=True))


@settings(max_examples=25, deadline=None)
@given(
    points=st.lists(st.lists(st.integers(1, 50), min_size=1, max_size=4), min_size=1, max_size=4),
    weights=st.lists(st.integers(1, 9), min_size=16, max_size=16),
    least=st.integers(1, 100),
    data=st.data(),
)
def test_moodle_agrees_with_the_rule_for_any_weights_and_scores(
    tmp_path_factory: pytest.TempPathFactory,
    points: list[list[int]],
    weights: list[int],
    least: int,
    data: st.DataObject,
) -> None:
    modules = tuple(
        Module(
            id=f"m{m}",
            title=f"M{m}",
            week=m + 1,
            activities=tuple(Assignment(id=f"m{m}a{n}", title="A", points=p) for n, p in enumerate(row)),
        )
        for m, row in enumerate(points)
    )
    ids = [a.id for module in modules for a in module.activities]
    whole = sum(weights[: len(ids)])
    shares = {id: Fraction(weight, whole) for id, weight in zip(ids, weights, strict=False)}
    rule = CompletionRule(activities=(), least_percent=least, weights=shares)
    course = Course(id="c", title="C", language="en", license="CC0-1.0", modules=modules, rule=rule)
    backup = unpacked(course, tmp_path_factory.mktemp("moodle"))
    scores = {id: Fraction(data.draw(st.integers(0, 20)), 20) for id in ids}
    by_rule = sum((shares[id] * scores[id] for id in ids), Fraction(0)) * 100
    total, most, mark = moodles_total(backup, scores)
    assert abs(total / most * 100 - by_rule) < Fraction(1, 100)
    if by_rule >= least:
        assert total >= mark, "who passes by the rule passes in Moodle"
    elif by_rule < least - Fraction(2, 100):
        assert total < mark, "who fails clearly fails in Moodle"


def test_points_alone_decide_where_no_rule_is(rich_course: Course, tmp_path: Path) -> None:
    backup = unpacked(replace(rich_course, rule=None, credentials=()), tmp_path)
    item = backup.activity("numbers", "grades.xml").find(".//grade_item")
    assert item is not None
    assert item.findtext("weightoverride") == "0"
    assert {c.findtext("aggregateonlygraded") for c in backup.xml("gradebook.xml").iter("grade_category")} == {"1"}
