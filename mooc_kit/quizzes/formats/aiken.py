"""Aiken: the plainest text for single-choice questions: a question, lettered answers, a line `ANSWER: B`.

Source: Moodle's importer qformat_aiken. A question may take several lines; so may an answer.
"""

from __future__ import annotations

import re
from typing import Any

from mooc_kit.content.plain_markdown import markdown_of_text
from mooc_kit.quizzes import quiz_codes
from mooc_kit.quizzes.base import ReadQuiz
from mooc_kit.quizzes.formats.draft_questions import Drafts
from mooc_kit.spec.utf8 import decode

_CHOICE = re.compile(r"([A-Z])[.)]\s+(\S.*)")
_ANSWER = re.compile(r"ANSWER:\s*(.*?)\s*")
_LOOKS = (re.compile(r"^[A-Z][.)]\s+\S", re.MULTILINE), re.compile(r"^ANSWER:\s*[A-Z]\s*$", re.MULTILINE))


def looks_like_aiken(text: str) -> bool:
    return "{" not in text and all(mark.search(text) for mark in _LOOKS)


def read_aiken(data: bytes, file: str) -> ReadQuiz:
    text, problems = decode(data, file)
    if text is None:
        return ReadQuiz(problems=problems)
    drafts = Drafts(file)
    prompt: list[str] = []
    choices: list[tuple[str, list[str]]] = []
    began = 0
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        words = line.strip()
        if not words:
            continue
        if answer := _ANSWER.fullmatch(words):
            _add(drafts, began or number, prompt, choices, answer[1])
            prompt, choices, began = [], [], 0
            continue
        began = began or number
        if (choice := _CHOICE.fullmatch(words)) and prompt:
            choices.append((choice[1], [choice[2]]))
        else:
            (choices[-1][1] if choices else prompt).append(words)
    if prompt:
        hint = "Write ANSWER: and the letter of the right answer below the answers."
        drafts.problem(quiz_codes.QUESTION_NOT_READ, began, f'"{prompt[0][:60]}" has no line ANSWER:.', hint=hint)
    return drafts.finished()


def _add(drafts: Drafts, line: int, prompt: list[str], choices: list[tuple[str, list[str]]], answer: str) -> None:
    letters = [letter for letter, _ in choices]
    if not prompt or answer not in letters or len(set(letters)) < len(letters):
        name = prompt[0][:60] if prompt else "ANSWER"
        message = (
            f'"{name}": ANSWER: {answer[:20]} names none of its answers ({", ".join(letters) or "there are none"}).'
        )
        hint = "Write a question, answers that begin with A) B) C), and ANSWER: with one of these letters."
        drafts.problem(quiz_codes.QUESTION_NOT_READ, line, message, hint=hint)
        return
    texts = [(letter, markdown_of_text(" ".join(words))) for letter, words in choices]
    fields: dict[str, Any] = {"prompt": markdown_of_text(" ".join(prompt))}
    if sorted(text.lower() for _, text in texts) == ["false", "true"]:
        right = next(text for letter, text in texts if letter == answer)
        fields |= {"kind": "true_false", "answer": right.lower() == "true"}
    else:
        fields |= {
            "kind": "multiple_choice",
            "choices": [{"text": text, "correct": letter == answer} for letter, text in texts],
        }
    drafts.add(line, fields)
