"""QTI readers account for every element: take one away or add one, and the questions or the notices change."""

from __future__ import annotations

import copy
import re

import pytest
from lxml import etree

from mooc_kit.archive import ArchiveLimits, read_all
from mooc_kit.quizzes.formats.qti2_processing import local
from mooc_kit.quizzes.formats.qti12_answers import QTI12
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.quizzes.read import read_bytes
from mooc_kit.quizzes.registry import format_named
from tests.quizzes.test_accounts import CASES, outcome, with_one_less, written

# Said by something else: the kind, which the responses show; one point, which is usual; a gap's name once more; a
# number that lies within its range; that Canvas, which takes every answer to a gap, scores a second one too.
SAID_ELSEWHERE_IN_QTI12 = (
    "//i:qtimetadatafield[i:fieldlabel = 'question_type']/descendant-or-self::*",
    "//i:qtimetadatafield[i:fieldentry = '1' or i:fieldentry = '0']/descendant-or-self::*",
    "//i:itemmetadata/descendant-or-self::*[not(self::i:qtimetadatafield)]",
    "//i:response_lid[starts-with(@ident, 'response_gap')]/i:material/descendant-or-self::*",
    "//i:respcondition[starts-with(.//@respident, 'response_gap') and .//@respident ="
    " preceding-sibling::i:respcondition//@respident]/descendant-or-self::*",
    "//i:or/i:varequal",
    "//i:selection_extension/descendant-or-self::*",
)


def test_no_element_of_qti_1_2_can_be_taken_away_unnoticed() -> None:
    data = read_all(written("qti12"), ArchiveLimits(files=100, bytes=10_000_000))
    (name,) = [name for name, content in data.items() if b"<questestinterop" in content]
    root = etree.fromstring(data[name])
    whole = outcome(read_bytes(data[name], "q.xml"))
    assert whole[2] == []
    names = {"i": "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"}
    elsewhere = {element for path in SAID_ELSEWHERE_IN_QTI12 for element in root.xpath(path, namespaces=names)}
    tried = list(with_one_less(root, QTI12, elsewhere))
    assert len(tried) > 100
    assert [place for place, changed in tried if outcome(read_bytes(changed, "q.xml")) == whole] == []


@pytest.mark.parametrize(
    ("place", "added"),
    [
        (
            "itemmetadata/qtimetadata",
            "<qtimetadatafield><fieldlabel>regrade</fieldlabel><fieldentry>yes</fieldentry></qtimetadatafield>",
        ),
        (".", "<rubric><material><mattext>Look at the board</mattext></material></rubric>"),
        (".", "<duration>P1D</duration>"),
        (".", "<itemfeedback ident='odd'><material><mattext>Never shown</mattext></material></itemfeedback>"),
        (
            ".",
            "<itemfeedback ident='x'><hint><hintmaterial><material><mattext>Think</mattext></material></hintmaterial>"
            "</hint></itemfeedback>",
        ),
        ("presentation/material", "<matvideo uri='x.mp4'/>"),
        ("presentation/material", "<mattext>And more</mattext>"),
        ("presentation/response_lid/render_choice", "<response_na>Nothing of this</response_na>"),
        (
            "resprocessing",
            "<respcondition><conditionvar><durlte>10</durlte></conditionvar>"
            "<setvar action='Add' varname='SCORE'>50</setvar></respcondition>",
        ),
        ("resprocessing/respcondition", "<setvar action='Multiply' varname='SCORE'>0</setvar>"),
        ("resprocessing/respcondition", "<material><mattext>Never read</mattext></material>"),
        ("presentation", "<response_label ident='3'><material><mattext>Three</mattext></material></response_label>"),
        ("presentation/response_lid", "<response_lid ident='s'><render_choice/></response_lid>"),
    ],
)
def test_nothing_can_be_added_to_a_qti_1_2_item_unnoticed(place: str, added: str) -> None:
    item = etree.fromstring(CHOICE_ITEM)
    before = outcome(read_bytes(etree.tostring(item), "q.xml"))
    assert before[0] is not None
    assert before[2:] == ([], [])
    item.find(f"item/{place}" if place != "." else "item").append(etree.fromstring(added))
    assert outcome(read_bytes(etree.tostring(item), "q.xml")) != before


CHOICE_ITEM = """<questestinterop><item ident="a" title="A"><itemmetadata><qtimetadata><qtimetadatafield>
<fieldlabel>question_type</fieldlabel><fieldentry>multiple_choice_question</fieldentry></qtimetadatafield></qtimetadata>
</itemmetadata><presentation><material><mattext>Which?</mattext></material>
<response_lid ident="r" rcardinality="Single"><render_choice>
<response_label ident="1"><material><mattext>One</mattext></material></response_label>
<response_label ident="2"><material><mattext>Two</mattext></material></response_label></render_choice></response_lid>
</presentation><resprocessing><outcomes><decvar maxvalue="100" varname="SCORE"/></outcomes><respcondition continue="No">
<conditionvar><varequal respident="r">1</varequal></conditionvar><setvar action="Set" varname="SCORE">100</setvar>
</respcondition></resprocessing></item></questestinterop>"""


@pytest.mark.parametrize("key", ["qti-2.1", "qti-3.0"])
def test_no_element_of_a_qti_item_can_be_taken_away_unnoticed(key: str) -> None:
    """But for a right answer that a mapping or the processing names too, and what outcomes begin with."""
    tried, unnoticed = 0, []
    for name, data in read_all(written(key), ArchiveLimits(files=100, bytes=10_000_000)).items():
        if not re.search(rb"assessmentItem |assessment-item ", data[:2000]):
            continue
        root = etree.fromstring(data)
        whole = outcome(read_bytes(data, "q.xml"))
        for number, element in enumerate(root.iter()):
            above = {local(part) for part in (element, *element.iterancestors())}
            is_said = "outcomeDeclaration" in above or (
                "correctResponse" in above and data.count("".join(element.itertext()).encode()) > 1
            )
            if element is root or is_said or not "".join(element.itertext()).strip():
                continue
            changed = copy.deepcopy(root)
            gone = list(changed.iter())[number]
            gone.getparent().remove(gone)
            tried += 1
            if outcome(read_bytes(etree.tostring(changed), "q.xml")) == whole:
                unnoticed.append((name, root.getroottree().getpath(element)))
    assert tried > 60
    assert unnoticed == []


@pytest.mark.parametrize("response", ["response_xy", "response_grp", "response_str"])
def test_an_item_that_is_answered_by_pointing_is_left_out_and_told(response: str) -> None:
    asked = f"<{response} ident='x'><render_hotspot/></{response}>"
    item = f"<item ident='b' title='Spot'><presentation>{asked}</presentation></item></questestinterop>"
    found = read_bytes(CHOICE_ITEM.replace("</questestinterop>", item).encode(), "q.xml")
    assert found.quiz is not None
    assert (len(found.quiz.questions), found.left_out) == (1, 1)
    assert "Spot" in str(found.notices)


QTI_ITEM = """<assessmentItem identifier="a" title="A" adaptive="false" timeDependent="false"><responseDeclaration
identifier="RESPONSE" cardinality="single" baseType="identifier"><correctResponse><value>x</value></correctResponse>
</responseDeclaration><outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/><itemBody>
<p>Which?</p><choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="1">
<simpleChoice identifier="x">One
</simpleChoice><simpleChoice identifier="y">Two</simpleChoice></choiceInteraction></itemBody><responseProcessing
template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"/></assessmentItem>"""


@pytest.mark.parametrize(
    ("place", "added"),
    [
        (".", '<templateDeclaration identifier="T" cardinality="single" baseType="integer"/>'),
        (".", '<stylesheet href="x.css" type="text/css"/>'),
        (".", "<reviewNote>Somebody's own words</reviewNote>"),
        (".", '<assessmentStimulusRef href="s.xml"/>'),
        (".", '<modalFeedback outcomeIdentifier="ODD" identifier="z" showHide="show"><p>Never</p></modalFeedback>'),
        ("itemBody", '<rubricBlock view="scorer"><p>Look for X</p></rubricBlock>'),
        ("itemBody", '<rubricBlock view="candidate"><p>Take your time</p></rubricBlock>'),
        ("itemBody", '<feedbackBlock outcomeIdentifier="O" identifier="z" showHide="show"><p>No</p></feedbackBlock>'),
        ("itemBody", '<infoControl title="Help"><p>Look</p></infoControl>'),
        ("itemBody", '<object data="film.mp4" type="video/mp4"/>'),
        ("itemBody", "<printedVariable identifier='T'/>"),
        ("itemBody/choiceInteraction", '<simpleChoice identifier="z" fixed="true">Three</simpleChoice>'),
    ],
)
def test_nothing_can_be_added_to_a_qti_item_unnoticed(place: str, added: str) -> None:
    item = etree.fromstring(QTI_ITEM)
    before = outcome(read_bytes(etree.tostring(item), "q.xml"))
    assert before[0] is not None
    assert before[2:] == ([], [])
    (item if place == "." else item.find(place)).append(etree.fromstring(added))
    after = outcome(read_bytes(etree.tostring(item), "q.xml"))
    assert after != before
    assert "Look for X" not in str(after[0])


def test_a_package_of_two_quizzes_gives_both_and_tells_of_the_bank_that_is_not_there() -> None:
    found = read_bytes((CASES / "canvas-two-quizzes.zip").read_bytes(), "two.zip")
    assert [quiz.title for quiz in found.quizzes] == ["Quiz 1", "Quiz 2"]
    assert [len(quiz.questions) for quiz in found.quizzes] == [1, 1]
    (notice,) = [notice for notice in found.notices if "group" in notice.what]
    assert "3 questions and 6 points" in notice.what


def test_gaps_within_a_table_of_html_come_back_from_canvas() -> None:
    table = "<table><tr><td>Depth</td><td>[[20|twenty]]</td></tr><tr><td>Time</td><td>[[morning]]</td></tr></table>"
    row = {"id": "q", "kind": "fill_blanks", "prompt": "Fill in.", "text": table}
    format_ = format_named("qti12")
    assert format_ is not None
    written = format_.write(QuizFile.model_validate({"questions": [row]}), {})
    (question,) = read_bytes(written.data, "q.zip").quizzes[0].questions
    assert [gap.right_answers() for gap in question.gaps()] == [("20", "twenty"), ("morning",)]  # type: ignore[union-attr]
    assert "\\[" not in question.text  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("decvar", "score", "points"),
    [("", "10", 10), ("", "100", 1), ('maxvalue="100"', "100", 1), ('maxvalue="10"', "10", 1)],
)
def test_a_score_without_a_stated_most_is_in_points_unless_it_reaches_a_hundred(
    decvar: str, score: str, points: float
) -> None:
    item = CHOICE_ITEM.replace('maxvalue="100"', decvar).replace(">100<", f">{score}<")
    (question,) = read_bytes(item.encode(), "q.xml").quizzes[0].questions
    assert [choice.correct for choice in question.choices] == [True, False]  # type: ignore[union-attr]
    assert question.points == points


BLACKBOARD = """<questestinterop><item maxattempts="0"><presentation><flow><material><mat_extension>
<mat_formattedtext type="HTML">The answer is &lt;b&gt;purple&lt;/b&gt;.</mat_formattedtext></mat_extension></material>
<response_str ident="response"><render_fib/></response_str></flow></presentation><resprocessing><outcomes>
<decvar varname="SCORE"/></outcomes><respcondition><conditionvar><varequal respident="response">purple</varequal>
</conditionvar><displayfeedback linkrefid="correct"/></respcondition></resprocessing></item></questestinterop>"""


def test_a_question_of_blackboards_own_has_its_words_and_a_key_that_gives_no_points_is_told_once() -> None:
    found = read_bytes(BLACKBOARD.encode(), "q.xml")
    assert found.quiz is not None
    (question,) = found.quiz.questions
    assert question.prompt == "The answer is **purple**."
    assert question.tags == ["check-scoring"]
    assert "The scoring, which cannot be read," in str(found.notices)
    assert found.changed.total() == 1


BOTH = """<questestinterop><item ident="a"><itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>question_type
</fieldlabel><fieldentry>KIND</fieldentry></qtimetadatafield></qtimetadata></itemmetadata><presentation><material>
<mattext>So?</mattext></material>RESPONSE</presentation><resprocessing><outcomes><decvar maxvalue="100" varname="SCORE"
/></outcomes><respcondition continue="Yes"><conditionvar>TEST</conditionvar><displayfeedback linkrefid="1_fb"/>
</respcondition><respcondition continue="No"><conditionvar>TEST</conditionvar><setvar action="Set" varname="SCORE">100
</setvar><displayfeedback linkrefid="correct_fb"/><displayfeedback linkrefid="1_fb"/></respcondition></resprocessing>
<itemfeedback ident="correct_fb"><material><mattext>Of the item.</mattext></material></itemfeedback><itemfeedback
ident="1_fb"><material><mattext>Of the answer.</mattext></material></itemfeedback></item></questestinterop>"""
TRUTH = "".join(
    f'<response_label ident="{n}"><material><mattext>{word}</mattext></material></response_label>'
    for n, word in enumerate(("False", "True"))
)


@pytest.mark.parametrize(
    ("kind", "response", "value"),
    [
        ("true_false_question", f"<response_lid ident='r'><render_choice>{TRUTH}</render_choice></response_lid>", "1"),
        ("numerical_question", "<response_str ident='r'><render_fib/></response_str>", "4"),
    ],
)
def test_what_canvas_says_to_an_answer_and_to_all_right_ones_stays_both(kind: str, response: str, value: str) -> None:
    test = f"<varequal respident='r'>{value}</varequal>"
    text = BOTH.replace("KIND", kind).replace("RESPONSE", response).replace("TEST", test)
    found = read_bytes(text.encode(), "q.xml")
    assert found.quiz is not None
    assert found.quiz.questions[0].feedback.correct == "Of the answer.\n\nOf the item."
