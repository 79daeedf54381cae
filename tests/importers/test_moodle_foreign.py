"""Backups of strangers: as sites wrote them in many years, with what people did, and with what no kit has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from mooc_kit.archive import tar_gz
from mooc_kit.checks.course_check import check_path
from mooc_kit.commands.import_course import grow_imported
from mooc_kit.importers.archive import CoursePackage
from mooc_kit.importers.base import Imported
from mooc_kit.importers.registry import importer_for
from mooc_kit.problems import MoocKitError, Severity
from mooc_kit.targets.registry import targets
from tests.importers.test_moodle import OPEN
from tests.targets.conftest import course, kit  # noqa: F401  # fixtures of the targets' tests
from tests.targets.moodle.conftest import Unpacked, backup, rich_course  # noqa: F401


def read(members: Mapping[str, bytes], folder: Path) -> Imported:
    path = folder / "foreign.mbz"
    path.write_bytes(tar_gz(dict(members), is_plain=True))
    with CoursePackage(path) as archive:
        return importer_for(archive).read(archive)


def foreign(backup: Unpacked) -> dict[str, bytes]:  # noqa: F811
    """As a Moodle site writes it: nothing in it says that a kit was there before."""
    return {
        name: re.sub(rb"(?s)<idnumber>.*?</idnumber>|<tags>.*?</tags>", b"", data).replace(
            b"https://mooc-kit.invalid", b"https://school.example.org"
        )
        if name.endswith(".xml")
        else data
        for name, data in backup.members.items()
    }


def errors(found: Imported, folder: Path) -> list[str]:
    """What keeps the kit that grows of it from being built, but for what only its team can say."""
    grow_imported(found, folder, "a test")
    checked = check_path(folder, targets())
    return [f"{p.code} {p.message}" for p in checked.problems if p.severity is Severity.ERROR and p.code not in OPEN]


def told(found: Imported) -> str:
    return "\n".join(str(notice) for notice in found.notices)


def test_what_people_answered_makes_no_questions(backup: Unpacked, tmp_path: Path) -> None:  # noqa: F811
    members = foreign(backup)
    name = next(n for n in members if n.endswith("/feedback.xml"))
    before = {p: d for p, d in read(members, tmp_path).files.items() if p.startswith("surveys/")}
    item = re.search(rb'<item id="(\d+)"', members[name])
    assert item is not None
    answered = (
        b'<completeds><completed id="1"><userid>7</userid><anonymous_response>2</anonymous_response><values>'
        b'<value id="8"><item>%s</item><completed>1</completed><value>Words</value><course_id>0</course_id></value>'
        b"</values></completed></completeds>" % item[1]
    )
    members[name], count = re.subn(rb"<completeds\s*/>|<completeds>\s*</completeds>", answered, members[name])
    assert count == 1
    assert {p: d for p, d in read(members, tmp_path).files.items() if p.startswith("surveys/")} == before


def test_a_backup_of_one_activity_is_a_course_of_one_part(backup: Unpacked, tmp_path: Path) -> None:  # noqa: F811
    folder = backup.folder("everything")
    kept = ("moodle_backup.xml", "files.xml", "questions.xml", f"{folder}/")
    members = {name: data for name, data in foreign(backup).items() if name.startswith(kept)}
    members["moodle_backup.xml"] = members["moodle_backup.xml"].replace(
        b"<original_course_fullname>", b"<original_course_fullname>A quiz of "
    )
    found = read(members, tmp_path)
    assert [[a["kind"] for a in module["activities"]] for module in found.answers["modules"]] == [["quiz"]]
    assert found.answers["course"]["title"].startswith("A quiz of ")
    assert errors(found, tmp_path / "kit") == []


def test_a_backup_of_nothing_but_other_kinds_is_refused_by_their_names(
    backup: Unpacked,  # noqa: F811
    tmp_path: Path,
) -> None:
    folder = backup.folder("protocol")
    number = folder.rpartition("_")[2]
    members = {"moodle_backup.xml": backup.members["moodle_backup.xml"]}
    for file, tag in (("module.xml", b"module"), ("glossary.xml", b"activity")):
        source = "page.xml" if file == "glossary.xml" else file
        members[f"activities/glossary_{number}/{file}"] = backup.members[f"{folder}/{source}"]
        assert b"<" + tag in members[f"activities/glossary_{number}/{file}"]
    with pytest.raises(MoocKitError) as raised:
        read(members, tmp_path)
    assert "1 glossary" in raised.value.problems[0].message


def test_a_day_on_which_the_course_is_over_leaves_its_length_open(
    backup: Unpacked,  # noqa: F811
    tmp_path: Path,
) -> None:
    def with_due(day: int) -> Imported:
        members = foreign(backup)
        name = f"{backup.folder('notes')}/assign.xml"
        members[name] = re.sub(rb"<duedate>\d+</duedate>", b"<duedate>%d</duedate>" % day, members[name])
        course_file = "course/course.xml"
        members[course_file] = re.sub(rb"<enddate>\d+<", b"<enddate>%d<" % (start + 13 * 86_400), members[course_file])
        return read(members, tmp_path)

    title = backup.activity("notes")[0].findtext("name")
    start = int(backup.xml("course/course.xml").findtext("startdate", ""))
    for days, weeks, words in ((7, 2, ""), (60, 9, "open question in course.yaml"), (-3, None, "It is left out")):
        found = with_due(start + days * 86_400)
        kit_folder = tmp_path / f"kit{days}"
        assert errors(found, kit_folder) == []
        assert words in told(found)
        spec = yaml.safe_load((kit_folder / "course.yaml").read_text())
        if weeks:
            assert spec["course"]["weeks"] >= weeks
        due = next(a for m in spec["modules"] for a in m["activities"] if a["title"] == title).get("due")
        assert (due is None) == (days < 0)


def test_long_words_odd_formulas_and_unasked_questions_are_told_and_the_kit_is_sound(
    backup: Unpacked,  # noqa: F811
    tmp_path: Path,
) -> None:
    members = foreign(backup)
    long = b"Rivers &amp;lt;b&amp;gt;move&amp;lt;/b&amp;gt; more than water. " * 30
    members["course/course.xml"] = re.sub(
        rb"(?s)<summary>.*?</summary>", b"<summary>%s</summary>" % long, members["course/course.xml"]
    )
    name = f"{backup.folder('protocol')}/page.xml"
    members[name] = members[name].replace(b"<content>", rb"<content>&lt;p&gt;\(\qux{1}\)&lt;/p&gt;")
    members["questions.xml"] = members["questions.xml"].replace(b"Rivers flow.", rb"Does \(\qux{2}\) flow?")
    quiz = f"{backup.folder('everything')}/quiz.xml"
    members[quiz] = re.sub(rb"(?s)<question_instance .*?</question_instance>", b"", members[quiz], count=1)
    found = read(members, tmp_path)
    assert errors(found, tmp_path / "kit") == []
    for words in (
        r"The formula `\qux{1}` on content/",
        r'The formula `\qux{2}` in "',
        "1 question in the question bank",
    ):
        assert words in told(found)


def test_a_subsection_is_a_module_behind_the_one_that_it_stood_in(backup: Unpacked, tmp_path: Path) -> None:  # noqa: F811
    """As Moodle 4.5 writes it: an activity without content, and a section at the end that names it."""
    members = foreign(backup)
    titles = [module["title"] for module in read(members, tmp_path).answers["modules"]]
    assert len(titles) > 2
    sections = {name: backup.xml(name) for name in members if name.endswith("/section.xml")}
    first = next(name for name, root in sections.items() if root.findtext("name") == titles[0])
    last = next(name for name, root in sections.items() if root.findtext("name") == titles[-1])
    members[last] = re.sub(rb"<component>.*?</component>", b"<component>mod_subsection</component>", members[last])
    members[last] = re.sub(rb"<itemid>.*?</itemid>", b"<itemid>5</itemid>", members[last])
    members[first] = members[first].replace(b"<sequence>", b"<sequence>77,")
    members["activities/subsection_77/module.xml"] = b'<module id="77"><modulename>subsection</modulename></module>'
    members["activities/subsection_77/subsection.xml"] = (
        b'<activity id="5" moduleid="77" modulename="subsection" contextid="78">'
        b'<subsection id="5"><name>Within</name></subsection></activity>'
    )
    found = read(members, tmp_path)
    assert [module["title"] for module in found.answers["modules"]] == [titles[0], titles[-1], *titles[1:-1]]
    assert 'The subsection "Within"' in told(found) and "activities of other kinds" not in found.counts
