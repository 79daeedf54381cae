"""Problem codes of completion options together; each option has those of its own beside it."""

from __future__ import annotations

from mooc_kit.problems import Rule, Severity

REQUIRED_OPTION = Rule(
    "C001",
    "A completion option needs another one.",
    Severity.ERROR,
    "Credit is given for work whose author is known: whoever awards it must be able to rely on an identity that was "
    "checked and on activities that were watched.",
    "completion: {authenticated_completion: null}\n",
    "completion:\n  authenticated_completion: {platform: open-edx, identity: document-check, agreement: signed, "
    "proctoring: {mode: live-remote, activities: [baseline-quiz]}}\n",
)

RULES: tuple[Rule, ...] = (REQUIRED_OPTION,)
