"""Quiz settings: how a quiz is taken, in the quiz file for everybody, in course.yaml for one course.

What course.yaml says about an activity goes first; what it leaves open, the quiz file says.
"""

from typing import Annotated

from pydantic import Field

from mooc_kit.spec.ask import Ask
from mooc_kit.spec.fields import Percent, SpecModel
from mooc_kit.spec.quiz_settings import Attempts, FeedbackWhen, TimeLimit

__all__ = ["FeedbackWhen", "QuizSettings"]


class QuizSettings(SpecModel):
    attempts: Attempts = None
    time_limit: TimeLimit = None
    pass_percent: Annotated[Percent | None, Ask("What score counts as a pass?")] = Field(default=None, alias="pass")
    shuffle: Annotated[bool | None, Ask("Mix the order of the questions?")] = None
    shuffle_answers: Annotated[bool | None, Ask("Mix the order of the answers?", "Each question may differ.")] = None
    feedback: Annotated[
        FeedbackWhen | None,
        Ask("When do people get feedback?", "After each answer, or after the attempt in a quiz that counts."),
    ] = None
    show_correct: Annotated[bool | None, Ask("Are right answers shown with the feedback?")] = None
    one_at_a_time: Annotated[bool | None, Ask("One question at a time?")] = None
    go_back: Annotated[bool | None, Ask("May people go back to earlier questions?")] = None

    def over(self, below: "QuizSettings") -> "QuizSettings":
        """These settings, and those of `below` where these say nothing."""
        mine = self.model_dump(exclude_none=True)
        return QuizSettings.model_validate({**below.model_dump(exclude_none=True), **mine})
