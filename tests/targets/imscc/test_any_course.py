"""Cartridges of courses by chance: whatever a course holds arrives, is counted and is weighed alike, or is told."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from lxml import etree

from mooc_kit.course.model import Assignment, Course, Discussion, Link, Quiz, Survey
from mooc_kit.importers.archive import CoursePackage
from mooc_kit.importers.registry import importer_for
from mooc_kit.quizzes.read import read_bytes
from mooc_kit.targets.canvas import Canvas
from mooc_kit.targets.common_cartridge import CommonCartridge
from mooc_kit.targets.weights import graded_shares
from tests.targets.imscc.any_course import any_course
from tests.targets.imscc.check import CANVAS, CP, QTI, problems_of
from tests.targets.imscc.conftest import Built, built
from tests.targets.imscc.keys import key_of

SEEDS = (0, 1, 2, 46)
"""In the last one a quiz asks only what no Common Cartridge can."""


def left_out(course: Course, made: Built) -> set[str]:
    """Ids of the activities that a notice says are not there as what they are."""
    gone = {notice.what for notice in made.notices if "It is left out." in notice.instead or "page" in notice.instead}
    return {a.id for _, a in course.activities() if any(f'"{a.title}"' in what for what in gone)}


@pytest.mark.parametrize("seed", SEEDS)
def test_any_course_is_whole_and_weighed_alike_in_canvas(seed: int, tmp_path: Path) -> None:
    course = any_course(seed)
    made = built(course, Canvas(), tmp_path)
    assert problems_of(made.members) == []
    kinds = Counter(item.findtext(f"{CANVAS}content_type") for item in _items(made))
    gone = left_out(course, made)
    for wanted, type in (
        ((Quiz, Survey), "Quizzes::Quiz"),
        ((Assignment,), "Assignment"),
        ((Discussion,), "DiscussionTopic"),
    ):
        assert kinds[type] == sum(isinstance(a, wanted) and a.id not in gone for _, a in course.activities())
    _points_are_those_of_the_questions(made)
    _total_is_the_score(course, made)
    assert _home(made, tmp_path) == _gone_out(course, made)


def _items(made: Built) -> list[etree._Element]:
    return list(made.xml("course_settings/module_meta.xml").iter(f"{CANVAS}item"))


def _points_are_those_of_the_questions(made: Built) -> None:
    for path in made.members:
        if path.endswith("assessment_meta.xml"):
            meta = made.xml(path)
            section = made.xml(f"non_cc_assessments/{meta.get('identifier')}.xml.qti").find(f".//{QTI}section")
            most = sum(_points(item) for item in section.findall(f"{QTI}item"))
            for group in section.findall(f"{QTI}section"):
                pick = int(group.findtext(f".//{QTI}selection_number"))
                assert pick <= len(group.findall(f"{QTI}item"))
                most += pick * float(group.findtext(f".//{QTI}points_per_item"))
            assert float(meta.findtext(f"{CANVAS}points_possible")) == pytest.approx(most)


def _points(item: etree._Element) -> float:
    fields = {
        f.findtext(f"{QTI}fieldlabel"): f.findtext(f"{QTI}fieldentry") for f in item.iter(f"{QTI}qtimetadatafield")
    }
    return float(fields["points_possible"] or 0)


def _total_is_the_score(course: Course, made: Built) -> None:
    """What Canvas adds up is each activity's share; the share of what is left out goes to the others alike."""
    root = made.xml("course_settings/assignment_groups.xml")
    weights = {g.get("identifier"): Fraction(g.findtext(f"{CANVAS}group_weight")) for g in root}
    rows: dict[str, tuple[str, Fraction]] = {}
    for path in made.members:
        if path.endswith(("assignment_settings.xml", "assessment_meta.xml")):
            found = made.xml(path)
            found = found if found.tag == f"{CANVAS}assignment" else found.find(f"{CANVAS}assignment")
            if found is not None and found.findtext(f"{CANVAS}omit_from_final_grade") == "false":
                group = found.findtext(f"{CANVAS}assignment_group_identifierref")
                rows[found.findtext(f"{CANVAS}title")] = (group, Fraction(found.findtext(f"{CANVAS}points_possible")))
    totals: Counter[str] = Counter()
    for group, points in rows.values():
        totals[group] += points
    got = {title: float(weights[group] * points / totals[group]) for title, (group, points) in rows.items()}
    titles = {a.id: " ".join(a.title.split()) for _, a in course.activities()}
    shares = {titles[id]: share for id, share in graded_shares(course).items() if titles[id] in rows}
    told = {titles[id] for id in graded_shares(course)} - shares.keys()
    assert all(made.told(f'The share of "{title}"') for title in told)
    whole = sum(shares.values())
    assert got == pytest.approx({title: float(100 * share / whole) for title, share in shares.items()})


def _home(made: Built, folder: Path) -> Counter[str]:
    """What the cartridge's own reader finds in it, by kind; questions by their keys."""
    file = folder / "home.imscc"
    file.write_bytes(made.data)
    with CoursePackage(file) as archive:
        found = importer_for(archive).read(archive)
    counted = Counter(a["kind"] for module in found.answers["modules"] for a in module["activities"])
    for path, data in found.files.items():
        if path.startswith("quizzes/"):
            quiz = read_bytes(data, path).quiz
            counted.update(f"{q.kind} {key_of(q)[1]}" for q in (quiz.questions if quiz else ()))
    return counted


def _gone_out(course: Course, made: Built) -> Counter[str]:
    """What went out by kind: all but what a notice names."""
    gone = left_out(course, made)
    counted: Counter[str] = Counter()
    for _, activity in course.activities():
        if activity.id not in gone or isinstance(activity, Link):
            counted[activity.kind] += 1
        if isinstance(activity, Quiz) and activity.id not in gone:
            counted.update(f"{q.kind} {key_of(q)[1]}" for q in activity.quiz.questions if q.kind != "ordering")
    assert "ordering" not in str(course) or gone or made.told("(ordering)")
    return counted


@pytest.mark.parametrize("seed", SEEDS)
def test_any_course_is_whole_as_a_common_cartridge(seed: int, tmp_path: Path) -> None:
    course = any_course(seed)
    made = built(course, CommonCartridge(), tmp_path)
    assert problems_of(made.members) == []
    root = made.xml("imsmanifest.xml")
    types = Counter(resource.get("type").partition("/")[0] for resource in root.iter(f"{CP}resource"))
    gone = left_out(course, made)
    quizzes = [a for _, a in course.activities() if isinstance(a, Quiz) and a.id not in gone]
    assert types["imsqti_xmlv1p2"] == len(quizzes)
    assert types["imsdt_xmlv1p1"] == sum(isinstance(a, Discussion) for _, a in course.activities())
    titles = [item.findtext(f"{CP}title") for item in root.iter(f"{CP}item")]
    for _, activity in course.activities():
        assert titles.count(" ".join(activity.title.split())) == 1
    for activity in course.activities():
        if isinstance(activity[1], Assignment | Survey):
            assert made.told(f'"{activity[1].title}"')
