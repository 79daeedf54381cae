"""Quiz checks: can every question be answered, and does the answer teach something?"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from mooc_kit.problems import Problem
from mooc_kit.quizzes import quiz_codes
from mooc_kit.quizzes.model import (
    AnswerChoice,
    Matching,
    MultipleChoice,
    MultipleResponse,
    Question,
    QuizFile,
)
from mooc_kit.quizzes.scoring import normal
from mooc_kit.quizzes.source_places import Places
from mooc_kit.quizzes.starter_questions import has_blanks


def check_quiz(quiz: QuizFile, tree: Places, outcomes: Collection[str] | None = None) -> Iterator[Problem]:
    """What the shape alone does not tell. `outcomes` are the ids that the course knows (None: not checked)."""
    if not quiz.questions:
        yield quiz_codes.NOTHING_ASKED.at(tree.place(("questions",)), hint="Add a question below `questions:`.")
    if blanks := [number for number, question in enumerate(quiz.questions) if has_blanks(question)]:
        count = len(quiz.questions)
        told = "question has" if count == 1 else "questions have"
        message = f"{len(blanks)} of {count} {told} blanks, and nobody is asked them yet."
        hint = "Put your own words in the place of each ___ {write ...}, and remove the questions that you do not want."
        yield quiz_codes.BLANKS_LEFT.at(tree.place(("questions", blanks[0])), message, hint=hint)
    yield from _check_pools(quiz, tree)
    seen: set[str] = set()
    for number, question in enumerate(quiz.questions):
        path = ("questions", number)
        if question.id in seen:
            hint = "Give one of the two another id."
            yield quiz_codes.SAME_ID.at(tree.place((*path, "id")), f'The id "{question.id}" stands twice.', hint=hint)
        seen.add(question.id)
        if outcomes is not None and question.outcome and question.outcome not in outcomes:
            hint = f"The course has: {', '.join(outcomes) or 'no outcomes yet'}."
            message = f'There is no outcome "{question.outcome}".'
            yield quiz_codes.UNKNOWN_OUTCOME.at(tree.place((*path, "outcome")), message, hint=hint)
        yield from _check_question(question, path, tree)


def _check_pools(quiz: QuizFile, tree: Places) -> Iterator[Problem]:
    outside = sum(question.pool is None for question in quiz.questions)
    if quiz.draw and quiz.draw > outside:
        hint = f"There are {outside}: draw that many, or write more."
        yield quiz_codes.DRAW_TOO_MANY.at(tree.place(("draw",)), hint=hint)
    seen: set[str] = set()
    for number, pool in enumerate(quiz.pools):
        path = ("pools", number)
        members = sum(question.pool == pool.id for question in quiz.questions)
        if pool.id in seen:
            hint = "Give one of the two another id."
            yield quiz_codes.SAME_ID.at(tree.place((*path, "id")), f'The pool "{pool.id}" stands twice.', hint=hint)
        seen.add(pool.id)
        if not members and pool.file is None:
            hint = f"Write `pool: {pool.id}` in some questions, or name a `file:`."
            yield quiz_codes.EMPTY_POOL.at(tree.place(path), f'The pool "{pool.id}" has no questions.', hint=hint)
        elif pool.draw and pool.file is None and pool.draw > members:
            hint = f"There are {members}: draw that many, or write more."
            yield quiz_codes.DRAW_TOO_MANY.at(tree.place((*path, "draw")), hint=hint)
    for number, question in enumerate(quiz.questions):
        if question.pool and question.pool not in seen:
            hint = f"Pools of this file: {', '.join(sorted(seen)) or 'none yet'}."
            place = tree.place(("questions", number, "pool"))
            yield quiz_codes.UNKNOWN_POOL.at(place, f'There is no pool "{question.pool}".', hint=hint)


def _check_question(question: Question, path: tuple[str | int, ...], tree: Places) -> Iterator[Problem]:
    if isinstance(question, MultipleChoice | MultipleResponse):
        yield from _check_choices(question, path, tree)
    elif isinstance(question, Matching):
        rights = [normal(pair.right) for pair in question.pairs] + [normal(text) for text in question.distractors]
        if len(set(rights)) < len(rights):
            yield quiz_codes.SAME_RIGHT_SIDE.at(
                tree.place((*path, "pairs")), hint="Make each right-hand side different."
            )


def _check_choices(
    question: MultipleChoice | MultipleResponse, path: tuple[str | int, ...], tree: Places
) -> Iterator[Problem]:
    place = tree.place((*path, "choices"))
    right = sum(choice.is_right for choice in question.choices)
    if isinstance(question, MultipleResponse) and any(choice.credit is not None for choice in question.choices):
        most = sum(credit for credit in question.credits() if credit > 0)
        if most < 99.5:
            hint = "Let the credits above zero add up to 100."
            message = f'"{question.id}": all right answers together give {most:g} % of the points.'
            yield quiz_codes.NO_CORRECT.at(place, message, hint=hint)
    elif not right and isinstance(question, MultipleChoice):
        yield quiz_codes.NO_CORRECT.at(
            place, f'"{question.id}": no answer is right.', hint="Add `correct: true` to one."
        )
    elif not right:
        yield quiz_codes.NO_CORRECT.at(place, f'"{question.id}": no answer is right.', hint="Add `correct: true`.")
    marked = sum(choice.correct for choice in question.choices)
    if marked > 1 and isinstance(question, MultipleChoice):  # `credit: 100` says on purpose that another counts too
        hint = "Keep one of them, or write `kind: multiple_response`."
        yield quiz_codes.SEVERAL_CORRECT.at(place, f'"{question.id}" has {marked} right answers.', hint=hint)
    texts: set[str] = set()
    for position, choice in enumerate(question.choices):
        here = tree.place((*path, "choices", position))
        if normal(choice.text) in texts:
            yield quiz_codes.SAME_CHOICES.at(here, f'"{choice.text[:60]}" stands twice.', hint="Change or remove one.")
        texts.add(normal(choice.text))
        if not choice.gives and not _is_answered(choice, question):
            hint = "Add `feedback:` that says why, or a general one for the question."
            yield quiz_codes.NO_FEEDBACK.at(here, f'"{choice.text[:60]}" gets no feedback.', hint=hint)


def _is_answered(choice: AnswerChoice, question: Question) -> bool:
    return bool(choice.feedback or question.feedback.incorrect or question.feedback.general)
