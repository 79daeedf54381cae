"""The problem codes of credit (C4xx)."""

from __future__ import annotations

from mooc_kit.problems import Rule, Severity

_E, _W = Severity.ERROR, Severity.WARNING
_HEAD = "completion:\n  credit:\n"
_MAPPING = _HEAD + "    mapping:\n      - {formal: Apply field methods, outcomes: [sample]}\n"

HOURS_DO_NOT_FIT = Rule(
    "C401",
    "The hours of the course do not fit the credit.",
    _E,
    "Credit stands for hours of work: 25 to 30 for an ECTS credit, 10 for a CATS credit. A claim that the hours do not "
    "carry will be refused, and takes the trust in the others with it. A little less, or much more, is a warning.",
    _HEAD + "    amount: 3\n",
    _HEAD + "    amount: 0.4\n",
)
NOT_MAPPED = Rule(
    "C403",
    "An outcome is not mapped to the formal course.",
    _W,
    "Participants work for it, and it will not count. Map it, or say to participants that it is a gift.",
    _MAPPING,
    _MAPPING + "      - {formal: Interpret environmental data, outcomes: [analyse]}\n"
    "      - {formal: Communicate findings, outcomes: [advocate]}\n",
)
NO_ASSESSOR = Rule(
    "C404",
    "Nobody in the team judges work for credit.",
    _W,
    "An institution gives credit on the word of somebody whom it has appointed.",
    "course:\n  team:\n    - {name: Ama Boateng, role: lead}\n",
    "course:\n  team:\n    - {name: Ama Boateng, role: lead}\n    - {name: Daniel Okafor, role: assessor}\n",
)
MAPPED_TO_NOTHING = Rule(
    "C405",
    "A formal outcome is mapped to nothing.",
    _E,
    "The institution would give credit for something that this course does not reach.",
    _MAPPING + "      - {formal: Interpret environmental data, outcomes: []}\n",
    _MAPPING + "      - {formal: Interpret environmental data, outcomes: [analyse]}\n",
)
LEVEL_OUTSIDE = Rule(
    "C406",
    "The framework has no such level, or is not named.",
    _E,
    "A level is a claim that others look up. They must be able to find it.",
    _HEAD + "    level: {framework: eqf, value: 9}\n",
    _HEAD + "    level: {framework: eqf, value: 6}\n",
)
HOURS_UNKNOWN = Rule(
    "C407",
    "Nobody can tell how many hours a credit stands for.",
    _E,
    "For a system that mooc-kit does not know, the hours must be written down, or nobody can check the claim.",
    _HEAD + "    system: other\n",
    _HEAD + "    system: other\n    hours_per_credit: 30\n",
)
NOT_SHOWN = Rule(
    "C408",
    "Nothing that is judged shows a formal outcome.",
    _W,
    "An assessor needs something to look at: a quiz, an exam, an assignment or a peer review that serves the outcome.",
    "modules:\n  - {id: river, title: River, outcomes: [sample], activities: "
    "[{id: baseline-quiz, kind: quiz, title: Numbers, graded: true, points: 10}]}\n"
    "  - {id: more, title: More, outcomes: [analyse, advocate], activities: [{id: read, kind: page, title: Read}]}\n",
    "modules:\n  - {id: river, title: River, outcomes: [sample, analyse, advocate], activities: "
    "[{id: baseline-quiz, kind: quiz, title: Numbers, graded: true, points: 10}]}\n",
)

RULES: tuple[Rule, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Rule))
