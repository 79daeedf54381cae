"""Text for people: place, code and message in a line, what to do in the next, a sum at the end."""

from __future__ import annotations

from typing import TextIO

from mooc_kit.problems import Problem, Report, Severity

_COLOURS = {Severity.ERROR: "\x1b[31m", Severity.WARNING: "\x1b[33m", Severity.NOTE: "\x1b[36m"}
_OFF = "\x1b[0m"


def write(report: Report, stream: TextIO) -> None:
    coloured = _takes_colour(stream)
    for problem in report:
        stream.write(_lines(problem, coloured))
    if report.checked:
        stream.write(_sum(report) + "\n")


def _lines(problem: Problem, coloured: bool) -> str:
    code = f"{_COLOURS[problem.severity]}{problem.code}{_OFF}" if coloured else problem.code
    word = "" if problem.severity is Severity.ERROR else f"{problem.severity}: "
    first = f"{problem.place}  {code}  {word}{problem.message}\n"
    return first + (f"    {problem.hint}\n" if problem.hint else "")


def _sum(report: Report) -> str:
    courses = f"{report.checked} course{'' if report.checked == 1 else 's'}"
    counts = [f"{n} {severity}{'' if n == 1 else 's'}" for severity in Severity if (n := report.count(severity))]
    return f"{courses}: {', '.join(counts)}." if counts else f"{courses}: no problems."


def _takes_colour(stream: TextIO) -> bool:
    import os

    return stream.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
