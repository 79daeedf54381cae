"""Problems: the questions of a quiz in CAPA, the language of Open edX's problems.

Each question becomes one problem component. What CAPA grades in another way than the question model is a Notice; a
right answer and a wrong one always get what the model gives.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mooc_kit.quizzes.model import (
    Calculated,
    FillBlanks,
    Matching,
    MultipleChoice,
    MultipleResponse,
    Numerical,
    Ordering,
    Question,
    ShortAnswer,
    TrueFalse,
)
from mooc_kit.targets.open_edx import choice_problems, text_problems
from mooc_kit.targets.open_edx.problem_writer import ProblemWriter

if TYPE_CHECKING:
    from lxml import etree


def fill_problem(writer: ProblemWriter, question: Question, element: etree._Element) -> None:
    """Fill the problem component `element` with `question`."""
    _WRITERS[type(question)](writer, question, element)
    _hints(writer, question, element)


def _hints(writer: ProblemWriter, question: Question, element: etree._Element) -> None:
    from lxml import etree

    if question.hints:
        parent = etree.SubElement(element, "demandhint")
        for hint in question.hints:
            writer.said(hint, "hint", parent)


_WRITERS: dict[type[Any], Callable[[ProblemWriter, Any, Any], None]] = {
    MultipleChoice: choice_problems.multiple_choice,
    MultipleResponse: choice_problems.multiple_response,
    TrueFalse: choice_problems.true_false,
    Matching: choice_problems.matching,
    Ordering: choice_problems.ordering,
    ShortAnswer: text_problems.short_answer,
    Numerical: text_problems.numerical,
    FillBlanks: text_problems.fill_blanks,
    Calculated: text_problems.calculated,
}
