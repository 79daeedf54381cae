"""Plain question form: a question, and its answers below it behind + and -, as the site's page teaches."""

from __future__ import annotations

import re
from typing import Any

from mooc_kit.quizzes.contributions import contribution_codes
from mooc_kit.quizzes.contributions.issue_form import QuestionForm, fields_of
from mooc_kit.quizzes.formats.draft_questions import Drafts

_ANSWER = re.compile(r"^[ \t>]*[+-][ \t]+\S")
_RIGHT = re.compile(r"^[ \t>]*\+[ \t]+\S")
_NUMBER = re.compile(r"[-+\u2212]?\d[\d.,]*\s*(?:(?:±|\+/-)\s*[\d.,]+)?(?:\s*[^\s\d]{1,12})?$")
_OTHER = re.compile(r"^\s*(?:\*?[a-z]\)|\[[ *]\]|\d+\.)\s", re.MULTILINE)
"""How text2qti begins choices and questions; there + and - begin feedback."""
_FENCE = re.compile(r"^[ \t>]*(?:```|~~~).*$", re.MULTILINE)
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)


def is_taught(text: str) -> bool:
    lines = text.split("\n")
    answers = [line for line in lines if _ANSWER.match(line)]
    return bool(answers) and any(_RIGHT.match(line) for line in answers) and not _OTHER.search(text)


def read_taught(text: str, file: str) -> QuestionForm:
    """The questions in `text`; `module` of what is given back are the lines above the first one's answers."""
    drafts = Drafts(file)
    asked: list[str] = []
    answers: list[str] = []
    first, begins, above = "", 1, ""
    lines = [*_SIGNATURE.split(_FENCE.sub("", text), maxsplit=1)[0].split("\n"), ""]
    for number, line in enumerate(lines, start=1):
        if _ANSWER.match(line):
            answers.append(line.lstrip(" \t>"))
            continue
        if answers and line.strip() == "" and number < len(lines):
            following = next((other for other in lines[number:] if other.strip()), "")
            if _ANSWER.match(following):
                continue
        if answers and (line.strip() == "" or number == len(lines)):
            above = above or first
            _add(drafts, begins, "\n".join(asked).strip(), answers)
            asked, answers = [], []
            continue
        if answers:  # an answer that goes on below
            answers[-1] += f" {line.strip()}"
            continue
        begins = begins if asked else number
        asked.append(line.lstrip("> ") if line.lstrip().startswith(">") else line)
        first = "\n".join(asked)
    return QuestionForm(above, "", drafts.finished())


def _add(drafts: Drafts, line: int, prompt: str, answers: list[str]) -> None:
    right = [answer for answer in answers if answer.startswith("+")]
    wrong = len(answers) - len(right)
    words = right[0][1:].partition("::")[0].strip() if right else ""
    if wrong:
        kind = "multiple_choice" if len(right) == 1 else "multiple_response"
    else:
        kind = "numerical" if len(right) == 1 and _NUMBER.fullmatch(words) else "short_answer"
    fields: dict[str, Any] | None = fields_of(kind, "\n".join(answers)) if right and prompt else None
    if fields is None:
        hint = "Write the question, and below it the answers: + before a right one, - before a wrong one."
        drafts.problem(contribution_codes.INCOMPLETE, line, hint=hint)
        return
    drafts.add(line, {"prompt": prompt, **fields})
