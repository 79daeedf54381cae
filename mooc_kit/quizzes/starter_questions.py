"""Starter questions: for each outcome, playable questions of the kind that its verb calls for.

They ask how one goes about the outcome, not for facts that mooc-kit cannot know; authors replace them by their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mooc_kit.bloom import Level, Said, level_of, level_of_verb
from mooc_kit.content.plain_markdown import inline_escaped
from mooc_kit.i18n import ENGLISH, Messages
from mooc_kit.quizzes.model import (
    AnswerChoice,
    Essay,
    Feedback,
    MultipleChoice,
    MultipleResponse,
    Ordering,
    Question,
    TrueFalse,
)
from mooc_kit.spec.fields import slug

STARTER = "starter"
COMMENTS = (
    "Starter questions, made from the outcomes of the course. Participants can answer them as they are;",
    "replace them by questions on your own material, and remove the tag `starter` when you do.",
)
UNWRITTEN = (
    "The questions of this quiz are yours to write: it gives points, so mooc-kit puts none of its own in here.",
    "Until then participants read that they are being written.",
)
FIRST_QUESTION = """\
questions: []
# Put questions like this one in the place of []. What you have elsewhere
# comes in by `mooc-kit quiz import`.
#  - id: first
#    kind: multiple_choice
#    prompt: What do you do first when ...?
#    choices:
#      - text: The right thing
#        correct: true
#        feedback: Yes, because ...
#      - text: What many people do instead
#        feedback: That comes later, because ...
"""

_Say = Callable[..., str]
_Maker = Callable[[str, str, _Say], Question]


_ENGLISH = Messages(ENGLISH)


def stub_questions(outcomes: Sequence[tuple[str, Said]], count: int, messages: Messages = _ENGLISH) -> list[Question]:
    """`count` starter questions for `outcomes`, as pairs of an id with the text or the parts, going round the outcomes
    and the kinds; of an outcome with several parts each question asks about one."""
    found: list[Question] = []
    round_ = 0
    while outcomes and len(found) < count:
        for id, said in outcomes:
            text, level, turn = _asked_about(said, round_)
            makers = _MAKERS[level or Level.APPLY]
            if len(found) < count:
                maker = makers[turn % len(makers)]
                question = maker(f"{slug(id)[:40]}-{round_ + 1}", inline_escaped(text), messages.text)
                found.append(question.model_copy(update={"outcome": id, "tags": [STARTER]}))
        round_ += 1
        if round_ >= 4:  # more would only say the same again
            break
    return found


def _asked_about(said: Said, round_: int) -> tuple[str, Level | None, int]:
    """The words of a question of this round, the level of their verb, and how often they were asked about before."""
    if isinstance(said, str):
        return said.strip().rstrip("."), level_of(said), round_
    part = said[round_ % len(said)]
    return part.whole[:1].upper() + part.whole[1:], level_of_verb(part.verb.split(" ", 1)[0]), round_ // len(said)


def _recognise(id: str, text: str, say: _Say) -> Question:
    return MultipleChoice(
        id=id,
        kind="multiple_choice",
        prompt=say("The outcome is: *{text}*. Which of these shows best that somebody has reached it?", text=text),
        choices=[
            AnswerChoice(
                text=say("They have read the page about it."),
                feedback=say("Reading is a beginning. It does not show yet what somebody can do."),
            ),
            AnswerChoice(
                text=say("They have done it, and can show the result to others."),
                correct=True,
                feedback=say("Yes. A result that others can look at is the clearest evidence."),
            ),
            AnswerChoice(
                text=say("They remember that it was mentioned."),
                feedback=say("Remembering that it exists is not the same as being able to do it."),
            ),
        ],
    )


def _steps(id: str, text: str, say: _Say) -> Question:
    return Ordering(
        id=id,
        kind="ordering",
        prompt=say("You want to do this: *{text}*. Bring the steps into an order that works.", text=text),
        items=[
            say("Look at an example of how it is done"),
            say("Prepare what you need and choose where to begin"),
            say("Do it once, and write down what you did"),
            say("Compare your result with the example or the rubric"),
            say("Change one thing and do it again"),
        ],
        feedback=Feedback(general=say("Looking first and comparing afterwards turns trying into learning.")),
    )


def _evidence(id: str, text: str, say: _Say) -> Question:
    return MultipleResponse(
        id=id,
        kind="multiple_response",
        prompt=say("Another participant says: “I can do this: {text}.” What would help you to believe it?", text=text),
        choices=[
            AnswerChoice(
                text=say("A result that I can look at"), correct=True, feedback=say("Yes: something to look at.")
            ),
            AnswerChoice(
                text=say("Notes on how, where and when it was done"),
                correct=True,
                feedback=say("Yes: with notes others could repeat it."),
            ),
            AnswerChoice(
                text=say("How many hours they spent"),
                feedback=say("Time tells how much work it was, not whether it worked."),
            ),
            AnswerChoice(
                text=say("What went wrong, and what they changed"),
                correct=True,
                feedback=say("Yes: it shows that they looked at their own result."),
            ),
        ],
    )


def _explain(id: str, text: str, say: _Say) -> Question:
    return Essay(
        id=id,
        kind="essay",
        prompt=say("In two or three sentences, for a friend who is new to this: {text}.", text=text),
        least_words=20,
        model_answer=say(
            "A good answer uses own words, gives one example from a place or case that you know, and says what you are "
            "not sure about yet."
        ),
    )


def _opinion(id: str, text: str, say: _Say) -> Question:
    return TrueFalse(
        id=id,
        kind="true_false",
        prompt=say("“{text}”: for this, it is enough to say what I think; reasons are not needed.", text=text),
        answer=False,
        feedback=Feedback(
            correct=say("Right. Reasons and evidence let others follow, and disagree in a useful way."),
            incorrect=say("Without reasons nobody can follow the way you took. Name the evidence and the measure."),
        ),
    )


def _plan(id: str, text: str, say: _Say) -> Question:
    return Essay(
        id=id,
        kind="essay",
        prompt=say(
            "Plan how you do this: *{text}*. For whom, with what, until when? How will you know that it worked?",
            text=text,
        ),
        least_words=30,
        model_answer=say(
            "Compare: Is there a person or group for whom it is useful? Is the first step small enough for this week? "
            "Would somebody else see whether it worked?"
        ),
    )


_MAKERS: dict[Level, tuple[_Maker, ...]] = {
    Level.REMEMBER: (_recognise, _explain, _evidence, _steps),
    Level.UNDERSTAND: (_explain, _recognise, _evidence, _opinion),
    Level.APPLY: (_steps, _recognise, _evidence, _plan),
    Level.ANALYSE: (_evidence, _opinion, _steps, _explain),
    Level.EVALUATE: (_opinion, _evidence, _explain, _recognise),
    Level.CREATE: (_plan, _steps, _evidence, _recognise),
}
