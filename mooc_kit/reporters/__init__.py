"""Reporters: each writes a report down for somebody: a person at a terminal, a program, or a CI service.

To add one, write a module with `write(report, stream)` beside these and name it in `FORMATS`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TextIO

from mooc_kit.problems import Report

FORMATS = ("text", "json", "github", "sarif", "junit")


def show_report(report: Report, format_: str, *, strict: bool = False) -> int:
    """Write `report` to standard output; gives the exit status: 1 where CI should stop."""
    import sys

    write_report(report, format_, sys.stdout)
    return 0 if report.is_ok(strict=strict) else 1


def write_report(report: Report, format_: str, stream: TextIO) -> None:
    """Write `report` to `stream` in one of FORMATS."""
    import_module(f"mooc_kit.reporters.{format_}").write(report, stream)
