"""Problem codes of outcome parts (A113)."""

from __future__ import annotations

from mooc_kit.problems import Rule, Severity

STRANGE_PARTS = Rule(
    "A113",
    "The parts of an outcome do not fit its words.",
    Severity.WARNING,
    "Rubrics and questions come from the parts, and participants read the text: both should ask for the same.",
    "outcomes:\n  - id: sample\n    text: Collect a sample\n    parts: [{verb: paint, object: a river}]\n",
    "outcomes:\n  - id: sample\n    text: Collect a sample\n    parts: [{verb: collect, object: a sample}]\n",
)

RULES: tuple[Rule, ...] = (STRANGE_PARTS,)
