"""A question asks for one thing that can be answered and scored, on any platform; a quiz file is a list of them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from mooc_kit.quizzes import codes
from mooc_kit.spec.ask import Ask, Choice
from mooc_kit.spec.fields import Id, LongText, SpecModel, Text, refuse

MAX_QUESTIONS = 2_000

Number = Annotated[float, Field(allow_inf_nan=False)]


class Difficulty(Choice):
    EASY = "easy", "Most participants answer it at once"
    MEDIUM = "medium", "It takes a moment"
    HARD = "hard", "Only those who have worked on it answer it"


class Feedback(SpecModel):
    """What is said after an answer, whichever it was."""

    general: Annotated[LongText | None, Ask("What is said after any answer?")] = None
    correct: Annotated[LongText | None, Ask("What is said after a right answer?")] = None
    incorrect: Annotated[LongText | None, Ask("What is said after a wrong answer?")] = None


class _Question(SpecModel):
    id: Annotated[Id, Ask("Short id of the question")]
    prompt: Annotated[LongText, Ask("The question", "Markdown.")]
    outcome: Annotated[Id | None, Ask("Which outcome does it check?")] = None
    points: Annotated[int, Ask("How many points?"), Field(ge=1, le=1000)] = 1
    difficulty: Annotated[Difficulty | None, Ask("How hard is it?")] = None
    feedback: Annotated[Feedback, Ask("What is said after an answer?")] = Field(default_factory=Feedback)
    hints: Annotated[list[LongText], Ask("Hints, one after the other")] = Field(default_factory=list, max_length=10)
    tags: Annotated[list[Text], Ask("Words to find it by")] = Field(default_factory=list, max_length=50)
    author: Annotated[Text | None, Ask("Who wrote it, if they wish to be named?")] = None


class AnswerChoice(SpecModel):
    text: Annotated[LongText, Ask("The answer", "Markdown.")]
    correct: Annotated[bool, Ask("Is it right?")] = False
    feedback: Annotated[LongText | None, Ask("What is said to those who choose it?")] = None


class MultipleChoice(_Question):
    kind: Literal["multiple_choice"]
    choices: Annotated[list[AnswerChoice], Ask("The answers to choose from: one is right")] = Field(
        min_length=2, max_length=50
    )
    shuffle: Annotated[bool, Ask("Mix the order of the answers?")] = True


class MultipleResponse(_Question):
    kind: Literal["multiple_response"]
    choices: Annotated[list[AnswerChoice], Ask("The answers to choose from: any number is right")] = Field(
        min_length=2, max_length=50
    )
    shuffle: Annotated[bool, Ask("Mix the order of the answers?")] = True
    partial: Annotated[bool, Ask("Give part of the points for part of the answer?")] = True


class TrueFalse(_Question):
    kind: Literal["true_false"]
    answer: Annotated[bool, Ask("Is the statement true?")]


class ShortAnswer(_Question):
    kind: Literal["short_answer"]
    answers: Annotated[list[Text], Ask("Answers that count as right", "* stands for any letters.")] = Field(
        min_length=1, max_length=100
    )
    case_sensitive: Annotated[bool, Ask("Do capital letters matter?")] = False


class Numerical(_Question):
    kind: Literal["numerical"]
    answer: Annotated[Number, Ask("The right number")]
    tolerance: Annotated[Number, Ask("How far off may an answer be?", "In the answer's own units."), Field(ge=0)] = 0
    tolerance_percent: Annotated[Number | None, Ask("Or how far in percent?"), Field(ge=0, le=100)] = None
    unit: Annotated[Text | None, Ask("The unit shown beside the field")] = None


class Pair(SpecModel):
    left: Annotated[LongText, Ask("What is asked")]
    right: Annotated[LongText, Ask("What belongs to it")]


class Matching(_Question):
    kind: Literal["matching"]
    pairs: Annotated[list[Pair], Ask("What belongs together")] = Field(min_length=2, max_length=30)
    distractors: Annotated[list[LongText], Ask("Right-hand sides that belong to nothing")] = Field(
        default_factory=list, max_length=30
    )


class Ordering(_Question):
    kind: Literal["ordering"]
    items: Annotated[list[LongText], Ask("The items in the right order")] = Field(min_length=2, max_length=30)


class FillBlanks(_Question):
    """`text` holds gaps in double square brackets, each with its right answers: [[rivers|streams]]."""

    kind: Literal["fill_blanks"]
    text: Annotated[LongText, Ask("The text with gaps", "Write [[answer]] or [[answer|another]].")]
    case_sensitive: Annotated[bool, Ask("Do capital letters matter?")] = False

    @model_validator(mode="after")
    def _has_gaps(self) -> FillBlanks:
        if not self.gaps():
            hint = "Put the word that is to be filled in between [[ and ]]."
            raise refuse(codes.NO_GAP, "The text has no gap.", hint)
        return self

    def gaps(self) -> list[tuple[str, ...]]:
        """The right answers of each gap, in the order of the text."""
        return [answers for answers, _ in self.parts() if answers]

    def parts(self) -> list[tuple[tuple[str, ...], str]]:
        """The text in pieces: (answers, "") for a gap, ((), words) for the words between."""
        import re

        pieces: list[tuple[tuple[str, ...], str]] = []
        for position, piece in enumerate(re.split(r"\[\[(.+?)\]\]", self.text)):
            if position % 2:
                answers = tuple(part.strip() for part in piece.split("|") if part.strip())
                pieces.append((answers, "") if answers else ((), "[[]]"))
            elif piece:
                pieces.append(((), piece))
        return pieces


class Essay(_Question):
    """An answer in own words, which no machine scores. `rubric` says how it is judged."""

    kind: Literal["essay"]
    rubric: Annotated[Id | None, Ask("Which rubric judges it?")] = None
    model_answer: Annotated[LongText | None, Ask("An answer to compare with, shown afterwards")] = None
    least_words: Annotated[int, Ask("How many words at least?"), Field(ge=0, le=10_000)] = 0


class Variable(SpecModel):
    least: Annotated[Number, Ask("The smallest value")]
    most: Annotated[Number, Ask("The largest value")]
    decimals: Annotated[int, Ask("How many decimals?"), Field(ge=0, le=6)] = 0


class Calculated(_Question):
    """A number that follows from values drawn for each participant; the prompt names them in braces: {width}."""

    kind: Literal["calculated"]
    variables: Annotated[dict[str, Variable], Ask("The values that are drawn")] = Field(min_length=1, max_length=20)
    formula: Annotated[Text, Ask("How the answer is computed", "Like width * height / 2.")]
    decimals: Annotated[int, Ask("How many decimals does the answer have?"), Field(ge=0, le=10)] = 2
    tolerance: Annotated[Number, Ask("How far off may an answer be?"), Field(ge=0)] = 0.01
    unit: Annotated[Text | None, Ask("The unit shown beside the field")] = None

    @model_validator(mode="after")
    def _is_computable(self) -> Calculated:
        from mooc_kit.quizzes.formula import FormulaError, evaluate

        try:
            evaluate(self.formula, {name: value.most for name, value in self.variables.items()})
        except FormulaError as error:
            raise refuse(codes.BAD_FORMULA, str(error), "Use + - * / ** ( ) and the names of variables.") from None
        return self


Question = (
    MultipleChoice | MultipleResponse | TrueFalse | ShortAnswer | Numerical | Matching | Ordering | FillBlanks | Essay
    | Calculated
)  # fmt: skip
AnyQuestion = Annotated[Question, Field(discriminator="kind")]


class QuizFile(SpecModel):
    """A file in `quizzes/`. `draw` takes that many of the questions at random for each attempt."""

    title: Annotated[Text | None, Ask("Title of the quiz")] = None
    intro: Annotated[LongText | None, Ask("What is said above the questions?")] = None
    draw: Annotated[int | None, Ask("How many questions are drawn?", "All where nothing is said."), Field(ge=1)] = None
    questions: Annotated[list[AnyQuestion], Ask("The questions")] = Field(
        default_factory=list, max_length=MAX_QUESTIONS
    )

    @property
    def points(self) -> int:
        """The points of all questions together."""
        return sum(question.points for question in self.questions)
