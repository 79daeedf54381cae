"""The problem codes of files of responses (Q6)."""

from __future__ import annotations

from mooc_kit.problems import Rule, Severity

NOT_A_TABLE = Rule(
    "Q601",
    "The file is not a table of responses.",
    Severity.ERROR,
    "Statistics need one row for each person (or for each answer), below a row of headings.",
    "A picture, an empty file, or a spreadsheet that was not saved as CSV.",
    "participant,q1,q2\nann,1,0\nben,1,1",
    example_is="files",
)
NO_ITEMS = Rule(
    "Q602",
    "No column with answers or scores was found.",
    Severity.ERROR,
    "Without them there is nothing to compute.",
    "participant,email\nann,ann@example.org",
    "participant,q1,q2\nann,1,0\nben,1,1",
    example_is="files",
)
NO_KEY = Rule(
    "Q603",
    "It is not known which answers are right.",
    Severity.WARNING,
    "Difficulty and discrimination need scores. What was answered is counted all the same.",
    "participant,q1\nann,A\nben,B",
    "participant,q1\nKEY,A\nann,A\nben,B",
    example_is="files",
)
FEW_PEOPLE = Rule(
    "Q604",
    "Only a few people answered.",
    Severity.WARNING,
    "With fewer than 30 people the figures change much from one group to the next: a hint, not a finding.",
    "A file with the answers of eight people.",
    "A file with the answers of thirty people or more.",
    example_is="files",
)
BAD_SCORE = Rule(
    "Q605",
    "A cell that should hold a score holds something else.",
    Severity.WARNING,
    "The cell is left out of all figures.",
    "participant,q1\nann,1\nben,one",
    "participant,q1\nann,1\nben,1",
    example_is="files",
)
RULES: tuple[Rule, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Rule))
