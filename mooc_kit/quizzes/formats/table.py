"""Question tables (CSV or XLSX): a header row, then a question in each row, for people who live in spreadsheets.

Columns are known by their header, in any order; `choice 1`, `choice 2` … or one column of choices with a line each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from mooc_kit.problems import MoocKitError, Notice
from mooc_kit.quizzes import quiz_codes
from mooc_kit.quizzes.base import ReadQuiz
from mooc_kit.quizzes.formats.draft_questions import Drafts
from mooc_kit.tables import Row, TableLimits, read_table, written_cell

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
    "option": "choices", "score": "points", "mark": "points", "marks": "points", "explanation": "feedback",
    "feedback general": "feedback", "feedback correct": "feedback if right", "feedback incorrect": "feedback if wrong",
    "tag": "tags", "hint": "hints", "level": "difficulty",
}
# fmt: on
# fmt: off
_KINDS = {
    "mc": "multiple_choice", "multichoice": "multiple_choice", "single choice": "multiple_choice",
    "single": "multiple_choice", "choice": "multiple_choice", "mr": "multiple_response",
    "multiple answers": "multiple_response", "multiple": "multiple_response", "checkbox": "multiple_response",
    "checkboxes": "multiple_response", "tf": "true_false", "t/f": "true_false", "true/false": "true_false",
    "boolean": "true_false", "short": "short_answer", "text": "short_answer", "number": "numerical",
    "numeric": "numerical", "match": "matching", "order": "ordering", "sequence": "ordering", "gaps": "fill_blanks",
    "blanks": "fill_blanks", "fill in the blanks": "fill_blanks", "open": "essay", "long": "essay",
}
# fmt: on
_NUMBERED = re.compile(r"(choice|option|answer)\s*([a-j]|\d{1,2})", re.IGNORECASE)
_TRUE = frozenset({"true", "t", "yes", "y", "1", "right", "correct", "wahr", "vrai"})
_ANSWERED = frozenset({"multiple_choice", "multiple_response", "true_false", "short_answer", "numerical", "essay"})
"""The kinds that read the column `answer`."""
_FALSE = frozenset({"false", "f", "no", "n", "0", "wrong", "incorrect", "falsch", "faux"})
LIMITS = TableLimits(bytes=50_000_000, rows=20_001, columns=200)
_MAX_CELL = 20_000


def read_questions(data: bytes, file: str) -> ReadQuiz:
    """The questions in a CSV or XLSX table."""
    try:
        table = read_table(data, file, LIMITS)
        found = _Reader(file).read(table.rows)
    except MoocKitError as error:
        return ReadQuiz(problems=list(error.problems))
    found.problems[:0] = table.remarks
    return found


class _Reader:
    def __init__(self, file: str) -> None:
        self.drafts = Drafts(file, needs_words=True)
        self.left: list[Notice] = []
        """What has no place in its question."""

    def read(self, rows: Iterable[Row]) -> ReadQuiz:
        header: list[str] | None = None
        for line, cells in ((row.line, row.cells) for row in rows):
            if header is None:
                header = [_column(cell) for cell in cells]
                self._check_header(header, cells, line)
                if self.drafts.found.problems:
                    return self.drafts.found
                continue
            self._row(line, header, cells)
        if header is None:
            hint = f"Begin with a row of column names, such as {', '.join(COLUMNS[:7])}."
            self.drafts.problem(quiz_codes.NOT_READ, 1, "The table is empty.", hint=hint)
        elif not self.drafts.questions and not self.drafts.found.problems:
            hint = "Write a question in each row."
            self.drafts.problem(quiz_codes.NOT_READ, 1, "There are no questions in it.", hint=hint)
        self.drafts.found.notices.extend(self.left)
        return self.drafts.finished()

    def _check_header(self, header: Sequence[str], cells: Sequence[str], line: int) -> None:
        if "prompt" not in header:
            hint = f"Name the columns in the first row: {', '.join(COLUMNS[:7])} …"
            self.drafts.problem(quiz_codes.NOT_READ, line, "No column is called `prompt` (or `question`).", hint=hint)
        for name, cell in zip(header, cells, strict=True):
            if name not in COLUMNS and not _NUMBERED.fullmatch(name) and cell.strip():
                known = f"Known are {', '.join(COLUMNS)}."
                self.drafts.notice(f'The column "{cell.strip()[:60]}"', known, "It is left out.", line)

    def _named(self, line: int, header: Sequence[str], cells: Sequence[str]) -> tuple[_Row, list[str]]:
        """The cells by the names of their columns, and the numbered choices; what has no name is told."""
        row = _Row()
        numbered: list[str] = []
        for name, cell in zip_longest(header, cells[: len(header)], fillvalue=""):
            text = written_cell(cell[:_MAX_CELL]).strip()
            if len(cell) > _MAX_CELL:
                what = f"What stands in `{name}` behind its first {_MAX_CELL:,} letters"
                self._tell(line, what, "A text is no longer.")
            if _NUMBERED.fullmatch(name):
                numbered.append(text)
            elif text and name in COLUMNS and name in row:
                self._tell(line, f'"{text[:40]}", a second `{name}`', "Another column says it already.")
            elif text and name in COLUMNS:
                row[name] = text
        for cell in cells[len(header) :]:
            if cell.strip():
                self._tell(line, f'"{cell.strip()[:40]}" in a column without a name', "It may mean anything.")
        return row, numbered

    def _row(self, line: int, header: Sequence[str], cells: Sequence[str]) -> None:
        before = len(self.left)
        row, numbered = self._named(line, header, cells)
        fields: dict[str, Any] = {
            "id": row.get("id"),
            "title": row.get("title"),
            "text_above": row.get("text above"),
            "prompt": row.get("prompt"),
            "outcome": row.get("outcome"),
            "author": row.get("author"),
            "difficulty": row.get("difficulty").lower() or None,
            "tags": _parts(row.get("tags", ""), r"[;,\n]"),
            "hints": _parts(row.get("hints", ""), "\n"),
            "feedback": {
                "general": row.get("feedback"),
                "correct": row.get("feedback if right"),
                "incorrect": row.get("feedback if wrong"),
            },
        }
        if row.get("pool"):
            fields["pool"] = self.drafts.pool(row.get("pool"))
        if points := row.get("points"):
            fields["points"] = value = _number(points)
            if value is None:
                self._tell(line, f'The points "{points[:40]}"', "That is no number.", "It gives 1.")
        choices = _parts(row.get("choices", ""), "\n") or [text for text in numbered if text]
        kind = _kind(row, choices)
        fields["kind"] = kind
        fields.update(_answers(kind, row, choices, numbered))
        if not fields.get("choices"):
            for choice in choices:
                self._tell(line, f'The choice "{choice[:40]}"', f"A question of the kind {kind} has none.")
        for named in _unmatched(fields.get("choices", ()), row.peek("answer")):
            self._tell(line, f'The answer "{named[:40]}"', "No choice is called so, or has this number or letter.")
        for name in row.unused():
            self._tell(line, f"What stands in `{name}`", f"A question of the kind {kind} has no place for it.")
        if self.drafts.add(line, fields) and len(self.left) > before:
            self.drafts.mark_changed()

    def _tell(self, line: int, what: str, why: str, instead: str = "It is left out.") -> None:
        self.left.append(Notice(f"{what} in line {line}", why, instead, self.drafts.at(line)))


class _Row(dict[str, str]):
    """The cells of a row by column, which remembers what was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self._asked: set[str] = set()

    def get(self, name: str, otherwise: str = "") -> str:  # type: ignore[override]
        self._asked.add(name)
        return super().get(name, otherwise)

    def peek(self, name: str, otherwise: str = "") -> str:
        """What stands there, without using it."""
        return super().get(name, otherwise)

    def unused(self) -> list[str]:
        return [name for name in self if name not in self._asked]


def _column(cell: str) -> str:
    name = " ".join(re.sub(r"[_\-:]+", " ", cell.strip().lower()).split())
    return _ALIASES.get(name, name)


def _parts(text: str, mark: str) -> list[str]:
    return [part.strip() for part in re.split(mark, text) if part.strip()]


def _kind(row: _Row, choices: Sequence[str]) -> str:
    given = row.get("kind", "").lower().replace("_", " ").replace("-", " ").strip()
    if given:
        return _KINDS.get(given, given.replace(" ", "_"))
    if row.peek("pairs"):
        return "matching"
    if row.peek("items"):
        return "ordering"
    if "[[" in row.peek("text", ""):
        return "fill_blanks"
    if choices:
        is_many = sum(part.startswith(("*", "[x]", "[*]")) for part in choices) > 1 or (
            len(_parts(row.peek("answer", ""), r"[,;|\n]")) > 1
        )
        return "multiple_response" if is_many else "multiple_choice"
    answer = row.peek("answer", "")
    if answer.lower() in ("true", "false"):
        return "true_false"
    if answer and _number(answer) is not None:
        return "numerical"
    return "short_answer" if answer else "essay"


def _answers(kind: str, row: _Row, choices: Sequence[str], numbered: Sequence[str]) -> dict[str, Any]:
    answer = row.get("answer") if kind in _ANSWERED else ""
    if kind in ("multiple_choice", "multiple_response"):
        return {"choices": list(_choices(choices, answer, numbered))}
    if kind == "true_false":
        said = answer.strip().lower()
        return {"answer": said in _TRUE} if said in _TRUE | _FALSE else {}  # nobody guesses what else it may mean
    if kind == "short_answer":
        return {"answers": _parts(answer, r"[|\n]")}
    if kind == "numerical":
        found = re.fullmatch(r"(.+?)\s*(?:\.\.|…| to )\s*(.+)", answer)
        if found and _number(found[1]) is not None:
            return {"least": _number(found[1]), "most": _number(found[2]), "unit": row.get("unit")}
        tolerance = row.get("tolerance", "")
        key = "tolerance_percent" if tolerance.endswith("%") else "tolerance"
        # What is no number stays a text, which is refused with the question.
        margin = {key: found_margin if (found_margin := _number(tolerance.rstrip("%"))) is not None else tolerance}
        margin = margin if tolerance else {}
        return {"answer": _number(answer), "unit": row.get("unit"), **margin}
    if kind == "matching":
        pairs = [re.split(r"\s*(?:->|=>|→)\s*", line, maxsplit=1) for line in _parts(row.get("pairs", ""), "\n")]
        return {
            "pairs": [{"left": pair[0], "right": pair[1]} for pair in pairs if len(pair) == 2 and pair[0]],
            "distractors": [pair[-1] for pair in pairs if len(pair) < 2 or not pair[0]],
        }
    if kind == "ordering":
        return {"items": _parts(row.get("items", ""), "\n")}
    if kind == "fill_blanks":
        return {"text": row.get("text", ""), "prompt": row.get("prompt") or "Fill in the gaps."}
    if kind == "essay":
        return {"model_answer": answer or None}
    return {}


def _unmatched(choices: Sequence[Mapping[str, Any]], answer: str) -> list[str]:
    """What the column `answer` names without there being such a choice."""
    texts = {str(choice["text"]).lower() for choice in choices}
    if not choices or answer.lower() in texts:
        return []
    places = {str(n) for n in range(1, len(choices) + 1)} | {chr(ord("a") + n) for n in range(len(choices))}
    return [part for part in _parts(answer, r"[,;|\n]") if part.lower() not in texts | places]


_MARKED = re.compile(r"(\[[x*]\]|\[ ?\]|\*)\s*")
_CREDIT = re.compile(r"\((-?\d{1,3}(?:\.\d+)?)\s?%\)\s*")


def _choices(choices: Sequence[str], answer: str, numbered: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Choices with the right ones marked by a star, or named in the column `answer` by number, letter or words."""
    wanted = {part.lower() for part in _parts(answer, r"[,;|\n]")} | ({answer.lower()} if answer else set())
    for number, choice in enumerate(choices, start=1):
        text, credit, feedback = choice, {}, ""
        marked = _MARKED.match(text)
        is_right = bool(marked and marked[1] not in ("[ ]", "[]"))
        text = text[marked.end() :] if marked else text
        if found := _CREDIT.match(text):
            credit, text = {"credit": float(found[1])}, text[found.end() :]
        words, arrow, said = text.partition(" ## ")
        if arrow:
            text, feedback = words.strip(), said.strip()
        letter = chr(ord("a") + number - 1)
        is_named = text.lower() in wanted or bool({str(number), letter} & wanted)
        yield {"text": text, "correct": is_right or (not credit and is_named), "feedback": feedback, **credit}


def _number(text: str) -> float | str | None:
    cleaned = text.strip().replace("\u2212", "-").replace(" ", "")
    if cleaned.count(",") == 1 and "." not in cleaned:
        cleaned = cleaned.replace(",", ".")
    if not re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,2})?", cleaned, re.ASCII):
        return None
    value = float(cleaned)
    return int(value) if value.is_integer() and abs(value) < 1e15 else value
