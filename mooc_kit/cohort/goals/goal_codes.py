"""The problem codes of participants' goals (T)."""

from __future__ import annotations

from mooc_kit.problems import Rule, Severity

NO_GOAL_COLUMN = Rule(
    "T102",
    "No column holds goals.",
    Severity.ERROR,
    "mooc-kit looks for the ids and the questions of the sign-up survey, and for headings with the word goal.",
    "responses.csv has the columns timestamp, q1, q2",
    "responses.csv has a column goal-1, or the command names one: --column q1",
    example_is="files",
)
ODD_ROW = Rule(
    "T103",
    "A row does not fit the headings.",
    Severity.WARNING,
    "Such a row often comes from a line break or a comma that was not quoted; it is left out, and may hold a goal.",
    "a row with five values under four headings",
    "every row has a value for each heading, empty ones too",
    example_is="files",
)
ANSWERS_IN_KIT = Rule(
    "T104",
    "The answers lie inside the kit.",
    Severity.WARNING,
    "A kit is kept in git and often published. Answers are personal data and would stay in its history for good.",
    "my-course/responses.csv",
    "a folder outside the kit that only the team can read",
    example_is="files",
)
NO_GOALS = Rule(
    "T105",
    "There are no goals in the file.",
    Severity.ERROR,
    "Without goals there is nothing to group.",
    "responses.csv holds its headings only",
    "responses.csv holds a row for each person",
    example_is="files",
)

RULES = (NO_GOAL_COLUMN, ODD_ROW, ANSWERS_IN_KIT, NO_GOALS)
