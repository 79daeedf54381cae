"""Problem codes of outcomes (A113, A123)."""

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

USUAL_OUTCOME = Rule(
    "A123",
    "An outcome is still as mooc-kit filled it in.",
    Severity.NOTE,
    "Where nobody has said what people will be able to do, mooc-kit puts in something that any course could say. "
    "Pages, rubrics and titles follow from it, so it is worth the first hour.",
    "course: {title: Rivers}\noutcomes:\n  - {id: sample, text: Apply Rivers to a case from your own life}\n",
    "course: {title: Rivers}\noutcomes:\n  - {id: sample, text: Collect a water sample}\n",
)

RULES: tuple[Rule, ...] = (STRANGE_PARTS, USUAL_OUTCOME)
