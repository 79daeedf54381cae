"""Cartridges come back as kits: what the two targets wrote, small ones of each version, and what nobody should read."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping
from hashlib import md5, sha256
from pathlib import Path
from typing import Any

import pytest

from mooc_kit.checks.course_check import check_path
from mooc_kit.commands.import_course import grow_imported, import_course
from mooc_kit.course.model import Assignment, Course, Discussion, Link, LiveSession, Quiz
from mooc_kit.course.own_names import OwnNames
from mooc_kit.importers.archive import CoursePackage
from mooc_kit.importers.base import Imported
from mooc_kit.importers.open_questions import open_questions
from mooc_kit.importers.registry import importer_for
from mooc_kit.problems import MoocKitError, Severity
from mooc_kit.targets.canvas import Canvas
from mooc_kit.targets.canvas.team_files import NAMES
from mooc_kit.targets.common_cartridge import CommonCartridge
from mooc_kit.targets.registry import targets
from tests.command_line import in_process
from tests.importers.test_own_package import sources
from tests.shared import grown as grown_example
from tests.targets.conftest import course, kit  # noqa: F401  # fixtures of the targets' tests
from tests.targets.imscc.conftest import Built, built, canvas, common, stress  # noqa: F401
from tests.targets.imscc.keys import key_of

EXAMPLES = Path(__file__).parents[2] / "examples"
BROKEN_BEFORE = ("K109", "K110")
"""The stress course's pictures are none, nor is its formula LaTeX; nothing else may be wrong in a kit."""
VERSIONS = ("1.0.0", "1.1.0", "1.2.0", "1.3.0")


def read(data: bytes, folder: Path) -> Imported:
    path = folder / "course.imscc"
    path.write_bytes(data)
    with CoursePackage(path) as archive:
        return importer_for(archive).read(archive)


def grown(found: Imported, folder: Path) -> Course:
    """The course of the kit that grows from what was read: it has no errors and builds for every target."""
    grow_imported(found, folder, "a test")
    checked = check_path(folder, targets())
    errors = [p for p in checked.problems if p.severity is Severity.ERROR and p.code not in BROKEN_BEFORE]
    assert [str(p) for p in errors] == []
    assert checked.course is not None
    return checked.course


def packed(files: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return stream.getvalue()


def cartridge(version: str, items: str, resources: str, *, schema: str = "IMS Common Cartridge", lom: str = "") -> str:
    """A manifest of the version, whose namespaces have their own number."""
    v = version[0] + "p" + version[2]
    return (
        f'<manifest identifier="m" xmlns="http://www.imsglobal.org/xsd/imscc{"v" + v if v != "1p0" else ""}/imscp_v1p1"'
        f' xmlns:lom="http://ltsc.ieee.org/xsd/imscc/LOM"><metadata><schema>{schema}</schema>'
        f"<schemaversion>{version}</schemaversion><lom:lom><lom:general><lom:title><lom:string>Small</lom:string>"
        f"</lom:title></lom:general>{lom}</lom:lom></metadata><organizations><organization identifier='o' "
        f"structure='rooted-hierarchy'><item identifier='top'>{items}</item></organization></organizations>"
        f"<resources>{resources}</resources></manifest>"
    )


def small(version: str) -> dict[str, str]:
    """A module with a page, a file, a link, an LTI link, a topic and a quiz."""
    v = f"v{version[0]}p{version[2]}"
    types = {
        "page": "webcontent",
        "file": "webcontent",
        "link": f"imswl_xml{v}",
        "tool": "imsbasiclti_xmlv1p0",
        "topic": f"imsdt_xml{v}",
        "quiz": f"imsqti_xmlv1p2/imscc_xml{v}/assessment",
    }
    files = {
        "page": "a/page.html",
        "file": "a/notes.pdf",
        "link": "l.xml",
        "tool": "t.xml",
        "topic": "d.xml",
        "quiz": "q.xml",
    }
    items = "".join(f"<item identifier='i-{k}' identifierref='{k}'><title>My {k}</title></item>" for k in types)
    resources = "".join(
        f"<resource identifier='{k}' type='{t}' href='{files[k]}'><file href='{files[k]}'/></resource>"
        for k, t in types.items()
    )
    items = f"<item identifier='m1'><title>One</title><item identifier='h'><title>Part</title>{items}</item></item>"
    return {
        "imsmanifest.xml": cartridge(version, items, resources),
        "a/page.html": "<html><head><title>P</title></head><body><p>Hello <a href='notes.pdf'>notes</a> "
        "<a href='../gone.png'>gone</a><img src='pic.png'></p></body></html>",
        "a/pic.png": "no picture",
        "a/notes.pdf": "%PDF",
        "l.xml": f"<webLink xmlns='http://www.imsglobal.org/xsd/imscc{v}/imswl_{v}'><title>L</title>"
        "<url href='https://example.org/x?a=1&amp;b=2'/></webLink>",
        "t.xml": "<cartridge_basiclti_link xmlns='http://www.imsglobal.org/xsd/imslticc_v1p0' "
        "xmlns:blti='http://www.imsglobal.org/xsd/imsbasiclti_v1p0'><blti:title>T</blti:title>"
        "<blti:launch_url>https://tool.example.org/launch</blti:launch_url></cartridge_basiclti_link>",
        "d.xml": f"<topic xmlns='http://www.imsglobal.org/xsd/imscc{v}/imsdt_{v}'><title>D</title>"
        "<text texttype='text/html'>&lt;p&gt;Say it.&lt;/p&gt;</text></topic>",
        "q.xml": QUIZ,
    }


QUIZ = """<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment ident="A" title="Q"><section
 ident="s"><item ident="q1"><itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>cc_profile</fieldlabel><fieldentry>
cc.multiple_choice.v0p1</fieldentry></qtimetadatafield></qtimetadata></itemmetadata><presentation><material><mattext
 texttype="text/html">&lt;p&gt;Which?&lt;/p&gt;</mattext></material><response_lid ident="r" rcardinality="Single">
<render_choice><response_label ident="a"><material><mattext>Red</mattext></material></response_label><response_label
 ident="b"><material><mattext>Blue</mattext></material></response_label></render_choice></response_lid></presentation>
<resprocessing><outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>
<respcondition continue="No">
<conditionvar><varequal respident="r">b</varequal></conditionvar><setvar action="Set" varname="SCORE">100
</setvar></respcondition>
</resprocessing></item></section></assessment></questestinterop>"""


@pytest.mark.parametrize("version", VERSIONS)
def test_a_cartridge_of_each_version_becomes_a_kit(version: str, tmp_path: Path) -> None:
    found = read(packed(small(version)), tmp_path)
    assert found.counts == {
        "pages": 1,
        "files": 1,
        "links": 1,
        "LTI links": 1,
        "discussions": 1,
        "quizzes": 1,
        "modules": 1,
        "headings inside modules": 1,
        "questions": 1,
    }
    back = grown(found, tmp_path / "kit")
    kinds = [activity.kind for _, activity in back.activities()]
    assert kinds == ["page", "page", "link", "link", "discussion", "quiz"]
    links = [activity.url for _, activity in back.activities() if isinstance(activity, Link)]
    assert links == ["https://example.org/x?a=1&b=2", "https://tool.example.org/launch"]
    quiz = next(a for _, a in back.activities() if isinstance(a, Quiz))
    assert [key_of(question) for question in quiz.quiz.questions] == [("multiple_choice", {"Blue"})]
    talk = next(a for _, a in back.activities() if isinstance(a, Discussion))
    assert "Say it." in talk.body_html
    told = "\n".join(map(str, found.notices))
    for words in (
        "sign-in of the tool",
        "gone.png",
        "headings inside modules",
        "pictures on",
        "The licence",
        "hours a week",
    ):
        assert words in told


def test_a_thin_cartridge_holds_links_in_its_manifest(tmp_path: Path) -> None:
    link = "<resource identifier='r' type='imswl_xmlv1p3'><webLink><title>L</title><url href='https://example.org'/></webLink></resource>"
    items = (
        "<item identifier='m'><title>Unit</title><item identifier='i' identifierref='r'><title>Go</title></item></item>"
    )
    data = packed({"imsmanifest.xml": cartridge("1.3.0", items, link, schema="IMS Thin Common Cartridge")})
    found = read(data, tmp_path)
    assert found.counts == {"links": 1, "modules": 1}
    assert [(a.title, a.kind) for _, a in grown(found, tmp_path / "kit").activities()] == [("Go", "link")]


@pytest.mark.parametrize("where", ["a bank of Canvas", "questions of no bank in Canvas", "a bank of Common Cartridge"])
def test_a_package_with_nothing_but_a_bank_becomes_quizzes_for_practice(where: str, tmp_path: Path) -> None:
    bank = re.sub(r'<assessment [^>]*><section\s+ident="s">', '<objectbank ident="B">', QUIZ)
    bank = bank.replace("</section></assessment>", "</objectbank>")
    if where == "a bank of Common Cartridge":
        kind = "imsqti_xmlv1p2/imscc_xmlv1p1/question-bank"
        resource = f"<resource identifier='b' type='{kind}'><file href='b.xml'/></resource>"
        files = {"imsmanifest.xml": cartridge("1.1.0", "", resource), "b.xml": bank}
    else:
        flag = "course_settings/canvas_export.txt"
        bare = re.sub("</?objectbank[^>]*>", "", bank)
        files = {"imsmanifest.xml": cartridge("1.1.0", "", ""), flag: "Q", "non_cc_assessments/b.xml.qti": bank}
        files |= {"non_cc_assessments/b.xml.qti": bare} if where.startswith("questions") else {}
    found = read(packed(files), tmp_path)
    assert found.counts["questions"] == 1
    (activity,) = (a for _, a in grown(found, tmp_path / "kit").activities())
    assert isinstance(activity, Quiz)
    assert not activity.is_graded
    assert [key_of(question) for question in activity.quiz.questions] == [("multiple_choice", {"Blue"})]
    assert any("no quiz draws from" in str(notice) for notice in found.notices)


def test_a_package_with_nothing_but_a_file_has_a_page_that_leads_to_it(tmp_path: Path) -> None:
    resource = "<resource identifier='f' type='webcontent' href='notes.pdf'><file href='notes.pdf'/></resource>"
    files = {"imsmanifest.xml": cartridge("1.1.0", "", resource), "notes.pdf": "%PDF", "__MACOSX/._notes.pdf": "x"}
    found = read(packed(files), tmp_path)
    (activity,) = (a for _, a in grown(found, tmp_path / "kit").activities())
    assert (activity.kind, "notes.pdf" in activity.body_html) == ("page", True)
    assert "MACOSX" not in str(found.notices)


def test_what_version_1_3_holds_in_its_manifest_is_read_like_a_file(tmp_path: Path) -> None:
    name = "http://www.imsglobal.org/xsd/imsccv1p3/imsdt_v1p3"
    topic = f"<topic xmlns='{name}'><title>D</title><text>Say it.</text></topic>"
    kind = "imsqti_xmlv1p2/imscc_xmlv1p3/assessment"
    resources = (
        f"<resource identifier='q' type='{kind}'>{QUIZ}</resource>"
        f"<resource identifier='d' type='imsdt_xmlv1p3'>{topic}</resource>"
    )
    items = "<item identifier='m'><title>U</title>" + "".join(
        f"<item identifier='i-{id}' identifierref='{id}'><title>{id}</title></item>" for id in "qd"
    )
    found = read(packed({"imsmanifest.xml": cartridge("1.3.0", f"{items}</item>", resources)}), tmp_path)
    quiz, talk = (a for _, a in grown(found, tmp_path / "kit").activities())
    assert isinstance(quiz, Quiz)
    assert [key_of(question) for question in quiz.quiz.questions] == [("multiple_choice", {"Blue"})]
    assert (talk.kind, "Say it." in talk.body_html) == ("discussion", True)
    assert found.counts["questions"] == 1


def test_no_outcome_is_made_up(tmp_path: Path) -> None:
    found = read(packed(small("1.1.0")), tmp_path)
    assert grown(found, tmp_path / "kit").outcomes == ()
    assert "outcomes" in [question.path[0] for question in open_questions(found)]
    assert "# Open: What will people be able to do?" in (tmp_path / "kit" / "course.yaml").read_text()


def test_an_assignment_of_common_cartridge_comes_with_its_points_and_forms(tmp_path: Path) -> None:
    task = (
        "<assignment xmlns='http://www.imsglobal.org/xsd/imscc_extensions/assignment' identifier='a'><title>Do</title>"
        "<text texttype='text/html'>&lt;p&gt;Write.&lt;/p&gt;</text><instructor_text>For teachers</instructor_text>"
        "<gradable points_possible='20'>true</gradable><submission_formats><format type='file'/><format type='html'/>"
        "</submission_formats></assignment>"
    )
    resource = "<resource identifier='r' type='assignment_xmlv1p0' href='a.xml'><file href='a.xml'/></resource>"
    items = (
        "<item identifier='m'><title>U</title><item identifier='i' identifierref='r'><title>Do</title></item></item>"
    )
    found = read(packed({"imsmanifest.xml": cartridge("1.3.0", items, resource), "a.xml": task}), tmp_path)
    work = next(a for _, a in grown(found, tmp_path / "kit").activities())
    assert isinstance(work, Assignment)
    assert (work.points, set(work.submission), "Write." in work.body_html) == (20, {"file", "text"}, True)
    assert any("words to teachers" in str(notice) for notice in found.notices)


def test_a_licence_that_is_named_is_kept_and_none_is_made_up(tmp_path: Path) -> None:
    rights = "<lom:rights><lom:description><lom:string>{}</lom:string></lom:description></lom:rights>"
    item = "<item identifier='i' identifierref='r'><title>P</title></item>"
    resource = "<resource identifier='r' type='webcontent' href='p.html'><file href='p.html'/></resource>"
    for words, wanted in (
        ("http://creativecommons.org/licenses/by-sa/3.0/", "CC-BY-SA-3.0"),
        ("", None),
    ):
        manifest = cartridge("1.1.0", item, resource, lom=rights.format(words) if words else "")
        found = read(packed({"imsmanifest.xml": manifest, "p.html": "<p>x</p>"}), tmp_path)
        assert found.answers["course"].get("license") == wanted
        assert any(question.what == "The licence" for question in open_questions(found)) is not bool(words)


# ---- own cartridges come home ------------------------------------------------------------------------------


def test_a_canvas_cartridge_comes_home(stress: Course, canvas: Built, tmp_path: Path) -> None:  # noqa: F811
    found = read(canvas.data, tmp_path)
    back = grown(found, tmp_path / "kit")
    assert ids_of(back) == ids_of(stress)
    assert [m.title for m in back.modules] == [" ".join(m.title.split()) for m in stress.modules]
    assert [o.text for o in back.outcomes] == [o.text for o in stress.outcomes]
    assert back.rule is not None
    assert stress.rule is not None
    assert back.rule.least_percent == stress.rule.least_percent
    assert back.rule.activities == stress.rule.activities
    assert (back.start, back.license) == (stress.start, stress.license)
    for one, other in zip(stress.activities(), back.activities(), strict=True):
        if isinstance(one[1], Link | LiveSession):
            assert getattr(other[1], "url", "") == one[1].url
            assert getattr(other[1], "starts", None) == getattr(one[1], "starts", None)
    assert set(back.assets) <= set(stress.assets)
    _same_questions(stress, back)
    _same_work(stress, back)


@pytest.fixture(scope="module")
def plain(course: Course, kit: Path) -> Built:  # noqa: F811
    return built(course, Canvas(), kit)


def test_what_canvas_exports_again_under_other_identifiers_comes_home_by_its_titles(
    plain: Built, tmp_path: Path
) -> None:
    back = grown(read(packed(exported_again(plain.members)), tmp_path), tmp_path / "kit")
    assert ids_of(back) == ids_of(plain.course)
    assert back.rule is not None
    assert plain.course.rule is not None
    assert back.rule.activities == plain.course.rule.activities
    assert back.rule.least_percent == plain.course.rule.least_percent


def test_a_table_of_names_cannot_lead_out_of_the_kit(plain: Built, tmp_path: Path) -> None:
    names = json.loads(plain.members[NAMES])
    names["parts"] = [[kind, "../../evil", *rest] for kind, _, *rest in names["parts"]]
    found = read(packed({**plain.members, NAMES: json.dumps(names)}), tmp_path)
    assert not [path for path in found.files if ".." in path]
    assert ".." not in str(found.answers["modules"])


@pytest.mark.parametrize(
    "table", ["", "no table", "[]", '{"format": 1}', '{"format": 1, "parts": [1, ["a"]]}', "[" * 9000]
)
def test_a_damaged_table_of_names_is_none(table: str) -> None:
    assert not OwnNames(table.encode())


def ids_of(whole: Course) -> list[Any]:
    """Every id of a course that a cartridge has a place for."""
    works = [a for _, a in whole.activities() if isinstance(a, Assignment) and a.rubric]
    rubrics = {
        (w.rubric.id, *((c.id, *c.outcomes[:1], *sorted(x.id for x in c.levels)) for c in w.rubric.criteria))
        for w in works
        if w.rubric
    }
    return [
        [(module.id, [(a.id, a.kind) for a in module.activities]) for module in whole.modules],
        [outcome.id for outcome in whole.outcomes],
        sorted(rubrics),
        sorted(told.id for told in whole.announcements),
    ]


def exported_again(members: dict[str, bytes]) -> dict[str, bytes]:
    """A cartridge as Canvas writes it after it was imported: other identifiers, and pages called by their titles."""

    def renamed(text: str) -> str:
        return re.sub(r"g[0-9a-f]{32}", lambda found: f"g{md5(found[0].encode()).hexdigest()}", text)

    pages = {
        path: f"wiki_content/{number}-{re.sub(r'[^a-z0-9]+', '-', title.lower())[:40]}.html"
        for number, (path, title) in enumerate(
            (path, re.search(rb"<title>(.*?)</title>", data, re.DOTALL)[1].decode())  # type: ignore[index]
            for path, data in members.items()
            if path.startswith("wiki_content/")
        )
    }
    made: dict[str, bytes] = {}
    for path, data in members.items():
        if path == NAMES or not path.endswith((".xml", ".html", ".qti")):
            made[renamed(path)] = data
            continue
        text = renamed(data.decode())
        for old, new in pages.items():
            text = text.replace(f'"{old}"', f'"{new}"')
        made[pages.get(path, renamed(path))] = text.encode()
    return {
        **made,
        "course_settings/canvas_export.txt": b"Q: What did the panda say?",
    }


def test_a_common_cartridge_comes_home(stress: Course, common: Built, tmp_path: Path) -> None:  # noqa: F811
    found = read(common.data, tmp_path)
    back = grown(found, tmp_path / "kit")
    assert [m.title for m in back.modules] == [" ".join(m.title.split()) for m in stress.modules]
    ids = {a.id: a.kind for _, a in back.activities()}
    for _, activity in stress.activities():
        assert activity.id in ids
        if activity.kind in ("quiz", "discussion"):
            assert ids[activity.id] == activity.kind
    assert (back.language, back.license) == (stress.language, stress.license)
    _same_questions(stress, back)


def _same_questions(one: Course, other: Course) -> None:
    """Every question that came home has its id, its points and its key."""
    quizzes = [[a.quiz for _, a in c.activities() if isinstance(a, Quiz)] for c in (one, other)]
    assert len(quizzes[0]) == len(quizzes[1])
    for was, now in zip(*quizzes, strict=True):
        before = {question.id: question for question in was.questions}
        assert now.questions
        for question in now.questions:
            # Common Cartridge has no matching: a question went out for each of its pairs.
            own = before.get(question.id) or before[question.id.rpartition("-")[0]]
            assert question.kind != own.kind or question.kind == "essay" or key_of(question) == key_of(own)


def _same_work(one: Course, other: Course) -> None:
    works = [[a for _, a in c.activities() if isinstance(a, Assignment)] for c in (one, other)]
    for was, now in zip(*works, strict=True):
        assert (now.id, now.title, set(now.submission), now.due) == (was.id, was.title, set(was.submission), was.due)
        assert now.rubric is not None
        assert was.rubric is not None
        assert now.rubric.max_points == was.rubric.max_points
        levels = [[(x.title, c.points_of(x)) for x in c.levels] for c in was.rubric.criteria]
        assert [[(x.title, c.points_of(x)) for x in c.levels] for c in now.rubric.criteria] == levels


@pytest.mark.parametrize("example", ["stories-that-teach", "fix-a-flat"])
@pytest.mark.parametrize("target", [Canvas(), CommonCartridge()], ids=["canvas", "common"])
def test_an_example_comes_home(example: str, target: Canvas | CommonCartridge, tmp_path: Path) -> None:
    folder = EXAMPLES / example
    before = check_path(folder, targets()).course
    assert before is not None
    data = target.render(before, folder).files[f"{before.id}.imscc"]
    assert isinstance(data, bytes)
    found = read(data, tmp_path)
    back = grown(found, tmp_path / "kit")
    assert [m.title for m in back.modules] == [m.title for m in before.modules]
    assert [a.title for _, a in back.activities() if isinstance(a, Quiz)] == [
        a.title for _, a in before.activities() if isinstance(a, Quiz)
    ]
    _same_questions(before, back)
    grown_again = [p.id for p in back.pages]
    assert {p.id for p in before.pages} <= set(grown_again)
    assert not [a.id for _, a in back.activities() if re.match(r"g[0-9a-f]{32}", a.id)]


@pytest.mark.parametrize("is_canvas_export", [False, True], ids=["as built", "as Canvas exports it"])
def test_the_whole_source_of_a_kit_comes_home_with_what_canvas_changed(
    is_canvas_export: bool, shared: Path, tmp_path: Path
) -> None:
    folder = grown_example(shared, "reading-health-numbers", tmp_path / "kit")
    whole = check_path(folder, targets()).course
    assert whole is not None
    members = built(whole, Canvas(), folder).members
    if is_canvas_export:
        members = exported_again(members)
        before, after = b"Northport has more", b"Northport has"
        page = next(path for path, data in members.items() if before in data and path.endswith(".html"))
        members[page] = members[page].replace(before, after)
    package = tmp_path / "course.imscc"
    package.write_bytes(packed(members))
    assert import_course(package, tmp_path / "back") == 0
    was, now = sources(folder), sources(tmp_path / "back")
    changed = [path for path in was.keys() | now.keys() if was.get(path) != now.get(path)]
    assert len(changed) == int(is_canvas_export), changed


# ---- Canvas's own ------------------------------------------------------------------------------------------


def canvas_export() -> dict[str, str]:
    """A small export with a bank that a quiz draws from, a graded quiz in both copies, and settings without a place."""
    bank = QUIZ.replace('<assessment ident="A" title="Q"><section\n ident="s">', '<objectbank ident="BANK">').replace(
        "</section></assessment>", "</objectbank>"
    )
    drawing = (
        "<questestinterop><assessment ident='QZ' title='Q'><section ident='root'><section ident='g' title='Group'>"
        "<selection_ordering><selection><sourcebank_ref>BANK</sourcebank_ref><selection_number>1</selection_number>"
        "<selection_extension><points_per_item>3</points_per_item></selection_extension></selection>"
        "</selection_ordering></section></section></assessment></questestinterop>"
    )
    modules = (
        "<modules xmlns='http://canvas.instructure.com/xsd/cccv1p0'><module identifier='M'><title>One</title>"
        "<workflow_state>active</workflow_state><unlock_at>2027-03-01T00:00:00</unlock_at><items>"
        "<item identifier='I1'><content_type>WikiPage</content_type><title>Read</title><identifierref>P</identifierref>"
        "</item><item identifier='I2'><content_type>Quizzes::Quiz</content_type><title>Test</title>"
        "<identifierref>QZ</identifierref></item></items><completionRequirements><completionRequirement "
        "type='min_score'><identifierref>I2</identifierref><min_score>2</min_score></completionRequirement>"
        "</completionRequirements></module></modules>"
    )
    meta = (
        "<quiz identifier='QZ' xmlns='http://canvas.instructure.com/xsd/cccv1p0'><title>Test</title><description>&lt;p&gt;"
        "Go.&lt;/p&gt;</description><quiz_type>assignment</quiz_type><points_possible>3.0</points_possible>"
        "<allowed_attempts>2</allowed_attempts><ip_filter>10.0.0.0/8</ip_filter></quiz>"
    )
    resources = (
        "<resource identifier='S' type='associatedcontent/imscc_xmlv1p1/learning-application-resource' "
        "href='course_settings/canvas_export.txt'><file href='course_settings/canvas_export.txt'/></resource>"
        "<resource identifier='P' type='webcontent' href='wiki_content/read.html'><file href='wiki_content/read.html'/>"
        "</resource><resource identifier='QZ' type='imsqti_xmlv1p2/imscc_xmlv1p1/assessment'>"
        "<file href='QZ/assessment_qti.xml'/></resource>"
    )
    tex = '<img class="equation_image" data-equation-content="\\frac{1}{2}" alt="x" src="/equation_images/x">'
    page = (
        '<html><head><title>Read</title><meta name="identifier" content="P"></head><body><p>' + tex + " and "
        '<a href="$CANVAS_OBJECT_REFERENCE$/quizzes/QZ">the test</a></p><iframe src="https://example.org/map"></iframe>'
        "</body></html>"
    )
    return {
        "imsmanifest.xml": cartridge("1.1.0", "", resources),
        "course_settings/canvas_export.txt": "Q: What?",
        "course_settings/module_meta.xml": modules,
        "course_settings/late_policy.xml": "<late_policy><late_submission_deduction_enabled>true"
        "</late_submission_deduction_enabled><late_submission_deduction>10.0</late_submission_deduction>"
        "<late_submission_interval>day</late_submission_interval></late_policy>",
        "wiki_content/read.html": page,
        "QZ/assessment_meta.xml": meta,
        "QZ/assessment_qti.xml": QUIZ.replace("Blue", "Green"),
        "non_cc_assessments/QZ.xml.qti": drawing,
        "non_cc_assessments/BANK.xml.qti": bank,
    }


def test_canvas_reads_its_own_copy_of_a_quiz_and_the_bank_that_it_draws_from(tmp_path: Path) -> None:
    found = read(packed(canvas_export()), tmp_path)
    back = grown(found, tmp_path / "kit")
    quiz = next(a for _, a in back.activities() if isinstance(a, Quiz))
    assert [key_of(question) for question in quiz.quiz.questions] == [("multiple_choice", {"Blue"})]
    assert [(pool.draw, float(quiz.quiz.questions[0].points)) for pool in quiz.quiz.pools] == [(1, 3.0)]
    assert (quiz.points, quiz.attempts, quiz.pass_percent, quiz.is_graded) == (3, 2, 67, True)
    assert back.rule is not None
    assert back.rule.activities == (quiz.id,)


def test_formulas_links_and_frames_of_a_canvas_page_are_kept_or_told(tmp_path: Path) -> None:
    found = read(packed(canvas_export()), tmp_path)
    text = found.files["content/modules/one/read.md"].decode()
    assert "$\\frac{1}{2}$" in text
    assert "[the test](test.md)" in text
    assert "https://example.org/map" in text
    told = "\n".join(map(str, found.notices))
    for words in ("frame https://example.org/map", "ip_filter", "loses 10 percent each day", "unlock_at"):
        assert words in told


# ---- what nobody should read -------------------------------------------------------------------------------


def test_a_cartridge_that_leads_out_of_its_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MoocKitError) as refused:
        read(packed({**small("1.1.0"), "../../evil.html": "x"}), tmp_path)
    assert [problem.code for problem in refused.value.problems] == ["O102"]


def test_entities_of_a_cartridge_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP-SECRET")
    files = small("1.1.0")
    files["d.xml"] = f'<!DOCTYPE t [<!ENTITY x SYSTEM "{secret.as_uri()}">]>' + files["d.xml"].replace("Say it.", "&x;")
    found = read(packed(files), tmp_path)
    assert not any(b"TOP-SECRET" in data for data in found.files.values())


def test_damaged_files_are_told_and_the_rest_is_read(tmp_path: Path) -> None:
    files = small("1.1.0")
    files["l.xml"] = files["l.xml"].replace("'http://www.imsglobal", "'http: //www.imsglobal")
    files["q.xml"] = "no XML at all"
    found = read(packed(files), tmp_path)
    assert "https://example.org/x?a=1&b=2" in str(found.answers)
    told = "\n".join(map(str, found.notices))
    assert "l.xml" in told
    assert "q.xml" in told


def test_what_came_and_what_did_not_is_what_the_cartridge_holds(tmp_path: Path) -> None:
    files = small("1.1.0")
    hotspot = "<item ident='q2' title='Spot'><presentation><response_xy ident='x'><render_hotspot/></response_xy>"
    files["q.xml"] = QUIZ.replace("</section>", f"{hotspot}</presentation></item></section>")
    del files["t.xml"]
    found = read(packed(files), tmp_path)
    assert (found.counts["questions"], found.left_out["questions"]) == (1, 1)
    assert found.left_out["items of the outline"] == 1
    assert found.unread == 1
    assert import_course(tmp_path / "course.imscc", tmp_path / "kit") == 1


def test_an_empty_cartridge_is_refused_with_a_reason(tmp_path: Path) -> None:
    with pytest.raises(MoocKitError) as refused:
        read(packed({"imsmanifest.xml": cartridge("1.1.0", "", "")}), tmp_path)
    assert [problem.code for problem in refused.value.problems] == ["O106"]


# ---- from the gradebook of an imported course to its certificates --------------------------------------------


def test_the_gradebook_of_an_imported_course_leads_to_its_certificates(tmp_path: Path) -> None:
    folder, sheet = tmp_path / "kit", tmp_path / "gradebook.csv"
    grown(read(packed(canvas_export()), tmp_path), folder)
    # As `lib/gradebook_exporter.rb` of Canvas writes it: names with numbers, points, sums that can be read only.
    sheet.write_text(
        "Student,ID,SIS User ID,SIS Login ID,Section,Test (4711),Current Score,Final Score\n"
        "    Points Possible,,,,,3.0,(read only),(read only)\n"
        '"Abiola, Ada",1,,ada@example.org,One,3.0,100.0,100.0\n'
        '"Bose, Bo",2,,bo@example.org,One,1.0,33.3,33.3\n'
        '"Student, Test",3,,test,One,0.0,0.0,0.0\n'
    )
    decided = tmp_path / "decided.parquet"
    keys = ["keys", "new", "--keys", str(tmp_path / "keys"), "--no-passphrase"]
    assert in_process(keys, tmp_path).returncode == 0
    done = in_process(["completions", str(sheet), "--kit", str(folder), "-o", str(decided)], tmp_path)
    assert decided.exists(), done.stdout + done.stderr
    assert "fits no activity" not in done.stdout + done.stderr
    wanted = [
        "issue",
        str(decided),
        "--kit",
        str(folder),
        "--keys",
        str(tmp_path / "keys"),
        "-o",
        str(tmp_path / "out"),
    ]
    done = in_process([*wanted, "--no-pdf", "--no-pictures"], tmp_path)
    (made,) = (path for path in (tmp_path / "out").rglob("*.json") if "publish" not in path.parts)
    subject = json.loads(made.read_text())["credentialSubject"]
    mail = next(found for found in subject["identifier"] if found["identityType"] == "emailAddress")
    said = sha256(f"ada@example.org{mail['salt']}".encode()).hexdigest()
    assert mail["identityHash"] == f"sha256${said}", done.stdout + done.stderr
