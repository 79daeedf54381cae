"""JSON report: one object with the problems and their counts, for programs."""

from __future__ import annotations

import json
from typing import Any, TextIO

from mooc_kit.problems import Problem, Report, Severity
from mooc_kit.terminal_text import visible


def write(report: Report, stream: TextIO) -> None:
    counts = {f"{severity}s": report.count(severity) for severity in Severity}
    data = {"checked": report.checked, **counts, "problems": [as_data(problem) for problem in report]}
    stream.write(visible(json.dumps(data, indent=2, ensure_ascii=False)) + "\n")


def as_data(problem: Problem) -> dict[str, Any]:
    """`problem` as plain data; `line` and `column` are 1-based, null where they are not known."""
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "message": problem.message,
        "hint": problem.hint,
        "file": problem.place.file,
        "line": problem.place.line or None,
        "column": problem.place.column or None,
    }
