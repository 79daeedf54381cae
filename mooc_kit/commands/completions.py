"""Completions: reads the gradebooks of a run, decides by the course's rules, and shows a table and a report."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mooc_kit.cohort import gradebook_codes
from mooc_kit.cohort.activity_names import plain
from mooc_kit.cohort.assessments import headings, load_assessments
from mooc_kit.cohort.credential_rules import CredentialRule, rules_of
from mooc_kit.cohort.decide import Terms, decide
from mooc_kit.cohort.gradebook import Columns
from mooc_kit.cohort.gradebook_database import MEMORY, database, gather
from mooc_kit.cohort.identity_exports import ExportTerms
from mooc_kit.cohort.open_risks import open_risks
from mooc_kit.cohort.report import report
from mooc_kit.cohort.roster import load_roster
from mooc_kit.cohort.summary import Summary, shown, summarise
from mooc_kit.commands.validate import whole_kit
from mooc_kit.console import at_work, console
from mooc_kit.course.model import Course
from mooc_kit.files import folder_beside, for_owner_alone, text_stream, write_whole
from mooc_kit.problems import MoocKitError, Place, Problem, Report, Severity, UsageError, relative_name
from mooc_kit.spec.model import Spec
from mooc_kit.tables import csv_writer

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SHOWN = 30
ENDINGS = (".parquet", ".pq", ".csv")


@for_owner_alone()
def completions(
    gradebooks: Sequence[Path],
    kit: Path,
    output: Path,
    *,
    roster: Path | Sequence[Path] | None = None,
    decisions: Path | None = None,
    mapped: dict[str, str] | None = None,
    terms: Terms | None = None,
    write_report: Path | None = None,
    made_on: date,
) -> int:
    """Decide, write `output` and what lies beside it, and show the table. Gives the exit status."""
    if output.suffix.lower() not in ENDINGS:
        raise UsageError(f"{output.name}: decisions are written as .parquet (for `mooc-kit issue`) or as .csv.")
    from mooc_kit.targets.registry import names_in_reports

    spec, course = whole_kit(kit)
    rules = tuple(rules_of(spec, course))
    _show_risks(open_risks(spec, rules))
    if not rules:
        hint = "Offer platform_completion, authenticated_completion or credit in course.yaml."
        raise MoocKitError(gradebook_codes.NO_RULE.at(Place(str(kit / "course.yaml")), hint=hint))
    terms = replace(terms or Terms(), today=made_on, has_decisions=decisions is not None)
    output.parent.mkdir(parents=True, exist_ok=True)
    columns = Columns(course, mapped or {}, names_in_reports(course))
    records = _Records(roster, decisions, spec.course.id, _export_terms(spec, course, made_on))
    with at_work("Reading the gradebooks and deciding"):
        found = _with_memory(lambda memory: _run(gradebooks, columns, rules, terms, records, output, memory))
    titles, odd, summary = found.titles, found.odd, found.summary
    if summary is None:
        _show_problems(odd, output)
        return 1
    if write_report:
        page = report(summary, len(odd), made_on.isoformat())
        write_whole(write_report, page)
    _show_problems(odd, output)
    _show(summary, titles, terms)
    out = console()
    out.print(f"Written: {relative_name(output)}", soft_wrap=True)
    if write_report:
        out.print(f"Report:  {relative_name(write_report)}", soft_wrap=True)
    return 0


def _export_terms(spec: Spec, course: Course, on: date) -> ExportTerms:
    """How the exports of a platform are to be understood in this course."""
    section = spec.option("authenticated_completion")
    verifier = (section and (section.partner or section.platform)) or course.institution or course.title
    exams = {plain(name): activity.id for _, activity in course.activities() for name in (activity.title, activity.id)}
    # Open edX's own check looks at a photo of a document, whatever the course meant to do.
    return ExportTerms(verifier=verifier, method="document-check", seen_on=on, exams=exams)


@dataclass(frozen=True)
class _Records:
    """The files that say what people decided and checked, beside the gradebooks."""

    roster: Path | Sequence[Path] | None
    decisions: Path | None
    course: str
    exports: ExportTerms

    def load(self, rules: Sequence[CredentialRule], on: date, connection: DuckDBPyConnection) -> Iterator[Problem]:
        """Fill their tables. Gives what is odd."""
        watched = tuple(dict.fromkeys(id for rule in rules for id in rule.watched))
        yield from load_roster(self.roster, watched, connection, self.exports)
        asking = [rule for rule in rules if rule.needs_decision]
        formal = [words for rule in asking for words, _ in rule.mapped]
        yield from load_assessments(self.decisions, formal, on, connection, self.course)
        if asking and self.decisions is None:
            hint = f"Give them with --decisions; the file begins with: {','.join(headings(formal)[:6])}."
            yield gradebook_codes.NO_DECISIONS.at(Place("--decisions"), hint=hint)


@dataclass(frozen=True)
class _Found:
    """What a run has found: what each file was taken for, what is odd, and the numbers; None where it was stopped."""

    titles: list[tuple[str, str]]
    odd: list[Problem]
    summary: Summary | None


def _run(  # noqa: PLR0917
    gradebooks: Sequence[Path],
    columns: Columns,
    rules: Sequence[CredentialRule],
    terms: Terms,
    records: _Records,
    output: Path,
    memory: str,
) -> _Found:
    with (
        folder_beside(output.parent, output.name) as folder,
        database(folder, memory) as connection,
    ):
        titles = gather(gradebooks, columns, folder, connection)
        loaded = list(records.load(rules, terms.on, connection))
        fresh = folder / "decisions.parquet"
        decided = decide(columns.course, rules, terms, columns, connection, fresh)
        odd = [*columns.problems, *loaded]
        if isinstance(decided, list):
            return _Found(titles, [*odd, *decided], None)
        summary = summarise(columns.course, decided, connection)
        _keep(fresh, output, connection)
        return _Found(titles, odd, summary)


def _show_risks(risks: Iterable[Problem]) -> None:
    """What is still open about a credential: deciding may go on, so it is a note here whatever `issue` says."""
    from mooc_kit.reporters import write_report as show

    if notes := [replace(risk, severity=Severity.NOTE) for risk in risks]:
        show(Report(notes), "text", sys.stderr)


def _keep(decisions: Path, output: Path, connection: DuckDBPyConnection) -> None:
    """Put the decisions where they are wanted, as Parquet or as CSV."""
    if output.suffix.lower() != ".csv":
        decisions.replace(output)
        return
    beside = decisions.with_suffix(".csv")
    found = connection.execute("SELECT * FROM read_parquet(?)", [str(decisions)])
    with text_stream(beside) as stream:
        stream.write("\ufeff")  # spreadsheets know by it that this is UTF-8
        write = csv_writer(stream, line_end="\r\n")
        write(column[0] for column in found.description or ())
        while rows := found.fetchmany(10_000):
            for row in rows:
                write(row)
    beside.replace(output)


def _with_memory(run: Callable[[str], _Found]) -> _Found:
    """What `run` gives with the least memory that is enough. Raises UsageError where none is, or the disk is full."""
    import duckdb

    for memory in MEMORY:
        try:
            return run(memory)
        except duckdb.OutOfMemoryException:
            continue
        except (duckdb.IOException, duckdb.InvalidInputException) as error:
            why = str(error).splitlines()[0]
            raise UsageError(
                f"The gradebooks cannot be processed: {why}. Is the disk full, or a file damaged?"
            ) from error
    raise UsageError(
        f"{MEMORY[-1]} of memory are not enough for these gradebooks. Decide on a machine with more memory, or make "
        "one Parquet file of them: it needs far less."
    )


def _show(summary: Summary, titles: list[tuple[str, str]], terms: Terms) -> None:
    from rich.table import Table

    out = console()
    for name, title in titles:
        out.print(f"{name}: {title}", soft_wrap=True)
    if terms.assumed:
        out.print(f"Counted as done on your word: {', '.join(terms.assumed)}")
    table = Table(title=f"{summary.course.title}: from signing up to completing", title_justify="left")
    table.add_column("Step")
    table.add_column("People", justify="right")
    table.add_column("Share", justify="right")
    most = summary.funnel[0].people
    for step in summary.funnel:
        table.add_row(step.title, shown(step.people), f"{100 * step.people / most:.1f} %" if most else "")
    out.print(table)
    for outcome in summary.outcomes:
        if outcome.reasons:
            reasons = Table(title=f'Why others do not have "{outcome.rule.title}"', title_justify="left")
            reasons.add_column("Reason")
            reasons.add_column("People", justify="right")
            if outcome.is_near:
                reasons.add_column("Only this", justify="right")
            for why in outcome.reasons[:5]:
                reasons.add_row(why.reason, shown(why.people), *([shown(why.alone)] if outcome.is_near else []))
            out.print(reasons)
    if summary.success:
        success = Table(title="What success means here", title_justify="left")
        for heading in ("Measure", "Reached", "Target"):
            success.add_column(heading)
        for measure in summary.success:
            success.add_row(measure.title, measure.shown, measure.target)
        out.print(success)


def _show_problems(problems: list[Problem], output: Path) -> None:
    """The first problems on the terminal, and all of them in a file beside the output."""
    from mooc_kit.reporters import write_report as show

    beside = output.with_suffix(".odd.csv")
    if not problems:
        beside.unlink(missing_ok=True)
        return
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    others = [problem for problem in problems if problem.severity is not Severity.ERROR]
    show(Report([*errors, *others[:SHOWN]]), "text", sys.stderr)
    with text_stream(beside) as stream:
        write = csv_writer(stream, line_end="\r\n")
        write(("file", "line", "code", "severity", "message"))
        for problem in problems:
            place = problem.place
            write((place.file, place.line or "", problem.code, problem.severity.value, problem.message))
    if len(others) > SHOWN:
        console(error=True).print(f"… and {len(others) - SHOWN} more")
    console(error=True).print(f"All of them: {relative_name(beside)}", soft_wrap=True)
