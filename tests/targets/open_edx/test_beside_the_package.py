"""What stands beside the tarball: steps to do by hand, and notices for what was lost."""

from __future__ import annotations

import json
import re
import tarfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from mooc_kit.course.model import Course, Discussion, Exam, Module, Page, Quiz
from mooc_kit.kit.examples import list_examples
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.quizzes.settings import QuizSettings
from mooc_kit.targets.moodle import Moodle
from mooc_kit.targets.open_edx import OpenEdx
from mooc_kit.targets.open_edx.after_import import after_import
from mooc_kit.targets.open_edx.target import course_olx
from tests.conftest import Grow, Run
from tests.shared import example_course


def notices_of(name: str) -> list[str]:
    return [notice.what for notice in OpenEdx().render(example_course(name), Path()).notices]


def steps_of(name: str) -> str:
    data = OpenEdx().render(example_course(name), Path()).files["AFTER-IMPORT.md"]
    assert isinstance(data, bytes)
    return data.decode()


def test_a_watched_exam_brings_the_steps_that_a_package_cannot_hold() -> None:
    steps = steps_of("reading-health-numbers")
    for needed in ("ENABLE_SPECIAL_EXAMS", "Course modes", "Proctoring", "Prerequisites"):
        assert needed in steps


def test_each_step_names_what_it_was_checked_for() -> None:
    for name in list_examples():
        steps = after_import(example_course(name)).steps
        assert [step.what for step in steps if not step.checked] == []


def test_small_steps_are_written_as_newer_releases_read_them_and_told_for_older_ones() -> None:
    """The importer asks for a usage key, and that what it names is in the course before."""
    named = [Page(id=id, title=f"The {id}") for id in ("one", "two")]
    activities = (*named, Page(id="aside", title="Aside", is_required=False), Page(id="three", title="The three"))
    module = Module(id="m", title="M", week=1, activities=activities)
    for chosen in ((), ("scaffolded",)):
        design = {"activities": chosen}
        course = Course(id="c", title="C", language="en", license="CC-BY-4.0", modules=(module,), design=design)
        files = course_olx(course)[0].files
        found = {}
        for activity in activities:
            of = etree.fromstring(files[f"sequential/{activity.id}.xml"])  # type: ignore[arg-type]
            found[activity.id] = (of.get("is_prerequisite"), of.get("required_prereq"), of.get("min_completion"))
        policy = json.loads(files["policies/always/policy.json"])["course/always"]  # type: ignore[arg-type]
        assert policy.get("enable_subsection_gating", False) is bool(chosen)
        told = after_import(course).markdown().decode()
        assert ("“The three” waits for “The two”" in told) is bool(chosen)
        if not chosen:
            assert set(found.values()) == {(None, None, None)}
            continue
        key = "block-v1:OpenCourse+c+always+type@sequential+block@"
        assert found == {
            "one": ("true", None, None),
            "two": ("true", f"{key}one", "100"),
            "aside": (None, None, None),
            "three": (None, f"{key}two", "100"),
        }


def test_a_watched_exam_without_a_limit_is_told_and_gets_none() -> None:
    exam = Exam(id="e", title="The end", quiz=QuizFile(), watched="recorded")
    module = Module(id="m", title="M", week=1, activities=(exam,))
    course = Course(id="c", title="C", language="en", license="CC-BY-4.0", modules=(module,))
    package = OpenEdx().render(course, Path())
    assert any("the course names none" in notice.why for notice in package.notices)
    assert "“The end” has no time limit" in after_import(course).markdown().decode()
    assert b"is_time_limited" not in course_olx(course)[0].files["sequential/e.xml"]  # type: ignore[operator]


def test_a_course_without_exams_has_no_step_about_them() -> None:
    assert "ENABLE_SPECIAL_EXAMS" not in steps_of("fix-a-flat")


def test_credentials_that_the_platform_cannot_give_are_told() -> None:
    found = notices_of("river-watch")
    assert 'Giving "Field Observer", "River Voice"' in found
    assert any(what.startswith("The form for making") for what in found)


def test_questions_say_once_what_is_graded_in_another_way() -> None:
    found = [
        what
        for what in notices_of("reading-health-numbers")
        if what.startswith("Part of the points for part of the right choices")
    ]
    assert len(found) == 1


def test_the_command_writes_tarball_steps_and_notices(mooc_kit: Run, grow: Grow, tmp_path: Path) -> None:
    grow("river-watch", "kit")
    built = mooc_kit("build", "kit", "--target", "open-edx")
    assert built.returncode == 0, built.stderr
    folder = tmp_path / "kit" / "build" / "open-edx"
    with tarfile.open(folder / "river-watch-2027-03.tar.gz") as archive:
        assert all(name.startswith("course/") for name in archive.getnames())
        assert {member.mtime for member in archive} == {0}
    assert (folder / "AFTER-IMPORT.md").exists()
    assert "Field Observer" in (folder.parent / "open-edx-NOTICES.md").read_text()


def test_what_the_site_takes_and_the_platform_refuses_is_told() -> None:
    ask = {"id": "n", "kind": "numerical", "prompt": "How warm?", "answer": 20.5, "unit": "°C"}
    talk = Discussion(id="talk", title="Talk")
    asked = Quiz(id="q", title="Numbers", quiz=QuizFile.model_validate({"questions": [ask]}))
    module = Module(id="m", title="M", week=1, activities=(asked, talk))
    for language, is_told in (("de", True), ("en", False)):
        course = Course(id="c", title="C", language=language, license="CC-BY-4.0", modules=(module,))
        package = OpenEdx().render(course, Path())
        steps = package.files["AFTER-IMPORT.md"]
        assert isinstance(steps, bytes)
        what = " ".join(notice.what for notice in package.notices)
        assert ("decimal comma" in what) == (b"how to write numbers" in steps) == is_told
        assert "Units in answers" in what
        assert b"`openedx`" in steps and b"Checked for Olive and later" in steps


def test_formulas_where_a_list_shows_bare_words_are_told() -> None:
    pairs = {"id": "m", "kind": "matching", "prompt": "Which?"}
    told = "Formulas in lists to choose from"
    for left, right, is_told in (("a", "$x<y$", True), ("$a$", "5 $", False)):
        asks = {**pairs, "pairs": [{"left": left, "right": right}, {"left": "b", "right": "c"}]}
        asked = Quiz(id="q", title="Pairs", quiz=QuizFile.model_validate({"questions": [asks]}))
        module = Module(id="m", title="M", week=1, activities=(asked,))
        course = Course(id="c", title="C", language="en", license="CC-BY-4.0", modules=(module,))
        for target in (OpenEdx(), Moodle()):
            found = [notice.what for notice in target.render(course, Path()).notices]
            assert any(what.startswith(told) for what in found) is is_told, target.key


def test_a_course_without_days_and_grades_has_what_checkers_of_packages_ask_for() -> None:
    module = Module(id="m", title="M", week=1, activities=(Page(id="p", title="P"), Discussion(id="t", title="T")))
    course = Course(id="c", title="C", language="en", license="CC-BY-4.0", modules=(module,))
    files = course_olx(course)[0].files
    policy = json.loads(files["policies/always/policy.json"])["course/always"]  # type: ignore[arg-type]
    grading = json.loads(files["policies/always/grading_policy.json"])  # type: ignore[arg-type]
    assert policy["end"] > policy["start"] and policy["hide_progress_tab"] is True
    assert sum(grader["weight"] for grader in grading["GRADER"]) == 1
    allowed = {name: data for name, data in files.items() if name.startswith("vertical/")}
    assert [name for name, data in allowed.items() if b'discussion_enabled="true"' in data] == ["vertical/unit_t.xml"]  # type: ignore[operator]
    assert all(b"discussion_enabled=" in data for data in allowed.values())  # type: ignore[operator]


def test_the_rules_for_reviewers_have_a_line_for_each_row_of_a_table() -> None:
    html = "<p>Be\nseen.</p><table><tr><th>What</th><th>Until</th></tr><tr><td>Exam</td><td>May 16</td></tr></table>"
    html += "<p>End</p>"
    exam = Exam(
        id="e", title="E", quiz=QuizFile(), settings=QuizSettings(time_limit=30), rules_html=html, watched="recorded"
    )
    module = Module(id="m", title="M", week=1, activities=(exam,))
    course = Course(id="c", title="C", language="en", license="CC-BY-4.0", modules=(module,))
    written = etree.fromstring(course_olx(course)[0].files["sequential/e.xml"]).get("exam_review_rules")  # type: ignore[arg-type]
    assert written == "Be seen.\nWhat: Exam; Until: May 16\nEnd"


@pytest.fixture(scope="module")
def policy() -> dict[str, Any]:
    from mooc_kit.i18n import messages_for
    from mooc_kit.targets.open_edx.policy import policy as made

    return next(iter(made(example_course("reading-health-numbers"), messages_for("en")).values()))


def test_the_certificate_has_what_studio_reads_without_a_default(policy: dict[str, Any]) -> None:
    certificate = policy["certificates"]["certificates"][0]
    assert certificate["version"] == 1
    assert certificate["is_active"] is True
    for signatory in certificate["signatories"]:
        assert {"id", "name", "title", "organization", "signature_image_path", "certificate"} <= signatory.keys()


def test_no_proctoring_provider_is_named_since_a_wrong_one_stops_the_import(policy: dict[str, Any]) -> None:
    assert "proctoring_provider" not in policy
    assert policy["enable_proctored_exams"] is True


def test_the_licence_is_written_as_the_platform_reads_it(policy: dict[str, Any]) -> None:
    assert re.fullmatch(r"creative-commons: ver=4\.0 BY( (NC|ND|SA))*", policy["license"])
