"""Units of an Open edX course keep their order, and a package that is not whole is said to be so."""

from __future__ import annotations

from pathlib import Path

import pytest

from mooc_kit.commands.import_course import import_course
from mooc_kit.importers.archive import CoursePackage
from mooc_kit.importers.base import Imported
from mooc_kit.importers.open_edx import OpenEdxImporter
from mooc_kit.problems import MoocKitError
from tests.importers.test_open_edx_account import ASKED, ONE, export, problem, told, unit

AGAIN = ASKED.replace("'p'", "'p2'")
CAPTIONS = '{"start": [0, 61500], "end": [2000, 63000], "text": ["Hello", "mud &amp; sun"]}'
VIDEO = "<video url_name='t' display_name='Talk' youtube_id_1_0='abcdefghijk' sub='x'/>"


def imported(tmp_path: Path, *inside: str, files: dict[str, str | bytes] | None = None) -> Imported:
    folder = export(tmp_path, f"<chapter display_name='W'>{unit(*inside)}</chapter>", files)
    with CoursePackage(folder) as archive:
        return OpenEdxImporter().read(archive)


def test_text_between_and_behind_questions_stays_there(tmp_path: Path) -> None:
    texts = [f"<html url_name='{name}'>{name}</html>" for name in ("before", "between", "behind")]
    course = imported(tmp_path, texts[0], ASKED, texts[1], AGAIN, texts[2])
    activities = course.answers["modules"][0]["activities"]
    assert [activity["kind"] for activity in activities] == ["quiz", "quiz", "page"]
    pages = [course.files[f"content/modules/w/{activity['id']}.md"].decode().strip() for activity in activities]
    assert pages == ["before", "between", "behind"]


def test_a_package_with_parts_that_cannot_be_read_is_exit_status_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files: dict[str, str | bytes] = {
        "problem/bad.xml": "<problem>a & b</problem>",
        "html/old.xml": '<html filename="old"/>',
        "html/old.html": "<p>Caf\xe9</p>".encode("latin-1"),
    }
    blocks = ("<problem url_name='bad'/>", "<html url_name='gone'/>", "<html url_name='old'/>", ASKED)
    folder = export(tmp_path, f"<chapter display_name='W'>{unit(*blocks)}</chapter>", files)
    assert import_course(folder, tmp_path / "kit") == 1
    assert "3 parts of it cannot be read" in capsys.readouterr().out
    assert (tmp_path / "kit/quizzes/u.yaml").exists()


def test_captions_in_open_edx_own_form_come_as_subrip_or_leave_no_link(tmp_path: Path) -> None:
    course = imported(tmp_path, VIDEO, files={"static/subs_x.srt.sjson": CAPTIONS})
    text = course.files["content/files/subs_x.srt"].decode()
    assert "2\n00:01:01,500 --> 00:01:03,000\nmud & sun\n" in text
    assert "(../../files/subs_x.srt)" in course.files["content/modules/w/u.md"].decode()
    course = imported(tmp_path, VIDEO, files={"static/subs_x.srt.sjson": "{}"})
    assert "Transcript" not in course.files["content/modules/w/u.md"].decode()
    assert "subs_x.srt.sjson" in told(course)


def test_a_damaged_picture_is_left_out_and_one_without_a_description_told(tmp_path: Path) -> None:
    html = "<html url_name='a'><![CDATA[<p><img src='/static/a.png'> <img alt='' src='/static/a.png'></p>]]></html>"
    course = imported(tmp_path, html, files={"static/a.png": b"\x89PNG\r\n\x1a\nrest"})
    assert not any(path.endswith(".png") for path in course.files)
    assert "(#)" not in course.files["content/modules/w/u.md"].decode()
    assert "The file a.png: It cannot be read" in told(course)
    assert "each of 2 pictures" in told(course)


def test_a_block_in_two_places_is_told(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "html/h.xml": "<html display_name='Shared' filename='h'/>",
        "html/h.html": "<p>x</p>",
    }
    course = imported(tmp_path, "<html url_name='h'/>", "<html url_name='h'/>", files=files)
    assert "more than once (Shared)" in told(course)


def test_a_package_with_nothing_for_participants_says_what_it_hides(tmp_path: Path) -> None:
    key = "<vertical display_name='Key' visible_to_staff_only='true'><html url_name='k'>42</html></vertical>"
    with (
        pytest.raises(MoocKitError) as refused,
        CoursePackage(export(tmp_path, f"<chapter>{key}</chapter>")) as archive,
    ):
        OpenEdxImporter().read(archive)
    assert 'hidden from participants: vertical "Key"' in str(refused.value.problems[0].message)


def test_units_of_a_number_are_plain_words_and_several_right_answers_are_told() -> None:
    field = r"<formulaequationinput trailing_text='\(m/s^2\)'/>"
    questions, _ = problem(f"<p>Q?</p><numericalresponse answer='4'>{field}</numericalresponse>")
    assert questions[0]["unit"] == "m/s^2"
    _, notices = problem(f"<p>Q?</p>{ONE.replace('false', 'true')}")
    assert any("Several right answers" in notice for notice in notices)
