"""QTI 2.1 and 3.0: items of every kind that the model has are read, alone and in packages."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest

from mooc_kit.quizzes.read import read_bytes
from mooc_kit.quizzes.registry import format_named
from tests.quizzes.test_platform_files import PNG

HEAD = (
    '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="q1" title="Depth" adaptive="false" '
    'timeDependent="false">'
)
TAIL = '<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"/>'


def declared(cardinality: str, base: str, *values: str, extra: str = "") -> str:
    inner = "".join(f"<value>{value}</value>" for value in values)
    return (
        f'<responseDeclaration identifier="RESPONSE" cardinality="{cardinality}" baseType="{base}">'
        f"<correctResponse>{inner}</correctResponse>{extra}</responseDeclaration>"
        '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float" normalMaximum="2"/>'
    )


def item(declaration: str, body: str, tail: str = TAIL) -> str:
    return f"{HEAD}{declaration}<itemBody>{body}</itemBody>{tail}</assessmentItem>"


def choices(*texts: str) -> str:
    return "".join(f'<simpleChoice identifier="c{n}">{text}</simpleChoice>' for n, text in enumerate(texts))


MAPPING = (
    '<mapping defaultValue="0"><mapEntry mapKey="c0" mappedValue="2"/><mapEntry mapKey="c1" mappedValue="1"/></mapping>'
)
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "one": (
        item(
            declared("single", "identifier", "c1"),
            "<p>How <b>deep</b>?</p>"
            '<choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="1"><prompt>Choose.</prompt>'
            + choices("2 m", '20 cm<feedbackInline outcomeIdentifier="F" identifier="c1">Yes.</feedbackInline>')
            + "</choiceInteraction>",
        ),
        {
            "kind": "multiple_choice",
            "prompt": "How **deep**?\n\nChoose.",
            "points": 2,
            "shuffle": True,
            "title": "Depth",
        },
    ),
    "many": (
        item(
            declared("multiple", "identifier", "c0", "c1", extra=MAPPING),
            f'<choiceInteraction responseIdentifier="RESPONSE" maxChoices="0">{choices("a", "b", "c")}'
            "</choiceInteraction><p>Which?</p>",
        ),
        {"kind": "multiple_response", "prompt": "Which?", "partial": False},
    ),
    "truth": (
        item(
            declared("single", "identifier", "c1"),
            f'<p>Wet?</p><choiceInteraction responseIdentifier="RESPONSE" maxChoices="1">{choices("True", "False")}'
            "</choiceInteraction>",
        ),
        {"kind": "true_false", "answer": False},
    ),
    "words": (
        item(
            declared("single", "string", "York"),
            '<p>Who? <textEntryInteraction responseIdentifier="RESPONSE"/></p>',
        ),
        {"kind": "short_answer", "prompt": "Who?"},
    ),
    "number": (
        item(
            declared("single", "float", "1.4142"),
            '<p>Root of 2? <textEntryInteraction responseIdentifier="RESPONSE"/></p>',
            '<responseProcessing><responseCondition><responseIf><equal toleranceMode="absolute" tolerance="0.01 0.01">'
            '<variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></equal>'
            '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">2</baseValue></setOutcomeValue>'
            "</responseIf>"
            "</responseCondition>"
            "</responseProcessing>",
        ),
        {"kind": "numerical", "answer": 1.4142, "tolerance": 0.01},
    ),
    "gap": (
        item(
            declared("single", "identifier", "b"),
            '<p>Sample <inlineChoiceInteraction responseIdentifier="RESPONSE"><inlineChoice identifier="a">down'
            '</inlineChoice><inlineChoice identifier="b">up</inlineChoice></inlineChoiceInteraction>stream.</p>',
        ),
        {"kind": "fill_blanks", "text": "Sample [[#gap-1]]stream."},
    ),
    "order": (
        item(
            declared("ordered", "identifier", "c1", "c0"),
            f'<p>Order.</p><orderInteraction responseIdentifier="RESPONSE">{choices("last", "first")}</orderInteraction>',  # noqa: E501
        ),
        {"kind": "ordering", "items": ["first", "last"]},
    ),
    "match": (
        item(
            declared("multiple", "directedPair", "L1 R1", "L2 R2"),
            '<p>Match.</p><matchInteraction responseIdentifier="RESPONSE" maxAssociations="2"><simpleMatchSet>'
            '<simpleAssociableChoice identifier="L1" matchMax="1">cat</simpleAssociableChoice>'
            '<simpleAssociableChoice identifier="L2" matchMax="1">dog</simpleAssociableChoice></simpleMatchSet>'
            '<simpleMatchSet><simpleAssociableChoice identifier="R1" matchMax="1">mice</simpleAssociableChoice>'
            '<simpleAssociableChoice identifier="R2" matchMax="1">bones</simpleAssociableChoice>'
            '<simpleAssociableChoice identifier="R3" matchMax="1">hay</simpleAssociableChoice></simpleMatchSet>'
            "</matchInteraction>",
        ),
        {"kind": "matching", "distractors": ["hay"]},
    ),
    "essay": (
        item("", '<extendedTextInteraction responseIdentifier="R"><prompt>Why?</prompt></extendedTextInteraction>'),
        {"kind": "essay", "prompt": "Why?"},
    ),
}


def as_qti3(xml: str) -> str:
    """The same item in the names of version 3."""

    def kebab(name: str) -> str:
        return re.sub(r"(?<=[a-z])[A-Z]", lambda found: f"-{found[0].lower()}", name)

    xml = re.sub(r"<(/?)([a-z]+[A-Za-z]*)", lambda f: f"<{f[1]}{f[2] if len(f[2]) == 1 else 'qti-' + kebab(f[2])}", xml)
    xml = re.sub(r" ([a-z]+[A-Z]\w*)=", lambda found: f" {kebab(found[1])}=", xml)
    return xml.replace("imsqti_v2p1", "imsqtiasi_v3p0")


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("version", [2, 3])
def test_an_item_is_read_in_both_versions(name: str, version: int) -> None:
    xml, expected = CASES[name]
    found = read_bytes((xml if version == 2 else as_qti3(xml)).encode(), "item.xml")
    assert not found.problems
    # All or nothing for an order or pairs is what these two say, and not what a question here gives.
    assert ["cannot be read" in notice.what for notice in found.notices] == [True] * (name in ("order", "match"))
    assert found.quiz is not None
    question = found.quiz.questions[0]
    assert {key: getattr(question, key) for key in expected} == expected


def test_a_package_keeps_order_pools_and_pictures() -> None:
    picture = CASES["essay"][0].replace("Why?", 'Why <img src="../img/r.png" alt="r"/>?').replace('"q1"', '"q2"')
    test = (
        '<assessmentTest xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="t" title="Rivers">'
        '<timeLimits maxTime="1800"/><testPart identifier="p"><assessmentSection identifier="s" title="Field">'
        '<selection select="1"/><assessmentItemRef identifier="i2" href="items/b.xml"/>'
        '<assessmentItemRef identifier="i1" href="items/a.xml"/></assessmentSection></testPart></assessmentTest>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("imsmanifest.xml", "<manifest/>")
        archive.writestr("items/a.xml", CASES["truth"][0])
        archive.writestr("items/b.xml", picture)
        archive.writestr("img/r.png", PNG)
        archive.writestr("test.xml", test)
    found = read_bytes(stream.getvalue(), "package.zip")
    assert not found.problems
    assert found.quiz is not None
    assert (found.quiz.title, found.quiz.settings.time_limit) == ("Rivers", 30)
    assert [(q.id, q.pool) for q in found.quiz.questions] == [("q2", "field"), ("q1", "field")]
    assert found.quiz.pools[0].draw == 1
    assert found.media == {"media/r.png": PNG}
    assert found.quiz.questions[0].prompt == "Why ![r](media/r.png)?"


def test_a_kind_that_the_model_lacks_is_told() -> None:
    xml = item("", '<p>Click.</p><hotspotInteraction responseIdentifier="R"/>')
    found = read_bytes(xml.encode(), "item.xml")
    assert [notice.what for notice in found.notices] == ['The item "Depth" (hotspotInteraction)']


def test_formats_are_told_apart() -> None:
    for key, name in (("qti-2.1", "item.xml"), ("qti-3.0", "item.xml")):
        xml = CASES["essay"][0]
        data = (xml if key == "qti-2.1" else as_qti3(xml)).encode()
        format_ = format_named(key)
        assert format_ is not None
        assert format_.recognises(data, name)
        other = format_named("qti-3.0" if key == "qti-2.1" else "qti-2.1")
        assert other is not None
        assert not other.recognises(data, name)
