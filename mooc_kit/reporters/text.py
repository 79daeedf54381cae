"""Text report: place, code and message on one line, what to do on the next, a sum at the end."""

from __future__ import annotations

from typing import TextIO

from mooc_kit.counting import counted
from mooc_kit.problems import Problem, Report, Severity
from mooc_kit.terminal_text import visible

_COLOURS = {Severity.ERROR: "\x1b[31m", Severity.WARNING: "\x1b[33m", Severity.NOTE: "\x1b[36m"}
_OFF = "\x1b[0m"


def write(report: Report, stream: TextIO) -> None:
    coloured = _takes_colour(stream)
    columns = _columns(stream)
    for problem in report:
        stream.write(_lines(problem, coloured, columns))
    if report.checked:
        stream.write(_sum(report) + "\n")


def _lines(problem: Problem, coloured: bool, columns: int) -> str:
    word = "" if problem.severity is Severity.ERROR else f"{problem.severity}: "
    first = _wrapped(visible(f"{problem.place}  {problem.code}  {word}{problem.message}"), columns)
    if coloured:
        first = first.replace(problem.code, f"{_COLOURS[problem.severity]}{problem.code}{_OFF}", 1)
    return first + "\n" + (_wrapped(visible(f"    {problem.hint}"), columns) + "\n" if problem.hint else "")


def _wrapped(line: str, columns: int) -> str:
    """`line` broken between words where a terminal is narrower; files and pipes keep a line a finding."""
    if not columns or len(line) <= columns:
        return line
    from textwrap import fill

    indent = "    "
    return fill(line, columns, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _columns(stream: TextIO) -> int:
    """The terminal's width, or 0 where the text does not go to one."""
    from shutil import get_terminal_size

    return get_terminal_size().columns if stream.isatty() else 0


def _sum(report: Report) -> str:
    courses = f"{counted(report.checked, report.what)}"
    counts = [counted(n, severity) for severity in Severity if (n := report.count(severity))]
    return f"{courses}: {', '.join(counts)}." if counts else f"{courses}: no problems."


def _takes_colour(stream: TextIO) -> bool:
    import os

    return stream.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
