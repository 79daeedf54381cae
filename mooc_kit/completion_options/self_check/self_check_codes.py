"""Problem codes of self-checking quizzes (C8)."""

from __future__ import annotations

from mooc_kit.problems import Rule, Severity

STARTER_QUESTIONS = Rule(
    "C801",
    "A self-check still has starter questions.",
    Severity.NOTE,
    "Starter questions of earlier versions ask how one goes about an outcome. They are a beginning; only you can ask "
    "about your own material.",
    "quizzes/self-check-sampling.yaml has a question with `tags: [starter]`.",
    "quizzes/self-check-sampling.yaml has your own questions, without the tag.",
    example_is="kit",
)
NOWHERE_TO_HAND_IN = Rule(
    "C802",
    "Participants are asked for questions, and cannot hand them in.",
    Severity.ERROR,
    "Somebody who has written a good question and finds no place for it will not write a second one.",
    "course: {contact: null}\ncompletion:\n  self_check:\n    contributions: reviewed\n",
    "completion:\n  self_check:\n    contributions: reviewed\n    submit_url: https://git.example.org/rivers\n",
)
NOBODY_REVIEWS = Rule(
    "C803",
    "Nobody in the team can review contributed questions.",
    Severity.WARNING,
    "A wrong answer that is marked as right teaches everybody the wrong thing. Somebody who knows the subject or the "
    "participants has to look.",
    "course:\n  team:\n    - {name: Ama Boateng, role: technical-support}\n    - {name: Luis Ortega, role: assessor}\n"
    "completion:\n  self_check:\n    contributions: reviewed\n",
    "course:\n  team:\n    - {name: Ama Boateng, role: content-expert}\n    - {name: Luis Ortega, role: assessor}\n"
    "completion:\n  self_check:\n    contributions: reviewed\n",
)
TOO_FEW_QUESTIONS = Rule(
    "C804",
    "A self-check has fewer questions than planned.",
    Severity.NOTE,
    "People who come back to check themselves again would know all questions by heart.",
    "`questions_per_module: 5`, and quizzes/self-check-sampling.yaml has three questions.",
    "`questions_per_module: 5`, and quizzes/self-check-sampling.yaml has five questions or more.",
    example_is="kit",
)

RULES: tuple[Rule, ...] = (STARTER_QUESTIONS, NOWHERE_TO_HAND_IN, NOBODY_REVIEWS, TOO_FEW_QUESTIONS)
