"""Nothing of an Open edX course is lost in silence: what a kit cannot hold is told, counted, and left out."""

from __future__ import annotations

import random
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree

from mooc_kit.archive import tar_gz
from mooc_kit.commands.import_course import import_course
from mooc_kit.importers.archive import CoursePackage
from mooc_kit.importers.base import Imported
from mooc_kit.importers.open_edx import OpenEdxImporter
from mooc_kit.importers.open_edx.capa import new_account
from mooc_kit.importers.open_edx.questions import ReadProblem, read_problem
from mooc_kit.problems import MoocKitError


def problem(inside: str, **fields: str) -> tuple[list[dict[str, Any]], list[str]]:
    """The questions of a problem, and what is told of it."""
    element = etree.fromstring(f"<problem>{inside}</problem>")
    for name, value in fields.items():
        element.set(name, value)
    account = new_account()
    read = read_problem(element, "P", account, lambda url: url)
    return read.questions, [str(notice) for notice in account.notices("p.xml")]


CHOICES = '<choicegroup><choice correct="true">A</choice><choice correct="false">B</choice></choicegroup>'
ONE = f"<multiplechoiceresponse>{CHOICES}</multiplechoiceresponse>"
ONE_DRAWN = ONE.replace("<choicegroup>", "<choicegroup answer-pool='1'>")
WORDS = "<html url_name='a'>x</html>"
ASKED = f"<problem url_name='p'><p>Q?</p>{ONE}</problem>"


@pytest.mark.parametrize(
    ("inside", "prompt"),
    [
        (f"<p>Why?</p>{ONE}", "Why?"),
        (f"<div><div><p>Why?</p>{ONE}</div></div>", "Why?"),
        (f"<multiplechoiceresponse><p>Why?</p>{CHOICES}</multiplechoiceresponse>", "Why?"),
        (f"<multiplechoiceresponse><div><label>Why?</label></div>{CHOICES}</multiplechoiceresponse>", "Why?"),
        (
            f"<multiplechoiceresponse><label>Why?</label><description>Think.</description>{CHOICES}"
            "</multiplechoiceresponse>",
            "Why?\n\nThink.",
        ),
        (f"<text>Why?</text>{ONE}", "Why?"),
        (ONE.replace("<choicegroup>", '<choicegroup label="Why?">'), "Why?"),
        (f"Is [mathjaxinline]x^2[/mathjaxinline] or \\(y\\) right?{ONE}", "Is $x^2$ or $y$ right?"),
    ],
)
def test_what_stands_before_a_response_is_its_question(inside: str, prompt: str) -> None:
    questions, told = problem(inside)
    assert [question["prompt"] for question in questions] == [prompt]
    assert told == []


def test_each_response_has_the_text_before_it_and_the_solution_behind_it() -> None:
    questions, told = problem(
        f"<p>First?</p>{ONE}<solution><p>So one.</p></solution><p>Second?</p>{ONE}<solution>So two.</solution>"
        "<p>Well done.</p><demandhint><hint>Look.</hint></demandhint>"
    )
    assert [q["prompt"] for q in questions] == ["First?", "Second?\n\nWell done."]
    assert [q["feedback"]["general"] for q in questions] == ["So one.", "So two."]
    assert [q["hints"] for q in questions] == [["Look."], ["Look."]]
    assert told == []


def test_a_question_without_words_is_told() -> None:
    questions, told = problem(ONE)
    assert questions[0]["prompt"] == "…"
    assert any("words of the question" in notice for notice in told)


def test_formulas_in_lists_of_options_are_formulas() -> None:
    questions, _ = problem(
        r"<p>Which?</p><optionresponse><optioninput><option correct='True'>\(x\)</option>"
        r"<option correct='False'>[mathjaxinline]y[/mathjaxinline]</option></optioninput></optionresponse>"
        r"""<p>And?</p><optionresponse><optioninput options="('\\(x\\)','b')" correct="b"/></optionresponse>"""
    )
    assert [choice["text"] for choice in questions[0]["choices"]] == ["$x$", "$y$"]
    assert questions[1]["choices"][0]["text"] == "$x$"


def test_several_right_choices_count_as_capa_counts_them() -> None:
    questions, _ = problem(f"<p>Q?</p>{ONE.replace('false', 'true')}")
    assert questions[0]["choices"] == [{"text": "A", "correct": True}, {"text": "B", "credit": 100}]
    questions, _ = problem(f"<p>Q?</p><truefalseresponse>{CHOICES.replace('false', 'true')}</truefalseresponse>")
    assert (questions[0]["kind"], questions[0]["partial"]) == ("multiple_response", False)


def test_hints_and_further_answers_come_with_what_they_belong_to() -> None:
    questions, told = problem(
        "<p>Q?</p><stringresponse answer='blue' type='ci'><additional_answer answer='azure'>"
        "<correcthint>Nearly.</correcthint></additional_answer><correcthint label='Yes'>Good.</correcthint>"
        "<stringequalhint answer='red'>No.</stringequalhint><textline/></stringresponse>"
        "<p>R?</p><optionresponse><optioninput><option correct='True'>A<optionhint>Right.</optionhint></option>"
        "<option correct='False'>B</option></optioninput></optionresponse>"
        "<p>S?</p><numericalresponse answer='6*10^2'><responseparam type='tolerance' default='5%'/>"
        "<additional_answer answer='1/4'/><correcthint>Fine.</correcthint><formulaequationinput/></numericalresponse>"
    )
    words, listed, number = questions
    assert words["answers"] == [
        "blue",
        {"text": "azure", "feedback": "Nearly."},
        {"text": "red", "credit": 0, "feedback": "No."},
    ]
    assert words["feedback"] == {"correct": "Yes: Good."}
    assert listed["choices"][0]["feedback"] == "Right."
    assert (number["answer"], number["also"]) == (600, [{"answer": 0.25, "tolerance_percent": 5.0}])
    assert number["feedback"] == {"correct": "Fine."}
    assert told == []


@pytest.mark.parametrize(
    ("inside", "about"),
    [
        ("<p>Q?</p><stringresponse answer='^gr[ae]y$' type='regexp'><textline/></stringresponse>", "gr[ae]y"),
        ("<p>Q?</p><numericalresponse answer='(1,3)'><formulaequationinput/></numericalresponse>", "(1,3)"),
        ("<p>Q?</p><numericalresponse answer='$x'><formulaequationinput/></numericalresponse>", "$x"),
        ("<p>Q?</p><customresponse cfn='f'><textline/></customresponse>", "customresponse"),
        (f"<script>x = 1</script><p>Q?</p>{ONE}", "script"),
        (f"<p>Q?</p>{ONE_DRAWN}", "drawn"),
        (
            "<p>Q?</p><choiceresponse><checkboxgroup><choice correct='true'>A<choicehint selected='false'>Look."
            "</choicehint></choice><choice correct='false'>B</choice><compoundhint value='A B'>Both?</compoundhint>"
            "</checkboxgroup></choiceresponse>",
            "several answers together",
        ),
    ],
)
def test_what_no_question_can_hold_is_told(inside: str, about: str) -> None:
    _, told = problem(inside)
    assert any(about in notice for notice in told), told


@pytest.mark.parametrize(("way", "about"), [("EDC", "left empty"), ("halves", "halves"), ("false", "")])
def test_how_boxes_give_part_of_the_points_is_told(way: str, about: str) -> None:
    boxes = "<checkboxgroup><choice correct='true'>A</choice><choice correct='false'>B</choice></checkboxgroup>"
    questions, told = problem(f"<p>Q?</p><choiceresponse partial_credit='{way}'>{boxes}</choiceresponse>")
    assert questions[0]["partial"] is bool(about)
    assert [about in notice for notice in told] == ([True] if about else [])


def test_showanswer_and_partial_credit_are_told_by_problem() -> None:
    _, told = problem(f"<p>Q?</p>{ONE}", showanswer="never", rerandomize="always")
    assert [any(word in notice for notice in told) for word in ("showanswer=never", "rerandomize=always")] == [True] * 2


# ---- whole courses ---------------------------------------------------------------------------------------------------

COURSE = {
    "course.xml": '<course url_name="r" org="Org" course="X1"/>',
    "course/r.xml": '<course display_name="Ponds" start="2020-01-01T00:00:00Z"><chapter url_name="c1"/></course>',
}


def export(tmp_path: Path, chapter: str, files: dict[str, str | bytes] | None = None) -> Path:
    folder = tmp_path / "export"
    for name, text in {**COURSE, "chapter/c1.xml": chapter, **(files or {})}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def read(path: Path) -> Imported:
    with CoursePackage(path) as archive:
        importer = OpenEdxImporter()
        assert importer.recognises(archive)
        return importer.read(archive)


def unit(*inside: str) -> str:
    parts = "".join(inside)
    return f"<sequential display_name='S'><vertical display_name='U' url_name='v'>{parts}</vertical></sequential>"


def told(imported: Imported) -> str:
    return "\n".join(str(notice) for notice in imported.notices)


def test_what_only_the_team_or_some_groups_see_stays_out_and_can_be_had(tmp_path: Path) -> None:
    folder = export(
        tmp_path,
        "<chapter display_name='W'>"
        + unit(
            "<html url_name='a'><p>Open</p></html>",
            "<html url_name='b' display_name='Key' visible_to_staff_only='true'><p>Secret answers</p></html>",
            "<html url_name='c' display_name='Some' group_access='{\"7\": [1]}'><p>For one group</p></html>",
        )
        + "</chapter>",
    )
    imported = read(folder)
    assert all(b"Secret" not in data and b"one group" not in data for data in imported.files.values())
    assert 'html "Key"' in told(imported)
    assert imported.left_out == {"pages": 2}
    assert imported.counts["pages"] == 1
    assert import_course(folder, tmp_path / "kit", with_hidden=True) == 0
    assert "Secret answers" in (tmp_path / "kit/team-notes/key.md").read_text()


def test_subsections_of_a_type_count_the_same_and_the_rest_of_the_grading_is_told(tmp_path: Path) -> None:
    graded = "".join(
        f"<sequential url_name='s{n}' display_name='S{n}' graded='true' format='Homework'><vertical url_name='v{n}' "
        f"display_name='U{n}'><problem url_name='p{n}' weight='{n * 5}'><p>Q?</p>{ONE}</problem></vertical>"
        "</sequential>"
        for n in (1, 2)
    )
    grading = (
        '{"GRADER": [{"type": "Homework", "weight": 0.4, "drop_count": 1, "min_count": 3}, {"type": "Final", '
        '"weight": 0.6}], "GRADE_CUTOFFS": {"A": 0.9, "B": 0.5}}'
    )
    imported = read(
        export(tmp_path, f"<chapter display_name='W'>{graded}</chapter>", {"policies/r/grading_policy.json": grading})
    )
    rule = imported.answers["completion"]["platform_completion"]
    assert rule["weights"] == {"u1": 50, "u2": 50}
    assert rule["require"]["score"] == 50
    assert all(words in told(imported) for words in ("dropped (1)", '"Final" (60%', "A from 90 %", "3 subsections"))


def test_headings_of_subsections_and_dates_of_a_run_that_is_over_are_told(tmp_path: Path) -> None:
    course = '{"course/r": {"start": "2013-02-05T00:00:00Z", "end": "2013-04-05T00:00:00Z"}}'
    imported = read(
        export(tmp_path, f"<chapter display_name='W'>{unit(WORDS)}</chapter>", {"policies/r/policy.json": course})
    )
    assert "The headings of subsections" in told(imported)
    assert "The start of the course on 2013-02-05" in told(imported)
    assert "The end of the course on 2013-04-05" in told(imported)


def test_a_recording_in_other_places_and_transcripts_elsewhere_are_told(tmp_path: Path) -> None:
    video = (
        "<video url_name='v' display_name='Film' youtube='1.00:abcdefghijk'><source src='https://example.org/film.mp4'/>"
        "<transcript language='fr' src='fr.srt'/><track src='https://example.org/film.vtt'/></video>"
    )
    imported = read(export(tmp_path, f"<chapter display_name='W'>{unit(WORDS, video)}</chapter>"))
    assert all(words in told(imported) for words in ("film.mp4", "fr.srt", "film.vtt"))


def test_one_broken_component_costs_that_component(tmp_path: Path) -> None:
    imported = read(
        export(
            tmp_path,
            "<chapter display_name='W'>"
            + unit(
                "<html url_name='good'/>",
                "<html url_name='latin'/>",
                "<problem url_name='torn'/>",
                "<problem url_name='gone'/>",
                "<html url_name='lost'/>",
            )
            + "</chapter>",
            {
                "html/good.xml": "<html filename='good'/>",
                "html/good.html": "<p>Good</p>",
                "html/latin.xml": "<html filename='latin'/>",
                "html/latin.html": "<p>Gr\xf6n</p>".encode("latin-1"),
                "problem/torn.xml": "<problem><p></problem>",
                "html/lost.xml": "<html filename='nowhere'/>",
            },
        )
    )
    assert imported.counts["pages"] == 1
    assert imported.left_out == {"pages": 2, "problems": 2}
    assert all(name in told(imported) for name in ("latin", "torn", "gone", "lost"))


def test_an_empty_package_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(MoocKitError) as error:
        read(export(tmp_path, "<chapter display_name='W'/>"))
    assert [problem.code for problem in error.value.problems] == ["O106"]


def test_a_package_that_only_names_its_parts_is_refused_by_that_reason(tmp_path: Path) -> None:
    chapter = "<chapter display_name='W'><sequential display_name='S'><vertical url_name='v1'/></sequential></chapter>"
    with pytest.raises(MoocKitError) as refused:
        read(export(tmp_path, chapter))
    assert "names 1 part that it does not hold" in refused.value.problems[0].message


def test_every_kind_of_block_is_carried_or_told_and_counted(tmp_path: Path) -> None:
    inside = unit(
        "<html url_name='h1'><![CDATA[<p>Data <b>here</b></p><iframe src='https://example.org/tool'></iframe>]]></html>",
        "<video url_name='y' display_name='Film' youtube='1.00:abcdefghijk' start_time='00:01:00' sub='abc'/>",
        "<discussion url_name='d' discussion_category='Week 1'/>",
        f"<problem url_name='p' display_name='Fixed' max_attempts='2'><p>Q?</p>{ONE}</problem>",
        f"<library_content url_name='l' max_count='1' display_name='Drawn'>"
        f"<problem url_name='p2'><p>R?</p>{ONE}</problem>"
        f"<problem url_name='p3' max_attempts='5'><p>T?</p>{ONE}</problem></library_content>",
        "<split_test url_name='t'><vertical url_name='g1'><html url_name='x1'>First group</html></vertical>"
        "<vertical url_name='g2'><html url_name='x2'>Second group</html></vertical></split_test>",
        "<word_cloud url_name='w'/>",
        "<lti_consumer url_name='lti' launch_url='https://example.org/lti'/>",
        """<poll url_name='v' question='Which?' answers='[["a", {"label": "", "img": "/static/red_dot.png"}],"""
        """ ["b", {"label": "Blue"}]]'/>""",
    )
    loose = f"<sequential display_name='Bare'><problem url_name='p9'><p>Bare?</p>{ONE}</problem></sequential>"
    vertical = "<vertical url_name='v7' display_name='In a chapter'><html url_name='h7'><p>Kept</p></html></vertical>"
    imported = read(
        export(
            tmp_path,
            f"<chapter display_name='W' start='2021-05-05T00:00:00Z'>{inside}{loose}{vertical}</chapter>",
            {
                "policies/r/policy.json": '{"course/r": {"tabs": [{"type": "static_tab", "name": "FAQ", "url_slug": '
                '"faq"}], "pdf_textbooks": [{"tab_title": "The book"}], "invitation_only": true}, '
                '"problem/p": {"showanswer": "never"}}',
                "tabs/faq.html": "<p>Often asked</p>",
                "info/handouts.html": "<p>A sheet</p>",
                "drafts/vertical/q.xml": "<vertical/>",
                "about/faq.html": "<p>Asked</p>",
                "static/subs_abc.srt.sjson": "{}",
            },
        )
    )
    pages = b"\n".join(data for path, data in imported.files.items() if path.endswith(".md")).decode()
    for words in ("Data **here**", "https://example.org/tool", "First group", "Kept", "Often asked", "A sheet"):
        assert words in pages
    assert "Second group" not in pages
    quiz = yaml.safe_load(imported.files["quizzes/u.yaml"])
    assert quiz["pools"] == [{"id": "drawn", "draw": 1}]
    assert [question.get("pool") for question in quiz["questions"]] == [None, "drawn", "drawn"]
    poll = yaml.safe_load(
        imported.files["surveys/u.yaml"]
        if "surveys/u.yaml" in imported.files
        else next(data for path, data in imported.files.items() if path.startswith("surveys/"))
    )
    assert poll["items"][0]["options"] == ["red dot", "Blue"]
    assert any(activity["kind"] == "discussion" for activity in imported.answers["modules"][0]["activities"])
    for words in (
        "start_time=00:01:00",
        "word_cloud",
        "https://example.org/lti",
        "groups of people different things",
        'textbook "The book"',
        "1 drafts",
        "about/faq.html",
        "invitation_only",
        "showanswer=never",
        "It opens on 2021-05-05",
        "may be tried",
    ):
        assert words in told(imported), words
    assert imported.left_out == {"word_cloud components": 1, "lti_consumer components": 1, "units": 1, "pages": 1}
    assert (imported.counts["problems"], imported.counts["pages"], imported.counts["units"]) == (4, 3, 3)


def test_what_cannot_be_built_yet_is_said_first_and_is_exit_status_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = export(tmp_path, f"<chapter display_name='W'>{unit(ASKED)}</chapter>")
    assert import_course(folder, tmp_path / "kit") == 0
    assert "cannot be built" not in capsys.readouterr().out
    read_as_it_is = OpenEdxImporter.read

    def with_a_fault(self: OpenEdxImporter, archive: CoursePackage) -> Imported:
        imported = read_as_it_is(self, archive)
        imported.files["content/index.md"] = b"![](nowhere.png)\n"
        return imported

    monkeypatch.setattr(OpenEdxImporter, "read", with_a_fault)
    assert import_course(folder, tmp_path / "other") == 1
    assert capsys.readouterr().out.startswith("The kit cannot be built yet")


def test_a_compressed_package_is_gone_through_once(tmp_path: Path) -> None:
    files = {f"course/{name}": data.encode() for name, data in COURSE.items()}
    files["course/chapter/c1.xml"] = f"<chapter display_name='W'>{unit(WORDS)}</chapter>".encode()
    files |= {f"course/static/{n}.txt": b"x" * 2000 for n in range(300)}
    package = tmp_path / "c.tar.gz"
    package.write_bytes(tar_gz(files))
    assert read(package).counts["pages"] == 1


def test_a_moodle_backup_is_no_open_edx_course(tmp_path: Path) -> None:
    (tmp_path / "course").mkdir()
    (tmp_path / "moodle_backup.xml").write_text("<moodle_backup/>")
    (tmp_path / "course/course.xml").write_text('<course id="1"><fullname>A</fullname></course>')
    with CoursePackage(tmp_path) as archive:
        assert not OpenEdxImporter().recognises(archive)


# ---- mutations -------------------------------------------------------------------------------------------------------

SAMPLE = etree.fromstring(
    "<problem display_name='P' weight='2' max_attempts='3'><p>First <b>word</b>?</p><multiplechoiceresponse>"
    "<label>Why?</label><description>Think.</description><choicegroup shuffle='true'><choice correct='true'>Mud"
    "<choicehint>Yes.</choicehint></choice><choice correct='partial' point_value='0.3'>Sun<choicehint>Half."
    "</choicehint></choice><choice correct='false'>Ice</choice></choicegroup><solution><p>Because.</p></solution>"
    "</multiplechoiceresponse><p>Second?</p><choiceresponse partial_credit='EDC'><checkboxgroup>"
    "<choice correct='true'>One<choicehint selected='true'>Good</choicehint><choicehint selected='false'>Look"
    "</choicehint></choice><choice correct='false'>Two</choice><compoundhint value='A B'>Both?</compoundhint>"
    "</checkboxgroup></choiceresponse><p>Third?</p><stringresponse answer='blue' type='ci'>"
    "<additional_answer answer='azure'/><stringequalhint answer='red'>No</stringequalhint><correcthint>Ok"
    "</correcthint><textline label='Colour'/></stringresponse><p>Fourth?</p><numericalresponse answer='5'>"
    "<responseparam type='tolerance' default='0.1'/><additional_answer answer='7'/>"
    "<formulaequationinput trailing_text='m'/></numericalresponse><p>Fifth?</p><optionresponse><optioninput>"
    "<option correct='True'>A<optionhint>Right</optionhint></option><option correct='False'>B</option>"
    "</optioninput></optionresponse><customresponse cfn='f'><textline/></customresponse><demandhint><hint>Look up"
    "</hint></demandhint></problem>"
)
MEANS_NOTHING = {"size", "type", "name", "b"}
"""Attributes without a behaviour, and the tag whose loss leaves its words."""


def outcome(root: Any) -> tuple[str, list[str]]:
    account = new_account()
    read: ReadProblem = read_problem(root, "P", account, lambda url: url)
    return repr(read), [str(notice) for notice in account.notices("")]


def mutations(rng: random.Random) -> Iterator[tuple[str, Any]]:
    """The sample with one element or attribute less, or one more."""
    while True:
        root = deepcopy(SAMPLE)
        target = rng.choice([part for part in root.iter() if part is not root])
        if any(part.tag == "customresponse" for part in (target, *target.iterancestors())):
            continue
        match rng.randrange(4):
            case 0:
                what = f"without <{target.tag}> {target.text!r}"
                target.getparent().remove(target)
            case 1:
                keys = [key for key in target.keys() if key not in MEANS_NOTHING]  # noqa: SIM118
                if not keys:
                    continue
                key = rng.choice(keys)
                what = f"without {target.tag}/@{key}"
                del target.attrib[key]
            case 2:
                what = f"unknown attribute in {target.tag}"
                target.set("behaves", "differently")
                if target.tag in ("p", "b", "label", "description", "solution", "hint"):
                    continue  # how words are laid out
            case _:
                what = f"unknown element in {target.tag}"
                etree.SubElement(target, "novelty").text = "Something new"
        yield what, root


def unnoticed(number: int, seed: int) -> list[str]:
    before = outcome(SAMPLE)
    rng = random.Random(seed)
    made = mutations(rng)
    return sorted({what for what, root in (next(made) for _ in range(number)) if outcome(root) == before})


SILENT_DEFAULTS = {"without choice/@correct", "without option/@correct", "without choicehint/@selected"}
"""Attributes that say, where the sample has them so, what their absence says."""


def test_deleting_or_adding_anything_in_a_problem_changes_the_questions_or_the_notices() -> None:
    assert set(unnoticed(300, seed=7)) - SILENT_DEFAULTS == set()
