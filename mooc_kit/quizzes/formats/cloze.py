"""Cloze: Moodle's notation for gaps in a text, such as {2:SHORTANSWER:=rivers~%50%streams#Nearly}."""

from __future__ import annotations

import re
from typing import Any

from mooc_kit.quizzes.answers import AnswerChoice, Blank, NumberAnswer, TextAnswer

FILL_IN = "Fill in the gaps."
"""What a text with gaps asks that came without a prompt of its own."""
_KINDS = {
    "SHORTANSWER": "words",
    "SA": "words",
    "MW": "words",
    "SHORTANSWER_C": "case",
    "SAC": "case",
    "MWC": "case",
    "NUMERICAL": "number",
    "NM": "number",
    "MULTICHOICE": "choice",
    "MC": "choice",
    "MULTICHOICE_S": "choice",
    "MCS": "choice",
    "MULTICHOICE_V": "choice",
    "MCV": "choice",
    "MULTICHOICE_H": "choice",
    "MCH": "choice",
    "MULTICHOICE_VS": "choice",
    "MCVS": "choice",
    "MULTICHOICE_HS": "choice",
    "MCHS": "choice",
    **dict.fromkeys(
        ("MULTIRESPONSE", "MR", "MULTIRESPONSE_H", "MRH", "MULTIRESPONSE_S", "MRS", "MULTIRESPONSE_HS", "MRHS"),
        "several",
    ),
}
_GAP = re.compile(r"\{(\d{0,3}):(" + "|".join(_KINDS) + r"):((?:\\.|[^\\}])*)\}", re.DOTALL)
UNREAD_GAP = re.compile(r"\{\d{0,3}:[A-Z_]{2,}:[^{}]*\}?")
"""What is written like a gap, in a text whose known gaps were taken out."""
_ANSWER = re.compile(r"\s*(=|%(-?\d{1,3}(?:\.\d+)?)%)?((?:\\.|[^\\#])*)(?:#(.*))?", re.DOTALL)


def read_cloze(markdown: str) -> tuple[str, dict[str, Any], bool]:
    """The text with gaps `[[#gap-1]]`, what fits into them, and whether one of them wanted several choices at once."""
    blanks: dict[str, Any] = {}
    several = False

    def gap(found: re.Match[str]) -> str:
        nonlocal several
        kind = _KINDS[found[2]]
        blank = _blank("choice" if kind == "several" else kind, found[3])
        if blank is None:
            return found[0]
        several |= kind == "several"
        name = f"gap-{len(blanks) + 1}"
        weight = int(found[1] or 1)
        blanks[name] = {**blank, **({"weight": weight} if weight > 1 else {})}
        return f"[[#{name}]]"

    # Markdown's own backslashes would hide the signs; a gap holds none of its markup.
    plain = re.sub(r"\\([\\~*_$<\[\]`=#!>-])", r"\1", markdown)
    text = _GAP.sub(gap, plain)
    return text, blanks, several


def _blank(kind: str, body: str) -> dict[str, Any] | None:
    parts = re.split(r"(?<!\\)~", body)
    answers: list[tuple[float, str, str]] = []
    for part in parts:
        found = _ANSWER.fullmatch(part)
        if found and found[3].strip():
            credit = 100.0 if found[1] == "=" else float(found[2] or 0)
            answers.append((credit, _plain(found[3]), _plain(found[4] or "")))
    if not answers:
        return None
    if kind == "choice":
        return {
            "choices": [
                {
                    "text": text,
                    "correct": credit >= 100,
                    "feedback": note,
                    **({"credit": credit} if credit not in (0, 100) else {}),
                }
                for credit, text, note in answers
            ]
        }
    if kind == "number":
        return {"numbers": [{**_rule(text), "credit": credit, "feedback": note} for credit, text, note in answers]}
    words = [{"text": text[:400], "credit": credit, "feedback": note} for credit, text, note in answers]
    return {"answers": words, **({"case_sensitive": True} if kind == "case" else {})}


def _rule(text: str) -> dict[str, Any]:
    from mooc_kit.quizzes.formats.gift import number_rule

    return number_rule(text)


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text).strip()


def write_gap(gap: Blank, *, case_sensitive: bool) -> str:
    """A gap in Moodle's notation."""
    sensitive = case_sensitive if gap.case_sensitive is None else gap.case_sensitive
    if gap.choices:
        kind, answers = "MULTICHOICE", [_choice(choice) for choice in gap.choices]
    elif gap.numbers:
        kind, answers = "NUMERICAL", [_number(number) for number in gap.numbers]
    else:
        kind, answers = "SHORTANSWER_C" if sensitive else "SHORTANSWER", [_words(answer) for answer in gap.answers]
    return f"{{{gap.weight}:{kind}:{'~'.join(answers)}}}"


def _choice(choice: AnswerChoice) -> str:
    credit = choice.credit if choice.credit is not None else 100 if choice.correct else 0
    return _answer(credit, choice.text, choice.feedback)


def _number(number: NumberAnswer) -> str:
    low, high = number.bounds()
    middle = number.answer if number.answer is not None else (low + high) / 2
    return _answer(number.credit, f"{middle!r}:{(high - low) / 2!r}".replace(".0:", ":"), number.feedback, raw=True)


def _words(answer: TextAnswer) -> str:
    return _answer(answer.credit, answer.text, answer.feedback)


def _answer(credit: float, text: str, feedback: str | None, *, raw: bool = False) -> str:
    sign = "=" if credit == 100 else f"%{credit:g}%" if credit else ""
    note = f"#{_escaped(feedback)}" if feedback else ""
    return f"{sign}{text if raw else _escaped(text)}{note}"


def _escaped(text: str) -> str:
    return re.sub(r"([\\~#}={/\"])", r"\\\1", text)
