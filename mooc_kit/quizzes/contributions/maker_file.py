"""Question files: what the question maker of a course's site writes (`.question.json`), read as a quiz.

`{"type": "ContributedQuestion", "version": 1, "course": ID, "module": ID, "agreed": true, "questions": [...]}`, with
questions as they stand in a quiz file of the kit.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from mooc_kit.problems import Place
from mooc_kit.quizzes.base import ReadQuiz
from mooc_kit.quizzes.contributions import contribution_codes
from mooc_kit.quizzes.read import read_bytes

TYPE = "ContributedQuestion"


@dataclass(frozen=True)
class MadeQuestion:
    """What a file says: the module that it is for ("" where it does not say) and its questions."""

    module: str
    read: ReadQuiz


def read_made(data: bytes, name: str) -> MadeQuestion:
    """The questions in `data`. What is wrong is a problem of the result."""
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except ValueError:
        found = None
    if not isinstance(found, dict) or found.get("type") != TYPE or not isinstance(found.get("questions"), list):
        hint = "Ask for the file that the page for making a question saved, as it was saved."
        problem = contribution_codes.INCOMPLETE.at(
            Place(name, 1, 1), "This is no file of the question maker.", hint=hint
        )
        return MadeQuestion("", ReadQuiz(None, [problem]))
    # JSON is YAML: the reader of the kit's own quiz files looks at it with all its limits.
    body = json.dumps({"questions": found["questions"]}, ensure_ascii=False, indent=1).encode()
    read = read_bytes(body, name.removesuffix(".json") + ".yaml")
    if found.get("agreed") is not True:
        hint = "Ask its author whether others may use it."
        read.problems.append(contribution_codes.NOT_AGREED.at(Place(name, 1, 1), hint=hint))
    return MadeQuestion(str(found.get("module") or ""), read)
