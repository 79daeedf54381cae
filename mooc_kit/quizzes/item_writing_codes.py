"""The codes of `mooc-kit quiz check` about the craft of questions (Q3)."""

from __future__ import annotations

from mooc_kit.problems import Rule, Severity

_HEAD = "questions:\n  - id: depth\n    outcome: sample\n    kind: multiple_choice\n    prompt: How deep?\n"
_SAID = "    feedback: {general: Away from surface and ground.}\n"
_CHOICES = (
    "    choices:\n      - {text: At 20 cm, correct: true}\n      - {text: At the surface}\n"
    "      - {text: At the ground}\n"
)
_GOOD = _HEAD + _SAID + _CHOICES
_NUMBER = "questions:\n  - id: root\n    outcome: sample\n    kind: numerical\n    prompt: The root of 2?\n" + _SAID
_AREA = (
    "questions:\n  - id: area\n    outcome: sample\n    kind: calculated\n    prompt: 'How much is 8 by {width}?'\n"
    "    formula: 8 / width\n    variables:\n      width: {least: 1, most: 9}\n" + _SAID
)
_GAP = (
    "questions:\n  - id: where\n    outcome: sample\n    kind: fill_blanks\n    prompt: Fill in.\n"
    "    text: Go [[#way]]stream.\n"
    "    blanks:\n      way: {choices: [{text: up, correct: true}, {text: down}]}\n" + _SAID
)

NO_OUTCOME = Rule(
    "Q301",
    "A question checks none of the course's outcomes.",
    Severity.NOTE,
    "What a question is for shows in the outline of outcomes and evidence; one without an outcome is missing there.",
    _GOOD.replace("    outcome: sample\n", ""),
    _GOOD,
    example_is="files",
)
SAYS_NOTHING = Rule(
    "Q302",
    "A question says nothing after the answer.",
    Severity.WARNING,
    "Right or wrong alone teaches little; a sentence on why is what people learn from.",
    _GOOD.replace(_SAID, ""),
    _GOOD,
    example_is="files",
)
ALL_OF_THEM = Rule(
    "Q303",
    "An answer is about the other answers (all of the above).",
    Severity.WARNING,
    "Whoever knows two right answers need not know more, and when answers are mixed `above` means nothing.",
    _GOOD.replace("At the ground", "All of the above"),
    _GOOD,
    example_is="files",
)
LONGEST_IS_RIGHT = Rule(
    "Q304",
    "The right answer is longer than all others.",
    Severity.WARNING,
    "People who know nothing choose the longest answer, for it is the most careful one.",
    _GOOD.replace("text: At 20 cm,", "text: 'At 20 cm, which is away from the surface and from the ground',"),
    _GOOD,
    example_is="files",
)
NEVER_REACHED = Rule(
    "Q305",
    "An answer is never reached.",
    Severity.WARNING,
    "Answers are tried in their order, and the first that fits counts; an earlier one takes all that this one would.",
    _NUMBER + "    answer: 1.41\n    tolerance: 0.1\n    also: [{answer: 1.4, tolerance: 0.01, credit: 50}]\n",
    _NUMBER + "    answer: 1.41\n    tolerance: 0.01\n    also: [{answer: 1.4, tolerance: 0.1, credit: 50}]\n",
    example_is="files",
)
TOO_EXACT = Rule(
    "Q306",
    "A number must be met more exactly than people can write it.",
    Severity.WARNING,
    "Who rounds in another place is told to be wrong.",
    _NUMBER + "    answer: 1.41421\n",
    _NUMBER + "    answer: 1.41421\n    tolerance: 0.001\n",
    example_is="files",
)
GAP_WITHOUT_ANSWER = Rule(
    "Q307",
    "No answer fits a gap.",
    Severity.ERROR,
    "Nobody could fill it, and every word would be told to be wrong.",
    _GAP.replace(", correct: true", ""),
    _GAP,
    example_is="files",
)
NO_VALUE = Rule(
    "Q308",
    "The formula has no value for some drawn values.",
    Severity.ERROR,
    "Those participants to whom chance gives these values could not answer.",
    _AREA.replace("least: 1", "least: 0"),
    _AREA,
    example_is="files",
)
HIDDEN_VALUE = Rule(
    "Q309",
    "A drawn value is not shown in the question.",
    Severity.WARNING,
    "The answer depends on a number that nobody can see.",
    _AREA.replace("{width}?", "its width?"),
    _AREA,
    example_is="files",
)
_TWO = _GOOD + _GOOD.removeprefix("questions:\n").replace("id: depth", "id: width")
UNEVEN_POINTS = Rule(
    "Q310",
    "Questions that are drawn for one another give different points.",
    Severity.WARNING,
    "Chance would decide how many points an attempt can give.",
    "draw: 1\n" + _TWO.replace("id: width", "id: width\n    points: 3"),
    "draw: 1\n" + _TWO,
    example_is="files",
)

RULES: tuple[Rule, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Rule))
