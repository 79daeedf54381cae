"""Surveys as questions of a quiz in which nothing is right or wrong."""

from __future__ import annotations

from typing import Any

from mooc_kit.content.plain_markdown import escaped
from mooc_kit.course.model import Survey, SurveyItem
from mooc_kit.quizzes.answers import AnswerChoice
from mooc_kit.quizzes.model import Essay, MultipleChoice, MultipleResponse, Question, QuizFile
from mooc_kit.targets.canvas.cartridge_builder import CartridgeBuilder

_CHOSEN = frozenset({"choice", "scale", "consent"})


def survey_quiz(builder: CartridgeBuilder, survey: Survey) -> QuizFile:
    """The survey's items as questions, in their order."""
    if any(item.is_required for item in survey.items):
        builder.notice(
            f'That some questions of "{survey.title}" must be answered',
            "A quiz in Canvas takes empty answers.",
            "People may leave them out.",
        )
    return QuizFile.model_construct(questions=[_question(builder, item) for item in survey.items])


def _question(builder: CartridgeBuilder, item: SurveyItem) -> Question:
    prompt = escaped(item.prompt) + (f"\n\n{escaped(item.help)}" if item.help else "")
    common: dict[str, Any] = {"id": item.id, "prompt": prompt}
    options = item.options or ((builder.text("Yes"), builder.text("No")) if item.kind == "consent" else ())
    # A survey may offer a single answer, which no quiz does: so these are not checked as a quiz's are.
    choices = [AnswerChoice(text=escaped(option)) for option in options]
    if item.kind in _CHOSEN and choices:
        return MultipleChoice.model_construct(kind="multiple_choice", choices=choices, shuffle=False, **common)
    if item.kind == "choices" and choices:
        return MultipleResponse.model_construct(kind="multiple_response", choices=choices, shuffle=False, **common)
    return Essay.model_construct(kind="essay", **common)
