"""Assessment decisions: who applied for credit, who judged the application, when, and how, outcome by outcome.

A table with the columns learner (or email), assessor, date and result (awarded, refused or pending), and if wanted
grade and applied (the day of the application); and for each formal outcome that `credit.mapping` names a column
headed by its words, with `shown` or `not shown` in it. Nothing about an assessor or an application is signed
without such a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mooc_kit.cohort import gradebook_codes, sql
from mooc_kit.cohort.activity_names import plain
from mooc_kit.cohort.applications import parts_of, read_applications
from mooc_kit.cohort.gradebook import learner_id
from mooc_kit.cohort.withheld_reasons import WithheldReason
from mooc_kit.credentials.person_names import clean_text
from mooc_kit.problems import MoocKitError, Place, Problem, relative_name
from mooc_kit.tables import Row, read_table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

AWARDED, REFUSED, PENDING = "awarded", "refused", "pending"
RESULTS = (AWARDED, REFUSED, PENDING)
NEEDED = ("assessor", "date", "result")
LONGEST_GRADE, LONGEST_NAME = 40, 120
_WHO = ("learner", "email", "e-mail")
_SHOWN = {"shown": True, "yes": True, "not shown": False, "no": False}


@dataclass(frozen=True)
class Assessment:
    """One line: what `assessor` decided on `decided`. `shown` has an answer for each formal outcome, None for none."""

    learner: str
    assessor: str
    decided: date | None
    result: str
    grade: str
    applied: date | None
    shown: tuple[bool | None, ...]


def headings(formal: Sequence[str]) -> tuple[str, ...]:
    """The first line of a decisions file for a course that maps to the `formal` outcomes."""
    return ("learner", "applied", "assessor", "date", "result", "grade", *formal)


def load_assessments(
    path: Path | None, formal: Sequence[str], on: date, connection: DuckDBPyConnection, course: str = ""
) -> list[Problem]:
    """Fill the table `assessments` with the decision that counts on the day `on` for each applicant: the latest one.

    `path` is a table, or a folder of tables and of applications; who applied to `course` and stands in no table waits.
    Gives what was odd. Raises MoocKitError for a file that is none of decisions.
    """
    shown = "".join(f", shown{n} BOOLEAN" for n in range(len(formal)))
    connection.execute(
        "CREATE TABLE assessments (learner VARCHAR, assessor VARCHAR, decided DATE, result VARCHAR, grade VARCHAR, "
        f"applied DATE{shown})"
    )
    if path is None:
        return []
    problems: list[Problem] = []
    tables, sent = parts_of(path)
    read: dict[str, tuple[Assessment, Place]] = {}
    for found in (line for table in tables for line in _read(table, relative_name(table), formal)):
        if isinstance(found, Problem):
            problems.append(found)
            continue
        assessment, place = found
        before = read.get(assessment.learner)
        if before is None:
            read[assessment.learner] = found
            continue
        later = max(before, found, key=lambda each: _rank(each[0], on))
        if _rank(before[0], on) == _rank(assessment, on) and before[0] != assessment:
            hint = "Leave the one that holds; a second decision after an appeal has a later date."
            message = f"{assessment.learner} has two decisions of the same day that differ; neither counts."
            problems.append(gradebook_codes.ODD_DECISION.at(place, message, hint=hint))
            later = (_undecided(assessment.learner, assessment.applied, formal), place)
        read[assessment.learner] = later
    for application in read_applications(sent, course):
        if isinstance(application, Problem):
            problems.append(application)
        elif application.learner not in read:
            read[application.learner] = (
                _undecided(application.learner, application.applied, formal),
                application.place,
            )
            line = ",".join(
                (application.learner, application.applied.isoformat(), "", "", PENDING, *("" for _ in formal), "")
            )
            message = f"The application of {application.learner} waits for an assessor."
            problems.append(gradebook_codes.APPLICATION_WAITS.at(application.place, message, hint=f"Its line: {line}"))
    rows = [(a.learner, a.assessor, a.decided, a.result, a.grade, a.applied, *a.shown) for a, _ in read.values()]
    if rows:
        kinds = ("VARCHAR", "VARCHAR", "DATE", "VARCHAR", "VARCHAR", "DATE", *("BOOLEAN" for _ in formal))
        columns = ", ".join(f"unnest(${n}::{kind}[])" for n, kind in enumerate(kinds, 1))
        connection.execute(
            f"INSERT INTO assessments SELECT {columns}",
            [list(column) for column in zip(*rows, strict=True)],
        )
    return problems


def _undecided(learner: str, applied: date | None, formal: Sequence[str]) -> Assessment:
    return Assessment(learner, "", None, PENDING, "", applied, (None,) * len(formal))


def _rank(assessment: Assessment, on: date) -> tuple[bool, bool, date]:
    """What is decided by the day `on` counts before what is not, and the later before the earlier."""
    decided = assessment.decided
    return (decided is not None and decided <= on, decided is not None, decided or date.min)


def _read(path: Path, name: str, formal: Sequence[str]) -> Iterator[tuple[Assessment, Place] | Problem]:
    table = read_table(path, name)
    yield from table.remarks
    first = next(table.rows, Row(1, ()))
    heads = [plain(heading) for heading in first.cells]
    columns = _columns_of(heads, formal, Place(name, first.line, 1))
    yield from _unknown(heads, formal, Place(name, first.line, 1))
    for line in table.rows:
        row = {key: line.cells[n].strip() if n < len(line.cells) else "" for key, n in columns.items()}
        yield _assessment(row, formal, Place(name, line.line, 1))


def _columns_of(heads: list[str], formal: Sequence[str], place: Place) -> dict[str, int]:
    """The number of each column, by its name or by the words of the formal outcome."""
    who = next((name for name in _WHO if plain(name) in heads), "")
    missing = [name for name in NEEDED if name not in heads]
    if not who or missing:
        hint = f"Its first line is: {','.join(headings(formal)[:6])}, and each outcome of the formal course."
        message = f"The decisions have no column {', '.join(missing) or 'learner'}."
        raise MoocKitError(gradebook_codes.ODD_DECISION.at(place, message, hint=hint))
    found = {"learner": heads.index(plain(who))}
    for name in (*NEEDED, "grade", "applied", *formal):
        if plain(name) in heads:
            found[name] = heads.index(plain(name))
    return found


def _unknown(heads: list[str], formal: Sequence[str], place: Place) -> Iterator[Problem]:
    known = {plain(name) for name in (*_WHO, "name", *NEEDED, "grade", "applied", *formal)}
    for heading in heads:
        if heading and heading not in known:
            hint = "A column about an outcome is headed by its words in `credit.mapping`."
            yield gradebook_codes.ODD_DECISION.at(place, f'The column "{heading[:60]}" is not used.', hint=hint)


def _assessment(row: dict[str, str], formal: Sequence[str], place: Place) -> tuple[Assessment, Place] | Problem:
    learner = learner_id(row["learner"])
    result = row["result"].casefold() or PENDING
    shown = [row.get(words, "").casefold() for words in formal]
    try:
        decided = date.fromisoformat(row["date"]) if row["date"] else None
        applied = date.fromisoformat(row["applied"]) if row.get("applied") else None
    except ValueError:
        hint = "Write them like 2027-06-20."
        return gradebook_codes.ODD_DECISION.at(
            place, f"The dates of {learner or 'this line'} cannot be read.", hint=hint
        )
    hint = f"The result is one of: {', '.join(RESULTS)}. An outcome is `shown`, `not shown` or empty."
    odd = next((text for text in shown if text and text not in _SHOWN), "")
    if odd or result not in RESULTS or not learner:
        what = f'"{odd or result}" is not understood.' if learner else "The line does not say whose it is."
        return gradebook_codes.ODD_DECISION.at(place, what[:80], hint=hint)
    if applied is None and "applied" in row:
        return gradebook_codes.ODD_DECISION.at(
            place, f"The line of {learner} does not say when they applied.", hint=hint
        )
    if result != PENDING and not (row["assessor"] and decided):
        what = "who decided" if not row["assessor"] else "on which day it was decided"
        return gradebook_codes.ODD_DECISION.at(place, f"The line of {learner} does not say {what}.", hint=hint)
    assessor, grade = (clean_text(row["assessor"]), clean_text(row.get("grade", "")))
    if len(assessor) > LONGEST_NAME or len(grade) > LONGEST_GRADE:
        message = f"The assessor's name or the grade of {learner} is too long."
        hint = f"At most {LONGEST_NAME} letters for a name, {LONGEST_GRADE} for a grade; write reasons elsewhere."
        return gradebook_codes.ODD_DECISION.at(place, message, hint=hint)
    return Assessment(learner, assessor, decided, result, grade, applied, tuple(map(_SHOWN.get, shown))), place


def assessment_reasons(formal: Sequence[str], on: date) -> Iterator[WithheldReason]:
    """Why no credit is given by the table `assessments`, joined as `a`."""
    awarded = f"coalesce(a.result = '{AWARDED}', false)"
    is_in_time = f"coalesce(a.decided <= DATE {sql.value(on.isoformat())}, false)"
    yield WithheldReason("a.learner IS NULL", "No application.")
    yield WithheldReason(f"coalesce(a.result = '{PENDING}', false)", "Not decided.")
    yield WithheldReason(
        f"coalesce(a.result = '{REFUSED}', false) AND {is_in_time}",
        "The credit was refused.",
        "'The credit was refused on ' || CAST(decided AS VARCHAR) || '.'",
    )
    yield WithheldReason(
        f"a.learner IS NOT NULL AND a.result <> '{PENDING}' AND NOT {is_in_time}", "It was decided only later."
    )
    for n, words in enumerate(formal):
        yield WithheldReason(f"{awarded} AND a.shown{n} IS NULL", f"Not decided: {words}.")
        yield WithheldReason(
            f"{awarded} AND NOT coalesce(a.shown{n}, true)", f"The assessor did not find shown: {words}."
        )
