"""Starter questions: stems on each outcome of the kind that its verb calls for, with blanks that only authors can fill.

What is right, what is tempting and why, a course's authors know and mooc-kit does not. So each question says what
belongs into it, and nobody is asked it before the last blank is filled.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mooc_kit.bloom import Level, Said, level_of, level_of_verb
from mooc_kit.content.plain_markdown import inline_escaped
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
BLANK = "___ {write "
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

_Maker = Callable[[str, str], Question]


def stub_questions(outcomes: Sequence[tuple[str, Said]], count: int) -> list[Question]:
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
                question = maker(f"{slug(id)[:40]}-{round_ + 1}", inline_escaped(text))
                found.append(question.model_copy(update={"outcome": id}))
        round_ += 1
        if round_ >= 4:  # more would only say the same again
            break
    return found


def has_blanks(question: Question) -> bool:
    """Whether something of the question is still to be written."""
    return BLANK in question.model_dump_json(exclude_defaults=True)


def without_blanks(quiz: QuizFile) -> QuizFile:
    """`quiz` as participants get it: with the questions that have no blanks left, drawn from as far as they reach."""
    asked = [question for question in quiz.questions if not has_blanks(question)]
    if len(asked) == len(quiz.questions):
        return quiz
    outside = sum(question.pool is None for question in asked)
    draw = quiz.draw if quiz.draw and quiz.draw < outside else None
    return quiz.model_copy(update={"questions": asked, "draw": draw})


def _asked_about(said: Said, round_: int) -> tuple[str, Level | None, int]:
    """The words of a question of this round, the level of their verb, and how often they were asked about before."""
    if isinstance(said, str):
        return said.strip().rstrip("."), level_of(said), round_
    part = said[round_ % len(said)]
    return part.whole[:1].upper() + part.whole[1:], level_of_verb(part.verb.split(" ", 1)[0]), round_ // len(said)


def _blank(words: str) -> str:
    return f"{BLANK}{words}}}"


def _choice(words: str, why: str, *, correct: bool = False) -> AnswerChoice:
    return AnswerChoice(text=_blank(words), correct=correct, feedback=_blank(why))


def _meaning(id: str, text: str) -> Question:
    return MultipleChoice(
        id=id,
        kind="multiple_choice",
        prompt=f"What does {_blank(f'a word that people need for this: {text}')} mean?",
        choices=[
            _choice("what it means, in plain words", "an example of it", correct=True),
            _choice("what many people take it to mean", "why that is not quite it"),
            _choice("what a word means that is easily mixed up with it", "how the two differ"),
        ],
    )


def _steps(id: str, text: str) -> Question:
    return Ordering(
        id=id,
        kind="ordering",
        prompt=f"Bring the steps into an order that works: *{text}*.",
        items=[
            _blank("the first step"),
            _blank("the second step"),
            _blank("the third step"),
            _blank("the last step, by which one sees whether it worked"),
        ],
        feedback=Feedback(general=_blank("what goes wrong when somebody changes the order")),
    )


def _signs(id: str, text: str) -> Question:
    return MultipleResponse(
        id=id,
        kind="multiple_response",
        prompt=f"{_blank(f'what somebody made or did, in words or as a picture; the outcome is: {text}')} What is done "
        "well here?",
        choices=[
            _choice("something that is done well", "how one sees that", correct=True),
            _choice("something else that is done well", "why it matters", correct=True),
            _choice("something that looks good at first sight", "what is wrong with it"),
            _choice("a mistake that is easily overlooked", "how one notices it"),
        ],
    )


def _decision(id: str, text: str) -> Question:
    return MultipleChoice(
        id=id,
        kind="multiple_choice",
        prompt=f"{_blank(f'a case in two or three sentences, in which somebody needs this: {text}')} What is best now?",
        choices=[
            _choice("what somebody with experience would do", "which sign in the case speaks for it", correct=True),
            _choice("what beginners often do instead", "what would happen then"),
            _choice("what would be right in another case", "what is different here"),
        ],
    )


def _explain(id: str, text: str) -> Question:
    return Essay(
        id=id,
        kind="essay",
        prompt=f"A friend who is new to this asks you: {_blank(f'a question of beginners; the outcome is: {text}')} "
        "What do you say, in two or three sentences?",
        least_words=20,
        model_answer=_blank("your own answer, with an example"),
    )


def _belief(id: str, text: str) -> Question:
    return TrueFalse(
        id=id,
        kind="true_false",
        prompt=_blank(f"a sentence that many people believe and that is wrong; the outcome is: {text}"),
        answer=False,
        feedback=Feedback(
            correct=_blank("what is true instead, and how one knows"),
            incorrect=_blank("why the sentence sounds right, and what is true instead"),
        ),
    )


def _plan(id: str, text: str) -> Question:
    return Essay(
        id=id,
        kind="essay",
        prompt=f"{_blank(f'a small task from the life of your participants, for which they need this: {text}')} How do "
        "you go about it? Say what you do first, and by what you will see that it worked.",
        least_words=30,
        model_answer=_blank("a plan that would work, and what people forget most often"),
    )


_MAKERS: dict[Level, tuple[_Maker, ...]] = {
    Level.REMEMBER: (_meaning, _belief, _explain, _decision),
    Level.UNDERSTAND: (_explain, _belief, _meaning, _decision),
    Level.APPLY: (_steps, _decision, _signs, _plan),
    Level.ANALYSE: (_signs, _belief, _decision, _explain),
    Level.EVALUATE: (_decision, _signs, _belief, _explain),
    Level.CREATE: (_plan, _steps, _signs, _decision),
}
