"""Cloze: Moodle's notation for gaps in a text, such as {2:SHORTANSWER:=rivers~%50%streams#Nearly}."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
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
_ANSWER = re.compile(r"\s*(=|%(-?\d{1,3}(?:[.,]\d*)?)%)?((?:\\.|[^\\#])*)(?:#(.*))?", re.DOTALL)
_EMPTY = "_____"
_SEVERAL = re.compile(r"\[\[#several-\d+\]\]")


@dataclass
class ClozeText:
    """A text with gaps `[[#gap-1]]`, and what fits into them."""

    text: str = ""
    blanks: dict[str, Any] = field(default_factory=dict)
    several: list[tuple[int, list[dict[str, Any]]]] = field(default_factory=list)
    """The gaps from which any number of choices is taken, each with its weight. `[[#several-1]]` marks their places."""
    weightless: int = 0
    """How many gaps count for nothing in the file."""

    @property
    def weight(self) -> int:
        """What Moodle makes the points of the question: the weights of its gaps together."""
        gaps = sum(blank.get("weight", 1) for blank in self.blanks.values())
        return int(gaps + sum(weight for weight, _ in self.several))


def read_cloze(markdown: str) -> ClozeText:
    """The gaps in a text of Moodle's. What looks like a gap and is none stays in the text."""
    made = ClozeText()

    def gap(found: re.Match[str]) -> str:
        kind = _KINDS[found[2]]
        blank = _blank("choice" if kind == "several" else kind, found[3])
        if blank is None:
            return found[0]
        weight = int(found[1] or 1)
        made.weightless += weight == 0
        if kind == "several":
            made.several.append((weight or 1, _of_several(blank["choices"])))
            return f"[[#several-{len(made.several)}]]"
        name = f"gap-{len(made.blanks) + 1}"
        made.blanks[name] = {**blank, **({"weight": weight} if weight > 1 else {})}
        return f"[[#{name}]]"

    # Markdown's own backslashes would hide the signs; a gap holds none of its markup.
    plain = re.sub(r"\\([\\~*_$<\[\]`=#!>-])", r"\1", markdown)
    made.text = _GAP.sub(gap, plain)
    return made


def _of_several(choices: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Choices of which any number is right: Moodle lets what is worth something add up to the whole, and where no
    credit is written, each wrong choice takes away what a right one gives."""
    credits = [100.0 if choice["correct"] else choice.get("credit", 0) for choice in choices]
    total = sum(credit for credit in credits if credit > 0)
    are_equal = all("credit" not in choice for choice in choices)
    made = []
    for choice, credit in zip(choices, credits, strict=True):
        worth = {} if are_equal else {"credit": credit / total * 100 if credit > 0 else credit}
        made.append({"text": choice["text"], "correct": credit > 0, "feedback": choice["feedback"], **worth})
    return made


def questions_of_cloze(fields: dict[str, Any], cloze: ClozeText) -> list[dict[str, Any]]:
    """The text with its gaps as a question, and one more for each gap from which any number of choices is taken: a gap
    of a kit takes one. Each has its part of the points."""
    points = fields.get("points") or cloze.weight or 1
    made = []
    for number in range(len(cloze.several) + 1):
        text = _SEVERAL.sub("…", cloze.text.replace(f"[[#several-{number}]]", _EMPTY))
        if number == 0 and (cloze.blanks or not cloze.several):
            own = cloze.weight - sum(weight for weight, _ in cloze.several)
            made.append(fields | {"kind": "fill_blanks", "text": text, "blanks": cloze.blanks, "prompt": FILL_IN})
        elif number:
            own, choices = cloze.several[number - 1]
            prompt = re.sub(r"\[\[#gap-\d+\]\]", "…", text)
            made.append(fields | {"kind": "multiple_response", "prompt": prompt, "choices": choices})
        else:
            continue
        made[-1]["points"] = points * own / cloze.weight if cloze.weight else points
    return made


def _blank(kind: str, body: str) -> dict[str, Any] | None:
    parts = re.split(r"(?<!\\)~", body)
    answers: list[tuple[float, str, str]] = []
    for part in parts:
        found = _ANSWER.fullmatch(part)
        if found and found[3].strip():
            credit = 100.0 if found[1] == "=" else float((found[2] or "0").replace(",", "."))
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
