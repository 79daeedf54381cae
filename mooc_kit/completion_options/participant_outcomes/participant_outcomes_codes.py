"""Problem codes of participant-driven outcomes (C6)."""

from __future__ import annotations

from mooc_kit.problems import Rule, Severity

CHECK_IN_AFTER_END = Rule(
    "C601",
    "A check-in is planned for a week after the course.",
    Severity.ERROR,
    "Nobody would be there to answer it.",
    "completion:\n  participant_outcomes:\n    check_in_weeks: [2, 6]\n",
    "completion:\n  participant_outcomes:\n    check_in_weeks: [2, 4]\n",
)
NO_CHECK_IN = Rule(
    "C602",
    "Nobody looks at the goals again before the end.",
    Severity.WARNING,
    "Goals that are set once and never looked at are forgotten within a week or two. A check-in on the way reminds "
    "people of them, and shows the team what to change while there is time.",
    "completion:\n  participant_outcomes:\n    check_in_weeks: []\n",
    "completion:\n  participant_outcomes:\n    check_in_weeks: [2]\n",
)
NOWHERE_TO_SHARE = Rule(
    "C603",
    "The way to share goals leads nowhere.",
    Severity.ERROR,
    "Public goals help others only if there is a place to read them.",
    "completion:\n  participant_outcomes:\n    visibility: public\n    share_with: form\n",
    "completion:\n  participant_outcomes:\n    visibility: public\n    share_with: form\n"
    '    share_url: "https://rivers.example.org/goals"\n',
)
NO_CONSENT = Rule(
    "C604",
    "Public goals need a free yes in the sign-up survey.",
    Severity.ERROR,
    "A goal can tell more about a person than they wish the world to know. It is shown only after a box that they may "
    "leave empty.",
    "surveys/sign-up.yaml has no item of `kind: consent`, or one with `required: true`.",
    "surveys/sign-up.yaml has an item of `kind: consent` that need not be ticked.",
    example_is="kit",
)
QUOTE_WITHOUT_YES = Rule(
    "C605",
    "Goals are private in this course, and the page of themes quotes them.",
    Severity.ERROR,
    "People wrote their goals for the team only. The page may tell what they have in common, in the team's words.",
    "course.yaml says `visibility: private`, and a theme in goals.json has `quotes`.",
    "No theme has `quotes`, or course.yaml says `visibility: public` and those quoted said yes.",
    example_is="kit",
)
NAMES_SOMEBODY = Rule(
    "C606",
    "A quoted goal holds an address or a number by which a person could be found.",
    Severity.ERROR,
    "People agreed that their goal is shown, not that strangers can write to them or call them.",
    'A quote in goals.json says "Write to me at kim@example.org".',
    "The quote ends before the address.",
    example_is="kit",
)
DOES_NOT_ADD_UP = Rule(
    "C607",
    "The numbers of the themes do not add up.",
    Severity.ERROR,
    "A reader who finds one impossible number trusts none of the others.",
    "goals.json counts 40 people, and 50 of them in one theme.",
    "goals.json counts 60 people, and 50 of them in one theme.",
    example_is="kit",
)
SAME_THEME = Rule(
    "C608",
    "Two themes have the same id.",
    Severity.ERROR,
    "Links to the second one would lead to the first.",
    "Two themes in goals.json have the id `speak-up`.",
    "One of them is `speak-up-at-work`.",
    example_is="kit",
)
NO_ANSWER = Rule(
    "C609",
    "A theme that the course does not meet has no answer.",
    Severity.WARNING,
    "People forgive a no. Silence tells them that nobody read what they wrote.",
    "A theme in goals.json has no `outcomes`, no `modules` and no `answer`.",
    "The theme has an `answer`: what will be added, where else to find it, or a kind no.",
    example_is="kit",
)
ANSWER_AFTER_END = Rule(
    "C610",
    "A theme is answered in a week that the course does not have.",
    Severity.ERROR,
    "Nobody would be there to read it.",
    "A theme in goals.json has an answer in week 9, and the course has 4.",
    "The answer is in week 4.",
    example_is="kit",
)
NOT_NAMED = Rule(
    "C670",
    "A theme that was found has no name yet: it is not shown.",
    Severity.NOTE,
    "Its words come out of what people wrote. Somebody reads them before the world does, and says what is meant.",
    'A theme in goals.json has the title "council, mayor, letter".',
    'Its title is "We want to be heard by those who decide".',
    example_is="kit",
)

RULES: tuple[Rule, ...] = (
    CHECK_IN_AFTER_END,
    NO_CHECK_IN,
    NOWHERE_TO_SHARE,
    NO_CONSENT,
    QUOTE_WITHOUT_YES,
    NAMES_SOMEBODY,
    DOES_NOT_ADD_UP,
    SAME_THEME,
    NO_ANSWER,
    ANSWER_AFTER_END,
    NOT_NAMED,
)
