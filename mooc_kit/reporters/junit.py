"""JUnit XML report: a test case for each problem, failed if it is an error, for CI services."""

from __future__ import annotations

import re
from typing import TextIO
from xml.etree import ElementTree

from mooc_kit.problems import Report, Severity
from mooc_kit.terminal_text import visible

_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


def write(report: Report, stream: TextIO) -> None:
    errors = report.count(Severity.ERROR)
    passed = 0 if report.problems else 1
    attributes = {"name": "mooc-kit", "tests": str(len(report.problems) + passed), "failures": str(errors)}
    suite = ElementTree.Element("testsuite", attributes)
    if passed:
        ElementTree.SubElement(suite, "testcase", {"name": "no problems", "classname": "mooc-kit"})
    for problem in report:
        name = f"{problem.code} {problem.place}"
        case = ElementTree.SubElement(
            suite, "testcase", {"name": _plain(name), "classname": _plain(problem.place.file) or "course"}
        )
        text = f"{problem.message} {problem.hint}".strip()
        if problem.severity is Severity.ERROR:
            failure = ElementTree.SubElement(
                case, "failure", {"message": _plain(problem.message), "type": problem.code}
            )
            failure.text = _plain(f"{problem.place}\n{text}")
        else:
            ElementTree.SubElement(case, "system-out").text = _plain(f"{problem.severity}: {text}")
    ElementTree.indent(suite)
    stream.write('<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(suite, encoding="unicode") + "\n")


def _plain(text: str) -> str:
    """`text` with what XML 1.0 cannot hold, or would turn the reading of a log, written out."""
    return _NO_XML.sub("?", visible(text))
