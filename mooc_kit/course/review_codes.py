"""Problem codes of reviews: what colleagues said of the pages, as it is kept in the kit."""

from __future__ import annotations

from mooc_kit.problems import Rule, Severity

COMMENT_OPEN = Rule(
    "K123",
    "A reviewer's comment is open.",
    Severity.NOTE,
    "Somebody read the page and said what should change. Whether it was done, only the team can say.",
    "reviews:\n  - {page: home, by: Ana, on: 2026-11-29, of: 0123456789abcdef, words: Say when}\n",
    "reviews:\n  - {page: home, by: Ana, on: 2026-11-29, of: 0123456789abcdef, words: Say when, done: true}\n",
    example_is="files",
)
UNREADABLE_RECORD = Rule(
    "K133",
    "The record of reviews cannot be read.",
    Severity.WARNING,
    "What colleagues said is in it; as it is, neither comments nor approvals count.",
    "guides/reviews.yaml with a line out of place",
    "guides/reviews.yaml as mooc-kit review take writes it",
    example_is="files",
)
RULES: tuple[Rule, ...] = (COMMENT_OPEN, UNREADABLE_RECORD)
