"""Checking a quiz: can every question be answered, and does the answer teach something?"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from mooc_kit.problems import Problem
from mooc_kit.quizzes import codes
from mooc_kit.quizzes.model import (
    AnswerChoice,
    Matching,
    MultipleChoice,
    MultipleResponse,
    Question,
    QuizFile,
)  # fmt: skip
from mooc_kit.quizzes.scoring import normal
from mooc_kit.spec.yaml_tree import Tree


def check_quiz(quiz: QuizFile, tree: Tree, outcomes: Collection[str] | None = None) -> Iterator[Problem]:
    """What the shape alone does not tell. `outcomes` are the ids that the course knows (None: not checked)."""
    if not quiz.questions:
        yield codes.NOTHING_ASKED.at(tree.place(("questions",)), hint="Add a question below `questions:`.")
    if quiz.draw and quiz.draw > len(quiz.questions):
        hint = f"There are {len(quiz.questions)}: draw that many, or write more."
        yield codes.DRAW_TOO_MANY.at(tree.place(("draw",)), hint=hint)
    seen: set[str] = set()
    for number, question in enumerate(quiz.questions):
        path = ("questions", number)
        if question.id in seen:
            hint = "Give one of the two another id."
            yield codes.SAME_ID.at(tree.place((*path, "id")), f'The id "{question.id}" stands twice.', hint=hint)
        seen.add(question.id)
        if outcomes is not None and question.outcome and question.outcome not in outcomes:
            hint = f"The course has: {', '.join(outcomes) or 'no outcomes yet'}."
            message = f'There is no outcome "{question.outcome}".'
            yield codes.UNKNOWN_OUTCOME.at(tree.place((*path, "outcome")), message, hint=hint)
        yield from _check_question(question, path, tree)


def _check_question(question: Question, path: tuple[str | int, ...], tree: Tree) -> Iterator[Problem]:
    if isinstance(question, MultipleChoice | MultipleResponse):
        yield from _check_choices(question, path, tree)
    elif isinstance(question, Matching):
        rights = [normal(pair.right) for pair in question.pairs] + [normal(text) for text in question.distractors]
        if len(set(rights)) < len(rights):
            yield codes.SAME_RIGHT_SIDE.at(tree.place((*path, "pairs")), hint="Make each right-hand side different.")


def _check_choices(
    question: MultipleChoice | MultipleResponse, path: tuple[str | int, ...], tree: Tree
) -> Iterator[Problem]:
    place = tree.place((*path, "choices"))
    right = sum(choice.correct for choice in question.choices)
    if not right and isinstance(question, MultipleChoice):
        yield codes.NO_CORRECT.at(place, f'"{question.id}": no answer is right.', hint="Add `correct: true` to one.")
    elif not right:
        yield codes.NO_CORRECT.at(place, f'"{question.id}": no answer is right.', hint="Add `correct: true`.")
    if right > 1 and isinstance(question, MultipleChoice):
        hint = "Keep one of them, or write `kind: multiple_response`."
        yield codes.SEVERAL_CORRECT.at(place, f'"{question.id}" has {right} right answers.', hint=hint)
    texts: set[str] = set()
    for position, choice in enumerate(question.choices):
        here = tree.place((*path, "choices", position))
        if normal(choice.text) in texts:
            yield codes.SAME_CHOICES.at(here, f'"{choice.text[:60]}" stands twice.', hint="Change or remove one.")
        texts.add(normal(choice.text))
        if not choice.correct and not _is_answered(choice, question):
            hint = "Add `feedback:` that says why, or a general one for the question."
            yield codes.NO_FEEDBACK.at(here, f'"{choice.text[:60]}" gets no feedback.', hint=hint)


def _is_answered(choice: AnswerChoice, question: Question) -> bool:
    return bool(choice.feedback or question.feedback.incorrect or question.feedback.general)
