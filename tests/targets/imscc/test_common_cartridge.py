"""The Common Cartridge: sound by the importers' rules, with every answer key and every weight of the course."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from mooc_kit.content.plain_markdown import inline_escaped
from mooc_kit.course.model import Activity, Awarder, Discussion, Link, Quiz
from mooc_kit.kit.examples import list_examples
from mooc_kit.quizzes.formats.markup import html_of, plain_of
from mooc_kit.quizzes.formats.qti12 import read_qti12
from mooc_kit.quizzes.formats.qti12_common import CommonTexts, common_assessment
from mooc_kit.quizzes.model import FillBlanks, Matching, Question, QuizFile
from mooc_kit.targets.common_cartridge import CommonCartridge
from tests.shared import example_course
from tests.targets.imscc.check import CP, QTI, problems_of, quiz_problems
from tests.targets.imscc.conftest import Built, built
from tests.targets.imscc.keys import key_of
from tests.targets.moodle.conftest import EVERY_KIND


def test_everything_that_a_file_names_is_there(common: Built) -> None:
    assert problems_of(common.members) == []


@pytest.mark.parametrize("name", list_examples())
def test_the_examples_become_sound_cartridges(name: str, tmp_path: Path) -> None:
    course = example_course(name)
    assert problems_of(built(course, CommonCartridge(), tmp_path).members) == []


def contents(common: Built) -> dict[str, list[tuple[str, str]]]:
    """Title of each heading -> title and type of what stands below it."""
    root = common.xml("imsmanifest.xml")
    types = {r.get("identifier"): r.get("type") for r in root.iter(f"{CP}resource")}
    (top,) = root.findall(f"{CP}organizations/{CP}organization/{CP}item")
    return {
        heading.findtext(f"{CP}title"): [
            (item.findtext(f"{CP}title"), types[item.get("identifierref")]) for item in heading.findall(f"{CP}item")
        ]
        for heading in top.findall(f"{CP}item")
    }


def kind(activity: Activity) -> str:
    match activity:
        case Discussion():
            return "imsdt_xmlv1p1"
        case Link() if "&" not in activity.url:
            return "imswl_xmlv1p1"
        case Quiz():
            return "imsqti_xmlv1p2/imscc_xmlv1p1/assessment"
        case _:
            return "webcontent"


def test_every_activity_stands_below_its_module(common: Built) -> None:
    found = contents(common)
    for module in common.course.modules:
        below = found[" ".join(module.title.split())]
        for activity in module.activities:
            assert (activity.title, kind(activity)) in below


def test_what_has_no_place_is_told(common: Built) -> None:
    for _, activity in common.course.activities():
        if activity.kind in {"assignment", "peer_review", "survey"}:
            assert common.told(f'"{activity.title}"'), activity.title
    for words in ("weights", "completion", "Posting the announcements", "drawn", "All 6 are asked", "(ordering)"):
        assert common.told(words), words


def quiz_of(common: Built, activity: Quiz) -> bytes:
    return common.members[f"activity-{activity.id}.xml"]


def test_every_question_keeps_its_key_and_its_weight_or_is_told(common: Built) -> None:
    lost = {id for notice in common.told("The question (") for id in re.findall(r": ([\w-]+)", str(notice))}
    assert {"order", "area", "number"} <= lost
    activity = next(a for _, a in common.course.activities() if isinstance(a, Quiz))
    read = read_qti12(quiz_of(common, activity), "quiz").quiz
    assert read is not None
    found: dict[str, list[Question]] = defaultdict(list)
    for question in read.questions:
        found[re.sub(r"^g[0-9a-f]{32}[-_]", "", question.id)].append(question)
    draws = {
        pool.id: (pool.draw or 0) / sum(q.pool == pool.id for q in activity.quiz.questions)
        for pool in activity.quiz.pools
    }
    ratios = set()
    for question in activity.quiz.questions:
        parts = found.get(question.id) or [
            part for id, many in found.items() for part in many if re.fullmatch(rf"{question.id}-\d+", id)
        ]
        if not parts:
            assert question.kind in {"ordering", "calculated", "numerical", "fill_blanks"}, question.id
            continue
        assert_same_key(question, parts)
        wanted = question.points * draws.get(question.pool or "", 1)
        ratios.add(round(sum(part.points for part in parts) / wanted, 6))
    assert len(ratios) == 1, "all weights are multiplied by the same number"


def assert_same_key(question: Question, parts: list[Question]) -> None:
    match question:
        case Matching():
            rights = [next(plain_of(c.text) for c in part.choices if c.is_right) for part in parts]  # type: ignore[union-attr]
            assert rights == [plain_of(pair.right) for pair in question.pairs]
        case FillBlanks():
            gaps = [set(map(plain_of, gap.right_answers())) for gap in question.gaps()]
            assert [key_of(part)[1] for part in parts] == gaps
        case _:
            (part,) = parts
            kind, key = key_of(question)
            if question.kind == "essay":
                assert part.kind == "essay"
            else:
                assert key_of(part) == (kind, key), question.id


def test_weights_are_whole_numbers(common: Built) -> None:
    for _, activity in common.course.activities():
        if isinstance(activity, Quiz):
            for field in etree.fromstring(quiz_of(common, activity)).iter(f"{QTI}qtimetadatafield"):
                if field.findtext(f"{QTI}fieldlabel") == "cc_weighting":
                    assert Fraction(field.findtext(f"{QTI}fieldentry")).denominator == 1


def written(question: dict[str, Any]) -> Any:
    texts = CommonTexts(html_of)
    quiz = QuizFile.model_validate({"questions": [question]})
    return common_assessment(quiz, "q", "Q", texts), texts.losses.notices()


@pytest.mark.parametrize(
    "question", [q for q in EVERY_KIND if q["kind"] in {"ordering", "calculated"}], ids=lambda q: q["kind"]
)
def test_a_quiz_that_nobody_could_ask_is_never_written(question: dict[str, Any]) -> None:
    """Moodle's converter ends the whole import on a quiz without a question that it knows."""
    made, told = written(question)
    assert made is None
    assert told


def test_a_number_with_a_tolerance_is_left_out_and_an_exact_one_is_typed() -> None:
    near = {"id": "n", "kind": "numerical", "prompt": "?", "answer": 2.5, "tolerance": 0.1}
    assert written(near)[0] is None
    exact, _ = written({"id": "n", "kind": "numerical", "prompt": "?", "answer": 2.5})
    answers = etree.fromstring(exact.document).xpath("//*[local-name()='varequal']/text()")
    assert answers == ["2.5", "2,5"]


SAID = {"general": "G", "correct": "C", "incorrect": "I"}
LETTERS = [
    {"text": "a", "correct": True, "feedback": "on a"},
    {"text": "b", "correct": True, "feedback": "on b"},
    {"text": "c", "feedback": "on c"},
    {"text": "d"},
]
READ_FOR_THEIR_KEYS = [
    {"id": "q", "kind": "multiple_choice", "prompt": "?", "choices": LETTERS[1:], "feedback": SAID},
    {"id": "q", "kind": "multiple_choice", "prompt": "?", "choices": LETTERS},
    {"id": "q", "kind": "multiple_response", "prompt": "?", "choices": LETTERS, "partial": False, "feedback": SAID},
    {"id": "q", "kind": "true_false", "prompt": "?", "answer": False, "feedback": SAID},
    {"id": "q", "kind": "short_answer", "prompt": "?", "answers": ["river", "stream", "brook"], "feedback": SAID},
]


@pytest.mark.parametrize("question", READ_FOR_THEIR_KEYS, ids=lambda q: f"{q['kind']}-{'feedback' in q}")
def test_whoever_looks_into_the_scoring_finds_the_same_answers_and_feedback(question: dict[str, Any]) -> None:
    made, told = written(question)
    assert not told
    assert list(quiz_problems("quiz.xml", etree.fromstring(made.document))) == []
    (read,) = read_qti12(made.document, "quiz").quiz.questions  # type: ignore[union-attr]
    assert read.model_dump() == QuizFile.model_validate({"questions": [question]}).questions[0].model_dump()


def test_a_wrong_choice_says_what_is_said_to_it_and_to_every_wrong_answer() -> None:
    """Moodle knows no feedback on wrong answers as such, and gives each choice what its condition shows."""
    made, _ = written(READ_FOR_THEIR_KEYS[0])
    shown = {
        "".join(c.xpath("*[local-name()='conditionvar']/*[local-name()='varequal']/text()")): c.xpath("*/@linkrefid")
        for c in etree.fromstring(made.document).iter(f"{QTI}respcondition")
    }
    assert shown["choice-1"] == ["choice-1_fb", "correct_fb"]
    assert shown["choice-2"] == ["choice-2_fb", "general_incorrect_fb"]
    assert shown["choice-3"] == ["general_incorrect_fb"]


def test_an_answer_with_letters_left_open_is_left_out() -> None:
    """Canvas would compare it letter by letter, Moodle give 100 times the points, and cc2olx lose the whole quiz."""
    question = {"id": "q", "kind": "short_answer", "prompt": "?"}
    made, told = written({**question, "answers": ["*river*", "stream"]})
    assert etree.fromstring(made.document).xpath("//*[local-name()='varequal']/text()") == ["stream"]
    assert "*" in str(told)
    assert written({**question, "answers": ["*river*"]})[0] is None


def test_true_and_false_are_called_so() -> None:
    made, _ = written(EVERY_KIND[3])
    labels = etree.fromstring(made.document).xpath("//*[local-name()='response_label']/@ident")
    assert labels == ["true", "false"]


def test_pages_lie_at_the_top_and_show_their_pictures_by_relative_paths(common: Built) -> None:
    files = "web_resources/"
    pages = [path for path in common.members if path.endswith(".html") and not path.startswith(files)]
    assert pages and not [path for path in pages if "/" in path]
    page = common.members["activity-page-0.html"].decode()
    assert len(set(re.findall(r'src="(web_resources/content/[^"]+)"', page))) == 4
    assert "IMS-CC-FILEBASE" not in page
    talk = common.members["activity-talk-0.xml"].decode()
    assert talk.count("$IMS-CC-FILEBASE$/web_resources/") == 4


def test_what_questions_count_is_told_where_platforms_do_not_take_it_over(common: Built) -> None:
    quiz = next(a for _, a in common.course.activities() if isinstance(a, Quiz))
    found = etree.fromstring(quiz_of(common, quiz)).xpath("//*[local-name()='fieldlabel'][.='cc_weighting']/../*[2]")
    marks = ", ".join(field.text for field in found)
    assert f'"{quiz.title}", first question to last: {marks}.' in common.checklist


def test_work_tells_how_it_is_judged_and_handed_in(common: Built) -> None:
    page = common.members["activity-work-1.html"].decode()
    for words in ("Rubric 1", "Method", "secure &lt; 1", "16"):
        assert words in page


def test_the_same_course_gives_the_same_bytes(common: Built, kit: Path) -> None:
    assert built(common.course, CommonCartridge(), kit).data == common.data


def test_titles_and_identifiers_stand_once(common: Built) -> None:
    ids = Counter(common.xml("imsmanifest.xml").xpath("//@identifier"))
    assert not [id for id, times in ids.items() if times > 1]


def test_a_key_that_names_no_answer_is_doubted_and_ends_nothing() -> None:
    """Seen in a public cartridge: the scoring says False where the answer is called A2."""
    made, _ = written({"id": "q", "kind": "true_false", "prompt": "?", "answer": False})
    document = made.document.replace(b">false</varequal>", b">A2</varequal>")
    found = read_qti12(document, "quiz")
    assert found.quiz is None or all("check-scoring" in question.tags for question in found.quiz.questions)
    assert found.notices or found.problems


def test_pages_say_of_everything_by_whom_it_is_given_and_of_nothing_that_the_platform_does(common: Built) -> None:
    page = common.members["page-evidence-overview.html"].decode()
    assert "The course platform gives it automatically" not in page
    assert "The platform gives it at once" not in page
    by_team = page.count("The course team gives it after the course")
    awarders = [c.awarded_by for c in common.course.credentials]
    assert by_team == sum(awarder in (Awarder.PLATFORM, Awarder.TEAM) for awarder in awarders)


def test_what_a_real_moodle_does_with_quizzes_and_links_is_told(common: Built) -> None:
    """Seen in Moodle 4.5: every quiz came with a total of 4, and links to other pages led to files that it lacked."""
    step = common.checklist.partition("In Moodle: let each quiz add up its marks")[2].partition("## ")[0]
    for _, activity in common.course.activities():
        assert (f'"{inline_escaped(activity.title)}"' in step) is isinstance(activity, Quiz)
    assert common.told("Links from page to page, in Moodle")
