"""Identity rosters: whose identity was checked, how, when and by whom, and how their proctored work went.

A table with the columns learner (or email), method, date, verifier, expires (may be empty), and
`proctoring:<activity>` for each watched activity, with passed, failed or pending in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mooc_kit.cohort import gradebook_codes
from mooc_kit.cohort.gradebook import learner_id
from mooc_kit.cohort.identity_exports import Checked, ExportTerms, read_export, reader_of
from mooc_kit.cohort.readers.sheets import LIMITS
from mooc_kit.problems import MoocKitError, Place, Problem, relative_name
from mooc_kit.tables import Row, read_table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

METHODS = ("document-check", "institutional-login", "in-person")
OUTCOMES = ("passed", "failed", "pending")
_AT_ONCE = 5_000
_WHO = ("learner", "email", "e-mail")


def load_roster(
    paths: Path | Sequence[Path] | None,
    watched: tuple[str, ...],
    connection: DuckDBPyConnection,
    terms: ExportTerms | None = None,
) -> list[Problem]:
    """Fill the tables `identities` and `proctored`; without a roster they are empty. Gives what was odd.

    A file may also be an export of a platform or a proctoring service, read as `terms` say.
    """
    connection.execute(
        "CREATE TABLE identities (learner VARCHAR, method VARCHAR, verified DATE, verifier VARCHAR, expires "
        "DATE, name VARCHAR)"
    )
    connection.execute("CREATE TABLE proctored (learner VARCHAR, activity VARCHAR, outcome VARCHAR)")
    kept = _Kept(connection)
    problems: list[Problem] = []
    for path in [paths] if isinstance(paths, Path) else paths or ():
        problems += _read(path, watched, kept, terms)
    kept.write()
    return problems


def _read(path: Path, watched: tuple[str, ...], kept: _Kept, terms: ExportTerms | None) -> Iterator[Problem]:
    name = relative_name(path)
    table = read_table(path, name, LIMITS)
    yield from table.remarks
    first = next(table.rows, Row(1, ()))
    heads = [heading.strip().casefold() for heading in first.cells]
    words = [heading.replace("_", " ") for heading in heads]
    missing = [n for n in ("method", "date", "verifier") if n not in heads]
    if terms is not None and missing and (kind := reader_of(words)):
        for found in read_export(kind, words, table.rows, name, replace(terms, watched=watched)):
            if isinstance(found, Problem):
                yield found
            elif isinstance(found, Checked):
                kept.add((found.learner, terms.method, terms.seen_on, terms.verifier, None, found.name))
            else:
                kept.outcomes.append((found.learner, found.activity, found.outcome))
        return
    if missing or not set(_WHO) & set(heads):
        hint = "Its first line is: learner,method,date,verifier,expires. Exports of Open edX are taken as they are."
        message = f"The roster has no column {', '.join(missing) or 'learner'}."
        raise MoocKitError(gradebook_codes.ODD_ROSTER.at(Place(name, first.line, 1), message, hint=hint))
    for row in table.rows:
        cells = {heading: cell.strip() for heading, cell in zip(heads, row.cells, strict=False)}
        yield from _add(cells, watched, Place(name, row.line, 1), kept)


class _Kept:
    """Records on their way into the tables, some thousands at a time."""

    def __init__(self, connection: DuckDBPyConnection) -> None:
        self.connection = connection
        self.identities: list[tuple[str, str, date, str, date | None, str]] = []
        self.outcomes: list[tuple[str, str, str]] = []

    def add(self, identity: tuple[str, str, date, str, date | None, str]) -> None:
        self.identities.append(identity)
        if len(self.identities) >= _AT_ONCE:
            self.write()

    def write(self) -> None:
        for table, rows, types in (
            ("identities", self.identities, ("VARCHAR", "VARCHAR", "DATE", "VARCHAR", "DATE", "VARCHAR")),
            ("proctored", self.outcomes, ("VARCHAR", "VARCHAR", "VARCHAR")),
        ):
            if rows:
                columns = ", ".join(f"unnest(${n}::{kind}[])" for n, kind in enumerate(types, 1))
                self.connection.execute(
                    f"INSERT INTO {table} SELECT {columns}",
                    [list(column) for column in zip(*rows, strict=True)],
                )
        self.identities, self.outcomes = [], []


def _add(cells: dict[str, str], watched: tuple[str, ...], place: Place, kept: _Kept) -> Iterator[Problem]:
    who = next((learner_id(cells[name]) for name in _WHO if cells.get(name)), "")
    try:
        verified = date.fromisoformat(cells.get("date", ""))
        expires = date.fromisoformat(cells["expires"]) if cells.get("expires") else None
    except ValueError:
        yield gradebook_codes.ODD_ROSTER.at(
            place, f"The dates of {who or 'this line'} cannot be read.", hint="Write them like 2027-03-20."
        )
        return
    if not who or not cells.get("verifier", "") or cells.get("method", "") not in METHODS:
        what = "who it is" if not who else "who checked it" if not cells.get("verifier", "") else "how it was checked"
        hint = f"The method is one of: {', '.join(METHODS)}. The verifier is a person or an institution."
        yield gradebook_codes.ODD_ROSTER.at(place, f"The line does not say {what}.", hint=hint)
        return
    kept.add((who, cells.get("method", ""), verified, cells.get("verifier", ""), expires, cells.get("name", "")))
    for activity in watched:
        outcome = cells.get(f"proctoring:{activity}", "").casefold()
        if outcome in OUTCOMES:
            kept.outcomes.append((who, activity, outcome))
        elif outcome:
            hint = f"Write one of: {', '.join(OUTCOMES)}."
            yield gradebook_codes.ODD_ROSTER.at(place, f'"{outcome[:40]}" is not an outcome of proctoring.', hint=hint)
