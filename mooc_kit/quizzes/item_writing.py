"""The craft of questions: what a colleague would say about one that works and could still be better."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from mooc_kit.problems import Problem
from mooc_kit.quizzes import item_writing_codes as codes
from mooc_kit.quizzes.answers import AnswerChoice, NumberAnswer, TextAnswer
from mooc_kit.quizzes.formula import FormulaError, evaluate
from mooc_kit.quizzes.model import (
    Calculated,
    Essay,
    FillBlanks,
    MultipleChoice,
    MultipleResponse,
    Numerical,
    Question,
    QuizFile,
    ShortAnswer,
)
from mooc_kit.quizzes.random_draw import values_for
from mooc_kit.quizzes.scoring import matching_answer, normal
from mooc_kit.quizzes.source_places import Places

Path_ = tuple[str | int, ...]
_ALL = re.compile(
    r"\W*(all|none|any|both|neither) of (the above|these|them|the other(s| answers))\W*"
    r"|\W*(both )?\(?[a-h]\)? and \(?[a-h]\)?\W*",
    re.IGNORECASE,
)
_MUCH_LONGER = 1.6
_FEW = 25
"""A right answer gives itself away when it is this much longer than the next one, in letters."""


def check_craft(quiz: QuizFile, places: Places, outcomes: Collection[str] | None = None) -> Iterator[Problem]:
    """Advice on each question. `outcomes` are the ids that the course knows (None: not checked)."""
    for number, question in enumerate(quiz.questions):
        path: Path_ = ("questions", number)
        if outcomes and question.outcome is None:
            hint = f"Add `outcome:` with one of {', '.join(outcomes)}."
            yield codes.NO_OUTCOME.at(places.place(path), f'"{question.id}" checks no outcome.', hint=hint)
        if not isinstance(question, Essay) and not _says_anything(question):
            hint = "Add `feedback:` with `general:`, or with `correct:` and `incorrect:`."
            yield codes.SAYS_NOTHING.at(places.place(path), f'"{question.id}" gives no feedback.', hint=hint)
        match question:
            case MultipleChoice() | MultipleResponse():
                yield from _choices(question.choices, (*path, "choices"), places)
            case ShortAnswer():
                yield from _words(question, path, places)
            case Numerical():
                yield from _numbers(question.numbers(), path, places)
            case FillBlanks():
                yield from _blanks(question, path, places)
            case Calculated():
                yield from _values(question, path, places)
            case _:
                pass
    yield from _points(quiz, places)


def _says_anything(question: Question) -> bool:
    feedback = question.feedback
    if feedback.general or feedback.incorrect or feedback.correct:
        return True
    answers: Sequence[object] = ()
    if isinstance(question, MultipleChoice | MultipleResponse):
        answers = question.choices
    elif isinstance(question, ShortAnswer):
        answers = question.answers
    elif isinstance(question, Numerical):
        answers = question.also
    elif isinstance(question, FillBlanks):
        answers = [part for gap in question.gaps() for part in (*gap.answers, *gap.choices, *gap.numbers)]
    return any(getattr(answer, "feedback", None) for answer in answers)


def _choices(choices: Sequence[AnswerChoice], path: Path_, places: Places) -> Iterator[Problem]:
    for number, choice in enumerate(choices):
        if _ALL.fullmatch(choice.text):
            hint = "Ask for several right answers (multiple_response), or write another wrong answer."
            yield codes.ALL_OF_THEM.at(places.place((*path, number)), f'"{choice.text[:60]}" as an answer.', hint=hint)
    right = [len(choice.text) for choice in choices if choice.is_right]
    wrong = [len(choice.text) for choice in choices if not choice.gives]
    if len(right) == 1 and len(wrong) >= 2 and right[0] > max(wrong) * _MUCH_LONGER and right[0] - max(wrong) >= _FEW:
        number = next(n for n, choice in enumerate(choices) if choice.is_right)
        hint = "Shorten it, or say as much in the wrong answers."
        message = f"The right answer is the longest by far ({right[0]} letters, the next one {max(wrong)})."
        yield codes.LONGEST_IS_RIGHT.at(places.place((*path, number)), message, hint=hint)


def _words(question: ShortAnswer, path: Path_, places: Places) -> Iterator[Problem]:
    for number, answer in enumerate(question.answers):
        earlier = _earlier(question.answers[:number], answer, case_sensitive=question.case_sensitive)
        if earlier is not None:
            yield _never(f'"{answer.text[:40]}"', f'"{earlier.text[:40]}"', (*path, "answers", number), places)


def _earlier(before: Sequence[TextAnswer], answer: TextAnswer, *, case_sensitive: bool) -> TextAnswer | None:
    if re.search(r"(?<!\\)\*", answer.text):
        same = normal(answer.text, case_sensitive=case_sensitive)
        return next((a for a in before if normal(a.text, case_sensitive=case_sensitive) in (same, "*")), None)
    return matching_answer(before, answer.text.replace("\\*", "*"), case_sensitive=case_sensitive)


def _numbers(numbers: Sequence[NumberAnswer], path: Path_, places: Places) -> Iterator[Problem]:
    for number, rule in enumerate(numbers):
        here = path if number == 0 else (*path, "also", number - 1)
        low, high = rule.bounds()
        for other in numbers[:number]:
            least, most = other.bounds()
            if least <= low and high <= most:
                yield _never(_shown(rule), _shown(other), here, places)
                break
        if rule.answer is not None and rule.margin == 0 and _decimals(rule.answer) > 3:
            hint = "Add a `tolerance:`, or ask for a rounded number."
            message = f"Only exactly {rule.answer:.15g} is right."
            yield codes.TOO_EXACT.at(places.place((*here, "answer")), message, hint=hint)


def _never(what: str, because: str, path: Path_, places: Places) -> Problem:
    hint = "Put the narrower one first: the first that fits counts."
    return codes.NEVER_REACHED.at(places.place(path), f"{what} is never reached: {because} takes it before.", hint=hint)


def _shown(rule: NumberAnswer) -> str:
    low, high = rule.bounds()
    return f"{low:.12g}" if low == high else f"{low:.12g} to {high:.12g}"


def _decimals(value: float) -> int:
    return len(repr(abs(value)).partition(".")[2].rstrip("0")) if "e" not in repr(value) else 0


def _blanks(question: FillBlanks, path: Path_, places: Places) -> Iterator[Problem]:
    for name, blank in question.blanks.items():
        here = (*path, "blanks", name)
        if not blank.right_answers():
            hint = "Mark a choice with `correct: true`, or give an answer all the points."
            message = f'Nothing that fits the gap "{name}" is right.'
            yield codes.GAP_WITHOUT_ANSWER.at(places.place(here), message, hint=hint)
        if blank.choices:
            yield from _choices(blank.choices, (*here, "choices"), places)
        if blank.numbers:
            yield from _numbers(blank.numbers, here, places)


def _values(question: Calculated, path: Path_, places: Places) -> Iterator[Problem]:
    for name, variable in question.variables.items():
        here = (*path, "variables", name)
        if variable.least > variable.most:
            hint = "Swap `least` and `most`."
            yield codes.NO_VALUE.at(places.place(here), f'No value of "{name}" lies between its ends.', hint=hint)
            return
        if f"{{{name}}}" not in question.whole_prompt:
            hint = f"Write {{{name}}} where the value should stand in the question."
            yield codes.HIDDEN_VALUE.at(places.place(here), f'The question does not show "{name}".', hint=hint)
    if values_for(question, 1) is None or not _always_computes(question):
        hint = "Choose ranges for which the formula has a value, such as none that divide by zero."
        yield codes.NO_VALUE.at(places.place((*path, "formula")), hint=hint)


def _always_computes(question: Calculated) -> bool:
    """Whether the formula has a value at all ends of the ranges."""
    from itertools import islice, product

    ends = [(variable.least, variable.most) for variable in question.variables.values()]
    for corner in islice(product(*ends), 256):
        try:
            evaluate(question.formula, dict(zip(question.variables, corner, strict=True)))
        except FormulaError:
            return False
    return True


def _points(quiz: QuizFile, places: Places) -> Iterator[Problem]:
    for draw, indexes in quiz.groups():
        points = {quiz.questions[index].points for index in indexes}
        if draw is not None and draw < len(indexes) and len(points) > 1:
            hint = "Give all questions that one is drawn from the same points."
            shown = ", ".join(f"{value:g}" for value in sorted(points))
            place = places.place(("questions", indexes[0]))
            yield codes.UNEVEN_POINTS.at(place, f"Questions drawn for one another give {shown} points.", hint=hint)
