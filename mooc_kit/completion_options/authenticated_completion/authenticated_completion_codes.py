"""Problem codes of authenticated_completion (C3xx)."""

from __future__ import annotations

from mooc_kit.problems import Rule, Severity

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE
_HEAD = "completion:\n  authenticated_completion:\n"

NO_FULL_PLATFORM = Rule(
    "C301",
    "Authenticated completion needs a full platform.",
    _E,
    "Checking who somebody is and watching an exam needs accounts, grades and exams. A web site or a content package "
    "has none of them.",
    "targets: [site]\n",
    "targets: [site, open-edx]\n",
)
NOTHING_WATCHED = Rule(
    "C302",
    "No activity is watched.",
    _E,
    "Knowing who signed up says nothing about who did the work. Name at least one activity in which the same person "
    "is seen doing it.",
    _HEAD + "    proctoring: {mode: live-remote, activities: []}\n",
    _HEAD + "    proctoring: {mode: live-remote, activities: [baseline-quiz]}\n",
)
CANNOT_BE_WATCHED = Rule(
    "C303",
    "This kind of activity cannot be watched.",
    _E,
    "A proctor watches one person doing one thing in a set time: a quiz, an exam or an assignment. Reading, talking "
    "and reviewing others have no such moment.",
    _HEAD + "    proctoring: {mode: live-remote, activities: [my-river]}\n",
    _HEAD + "    proctoring: {mode: live-remote, activities: [first-sample]}\n",
)
NOT_SIGNED = Rule(
    "C304",
    "The agreement is not signed yet.",
    _W,
    "Until it is, you cannot promise participants an authenticated certificate. The pages of the course say so. While "
    "it is being negotiated this is only a note.",
    _HEAD + "    agreement: none\n",
    _HEAD + "    agreement: signed\n    partner: OpenCampus\n",
)
NO_CONTACT = Rule(
    "C305",
    "Nobody in the team keeps the contact with the partner.",
    _W,
    "On the day of an exam somebody must know whom to call, on both sides.",
    "course:\n  team:\n    - {name: Ama Boateng, role: lead}\n",
    "course:\n  team:\n    - {name: Ama Boateng, role: lead}\n    - {name: Hana Novak, role: partner-contact}\n",
)
NO_PARTNER = Rule(
    "C306",
    "The agreement is signed, and the partner has no name.",
    _W,
    "The partner stands behind the certificate: whoever reads it will want to know who that is.",
    _HEAD + "    agreement: signed\n",
    _HEAD + "    agreement: signed\n    partner: OpenCampus\n",
)
NO_TIME_LIMIT = Rule(
    "C307",
    "A watched quiz has no time limit.",
    _W,
    "A proctor has to know how long to watch, and participants when they may close the door behind them. Open edX "
    "watches nothing without one, and nobody but the team may choose it.",
    "modules:\n  - {id: river, title: River, outcomes: [sample, analyse, advocate], activities: "
    "[{id: baseline-quiz, kind: quiz, title: Numbers, graded: true, points: 10}]}\n"
    "completion: {peer_badges: null}\n",
    "modules:\n  - {id: river, title: River, outcomes: [sample, analyse, advocate], activities: "
    "[{id: baseline-quiz, kind: quiz, title: Numbers, graded: true, points: 10, time_limit: 45}]}\n"
    "completion: {peer_badges: null}\n",
)

RULES: tuple[Rule, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Rule))
