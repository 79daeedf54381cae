"""A reporter writes a report down for somebody: a person at a terminal, a program, or a CI service.

To add one, write a module with `write(report, stream)` beside these and name it in `FORMATS`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TextIO

from mooc_kit.problems import Report

FORMATS = ("text", "json", "github", "sarif", "junit")


def write_report(report: Report, format_: str, stream: TextIO) -> None:
    """Write `report` to `stream` in one of FORMATS."""
    import_module(f"mooc_kit.reporters.{format_}").write(report, stream)
