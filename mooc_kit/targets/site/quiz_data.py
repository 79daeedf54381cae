"""Quiz data is a quiz as its page and its player need it: texts as safe HTML, and what scoring compares with.

The page shows the questions for reading; the player (site/quiz-player.js) takes the same data and lets them be
answered. Responses have the forms that `mooc_kit.quizzes.scoring` fixes, so that both score alike.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from mooc_kit.course.model import Quiz
from mooc_kit.quizzes.model import (
    AnswerChoice,
    Calculated,
    Essay,
    FillBlanks,
    Matching,
    MultipleChoice,
    MultipleResponse,
    Numerical,
    Ordering,
    Question,
    ShortAnswer,
    TrueFalse,
)  # fmt: skip
from mooc_kit.targets.site.bodies import GAP_CLOSE, GAP_OPEN, Bodies
from mooc_kit.targets.site.formula_tree import formula_tree

RubricHtml = Callable[[str], str]


def quiz_data(activity: Quiz, bodies: Bodies, rubric_html: RubricHtml) -> dict[str, Any]:
    """Everything that the player needs. `rubric_html` gives the table of a rubric by its id, or ""."""
    quiz = activity.quiz
    return {
        "id": activity.id,
        "isGraded": activity.is_graded,
        "points": activity.points,
        "passPercent": activity.pass_percent,
        "attempts": activity.attempts,
        "isShuffled": activity.is_shuffled,
        "draw": quiz.draw,
        "counts": activity.counts.value,
        "questions": [question_data(question, bodies, rubric_html) for question in quiz.questions],
    }


def question_data(question: Question, bodies: Bodies, rubric_html: RubricHtml) -> dict[str, Any]:
    """One question: what all kinds have, and what its kind adds."""
    values = question.variables if isinstance(question, Calculated) else {}

    def words(text: str | None) -> str:
        return bodies.words(text, values=values, prefix=f"{question.id}-") if text else ""

    return {
        "id": question.id,
        "kind": question.kind,
        "prompt": words(question.prompt),
        "points": question.points,
        "hints": [words(hint) for hint in question.hints],
        "feedback": {
            "general": words(question.feedback.general),
            "correct": words(question.feedback.correct),
            "incorrect": words(question.feedback.incorrect),
        },
        "author": question.author or "",
        **_kind_data(question, words, rubric_html),
    }


def json_script(data: object) -> Markup:
    """`data` as JSON that can stand inside a <script> element, whatever texts it holds."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704  # no character that ends a script or opens a tag is left


def plain(html: str) -> str:
    """The words of `html`, for places that hold no markup, such as the choices of a list."""
    return " ".join(Markup(html).striptags().split())  # noqa: S704  # tags are taken out, nothing is shown as HTML


def _kind_data(question: Question, words: Callable[[str | None], str], rubric_html: RubricHtml) -> dict[str, Any]:
    match question:
        case MultipleChoice():
            return {"choices": _choices(question.choices, words), "shuffle": question.shuffle}
        case MultipleResponse():
            choices = _choices(question.choices, words)
            return {"choices": choices, "shuffle": question.shuffle, "partial": question.partial}
        case TrueFalse():
            return {"answer": question.answer}
        case ShortAnswer():
            return {"answers": list(question.answers), "caseSensitive": question.case_sensitive}
        case Numerical():
            return {
                "answer": question.answer,
                "tolerance": question.tolerance,
                "tolerancePercent": question.tolerance_percent,
                "unit": question.unit or "",
            }
        case Matching():
            return _matching_data(question, words)
        case Ordering():
            return {"items": [words(item) for item in question.items]}
        case FillBlanks():
            gaps = [list(answers) for answers in question.gaps()]
            return {
                "text": words(_with_numbered_gaps(question)),
                "gaps": gaps,
                "caseSensitive": question.case_sensitive,
            }
        case Essay():
            return {
                "modelAnswer": words(question.model_answer),
                "leastWords": question.least_words,
                "rubric": rubric_html(question.rubric) if question.rubric else "",
            }
        case Calculated():
            return {
                "variables": {
                    name: {"least": value.least, "most": value.most, "decimals": value.decimals}
                    for name, value in question.variables.items()
                },
                "formula": formula_tree(question.formula),
                "decimals": question.decimals,
                "tolerance": question.tolerance,
                "unit": question.unit or "",
            }


def _choices(choices: list[AnswerChoice], words: Callable[[str | None], str]) -> list[dict[str, Any]]:
    return [
        {"html": words(choice.text), "isRight": choice.correct, "feedback": words(choice.feedback)}
        for choice in choices
    ]


def _matching_data(question: Matching, words: Callable[[str | None], str]) -> dict[str, Any]:
    """Pairs, and the right-hand sides to choose from: `value` is compared, `label` is read."""
    rights = [*(pair.right for pair in question.pairs), *question.distractors]
    options = {right: plain(words(right)) or right for right in rights}
    return {
        "pairs": [{"left": words(pair.left), "leftText": plain(words(pair.left)), "right": pair.right}
                  for pair in question.pairs],
        "options": [{"value": right, "label": label} for right, label in options.items()],
    }  # fmt: skip


def _with_numbered_gaps(question: FillBlanks) -> str:
    pieces, number = [], 0
    for answers, text in question.parts():
        if answers:
            pieces.append(f"{GAP_OPEN}{number}{GAP_CLOSE}")
            number += 1
        else:
            pieces.append(re.sub(f"[{GAP_OPEN}{GAP_CLOSE}]", "", text))
    return "".join(pieces)
