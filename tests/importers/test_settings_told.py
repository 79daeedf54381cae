"""Packages account for every setting: change or add one, and the course or the notices change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mooc_kit.archive import tar_gz, zip_bytes
from mooc_kit.importers.archive import CoursePackage
from mooc_kit.importers.base import Imported
from mooc_kit.importers.registry import importer_for

ITEM = (
    "<activity_gradebook><grade_items><grade_item id='1'><itemtype>mod</itemtype><grademax>10.00000</grademax>"
    "<hidden>0</hidden></grade_item></grade_items></activity_gradebook>"
)
SHOWN = "<visible>1</visible><visibleoncoursepage>1</visibleoncoursepage><completion>0</completion>"
BACKUP = {
    "moodle_backup.xml": "<moodle_backup><information><original_wwwroot>https://x.example</original_wwwroot>"
    "</information></moodle_backup>",
    "course/course.xml": "<course id='1' contextid='9'><fullname>A</fullname><shortname>a</shortname></course>",
    "course/calendar.xml": "<events></events>",
    "gradebook.xml": "<gradebook></gradebook>",
    "files.xml": "<files></files>",
    "sections/section_1/section.xml": "<section id='1'><number>1</number><name>One</name><sequence>1,2</sequence>"
    "<visible>1</visible></section>",
    "activities/page_1/page.xml": "<activity id='1' contextid='11'><page id='1'><name>Read</name>"
    "<content>&lt;p&gt;Words&lt;/p&gt;</content><displayoptions>a:0:{}</displayoptions></page></activity>",
    "activities/page_1/module.xml": f"<module id='1'>{SHOWN}</module>",
    "activities/assign_2/assign.xml": "<activity id='2' contextid='12'><assign id='2'><name>Do</name><grade>10</grade>"
    "<plugin_configs></plugin_configs></assign></activity>",
    "activities/assign_2/module.xml": f"<module id='2'>{SHOWN}</module>",
    "activities/assign_2/grades.xml": ITEM,
}
CONFIG = (
    "<plugin_config><plugin>onlinetext</plugin><subtype>assignsubmission</subtype><name>wordlimit</name>"
    "<value>500</value></plugin_config></plugin_configs>"
)


def read(members: dict[str, str], folder: Path, *, cartridge: bool = False) -> Imported:
    path = folder / ("c.imscc" if cartridge else "c.mbz")
    data = {name: text.encode() for name, text in members.items()}
    path.write_bytes(zip_bytes(data) if cartridge else tar_gz(data, is_plain=True))
    with CoursePackage(path) as archive:
        return importer_for(archive).read(archive)


def outcome(found: Imported) -> tuple[Any, ...]:
    told = sorted((notice.what, notice.why, notice.instead) for notice in found.notices)
    return found.answers, found.files, told, dict(found.counts), dict(found.left_out)


def changed(place: str, old: str, new: str) -> dict[str, str]:
    assert old in BACKUP[place]
    return {**BACKUP, place: BACKUP[place].replace(old, new)}


@pytest.mark.parametrize(
    ("place", "old", "new", "words"),
    [
        ("activities/page_1/module.xml", "coursepage>1", "coursepage>0", 'That no list of the course has it of "Read"'),
        ("activities/page_1/module.xml", "</module>", "<groupmode>1</groupmode></module>", "groups work apart"),
        ("activities/page_1/module.xml", "</module>", "<tags><tag><rawname>x</rawname></tag></tags></module>", "A tag"),
        ("activities/page_1/page.xml", "</name>", "</name><intro>About it</intro>", "About it"),
        ("activities/page_1/page.xml", "</page>", "<novelty>7</novelty></page>", "`novelty: 7`"),
        ("activities/assign_2/assign.xml", "</grade>", "</grade><cutoffdate>7</cutoffdate>", "late work"),
        ("activities/assign_2/assign.xml", "</plugin_configs>", CONFIG, "wordlimit: 500"),
        ("activities/assign_2/grades.xml", "<hidden>0", "<hidden>1", "`hidden: 1`"),
        ("gradebook.xml", "</", "<grade_category><droplow>1</droplow></grade_category></", "lowest grades"),
        ("course/course.xml", "</course>", "<groupmode>2</groupmode></course>", 'of "the course"'),
        ("course/calendar.xml", "</", "<event><name>Fair</name></event></", "Fair"),
        ("files.xml", "</", "<file><filename>a.txt</filename><contenthash>0</contenthash></file></", "a.txt"),
    ],
)
def test_no_setting_of_a_moodle_backup_is_passed_over(
    place: str, old: str, new: str, words: str, tmp_path: Path
) -> None:
    before, after = read(BACKUP, tmp_path), read(changed(place, old, new), tmp_path)
    assert words not in str(before.notices)
    assert words in "\n".join(f"{notice}" for notice in after.notices)


APART = {"moodle_backup.xml", "course/calendar.xml", "files.xml"}
"""What the site writes about the backup itself; events and files, which are told by their names."""


@pytest.mark.parametrize("place", sorted({*BACKUP} - APART))
def test_nothing_unknown_in_a_moodle_backup_is_passed_over(place: str, tmp_path: Path) -> None:
    end = BACKUP[place].rindex("</")
    more = {**BACKUP, place: f"{BACKUP[place][:end]}<novelty>Something new</novelty>{BACKUP[place][end:]}"}
    assert outcome(read(more, tmp_path)) != outcome(read(BACKUP, tmp_path))


def test_a_description_that_moodle_shows_stands_above_the_page(tmp_path: Path) -> None:
    members = changed("activities/page_1/page.xml", "</name>", "</name><intro>About it</intro>")
    place = "activities/page_1/module.xml"
    members[place] = members[place].replace("</module>", "<showdescription>1</showdescription></module>")
    (page,) = [data for path, data in read(members, tmp_path).files.items() if path.endswith("read.md")]
    assert page.decode().split() == ["About", "it", "Words"]


def test_a_moodle_section_without_anything_is_counted_and_told(tmp_path: Path) -> None:
    more = {"sections/section_2/section.xml": "<section id='2'><number>2</number><name>Later</name></section>"}
    found = read({**BACKUP, **more}, tmp_path)
    assert found.left_out["sections"] == 1
    assert "Later" in str(found.notices)


CARTRIDGE = {
    "imsmanifest.xml": """<manifest identifier="m"><metadata><schema>IMS Common Cartridge</schema><lom><general><title>
<string>C</string></title>KEYWORD</general></lom></metadata><organizations><organization><item><item identifier="i">
<title>One</title><item identifierref="r"><title>Read</title></item></item></item></organization></organizations>
<resources><resource identifier="r" type="webcontent" href="a.html"><file href="a.html"/></resource></resources>
</manifest>""",
    "a.html": "<html><head><title>Read</title></head><body><p>Words</p></body></html>",
    "course_settings/canvas_export.txt": "x",
    "course_settings/files_meta.xml": "<fileMeta><files>FILE</files></fileMeta>",
}


def test_the_groups_of_assignments_and_how_a_discussion_goes_are_told(tmp_path: Path) -> None:
    groups = "".join(
        f"<assignmentGroup identifier='g{n}'><title>{name}</title><group_weight>0</group_weight></assignmentGroup>"
        for n, name in enumerate(("Homework", "Labs"))
    )
    manifest = (
        CARTRIDGE["imsmanifest.xml"]
        .replace("KEYWORD", "")
        .replace(
            "<resources>",
            '<resources><resource identifier="t" type="imsdt_xmlv1p1"><file href="t.xml"/>'
            '<dependency identifierref="m"/>'
            '</resource><resource identifier="m" type="associatedcontent/imscc_xmlv1p1/learning-application-resource" '
            'href="m.xml"><file href="m.xml"/></resource>',
        )
    )
    members = {
        **CARTRIDGE,
        "imsmanifest.xml": manifest,
        "course_settings/files_meta.xml": "<fileMeta/>",
        "course_settings/assignment_groups.xml": f"<assignmentGroups>{groups}</assignmentGroups>",
        "t.xml": "<topic><title>Talk</title><text>Well?</text></topic>",
        "m.xml": "<topicMeta identifier='m'><topic_id>t</topic_id><title>Talk</title><type>topic</type>"
        "<require_initial_post>true</require_initial_post><pinned>false</pinned></topicMeta>",
    }
    told = "\n".join(str(notice) for notice in read(members, tmp_path, cartridge=True).notices)
    assert 'The assignment groups "Homework", "Labs"' in told
    assert "`require_initial_post: true`" in told
    assert "pinned" not in told


@pytest.mark.parametrize(
    ("mark", "more", "words"),
    [
        ("KEYWORD", "<keyword><string>rivers</string></keyword>", "The keywords rivers"),
        ("KEYWORD", "<coverage><string>Europe</string></coverage>", "Europe"),
        ("FILE", "<file><display_name>a.pdf</display_name><hidden>true</hidden></file>", "hidden or locked (a.pdf)"),
        ("FILE", "<file><usage_rights use_justification='public_domain'/></file>", "The rights in 1 files"),
    ],
)
def test_no_setting_of_a_cartridge_is_passed_over(mark: str, more: str, words: str, tmp_path: Path) -> None:
    def filled(text: str) -> dict[str, str]:
        return {
            name: data.replace(mark, text).replace("KEYWORD", "").replace("FILE", "")
            for name, data in CARTRIDGE.items()
        }

    assert words not in str(read(filled(""), tmp_path, cartridge=True).notices)
    assert words in str(read(filled(more), tmp_path, cartridge=True).notices)
