"""Open edX choice problems: answered by choosing one, several, pairs or an order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mooc_kit.quizzes.answers import AnswerChoice, share
from mooc_kit.quizzes.model import Feedback, Matching, MultipleChoice, MultipleResponse, Ordering, TrueFalse
from mooc_kit.targets.open_edx.problem_writer import ProblemWriter, solution

if TYPE_CHECKING:
    from lxml import etree


def multiple_choice(writer: ProblemWriter, question: MultipleChoice, element: etree._Element) -> None:
    from lxml import etree

    response = etree.SubElement(element, "multiplechoiceresponse")
    group = etree.SubElement(response, "choicegroup", type="MultipleChoice")
    if question.shuffle:
        group.set("shuffle", "true")
    for choice in question.choices:
        made = _choice(writer, choice, group, question.feedback)
        if choice.gives and not choice.is_right:
            response.set("partial_credit", "points")
            made.set("correct", "partial")
            made.set("point_value", _number(float(share(choice.credit or 0))))
    writer.prompt(question, element, response)
    _explained(writer, element, question.feedback.general)


def multiple_response(writer: ProblemWriter, question: MultipleResponse, element: etree._Element) -> None:
    from lxml import etree

    response = etree.SubElement(element, "choiceresponse")
    if question.partial:
        response.set("partial_credit", "EDC")
        writer.lose(
            "Part of the points for part of the right choices",
            "Open edX counts each box that is rightly ticked or rightly left empty.",
            "All right gives all the points and all wrong gives none, as here; what lies between can differ.",
        )
        if any(choice.credit is not None for choice in question.choices):
            writer.lose(
                "Choices that weigh more than others", "Open edX gives each box the same weight.", "All weigh the same."
            )
    if question.shuffle:
        writer.lose(
            "The mixed order of boxes to tick", "Open edX mixes only questions with one answer.", "The order is fixed."
        )
    group = etree.SubElement(response, "checkboxgroup")
    for choice in question.choices:
        made = etree.SubElement(group, "choice", correct="true" if choice.gives else "false")
        _fill(writer, made, choice.text)
        if choice.feedback:
            writer.said(choice.feedback, "choicehint", made, selected="true")
    writer.prompt(question, element, response)
    said = question.feedback
    _explained(writer, element, said.general, said.correct)


def true_false(writer: ProblemWriter, question: TrueFalse, element: etree._Element) -> None:
    from lxml import etree

    response = etree.SubElement(element, "multiplechoiceresponse")
    group = etree.SubElement(response, "choicegroup", type="MultipleChoice")
    for words, is_right in (
        (writer.messages.text("True"), question.answer),
        (writer.messages.text("False"), not question.answer),
    ):
        made = etree.SubElement(group, "choice", correct="true" if is_right else "false")
        made.text = words
        said = question.feedback.correct if is_right else question.feedback.incorrect
        if said:
            writer.said(said, "choicehint", made)
    writer.prompt(question, element, response)
    _explained(writer, element, question.feedback.general)


def matching(writer: ProblemWriter, question: Matching, element: etree._Element) -> None:
    """A list to choose from beside each left side; each counts the same."""
    rights = [writer.plain(pair.right) for pair in question.pairs]
    others = [writer.plain(text) for text in question.distractors]
    offered = sorted(dict.fromkeys([*rights, *others]))
    for pair, right in zip(question.pairs, rights, strict=True):
        _list(writer, element, pair.left, offered, right)
    writer.prompt(question, element, None)
    said = question.feedback
    _explained(writer, element, said.general, said.correct)


def ordering(writer: ProblemWriter, question: Ordering, element: etree._Element) -> None:
    """A list of places beside each item."""
    size = len(question.items)
    places = [str(place) for place in range(1, size + 1)]
    for index in shown_order(size):
        _list(writer, element, question.items[index], places, places[index])
    if size > 2:
        writer.lose(
            "Part of the points for part of the right order",
            "Open edX cannot look at neighbours.",
            "Each item at its right place gives its part.",
        )
    writer.prompt(question, element, None)
    said = question.feedback
    _explained(writer, element, said.general, said.correct)


def shown_order(size: int) -> list[int]:
    """The order in which items are shown that are to be put in order: never the right one."""
    odd, even = list(range(1, size, 2)), list(range(0, size, 2))
    return [*odd, *even]


def _choice(writer: ProblemWriter, choice: AnswerChoice, group: etree._Element, feedback: Feedback) -> etree._Element:
    from lxml import etree

    made = etree.SubElement(group, "choice", correct="true" if choice.is_right else "false")
    _fill(writer, made, choice.text)
    usual = feedback.correct if choice.is_right else (choice.gives and feedback.partial) or feedback.incorrect
    said = "\n\n".join(part for part in (choice.feedback, usual) if part)
    if said:
        writer.said(said, "choicehint", made)
    return made


def _fill(writer: ProblemWriter, element: etree._Element, markdown: str) -> None:
    """The words of a choice: a lone paragraph without its <p>, so that they stand beside the button."""
    from mooc_kit.targets.open_edx.html import move_into

    made = writer.pages.markdown(markdown)
    move_into(element, made[0] if len(made) == 1 and made[0].tag == "p" else made)


def _list(writer: ProblemWriter, element: etree._Element, label: str, offered: list[str], right: str) -> None:
    from lxml import etree

    response = etree.SubElement(element, "optionresponse")
    writer.said(label, "label", response)
    chosen = etree.SubElement(response, "optioninput")
    for words in offered:
        etree.SubElement(chosen, "option", correct="True" if words == right else "False").text = words


def _explained(writer: ProblemWriter, element: etree._Element, *parts: str | None) -> None:
    solution(writer, element, *parts)


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")
