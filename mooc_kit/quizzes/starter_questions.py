"""Starter questions: stems on each outcome of the kind that its verb calls for, with blanks that only authors can fill.

What is right, what is tempting and why, a course's authors know and mooc-kit does not. So each question says what
belongs into it, and nobody is asked it before the last blank is filled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from mooc_kit.bloom import Level, Said, level_of, parts_said
from mooc_kit.content.plain_markdown import inline_escaped
from mooc_kit.i18n import ENGLISH, Messages, Say
from mooc_kit.quizzes.model import (
    AnswerChoice,
    Essay,
    Feedback,
    MultipleChoice,
    MultipleResponse,
    Ordering,
    Question,
    QuizFile,
    TrueFalse,
)
from mooc_kit.spec.fields import slug

STARTER = "starter"
"""The tag of the starter questions of earlier versions, which could be answered as they were."""
BLANK = "___ {"
"""How a blank begins; what belongs into it follows, and a closing brace. No colon: YAML would want quotes."""
COMMENTS = (
    "These questions are yours to finish: each ___ {write ...} is a blank that says what belongs there. Put your words",
    "in the place of all of it, from the line to the brace. A question is asked as soon as it has no blank left;",
    "change, remove and add whatever you like.",
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

_Maker = Callable[[str, Say], Question]
_ENGLISH = Messages(ENGLISH)


def stub_questions(outcomes: Sequence[tuple[str, Said]], count: int, messages: Messages = _ENGLISH) -> list[Question]:
    """`count` starter questions for `outcomes`, as pairs of an id with the text or the parts, going round the outcomes
    and the kinds; of an outcome with several parts each question asks about one."""
    found: list[Question] = []
    round_ = 0
    while outcomes and len(found) < count:
        for id, said in outcomes:
            text, level, turn = _asked_about(said, round_, messages.language)
            makers = _MAKERS[level or Level.APPLY]
            if len(found) < count:
                maker = makers[turn % len(makers)]
                say = partial(messages.text, outcome=inline_escaped(text))
                question = maker(f"{slug(id)[:40]}-{round_ + 1}", say)
                found.append(question.model_copy(update={"outcome": id}))
        round_ += 1
        if round_ >= 4:  # more would only say the same again
            break
    return found


def has_blanks(question: Question) -> bool:
    """Whether something of the question is still to be written."""
    return re.search(rf"{re.escape(BLANK)}\w", question.model_dump_json(exclude_defaults=True)) is not None


def without_blanks(quiz: QuizFile) -> QuizFile:
    """`quiz` as participants get it: with the questions that have no blanks left, drawn from as far as they reach."""
    asked = [question for question in quiz.questions if not has_blanks(question)]
    if len(asked) == len(quiz.questions):
        return quiz
    outside = sum(question.pool is None for question in asked)
    draw = quiz.draw if quiz.draw and quiz.draw < outside else None
    return quiz.model_copy(update={"questions": asked, "draw": draw})


def _asked_about(said: Said, round_: int, language: str) -> tuple[str, Level | None, int]:
    """The words of a question of this round, the level of their verb, and how often they were asked about before."""
    if isinstance(said, str):
        return said.strip().rstrip("."), level_of(said, language), round_
    part = parts_said(said, language)[round_ % len(said)]
    return part.whole[:1].upper() + part.whole[1:], part.level, round_ // len(said)


def _blank(words: str) -> str:
    return f"{BLANK}{words}}}"


def _choice(words: str, why: str, *, correct: bool = False) -> AnswerChoice:
    return AnswerChoice(text=_blank(words), correct=correct, feedback=_blank(why))


def _meaning(id: str, say: Say) -> Question:
    word = _blank(say("write a word that people need for this: {outcome}"))
    return MultipleChoice(
        id=id,
        kind="multiple_choice",
        prompt=say("What does {blank} mean?", blank=word),
        choices=[
            _choice(say("write what it means, in plain words"), say("write an example of it"), correct=True),
            _choice(say("write what many people take it to mean"), say("write why that is not quite it")),
            _choice(say("write what a word means that is easily mixed up with it"), say("write how the two differ")),
        ],
    )


def _steps(id: str, say: Say) -> Question:
    return Ordering(
        id=id,
        kind="ordering",
        prompt=say("Bring the steps into an order that works: *{outcome}*."),
        items=[
            _blank(say("write the first step")),
            _blank(say("write the second step")),
            _blank(say("write the third step")),
            _blank(say("write the last step, by which one sees whether it worked")),
        ],
        feedback=Feedback(general=_blank(say("write what goes wrong when somebody changes the order"))),
    )


def _signs(id: str, say: Say) -> Question:
    work = _blank(say("write what somebody made or did, in words or as a picture; the outcome is: {outcome}"))
    return MultipleResponse(
        id=id,
        kind="multiple_response",
        prompt=say("{blank} What is done well here?", blank=work),
        choices=[
            _choice(say("write something that is done well"), say("write how one sees that"), correct=True),
            _choice(say("write something else that is done well"), say("write why it matters"), correct=True),
            _choice(say("write something that looks good at first sight"), say("write what is wrong with it")),
            _choice(say("write a mistake that is easily overlooked"), say("write how one notices it")),
        ],
    )


def _decision(id: str, say: Say) -> Question:
    case = _blank(say("write a case in two or three sentences, in which somebody needs this: {outcome}"))
    experienced, sign = (
        say("write what somebody with experience would do"),
        say("write which sign in the case speaks for it"),
    )
    return MultipleChoice(
        id=id,
        kind="multiple_choice",
        prompt=say("{blank} What is best now?", blank=case),
        choices=[
            _choice(experienced, sign, correct=True),
            _choice(say("write what beginners often do instead"), say("write what would happen then")),
            _choice(say("write what would be right in another case"), say("write what is different here")),
        ],
    )


def _explain(id: str, say: Say) -> Question:
    return Essay(
        id=id,
        kind="essay",
        prompt=say(
            "A friend who is new to this asks you: {blank} What do you say, in two or three sentences?",
            blank=_blank(say("write a question of beginners; the outcome is: {outcome}")),
        ),
        least_words=20,
        model_answer=_blank(say("write your own answer, with an example")),
    )


def _belief(id: str, say: Say) -> Question:
    return TrueFalse(
        id=id,
        kind="true_false",
        prompt=_blank(say("write a sentence that many people believe and that is wrong; the outcome is: {outcome}")),
        answer=False,
        feedback=Feedback(
            correct=_blank(say("write what is true instead, and how one knows")),
            incorrect=_blank(say("write why the sentence sounds right, and what is true instead")),
        ),
    )


def _plan(id: str, say: Say) -> Question:
    return Essay(
        id=id,
        kind="essay",
        prompt=say(
            "{blank} How do you go about it? Say what you do first, and by what you will see that it worked.",
            blank=_blank(
                say("write a small task from the life of your participants, for which they need this: {outcome}")
            ),
        ),
        least_words=30,
        model_answer=_blank(say("write a plan that would work, and what people forget most often")),
    )


_MAKERS: dict[Level, tuple[_Maker, ...]] = {
    Level.REMEMBER: (_meaning, _belief, _explain, _decision),
    Level.UNDERSTAND: (_explain, _belief, _meaning, _decision),
    Level.APPLY: (_steps, _decision, _signs, _plan),
    Level.ANALYSE: (_signs, _belief, _decision, _explain),
    Level.EVALUATE: (_decision, _signs, _belief, _explain),
    Level.CREATE: (_plan, _steps, _signs, _decision),
}
