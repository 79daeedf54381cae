"""The Canvas cartridge: whole in itself, by the rules of Canvas's own importer, and saying what the course says."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from mooc_kit.course.model import Assignment, Discussion, Link, Quiz, Survey
from mooc_kit.kit.examples import list_examples
from mooc_kit.quizzes.formats.qti12 import read_qti12
from mooc_kit.quizzes.model import Ordering
from mooc_kit.targets.canvas import Canvas
from tests.shared import example_course
from tests.targets.imscc.check import CANVAS, QTI, problems_of
from tests.targets.imscc.conftest import Built, built
from tests.targets.imscc.keys import key_of

MODULES = "course_settings/module_meta.xml"


def modules_of(canvas: Built) -> list[Any]:
    return list(canvas.xml(MODULES).iter(f"{CANVAS}module"))


def text(element: Any, name: str) -> str:
    return str(element.findtext(f"{CANVAS}{name}"))


def quizzes_of(canvas: Built) -> dict[str, Any]:
    """Title of each quiz -> its settings and its questions' file."""
    found = {}
    for path in canvas.members:
        if path.endswith("assessment_meta.xml"):
            meta = canvas.xml(path)
            id = meta.get("identifier")
            found[text(meta, "title")] = (meta, canvas.members[f"non_cc_assessments/{id}.xml.qti"])
    return found


def assignments_of(canvas: Built) -> dict[str, Any]:
    """Title of everything in Canvas's gradebook -> its settings."""
    found = {}
    for path in canvas.members:
        if path.endswith("assignment_settings.xml"):
            found[text(canvas.xml(path), "title")] = canvas.xml(path)
        elif (
            path.endswith("assessment_meta.xml") and (inner := canvas.xml(path).find(f"{CANVAS}assignment")) is not None
        ):
            found[text(inner, "title")] = inner
    return found


def test_everything_that_a_file_names_is_there(canvas: Built) -> None:
    assert problems_of(canvas.members) == []


@pytest.mark.parametrize("name", list_examples())
def test_the_examples_become_sound_cartridges(name: str, tmp_path: Path) -> None:
    course = example_course(name)
    assert problems_of(built(course, Canvas(), tmp_path).members) == []


def test_every_activity_has_its_item_in_its_module(canvas: Built) -> None:
    rows = {text(module, "title"): module for module in modules_of(canvas)}
    for module in canvas.course.modules:
        items = {
            text(item, "title"): text(item, "content_type")
            for item in rows[" ".join(module.title.split())].iter(f"{CANVAS}item")
        }
        for activity in module.activities:
            match activity:
                case Quiz() | Survey():
                    wanted = "Quizzes::Quiz"
                case Assignment():
                    wanted = "Assignment"
                case Discussion():
                    wanted = "DiscussionTopic"
                case Link() if not activity.body_html:
                    wanted = "ExternalUrl"
                case _:
                    wanted = "WikiPage"
            assert items[activity.title] == wanted, activity.title
    assert canvas.told("The link")


def test_every_question_keeps_its_kind_its_key_and_its_points_or_is_told(canvas: Built) -> None:
    lost = " ".join(str(notice) for notice in canvas.told("The question ("))
    for _, activity in canvas.course.activities():
        if not isinstance(activity, Quiz):
            continue
        read = read_qti12(quizzes_of(canvas)[activity.title][1], "quiz").quiz
        assert read is not None
        by_id = {re.sub(r"^g[0-9a-f]{32}[-_]", "", question.id): question for question in read.questions}
        for question in activity.quiz.questions:
            if isinstance(question, Ordering):
                assert question.id not in by_id
                assert "(ordering)" in lost
                continue
            kept = by_id[question.id]
            kind, key = key_of(question)
            assert key_of(kept) == (kind, key), question.id
            if question.pool is None:
                assert kept.points == question.points
    assert "(ordering)" in lost


def test_a_group_draws_what_it_holds_and_a_perfect_attempt_gets_all_points(canvas: Built) -> None:
    for title, (meta, data) in quizzes_of(canvas).items():
        root = etree.fromstring(data)
        total = 0.0
        for item in root.findall(f"{QTI}assessment/{QTI}section/{QTI}item"):
            total += points_in(item)
        for group in root.findall(f"{QTI}assessment/{QTI}section/{QTI}section"):
            selection = group.find(f"{QTI}selection_ordering/{QTI}selection")
            pick = int(selection.findtext(f"{QTI}selection_number"))
            members = group.findall(f"{QTI}item")
            assert pick <= len(members)
            assert all(points_in(item) for item in members), "a text would be drawn like a question"
            total += pick * float(selection.findtext(f"{QTI}selection_extension/{QTI}points_per_item"))
        assert float(text(meta, "points_possible")) == pytest.approx(total), title
    assert canvas.told("How many questions are drawn")


def points_in(item: Any) -> float:
    fields = {
        f.findtext(f"{QTI}fieldlabel"): f.findtext(f"{QTI}fieldentry") for f in item.iter(f"{QTI}qtimetadatafield")
    }
    return float(fields["points_possible"])


def test_self_checks_are_practice_and_surveys_are_surveys(canvas: Built) -> None:
    kinds = Counter(text(meta, "quiz_type") for meta, _ in quizzes_of(canvas).values())
    activities = [activity for _, activity in canvas.course.activities()]
    assert kinds == {
        "practice_quiz": sum(isinstance(a, Quiz) and not a.is_graded for a in activities),
        "assignment": sum(isinstance(a, Quiz) and a.is_graded for a in activities),
        "survey": sum(isinstance(a, Survey) for a in activities),
    }


def test_the_total_of_canvas_is_the_score_of_the_course(canvas: Built) -> None:
    """Canvas: the share of points within a group, times the group's weight."""
    groups = {
        g.get("identifier"): Fraction(text(g, "group_weight")).limit_denominator(10**9)
        for g in canvas.xml("course_settings/assignment_groups.xml")
    }
    assert float(sum(groups.values())) == pytest.approx(100)
    found = assignments_of(canvas)
    counted = {title: a for title, a in found.items() if text(a, "omit_from_final_grade") == "false"}
    points: Counter[str] = Counter()
    for assignment in counted.values():
        points[text(assignment, "assignment_group_identifierref")] += float(text(assignment, "points_possible"))
    rule = canvas.course.rule
    assert rule is not None
    titles = {activity.id: activity.title for _, activity in canvas.course.activities()}
    assert {titles[id] for id, weight in rule.weights.items() if weight} == set(counted)
    for id, weight in rule.weights.items():
        assignment = counted[titles[id]]
        group = text(assignment, "assignment_group_identifierref")
        share = groups[group] * Fraction(text(assignment, "points_possible")) / Fraction(points[group])
        assert float(share) == pytest.approx(float(weight) * 100, abs=1e-6)


def test_rubrics_are_bound_and_tied_to_outcomes(canvas: Built) -> None:
    rubrics = {r.get("identifier"): r for r in canvas.xml("course_settings/rubrics.xml")}
    outcomes = {
        o.get("identifier"): text(o, "description") for o in canvas.xml("course_settings/learning_outcomes.xml")
    }
    for _, activity in canvas.course.activities():
        if not isinstance(activity, Assignment) or activity.rubric is None:
            continue
        bound = rubrics[text(assignments_of(canvas)[activity.title], "rubric_identifierref")]
        rows = list(bound.iter(f"{CANVAS}criterion"))
        assert [float(text(row, "points")) for row in rows] == [c.max_points for c in activity.rubric.criteria]
        for row, criterion in zip(rows, activity.rubric.criteria, strict=True):
            outcome = canvas.course.outcome(criterion.outcomes[0])
            assert outcome is not None
            assert outcomes[text(row, "learning_outcome_identifierref")] == outcome.text
            levels = {
                text(r, "description"): (float(text(r, "points")), text(r, "long_description"))
                for r in row.iter(f"{CANVAS}rating")
            }
            assert levels == {x.title: (criterion.points_of(x), x.descriptor) for x in criterion.levels}


def test_requirements_follow_the_rule_of_the_course(canvas: Built) -> None:
    rule = canvas.course.rule
    assert rule is not None
    named = {}
    for module in modules_of(canvas):
        titles = {item.get("identifier"): text(item, "title") for item in module.iter(f"{CANVAS}item")}
        for need in module.iter(f"{CANVAS}completionRequirement"):
            named[titles[text(need, "identifierref")]] = (need.get("type"), need.findtext(f"{CANVAS}min_score"))
    wanted = {a.title: a for _, a in canvas.course.activities() if a.id in rule.activities}
    assert set(named) == set(wanted)
    kinds = {
        "page": "must_view",
        "link": "must_view",
        "discussion": "must_contribute",
        "survey": "must_submit",
        "assignment": "must_submit",
        "quiz": "must_submit",
    }
    for title, activity in wanted.items():
        type, least = named[title]
        if getattr(activity, "pass_percent", None):
            possible = float(text(assignments_of(canvas)[title], "points_possible"))
            assert (type, float(least)) == ("min_score", pytest.approx(possible * activity.pass_percent / 100))
        else:
            assert (type, least) == (kinds[activity.kind], None), title


def test_small_steps_become_sequence_and_prerequisites(canvas: Built) -> None:
    in_steps = bool(canvas.course.design)
    parts = modules_of(canvas)[1:13]
    assert {text(module, "require_sequential_progress") for module in parts} == {"true" if in_steps else "false"}
    # Every module here has a peer review to be passed: waiting for people would lock everybody out.
    assert not [need for module in parts for need in module.iter(f"{CANVAS}prerequisite")]
    first, essays = canvas.course.modules[:2]
    quick = replace(first, activities=first.activities[:2])
    # A quiz with answers in own words waits for people, too.
    essays = replace(essays, activities=tuple(a for a in essays.activities if a.id == "quiz-1"))
    course = replace(canvas.course, modules=(quick, essays, *canvas.course.modules[2:]))
    parts = modules_of(built(course, Canvas(), Path()))[1:13]
    found = [need.findtext(f"{CANVAS}title") for part in parts for need in part.iter(f"{CANVAS}prerequisite")]
    assert found == ([" ".join(first.title.split())] * 11 if in_steps else [])


def test_the_last_module_opens_when_all_is_done_and_tells_what_is_given(canvas: Built) -> None:
    step = next(module for module in modules_of(canvas) if text(module, "title") == "What you have earned")
    parts = modules_of(canvas)[1:13]
    named = [text(need, "identifierref") for need in step.iter(f"{CANVAS}prerequisite")]
    assert named == [part.get("identifier") for part in parts]
    page = canvas.members["wiki_content/page-certificate-step.html"].decode()
    given = [c.title for c in canvas.course.credentials if c.rule is not None]
    assert given
    assert all(title in page for title in given)
    # Canvas gives nothing by itself, whatever the platform of the course is said to do.
    told = page + canvas.members["wiki_content/page-evidence-overview.html"].decode()
    assert "automatically" not in told.replace("Given automatically by the platform when", "")
    bare = built(replace(canvas.course, credentials=(), rule=None), Canvas(), Path())
    assert "What you have earned" not in [text(module, "title") for module in modules_of(bare)]


def test_what_is_missing_scores_zero_in_canvas_as_by_the_rule(canvas: Built) -> None:
    policy = canvas.xml("course_settings/late_policy.xml")
    # Canvas's importer ends where one of the seven is missing.
    assert {etree.QName(e).localname: e.text for e in policy} == {
        "missing_submission_deduction_enabled": "true",
        "missing_submission_deduction": "100",
        "late_submission_deduction_enabled": "false",
        "late_submission_deduction": "0",
        "late_submission_interval": "day",
        "late_submission_minimum_percent_enabled": "false",
        "late_submission_minimum_percent": "0",
    }
    is_undated = not canvas.course.start
    assert ("Without a due date" in canvas.checklist) is is_undated
    assert "until then these score too little" in canvas.checklist


def test_dates_are_there_where_the_course_has_them(canvas: Built) -> None:
    quiz = next(a for _, a in canvas.course.activities() if isinstance(a, Quiz) and a.is_graded)
    due = text(quizzes_of(canvas)[quiz.title][0], "due_at")
    assert due == (f"{quiz.due}T23:59:00" if quiz.due else "")
    opens = [module.findtext(f"{CANVAS}unlock_at") for module in modules_of(canvas)][1:13]
    wanted = [f"{m.opens}T00:00:00" if m.opens else None for m in canvas.course.modules]
    assert opens == wanted


def test_pictures_with_equal_names_stay_apart(canvas: Built) -> None:
    pictures = {data for path, data in canvas.members.items() if data.startswith(b"\x89PNG") and len(data) == 9}
    assert len(pictures) == 4
    names = [path.lower() for path in canvas.members]
    assert len(names) == len(set(names))


def test_formulas_become_the_images_that_canvas_draws(canvas: Built) -> None:
    page = next(data.decode() for path, data in canvas.members.items() if path == "wiki_content/activity-page-0.html")
    assert 'class="equation_image"' in page
    assert "<math" not in page
    assert 'data-equation-content="\\frac{x^2}{y} &lt; 3 &amp; z"' in page


def test_news_is_posted_on_its_day_and_not_before(canvas: Built) -> None:
    found = [canvas.xml(path) for path in canvas.members if path.endswith("_meta.xml") and "/" not in path]
    news = [meta for meta in found if text(meta, "type") == "announcement"]
    assert {text(meta, "delayed_post_at") for meta in news} == {
        f"{told.told_on}T00:00:00" for told in canvas.course.announcements
    }


def test_the_same_course_gives_the_same_bytes(canvas: Built, kit: Path) -> None:
    assert built(canvas.course, Canvas(), kit).data == canvas.data


def test_a_change_in_one_place_leaves_all_other_identifiers(canvas: Built, kit: Path) -> None:
    first, *rest = canvas.course.modules
    changed = replace(first, title="Another name", activities=first.activities[1:])
    other = built(replace(canvas.course, title="New", modules=(changed, *rest)), Canvas(), kit)

    def ids(members: dict[str, bytes]) -> set[str]:
        return set(
            re.findall(r"\bg[0-9a-f]{32}\b", " ".join(m.decode() for p, m in members.items() if p.endswith("xml")))
        )

    gone = ids(canvas.members) - ids(other.members)
    assert not ids(other.members) - ids(canvas.members)
    assert 0 < len(gone) <= 3, "only the removed page, its item and what names it"


def test_what_canvas_cannot_do_is_told(canvas: Built) -> None:
    for words in ("from its reviews", "Checking identity", "must be answered", "mixed order", "The document"):
        assert canvas.told(words), words
    for words in (
        "weights are",
        "Peer Reviews" if not canvas.course.start else "shares out",
        "access code is",
        "Export Entire Gradebook",
        "New Quizzes",
        "Before you import a later build",
    ):
        assert words in canvas.checklist


def test_the_gradebook_of_that_course_decides_completion(tmp_path: Path) -> None:
    """Canvas exports a column for each assignment that the cartridge brought, by its title and a number."""
    from mooc_kit.cohort.gradebook import Columns
    from mooc_kit.cohort.readers import canvas as reader

    course = example_course("reading-health-numbers")
    found = assignments_of(built(course, Canvas(), tmp_path))
    headings = [f"{title} ({number})" for number, title in enumerate(found, start=301)]
    columns = Columns(course, {})
    rows = [
        ["Student", "ID", "SIS Login ID", "Section", *headings, "Assignments Final Score", "Final Score"],
        ["    Points Possible", "", "", "", *(text(a, "points_possible") for a in found.values()), "(read only)", ""],
        ["Boateng, Ama", "1", "ama@example.org", "A", *(text(a, "points_possible") for a in found.values()), "1", "1"],
    ]
    path = tmp_path / "gradebook.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows(rows)
    scores = dict(read_scores(reader, path, columns))
    graded = {a.id for _, a in course.activities() if isinstance(a, Quiz | Assignment) and a.title in found}
    assert set(scores) == graded
    assert set(scores.values()) == {100}
    assert course.rule is not None
    assert set(course.rule.weights) <= graded


def read_scores(reader: Any, path: Path, columns: Any) -> list[tuple[str, int]]:
    from mooc_kit.cohort.gradebook import Score
    from mooc_kit.cohort.readers.table import GradebookTable
    from mooc_kit.tables import Row

    with path.open(newline="", encoding="utf-8") as stream:
        head, *rows = list(csv.reader(stream))
    table = GradebookTable(
        str(path), tuple(head), (Row(number, tuple(row)) for number, row in enumerate(rows, start=2))
    )
    assert reader.fits(tuple(head), [], columns)
    return [(r.activity, int(r.percent or 0)) for r in reader.read(table, columns) if isinstance(r, Score)]
