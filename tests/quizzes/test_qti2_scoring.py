"""The key of a QTI item is what its response processing says; where that cannot be evaluated here, it is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mooc_kit.quizzes.base import ReadQuiz
from mooc_kit.quizzes.read import read_bytes
from mooc_kit.quizzes.scoring import score

CASES = Path(__file__).parent / "cases"


def read(data: str | bytes) -> tuple[Any, ReadQuiz]:
    found = read_bytes(data.encode() if isinstance(data, str) else data, "item.xml")
    assert found.quiz is not None, found.problems
    (question,) = found.quiz.questions
    return question, found


def typed(processing: str, feedback: str = "", outcomes: str = "") -> str:
    return (
        '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="a" title="A">'
        '<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="string"><correctResponse>'
        "<value>rook</value></correctResponse></responseDeclaration>"
        f'<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>{outcomes}'
        '<itemBody><p>Which bird? <textEntryInteraction responseIdentifier="RESPONSE"/></p></itemBody>'
        f"<responseProcessing>{processing}</responseProcessing>{feedback}</assessmentItem>"
    )


def branch(kind: str, test: str, points: float) -> str:
    worth = f'<baseValue baseType="float">{points}</baseValue>'
    return f'<{kind}>{test}<setOutcomeValue identifier="SCORE">{worth}</setOutcomeValue></{kind}>'


def equals(text: str, case: str = "false") -> str:
    return (
        f'<stringMatch caseSensitive="{case}"><variable identifier="RESPONSE"/>'
        f'<baseValue baseType="string">{text}</baseValue></stringMatch>'
    )


def test_names_that_come_in_an_else_if_are_right_too_and_the_feedback_is_for_the_rest() -> None:
    question, found = read((CASES / "else-if.xml").read_bytes())
    assert [answer.text for answer in question.answers] == ["lapwing", "northern lapwing"]
    assert question.feedback.incorrect == "No: look at the crest."
    assert not question.feedback.general
    assert found.notices == []


def test_what_no_entry_of_a_mapping_names_gets_the_default() -> None:
    question, found = read((CASES / "mapping-default.xml").read_bytes())
    assert question.points == 2
    assert score(question, [0, 1, 2, 3, 4, 5]) == 0
    assert score(question, [0, 3]) == 1
    assert score(question, [0]) == 0.5
    assert score(question, [0, 3, 4]) == 0
    assert found.notices == []


def test_pairs_of_different_worth_are_told_and_the_question_marked() -> None:
    question, found = read((CASES / "unequal-mapping.xml").read_bytes())
    assert "check-scoring" in question.tags
    assert ["cannot be read" in notice.what for notice in found.notices] == [True]


def test_answers_for_part_of_the_points_keep_their_part() -> None:
    rule = branch("responseIf", equals("rook"), 2) + branch("responseElseIf", equals("crow"), 1)
    question, found = read(typed(f"<responseCondition>{rule}</responseCondition>"))
    assert [(answer.text, answer.credit) for answer in question.answers] == [("rook", 100), ("crow", 50)]
    assert question.case_sensitive is False
    assert found.notices == []


def test_two_conditions_one_after_the_other_are_both_heeded() -> None:
    rules = "".join(
        f"<responseCondition>{branch('responseIf', equals(word), 1)}</responseCondition>" for word in ("rook", "raven")
    )
    question, found = read(typed(rules))
    assert [answer.text for answer in question.answers] == ["rook", "raven"]
    assert found.notices == []


def test_capital_letters_matter_where_the_item_says_so() -> None:
    question, found = read(
        typed(f"<responseCondition>{branch('responseIf', equals('Rook', 'true'), 1)}</responseCondition>")
    )
    assert question.case_sensitive
    assert found.notices == []


@pytest.mark.parametrize(
    "test",
    [
        '<patternMatch pattern="(a+)+b"><variable identifier="RESPONSE"/></patternMatch>',
        "<customOperator/>",
        '<gt><stringLength/><baseValue baseType="float">3</baseValue></gt>',
        equals("rook").replace("RESPONSE", "ELSEWHERE"),
    ],
)
def test_processing_that_cannot_be_evaluated_is_said_and_no_key_is_guessed(test: str) -> None:
    question, found = read(typed(f"<responseCondition>{branch('responseIf', test, 1)}</responseCondition>"))
    assert "check-scoring" in question.tags
    (notice,) = found.notices
    assert notice.what == 'The scoring of "A" cannot be read'


def test_an_item_without_response_processing_is_marked() -> None:
    question, found = read(typed("").replace("<responseProcessing></responseProcessing>", ""))
    assert "check-scoring" in question.tags
    assert len(found.notices) == 1
