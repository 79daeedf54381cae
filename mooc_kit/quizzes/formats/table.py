"""Question tables (CSV or XLSX): a header row, then a question in each row, for people who live in spreadsheets.

Columns are known by their header, in any order; `choice 1`, `choice 2` … or one column of choices with a line each.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from mooc_kit.counting import counted
from mooc_kit.problems import MoocKitError, Notice
from mooc_kit.quizzes import quiz_codes
from mooc_kit.quizzes.base import ReadQuiz
from mooc_kit.quizzes.formats.draft_questions import Drafts
from mooc_kit.quizzes.formats.table_columns import COLUMNS, KINDS, MOST_ABOVE, NUMBERED, Headings, headings
from mooc_kit.tables import Row, TableLimits, read_sheets, written_cell

_TRUE = frozenset({"true", "t", "yes", "y", "1", "right", "correct", "wahr", "vrai"})
_ANSWERED = frozenset({"multiple_choice", "multiple_response", "true_false", "short_answer", "numerical", "essay"})
"""The kinds that read the column `answer`."""
_FALSE = frozenset({"false", "f", "no", "n", "0", "wrong", "incorrect", "falsch", "faux"})
LIMITS = TableLimits(bytes=50_000_000, rows=20_001, columns=200)
_MAX_CELL = 20_000
_NO_CHOICE = "No choice without a share of its own is called so, or has this number or letter."


def read_questions(data: bytes, file: str) -> ReadQuiz:
    """The questions in a CSV or XLSX table: those of all sheets of a workbook that have any."""
    reader = _Reader(file)
    try:
        sheets = read_sheets(data, file, LIMITS)
        apart = [sheet.sheet for sheet in sheets if not reader.read_sheet(sheet.rows)]
    except MoocKitError as error:
        return ReadQuiz(problems=list(error.problems))
    found = reader.finished(apart if len(apart) < len(sheets) else [])
    found.problems[:0] = [remark for sheet in sheets for remark in sheet.remarks]
    return found


class _Reader:
    def __init__(self, file: str) -> None:
        self.drafts = Drafts(file, needs_words=True)
        self.left: list[Notice] = []
        """What has no place in its question."""
        self.is_empty = True
        """Whether no row at all was read."""

    def read_sheet(self, rows: Iterable[Row]) -> bool:
        """Add the questions of a sheet; whether it has headings that name a column of questions."""
        header: Headings | None = None
        above: list[Row] = []
        before = len(self.drafts.questions) + self.drafts.found.left_out
        unknown: dict[int, str] = {}
        filled: Counter[int] = Counter()
        heading = 1
        for row in rows:
            self.is_empty = False
            if header is not None:
                filled.update(n for n, cell in enumerate(row.cells) if n in unknown and cell.strip())
                number = len(self.drafts.questions) + self.drafts.found.left_out - before + 1
                self._row(row.line, header, row.cells, number)
            elif (header := headings(row.cells)) is not None:
                self._tell_above(above)
                unknown = self._unknown(header.names, row.cells)
                heading = row.line
            elif len(above) < MOST_ABOVE:
                above.append(row)
            else:
                break
        for n, count in sorted(filled.items()):
            what = f'The column "{unknown[n][:60]}", in which {counted(count, "row")} {"has" if count == 1 else "have"}'
            self.drafts.notice(f"{what} something", f"Known are {', '.join(COLUMNS)}.", "It is left out.", heading)
        return header is not None

    def finished(self, apart: Sequence[str]) -> ReadQuiz:
        """The quiz; `apart` names sheets that hold no questions beside others that do."""
        if self.is_empty:
            hint = f"Begin with a row of column names, such as {', '.join(COLUMNS[:7])}."
            self.drafts.problem(quiz_codes.NOT_READ, 1, "The table is empty.", hint=hint)
        elif not self.drafts.questions and not self.drafts.found.left_out and not apart:
            hint = f"Name the columns in the first row: {', '.join(COLUMNS[:7])} …; write a question in each row."
            message = "There are no questions in it: no column is called `prompt` (or `question`), or nothing is below."
            self.drafts.problem(quiz_codes.NOT_READ, 1, message, hint=hint)
        for sheet in apart:
            why = "No column of it is called `prompt` (or `question`)."
            self.drafts.notice(f'The sheet "{sheet[:60]}"', why, "It is left out.")
        self.drafts.found.notices.extend(self.left)
        return self.drafts.finished()

    def _tell_above(self, above: Sequence[Row]) -> None:
        if above:
            words = " ".join(cell.strip() for row in above for cell in row.cells if cell.strip())
            why = "They belong to no question."
            self.drafts.notice(
                f'The lines above the headings: "{words[:60]}"', why, "They are left out.", above[0].line
            )

    def _unknown(self, header: Sequence[str], cells: Sequence[str]) -> dict[int, str]:
        """The headings of columns that no question has a place for, by their place."""
        known = {n for n, name in enumerate(header) if name in COLUMNS or NUMBERED.fullmatch(name)}
        return {n: cell.strip() for n, cell in enumerate(cells) if n not in known and cell.strip()}

    def _named(self, line: int, header: Sequence[str], cells: Sequence[str], number: int) -> tuple[_Row, list[str]]:
        """The cells by the names of their columns, and the numbered choices; what has no name is told, unless it is
        the question's own number."""
        row = _Row()
        numbered: list[str] = []
        for name, cell in zip_longest(header, cells[: len(header)], fillvalue=""):
            text = written_cell(cell[:_MAX_CELL]).strip()
            if len(cell) > _MAX_CELL:
                what = f"What stands in `{name}` behind its first {_MAX_CELL:,} letters"
                self._tell(line, what, "A text is no longer.")
            if NUMBERED.fullmatch(name):
                numbered.append(text)
            elif text and name in COLUMNS and name in row:
                self._tell(line, f'"{text[:40]}", a second `{name}`', "Another column says it already.")
            elif text and name in COLUMNS:
                row[name] = text
            elif text and not name and text.rstrip(".)") != str(number):
                self._tell(line, f'"{text[:40]}" in a column without a name', "It may mean anything.")
        for cell in cells[len(header) :]:
            if cell.strip():
                self._tell(line, f'"{cell.strip()[:40]}" in a column without a name', "It may mean anything.")
        return row, numbered

    def _row(self, line: int, header: Headings, cells: Sequence[str], number: int) -> None:
        before = len(self.left)
        row, numbered = self._named(line, header.names, cells, number)
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
        fields.update(_answers(kind, row, choices, counts_places=header.counts_places))
        if not fields.get("choices") and not (kind == "short_answer" and not row.peek("answer")):
            for choice in choices:
                self._tell(line, f'The choice "{choice[:40]}"', f"A question of the kind {kind} has none.")
        for named in _unmatched(fields.get("choices", ()), row.peek("answer")):
            self._tell(line, f'The answer "{named[:40]}"', _NO_CHOICE)
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


def _parts(text: str, mark: str) -> list[str]:
    return [part.strip() for part in re.split(mark, text) if part.strip()]


def _kind(row: _Row, choices: Sequence[str]) -> str:
    given = row.get("kind", "").lower().replace("_", " ").replace("-", " ").strip()
    if given and (known := KINDS.get(given, given.replace(" ", "_"))):
        return known
    if row.peek("pairs"):
        return "matching"
    if row.peek("items"):
        return "ordering"
    if "[[" in row.peek("text", ""):
        return "fill_blanks"
    if choices:
        named = row.peek("answer", "")
        is_many = sum(part.startswith(("*", "[x]", "[*]")) for part in choices) > 1 or (
            named not in choices and len(_parts(named, r"[,;|\n]")) > 1
        )
        return "multiple_response" if is_many else "multiple_choice"
    answer = row.peek("answer", "")
    if answer.lower() in ("true", "false"):
        return "true_false"
    if answer and _number(answer.partition("\n")[0].strip()) is not None:
        return "numerical"
    return "short_answer" if answer else "essay"


def _answers(kind: str, row: _Row, choices: Sequence[str], *, counts_places: bool) -> dict[str, Any]:
    answer = row.get("answer") if kind in _ANSWERED else ""
    if kind in ("multiple_choice", "multiple_response"):
        return {"choices": list(_choices(choices, answer, counts_places=counts_places))}
    if kind == "true_false":
        said = answer.strip().lower()
        return {"answer": said in _TRUE} if said in _TRUE | _FALSE else {}  # nobody guesses what else it may mean
    if kind == "short_answer":
        typed = [_worth(part) for part in _parts(answer, r"[|\n]")]
        return {"answers": typed or [{"text": choice} for choice in choices]}
    if kind == "numerical":
        answer, *further = _parts(answer, "\n") or [""]
        also = {"also": [_range(part) for part in further]} if further else {}
        if own := _bounds(answer):
            return {**own, "unit": row.get("unit"), **also}
        tolerance = row.get("tolerance", "")
        key = "tolerance_percent" if tolerance.endswith("%") else "tolerance"
        # What is no number stays a text, which is refused with the question.
        margin = {key: found_margin if (found_margin := _number(tolerance.rstrip("%"))) is not None else tolerance}
        margin = margin if tolerance else {}
        return {"answer": _number(answer), "unit": row.get("unit"), **margin, **also}
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
    """What the column `answer` names without there being such a choice that can be right as a whole."""
    whole = {n: str(choice["text"]).lower() for n, choice in enumerate(choices) if "credit" not in choice}
    texts = set(whole.values())
    if not choices or answer.lower() in texts:
        return []
    places = {str(n + 1) for n in whole} | {chr(ord("a") + n) for n in whole}
    return [part for part in _parts(answer, r"[,;|\n]") if part.lower() not in texts | places]


_MARKED = re.compile(r"(\[[x*]\]|\[ ?\]|\*)\s*")
_CREDIT = re.compile(r"\((-?\d{1,3}(?:\.\d+)?)\s?%\)\s*")


def _choices(choices: Sequence[str], answer: str, *, counts_places: bool) -> Iterator[dict[str, Any]]:
    """Choices with the right ones marked by a star, or named in the column `answer` by words, number or letter."""
    found = [_choice(choice) for choice in choices]
    texts = [str(choice["text"]).lower() for choice in found]
    named = _places([answer.lower()], texts) if not counts_places and answer.lower() in texts else set()
    parts = [part.lower() for part in _parts(answer, r"[,;|\n]")]
    named = named or _places(parts, [] if counts_places else texts)
    for place, choice in enumerate(found):
        is_named = "credit" not in choice and place in named
        yield {**choice, "correct": choice["correct"] or is_named}


def _places(parts: Sequence[str], texts: Sequence[str]) -> set[int]:
    """Which choices are named: by their words, or else by their number or letter."""
    found: set[int] = set()
    for part in parts:
        if part in texts:
            found.update(place for place, text in enumerate(texts) if text == part)
        elif part.isascii() and part.isdigit() and len(part) < 3:
            found.add(int(part) - 1)
        elif len(part) == 1 and "a" <= part <= "z":
            found.add(ord(part) - ord("a"))
    return found


def _choice(text: str) -> dict[str, Any]:
    marked = _MARKED.match(text)
    is_right = bool(marked and marked[1] not in ("[ ]", "[]"))
    return {"correct": is_right, **_worth(text[marked.end() :] if marked else text)}


def _worth(text: str) -> dict[str, Any]:
    """An answer with what it is worth and what is said to it: `(50%) the answer ## the feedback`."""
    found = _CREDIT.match(text)
    words, arrow, said = (text[found.end() :] if found else text).partition(" ## ")
    credit = {"credit": float(found[1])} if found else {}
    return {"text": words.strip() if arrow else words, "feedback": said.strip(), **credit}


def _range(text: str) -> dict[str, Any]:
    """A further number or range of numbers. What is none stays a text, which is refused with the question."""
    worth = _worth(text)
    words = worth.pop("text")
    number = _number(words)
    return {**worth, **(_bounds(words) or {"answer": words if number is None else number})}


def _bounds(text: str) -> dict[str, Any]:
    found = re.fullmatch(r"(.+?)\s*(?:\.\.|…| to )\s*(.+)", text)
    if found is None or _number(found[1]) is None:
        return {}
    return {"least": _number(found[1]), "most": _number(found[2])}


def _number(text: str) -> float | str | None:
    cleaned = text.strip().replace("\u2212", "-").replace(" ", "")
    if cleaned.count(",") == 1 and "." not in cleaned:
        cleaned = cleaned.replace(",", ".")
    if not re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,2})?", cleaned, re.ASCII):
        return None
    value = float(cleaned)
    return int(value) if value.is_integer() and abs(value) < 1e15 else value
