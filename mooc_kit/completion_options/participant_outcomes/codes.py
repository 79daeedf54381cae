"""The problem codes of participant-driven outcomes (C6)."""

from __future__ import annotations

from mooc_kit.problems import Rule, Severity

CHECK_IN_AFTER_END = Rule(
    "C601", "A check-in is planned for a week after the course.", Severity.ERROR,
    "Nobody would be there to answer it.",
    "completion:\n  participant_outcomes:\n    check_in_weeks: [2, 6]\n",
    "completion:\n  participant_outcomes:\n    check_in_weeks: [2, 4]\n",
)  # fmt: skip
NO_CHECK_IN = Rule(
    "C602", "Nobody looks at the goals again before the end.", Severity.WARNING,
    "Goals that are set once and never looked at are forgotten within a week or two. A check-in on the way reminds "
    "people of them, and shows the team what to change while there is time.",
    "completion:\n  participant_outcomes:\n    check_in_weeks: []\n",
    "completion:\n  participant_outcomes:\n    check_in_weeks: [2]\n",
)  # fmt: skip
NOWHERE_TO_SHARE = Rule(
    "C603", "The way to share goals leads nowhere.", Severity.ERROR,
    "Public goals help others only if there is a place to read them.",
    "completion:\n  participant_outcomes:\n    visibility: public\n    share_with: form\n",
    "completion:\n  participant_outcomes:\n    visibility: public\n    share_with: form\n"
    '    share_url: "https://rivers.example.org/goals"\n',
)  # fmt: skip
NO_CONSENT = Rule(
    "C604", "Public goals need a free yes in the sign-up survey.", Severity.ERROR,
    "A goal can tell more about a person than they wish the world to know. It is shown only after a box that they may "
    "leave empty.",
    "surveys/sign-up.yaml has no item of `kind: consent`, or one with `required: true`.",
    "surveys/sign-up.yaml has an item of `kind: consent` that need not be ticked.",
    example_is="kit",
)  # fmt: skip

RULES: tuple[Rule, ...] = (CHECK_IN_AFTER_END, NO_CHECK_IN, NOWHERE_TO_SHARE, NO_CONSENT)
