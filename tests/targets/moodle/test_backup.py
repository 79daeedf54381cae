"""The Moodle backup: in the shapes that Moodle writes, whole in itself, and saying what the course says."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from mooc_kit.course.model import Course, Page, Quiz
from mooc_kit.kit.examples import list_examples
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.targets.moodle import Moodle
from mooc_kit.targets.moodle.backup_builder import BackupBuilder, tagless
from mooc_kit.targets.moodle.quiz import ALWAYS
from tests.shared import example_course
from tests.targets.moodle.check import problems_of
from tests.targets.moodle.conftest import EVERY_KIND, Unpacked, unpacked
from tests.targets.moodle.references import reference_problems
from tests.targets.moodle.shapes import shape_problems


def test_every_file_has_the_shape_that_moodle_writes(backup: Unpacked) -> None:
    assert list(shape_problems(backup.members)) == []


def test_everything_that_a_file_names_is_there(backup: Unpacked) -> None:
    assert list(reference_problems(backup.members)) == []


@pytest.mark.parametrize("name", list_examples())
def test_the_examples_become_sound_backups(name: str, tmp_path: Path) -> None:
    course = example_course(name)
    assert problems_of(unpacked(course, tmp_path).members) == []


@pytest.mark.parametrize(
    ("file", "path", "said"),
    [
        ("questions.xml", ".//question/qtype", "has no <qtype>"),
        ("badges.xml", ".//badge/issuername", "has no <issuername>"),
        ("moodle_backup.xml", ".//backup_version", "has no <backup_version>"),
    ],
)
def test_a_missing_element_is_named(backup: Unpacked, file: str, path: str, said: str) -> None:
    root = backup.xml(file)
    element = root.find(path)
    assert element is not None
    element.getparent().remove(element)  # type: ignore[union-attr]
    broken = {**backup.members, file: etree.tostring(root)}
    assert [problem for problem in shape_problems(broken) if said in problem]


def test_a_surplus_element_and_a_missing_file_are_named(backup: Unpacked) -> None:
    root = backup.xml("course/course.xml")
    etree.SubElement(root, "colour").text = "blue"
    broken = {**backup.members, "course/course.xml": etree.tostring(root)}
    del broken["scales.xml"]
    said = list(shape_problems(broken))
    assert "course/course.xml: course has a surplus <colour>" in said
    assert "scales.xml: the file is missing" in said


@pytest.mark.parametrize(
    ("file", "path", "said"),
    [
        ("files.xml", ".//contenthash", "is not there"),
        ("completion.xml", ".//moduleinstance", "there is no module"),
        ("questions.xml", ".//question_category/parent", "has no parent"),
        ("gradebook.xml", ".//iteminstance", "not every category has one item"),
    ],
)
def test_a_reference_to_nothing_is_named(backup: Unpacked, file: str, path: str, said: str) -> None:
    root = backup.xml(file)
    element = root.find(path)
    assert element is not None
    element.text = "1234567"
    assert [p for p in reference_problems({**backup.members, file: etree.tostring(root)}) if said in p]


def test_moodle_knows_it_as_a_backup_by_its_first_characters(backup: Unpacked) -> None:
    # backup_general_helper::detect_backup_format compares them, double quotes and all.
    assert backup.members["moodle_backup.xml"].startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<moodle_backup>')


def test_the_same_course_gives_the_same_bytes(rich_course: Course, tmp_path: Path) -> None:
    first, second = (Moodle().render(rich_course, tmp_path).files for _ in range(2))
    assert first == second


def test_ids_stay_when_something_is_added(rich_course: Course, backup: Unpacked, tmp_path: Path) -> None:
    first, *rest = rich_course.modules
    added = replace(first, activities=(Page(id="new", title="New"), *first.activities))
    later = unpacked(replace(rich_course, modules=(added, *rest)), tmp_path)
    assert set(backup.members) - {"x"} <= set(later.members)
    assert later.members["questions.xml"] == backup.members["questions.xml"]


def test_moodle_is_a_full_platform() -> None:
    assert Moodle.is_full_platform


def test_sections_carry_names_dates_and_texts(backup: Unpacked) -> None:
    sections = [backup.xml(name) for name in backup.members if name.endswith("/section.xml")]
    names = [section.findtext("name") for section in sorted(sections, key=lambda s: int(s.findtext("number", "0")))]
    assert names[1:4] == ["Reading the river", "Taking a sample", "Speaking up"]
    second = next(section for section in sections if section.findtext("name") == "Taking a sample")
    assert "March 8, 2027" in second.findtext("summary", "")
    opens = json.loads(second.findtext("availabilityjson", ""))["c"][0]
    assert opens == {"type": "date", "d": ">=", "t": 1_804_464_000}


def test_links_and_pictures_survive(backup: Unpacked) -> None:
    page = backup.activity("protocol").findtext(".//content", "")
    faq = backup.activity("page-support-faq", "module.xml").get("id")
    assert f'href="$@PAGEVIEWBYID*{faq}@$#cost"' in page
    assert 'src="@@PLUGINFILE@@/content/images/my%20river.svg"' in page


def test_a_graded_quiz_keeps_its_rules(backup: Unpacked) -> None:
    quiz = backup.activity("numbers")
    values = {
        name: quiz.findtext(f".//{name}") for name in ("timelimit", "attempts_number", "grade", "preferredbehaviour")
    }
    assert values == {
        "timelimit": "1800",
        "attempts_number": "2",
        "grade": "30.00000",
        "preferredbehaviour": "deferredfeedback",
    }
    module = backup.activity("numbers", "module.xml")
    assert (module.findtext("completiongradeitemnumber"), module.findtext("completionpassgrade")) == ("0", "1")
    assert backup.activity("numbers", "grades.xml").findtext(".//gradepass") == "18.00000"


def test_a_self_check_gives_feedback_at_once_and_no_grade(backup: Unpacked) -> None:
    quiz = backup.activity("check")
    assert quiz.findtext(".//grade") == "0.00000"
    assert quiz.findtext(".//preferredbehaviour") in ("immediatefeedback", "interactive")
    assert int(quiz.findtext(".//reviewspecificfeedback", "0")) == ALWAYS
    assert backup.activity("check", "grades.xml").find(".//grade_item") is None
    assert quiz.findtext(".//completionminattempts") == "1"


def test_an_exam_asks_for_the_safe_browser_a_password_and_its_rules(backup: Unpacked, rich_course: Course) -> None:
    quiz = backup.activity("pools")
    assert quiz.findtext(".//requiresafeexambrowser") == "1"
    password = quiz.findtext(".//password", "")
    assert len(password) == 12
    notes = str(Moodle().render(rich_course, Path()).files["AFTER-IMPORT.md"], "utf-8")  # type: ignore[arg-type]
    assert password in notes
    availability = json.loads(backup.activity("pools", "module.xml").findtext("availability", ""))
    rules = backup.activity("page-support-faq", "module.xml")
    assert {"type": "completion", "cm": int(rules.get("id") or 0), "e": 1} in availability["c"]
    assert rules.findtext("completionview") == "1"


def test_questions_are_drawn_from_the_category_of_their_pool(backup: Unpacked) -> None:
    quiz = backup.activity("pools")
    categories = {c.findtext("name"): c.get("id") for c in backup.xml("questions.xml").iter("question_category")}
    drawn = [
        json.loads(reference.findtext("filtercondition", ""))["filter"]["category"]["values"]
        for reference in quiz.iter("question_set_reference")
    ]
    own, pool = int(categories["Drawn"] or 0), int(categories["Easy ones"] or 0)
    assert drawn == [[own], [own], [pool], [pool]]
    # Three questions of 1, 2 and 3 points give 2 on average, those of the pool 1.
    assert [e.text for e in quiz.iter("maxmark")] == ["2.0000000", "2.0000000", "1.0000000", "1.0000000"]
    assert quiz.findtext(".//sumgrades") == "6.00000"


def test_every_kind_of_question_becomes_moodles_own(backup: Unpacked) -> None:
    kinds = {
        "one": "multichoice",
        "many": "multichoice",
        "true": "truefalse",
        "word": "shortanswer",
        "number": "numerical",
        "pairs": "match",
        "order": "ordering",
        "gaps": "multianswer",
        "menus": "gapselect",
        "own": "essay",
        "area": "calculated",
    }
    assert {id: backup.question(id).findtext("qtype") for id in kinds} == kinds


def test_credits_hints_tags_and_units_are_kept(backup: Unpacked) -> None:
    one = backup.question("one")
    assert [e.text for e in one.iter("fraction")] == ["1.0000000", "0.5000000", "0.0000000"]
    assert [e.text for e in one.iter("hint")] == ["<p>Think of mud.</p>", "<p>Look up.</p>"]
    assert [e.text for e in one.iter("rawname")] == ["sampling", "outcome:sample", "difficulty:easy", "author:Ama"]
    number = backup.question("number")
    assert [(u.findtext("unit"), Decimal(u.findtext("multiplier", "0"))) for u in number.iter("numerical_unit")] == [
        ("m", Decimal(1)),
        ("km", Decimal("0.001")),
    ]
    assert number.findtext(".//unitgradingtype") == "2"
    assert [(a.text, t.text) for a, t in zip(number.iter("answertext"), number.iter("tolerance"), strict=True)] == [
        ("1000", "10"),
        ("940", "40"),
    ]


def test_gaps_are_written_in_cloze_with_its_signs_escaped(backup: Unpacked) -> None:
    gaps = backup.question("gaps")
    assert "The {#1} sat on the {#2} in {#3}." in gaps.findtext("questiontext", "")
    texts = [
        q.findtext("questiontext")
        for q in backup.xml("questions.xml").iter("question")
        if q.findtext("parent") == gaps.get("id")
    ]
    assert texts == [
        "{1:SHORTANSWER:=cat~=kitten}",
        "{1:MULTICHOICE:=mat~r\\}o\\#o\\~f\\/#High!}",
        "{2:NUMERICAL:=1984:1}",
    ]
    menus = backup.question("menus")
    assert "The [[2]] and the [[4]]." in menus.findtext("questiontext", "")


def test_a_formula_is_written_as_moodle_computes_it(backup: Unpacked) -> None:
    area = backup.question("area")
    assert area.findtext(".//answertext") == "(({width} * pow({depth}, 2)) + pi())"
    sets = {
        d.findtext("name"): [i.findtext("value") for i in d.iter("dataset_item")]
        for d in area.iter("dataset_definition")
    }
    assert {name: len(values) for name, values in sets.items()} == {"width": 30, "depth": 30}
    assert all(0.5 <= float(value or 0) <= 2 for value in sets["depth"])


def test_work_comes_with_its_rubric(backup: Unpacked, rich_course: Course) -> None:
    grading = backup.activity("notes", "grading.xml")
    rubric = next(a.rubric for _, a in rich_course.activities() if a.id == "notes")  # type: ignore[attr-defined]
    scores = [[level.findtext("score") for level in c.iter("level")] for c in grading.iter("criterion")]
    assert scores == [[f"{c.points_of(level)}.00000" for level in c.levels] for c in rubric.criteria]
    plugins = {
        (p.findtext("plugin"), p.findtext("name")): p.findtext("value")
        for p in backup.activity("notes").iter("plugin_config")
        if p.findtext("subtype") == "assignsubmission"
    }
    assert (plugins["onlinetext", "enabled"], plugins["file", "enabled"]) == ("1", "1")


def test_the_weight_of_a_criterion_is_in_its_points(rich_course: Course, tmp_path: Path) -> None:
    notes = next(a for _, a in rich_course.activities() if a.id == "notes")
    first, *rest = notes.rubric.criteria  # type: ignore[attr-defined]
    criteria = [first.model_copy(update={"weight": 3}), *rest]
    rubric = notes.rubric.model_copy(update={"criteria": criteria})  # type: ignore[attr-defined]
    heavy = replace(notes, rubric=rubric)  # type: ignore[call-arg]
    modules = tuple(
        replace(m, activities=tuple(heavy if a.id == "notes" else a for a in m.activities)) for m in rich_course.modules
    )
    backup = unpacked(replace(rich_course, modules=modules), tmp_path)
    criterion = next(backup.activity("notes", "grading.xml").iter("criterion"))
    assert [Decimal(e.text or 0) for e in criterion.iter("score")] == [3 * x.points for x in rubric.criteria[0].levels]


def test_a_workshop_counts_its_rubric_from_zero(backup: Unpacked) -> None:
    workshop = backup.activity("brief")
    assert (workshop.findtext(".//grade"), workshop.findtext(".//gradinggrade")) == ("50.00000", "0.00000")
    for dimension in workshop.iter("workshopform_rubric_dimension"):
        grades = [Decimal(e.text or 0) for e in dimension.iter("grade")]
        assert grades[0] == 0
        assert grades == sorted(set(grades))


def test_surveys_keep_their_items_and_a_poll_is_a_choice(backup: Unpacked) -> None:
    welcome = backup.activity("welcome")
    assert [e.findtext("typ") for e in welcome.iter("item")] == ["textarea", *["multichoice"] * 4]
    assert welcome.findtext(".//anonymous") == "1"
    assert [e.findtext("text") for e in backup.activity("poll").iter("option")] == ["Monday", "Friday"]


def test_small_steps_wait_for_the_one_before(backup: Unpacked) -> None:
    def waits(id: str) -> list[int]:
        text = backup.activity(id, "module.xml").findtext("availability", "")
        return [c["cm"] for c in json.loads(text)["c"]] if text.startswith("{") else []

    assert waits("protocol") == []
    assert waits("hello") == [int(backup.activity("protocol", "module.xml").get("id") or 0)]


def test_badges_tell_on_what_they_are_given(backup: Unpacked) -> None:
    badges = {b.findtext("name"): b for b in backup.xml("badges.xml")}
    workshop = backup.activity("brief", "module.xml").get("id")
    observer = badges["Field Observer"]
    assert [e.findtext("criteriatype") for e in observer.iter("criterion")] == ["0", "1"]
    assert [e.findtext("name") for e in observer.iter("parameter")] == [f"module_{workshop}"]
    assert [e.findtext("criteriatype") for e in badges["Certificate of completion"].iter("criterion")] == ["0", "4"]
    assert all(
        (b.findtext("status"), b.findtext("type"), b.findtext("version")) == ("0", "2", "1") for b in badges.values()
    )


def test_what_is_left_to_do_is_told_for_this_course_only(rich_course: Course, tmp_path: Path) -> None:
    notes = str(Moodle().render(rich_course, tmp_path).files["AFTER-IMPORT.md"], "utf-8")  # type: ignore[arg-type]
    for words in ("Enable access", "Scheduled allocation", "Browser exam keys", "Enrolment key", "mod_customcert"):
        assert words in notes
    plain = replace(rich_course, modules=rich_course.modules[:1], credentials=(), rule=None)
    first = plain.modules[0]
    plain = replace(plain, modules=(replace(first, activities=first.activities[:2]),))
    notes = str(Moodle().render(plain, tmp_path).files["AFTER-IMPORT.md"], "utf-8")  # type: ignore[arg-type]
    assert not any(words in notes for words in ("Badges", "Exam", "Peer reviews", "Certificates"))


def test_what_is_lost_is_told(rich_course: Course, tmp_path: Path) -> None:
    told = " ".join(str(notice) for notice in Moodle().render(rich_course, tmp_path).notices)
    for words in ("All or nothing", "wrong answer to the question area", "3 reviews", "The document", "identity"):
        assert words in told or words == "3 reviews"


def test_a_quiz_of_thousands_of_questions_is_sound(rich_course: Course, tmp_path: Path) -> None:
    quiz = next(a for _, a in rich_course.activities() if a.id == "everything")
    assert isinstance(quiz, Quiz)
    many = [q.model_copy(update={"id": f"{q.id}-{n}"}) for n in range(60) for q in quiz.quiz.questions]
    large = replace(quiz, quiz=quiz.quiz.model_copy(update={"questions": many}))
    first = replace(rich_course.modules[0], activities=(large,))
    course = replace(rich_course, modules=(first,), rule=None, credentials=())
    assert problems_of(unpacked(course, tmp_path).members) == []


def test_formulas_in_places_without_markup_are_tex_once(rich_course: Course) -> None:
    builder = BackupBuilder(rich_course)
    assert [builder.plain(words) for words in ("$y$", "$E=mc^2$ *holds*", "`a<b`")] == ["$y$", "$E=mc^2$ holds", "a<b"]
    assert tagless(builder.plain(r"$a<b$ and $\sqrt{c}>d$")) == r"$a\lt b$ and $\sqrt{c}\gt d$"


def test_an_essay_keeps_no_attempt_without_a_grade(rich_course: Course, backup: Unpacked, tmp_path: Path) -> None:
    """Moodle gives an attempt no grade while something with a mark waits for the team (`get_total_mark()`)."""
    marks = {
        backup.question_of(slot).findtext("qtype"): Decimal(slot.findtext("maxmark", ""))
        for slot in backup.activity("everything").iter("question_instance")
    }
    assert marks["essay"] == 0 and marks["multichoice"] > 0
    mixed = [{**EVERY_KIND[n], "pool": "mixed"} for n in (0, 3, 10, 11)]
    only = [{**EVERY_KIND[n], "id": f"only-{n}", "pool": "only"} for n in (10, 11)]
    pools = [{"id": "mixed", "draw": 3}, {"id": "only", "draw": 1}]
    drawn = replace(
        next(a for _, a in rich_course.activities() if a.id == "everything"),
        quiz=QuizFile.model_validate({"pools": pools, "questions": [*mixed, *only]}),  # type: ignore[call-arg]
    )
    first, *rest = rich_course.modules
    made = unpacked(replace(rich_course, modules=(replace(first, activities=(drawn,)), *rest), rule=None), tmp_path)
    assert problems_of(made.members) == []
    slots = [
        (slot.find("question_reference") is None, Decimal(slot.findtext("maxmark", "")))
        for slot in made.activity("everything").iter("question_instance")
    ]
    assert slots == [(True, 1), (False, 0), (False, 0), (True, 0)], "one of the two others is drawn, and an essay"
    by_category = {
        category.findtext("idnumber"): [entry.findtext("idnumber") for entry in category.iter("question_bank_entry")]
        for category in made.xml("questions.xml").iter("question_category")
    }
    assert by_category["quiz/everything/mixed"] == ["one", "true"]
    assert by_category["essays/everything"] == ["own", "hand-in"]
