"""Response readers: the tables in which platforms and spreadsheets keep what people answered.

- wide: a row for each person, a column for each item, with scores or answers; a row named KEY holds the right answers
- long: a row for each answer, with columns for person, item, answer and/or score
- Moodle: the quiz's Responses report ("Response 1", "Right answer 1") or Grades report ("Q. 1 /2.00")
- Canvas: Student Analysis ("12345: Question text" and, right of it, a column with the points)
- Open edX: the problem responses report (`username`, `block_key`, `state`)
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from mooc_kit.content.html_words import words_of
from mooc_kit.problems import MoocKitError, Place, Problem
from mooc_kit.quizzes.analysis import analysis_codes
from mooc_kit.quizzes.analysis.responses import QuizResponses, ResponseItem
from mooc_kit.quizzes.scoring import normal
from mooc_kit.quizzes.typed_numbers import number
from mooc_kit.tables import TableLimits, read_table

MAX_BYTES = 100_000_000
MAX_ITEMS = 2_000
MOST_BAD_CELLS = 20

_PERSON = (
    "participant",
    "person",
    "student",
    "username",
    "user",
    "user id",
    "userid",
    "email",
    "email address",
    "id",
    "name",
    "learner",
    "anon student id",
)
_ITEM = ("item", "question", "item id", "question id", "problem", "block_key")
_ANSWER = ("response", "answer", "given", "choice")
_SCORE = ("score", "points", "mark", "correct", "grade", "is correct", "earned")
_MOST = ("max", "max points", "points possible", "possible", "max score", "out of")
_KEY_ROW = ("key", "correct", "answer key", "correct answer", "right answer", "solution")
_AVERAGE = (
    "overall average",
    "average",
    "mean",
    "total",
    "gesamtdurchschnitt",
    "promedio general",
    "moyenne générale",
    "media complessiva",
    "mitjana global",
)


@dataclass
class _Table:
    file: str
    head: list[str]
    rows: list[list[str]]
    lines: list[int]
    problems: list[Problem] = field(default_factory=list)
    bad_cells: int = 0

    def names(self) -> list[str]:
        return [name.strip().casefold() for name in self.head]

    def column(self, wanted: Sequence[str]) -> int | None:
        names = self.names()
        return next((names.index(name) for name in wanted if name in names), None)

    def cell(self, row: list[str], column: int | None) -> str:
        return row[column].strip() if column is not None and column < len(row) else ""

    def points(self, row: int, column: int) -> float | None:
        """The number in a cell; None where it is empty or something else (then with a problem)."""
        text = self.cell(self.rows[row], column)
        if not text or text in ("-", "–"):
            return None
        found = (
            number(text.rstrip("%")) if text.casefold() not in ("true", "false") else float(text.casefold() == "true")
        )
        if found is None:
            self.bad_cells += 1
            if self.bad_cells <= MOST_BAD_CELLS:
                message = f'"{text[:40]}" in the column "{self.head[column][:40]}" is not a number.'
                place = Place(self.file, self.lines[row], 1)
                self.problems.append(analysis_codes.BAD_SCORE.at(place, message, hint="Write the points as a number."))
        return found


def read_responses(
    data: bytes, file: str, *, blank_is_wrong: bool = True
) -> tuple[QuizResponses | None, list[Problem]]:
    """The responses in a CSV or XLSX file, and what is wrong with it.

    `blank_is_wrong`: in a wide table, an empty cell is an item that was left open (and gets no points); otherwise one
    that the person was not shown.
    """
    try:
        source = read_table(data, file, TableLimits(bytes=MAX_BYTES))
        rows = list(source.rows)
    except MoocKitError as error:
        return None, list(error.problems)
    if len(rows) < 2 or len(rows[0].cells) < 2:
        hint = "Save it as CSV, with a row of headings and a row for each person."
        return None, [*source.remarks, analysis_codes.NOT_A_TABLE.at(Place(file, 1, 1), hint=hint)]
    head, *below = rows
    lines = [row.line for row in below]
    table = _Table(file, list(head.cells), [list(row.cells) for row in below], lines, source.remarks)
    for fits, read in _READERS:
        if fits(table):
            found = read(table, blank_is_wrong)
            break
    else:
        found = _wide(table, blank_is_wrong)
    found.items = [item for item in found.items if item.is_scored or any(item.answers)][:MAX_ITEMS]
    if not found.items or not found.people:
        hint = "Give each question a column, or use columns named participant, item and score."
        return None, [*table.problems, analysis_codes.NO_ITEMS.at(Place(file, 1, 1), hint=hint)]
    return found, table.problems


# ---- wide and long --------------------------------------------------------------------------------------------------


def _wide(table: _Table, blank_is_wrong: bool) -> QuizResponses:
    person = table.column(_PERSON) or 0
    key_rows = [n for n, row in enumerate(table.rows) if table.cell(row, person).casefold() in _KEY_ROW]
    max_rows = [n for n, row in enumerate(table.rows) if table.cell(row, person).casefold() in _MOST]
    skipped = {*key_rows, *max_rows, *_averages(table)}
    kept = [n for n in range(len(table.rows)) if n not in skipped]
    items = []
    for column, name in enumerate(table.head):
        title = name.strip()
        if (
            column == person
            or not title
            or title.casefold() in (*_PERSON, *_AVERAGE, "email", "group", "score", "grade")
        ):
            continue
        cells = [table.cell(table.rows[n], column) for n in kept]
        item = ResponseItem(id=title, answers=[cell if cell or blank_is_wrong else None for cell in cells])
        if key_rows:
            item.key = table.cell(table.rows[key_rows[0]], column) or None
        given = [cell for cell in cells if cell]
        scores_only = sum(number(cell) is not None or cell.casefold() in ("true", "false") for cell in given)
        if item.key is None and given and scores_only >= 0.9 * len(given):
            item.points = [table.points(n, column) for n in kept]
            if blank_is_wrong:
                item.points = [0.0 if p is None and not cell else p for p, cell in zip(item.points, cells, strict=True)]
            item.answers = [None] * len(kept)
            item.max_points = _most(item.points, table.points(max_rows[0], column) if max_rows else None)
        items.append(item)
    return QuizResponses([table.cell(table.rows[n], person) for n in kept], items, "a row for each person")


def _long(table: _Table, _: bool) -> QuizResponses:
    person, item, answer, score, most, key = (
        table.column(names)
        for names in (_PERSON, _ITEM, _ANSWER, _SCORE, _MOST, ("key", "right answer", "correct answer"))
    )
    people = {name: n for n, name in enumerate(dict.fromkeys(table.cell(row, person) for row in table.rows))}
    items: dict[str, ResponseItem] = {}
    for n, row in enumerate(table.rows):
        name = table.cell(row, item)
        if not name:
            continue
        found = items.setdefault(name, _empty(name, len(people)))
        at = people[table.cell(row, person)]
        # Several attempts: the last row counts.
        if answer is not None:
            found.answers[at] = table.cell(row, answer)
        if score is not None:
            found.points[at] = table.points(n, score)
        if key is not None:
            found.key = table.cell(row, key) or found.key
        if most is not None:
            found.max_points = max(number(table.cell(row, most)) or 0.0, found.max_points if found.points else 0.0)
    if most is None:
        for found in items.values():
            found.max_points = _most(found.points, None)
    return QuizResponses(list(people), list(items.values()), "a row for each answer")


def _empty(name: str, people: int, title: str = "") -> ResponseItem:
    return ResponseItem(id=name, title=title, answers=[None] * people, points=[None] * people)


def _most(points: Sequence[float | None], told: float | None) -> float:
    return told or max((p for p in points if p is not None), default=1.0) or 1.0


def _averages(table: _Table) -> Iterator[int]:
    for n, row in enumerate(table.rows):
        if any(cell.strip().casefold() in _AVERAGE for cell in row[:3]):
            yield n


# ---- Moodle ---------------------------------------------------------------------------------------------------------

_MOODLE_RESPONSE = re.compile(
    r"(?:response|antwort|réponse|respuesta|resposta|risposta|antwoord|svar)\s+(\d{1,6})", re.I
)
_MOODLE_RIGHT = re.compile(
    r"(?:right answer|richtige antwort|réponse juste|bonne réponse|respuesta correcta|resposta correta"
    r"|risposta corretta|juiste antwoord)\s+(\d{1,6})",
    re.I,
)
_MOODLE_QUESTION = re.compile(r"(?:question|frage|pregunta|questão|domanda|vraag)\s+(\d{1,6})", re.I)
_MOODLE_GRADE = re.compile(r"[QFPDV]\.?\s*(\d{1,6})\s*/\s*(\d+(?:[.,]\d+)?)", re.I)


def _is_moodle(table: _Table) -> bool:
    return any(_MOODLE_RESPONSE.fullmatch(name.strip()) or _MOODLE_GRADE.fullmatch(name.strip()) for name in table.head)


def _nobodies(table: _Table) -> Iterator[int]:
    """Rows of averages, whatever they are called in the platform's language: Moodle writes a name there, and none of
    the further words before the questions (first name, address, state) that every person has."""
    marks = (_MOODLE_RESPONSE, _MOODLE_RIGHT, _MOODLE_QUESTION, _MOODLE_GRADE)
    first = next(n for n, name in enumerate(table.head) if any(mark.fullmatch(name.strip()) for mark in marks))
    words = [sum(bool(cell.strip()) and number(cell) is None for cell in row[:first]) for row in table.rows]
    if sorted(words)[len(words) // 2] > 2:
        yield from (n for n, count in enumerate(words) if count == 1)


def _moodle(table: _Table, _: bool) -> QuizResponses:
    skipped = {*_averages(table), *_nobodies(table)}
    mail = table.column(("email address", "e-mail-adresse", "adresse de courriel", "id number", "username"))
    kept = [n for n in range(len(table.rows)) if n not in skipped]
    items: dict[str, ResponseItem] = {}
    rights: dict[str, list[str]] = {}
    for column, name in enumerate(table.head):
        title = name.strip()
        cells = [table.cell(table.rows[n], column) for n in kept]
        if found := _MOODLE_RESPONSE.fullmatch(title):
            # "-" is Moodle's word for "left open".
            item = items.setdefault(found[1], ResponseItem(id=f"Question {found[1]}"))
            item.answers = ["" if cell == "-" else cell for cell in cells]
        elif found := _MOODLE_RIGHT.fullmatch(title):
            rights[found[1]] = cells
        elif found := _MOODLE_QUESTION.fullmatch(title):
            item = items.setdefault(found[1], ResponseItem(id=f"Question {found[1]}"))
            item.title = next((" ".join(cell.split()) for cell in cells if cell), "")
        elif found := _MOODLE_GRADE.fullmatch(title):
            item = items.setdefault(found[1], ResponseItem(id=f"Question {found[1]}"))
            item.max_points = number(found[2]) or 1.0
            # "-" in the Grades report: not answered, which gives no points.
            item.points = [0.0 if p is None else p for p in (table.points(n, column) for n in kept)]
            item.answers = item.answers or [None] * len(kept)
    for id, cells in rights.items():
        item = items.setdefault(id, ResponseItem(id=f"Question {id}", answers=[""] * len(cells)))
        right = {cell for cell in cells if cell}
        if len(right) == 1:
            item.key = right.pop()
        elif not item.points:  # drawn or calculated: each person has a right answer of their own
            pairs = zip(item.answers, cells, strict=True)
            item.points = [float(is_right(given or "", key)) for given, key in pairs]
    people = [table.cell(table.rows[n], mail) or f"{n + 1}" for n in kept]
    return QuizResponses(people, [items[id] for id in sorted(items, key=_by_number)], "Moodle")


def _by_number(digits: str) -> tuple[int, str]:
    """Sorts numbers of any length: Python turns only so many digits into an int."""
    short = digits.lstrip("0")
    return len(short), short


def is_right(given: str, key: str) -> bool:
    """Whether an answer is the right one: the same words, or the same parts in any order where `; ` parts them."""
    if normal(given) == normal(key):
        return bool(given)
    parts = [{normal(part) for part in re.split(r"\s*[;\n]\s*", text) if part.strip()} for text in (given, key)]
    if len(parts[1]) > 1:
        return parts[0] == parts[1]
    a, b = number(given), number(key)
    return a is not None and a == b


# ---- Canvas ---------------------------------------------------------------------------------------------------------

_CANVAS_QUESTION = re.compile(r"(\d+):\s*(.*)", re.DOTALL)


def _is_canvas(table: _Table) -> bool:
    return "n correct" in table.names() and any(_CANVAS_QUESTION.fullmatch(name.strip()) for name in table.head)


def _canvas(table: _Table, _: bool) -> QuizResponses:
    person = table.column(("id", "sis_id", "name"))
    items = []
    for column, name in enumerate(table.head[:-1]):
        found = _CANVAS_QUESTION.fullmatch(name.strip())
        most = number(table.head[column + 1].strip()) if found else None
        if found and most is not None:
            title = words_of(found[2])
            item = ResponseItem(id=found[1], title=title, max_points=most or 1.0)
            item.points = [table.points(n, column + 1) for n in range(len(table.rows))]
            item.answers = [
                None if points is None else table.cell(row, column)
                for row, points in zip(table.rows, item.points, strict=True)
            ]
            items.append(item)
    return QuizResponses([table.cell(row, person) for row in table.rows], items, "Canvas")


# ---- Open edX -------------------------------------------------------------------------------------------------------


def _is_open_edx(table: _Table) -> bool:
    return {"username", "block_key", "state"} <= set(table.names())


def _open_edx(table: _Table, _: bool) -> QuizResponses:
    """A row for each person and problem (newer releases: and each answer field), with the problem's state as JSON."""
    user, block, state, title = (table.column((name,)) for name in ("username", "block_key", "state", "title"))
    answer, question, key = (table.column((name,)) for name in ("answer", "question", "correct answer"))
    field_id = table.column(("answer id",))
    people = {name: n for n, name in enumerate(dict.fromkeys(table.cell(row, user) for row in table.rows))}
    items: dict[str, ResponseItem] = {}
    for row in table.rows:
        at = people[table.cell(row, user)]
        held = _json(table.cell(row, state))
        marks = held.get("correct_map")
        given = held.get("student_answers")
        marks, given = (marks if isinstance(marks, dict) else {}), (given if isinstance(given, dict) else {})
        wanted = table.cell(row, field_id)
        fields = [wanted] if wanted else sorted({*map(str, marks), *map(str, given)})
        for number_, name in enumerate(fields, start=1):
            place = table.cell(row, block).rpartition("@")[2] or table.cell(row, block)
            own = name.rpartition("_")[0].rpartition("_")[2] if re.search(r"_\d+_\d+$", name) else str(number_)
            id = (
                f"{place}:{int(own) - 1 if own.isdecimal() and len(own) < 10 and int(own) > 1 else own}"
                if len(fields) > 1 or wanted
                else place
            )
            item = items.setdefault(id, _empty(id, len(people)))
            item.title = item.title or table.cell(row, question) or table.cell(row, title)
            shown = table.cell(row, answer) if wanted else ""
            item.answers[at] = shown or _words(given.get(name))
            if wanted and table.cell(row, key):
                item.key = table.cell(row, key)
            mark = marks.get(name)
            if isinstance(mark, dict):
                item.points[at] = _earned(mark)
            elif held:
                item.points[at] = 0.0
    for item in items.values():
        item.max_points = _most(item.points, None)
    return QuizResponses(list(people), list(items.values()), "Open edX")


def _earned(mark: dict[str, Any]) -> float:
    got = mark.get("npoints")
    if isinstance(got, int | float) and not isinstance(got, bool):
        return float(got)
    return float(mark.get("correctness") == "correct")


def _json(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _words(answer: Any) -> str:
    return "; ".join(map(str, answer)) if isinstance(answer, list) else "" if answer is None else str(answer)


def _is_long(table: _Table) -> bool:
    found = [table.column(names) for names in (_PERSON, _ITEM)]
    given = [table.column(names) for names in (_ANSWER, _SCORE)]
    return None not in found and given != [None, None] and len(table.head) <= 12


_READERS: tuple[tuple[Callable[[_Table], bool], Callable[[_Table, bool], QuizResponses]], ...] = (
    (_is_open_edx, _open_edx),
    (_is_canvas, _canvas),
    (_is_moodle, _moodle),
    (_is_long, _long),
)
