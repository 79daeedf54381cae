"""Question form, filled in: the text of an issue as GitHub writes it from the form in .github/ISSUE_TEMPLATE.

The labels are in the course's language, so parts are known by their order: module, outcome (if there are any), kind,
question, answers, feedback, source, author, agreement.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from mooc_kit.quizzes.base import ReadQuiz
from mooc_kit.quizzes.contributions import contribution_codes
from mooc_kit.quizzes.formats.draft_questions import Drafts
from mooc_kit.quizzes.typed_numbers import number

_KINDS = (
    "multiple_choice",
    "multiple_response",
    "true_false",
    "short_answer",
    "numerical",
    "matching",
    "ordering",
    "essay",
)
_HEADING = re.compile(r"###\s+(.*)")
_ANSWER = re.compile(r"\s*([+-])\s*(.+)")
_NUMBER = re.compile(r"([-+\u2212]?[\d.,]+)\s*(?:(?:±|\+/-|\+-)\s*([\d.,]+))?\s*([^\d±].*)?")
_YES = ("true", "yes", "wahr", "richtig", "vrai", "verdadero", "verdadeiro", "vero")


@dataclass(frozen=True)
class QuestionForm:
    """A filled-in form: what it says of module and outcome, in the course's words, and the question that it makes."""

    module: str
    outcome: str
    read: ReadQuiz


@dataclass(frozen=True)
class _Part:
    line: int
    text: str


def is_form(text: str) -> bool:
    return any(_kind(part.text) for part in _parts(text))


def read_form(text: str, file: str) -> QuestionForm:
    parts = _parts(text)
    at = next((n for n, part in enumerate(parts) if _kind(part.text)), 0)
    names = ("kind", "prompt", "answers", "feedback", "source", "author", "agreed")
    found = {name: parts[at + n] for n, name in enumerate(names) if at + n < len(parts)}
    drafts = Drafts(file)
    line = found["prompt"].line if "prompt" in found else 1
    agreed = found.get("agreed")
    if agreed is None or not re.search(r"\[[xX]\]", agreed.text.split("\n")[0]):
        place = agreed.line if agreed else line
        drafts.problem(
            contribution_codes.NOT_AGREED, place, hint="Ask its author to tick the box, or to say so in a comment."
        )
    if "prompt" in found and "answers" in found:
        fields = fields_of(_kind(found["kind"].text), found["answers"].text)
        if fields is None:
            hint = "Ask its author for the answers, one on each line: + before a right one, - before a wrong one."
            drafts.problem(contribution_codes.INCOMPLETE, found["answers"].line, hint=hint)
        else:
            author, said = _said(found.get("author")), _said(found.get("feedback"))
            extra = {"author": author, "feedback": {"general": said} if said else None}
            drafts.add(line, {"prompt": found["prompt"].text, **fields, **extra})
    else:
        drafts.problem(contribution_codes.INCOMPLETE, line, hint="Copy the whole text of the issue into the file.")
    return QuestionForm(parts[0].text if at else "", parts[1].text if at > 1 else "", drafts.finished())


def _parts(text: str) -> list[_Part]:
    parts: list[_Part] = []
    lines: list[str] = []
    begins = 0
    for number_, line in enumerate([*text.replace("\r\n", "\n").split("\n"), "### "], start=1):
        if _HEADING.match(line + " "):
            if begins:
                empty = next((n for n, words in enumerate(lines) if words.strip()), 0)
                parts.append(_Part(begins + 1 + empty, "\n".join(lines).strip()))
            lines, begins = [], number_
        elif begins:
            lines.append(line)
    return parts


def _kind(text: str) -> str:
    name = text.partition(":")[0].strip()
    return name if name in _KINDS else ""


def _said(part: _Part | None) -> str | None:
    # GitHub writes _No response_ where nothing was typed.
    return None if part is None or re.fullmatch(r"_[^_]*_|", part.text) else part.text


def fields_of(kind: str, text: str) -> dict[str, Any] | None:
    """The fields of a question of this kind, or None where the lines do not give them."""
    lines = [(found[1] == "+", *_halves(found[2])) for line in text.split("\n") if (found := _ANSWER.match(line))]
    right = [(words, note) for is_right, words, note in lines if is_right]
    if kind == "essay":
        return {"kind": kind, "model_answer": text.strip().lstrip("+- ") or None}
    if not right:
        return None
    match kind:
        case "multiple_choice" | "multiple_response":
            choices = [{"text": words, "correct": ok, "feedback": note or None} for ok, words, note in lines]
            return {"kind": kind, "choices": choices} if len(choices) > 1 else None
        case "true_false":
            return {"kind": kind, "answer": right[0][0].strip(" .").casefold() in _YES}
        case "short_answer":
            return {"kind": kind, "answers": [{"text": words, "feedback": note or None} for words, note in right]}
        case "numerical":
            found = _NUMBER.fullmatch(right[0][0].strip())
            value = number(found[1]) if found else None
            if found is None or value is None:
                return None
            return {
                "kind": kind,
                "answer": value,
                "tolerance": number(found[2]) or 0,
                "unit": (found[3] or "").strip() or None,
            }
        case "matching":
            pairs = [re.split(r"\s*(?:->|=|→)\s*", words, maxsplit=1) for words, _ in right]
            if len(pairs) < 2 or any(len(pair) < 2 for pair in pairs):
                return None
            return {"kind": kind, "pairs": [{"left": left, "right": other} for left, other in pairs]}
        case "ordering":
            return {"kind": kind, "items": [words for words, _ in right]} if len(right) > 1 else None
    return None


def _halves(words: str) -> tuple[str, str]:
    text, _, note = words.partition("::")
    return text.strip(), note.strip()
