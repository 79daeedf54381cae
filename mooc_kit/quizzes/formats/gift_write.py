"""GIFT writer: texts as [markdown], which Moodle keeps; what GIFT cannot say becomes a notice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mooc_kit.problems import Notice
from mooc_kit.quizzes.answers import AnswerChoice, NumberRule
from mooc_kit.quizzes.base import WrittenQuiz
from mooc_kit.quizzes.formats.draft_questions import tags_of
from mooc_kit.quizzes.formats.losses import Losses
from mooc_kit.quizzes.media import media_paths
from mooc_kit.quizzes.model import (
    Essay,
    FillBlanks,
    Matching,
    MultipleChoice,
    MultipleResponse,
    Numerical,
    Question,
    QuizFile,
    ShortAnswer,
    TrueFalse,
)

_SPECIAL = re.compile(r"[\\:#={}~]")
# fmt: off
_HELD = {
    "title", "text_above", "pool", "feedback", "choices", "answers", "answer", "least", "most", "tolerance",
    "tolerance_percent", "also", "pairs", "distractors", "tags", "outcome", "difficulty", "author", "text", "blanks",
    "partial",
}
# fmt: on
_OUT = "It is left out."


def write_gift(quiz: QuizFile) -> WrittenQuiz:
    losses = Losses("GIFT")
    blocks: list[str] = []
    titles = {pool.id: pool.title or pool.id for pool in quiz.pools}
    category: str | None = None
    for question in _by_pool(quiz):
        if question.pool != category:
            category = question.pool
            name = titles.get(category or "", "")
            blocks.append(f"$CATEGORY: $course$/top/{name}" if name else "$CATEGORY: $course$/top/Default")
        answers = _answers(question, losses)
        if answers is None:
            losses.left_out(question)
            continue
        losses.fields(question, _HELD)
        if question.text_above:
            blocks.append(f"[markdown]{_escaped(question.text_above)}")
        blocks.append(_block(question, answers))
    notices = [*losses.settings(quiz, {"pools"}), *losses.notices()]
    if media_paths(quiz):
        notices.append(Notice("Pictures and other files", "GIFT is text alone.", "The questions name them still."))
    return WrittenQuiz(("\n\n".join(blocks) + "\n").encode(), notices, losses.questions)


def _by_pool(quiz: QuizFile) -> Iterator[Question]:
    """The questions outside pools first, so that no category is named in vain."""
    yield from (question for question in quiz.questions if question.pool is None)
    for pool in quiz.pools:
        yield from (question for question in quiz.questions if question.pool == pool.id)


def _block(question: Question, answers: str) -> str:
    tags = "".join(f" [tag:{tag.replace(']', chr(92) + ']')}]" for tag in tags_of(question))
    general = question.feedback.general
    if general:
        answers = f"{answers}\n####{_escaped(general)}".lstrip("\n")
    inner = f"{{\n{answers}\n}}" if "\n" in answers else f"{{{answers}}}"
    title = f"::{_escaped(question.title)}::" if question.title else ""
    if isinstance(question, FillBlanks):
        before, _, after = re.sub(r"\[\[.+?\]\]", "\ue000", question.text).partition("\ue000")
        text = f"{_escaped(before).rstrip()} {inner} {_escaped(after).strip()}"
    else:
        text = f"{_escaped(question.prompt)} {inner}"
    return f"// [id:{question.id}]{tags}\n{title}[markdown]{text}"


def _answers(question: Question, losses: Losses) -> str | None:
    feedback = question.feedback
    if (feedback.correct and not isinstance(question, TrueFalse | Numerical)) or feedback.partial:
        losses.add(question, "Feedback on right answers", "GIFT has it for single answers.", _OUT)
    if not isinstance(question, TrueFalse | Numerical) and feedback.incorrect:
        losses.add(question, "Feedback on wrong answers", "GIFT has it for single answers.", _OUT)
    match question:
        case TrueFalse():
            notes = f"#{_escaped(feedback.incorrect or '')}#{_escaped(feedback.correct or '')}"
            return ("TRUE" if question.answer else "FALSE") + (notes if len(notes) > 2 else "")
        case MultipleChoice():
            return _lines(_choice(choice, one=True) for choice in question.choices)
        case MultipleResponse():
            if not question.partial:
                losses.add(question, "All or nothing for several answers", "GIFT gives parts.", "Each gives its part.")
            pairs = zip(question.choices, question.credits(), strict=True)
            return _lines(_weighted("~", credit, choice.text, choice.feedback) for choice, credit in pairs)
        # Full marks are what GIFT takes for granted: a weight of 100 would only be in the way of people who read it.
        case ShortAnswer():
            return _lines(
                _weighted("=", None if a.credit == 100 else a.credit, a.text, a.feedback) for a in question.answers
            )
        case Numerical():
            return _numbers(question)
        case Matching():
            rights = losses.plain(question, [*(pair.right for pair in question.pairs), *question.distractors])
            lefts = [f"={_escaped(pair.left)}" for pair in question.pairs]
            pairs_ = [f"{left} -> {_escaped(right)}" for left, right in zip(lefts, rights, strict=False)]
            if len(pairs_) < 3:
                losses.add(question, "Two pairs only", "Moodle wants three.", "They are written all the same.")
            if question.distractors and len(pairs_) == 1:
                return None
            return "\n".join([*pairs_, *(f"= -> {_escaped(text)}" for text in rights[len(lefts) :])])
        case FillBlanks():
            return _gap(question, losses)
        case Essay():
            return ""
    return None


def _gap(question: FillBlanks, losses: Losses) -> str | None:
    gaps = question.gaps()
    if len(gaps) != 1:
        return None
    if question.prompt.strip():
        losses.add(question, "What is said above the text with the gap", "GIFT has only the text.", _OUT)
    gap = gaps[0]
    if gap.choices:
        return _lines(_choice(choice, one=True) for choice in gap.choices)
    if gap.numbers:
        return "#" + _lines(_weighted("=", n.credit, _rule(n), n.feedback, raw=True) for n in gap.numbers)
    return _lines(_weighted("=", None if a.credit == 100 else a.credit, a.text, a.feedback) for a in gap.answers)


def _choice(choice: AnswerChoice, *, one: bool) -> str:
    if choice.is_right and one:
        return _weighted("=", None, choice.text, choice.feedback)
    return _weighted("~", choice.credit or None, choice.text, choice.feedback)


def _numbers(question: Numerical) -> str:
    incorrect = question.feedback.incorrect
    correct = question.feedback.correct
    if not question.also and not incorrect and not correct:
        return f"#{_rule(question)}"
    own, *also = question.numbers()
    rules = [_weighted("=", None, _rule(own), correct, raw=True)]
    rules += [_weighted("=", n.credit, _rule(n), n.feedback, raw=True) for n in also]
    if incorrect:
        rules.append(f"~#{_escaped(incorrect)}")
    return "#\n" + "\n".join(rules)


def _rule(rule: NumberRule) -> str:
    if rule.answer is None:
        return f"{_plain(rule.least)}..{_plain(rule.most)}"
    return f"{_plain(rule.answer)}:{_plain(rule.margin)}"


def _plain(value: float | None) -> str:
    return repr(float(value or 0)).removesuffix(".0")


def _weighted(sign: str, credit: float | None, text: str, feedback: str | None, *, raw: bool = False) -> str:
    weight = "" if credit is None else f"%{round(credit, 5):g}%" if credit == int(credit) else f"%{credit:.5f}%"
    note = f"#{_escaped(feedback)}" if feedback else ""
    return f"{sign}{weight}{text if raw else _escaped(text)}{note}"


def _lines(answers: Iterator[str]) -> str:
    return "\n".join(answers)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", text).replace("\n", "\\n")
