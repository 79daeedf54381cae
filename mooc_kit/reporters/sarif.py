"""SARIF 2.1.0 report, for code scanning (OASIS SARIF 2.1.0, sections 3.13 log, 3.14 run, 3.27 result)."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import Counter
from typing import Any, TextIO

from mooc_kit import __version__
from mooc_kit.console import echo
from mooc_kit.problems import Problem, Report, Rule, Severity
from mooc_kit.terminal_text import visible

MANUAL = "MOOC_KIT_MANUAL"
"""The variable that names the web address of a manual, where a team or an institution has one on the web."""
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def write(report: Report, stream: TextIO) -> None:
    from mooc_kit.checks.catalogue import all_rules

    known = all_rules()
    codes = sorted({problem.code for problem in report})
    seen: Counter[str] = Counter()
    manual = _manual() if codes else ""
    driver = {
        "name": "mooc-kit",
        "version": __version__,
        "rules": [_rule(code, known.get(code), manual) for code in codes],
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


def _manual() -> str:
    """The address of the manual, without a slash at its end; "" where none is named."""
    address = os.environ.get(MANUAL, "").strip()
    if address and not re.match(r"https?://[^/\s]", address):
        echo(f"mooc-kit: {MANUAL}={address!a} is no web address, so the report links to no manual.", error=True)
        return ""
    return address.rstrip("/")


def _rule(code: str, rule: Rule | None, manual: str) -> dict[str, Any]:
    """A reporting descriptor (3.49). `help` says all of it, so that no address is needed; `helpUri` where one is."""
    if rule is None:
        return {"id": code, "shortDescription": {"text": code}, "fullDescription": {"text": code}}
    examples = f"Wrong:\n\n    {rule.wrong}\n\nRight:\n\n    {rule.right}"
    return {
        "id": code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"{rule.why}\n\n{examples}\n\nSee `mooc-kit explain {code}`."},
        **({"helpUri": f"{manual}/codes-{code[0].lower()}.html#{code.lower()}"} if manual else {}),
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
