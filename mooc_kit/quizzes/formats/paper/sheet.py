"""Quiz sheet: a quiz as it stands on paper: numbered questions, boxes to tick, lines to write on, and a key."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from mooc_kit.content.plain_markdown import escaped
from mooc_kit.i18n import Messages
from mooc_kit.quizzes.answers import FULL, Blank, NumberAnswer
from mooc_kit.quizzes.fixed_values import with_values
from mooc_kit.quizzes.formats.losses import Losses
from mooc_kit.quizzes.model import (
    Calculated,
    Essay,
    FillBlanks,
    Matching,
    MultipleChoice,
    MultipleResponse,
    Numerical,
    Ordering,
    Question,
    QuizFile,
    QuizSettings,
    ShortAnswer,
    TrueFalse,
)
from mooc_kit.quizzes.random_draw import seed_of, values_for

PRINTED = frozenset({"title", "intro", "outro", *QuizSettings.model_fields})
"""What paper holds of a quiz; settings tell a player what to do, and paper has none."""

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass
class Option:
    """Something to tick or to match, with its letter. `note` is its feedback; both only print in the key."""

    letter: str
    text: str
    is_right: bool = False
    note: str = ""


@dataclass
class PaperQuestion:
    """A question on paper; texts are Markdown. `mark` is "one" or "many" for options to tick, "letter" for matching."""

    number: int
    points: str
    prompt: str
    above: str = ""
    mark: str = ""
    options: list[Option] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    """The left sides of a matching question, or "" for each place of an order."""
    lines: int = 0
    unit: str = ""
    text: str = ""
    key: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    author: str = ""


@dataclass
class PaperQuiz:
    title: str
    intro: str
    outro: str
    entries: list[PaperQuestion]


def sheet_of(quiz: QuizFile, messages: Messages, losses: Losses) -> PaperQuiz:
    """The quiz on paper. Options stand in an order that is mixed once, the same each time."""
    entries = [_entry(number, question, messages, losses) for number, question in enumerate(quiz.questions, start=1)]
    return PaperQuiz(quiz.title or messages.text("Quiz"), quiz.intro or "", quiz.outro or "", entries)


def _entry(number: int, question: Question, messages: Messages, losses: Losses) -> PaperQuestion:
    if isinstance(question, Calculated):
        losses.add(question, "Values that are drawn for each participant", "Paper draws none.", "One set is printed.")
        values = values_for(question, seed_of(question.id)) or {name: v.most for name, v in question.variables.items()}
        question = with_values(question, values)
    points = question.points
    shown = messages.plural("{n} point", "{n} points", int(points)) if points == int(points) else f"{points:g}"
    said = question.feedback
    entry = PaperQuestion(
        number,
        shown,
        question.prompt,
        above=question.text_above or "",
        author=question.author or "",
        notes=[text for text in (said.general, said.correct) if text],
    )
    _fill(entry, question, messages)
    return entry


def _fill(entry: PaperQuestion, question: Any, messages: Messages) -> None:
    match question:
        case MultipleChoice() | MultipleResponse():
            is_one = isinstance(question, MultipleChoice)
            entry.mark = "one" if is_one else "many"
            order = _mixed(len(question.choices), question.id) if question.shuffle else range(len(question.choices))
            for letter, index in zip(_letters(), order, strict=False):
                choice = question.choices[index]
                right = choice.is_right if is_one else choice.gives
                entry.options.append(Option(letter, choice.text, right, choice.feedback or ""))
        case TrueFalse():
            entry.mark = "one"
            entry.options = [
                Option("A", messages.text("True"), question.answer),
                Option("B", messages.text("False"), not question.answer),
            ]
        case ShortAnswer():
            entry.lines = 1
            entry.key = [_worth(_words(answer.text), answer.credit) for answer in question.answers if answer.credit > 0]
        case Numerical():
            entry.lines, entry.unit = 1, question.unit or ""
            entry.key = [_worth(_number(number), number.credit) for number in question.numbers() if number.credit > 0]
        case Matching():
            rights = list(dict.fromkeys([*(pair.right for pair in question.pairs), *question.distractors]))
            order = _mixed(len(rights), question.id)
            letters = dict(zip((rights[index] for index in order), _letters(), strict=False))
            entry.mark, entry.rows = "letter", [pair.left for pair in question.pairs]
            entry.options = [Option(letter, text) for text, letter in letters.items()]
            entry.key = [f"{n}: {letters[pair.right]}" for n, pair in enumerate(question.pairs, 1)]
        case Ordering():
            order = _mixed(len(question.items), question.id)
            entry.mark = "letter"
            entry.options = [Option(x, question.items[i]) for x, i in zip(_letters(), order, strict=False)]
            entry.rows = [""] * len(question.items)
            place = {index: letter for letter, index in zip(_letters(), order, strict=False)}
            entry.key = [f"{n + 1}: {place[n]}" for n in range(len(question.items))]
        case FillBlanks():
            _gaps(entry, question)
        case Essay():
            entry.lines = max(6, question.least_words // 10)
            if question.model_answer:
                entry.notes.insert(0, question.model_answer)


def _gaps(entry: PaperQuestion, question: FillBlanks) -> None:
    pieces, number = [], 0
    for part in question.parts():
        if not isinstance(part, Blank):
            pieces.append(part)
            continue
        number += 1
        choices = " / ".join(choice.text for choice in part.choices)
        pieces.append(f"({number}) " + "\\_" * 12 + (f" [{choices}]" if choices else ""))
        entry.key.append(f"{number}: {escaped(', '.join(part.right_answers()))}")
    entry.text = "".join(pieces)


def _letters() -> list[str]:
    return [*LETTERS, *(first + second for first in LETTERS for second in LETTERS)]


def _words(answer: str) -> str:
    """An answer in words, its wildcards as dots."""
    return escaped(re.sub(r"(?<!\\)\*+", "…", answer).replace("\\*", "*"))


def _number(answer: NumberAnswer) -> str:
    low, high = answer.bounds()
    value = f"{answer.answer:.12g}" if answer.answer is not None else ""
    span = f"{low:.12g} – {high:.12g}"
    return f"{value} ({span})" if value and low < high else value or span


def _worth(answer: str, credit: float) -> str:
    """The answer, with what it gives where that is not all."""
    return answer if credit >= FULL else f"{answer} [{credit:.3g} %]"


def _mixed(count: int, id: str) -> list[int]:
    """An order that follows from the question's id alone: the sheet and its key are printed apart, and must agree."""
    order = sorted(range(count), key=lambda index: seed_of(f"{id}/{index}"))
    return order[1:] + order[:1] if order == list(range(count)) else order
