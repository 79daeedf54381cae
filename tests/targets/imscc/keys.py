"""What counts as right in a question, in a form that can be compared before and after a package."""

from __future__ import annotations

from typing import Any

from mooc_kit.quizzes.formats.markup import plain_of
from mooc_kit.quizzes.model import (
    Calculated,
    Essay,
    FillBlanks,
    Matching,
    MultipleChoice,
    MultipleResponse,
    Numerical,
    Question,
    ShortAnswer,
    TrueFalse,
)


def key_of(question: Question) -> tuple[str, Any]:
    """The kind, and the answers that give all the points; what a platform compares word by word has no `*`."""
    match question:
        case MultipleChoice():
            return question.kind, {plain_of(choice.text) for choice in question.choices if choice.is_right}
        case MultipleResponse():
            return question.kind, {plain_of(choice.text) for choice in question.choices if choice.gives}
        case TrueFalse():
            return question.kind, question.answer
        case ShortAnswer():
            return question.kind, {a.text for a in question.answers if a.credit == 100 and "*" not in a.text}
        case Numerical():
            return question.kind, [
                tuple(round(x, 6) for x in n.bounds()) for n in question.numbers() if n.credit == 100
            ]
        case Matching():
            return question.kind, {plain_of(pair.left): plain_of(pair.right) for pair in question.pairs}
        case FillBlanks():
            return question.kind, [set(map(plain_of, gap.right_answers())) for gap in question.gaps()]
        case Calculated():
            return question.kind, "".join(question.formula.split())
        case Essay():
            return question.kind, question.submission.value
    return question.kind, None
