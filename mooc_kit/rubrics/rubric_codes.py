"""The problem codes of rubrics (R)."""

from __future__ import annotations

from mooc_kit.problems import Rule, Severity

_LEVELS = (
    "      - {{id: low, title: Beginning, points: {low}, descriptor: The place is named.}}\n"
    "      - {{id: high, title: Secure, points: {high}, descriptor: A stranger could find the place.}}\n"
)
_HEAD = "id: notes\ntitle: Field notes\ncriteria:\n  - id: place\n    title: Place\n    levels:\n"
_GOOD = _HEAD + _LEVELS.format(low=1, high=3)
_SECOND = (
    "  - id: time\n    title: Time\n    levels:\n"
    "      - {id: low, title: Beginning, points: 1, descriptor: The day is named.}\n"
    "      - {id: high, title: Secure, points: 3, descriptor: Day and hour are named.}\n"
)

POINTS_FALL = Rule(
    "R101",
    "A better level gives no more points than a weaker one.",
    Severity.ERROR,
    "Levels are read from the first to the last as getting better; the points must say the same.",
    _HEAD + _LEVELS.format(low=3, high=3),
    _GOOD,
    example_is="rubric file",
)
SAME_DESCRIPTOR = Rule(
    "R102",
    "Two levels have the same descriptor.",
    Severity.ERROR,
    "Two people who judge the same work could not tell the levels apart.",
    _GOOD.replace("The place is named.", "A stranger could find the place."),
    _GOOD,
    example_is="rubric file",
)
SAME_CRITERION = Rule(
    "R103",
    "Two criteria have the same id.",
    Severity.ERROR,
    "Platforms keep scores by criterion; one of the two would be lost.",
    _GOOD + _SECOND.replace("id: time", "id: place"),
    _GOOD + _SECOND,
    example_is="rubric file",
)
OTHER_NAME = Rule(
    "R104",
    "The rubric's id and its file name differ.",
    Severity.ERROR,
    "The course refers to a rubric by its file name; the id inside goes to the platforms. They must be the same.",
    "rubrics/field-notes.yaml begins with `id: notes`.",
    "rubrics/field-notes.yaml begins with `id: field-notes`.",
    example_is="files",
)
LEVELS_OVERLAP = Rule(
    "R105",
    "The points of two levels overlap.",
    Severity.ERROR,
    "Work with those points would stand at two levels at once, and platforms refuse or shift one of them.",
    _GOOD.replace("points: 3", "points_from: 1, points: 3"),
    _GOOD.replace("points: 3", "points_from: 2, points: 3"),
    example_is="rubric file",
)
NUMBERS_OVERLAP = Rule(
    "R106",
    "The numbers in two descriptors overlap.",
    Severity.WARNING,
    "Work with a number that both levels name could be put into either of them.",
    _GOOD.replace("The place is named.", "Names 1 to 3 places.").replace(
        "A stranger could find the place.", "Names 3 or more places."
    ),
    _GOOD.replace("The place is named.", "Names 1 to 2 places.").replace(
        "A stranger could find the place.", "Names 3 or more places."
    ),
    example_is="rubric file",
)
UNEVEN_POINTS = Rule(
    "R107",
    "The steps between levels are very uneven.",
    Severity.WARNING,
    "If one step gives more than twice the points of another, a single judgement decides nearly the whole score. "
    "Where that is meant, give the criterion a `weight:` instead.",
    _HEAD
    + "      - {id: low, title: Beginning, points: 0, descriptor: No place is named.}\n"
    + _LEVELS.format(low=1, high=9).replace("id: low", "id: mid").replace("Beginning", "Developing"),
    _HEAD
    + "      - {id: low, title: Beginning, points: 0, descriptor: No place is named.}\n"
    + _LEVELS.format(low=2, high=4).replace("id: low", "id: mid").replace("Beginning", "Developing"),
    example_is="rubric file",
)
ONLY_DEGREE = Rule(
    "R108",
    "Two levels differ only by words of degree.",
    Severity.WARNING,
    "“Clearly” and “very clearly”, “good” and “excellent” are read differently by every judge. Say what can be seen in "
    "the better work and not in the other.",
    _GOOD.replace("The place is named.", "The place is named.").replace(
        "A stranger could find the place.", "The place is very clearly named."
    ),
    _GOOD,
    example_is="rubric file",
)
THIN_DESCRIPTOR = Rule(
    "R109",
    "A descriptor names nothing that one could see in the work.",
    Severity.WARNING,
    "“Good” tells neither the person who judges nor the one who is judged what to look for.",
    _GOOD.replace("A stranger could find the place.", "Very good."),
    _GOOD,
    example_is="rubric file",
)
SAME_LEVEL = Rule(
    "R110",
    "Two levels of a criterion have the same id or title.",
    Severity.ERROR,
    "Judgements are kept by level: which of the two was chosen could not be told.",
    _GOOD.replace("id: high", "id: low"),
    _GOOD,
    example_is="rubric file",
)
SAME_CRITERIA = Rule(
    "R111",
    "Two criteria are described in the same words.",
    Severity.WARNING,
    "The same thing is judged twice and counts twice. If that is meant, write `weight: 2` in one criterion.",
    _GOOD
    + _SECOND.replace("The day is named.", "The place is named.").replace(
        "Day and hour are named.", "A stranger could find the place."
    ),
    _GOOD + _SECOND,
    example_is="rubric file",
)
OTHER_LEVELS = Rule(
    "R112",
    "The criteria have different levels.",
    Severity.NOTE,
    "A table with the same levels in each row is read and filled in more quickly; some platforms show nothing else.",
    _GOOD + _SECOND.replace("title: Secure", "title: Mastered"),
    _GOOD + _SECOND,
    example_is="rubric file",
)
NOT_COVERED = Rule(
    "R113",
    "An outcome is to be judged here, and no criterion judges it.",
    Severity.WARNING,
    "The activity or badge says that it shows the outcome; whoever judges finds nothing to judge it by.",
    "An activity has `outcomes: [sample, analyse]` and `rubric: notes`; the criteria of rubrics/notes.yaml name "
    "`sample`.",
    "One criterion of rubrics/notes.yaml has `outcomes: [analyse]`.",
    example_is="kit",
)
UNKNOWN_OUTCOME = Rule(
    "R114",
    "A criterion names an outcome that the course does not have.",
    Severity.ERROR,
    "The criterion would count for nothing in the outline of outcomes and evidence.",
    "rubrics/notes.yaml has `outcomes: [swimming]`, and course.yaml has no outcome with that id.",
    "rubrics/notes.yaml has `outcomes: [sample]`, as course.yaml does.",
    example_is="kit",
)

RULES: tuple[Rule, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Rule))
