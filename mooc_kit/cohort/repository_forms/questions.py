"""Question forms: an issue becomes a question of its module's self-check, marked with the issue's number."""

from __future__ import annotations

import re
from typing import Any

from pydantic import TypeAdapter, ValidationError

from mooc_kit.cohort.repository_forms import form_codes
from mooc_kit.cohort.repository_forms.issue_bodies import Answers, Issue
from mooc_kit.problems import Place, Problem
from mooc_kit.quizzes.model import AnyQuestion
from mooc_kit.quizzes.typed_numbers import number
from mooc_kit.spec.model import Spec

TAG = "contributed"
_QUESTION: TypeAdapter[Any] = TypeAdapter(AnyQuestion)
_LINE = re.compile(r"^\s*(?:[-*]\s+(?=[+-]))?(?P<mark>[+-])\s*(?P<words>.+)$")
_PAIR = re.compile(r"\s*(?:=>|->|→|=)\s*")
_NUMBER = re.compile(
    r"^(?P<number>[-+\u2212]?[\d., \u00a0]*\d)\s*(?:(?:±|\+/-)\s*(?P<margin>[\d.,]*\d))?\s*(?P<unit>.*)$"
)
_TRUE = {"true", "yes", "right", "correct"}


def question_data(
    spec: Spec, issue: Issue, answers: Answers, true_word: str
) -> tuple[dict[str, Any] | None, list[Problem]]:
    """The question as it stands in a quiz file, or what is unclear. `true_word` is "true" in the course's language."""
    kind = answers["kind"].partition(":")[0].strip()
    outcome = next((outcome.id for outcome in spec.outcomes if outcome.text == answers["outcome"]), None)
    data: dict[str, Any] = {"id": f"from-issue-{issue.number}", "kind": kind, "prompt": answers["prompt"]}
    lines = [found for line in answers["answers"].split("\n") if (found := _LINE.match(line))]
    parts = [(found["mark"] == "+", *_split(found["words"])) for found in lines]
    own = _own(kind, parts, answers["answers"], {*_TRUE, true_word.casefold()})
    place = Place(f"issue {issue.number}")
    hint = "Begin a right answer with + and a wrong one with -; after :: stands what is said about it."
    if own is None:
        return None, [
            form_codes.UNCLEAR_ANSWERS.at(place, f"The answers in issue {issue.number} are unclear.", hint=hint)
        ]
    data |= own
    if outcome:
        data["outcome"] = outcome
    if answers["feedback"]:
        data["feedback"] = {"general": answers["feedback"]}
    if answers["author"]:
        data["author"] = answers["author"].replace("\n", " ")[:200]
    data["tags"] = [TAG]
    try:
        _QUESTION.validate_python(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        message = f"The question in issue {issue.number} is not whole: {first['msg']}."
        return None, [form_codes.UNCLEAR_ANSWERS.at(place, message, hint=hint)]
    return data, []


def _split(words: str) -> tuple[str, str]:
    answer, _, about = words.partition("::")
    return answer.strip(), about.strip()


def _own(kind: str, parts: list[tuple[bool, str, str]], text: str, true_words: set[str]) -> dict[str, Any] | None:
    """What only this kind of question has; None where the lines do not tell it."""
    right = [answer for is_right, answer, _ in parts if is_right]
    match kind:
        case "multiple_choice" | "multiple_response":
            if len(parts) < 2 or not right or (kind == "multiple_choice" and len(right) != 1):
                return None
            return {"choices": [_choice(*part) for part in parts]}
        case "true_false":
            return {"answer": right[0].casefold().rstrip(".") in true_words} if len(right) == 1 else None
        case "short_answer":
            return {"answers": right} if right else None
        case "numerical":
            return _numerical(right[0]) if len(right) == 1 else None
        case "matching":
            pairs = [_PAIR.split(answer, maxsplit=1) for answer in right]
            if len(pairs) < 2 or any(len(pair) != 2 for pair in pairs):
                return None
            wrong = [answer for is_right, answer, _ in parts if not is_right]
            return {"pairs": [{"left": a, "right": b} for a, b in pairs], **({"distractors": wrong} if wrong else {})}
        case "ordering":
            return {"items": right} if len(right) >= 2 else None
        case "essay":
            model = "\n".join(right) or text.strip()
            return {"model_answer": model} if model else {}
    return None


def _choice(is_right: bool, answer: str, about: str) -> dict[str, Any]:
    return {"text": answer, **({"correct": True} if is_right else {}), **({"feedback": about} if about else {})}


def _numerical(written: str) -> dict[str, Any] | None:
    found = _NUMBER.match(written)
    value = number(found["number"]) if found else None
    if found is None or value is None:
        return None
    margin = number(found["margin"]) if found["margin"] else None
    unit = found["unit"].strip()
    return {
        "answer": value,
        **({"tolerance": margin} if margin is not None else {}),
        **({"unit": unit} if unit else {}),
    }
