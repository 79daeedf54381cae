"""An Open edX export becomes a kit, and a package that we built comes back as the course that it was."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from mooc_kit.checks.course_check import check_path
from mooc_kit.commands.import_course import grow_imported
from mooc_kit.course.model import Activity, Assignment, Course, Exam, PeerReview, Quiz
from mooc_kit.importers.archive import CoursePackage
from mooc_kit.importers.base import Imported
from mooc_kit.importers.open_edx import OpenEdxImporter
from mooc_kit.kit.examples import list_examples
from mooc_kit.problems import MoocKitError, Severity
from mooc_kit.quizzes.model import Essay
from mooc_kit.targets.registry import targets
from tests.courses import courses
from tests.shared import example_course
from tests.targets.open_edx.conftest import tarball_of

MINIMAL = {
    "course.xml": '<course url_name="r" org="Org" course="X1"/>',
    "course/r.xml": '<course display_name="Ponds"><chapter url_name="c1"/><wiki slug="w"/></course>',
    "chapter/c1.xml": '<chapter display_name="Week 1"><sequential url_name="s1"/></chapter>',
    "sequential/s1.xml": '<sequential display_name="S" graded="true" format="Quiz" due="2027-03-05T00:00:00Z">'
    '<vertical url_name="v1"/><vertical url_name="v2"/></sequential>',
    "vertical/v1.xml": '<vertical display_name="Read"><html url_name="h1"/><word_cloud url_name="w1"/></vertical>',
    "vertical/v2.xml": '<vertical display_name="Answer"><problem url_name="p1"/></vertical>',
    "html/h1.xml": '<html filename="h1" display_name="Text"/>',
    "html/h1.html": '<script>x</script><p>See <a href="/jump_to_id/p1">the quiz</a> '
    '<a href="/static/a_b.pdf">and this</a></p>',
    "problem/p1.xml": '<problem weight="2" max_attempts="3"><multiplechoiceresponse><label>Why?</label><choicegroup>'
    '<choice correct="true">Mud<choicehint>Yes.</choicehint></choice><choice correct="false">Sun</choice>'
    "</choicegroup></multiplechoiceresponse><demandhint><hint>Boots</hint></demandhint></problem>",
    "policies/r/policy.json": '{"course/r": {"display_name": "Ponds & lakes", "learning_info": ["Find a pond"]}}',
    "policies/r/grading_policy.json": '{"GRADER": [{"type": "Quiz", "weight": 1.0, "min_count": 1, "drop_count": 0}],'
    ' "GRADE_CUTOFFS": {"Pass": 0.6}}',
    "static/a b.pdf": "",
}


def read(path: Path) -> Imported:
    with CoursePackage(path) as archive:
        importer = OpenEdxImporter()
        assert importer.recognises(archive)
        return importer.read(archive)


def course_of(imported: Imported, kit: Path) -> tuple[Course, list[Any]]:
    grow_imported(imported, kit, "a test")
    checked = check_path(kit, targets())
    assert checked.course is not None
    return checked.course, [p for p in checked.problems if p.severity is Severity.ERROR]


@pytest.fixture
def minimal(tmp_path: Path) -> Path:
    for name, text in MINIMAL.items():
        file = tmp_path / "export" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path / "export"


def test_everything_in_an_export_is_in_the_kit_or_told(minimal: Path, tmp_path: Path) -> None:
    imported = read(minimal)
    course, errors = course_of(imported, tmp_path / "kit")
    assert errors == []
    assert [activity.kind for _, activity in course.activities()] == ["page", "quiz"]
    assert course.title == "Ponds & lakes"
    assert course.rule is not None
    assert course.rule.least_percent == 60
    page = (tmp_path / "kit/content/modules/week-1/read.md").read_text()
    assert "[the quiz](answer.md)" in page
    assert "script" not in page
    assert (tmp_path / "kit/content/files/a-b.pdf").exists()
    assert any("word_cloud" in notice.what for notice in imported.notices)
    quiz = next(activity for _, activity in course.activities() if isinstance(activity, Quiz))
    assert (quiz.points, quiz.attempts, quiz.is_graded) == (2, 3, True)
    assert [c.correct for c in quiz.quiz.questions[0].choices] == [True, False]  # type: ignore[union-attr]


def test_which_module_serves_which_outcome_is_an_open_question(minimal: Path, tmp_path: Path) -> None:
    imported = read(minimal)
    assert all("outcomes" not in module for module in imported.answers["modules"])
    assert course_of(imported, tmp_path / "kit")[1] == []
    assert any(notice.what == "Which module serves which outcome" for notice in imported.notices)
    text = (tmp_path / "kit" / "course.yaml").read_text()
    assert re.search(r"# Open: Which outcomes does each module serve[^\n]+\nmodules:", text)


UPDATES = """[
  {"id": 1, "date": "March 3, 2027", "content": "<p>Bring <b>boots</b>.</p>", "status": "visible"},
  {"id": 2, "date": "March 4, 2027", "content": "<h2>Gone</h2>", "status": "deleted"},
  {"id": 3, "date": "soon", "content": "<h2>Frogs</h2><p>They are back.</p>", "status": "visible"},
  {"id": 4, "date": "March 5, 2027", "content": "<h2>Ice</h2><script>x</script><p>Stay off.</p>"}, 7]"""


def test_updates_of_an_export_become_announcements_of_their_day(minimal: Path, tmp_path: Path) -> None:
    (minimal / "info").mkdir()
    (minimal / "info/updates.items.json").write_text(UPDATES)
    imported = read(minimal)
    course, errors = course_of(imported, tmp_path / "kit")
    assert errors == []
    told = [(news.told_on.isoformat(), news.title) for news in course.announcements]
    assert told == [("2027-03-05", "Ice"), ("2027-03-03", "Bring boots.")]
    assert "<script" not in course.announcements[0].body_html
    assert [notice.what for notice in imported.notices if "update" in notice.what] == ['The update "Frogs"']


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("info/updates.items.json", '{"not": "a list"}'),
        ("sequential/s1.xml", '<sequential due="2027-99-99" graded="true"><vertical url_name="v2"/></sequential>'),
        ("problem/p1.xml", '<problem weight="1e99" max_attempts="-3"><stringresponse/></problem>'),
        ("policies/r/policy.json", "{not json"),
        ("policies/r/grading_policy.json", '{"GRADER": [{"type": 3}], "GRADE_CUTOFFS": {"Pass": "x"}}'),
    ],
)
def test_odd_values_of_an_export_are_left_out(minimal: Path, tmp_path: Path, file: str, text: str) -> None:
    (minimal / file).parent.mkdir(exist_ok=True)
    (minimal / file).write_text(text)
    course, errors = course_of(read(minimal), tmp_path / "kit")
    assert errors == []
    assert course.modules


def test_a_broken_file_of_an_export_is_a_problem_with_its_name(minimal: Path) -> None:
    (minimal / "chapter/c1.xml").write_text("<chapter><sequential></chapter>")
    with pytest.raises(MoocKitError) as error:
        read(minimal)
    assert [problem.code for problem in error.value.problems] == ["O105"]
    assert "chapter/c1.xml" in error.value.problems[0].message


def essence(activity: Activity) -> tuple[Any, ...]:
    """What must come back of an activity."""
    kind = {"link": "page", "live_session": "page"}.get(activity.kind, activity.kind)
    common: tuple[Any, ...] = (activity.id, kind, activity.title)
    if isinstance(activity, Quiz):
        kept = [q for q in activity.quiz.questions if not isinstance(q, Essay)]
        return (*common, activity.is_graded, len(kept), activity.attempts)
    if isinstance(activity, Assignment):
        # Two levels with the same points are an error of a rubric (L-codes); the second is told and left out.
        criteria = activity.rubric.criteria if activity.rubric else []
        levels = [list(dict.fromkeys(level.points for level in c.levels)) for c in criteria]
        reviews = activity.reviews_given if isinstance(activity, PeerReview) else 0
        return (*common, levels, reviews)
    return common


@pytest.mark.parametrize("name", list(list_examples()))
def test_what_we_build_comes_back_the_same(name: str, tmp_path: Path) -> None:
    before = example_course(name)
    imported = read(tarball_of(before, tmp_path))
    after, _ = course_of(imported, tmp_path / "kit")
    back = {activity.id: activity for _, activity in after.activities()}
    for module, old in ((m, a) for m in before.modules for a in m.activities):
        if isinstance(old, Quiz) and all(isinstance(q, Essay) for q in old.quiz.questions):
            continue  # it comes back as the assessments that it is there
        new = back[old.id]
        if isinstance(old, Exam) and not old.watched:
            continue
        assert essence(new) == essence(old), module.id
    told = [(news.told_on, news.title) for news in before.announcements]
    assert [(news.told_on, news.title) for news in after.announcements] == told
    if before.rule and before.rule.least_percent:
        assert after.rule is not None
        assert after.rule.least_percent == before.rule.least_percent


@settings(
    max_examples=4, deadline=None, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck)
)
@given(before=courses(most_modules=2))
def test_any_course_comes_back_the_same(before: Course, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("back")
    after, errors = course_of(read(tarball_of(before, folder)), folder / "kit")
    assert [p for p in errors if p.code not in MAY_BE_WRONG] == []
    back = {activity.id: activity for _, activity in after.activities()}
    for _, old in before.activities():
        if isinstance(old, Exam) or (isinstance(old, Quiz) and all(isinstance(q, Essay) for q in old.quiz.questions)):
            continue  # an exam that nobody watches is a quiz there; essays alone are assessments
        assert essence(back[old.id]) == essence(old)


MAY_BE_WRONG = {"K104", "A101", "C602", "C603", "C604"}
"""What a course made at random has wrong before it goes out: links to nowhere, rules that cannot be met."""
