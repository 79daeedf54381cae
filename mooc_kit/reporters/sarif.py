"""SARIF 2.1.0 report, for code scanning (OASIS SARIF 2.1.0, sections 3.13 log, 3.14 run, 3.27 result)."""

from __future__ import annotations

import json
import os
from typing import Any, TextIO

from mooc_kit import __version__
from mooc_kit.problems import Problem, Report, Severity
from mooc_kit.terminal_text import visible

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def write(report: Report, stream: TextIO) -> None:
    from mooc_kit.checks.catalogue import all_rules

    known = all_rules()
    codes = sorted({problem.code for problem in report})
    driver = {
        "name": "mooc-kit",
        "version": __version__,
        "rules": [
            {
                "id": code,
                "shortDescription": {"text": known[code].title if code in known else code},
                "fullDescription": {"text": known[code].why if code in known else code},
            }
            for code in codes
        ],
    }
    results = [_result(problem, codes) for problem in report]
    log = {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }
    text = visible(json.dumps(log, indent=2, ensure_ascii=False))
    # A name that is not UTF-8 may stand in a message, too.
    stream.write(text.encode("utf-8", "replace").decode("utf-8"))
    stream.write("\n")


def _result(problem: Problem, codes: list[str]) -> dict[str, Any]:
    from urllib.parse import quote

    location: dict[str, Any] = {"artifactLocation": {"uri": quote(os.fsencode(problem.place.file or "course.yaml"))}}
    if problem.place.line:
        location["region"] = {"startLine": problem.place.line, "startColumn": problem.place.column or 1}
    return {
        "ruleId": problem.code,
        "ruleIndex": codes.index(problem.code),
        "level": _LEVELS[problem.severity],
        "message": {"text": f"{problem.message} {problem.hint}".strip()},
        "locations": [{"physicalLocation": location}],
    }
