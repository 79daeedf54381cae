"""What Open edX's own code makes of the packages: nothing is lost, and everything is graded as the course says."""

from __future__ import annotations

import io
import re
import tarfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mooc_kit.course.model import Assignment, Course, Exam, Group, Quiz, Survey
from mooc_kit.kit.examples import examples_folder, list_examples
from mooc_kit.quizzes.model import Essay
from mooc_kit.quizzes.scoring import score
from mooc_kit.targets.open_edx import OpenEdx
from mooc_kit.targets.open_edx.structure import REMOTE
from mooc_kit.targets.open_edx.units import essays_apart
from mooc_kit.targets.site.one_file import with_own_certificates
from mooc_kit.targets.weights import graded_shares
from tests.courses import courses
from tests.shared import example_course
from tests.targets.open_edx.conftest import Judge, tarball_of
from tests.targets.open_edx.responses import responses

EXAMPLES = list(list_examples())


def expected_blocks(course: Course) -> dict[str, int]:
    """How many blocks of each kind the course's own content asks for."""
    found: Counter[str] = Counter()
    activities = [activity for _, activity in course.activities()]
    found["chapter"] = len(course.modules)
    found["sequential"] = len(activities)
    groups = {page.group for page in course.pages}
    if course.home_html.strip():
        groups.add(Group.START)
        found["sequential"] += 1
    if course.credentials or any(getattr(a, "points", 0) for a in activities):
        groups.add(Group.EVIDENCE)
        found["sequential"] += 1
    found["chapter"] += len(groups)
    found["sequential"] += len(course.pages) + sum(
        bool(module.body_html.strip()) or not module.activities for module in course.modules
    )
    shares = graded_shares(course)
    for activity in activities:
        found["sequential"] += bool(essays_apart(activity, is_graded=activity.id in shares))
        if isinstance(activity, Exam):
            found["sequential"] += bool(activity.rules_html.strip())
            trials = (activity.watched in REMOTE) * (1 + (activity.identity == "document-check"))
            found["sequential"] += trials
            found["problem"] += trials
        if isinstance(activity, Quiz):
            essays = sum(isinstance(question, Essay) for question in activity.quiz.questions)
            found["openassessment"] += essays
            found["problem"] += len(activity.quiz.questions) - essays
        elif isinstance(activity, Assignment):
            found["openassessment"] += 1
        elif isinstance(activity, Survey):
            polls = [item for item in activity.items if item.kind in ("choice", "scale", "consent")]
            found["poll"] += len(polls)
            found["openassessment"] += len(polls) < len(activity.items)
        elif activity.kind == "discussion":
            found["discussion"] += 1
    found["vertical"] = found["sequential"]
    return {kind: count for kind, count in found.items() if count}


def without_html(blocks: dict[str, int]) -> dict[str, int]:
    return {kind: count for kind, count in blocks.items() if kind not in ("html", "course", "library_content")}


@pytest.fixture(scope="module")
def judged(judge: Judge, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("examples")
    paths = [tarball_of(example_course(name), folder, name) for name in EXAMPLES]
    return dict(zip(EXAMPLES, judge(*paths), strict=True))


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_platforms_code_has_nothing_to_complain_about_in_an_example(name: str, judged: dict[str, Any]) -> None:
    assert judged[name]["complaints"] == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_as_many_blocks_arrive_as_the_example_has(name: str, judged: dict[str, Any]) -> None:
    carried = with_own_certificates(example_course(name), examples_folder() / name)
    assert without_html(judged[name]["blocks"]) == expected_blocks(carried)


def test_the_watched_exam_arrives_as_one(judged: dict[str, Any]) -> None:
    fields = judged["reading-health-numbers"]["fields"]
    exam = fields["final-exam"]
    assert exam["is_proctored_enabled"] is True
    assert exam["default_time_limit_minutes"]
    assert exam["graded"] is True
    assert fields["practice_final-exam"]["group_access"] == {"50": [2]}


# The platform's code takes seconds for a course, so shrinking would take minutes.
@settings(
    max_examples=3, deadline=None, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck)
)
@given(made=st.lists(courses(most_modules=2), min_size=5, max_size=5))
def test_any_course_arrives_whole_and_is_graded_as_it_says(
    made: list[Course], judge: Judge, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("random")
    paths = [tarball_of(course, folder, f"c{number}") for number, course in enumerate(made)]
    asked = {path: questions_of(course) for path, course in zip(paths, made, strict=True)}
    grade = {path: [request for request, _ in pairs] for path, pairs in asked.items()}
    for course, path, found in zip(made, paths, judge(*paths, grade=grade), strict=True):
        assert found["complaints"] == []
        assert without_html(found["blocks"]) == expected_blocks(course)
        assert_links_lead_somewhere(path)
        for (_, question), got in zip(asked[path], found["grades"], strict=True):
            assert_graded_alike(question, got)


def questions_of(course: Course) -> list[tuple[dict[str, Any], Any]]:
    found = []
    for _, activity in course.activities():
        for question in activity.quiz.questions if isinstance(activity, Quiz) else ():
            answers = [capa for _, capa in responses(question)]
            if answers:
                found.append(({"problem": f"{activity.id}__{question.id}", "answers": answers}, question))
    return found


def assert_graded_alike(question: Any, got: dict[str, Any]) -> None:
    names = enumerate(getattr(question, "variables", {}), 1)
    drawn = {name: got["values"][f"mk_value_{number}"] for number, name in names}
    wanted_number = got["values"].get("mk_answer")
    for (response, _), graded in zip(responses(question), got["scores"], strict=True):
        given_ = wanted_number if response == "{mk_answer}" else response
        wanted = score(question, given_, drawn or None)
        assert wanted is not None
        if question.kind == "ordering" and wanted == 0 and len(question.items) % 2:
            assert graded < 1, question  # the item in the middle stays where it is: a notice says so
        elif question.kind == "multiple_response" and wanted == 0 and given_ == []:
            assert graded < 1, question  # an empty box counts as an answer: a notice says so
        else:
            assert graded == pytest.approx(float(wanted)), (question, given_)


def assert_links_lead_somewhere(path: Path) -> None:
    with tarfile.open(path) as archive:
        files = {m.name: archive.extractfile(m).read().decode("utf-8", "replace") for m in archive if m.isfile()}  # type: ignore[union-attr]
    names = {Path(name).stem for name in files if name.endswith(".xml")}
    for name, text in files.items():
        for target in re.findall(r"/jump_to_id/([^\"#?\\\\]+)", text):
            assert target in names, (name, target)
        for target in re.findall(r"/static/([^\"#?\\\\]+)", text):
            assert f"course/static/{target}" in files, (name, target)


def test_the_same_course_gives_the_same_bytes(tmp_path: Path) -> None:
    course = example_course("river-watch")
    first, second = OpenEdx().render(course, tmp_path), OpenEdx().render(course, tmp_path)
    assert first.files == second.files


def test_moving_and_adding_activities_renames_no_other_block(tmp_path: Path) -> None:
    course = example_course("river-watch")
    module = course.modules[0]
    changed = replace(module, activities=(replace(module.activities[0], id="brand-new"), *module.activities[::-1]))
    before, after = (
        blocks_in(tarball_of(c, tmp_path)) for c in (course, replace(course, modules=(changed, *course.modules[1:])))
    )
    assert before < after
    assert all("brand-new" in name for name in after - before)


def blocks_in(path: Path) -> set[str]:
    with tarfile.open(fileobj=io.BytesIO(path.read_bytes())) as archive:
        return {name for name in archive.getnames() if name.endswith(".xml")}
