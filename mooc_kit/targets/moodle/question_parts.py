"""Moodle question parts: texts, answers, numbers, units and combined feedback, shared by several types."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from mooc_kit.quizzes.answers import NumberAnswer, share
from mooc_kit.quizzes.model import Calculated, Numerical, Question
from mooc_kit.targets.moodle.backup_builder import BackupBuilder
from mooc_kit.targets.moodle.files import Area
from mooc_kit.targets.moodle.xml_tree import Element, Value, below, number, put

UNIT_TYPED, NO_UNIT = 0, 3


class TextWriter:
    """Texts of one question as Moodle's HTML; pictures in them go into the question's own file areas."""

    def __init__(self, builder: BackupBuilder, id: int) -> None:
        self.builder = builder
        self.id = id

    def __call__(self, markdown: str | None, area: str = "questiontext", item: int = 0) -> str:
        html = self.builder.markdown(markdown)
        return self.builder.html(html, Area(self.builder.mapping.course_context, "question", area, item or self.id))[0]


@dataclass(frozen=True)
class Gap:
    """The question behind a gap."""

    name: str
    kind: str
    title: str
    text: str
    weight: int
    body: Element


def answer(
    to_html: TextWriter,
    answers: Element,
    name: str,
    text: str,
    fraction: Fraction | float,
    *,
    feedback: str | None = None,
    format: int = 1,
    feedback_format: int = 1,
    said: str | None = None,
) -> int:
    """Adds an answer; gives its id. `said` is the feedback as it stands, instead of Markdown."""
    id = to_html.builder.id("question_answers", name)
    put(
        below(answers, "answer", id=id),
        answertext=text,
        answerformat=format,
        fraction=number(fraction, 7),
        feedback=to_html(feedback, "answerfeedback", id) if said is None else said,
        feedbackformat=feedback_format,
    )
    return id


def combined(to_html: TextWriter, question: Question, *, counts: bool | None = True) -> dict[str, Value]:
    """What is said after a right, a partly right and a wrong answer."""
    said = question.feedback
    partial = said.partial or said.incorrect
    values: dict[str, Value] = {
        "correctfeedback": to_html(said.correct, "correctfeedback"),
        "correctfeedbackformat": 1,
        "partiallycorrectfeedback": to_html(partial, "partiallycorrectfeedback"),
        "partiallycorrectfeedbackformat": 1,
        "incorrectfeedback": to_html(said.incorrect, "incorrectfeedback"),
        "incorrectfeedbackformat": 1,
    }
    return values if counts is None else {**values, "shownumcorrect": counts}


def numerical(
    to_html: TextWriter, body: Element, name: str, numbers: list[NumberAnswer], question: Numerical | None
) -> None:
    """The answers of a number to type in; `question` is None for a gap, which has no units."""
    answers = below(body, "answers")
    records: list[tuple[int, str]] = []
    said = question.feedback if question is not None else None
    for position, rule in enumerate(numbers):
        low, high = rule.bounds()
        middle = rule.answer if rule.answer is not None else (low + high) / 2
        margin = rule.margin if rule.answer is not None else (high - low) / 2
        usual = (said.correct if rule.credit >= 100 else said.partial) if said else None
        fraction = max(share(rule.credit), Fraction(0))
        text = f"{middle:.12g}"
        id = answer(to_html, answers, f"{name}/{position}", text, fraction, feedback=rule.feedback or usual, format=0)
        records.append((id, f"{margin:.12g}"))
    if said is not None and said.incorrect:
        id = answer(to_html, answers, f"{name}/other", "*", Fraction(0), feedback=said.incorrect, format=0)
        records.append((id, "0"))
    units(to_html, body, name, question)
    rows = below(body, "numerical_records")
    for id, margin_text in records:
        put(
            below(rows, "numerical_record", id=to_html.builder.id("question_numerical", str(id))),
            answer=id,
            tolerance=margin_text,
        )


def units(to_html: TextWriter, body: Element, name: str, question: Numerical | Calculated | None) -> None:
    """The units in which people may answer. Moodle's multiplier is how many of a unit the question's own one is."""
    rows = below(body, "numerical_units")
    unit = question.unit if question is not None else None
    if question is not None and unit:
        known = [(unit, Fraction(1)), *((u.name, 1 / Fraction(str(u.factor))) for u in question.units)]
        for text, multiplier in known:
            id = to_html.builder.id("question_numerical_units", f"{name}/{text}")
            put(below(rows, "numerical_unit", id=id), multiplier=number(multiplier, 19), unit=text[:50])
    needed = question is not None and question.unit_needed
    id = to_html.builder.id("question_numerical_options", name)
    put(
        below(below(body, "numerical_options"), "numerical_option", id=id),
        showunits=UNIT_TYPED if unit else NO_UNIT,
        unitsleft=0,
        unitgradingtype=2 if needed else 0,
        unitpenalty=number(1 if needed else 0.1, 7),
    )
