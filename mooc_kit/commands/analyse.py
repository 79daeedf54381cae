"""Response analysis: figures on the terminal, as JSON, and as a page to keep."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mooc_kit.console import console, echo
from mooc_kit.counting import counted
from mooc_kit.files import write_whole
from mooc_kit.problems import MoocKitError, Place, Problem, Report, relative_name
from mooc_kit.quizzes.analysis import analysis_codes
from mooc_kit.quizzes.analysis.readers import read_responses
from mooc_kit.quizzes.analysis.report import reliability, report_html
from mooc_kit.quizzes.analysis.statistics import Analysis, analyse
from mooc_kit.quizzes.analysis.verdicts import Urgency, reasons, to_mend, urgency

FEW = 30
_SIGNS = {Urgency.MEND: "mend", Urgency.LOOK: "look at", Urgency.FINE: ""}


def analyse_responses(file: Path, report: Path | None, format_: str, *, blank_is_wrong: bool) -> int:
    """Analyse `file`, show the figures, and write the page to `report` where one is wanted. Gives the exit status."""
    name = "<standard input>" if str(file) == "-" else relative_name(file)
    responses, problems = read_responses(_bytes(file, name), name, blank_is_wrong=blank_is_wrong)
    if responses is None:
        raise MoocKitError(*problems)
    result = analyse(responses)
    problems += _doubts(result, name)
    if format_ == "json":
        echo(json.dumps(as_data(result, problems), indent=2, ensure_ascii=False))
    else:
        _show(result)
    if problems and format_ == "text":
        from mooc_kit.reporters import write_report

        write_report(Report(problems), "text", sys.stderr)
    if report is not None:
        write_whole(report, report_html(result, file.stem if str(file) != "-" else "responses"))
        if format_ == "text":
            console().print(f"{relative_name(report)}: the report, with plots")
    return 0


def as_data(result: Analysis, problems: list[Problem]) -> dict[str, Any]:
    """The analysis as JSON values."""
    data = asdict(result)
    del data["totals"]
    for plain, item in zip(data["items"], result.items, strict=True):
        plain["verdict"] = urgency(item).value
        plain["reasons"] = [{"what": reason.what, "do": reason.do} for reason in reasons(item)]
    data["problems"] = [
        {"code": p.code, "severity": p.severity.value, "message": p.message, "hint": p.hint} for p in problems
    ]
    return data


def _bytes(file: Path, name: str) -> bytes:
    from mooc_kit.quizzes.analysis.readers import MAX_BYTES

    if str(file) == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        hint = "Name a CSV file with people's answers."
        raise MoocKitError(
            analysis_codes.NOT_A_TABLE.at(Place(name), f"{name}: {error.strerror}.", hint=hint)
        ) from None


def _doubts(result: Analysis, name: str) -> list[Problem]:
    found = []
    unscored = [item.id for item in result.items if item.difficulty is None]
    if unscored:
        hint = "Add a row KEY with the right answers; in Moodle, tick “Right answer” before you download the responses."
        names = ", ".join(unscored[:5]) + (" …" if len(unscored) > 5 else "")
        found.append(
            analysis_codes.NO_KEY.at(
                Place(name, 1, 1), f"There are no scores and no right answers for {names}.", hint=hint
            )
        )
    if result.people < FEW:
        hint = "Analyse again when more people have answered."
        people = counted(result.people, "person", "people")
        found.append(analysis_codes.FEW_PEOPLE.at(Place(name, 1, 1), f"Only {people} answered.", hint=hint))
    return found


def _show(result: Analysis) -> None:
    from rich.table import Table

    out = console()
    alpha = "–" if result.alpha is None else f"{result.alpha:.2f}"
    mean = "–" if result.mean is None else f"{result.mean:.0%}"
    out.print(
        f"{counted(result.people, 'person', 'people')}, {counted(len(result.items), 'question')} ({result.source}). "
        f"On average {mean} of the points. Cronbach's alpha {alpha}.",
        highlight=False,
    )
    out.print(reliability(result.alpha), highlight=False)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head, justify in (
        ("Question", "left"),
        ("Answered", "right"),
        ("Difficulty", "right"),
        ("Discrimination", "right"),
        ("Alpha without", "right"),
        ("", "left"),
    ):
        table.add_column(head, justify=justify)  # type: ignore[arg-type]
    for item in result.items:
        table.add_row(
            item.id[:40],
            f"{item.seen - item.left_open}/{item.seen}",
            "–" if item.difficulty is None else f"{item.difficulty:.0%}",
            _figure(item.discrimination),
            _figure(item.alpha_without),
            _SIGNS[urgency(item)],
        )
    out.print(table)
    for item, found in to_mend(result):
        out.print(f"\n{item.id}: {_SIGNS[found[0].urgency]}", highlight=False)
        for reason in found:
            out.print(f"  {reason.what} {reason.do}", highlight=False)


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
