"""The problem codes of platform_completion (C1xx)."""

from __future__ import annotations

from mooc_kit.problems import Rule, Severity

_E, _W = Severity.ERROR, Severity.WARNING
_HEAD = "completion:\n  platform_completion:\n"

NOTHING_GRADED = Rule(
    "C101",
    "A score is needed, and nothing gives points.",
    _E,
    "A score comes from graded quizzes and from work with points. Where there are none, everybody has zero and nobody "
    "can complete the course.",
    "modules:\n  - {id: river, title: River, outcomes: [sample, analyse, advocate],\n"
    "     activities: [{id: why, kind: page, title: Why}]}\n"
    "completion: {peer_badges: null, authenticated_completion: null, credit: null}\n",
    "modules:\n  - {id: river, title: River, outcomes: [sample, analyse, advocate], activities: "
    "[{id: check, kind: quiz, title: Check, graded: true, points: 10}]}\n"
    "completion: {peer_badges: null, authenticated_completion: null, credit: null}\n",
)
UNREACHABLE = Rule(
    "C102",
    "The score that is needed cannot be reached.",
    _E,
    "What the activities give, with their weights, adds up to less than the score. Even somebody who does everything "
    "right would not complete.",
    _HEAD + "    require: {activities: all, score: 70}\n    weights: {baseline-quiz: 30, brief: 30}\n",
    _HEAD + "    require: {activities: all, score: 70}\n    weights: {baseline-quiz: 50, brief: 50}\n",
)
NOTHING_REQUIRED = Rule(
    "C104",
    "Nothing has to be done to complete the course.",
    _E,
    "Neither activities nor a score are asked for: everybody who signs up would get the certificate at once.",
    _HEAD + "    require: {activities: [], score: 0}\n",
    _HEAD + "    require: {activities: [first-sample, brief], score: 0}\n",
)
RUBRIC_TOO_SMALL = Rule(
    "C105",
    "The rubric gives fewer points than the activity promises.",
    _W,
    "Nobody can reach the points that the page names. Some platforms stretch the rubric's points, others do not, so "
    "the same work would get different scores.",
    "An activity with points: 20, and a rubric whose best levels add up to 12.",
    "An activity with points: 20, and a rubric whose best levels add up to 20.",
    example_is="files",
)
WEIGHTS_SUM = Rule(
    "C106",
    "The weights do not add up to 100.",
    _E,
    "Each weight is a share of the whole score. Platforms treat what is missing in different ways: one stretches the "
    "rest, another counts it as zero.",
    _HEAD + "    weights: {first-sample: 20, baseline-quiz: 30, brief: 40}\n",
    _HEAD + "    weights: {first-sample: 20, baseline-quiz: 30, brief: 50}\n",
)
WEIGHT_WITHOUT_POINTS = Rule(
    "C107",
    "An activity has a weight, and gives no points.",
    _E,
    "Its share of the score could not be reached by anybody.",
    _HEAD + "    weights: {why-watch: 10, first-sample: 20, baseline-quiz: 20, brief: 50}\n",
    _HEAD + "    weights: {first-sample: 20, baseline-quiz: 30, brief: 50}\n",
)
POINTS_WITHOUT_WEIGHT = Rule(
    "C108",
    "An activity gives points, and has no weight.",
    _W,
    "Participants see its points and will expect that they count. With `weights:` given, what is not named there "
    "counts for nothing.",
    _HEAD + "    weights: {baseline-quiz: 50, brief: 50}\n",
    _HEAD + "    weights: {first-sample: 20, baseline-quiz: 30, brief: 50}\n",
)
SESSION_REQUIRED = Rule(
    "C109",
    "A live session is needed for completion.",
    _W,
    "Whoever works at that hour, sleeps on the other side of the world or has no network then could never complete. "
    "Ask for something that can be done at any time, like a note on the recording.",
    "modules:\n  - {id: river, title: River, outcomes: [sample, analyse, advocate], activities: "
    "[{id: meet, kind: live_session, title: Meet}, {id: note, kind: assignment, title: Note, points: 10}]}\n"
    "completion:\n  peer_badges: null\n  authenticated_completion: null\n  credit: null\n"
    "  platform_completion:\n    require: {activities: [meet, note], score: 50}\n",
    "modules:\n  - {id: river, title: River, outcomes: [sample, analyse, advocate], activities: "
    "[{id: meet, kind: live_session, title: Meet}, {id: note, kind: assignment, title: Note, points: 10}]}\n"
    "completion:\n  peer_badges: null\n  authenticated_completion: null\n  credit: null\n"
    "  platform_completion:\n    require: {activities: [note], score: 50}\n",
)

RULES: tuple[Rule, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Rule))
