"""JUnit XML report: a test case for each course, failed where it has an error, for CI services."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TextIO
from xml.etree import ElementTree

from mooc_kit.problems import Problem, Report, Severity
from mooc_kit.terminal_text import visible

_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


def write(report: Report, stream: TextIO) -> None:
    cases = _by_name(report)
    failed = sum(any(p.severity is Severity.ERROR for p in problems) for problems in cases.values())
    attributes = {"name": "mooc-kit", "tests": str(len(cases)), "failures": str(failed)}
    suite = ElementTree.Element("testsuite", attributes)
    for name, problems in cases.items():
        case = ElementTree.SubElement(suite, "testcase", {"name": _plain(name), "classname": f"mooc-kit {report.what}"})
        errors = [problem for problem in problems if problem.severity is Severity.ERROR]
        if errors:
            about = errors[0].message if len(errors) == 1 else f"{len(errors)} errors"
            failure = ElementTree.SubElement(case, "failure", {"message": _plain(about), "type": errors[0].code})
            failure.text = _listed(errors)
        if others := [problem for problem in problems if problem.severity is not Severity.ERROR]:
            ElementTree.SubElement(case, "system-out").text = _listed(others)
    ElementTree.indent(suite)
    stream.write('<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(suite, encoding="unicode") + "\n")


def _by_name(report: Report) -> dict[str, list[Problem]]:
    """The problems of each thing that was checked; by file, where nothing says what was."""
    names = sorted(report.names, key=len, reverse=True)
    found: dict[str, list[Problem]] = {name: [] for name in report.names}
    for problem in report:
        file = problem.place.file
        name = next((n for n in names if n in (".", file) or file.startswith(f"{n}/")), file or report.what)
        found.setdefault(name, []).append(problem)
    return found or {f"no {report.what}": []}


def _listed(problems: Sequence[Problem]) -> str:
    lines = (f"{p.place}  {p.code}  {p.severity}: {p.message} {p.hint}".rstrip() for p in problems)
    return _plain("\n".join(("", *lines, "")))


def _plain(text: str) -> str:
    """`text` with what XML 1.0 cannot hold, or would turn the reading of a log, written out."""
    return _NO_XML.sub("?", visible(text))
