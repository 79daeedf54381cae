"""The problem codes of rubrics (R)."""

from __future__ import annotations

from mooc_kit.problems import Rule, Severity

_LEVELS = (
    "      - {{id: low, title: Beginning, points: {low}, descriptor: The place is named.}}\n"
    "      - {{id: high, title: Secure, points: {high}, descriptor: A stranger could find the place.}}\n"
)
_HEAD = "id: notes\ntitle: Field notes\ncriteria:\n  - id: place\n    title: Place\n    levels:\n"

POINTS_FALL = Rule(
    "R101", "A better level gives no more points than a weaker one.", Severity.ERROR,
    "Levels are read from the first to the last as getting better; the points must say the same.",
    _HEAD + _LEVELS.format(low=3, high=3),
    _HEAD + _LEVELS.format(low=1, high=3),
    example_is="rubric file",
)  # fmt: skip
SAME_DESCRIPTOR = Rule(
    "R102", "Two levels have the same descriptor.", Severity.ERROR,
    "Two people who judge the same work could not tell the levels apart.",
    _HEAD + _LEVELS.format(low=1, high=3).replace("The place is named.", "A stranger could find the place."),
    _HEAD + _LEVELS.format(low=1, high=3),
    example_is="rubric file",
)  # fmt: skip
SAME_CRITERION = Rule(
    "R103", "Two criteria have the same id.", Severity.ERROR,
    "Platforms keep scores by criterion; one of the two would be lost.",
    _HEAD + _LEVELS.format(low=1, high=3) + _HEAD.split("criteria:\n")[1] + _LEVELS.format(low=1, high=3),
    _HEAD + _LEVELS.format(low=1, high=3),
    example_is="rubric file",
)  # fmt: skip
OTHER_NAME = Rule(
    "R104", "The rubric's id and its file name differ.", Severity.ERROR,
    "The course refers to a rubric by its file name; the id inside goes to the platforms. They must be the same.",
    "rubrics/field-notes.yaml begins with `id: notes`.",
    "rubrics/field-notes.yaml begins with `id: field-notes`.",
    example_is="files",
)  # fmt: skip

RULES: tuple[Rule, ...] = (POINTS_FALL, SAME_DESCRIPTOR, SAME_CRITERION, OTHER_NAME)
