"""What participants did not see on the platform is no part of a kit; it is told, counted, and kept as notes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from mooc_kit.importers.base import Imported
from mooc_kit.problems import MoocKitError
from tests.importers.test_settings_told import changed, read

SECRET = "The key to the test is 42."


def published(found: Imported) -> str:
    return str(found.answers) + "".join(data.decode() for data in found.files.values())


def notes(found: Imported) -> str:
    return "".join(data.decode() for data in found.hidden.values())


def with_secret(members: Mapping[str, str]) -> dict[str, str]:
    place = "activities/page_1/page.xml"
    return {**members, place: members[place].replace("Words", SECRET)}


def test_a_hidden_activity_of_a_moodle_backup_is_a_note_for_the_team(tmp_path: Path) -> None:
    hidden = changed("activities/page_1/module.xml", "<visible>1", "<visible>0")
    found = read(with_secret(hidden), tmp_path)
    assert SECRET not in published(found)
    assert "Read" not in published(found)
    assert SECRET in notes(found)
    assert list(found.hidden) == ["team-notes/read.md"]
    assert found.left_out["pages"] == 1
    assert '"Read" (page)' in str(found.notices)


def test_a_hidden_section_of_a_moodle_backup_is_left_out_with_all_that_is_in_it(tmp_path: Path) -> None:
    hidden = changed("sections/section_1/section.xml", "<visible>1", "<visible>0")
    hidden["sections/section_2/section.xml"] = (
        hidden["sections/section_1/section.xml"].replace("1,2", "2").replace("<visible>0", "<visible>1")
    )
    hidden["sections/section_1/section.xml"] = hidden["sections/section_1/section.xml"].replace("1,2", "1")
    found = read(with_secret(hidden), tmp_path)
    assert SECRET not in published(found)
    assert SECRET in notes(found)
    assert (found.left_out["sections"], found.left_out["pages"], found.counts["assignments"]) == (1, 1, 1)
    assert "1 activity in it" in str(found.notices)


def test_what_a_hidden_activity_counted_is_told(tmp_path: Path) -> None:
    members = changed("activities/assign_2/module.xml", "<visible>1", "<visible>0")
    needs = "<course_completion_criteria id='1'><criteriatype>4</criteriatype><moduleinstance>2</moduleinstance>"
    members["completion.xml"] = f"<course_completion>{needs}</course_completion_criteria></course_completion>"
    told = str(read(members, tmp_path).notices)
    assert 'That "Do" must be complete' in told
    assert 'What "Do" counts for the grade' in told


def test_a_link_to_a_hidden_activity_is_told(tmp_path: Path) -> None:
    members = changed("activities/assign_2/module.xml", "<visible>1", "<visible>0")
    members["activities/page_1/page.xml"] = members["activities/page_1/page.xml"].replace(
        "Words", "&lt;a href=&quot;$@ASSIGNVIEWBYID*2@$&quot;&gt;Work&lt;/a&gt;"
    )
    assert 'The link to "Do"' in str(read(members, tmp_path).notices)


def test_a_backup_of_which_all_is_hidden_is_refused_by_that_reason(tmp_path: Path) -> None:
    hidden = changed("sections/section_1/section.xml", "<visible>1", "<visible>0")
    with pytest.raises(MoocKitError) as refused:
        read(hidden, tmp_path)
    assert "hidden from participants" in refused.value.problems[0].message


QUESTIONS = f"""<questestinterop><assessment ident="q"><section ident="s"><item ident="i"><presentation><material>
<mattext>{SECRET}</mattext></material></presentation></item></section></assessment></questestinterop>"""
META = "<quiz identifier='q'><title>Test</title><available>true</available></quiz>"


def canvas(module: str = "active", item: str = "active", page: str = "active", quiz: str = META) -> dict[str, str]:
    """A Canvas export with a page and a quiz in one module, a page in another one, and the states of all of them."""
    rows = "".join(
        f"<item identifier='t{ref}'><content_type>{kind}</content_type><workflow_state>{item}</workflow_state>"
        f"<title>{title}</title><identifierref>{ref}</identifierref></item>"
        for kind, title, ref in (("WikiPage", "Secret page", "p"), ("Quizzes::Quiz", "Test", "q"))
    )
    open_row = (
        "<item identifier='to'><content_type>WikiPage</content_type><workflow_state>active</workflow_state>"
        "<title>Open</title><identifierref>o</identifierref></item>"
    )
    wiki = (
        "<html><head><title>{0}</title><meta name='identifier' content='{1}'/>"
        "<meta name='workflow_state' content='{2}'/></head><body><p>{3}</p></body></html>"
    )
    return {
        "imsmanifest.xml": """<manifest identifier="m"><metadata><schema>IMS Common Cartridge</schema></metadata>
<organizations><organization><item/></organization></organizations><resources>
<resource identifier="p" type="webcontent" href="wiki_content/p.html"><file href="wiki_content/p.html"/></resource>
<resource identifier="o" type="webcontent" href="wiki_content/o.html"><file href="wiki_content/o.html"/></resource>
<resource identifier="q" type="imsqti_xmlv1p2/imscc_xmlv1p1/assessment"><file href="q/assessment_qti.xml"/></resource>
</resources></manifest>""",
        "course_settings/canvas_export.txt": "x",
        "course_settings/module_meta.xml": "<modules><module identifier='m1'><title>One</title>"
        f"<workflow_state>{module}</workflow_state><items>{rows}</items></module><module identifier='m2'>"
        f"<title>Two</title><workflow_state>active</workflow_state><items>{open_row}</items></module></modules>",
        "wiki_content/p.html": wiki.format("Secret page", "p", page, SECRET),
        "wiki_content/o.html": wiki.format("Open", "o", "active", "Open to all."),
        "q/assessment_qti.xml": QUESTIONS,
        "q/assessment_meta.xml": quiz,
    }


def test_what_canvas_has_published_is_in_the_kit(tmp_path: Path) -> None:
    found = read(canvas(), tmp_path, cartridge=True)
    assert SECRET in published(found)
    assert not found.hidden


@pytest.mark.parametrize(("states", "left_out"), [({"module": "unpublished"}, 1), ({"item": "unpublished"}, 1)])
def test_unpublished_modules_and_items_of_canvas_are_notes_for_the_team(
    states: dict[str, str], left_out: int, tmp_path: Path
) -> None:
    found = read(canvas(**states), tmp_path, cartridge=True)
    assert SECRET not in published(found)
    assert notes(found).count(SECRET) == 2
    assert {kind: found.left_out[kind] for kind in ("pages", "quizzes", "questions", "modules")} == {
        "pages": 1,
        "quizzes": 1,
        "questions": 1,
        "modules": left_out,
    }
    assert (found.counts["pages"], found.counts["quizzes"], found.counts["modules"]) == (1, 0, 1)


@pytest.mark.parametrize(
    ("states", "title"),
    [({"page": "unpublished"}, "secret-page"), ({"quiz": META.replace("true", "false")}, "test")],
)
def test_an_unpublished_thing_of_canvas_is_hidden_wherever_it_stands(
    states: dict[str, str], title: str, tmp_path: Path
) -> None:
    found = read(canvas(**states), tmp_path, cartridge=True)
    assert list(found.hidden) == [f"team-notes/{title}.md"]
    assert SECRET in notes(found)
    assert published(found).count(SECRET) == 1
    assert found.left_out["modules"] == 0
