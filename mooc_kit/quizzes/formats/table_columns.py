"""Question table columns: what they are called here and in the tables of other makers, and where their row stands.

Kahoot's and Quizizz's templates name their columns in their own words; Wooclap's keeps the question in `Title`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

# fmt: off
COLUMNS = (
    "id", "kind", "title", "text above", "prompt", "choices", "answer", "pairs", "items", "text", "tolerance", "unit",
    "points", "outcome", "difficulty", "pool", "feedback", "feedback if right", "feedback if wrong", "hints", "tags",
    "author",
)
# fmt: on
# fmt: off
_ALIASES = {
    "question": "prompt", "question text": "prompt", "type": "kind", "name": "title", "correct": "answer",
    "correct answer": "answer", "answers": "answer", "right": "answer", "right answer": "answer", "options": "choices",
    "option": "choices", "choice": "choices", "score": "points", "mark": "points", "marks": "points",
    "explanation": "feedback",
    "feedback general": "feedback", "feedback correct": "feedback if right", "feedback incorrect": "feedback if wrong",
    "tag": "tags", "hint": "hints", "level": "difficulty", "correct answer(s)": "answer", "question type": "kind",
    "answer explanation": "feedback",
}
# fmt: on
# fmt: off
KINDS = {
    "mc": "multiple_choice", "multichoice": "multiple_choice", "single choice": "multiple_choice",
    "single": "multiple_choice", "choice": "multiple_choice", "mr": "multiple_response",
    "multiple answers": "multiple_response", "multiple": "multiple_response", "checkbox": "multiple_response",
    "checkboxes": "multiple_response", "tf": "true_false", "t/f": "true_false", "true/false": "true_false",
    "boolean": "true_false", "short": "short_answer", "text": "short_answer", "number": "numerical",
    "numeric": "numerical", "match": "matching", "order": "ordering", "sequence": "ordering", "gaps": "fill_blanks",
    "blanks": "fill_blanks", "fill in the blanks": "fill_blanks", "open": "essay", "long": "essay",
    "open ended": "essay", "fill in the blank": "short_answer", "guessnumber": "numerical",
    "mcq": "", "openquestion": "",
}
# fmt: on
"""Kinds by what people call them; "" for a word that leaves open which of several it is."""
NUMBERED = re.compile(r"(choice|option|answer)\s*([a-j]|\d{1,2})", re.IGNORECASE)
_SAID_BESIDE = re.compile(r"\s+(?:max \d+ char\w*.*|choose at least one)$")
"""What Kahoot's headings say beside the name of the column."""
MOST_ABOVE = 20
"""How many rows may stand above the headings: templates begin with instructions."""


def column(cell: str) -> str:
    """The name of the column with this heading."""
    name = " ".join(re.sub(r"[_\-–:]+", " ", cell.strip().lower()).split())
    name = _SAID_BESIDE.sub("", name)
    return _ALIASES.get(name, name)


@dataclass(frozen=True)
class Headings:
    """The names of the columns in their order, and whether a number in `answer` is always a choice's place: of choices
    that are numbers themselves, "2" may be the words of one and the place of another."""

    names: tuple[str, ...]
    counts_places: bool


def headings(cells: Sequence[str]) -> Headings | None:
    """What the row says, where it is one of headings; None where no column holds the questions."""
    names = [column(cell) for cell in cells]
    is_wooclap = "prompt" not in names and "title" in names and names.count("choices") > 1
    if is_wooclap:
        names[names.index("title")] = "prompt"  # Type, Title, Correct, Choice, Choice, Choice …
    if names.count("choices") > 1:
        names = [f"choice {n}" if name == "choices" else name for n, name in enumerate(names)]
    is_game = any("max 120 char" in cell.lower() for cell in cells) or "time in seconds" in names
    return Headings(tuple(names), is_wooclap or is_game) if "prompt" in names else None
