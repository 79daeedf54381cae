"""Writing text2qti's Markdown: what it can say as a file that text2qti reads, the rest as notices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mooc_kit.quizzes.answers import AnswerChoice, NumberAnswer
from mooc_kit.quizzes.base import WrittenQuiz
from mooc_kit.quizzes.formats.losses import Losses
from mooc_kit.quizzes.model import (
    Essay,
    EssaySubmission,
    MultipleChoice,
    MultipleResponse,
    Numerical,
    Question,
    QuizFile,
    ShortAnswer,
    TrueFalse,
)

_TITLE = "text2qti"
# fmt: off
_HELD = {
    "title", "text_above", "points", "feedback", "pool", "choices", "answers", "answer", "least", "most", "tolerance",
    "tolerance_percent", "submission", "partial", "model_answer",
}
# fmt: on
_SETTINGS = {"shuffle_answers", "show_correct", "one_at_a_time", "go_back"}
_ONE_LINE = "It is written on one line."


def write_text2qti(quiz: QuizFile) -> WrittenQuiz:
    losses = Losses(_TITLE)
    lines = list(_head(quiz))
    drawn = {pool.id: pool.draw or 0 for pool in quiz.pools}
    done: set[str] = set()
    number = 0
    for question in quiz.questions:
        if question.pool in drawn:
            if question.pool in done:
                continue
            done.add(str(question.pool))
            members = [other for other in quiz.questions if other.pool == question.pool]
            points = sorted({other.points for other in members})
            if len(points) > 1:
                why = "All questions of a group give the same points."
                losses.add(members[0], "Different points in the pool", why, f"Each gives {points[0]:g}.")
            inside: list[str] = []
            written = 0
            for member in members:
                number += 1
                asked = _question(member, number, losses, in_group=True)
                written += bool(asked)
                inside += asked
            pick = losses.drawn(drawn[str(question.pool)], members, written)
            if pick:
                lines += ["GROUP", f"pick: {pick}", f"points per question: {points[0]:g}", "", *inside]
                lines += ["END_GROUP", ""]
        else:
            number += 1
            lines += _question(question, number, losses, in_group=False)
    if quiz.outro:
        lines += [*_block("Text:", quiz.outro), ""]
    held = {"title", "intro", "outro", "pools", "draws", *_SETTINGS}
    notices = [*losses.settings(quiz, held), *losses.notices()]
    return WrittenQuiz(("\n".join(lines).rstrip() + "\n").encode(), notices, losses.questions)


def _head(quiz: QuizFile) -> Iterator[str]:
    if quiz.title:
        yield f"Quiz title: {quiz.title}"
    if quiz.intro:
        yield from _block("Quiz description:", quiz.intro)
    for key, words in (
        ("shuffle_answers", "shuffle answers"),
        ("show_correct", "show correct answers"),
        ("one_at_a_time", "one question at a time"),
    ):
        value = getattr(quiz.settings, key)
        if value is not None:
            yield f"{words}: {str(value).lower()}"
    if quiz.settings.go_back is not None:
        yield f"can't go back: {str(not quiz.settings.go_back).lower()}"
    yield ""


def _question(question: Question, number: int, losses: Losses, *, in_group: bool) -> list[str]:
    answers = _answers(question, losses)
    if answers is None:
        losses.left_out(question)
        return []
    losses.fields(question, _HELD)
    lines: list[str] = []
    if question.text_above:
        lines += [*_block("Text:", question.text_above), ""]
    if question.title:
        lines.append(f"Title: {question.title}")
    if question.points != 1 and not in_group:
        if (question.points * 2) % 1:
            losses.add(
                question, "Points that are no halves", "text2qti knows whole and half points.", "They are rounded."
            )
        lines.append(f"Points: {max(round(question.points * 2) / 2, 0.5):g}")
    lines += _block(f"{number}.", question.prompt)
    feedback = question.feedback
    for sign, text in (("...", feedback.general), ("+", feedback.correct), ("-", feedback.incorrect)):
        lines += _block(sign, text) if text else []
    if feedback.partial:
        losses.add(
            question, "Feedback on answers that are right in part", "text2qti has no sign for it.", "It is left out."
        )
    if isinstance(question, Essay) and question.model_answer:
        lines += _block("!", question.model_answer)
    return [*lines, *answers, ""]


def _answers(question: Question, losses: Losses) -> list[str] | None:
    match question:
        case MultipleChoice():
            return _choices(question, question.choices, losses)
        case MultipleResponse():
            if question.partial:
                why = "It gives the points for the whole answer or not at all."
                losses.add(question, "Part of the points for part of the answer", why, "All or nothing.")
            return [line for choice in question.choices for line in _choice("[*]" if choice.gives else "[ ]", choice)]
        case TrueFalse():
            right = ("*a) True", "b) False") if question.answer else ("a) True", "*b) False")
            return list(right)
        case ShortAnswer():
            return _words(question, losses)
        case Numerical():
            return [f"= {_number(question.numbers()[0])}"]
        case Essay():
            return ["^^^^" if question.submission is EssaySubmission.FILE else "____"]
    return None


def _choices(question: Question, choices: Sequence[AnswerChoice], losses: Losses) -> list[str] | None:
    full = [choice for choice in choices if choice.is_right]
    if len(full) != 1:
        return None
    if any(choice.credit not in (None, 0, 100) for choice in choices):
        losses.add(
            question, "Part of the points for some answers", "text2qti knows right and wrong.", "They give none."
        )
    lines: list[str] = []
    for number, choice in enumerate(choices):
        letter = chr(ord("a") + number % 26)
        lines += _choice(f"*{letter})" if choice.is_right else f"{letter})", choice)
    return lines


def _choice(sign: str, choice: AnswerChoice) -> list[str]:
    return [*_block(sign, choice.text), *(_block("...", choice.feedback) if choice.feedback else [])]


def _words(question: ShortAnswer, losses: Losses) -> list[str] | None:
    lines = []
    for answer in question.answers:
        if re.search(r"(?<!\\)\*", answer.text):
            losses.add(
                question, "Answers with * for any letters", "text2qti compares whole words.", "They are left out."
            )
        elif answer.credit < 100:
            losses.add(
                question, "Answers for part of the points", "text2qti knows right and wrong.", "They are left out."
            )
        else:
            # Nobody types a line break into an answer; here it would end it.
            lines.append(f"* {' '.join(answer.text.replace(chr(92) + '*', '*').split())}")
            if answer.feedback:
                losses.add(
                    question, "Feedback on single answers", "text2qti has it for the question.", "It is left out."
                )
    return lines or None


def _number(rule: NumberAnswer) -> str:
    if rule.answer is None:
        return f"[{_plain(rule.least)}, {_plain(rule.most)}]"
    if rule.tolerance_percent and not rule.tolerance:
        return f"{_plain(rule.answer)} +- {_plain(rule.tolerance_percent)}%"
    if rule.margin == 0 and rule.answer == int(rule.answer) and abs(rule.answer) < 1e15:
        return str(int(rule.answer))
    return f"{_plain(rule.answer)} +- {_plain(rule.margin)}"


def _plain(value: float | None) -> str:
    text = repr(float(value or 0))
    return text.removesuffix(".0")


def _block(sign: str, text: str) -> list[str]:
    """A sign and its text; further lines are indented below it."""
    first, *rest = text.split("\n")
    indent = " " * (len(sign) + 1)
    return [f"{sign} {first.strip() or '&nbsp;'}", *(f"{indent}{line}".rstrip() for line in rest)]
