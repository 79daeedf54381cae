"""Responses to questions: one that is right and one that is wrong, for the question model and for CAPA's inputs."""

from __future__ import annotations

from typing import Any

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
from mooc_kit.targets.open_edx.choice_problems import shown_order


def responses(question: Question) -> list[tuple[Any, dict[str, Any]]]:
    """Pairs of (response for the model, answers for CAPA by input): the right one, then a wrong one."""
    match question:
        case MultipleChoice():
            right = next(i for i, choice in enumerate(question.choices) if choice.correct)
            wrong = next(i for i, choice in enumerate(question.choices) if not choice.correct)
            return [(i, {"2_1": f"choice_{i}"}) for i in (right, wrong)]
        case MultipleResponse():
            rights = [i for i, choice in enumerate(question.choices) if choice.correct]
            wrongs = [i for i, choice in enumerate(question.choices) if not choice.correct]
            return [(picked, {"2_1": [f"choice_{i}" for i in picked]}) for picked in (rights, wrongs)]
        case TrueFalse():
            names = {True: "choice_0", False: "choice_1"}
            return [(said, {"2_1": names[said]}) for said in (question.answer, not question.answer)]
        case ShortAnswer():
            right_words = question.answers[0].text.replace("*", "fall")
            return [(words, {"2_1": words}) for words in (right_words, "zzz no")]
        case Numerical():
            number = question.answer or 0
            far = number + question.margin * 2 + 7 + abs(number)
            return [(str(value), {"2_1": str(value)}) for value in (number, far)]
        case Matching():
            texts = [pair.right for pair in question.pairs]
            turned = [*texts[1:], texts[0]]
            return [(list(given), _each([_plain(text) for text in given])) for given in (texts, turned)]
        case Ordering():
            size = len(question.items)
            made = []
            for order in (list(range(size)), list(range(size))[::-1]):
                place = {item: str(position + 1) for position, item in enumerate(order)}
                made.append((order, _each([place[item] for item in shown_order(size)])))
            return made
        case FillBlanks():
            words = [gap.right_answers()[0] for gap in question.gaps()]
            return [(given, _each(given)) for given in (words, ["zzz"] * len(words))]
        case Calculated():
            return [("{mk_answer}", {"2_1": "{mk_answer}"}), ("-987654", {"2_1": "-987654"})]
        case _:
            return []


def _each(values: list[str]) -> dict[str, Any]:
    return {f"{number}_1": value for number, value in enumerate(values, start=2)}


def _plain(markdown: str) -> str:
    from mooc_kit.content.html_words import words_of
    from mooc_kit.course.pages import markdown_html

    return words_of(markdown_html(markdown))
