"""Reporting on success: whatever tells of a course goes in, a page, a table and a JSON file come out."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from mooc_kit.cohort.success.evidence import Evidence
from mooc_kit.cohort.success.figures import Figure, Figures, figures_of
from mooc_kit.cohort.success.kit_evidence import read_kit
from mooc_kit.cohort.success.recognise import read_files
from mooc_kit.cohort.success.report import data, page, public, rows
from mooc_kit.cohort.summary import shown
from mooc_kit.commands.validate import kit_to_read
from mooc_kit.console import console
from mooc_kit.course.success_figures import FILE
from mooc_kit.files import for_owner_alone, write_whole
from mooc_kit.problems import Problem, Report, Severity, UsageError, relative_name
from mooc_kit.tables import csv_text

SHOWN = 20


@for_owner_alone()
def report(paths: Sequence[Path], output: Path, *, mapped: dict[str, str], made_on: date, publish: bool) -> int:
    """Report on the course of the kit among `paths` (or where one stands), from its files and the others.

    Gives the exit status: 1 where a file was not understood or damaged, so that nobody takes half for the whole.
    """
    from mooc_kit.targets.registry import names_in_reports

    kit, files = _parted(paths)
    spec, course = kit_to_read(kit)
    for path in files:
        if not path.exists():
            raise UsageError(f"There is no file {path}.")
    evidence = Evidence(course, spec, kit, mapped=mapped, written=names_in_reports(course))
    read_kit(evidence)
    read_files(files, evidence)
    figures = figures_of(evidence, made_on)
    day = made_on.isoformat()
    texts = {
        output: page(figures, evidence, day),
        output.with_suffix(".csv"): "\ufeff" + csv_text(rows(figures), line_end="\r\n"),
        output.with_suffix(".json"): json.dumps(data(figures, evidence, day), ensure_ascii=False, indent=2) + "\n",
    }
    if publish:
        texts[kit / FILE] = public(figures, evidence, day).model_dump_json(indent=2, exclude_none=True) + "\n"
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
    problems = [*evidence.problems, *figures.problems]
    _tell(problems)
    _show(evidence, figures, texts)
    is_whole = all(taken.is_understood for taken in evidence.taken)
    return 0 if is_whole and Report(problems).is_ok() else 1


def _parted(paths: Sequence[Path]) -> tuple[Path, list[Path]]:
    """The kit's folder, which stands first where it is named, and everything else."""
    if paths and (paths[0] / "course.yaml").is_file():
        return paths[0], list(paths[1:])
    return Path(), list(paths)


def _tell(problems: list[Problem]) -> None:
    from mooc_kit.reporters import write_report

    if not problems:
        return
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    others = [problem for problem in problems if problem.severity is not Severity.ERROR]
    write_report(Report([*errors, *others[:SHOWN]]), "text", sys.stderr)
    if len(others) > SHOWN:
        console(error=True).print(f"… and {len(others) - SHOWN} more: all of them stand in the JSON file.")


def _show(evidence: Evidence, figures: Figures, written: dict[Path, str]) -> None:
    from rich.table import Table

    out = console()
    for taken in evidence.taken:
        out.print(f"{taken.name}: {taken.what}", soft_wrap=True)
    table = Table(title=f"{evidence.course.title}: what it achieved", title_justify="left")
    has_before = any(figure.before is not None for figure in figures.measures)
    for heading in ("Measure", "Reached", "Target", *(["Last time"] if has_before else []), "Told by"):
        table.add_column(heading, justify="right" if heading in ("Reached", "Last time") else "left")
    for figure in figures.measures:
        before = [] if not has_before else ["" if figure.before is None else shown(figure.before)]
        sources = "; ".join(told.source for told in figure.told)
        table.add_row(figure.title, _reached(figure), figure.target_words, *before, sources)
    for figure in figures.others:
        sources = "; ".join(told.source for told in figure.told)
        table.add_row(figure.title, _reached(figure), "", *([""] if has_before else []), sources)
    out.print(table)
    for figure in figures.measures:
        if not figure.told:
            out.print(f"Not known: {figure.title}: {figure.missing}.", soft_wrap=True)
    for path in written:
        out.print(f"Written: {relative_name(path)}", soft_wrap=True)


def _reached(figure: Figure) -> str:
    sign = " ✓" if figure.is_met else ""
    return "not known" if figure.reached is None else f"{shown(figure.reached)}{sign}"
