"""Moodle backups come back as kits: what the target wrote, what Moodle itself wrote, and what nobody should have."""

from __future__ import annotations

import io
import re
import tarfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from lxml import etree

from mooc_kit.archive import tar_gz
from mooc_kit.checks.course_check import check_path
from mooc_kit.commands.import_course import grow_imported
from mooc_kit.commands.update import prepare, update_at
from mooc_kit.course.model import Assignment, Course, LiveSession, Quiz, Survey
from mooc_kit.importers.archive import CoursePackage
from mooc_kit.importers.base import Imported
from mooc_kit.importers.moodle.importer import MoodleImporter
from mooc_kit.importers.registry import importer_for
from mooc_kit.kit.update import Action
from mooc_kit.problems import MoocKitError, Severity
from mooc_kit.targets.moodle import Moodle
from mooc_kit.targets.registry import targets
from tests.courses import courses
from tests.targets.conftest import course, kit  # noqa: F401  # fixtures of the targets' tests
from tests.targets.moodle.check import problems_of
from tests.targets.moodle.conftest import rich_course, unpacked  # noqa: F401

OPEN = ("A104", "C203", "Q110")
"""No outcomes in a course; a badge without one; two equal right-hand sides in the sample's own question."""
SAMPLE = Path(__file__).parents[2].parent / "shared" / "formats" / "moodle-sample"


def read(path: Path) -> Imported:
    with CoursePackage(path) as archive:
        return importer_for(archive).read(archive)


def imported(course: Course, folder: Path) -> Imported:  # noqa: F811
    path = folder / "course.mbz"
    path.write_bytes(Moodle().render(course, folder).files[f"{course.id}.mbz"])  # type: ignore[arg-type]
    return read(path)


def grown(found: Imported, folder: Path) -> Course:
    """The course of the kit that grows from what was read. What only its team can say may be missing: outcomes."""
    grow_imported(found, folder, "a test")
    checked = check_path(folder, targets())
    assert [p for p in checked.problems if p.severity is Severity.ERROR and p.code not in OPEN] == []
    assert checked.course is not None
    return checked.course


@pytest.fixture(scope="module")
def back(rich_course: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:  # noqa: F811
    """The rich course, built for Moodle, imported, and assembled from the kit that grew of it."""
    folder = tmp_path_factory.mktemp("back")
    return grown(imported(rich_course, folder), folder / "kit")


def test_modules_and_activities_come_back(rich_course: Course, back: Course) -> None:  # noqa: F811
    wanted = [(m.id, m.title, a.id, a.title, a.kind) for m, a in rich_course.activities()]
    found = [(m.id, m.title, a.id, a.title, a.kind) for m, a in back.activities()]
    # A kit that is grown anew has a place where badges are asked for; this one is older.
    assert [one for one in found if one[2] != "badge-requests"] == wanted
    assert [o.text for o in back.outcomes] == [o.text for o in rich_course.outcomes]
    assert (back.title, back.start, back.weeks, back.language) == (
        rich_course.title,
        rich_course.start,
        rich_course.weeks,
        rich_course.language,
    )


def test_questions_come_back_as_they_were(rich_course: Course, back: Course) -> None:  # noqa: F811
    for one, other in zip(_quizzes(rich_course), _quizzes(back), strict=True):
        kinds = [(q.id, q.kind, float(q.points)) for q in one.quiz.questions]
        assert [(q.id, q.kind, float(q.points)) for q in other.quiz.questions] == kinds
        assert (other.points, other.pass_percent, other.attempts, other.time_limit_minutes, other.is_graded) == (
            one.points,
            one.pass_percent,
            one.attempts,
            one.time_limit_minutes,
            one.is_graded,
        )
        assert other.quiz.draw == one.quiz.draw
        assert [(p.id, p.draw) for p in other.quiz.pools] == [(p.id, p.draw) for p in one.quiz.pools]
        for was, now in zip(one.quiz.questions, other.quiz.questions, strict=True):
            fields = {"hints", "outcome", "difficulty", "tags", "author", "answer", "pairs", "items"}
            assert now.model_dump(include=fields) == was.model_dump(include=fields)


def _quizzes(found: Course) -> list[Quiz]:
    return [a for _, a in found.activities() if isinstance(a, Quiz)]


def test_rubrics_completion_and_sessions_come_back(rich_course: Course, back: Course) -> None:  # noqa: F811
    rubrics = {a.id: a.rubric for _, a in rich_course.activities() if isinstance(a, Assignment)}
    for _, activity in back.activities():
        if isinstance(activity, Assignment):
            was, now = rubrics[activity.id], activity.rubric
            assert was is not None
            assert now is not None
            levels = [[(x.title, x.points, x.descriptor) for x in c.levels] for c in was.criteria]
            assert [[(x.title, x.points, x.descriptor) for x in c.levels] for c in now.criteria] == levels
    assert rich_course.rule is not None
    assert back.rule is not None
    assert set(back.rule.activities) == set(rich_course.rule.activities)
    assert back.rule.least_percent == rich_course.rule.least_percent
    meetings = [[a.starts for _, a in c.activities() if isinstance(a, LiveSession)] for c in (rich_course, back)]
    assert meetings[0] == meetings[1]
    surveys = [
        {
            a.id: [(i.kind, i.prompt.split(" (")[0], i.options) for i in a.items]
            for _, a in c.activities()
            if isinstance(a, Survey)
        }
        for c in (rich_course, back)
    ]
    assert surveys[0] == surveys[1]
    assert [c.title for c in back.credentials if c.origin == "peer_badges"] == ["Field Observer"]


def test_pages_come_back_with_links_and_pictures(rich_course: Course, back: Course) -> None:  # noqa: F811
    page = next(a for _, a in back.activities() if a.id == "protocol").body_html
    for words in ("course:page/faq#cost", "asset:content/images/my river.svg", "Never go alone.", "120"):
        assert words in page


@pytest.mark.skipif(not SAMPLE.is_dir(), reason="needs ../shared/formats/moodle-sample beside the project")
def test_a_backup_that_moodle_wrote_becomes_a_kit(tmp_path: Path) -> None:
    found = read(SAMPLE)
    assert dict(found.counts) == {
        "pages": 2,
        "links": 1,
        "discussions": 2,
        "surveys": 2,
        "sections": 3,
        "assignments": 1,
        "rubrics": 2,
        "peer reviews": 1,
        "quizzes": 2,
        "questions": 18,
        "badges": 1,
    }
    course = grown(found, tmp_path / "kit")  # noqa: F811
    assert [a.kind for _, a in course.activities()] == [
        "page",
        "page",
        "link",
        "discussion",
        "survey",
        "discussion",
        "survey",
        "discussion",
        "assignment",
        "peer_review",
        "quiz",
        "exam",
    ]
    quiz = _quizzes(course)[0]
    assert [q.kind for q in quiz.quiz.questions] == [
        "multiple_response",
        "true_false",
        "short_answer",
        "numerical",
        "matching",
        "essay",
        "fill_blanks",
        "fill_blanks",
        "ordering",
    ]
    assert course.rule is not None
    assert course.rule.least_percent == 50, "70 of 140 points"


def test_what_has_no_place_is_told(tmp_path: Path, rich_course: Course) -> None:  # noqa: F811
    told = " ".join(str(notice) for notice in imported(rich_course, tmp_path).notices)
    for words in ("password", "conditions under which", "image of the badge", "weights of the gradebook"):
        assert words in told


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(made=courses())
def test_any_course_becomes_a_sound_backup_and_comes_back(
    tmp_path_factory: pytest.TempPathFactory, made: Course
) -> None:
    folder = tmp_path_factory.mktemp("any")
    assert problems_of(unpacked(made, folder).members) == []
    found = imported(made, folder)
    read_kinds = Counter(a["kind"] for m in found.answers["modules"] for a in m["activities"])
    assert read_kinds == Counter(a.kind for _, a in made.activities())
    for _, activity in made.activities():
        if isinstance(activity, Quiz):
            assert f"quizzes/{activity.id}.yaml" in found.files


def foreign(course: Course, folder: Path) -> Path:  # noqa: F811
    """A backup as a Moodle site writes it: nothing in it says that a kit was there before."""
    members = {name: _from_elsewhere(name, data) for name, data in unpacked(course, folder).members.items()}
    path = folder / "foreign.mbz"
    path.write_bytes(tar_gz(members, is_plain=True))
    return path


def _from_elsewhere(name: str, data: bytes) -> bytes:
    if not name.endswith(".xml"):
        return data
    data = re.sub(rb"(?s)<idnumber>.*?</idnumber>|<tags>.*?</tags>", b"", data)
    return data.replace(b"https://mooc-kit.invalid", b"https://school.example.org")


def test_an_import_states_no_facts_that_the_backup_has_not(rich_course: Course, tmp_path: Path) -> None:  # noqa: F811
    found = read(foreign(replace(rich_course, rule=None, credentials=(), start=None), tmp_path))
    grow_imported(found, tmp_path / "kit", "a test")
    text = (tmp_path / "kit" / "course.yaml").read_text()
    spec = yaml.safe_load(text)
    assert spec["outcomes"] == [] and spec["completion"] == {}, "nothing is offered that nobody chose"
    assert (
        spec["course"]["license"] == "LicenseRef-all-rights-reserved"
        and "Ask before you reuse" in (tmp_path / "kit" / "content" / "pages" / "licence.md").read_text()
    )
    notes = (tmp_path / "kit" / "IMPORT-NOTES.md").read_text()
    for what, key in (("licence", "license"), ("number of weeks", "weeks"), ("hours a week", "hours_per_week")):
        assert f"The {what}**" in notes
        assert re.search(rf"# Open: [^\n]+\n +{key}:", text), "the question stands where it is answered"
    assert "How many works each reviews" in notes


def test_a_first_section_without_a_name_is_not_called_like_the_next(
    rich_course: Course,  # noqa: F811
    tmp_path: Path,
) -> None:
    members = unpacked(rich_course, tmp_path).members
    for path in [path for path in members if path.endswith("/section.xml")]:
        members[path] = re.sub(rb"<name>[^<]*</name>", b"<name>$@NULL@$</name>", members[path])
        members[path] = re.sub(
            rb"<number>(\d+)</number>", lambda n: b"<number>%d</number>" % (int(n[1]) - 1), members[path]
        )
    path = tmp_path / "plain.mbz"
    path.write_bytes(tar_gz(members, is_plain=True))
    titles = [module["title"] for module in read(path).answers["modules"]]
    assert titles[:2] == ["General", "Part 1"] and len(set(titles)) == len(titles)


def test_one_outcome_later_an_imported_course_builds_and_an_update_leaves_its_pages_alone(
    rich_course: Course,  # noqa: F811
    tmp_path: Path,
) -> None:
    found = read(foreign(rich_course, tmp_path))
    grown_kit = tmp_path / "kit"
    grow_imported(found, grown_kit, "a test")
    text = (grown_kit / "course.yaml").read_text()
    text = re.sub(r"(?m)^outcomes: \[\]$", "outcomes:\n  - {id: measure, text: Measure a river}", text)
    module = found.answers["modules"][0]["id"]
    text = text.replace(f"- id: {module}\n", f"- id: {module}\n    outcomes: [measure]\n", 1)
    (grown_kit / "course.yaml").write_text(text)
    before = {path: (grown_kit / path).read_bytes() for path in found.files}
    checked = check_path(grown_kit, targets())
    assert [p for p in checked.problems if p.severity is Severity.ERROR and p.code != "C203"] == []
    for _ in range(2):  # the second one finds what the first has kept
        prepared = prepare(grown_kit, lambda question: False, trusts=True)
        assert not prepared.plan.of(Action.CONFLICT, Action.REMOVED, Action.KEPT)
        assert not {change.path for change in prepared.plan.changes} & set(found.files)
        assert update_at(grown_kit, "write", yes=True, keep=True, restores=False, template=None) == 0
    assert {path: (grown_kit / path).read_bytes() for path in found.files} == before


def as_before_moodle_4(members: dict[str, bytes]) -> None:
    """Write the question bank as Moodle 3.11 did: questions in their categories, slots that name them."""
    root = etree.fromstring(members["questions.xml"])
    entries = {}
    for category in root.iter("question_category"):
        questions = etree.SubElement(category, "questions")
        for entry in list(category.iter("question_bank_entry")):
            for question in list(entry.iter("question")):
                entries.setdefault(entry.get("id"), question.get("id"))
                etree.SubElement(question, "idnumber").text = entry.findtext("idnumber")
                questions.append(question)
        for entries_element in category.findall("question_bank_entries"):
            category.remove(entries_element)
    members["questions.xml"] = etree.tostring(root)
    for name in [n for n in members if n.endswith("/quiz.xml")]:
        quiz = etree.fromstring(members[name])
        for slot in quiz.iter("question_instance"):
            for reference in slot.findall("question_reference"):
                entry_id = reference.findtext("questionbankentryid")
                etree.SubElement(slot, "questionid").text = entries[entry_id]
                slot.remove(reference)
        members[name] = etree.tostring(quiz)


def test_questions_of_moodle_before_4_are_read(rich_course: Course, tmp_path: Path) -> None:  # noqa: F811
    members = unpacked(rich_course, tmp_path).members
    as_before_moodle_4(members)
    path = tmp_path / "old.mbz"
    path.write_bytes(tar_gz(members, is_plain=True))
    quiz = yaml.safe_load(read(path).files["quizzes/everything.yaml"])
    wanted = next(a for a in _quizzes(rich_course) if a.id == "everything").quiz.questions
    assert [(q["id"], q["kind"]) for q in quiz["questions"]] == [(q.id, q.kind) for q in wanted]


def test_moodle_1_is_refused_by_its_version(tmp_path: Path) -> None:
    path = tmp_path / "old.mbz"
    path.write_bytes(tar_gz({"moodle.xml": b"<?xml version='1.0'?><MOODLE_BACKUP><INFO/></MOODLE_BACKUP>"}))
    with pytest.raises(MoocKitError) as raised:
        read(path)
    assert "Moodle 1.9" in raised.value.problems[0].message


def test_what_plugins_ask_is_named_and_counted_and_a_quiz_without_questions_is_a_page(
    rich_course: Course,  # noqa: F811
    tmp_path: Path,
) -> None:
    members = unpacked(rich_course, tmp_path).members
    members["questions.xml"] = re.sub(rb"<qtype>\w+</qtype>", b"<qtype>stack</qtype>", members["questions.xml"])
    module = next(n for n, d in members.items() if n.endswith("/module.xml") and b"<idnumber>protocol<" in d)
    old = module.rpartition("/")[0]
    new = old.replace("/page_", "/folder_")
    for name in [n for n in members if n.startswith(f"{old}/")]:
        data = members.pop(name).replace(b'modulename="page"', b'modulename="folder"')
        members[name.replace(old, new).replace("/page.xml", "/folder.xml")] = re.sub(rb"</?page\b", _as_folder, data)
    path = tmp_path / "plugins.mbz"
    path.write_bytes(tar_gz(members, is_plain=True))
    found = read(path)
    kinds = {a["id"]: a["kind"] for m in found.answers["modules"] for a in m["activities"]}
    assert (kinds["everything"], kinds["protocol"]) == ("page", "page")
    assert "my%20river.svg)" in found.files["content/modules/reading-the-river/protocol.md"].decode()
    told = " ".join(str(notice) for notice in found.notices)
    assert re.search(r'\d+ questions of the kind STACK in "Everything"', told)
    assert "no questions in the file" not in told
    grown(found, tmp_path / "kit")  # what was written validates


def _as_folder(found: re.Match[bytes]) -> bytes:
    return found[0].replace(b"page", b"folder")


@pytest.mark.parametrize(
    "change",
    [
        {"moodle_backup.xml": b"<moodle_backup><broken></moodle_backup>"},
        {"course/course.xml": b"<!DOCTYPE a [<!ENTITY x 'y'>]><course>&x;</course>"},
        {"questions.xml": b"\xff\xfe\x00"},
        {"completion.xml": b""},
    ],
)
def test_a_damaged_backup_ends_in_problems(rich_course: Course, tmp_path: Path, change: dict[str, bytes]) -> None:  # noqa: F811
    members = {**unpacked(rich_course, tmp_path).members, **change}
    path = tmp_path / "damaged.mbz"
    path.write_bytes(tar_gz(members, is_plain=True))
    try:
        found = read(path)
    except MoocKitError as error:
        assert error.problems
    else:
        assert found.answers["modules"]


def test_a_backup_with_strange_values_ends_in_no_traceback(rich_course: Course, tmp_path: Path) -> None:  # noqa: F811
    members = unpacked(rich_course, tmp_path).members
    for name, data in members.items():
        if name.endswith(".xml") and not name.endswith("moodle_backup.xml"):
            for wrong in (b">1<", b">0<", b">1.00000<"):
                data = data.replace(wrong, b">nonsense<")
            members[name] = data
    path = tmp_path / "strange.mbz"
    path.write_bytes(tar_gz(members, is_plain=True))
    assert read(path).answers["modules"]


def test_a_backup_without_activities_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        info = tarfile.TarInfo("moodle_backup.xml")
        info.size = len(b"<moodle_backup/>")
        archive.addfile(info, io.BytesIO(b"<moodle_backup/>"))
    path = tmp_path / "empty.mbz"
    path.write_bytes(buffer.getvalue())
    with pytest.raises(MoocKitError) as raised:
        read(path)
    assert raised.value.problems[0].code == "O106"


def test_the_importer_knows_only_backups(tmp_path: Path) -> None:
    (tmp_path / "course.xml").write_text("<course/>")
    with CoursePackage(tmp_path) as archive:
        assert not MoodleImporter().recognises(archive)
