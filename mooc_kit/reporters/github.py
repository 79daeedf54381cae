"""GitHub Actions workflow commands: problems show at their lines in a pull request.

Source: GitHub's workflow commands; %, CR and LF are escaped in messages, and : and , in properties too.
"""

from __future__ import annotations

from typing import TextIO

from mooc_kit.problems import Problem, Report, Severity
from mooc_kit.terminal_text import visible

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def write(report: Report, stream: TextIO) -> None:
    for problem in report:
        stream.write(_command(problem) + "\n")


def _command(problem: Problem) -> str:
    properties = {"file": problem.place.file, "title": problem.code}
    if problem.place.line:
        properties |= {"line": str(problem.place.line), "col": str(problem.place.column or 1)}
    listed = ",".join(f"{key}={_escape(value, ':,')}" for key, value in properties.items())
    message = _escape(f"{problem.message}\n{problem.hint}" if problem.hint else problem.message)
    return f"::{_LEVELS[problem.severity]} {listed}::{message}"


def _escape(text: str, more: str = "") -> str:
    text = visible(text.replace("\r\n", "\n"))
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
