"""Quiz settings: how a quiz is taken, in the words that a quiz file and course.yaml share.

`QuizActivity` of course.yaml holds some of them for one course, `mooc_kit.quizzes.settings.QuizSettings` of a quiz file
all of them for everybody who uses the file. Each is asked about here.
"""

from typing import Annotated

from pydantic import Field

from mooc_kit.spec.ask import Ask, Choice


class FeedbackWhen(Choice):
    ANSWER = "answer", "After each answer"
    ATTEMPT = "attempt", "When all questions are answered"
    DUE = "due", "When the day is past until which it is due"
    NEVER = "never", "Not at all: only the score"


Attempts = Annotated[int | None, Ask("How many attempts?", "Unlimited where nothing is said."), Field(ge=1)]
TimeLimit = Annotated[int | None, Ask("How many minutes for an attempt?"), Field(ge=1, le=600)]
