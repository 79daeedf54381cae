"""Problem codes of what is translated (D192)."""

from __future__ import annotations

from mooc_kit.problems import Rule, Severity

SPEAKS_IN_PART = Rule(
    "D192",
    "mooc-kit does not speak all of the course's language.",
    Severity.NOTE,
    "What is not translated yet is English: buttons, labels, the texts of a new kit. Whoever reads the course should "
    "not meet that unexpectedly; translating needs no programming (docs/translating.md).",
    "course:\n  language: tlh\n",
    "course:\n  language: en\n",
)
RULES = (SPEAKS_IN_PART,)
