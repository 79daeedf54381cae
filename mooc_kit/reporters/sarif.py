"""SARIF 2.1.0 report, for code scanning (OASIS SARIF 2.1.0, sections 3.13 log, 3.14 run, 3.27 result)."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from typing import Any, TextIO

from mooc_kit import __version__
from mooc_kit.problems import Problem, Report, Rule, Severity
from mooc_kit.terminal_text import visible

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def write(report: Report, stream: TextIO) -> None:
    from mooc_kit.checks.catalogue import all_rules

    known = all_rules()
    codes = sorted({problem.code for problem in report})
    seen: Counter[str] = Counter()
    driver = {
        "name": "mooc-kit",
        "version": __version__,
        "rules": [_rule(code, known.get(code)) for code in codes],
    }
    results = [_result(problem, codes, seen) for problem in report]
    log = {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }
    text = visible(json.dumps(log, indent=2, ensure_ascii=False))
    # A name that is not UTF-8 may stand in a message, too.
    stream.write(text.encode("utf-8", "replace").decode("utf-8"))
    stream.write("\n")


def _rule(code: str, rule: Rule | None) -> dict[str, Any]:
    """A reporting descriptor (3.49). `help` stands in for `helpUri`: `mooc-kit explain` says it, no address needed."""
    if rule is None:
        return {"id": code, "shortDescription": {"text": code}, "fullDescription": {"text": code}}
    examples = f"Wrong:\n\n    {rule.wrong}\n\nRight:\n\n    {rule.right}"
    return {
        "id": code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"{rule.why}\n\n{examples}\n\nSee `mooc-kit explain {code}`."},
    }


def _fingerprint(problem: Problem, seen: Counter[str]) -> str:
    """The same for the same finding after lines were added before it (3.27.17)."""
    about = "\0".join((problem.code, problem.place.file, problem.message))
    seen[about] += 1
    return hashlib.sha256(f"{about}\0{seen[about]}".encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _result(problem: Problem, codes: list[str], seen: Counter[str]) -> dict[str, Any]:
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
        "partialFingerprints": {"moocKitProblem/v1": _fingerprint(problem, seen)},
    }
