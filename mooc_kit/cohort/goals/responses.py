"""Survey responses: what people wrote in the sign-up survey, a CSV or XLSX table as survey tools export it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mooc_kit.cohort.goals import goal_codes
from mooc_kit.cohort.goals.redact import full_names, redact
from mooc_kit.cohort.survey_answers import Response, answers_in_data, answers_in_table, who_in
from mooc_kit.course.model import Survey
from mooc_kit.problems import MoocKitError, Place, Problem, relative_name
from mooc_kit.spec.fields import slug
from mooc_kit.tables import Row, read_table

LONGEST_GOAL = 2_000
_YES = frozenset(
    ("yes", "y", "true", "1", "x", "on", "ok", "agree", "i-agree", "ja", "oui", "si", "sim", "tak", "da", "evet")
)
_NAME = re.compile(r"\b(?:name|surname|first ?name|last ?name|full ?name|vorname|nachname|nom|prenom|nombre)\b", re.I)
_PERSON = re.compile(r"\b(?:e-?mail|user ?name|user ?id|student ?id|anonymized|id|respondent)\b", re.I)
_ADDRESS = re.compile(r"\be-?mail\b", re.I)
_GOAL = re.compile(r"\b(?:goals?|ziele?|objecti(?:f|fs|ve|ves)|objetivos?|meta)\b", re.I)
_NOT_A_GOAL = re.compile(r"share|reach|how.?far|notice|agree|consent", re.I)


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal of one person; `text` is redacted. `person` is a number within this run and stands for nobody."""

    person: int
    text: str
    may_be_quoted: bool = False


@dataclass
class GoalResponses:
    goals: list[Goal] = field(default_factory=list)
    people: int = 0
    columns: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Wanted:
    """What to look for: the survey's goal items as (id, question), the consent item, and columns named by hand."""

    goals: Sequence[tuple[str, str]] = ()
    consent: tuple[str, str] | None = None
    columns: Sequence[str] = ()
    survey: Survey | None = None
    """The sign-up survey, for answers that name its questions by their ids or their order."""


def read_responses(paths: Sequence[Path], wanted: Wanted) -> GoalResponses:
    """All goals in the tables at `paths`. Who answered twice counts once, with the later answers."""
    found = GoalResponses()
    people: dict[str, list[Goal]] = {}
    for path in paths:
        for person, goals in _people(path, wanted, found):
            people[person] = goals
    for number, goals in enumerate(people.values()):
        found.goals += [Goal(number, goal.text, goal.may_be_quoted) for goal in goals]
        found.people += bool(goals)
    if not found.goals and not any(p.severity == "error" for p in found.problems):
        place = Place(str(paths[0])) if paths else Place()
        found.problems.append(goal_codes.NO_GOALS.at(place, hint="Export the answers again, with all rows."))
    return found


def _people(path: Path, wanted: Wanted, found: GoalResponses) -> Iterator[tuple[str, list[Goal]]]:
    rows = _rows(path, wanted, found.problems)
    if not rows:
        return
    heads = [head.strip() for head in rows[0].cells]
    goals = _goal_columns(heads, wanted)
    if not goals:
        hint = "Name it: --column 'HEADING'. Headings here: " + ", ".join(repr(head) for head in heads[:12] if head)
        found.problems.append(goal_codes.NO_GOAL_COLUMN.at(Place(str(path), 1, 1), hint=hint))
        return
    found.columns = tuple(heads[column] for column in goals)
    consent = _column(heads, wanted.consent) if wanted.consent else None
    names = [n for n, head in enumerate(heads) if n not in goals and _NAME.search(head.replace("_", " "))]
    people = [n for n, head in enumerate(heads) if n not in goals and _PERSON.search(head.replace("_", " "))]
    people.sort(key=lambda n: _ADDRESS.search(heads[n]) is None)  # an address before an account, a number that may lack
    everybody = {name for row in rows[1:] for name in full_names(row.cells[n] for n in names if n < len(row.cells))}
    for line, row in ((row.line, row.cells) for row in rows[1:]):
        if len(row) != len(heads):
            message = f"This row has {len(row)} values under {len(heads)} headings; it is left out."
            found.problems.append(
                goal_codes.ODD_ROW.at(
                    Place(str(path), line, 1), message, hint="Look for a comma or line break without quotes."
                )
            )
            continue
        who = who_in(row, people)
        own = [row[n] for n in names]
        may = consent is not None and _is_yes(row[consent], wanted.consent[1] if wanted.consent else "")
        texts = (redact(row[n][:LONGEST_GOAL], own, everybody) for n in goals)
        yield (
            who or f"{path}:{line}",
            [Goal(0, text, may) for text in dict.fromkeys(texts) if len(re.findall(r"\w", text)) > 2],
        )


def _rows(path: Path, wanted: Wanted, problems: list[Problem]) -> list[Row]:
    """The table's rows; those before a damaged one, or none, where it cannot be read (a problem is kept).

    What the site wrote for one person, and what Open edX keeps as JSON in a cell, become rows of this kind, too.
    """
    rows: list[Row] = []
    surveys = [wanted.survey] if wanted.survey else []
    if surveys and (own := _kept_on_the_site(path, surveys)):
        return _as_rows(surveys[0], own)
    if path.suffix.lower() == ".json":
        return []
    try:
        table = read_table(path, relative_name(path))
        problems += table.remarks
        rows.extend(table.rows)
    except MoocKitError as error:
        problems += error.problems
    heads = [cell.strip().casefold() for cell in rows[0].cells] if rows else []
    if surveys and {"submission id", "response"} <= set(heads):
        unpacked = answers_in_table(heads, rows[1:], surveys)
        return _as_rows(surveys[0], unpacked.responses if unpacked else [])
    return rows


def _kept_on_the_site(path: Path, surveys: Sequence[Survey]) -> list[Response]:
    with path.open("rb") as stream:
        if not stream.read(20).lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
            return []
    try:
        return answers_in_data(json.loads(path.read_bytes()), surveys)
    except (ValueError, RecursionError):
        return []


def _as_rows(survey: Survey, responses: Sequence[Response]) -> list[Row]:
    ids = [item.id for item in survey.items]
    rows = [Row(1, ("username", *ids))]
    for line, response in enumerate(responses, 2):
        said = (response.answers.get(id, "") for id in ids)
        rows.append(Row(line, (response.person, *(one if isinstance(one, str) else "; ".join(one) for one in said))))
    return rows


def _goal_columns(heads: Sequence[str], wanted: Wanted) -> list[int]:
    if wanted.columns:
        keys = {name.strip().casefold() for name in wanted.columns}
        return [n for n, head in enumerate(heads) if head.casefold() in keys]
    known = [n for item in wanted.goals if (n := _column(heads, item)) is not None]
    return known or [n for n, head in enumerate(heads) if _GOAL.search(head) and not _NOT_A_GOAL.search(head)]


def _column(heads: Sequence[str], item: tuple[str, str]) -> int | None:
    """The column of a survey's item: by its id or its question, in whatever way a tool wrote it."""
    wanted = {_key(part) for part in item if part}
    exact = (n for n, head in enumerate(heads) if _key(head) in wanted)
    inside = (n for n, head in enumerate(heads) if len(item[1]) > 20 and _key(item[1]) in _key(head))
    return next(exact, None) if any(_key(head) in wanted for head in heads) else next(inside, None)


def _key(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()


def _is_yes(cell: str, question: str) -> bool:
    """A consent counts only where it says yes, or repeats what was agreed to (as tick boxes do)."""
    return slug(cell) in _YES or (bool(question) and _key(cell) == _key(question))
