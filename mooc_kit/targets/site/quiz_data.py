"""Quiz data: a quiz as its page and its player need it, texts as safe HTML and what scoring compares with.

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
from mooc_kit.quizzes.answers import share
from mooc_kit.quizzes.model import (
    AnswerChoice,
    Blank,
    Calculated,
    Essay,
    FillBlanks,
    Matching,
    MultipleChoice,
    MultipleResponse,
    NumberAnswer,
    Numerical,
    Ordering,
    Question,
    ShortAnswer,
    TextAnswer,
    TrueFalse,
)
from mooc_kit.quizzes.settings import FeedbackWhen
from mooc_kit.targets.site.bodies import GAP_CLOSE, GAP_OPEN, Bodies
from mooc_kit.targets.site.formula_tree import formula_tree
from mooc_kit.targets.site.quiz_keys import keys_of, mark_of

RubricHtml = Callable[[str], str]


def quiz_data(activity: Quiz, bodies: Bodies, rubric_html: RubricHtml) -> dict[str, Any]:
    """Everything that the player needs. `rubric_html` gives the table of a rubric by its id, or ""."""
    quiz, settings, mixes = activity.quiz, activity.settings, activity.settings.shuffle_answers
    return {
        "id": activity.id,
        "isGraded": activity.is_graded,
        "points": activity.points,
        "passPercent": activity.pass_percent,
        "attempts": activity.attempts,
        "isShuffled": activity.is_shuffled,
        "groups": [{"draw": draw, "questions": indexes} for draw, indexes in quiz.groups()],
        "counts": activity.counts.value,
        # On a site scores are the participant's own, so feedback comes at once unless the team wants it later.
        "feedback": (settings.feedback or FeedbackWhen.ANSWER).value,
        "due": activity.due.isoformat() if activity.due else "",
        "dueDay": bodies.messages.date(activity.due) if activity.due else "",
        "showsCorrect": bool(settings.show_correct),
        "isOneAtATime": bool(settings.one_at_a_time),
        "mayGoBack": settings.go_back is not False,
        "questions": [question_data(question, bodies, rubric_html, mixes) for question in quiz.questions],
    }


def question_data(
    question: Question, bodies: Bodies, rubric_html: RubricHtml, mixes: bool | None = None
) -> dict[str, Any]:
    """One question: what all kinds have, and what its kind adds.

    `mixes` is what the quiz says about the order of answers; False keeps every question's in the file's order.
    """
    values = question.variables if isinstance(question, Calculated) else {}

    def words(text: str | None) -> str:
        return bodies.words(text, values=values, prefix=f"{question.id}-") if text else ""

    return {
        "id": question.id,
        "kind": question.kind,
        "mark": mark_of(question),
        "textAbove": words(question.text_above),
        "prompt": words(question.prompt),
        "points": question.points,
        "hints": [words(hint) for hint in question.hints],
        "feedback": {
            "general": words(question.feedback.general),
            "correct": words(question.feedback.correct),
            "incorrect": words(question.feedback.incorrect),
            "partial": words(question.feedback.partial),
        },
        "author": question.author or "",
        **_kind_data(question, words, rubric_html),
        **({"shuffle": False} if mixes is False else {}),
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
            data = _choices(question.choices, words)
            for choice, credit in zip(data, question.credits(), strict=True):
                choice["credit"] = float(share(credit))
            return {"choices": data, "shuffle": question.shuffle, "partial": question.partial}
        case TrueFalse():
            return {"answer": question.answer}
        case ShortAnswer():
            return {"answers": _answers(question.answers, words), "caseSensitive": question.case_sensitive}
        case Numerical():
            return {"numbers": _numbers(question.numbers(), words), **_units(question)}
        case Matching():
            return _matching_data(question, words)
        case Ordering():
            return {"items": [words(item) for item in question.items], "keys": keys_of(question.items)}
        case FillBlanks():
            gaps = [_gap_data(gap, question, words) for gap in question.gaps()]
            return {"text": words(_with_numbered_gaps(question)), "gaps": gaps}
        case Essay():
            return {
                "submission": question.submission.value,
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
                "tolerancePercent": question.tolerance_percent,
                **_units(question),
            }


def _answers(answers: list[TextAnswer], words: Callable[[str | None], str]) -> list[dict[str, Any]]:
    return [
        {"text": answer.text, "credit": float(share(answer.credit)), "feedback": words(answer.feedback)}
        for answer in answers
    ]


def _numbers(numbers: list[NumberAnswer], words: Callable[[str | None], str]) -> list[dict[str, Any]]:
    return [
        {
            "answer": number.answer,
            "margin": number.margin,
            "least": number.least,
            "most": number.most,
            "credit": float(share(number.credit)),
            "feedback": words(number.feedback),
        }
        for number in numbers
    ]


def _units(question: Numerical | Calculated) -> dict[str, Any]:
    units = [{"name": unit.name, "factor": unit.factor} for unit in question.units]
    return {"unit": question.unit or "", "units": units, "unitNeeded": question.unit_needed}


def _gap_data(gap: Blank, question: FillBlanks, words: Callable[[str | None], str]) -> dict[str, Any]:
    choices = _choices(gap.choices, words)
    for data, choice in zip(choices, gap.choices, strict=True):
        data |= {"text": choice.text, "label": plain(data["html"]) or choice.text}
    sensitive = question.case_sensitive if gap.case_sensitive is None else gap.case_sensitive
    return {
        "answers": _answers(gap.answers, words),
        "choices": choices,
        "numbers": _numbers(gap.numbers, words),
        "caseSensitive": sensitive,
        "weight": gap.weight,
    }


def _choices(choices: list[AnswerChoice], words: Callable[[str | None], str]) -> list[dict[str, Any]]:
    return [
        {
            "html": words(choice.text),
            "key": key,
            "isRight": choice.gives,
            "credit": float(share(choice.credit)) if choice.credit is not None else float(choice.correct),
            "feedback": words(choice.feedback),
        }
        for key, choice in zip(keys_of(choice.text for choice in choices), choices, strict=True)
    ]


def _matching_data(question: Matching, words: Callable[[str | None], str]) -> dict[str, Any]:
    """Pairs, and the right-hand sides to choose from: `value` is compared, `label` is read."""
    rights = [*(pair.right for pair in question.pairs), *question.distractors]
    options = {right: plain(words(right)) or right for right in rights}
    return {
        "pairs": [
            {"key": key, "left": words(pair.left), "leftText": plain(words(pair.left)), "right": pair.right}
            for key, pair in zip(keys_of(pair.left for pair in question.pairs), question.pairs, strict=True)
        ],
        "options": [{"value": right, "label": label} for right, label in options.items()],
    }


def _with_numbered_gaps(question: FillBlanks) -> str:
    pieces, number = [], 0
    for part in question.parts():
        if isinstance(part, str):
            pieces.append(re.sub(f"[{GAP_OPEN}{GAP_CLOSE}]", "", part))
        else:
            pieces.append(f"{GAP_OPEN}{number}{GAP_CLOSE}")
            number += 1
    return "".join(pieces)
