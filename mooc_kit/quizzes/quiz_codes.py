"""Problem codes of quizzes (Q)."""

from __future__ import annotations

from mooc_kit.problems import Rule, Severity

_HEAD = "questions:\n  - id: depth\n    kind: multiple_choice\n    prompt: How deep do you sample?\n    choices:\n"
_GOOD = _HEAD + (
    "      - {text: At 20 cm, correct: true, feedback: 'Yes, away from surface and ground.'}\n"
    "      - {text: At the surface, feedback: 'There it is warmer and holds more dust.'}\n"
)

NO_CORRECT = Rule(
    "Q101",
    "No answer is marked as right.",
    Severity.ERROR,
    "Nobody could answer the question, and every answer would be told to be wrong.",
    _GOOD.replace("correct: true, ", ""),
    _GOOD,
    example_is="quiz file",
)
SEVERAL_CORRECT = Rule(
    "Q102",
    "Several answers are right where one can be chosen.",
    Severity.ERROR,
    "With multiple_choice only one answer can be given. Use multiple_response for several.",
    _GOOD.replace("{text: At the surface, ", "{text: At the surface, correct: true, "),
    _GOOD,
    example_is="quiz file",
)
SAME_CHOICES = Rule(
    "Q103",
    "Two answers are the same.",
    Severity.ERROR,
    "Whoever chooses one of them cannot know which of the two is counted.",
    _GOOD.replace("At the surface", "At 20 cm"),
    _GOOD,
    example_is="quiz file",
)
NO_FEEDBACK = Rule(
    "Q104",
    "A wrong answer gets no feedback.",
    Severity.WARNING,
    "People learn from a self-check by being told why; right or wrong alone teaches little.",
    _GOOD.replace(", feedback: 'There it is warmer and holds more dust.'", ""),
    _GOOD,
    example_is="quiz file",
)
SAME_ID = Rule(
    "Q105",
    "Two questions have the same id.",
    Severity.ERROR,
    "Answers and statistics are kept by id; those of two questions would be mixed.",
    _GOOD + _GOOD.split("questions:\n")[1],
    _GOOD,
    example_is="quiz file",
)
UNKNOWN_OUTCOME = Rule(
    "Q106",
    "The question names an outcome that the course does not have.",
    Severity.ERROR,
    "The question would count for nothing in the outline of outcomes and evidence.",
    _GOOD.replace("    prompt:", "    outcome: swimming\n    prompt:"),
    _GOOD.replace("    prompt:", "    outcome: sample\n    prompt:"),
    example_is="quiz file",
)
NO_GAP = Rule(
    "Q107",
    "A text to fill in has no gap.",
    Severity.ERROR,
    "There would be nothing to answer.",
    "questions:\n  - {id: gap, kind: fill_blanks, prompt: Fill in., text: Sample at 20 cm.}\n",
    'questions:\n  - {id: gap, kind: fill_blanks, prompt: Fill in., text: "Sample at [[20]] cm."}\n',
    example_is="quiz file",
)
BAD_FORMULA = Rule(
    "Q108",
    "The formula of a calculated question cannot be computed.",
    Severity.ERROR,
    "Without it nobody's answer could be scored.",
    "questions:\n  - id: area\n    kind: calculated\n    prompt: 'Area of {width} by 2?'\n    formula: width * hight\n"
    "    variables:\n      width: {least: 1, most: 9}\n",
    "questions:\n  - id: area\n    kind: calculated\n    prompt: 'Area of {width} by 2?'\n    formula: width * 2\n"
    "    variables:\n      width: {least: 1, most: 9}\n",
    example_is="quiz file",
)
NOTHING_ASKED = Rule(
    "Q109",
    "There are no questions yet.",
    Severity.WARNING,
    "Participants read that the questions are still being written, and nobody can get its points.",
    "title: Read the numbers\nquestions: []\n",
    _GOOD,
    example_is="quiz file",
)
SAME_RIGHT_SIDE = Rule(
    "Q110",
    "Two right-hand sides of a matching question are the same.",
    Severity.ERROR,
    "Both would fit both questions, whatever is chosen.",
    "questions:\n  - id: who\n    kind: matching\n    prompt: Who acts on it?\n"
    "    pairs: [{left: Dead fish, right: The town}, {left: Rubbish, right: The town}]\n",
    "questions:\n  - id: who\n    kind: matching\n    prompt: Who acts on it?\n"
    "    pairs: [{left: Dead fish, right: The emergency line}, {left: Rubbish, right: The town}]\n",
    example_is="quiz file",
)
DRAW_TOO_MANY = Rule(
    "Q111",
    "More questions are drawn than there are.",
    Severity.ERROR,
    "An attempt could never be put together.",
    "draw: 5\n" + _GOOD,
    "draw: 1\n" + _GOOD,
    example_is="quiz file",
)

CREDIT_CONTRADICTS = Rule(
    "Q112",
    "The credit of an answer contradicts what else is said about it.",
    Severity.ERROR,
    "People would be told that they are right and get no points, or the other way round.",
    _GOOD.replace("correct: true, ", "correct: true, credit: 0, "),
    _GOOD.replace("{text: At the surface, ", "{text: At the surface, credit: 50, "),
    example_is="quiz file",
)
NO_NUMBER = Rule(
    "Q113",
    "It is not clear which numbers are right.",
    Severity.ERROR,
    "A number can be compared with one answer and a tolerance, or with a range from the least to the most; other units "
    "are measured by the answer's own.",
    "questions:\n  - {id: ph, kind: numerical, prompt: Which pH is usual?, least: 7}\n",
    "questions:\n  - {id: ph, kind: numerical, prompt: Which pH is usual?, least: 7, most: 8.5}\n",
    example_is="quiz file",
)
BLANKS_LEFT = Rule(
    "Q123",
    "Questions still have blanks for their authors.",
    Severity.NOTE,
    "mooc-kit begins questions for you and leaves blank what only you know: what is right, what is tempting, and why. "
    "Participants are asked a question once nothing of it is blank.",
    _GOOD.replace("At the surface", "'___ {write what many people do instead}'"),
    _GOOD,
    example_is="quiz file",
)
_POOLED = "pools:\n  - {id: field-work, draw: 1}\n" + _GOOD.replace("    prompt:", "    pool: field-work\n    prompt:")
UNKNOWN_POOL = Rule(
    "Q114",
    "The question names a pool that the file does not have.",
    Severity.ERROR,
    "It would be drawn from nowhere, and so never asked.",
    _POOLED.replace("id: field-work", "id: lab-work"),
    _POOLED,
    example_is="quiz file",
)
EMPTY_POOL = Rule(
    "Q115",
    "A pool has no questions.",
    Severity.ERROR,
    "Nothing can be drawn from it. Questions belong to a pool by naming it, or stand in the pool's own file.",
    "pools:\n  - {id: field-work, draw: 1}\n" + _GOOD,
    _POOLED,
    example_is="quiz file",
)

# ---- Q2: files in other formats ------------------------------------------------------------------------------------

NOT_READ = Rule(
    "Q201",
    "The file cannot be read as a quiz.",
    Severity.ERROR,
    "mooc-kit reads quizzes in the formats that `mooc-kit quiz formats` lists.",
    "mooc-kit quiz check questions.docx",
    "mooc-kit quiz check questions.gift",
    example_is="files",
)
BROKEN_FILE = Rule(
    "Q202",
    "The file is damaged.",
    Severity.ERROR,
    "What follows the damaged place cannot be trusted, so nothing of the file is used.",
    "<quiz><question type='essay'></quiz>",
    "<quiz><question type='essay'></question></quiz>",
    example_is="files",
)
QUIZ_TOO_LARGE = Rule(
    "Q203",
    "The file is too large.",
    Severity.ERROR,
    "Thousands of questions fit into a few megabytes; a larger file holds something else.",
    "(a file of 60 MB)",
    "(the same questions in several files)",
    example_is="files",
)
UNSAFE_FILE = Rule(
    "Q204",
    "The file holds what an attack would hold.",
    Severity.ERROR,
    "Entities can grow to gigabytes or fetch files, archives can unpack to a thousand times their size or beside "
    "their folder. No export of questions needs that.",
    "<!DOCTYPE quiz [<!ENTITY a 'aaaa'>]><quiz></quiz>",
    "<quiz></quiz>",
    example_is="files",
)
QUESTION_NOT_READ = Rule(
    "Q205",
    "A question cannot be used as it stands.",
    Severity.ERROR,
    "The other questions of the file are read; this one is missing until it is complete.",
    "::Depth:: How deep? {=}",
    "::Depth:: How deep? {=20 cm ~2 m}",
    example_is="files",
)
CODE_NOT_RUN = Rule(
    "Q206",
    "The file holds code that should write questions.",
    Severity.ERROR,
    "mooc-kit runs no code from a quiz file: whoever hands in a question could run anything on your computer.",
    "```{.python .run}\nprint('1. What is 2+3?')\n```",
    "1. What is 2+3?",
    example_is="files",
)
LOST_IN_READING = Rule(
    "Q207",
    "Something in the file does not reach the course.",
    Severity.WARNING,
    "What a quiz in another format says and mooc-kit cannot hold would be missing without anyone noticing.",
    "(a Moodle XML file with a question of an add-on)",
    "(the same question as a kind that mooc-kit has)",
    example_is="files",
)
TWO_FILES = Rule(
    "Q208",
    "A quiz has two files.",
    Severity.WARNING,
    "Only one of them is used, and changes in the other would be lost.",
    "quizzes/week-1.yaml and quizzes/week-1.gift",
    "quizzes/week-1.gift",
    example_is="files",
)

RULES: tuple[Rule, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Rule))
