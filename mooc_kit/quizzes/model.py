"""Quiz model: a question asks for one thing that any platform can score; a quiz file is a list of them."""

import re
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mooc_kit.quizzes import quiz_codes
from mooc_kit.quizzes.answers import (
    AnswerChoice,
    Blank,
    Credit,
    Feedback,
    Number,
    NumberAnswer,
    NumberRule,
    Pair,
    Points,
    TextAnswer,
    Unit,
    Variable,
)
from mooc_kit.quizzes.settings import FeedbackWhen, QuizSettings
from mooc_kit.spec.ask import Ask, Choice
from mooc_kit.spec.fields import Id, LongText, SpecModel, Text, empty_list, refuse

# fmt: off
__all__ = [
    "AnswerChoice",
    "AnyQuestion",
    "Blank",
    "Calculated",
    "Credit",
    "Difficulty",
    "Essay",
    "EssaySubmission",
    "Feedback",
    "FeedbackWhen",
    "FillBlanks",
    "Matching",
    "MultipleChoice",
    "MultipleResponse",
    "Number",
    "NumberAnswer",
    "Numerical",
    "Ordering",
    "Pair",
    "Points",
    "Pool",
    "Question",
    "QuizFile",
    "QuizSettings",
    "ShortAnswer",
    "TextAnswer",
    "TrueFalse",
    "Unit",
    "Variable",
]
# fmt: on

MAX_QUESTIONS = 20_000
_GAP = re.compile(r"\[\[(.+?)\]\]")


class Difficulty(Choice):
    EASY = "easy", "Most participants answer it at once"
    MEDIUM = "medium", "It takes a moment"
    HARD = "hard", "Only those who have worked on it answer it"


class EssaySubmission(Choice):
    TEXT = "text", "Words, typed in"
    FILE = "file", "A file: document, image, recording"


class _Question(SpecModel):
    id: Annotated[Id, Ask("Short id of the question")]
    title: Annotated[Text | None, Ask("A name for the question", "For the team's lists; participants may see it.")] = (
        None
    )
    text_above: Annotated[LongText | None, Ask("A text to read before the question", "Markdown.")] = None
    prompt: Annotated[LongText, Ask("The question", "Markdown.")]
    outcome: Annotated[Id | None, Ask("Which outcome does it check?")] = None
    pool: Annotated[Id | None, Ask("From which pool is it drawn?", "One of the file's `pools`.")] = None
    points: Annotated[Points, Ask("How many points?")] = 1
    difficulty: Annotated[Difficulty | None, Ask("How hard is it?")] = None
    feedback: Annotated[Feedback, Ask("What is said after an answer?")] = Field(default_factory=Feedback)
    hints: Annotated[list[LongText], Ask("Hints, one after the other")] = Field(
        default_factory=empty_list, max_length=10
    )
    tags: Annotated[list[Text], Ask("Words to find it by")] = Field(default_factory=empty_list, max_length=50)
    author: Annotated[Text | None, Ask("Who wrote it, if they wish to be named?")] = None

    @property
    def whole_prompt(self) -> str:
        """The text above and the question, for places that know only one text."""
        return f"{self.text_above}\n\n{self.prompt}" if self.text_above else self.prompt


class MultipleChoice(_Question):
    kind: Annotated[Literal["multiple_choice"], Field(description="One answer of several is right")]
    choices: Annotated[
        list[AnswerChoice], Ask("The answers to choose from: one is right", "`credit` gives part of the points.")
    ] = Field(min_length=2, max_length=50)
    shuffle: Annotated[bool, Ask("Mix the order of the answers?")] = True


class MultipleResponse(_Question):
    kind: Annotated[Literal["multiple_response"], Field(description="Any number of answers is right")]
    choices: Annotated[
        list[AnswerChoice],
        Ask("The answers to choose from: any number is right", "`credit` weights them; below zero it takes away."),
    ] = Field(min_length=2, max_length=50)
    shuffle: Annotated[bool, Ask("Mix the order of the answers?")] = True
    partial: Annotated[bool, Ask("Give part of the points for part of the answer?")] = True

    @model_validator(mode="after")
    def _weighs(self) -> Self:
        if not self.partial and any(choice.credit is not None for choice in self.choices):
            hint = "Remove `partial: false`, or the credits."
            raise refuse(quiz_codes.CREDIT_CONTRADICTS, "Credits count for nothing without partial points.", hint)
        return self

    def credits(self) -> list[float]:
        """Each choice's credit in percent: as written, else an equal part of 100, taken away where it is wrong."""
        right = sum(choice.gives for choice in self.choices) or 1
        part = 100 / right
        return [
            choice.credit if choice.credit is not None else part if choice.correct else -part for choice in self.choices
        ]


class TrueFalse(_Question):
    kind: Annotated[Literal["true_false"], Field(description="A statement that is true or not")]
    answer: Annotated[bool, Ask("Is the statement true?")]


class ShortAnswer(_Question):
    kind: Annotated[Literal["short_answer"], Field(description="A word or a few, typed in")]
    answers: Annotated[
        list[TextAnswer],
        Ask("Answers that count", "* stands for any letters. One with `credit` or `feedback` is a group of keys."),
    ] = Field(min_length=1, max_length=100)
    case_sensitive: Annotated[bool, Ask("Do capital letters matter?")] = False


class Numerical(NumberRule, _Question):
    kind: Annotated[Literal["numerical"], Field(description="A number, typed in")]
    also: Annotated[list[NumberAnswer], Ask("Further numbers that count", "With `credit` and `feedback`.")] = Field(
        default_factory=empty_list, max_length=50
    )
    unit: Annotated[Text | None, Ask("The unit of the answer")] = None
    units: Annotated[list[Unit], Ask("Other units in which people may answer")] = Field(
        default_factory=empty_list, max_length=50
    )
    unit_needed: Annotated[bool, Ask("Must the answer name its unit?")] = False

    @model_validator(mode="after")
    def _has_unit(self) -> Self:
        _check_units(self)
        return self

    def numbers(self) -> list[NumberAnswer]:
        """All numbers that count, in the order in which they are tried."""
        own = NumberAnswer(
            answer=self.answer,
            least=self.least,
            most=self.most,
            tolerance=self.tolerance,
            tolerance_percent=self.tolerance_percent,
        )
        return [own, *self.also]


class Matching(_Question):
    kind: Annotated[Literal["matching"], Field(description="What belongs together")]
    pairs: Annotated[list[Pair], Ask("What belongs together")] = Field(min_length=2, max_length=30)
    distractors: Annotated[list[LongText], Ask("Right-hand sides that belong to nothing")] = Field(
        default_factory=empty_list, max_length=30
    )


class Ordering(_Question):
    kind: Annotated[Literal["ordering"], Field(description="What comes first, and what then")]
    items: Annotated[list[LongText], Ask("The items in the right order")] = Field(min_length=2, max_length=30)


class FillBlanks(_Question):
    """`text` holds gaps in double square brackets: right answers, [[rivers|streams]], or a name of `blanks`, [[#size]].

    A gap with a name can offer choices, take numbers, and give credits and feedback.
    """

    kind: Annotated[Literal["fill_blanks"], Field(description="A text with gaps")]
    text: Annotated[
        LongText, Ask("The text with gaps", "Write [[answer]], [[answer|another]], or [[#name]] and say more below.")
    ]
    blanks: Annotated[dict[Id, Blank], Ask("What fits into the gaps with names")] = Field(
        default_factory=dict, max_length=100
    )
    case_sensitive: Annotated[bool, Ask("Do capital letters matter?")] = False

    @model_validator(mode="after")
    def _has_gaps(self) -> Self:
        named = {piece[1:] for piece in _GAP.findall(self.text) if piece.startswith("#")}
        if self.blanks and named != set(self.blanks):
            lost = ", ".join(sorted(named ^ set(self.blanks)))
            hint = "Each name stands once in `text`, like [[#name]], and once below `blanks`."
            raise refuse(quiz_codes.NO_GAP, f"These gaps and their names do not fit together: {lost}.", hint)
        if not self.gaps():
            hint = "Put the word that is to be filled in between [[ and ]]."
            raise refuse(quiz_codes.NO_GAP, "The text has no gap.", hint)
        return self

    def gaps(self) -> list[Blank]:
        """What fits into each gap, in the order of the text."""
        return [part for part in self.parts() if isinstance(part, Blank)]

    def parts(self) -> list[Blank | str]:
        """The text in pieces: a Blank for a gap, words for what lies between."""
        pieces: list[Blank | str] = []
        for position, piece in enumerate(_GAP.split(self.text)):
            if position % 2:
                named = self.blanks.get(piece[1:]) if piece.startswith("#") else None
                answers = [TextAnswer(text=part) for part in piece.split("|") if part.strip()]
                pieces.append(named or (Blank(answers=answers) if answers else "[[]]"))
            elif piece:
                pieces.append(piece)
        return pieces


class Essay(_Question):
    """An answer in own words, or a file; no machine scores it. `rubric` says how it is judged."""

    kind: Annotated[Literal["essay"], Field(description="An answer in own words, or a file")]
    submission: Annotated[EssaySubmission, Ask("What is handed in?")] = EssaySubmission.TEXT
    rubric: Annotated[Id | None, Ask("Which rubric judges it?")] = None
    model_answer: Annotated[LongText | None, Ask("An answer to compare with, shown afterwards")] = None
    least_words: Annotated[int, Ask("How many words at least?"), Field(ge=0, le=10_000)] = 0


class Calculated(_Question):
    """A number that follows from values drawn for each participant; the prompt names them in braces: {width}."""

    kind: Annotated[
        Literal["calculated"], Field(description="A number that follows from values drawn for each participant")
    ]
    variables: Annotated[dict[str, Variable], Ask("The values that are drawn")] = Field(min_length=1, max_length=20)
    formula: Annotated[Text, Ask("How the answer is computed", "Like width * height / 2.")]
    decimals: Annotated[int, Ask("How many decimals does the answer have?"), Field(ge=0, le=10)] = 2
    tolerance: Annotated[Number, Ask("How far off may an answer be?"), Field(ge=0)] = 0.01
    tolerance_percent: Annotated[Number | None, Ask("Or how far in percent?"), Field(ge=0, le=100)] = None
    unit: Annotated[Text | None, Ask("The unit of the answer")] = None
    units: Annotated[list[Unit], Ask("Other units in which people may answer")] = Field(
        default_factory=empty_list, max_length=50
    )
    unit_needed: Annotated[bool, Ask("Must the answer name its unit?")] = False

    @model_validator(mode="after")
    def _is_computable(self) -> Self:
        from mooc_kit.quizzes.formula import FormulaError, evaluate

        try:
            evaluate(self.formula, {name: value.most for name, value in self.variables.items()})
        except FormulaError as error:
            raise refuse(quiz_codes.BAD_FORMULA, str(error), "Use + - * / ** ( ) and the names of variables.") from None
        _check_units(self)
        return self


def _check_units(question: Numerical | Calculated) -> None:
    if (question.units or question.unit_needed) and not question.unit:
        raise refuse(
            quiz_codes.NO_NUMBER, "The answer has no unit of its own.", "Add `unit:`; other units refer to it."
        )


Question = (
    MultipleChoice
    | MultipleResponse
    | TrueFalse
    | ShortAnswer
    | Numerical
    | Matching
    | Ordering
    | FillBlanks
    | Essay
    | Calculated
)
AnyQuestion = Annotated[Question, Field(discriminator="kind")]
KINDS: dict[str, type[Question]] = {
    "multiple_choice": MultipleChoice,
    "multiple_response": MultipleResponse,
    "true_false": TrueFalse,
    "short_answer": ShortAnswer,
    "numerical": Numerical,
    "matching": Matching,
    "ordering": Ordering,
    "fill_blanks": FillBlanks,
    "essay": Essay,
    "calculated": Calculated,
}
"""What `kind` says a question is; a single question is checked by its own class."""


class Pool(SpecModel):
    """A part of the questions from which an attempt draws some; questions name it with `pool`."""

    id: Annotated[Id, Ask("Short id of the pool")]
    title: Annotated[Text | None, Ask("What holds its questions together?")] = None
    draw: Annotated[int | None, Ask("How many are drawn for an attempt?", "All unless given."), Field(ge=1)] = None
    file: Annotated[
        Text | None, Ask("Another quiz file whose questions belong to it", "Beside this file, like community.yaml.")
    ] = None


class QuizFrame(SpecModel):
    """What stands around the questions of a quiz."""

    title: Annotated[Text | None, Ask("Title of the quiz")] = None
    intro: Annotated[LongText | None, Ask("What is said above the questions?")] = None
    outro: Annotated[LongText | None, Ask("What is said below the questions?")] = None
    settings: Annotated[
        QuizSettings, Ask("How it is taken: attempts, time, order, feedback", "What course.yaml says goes first.")
    ] = Field(default_factory=QuizSettings)
    draw: Annotated[int | None, Ask("How many questions are drawn?", "All where nothing is said."), Field(ge=1)] = None
    pools: Annotated[list[Pool], Ask("Parts of the questions to draw from")] = Field(
        default_factory=empty_list, max_length=200
    )


class QuizFile(QuizFrame):
    """A file in `quizzes/`. `draw` takes that many of the questions outside pools at random for each attempt."""

    questions: Annotated[list[AnyQuestion], Ask("The questions")] = Field(
        default_factory=empty_list, max_length=MAX_QUESTIONS
    )

    @staticmethod
    def of(frame: QuizFrame, questions: list[Question]) -> "QuizFile":
        """A quiz of parts that have been checked, which are not checked again."""
        given = {name: getattr(frame, name) for name in frame.model_fields_set}
        return QuizFile.model_construct(**given, questions=questions)

    def groups(self) -> list[tuple[int | None, list[int]]]:
        """How many are drawn of which questions (their indexes): those outside pools, then each pool's."""
        found: list[tuple[int | None, list[int]]] = [(self.draw, self._indexes(None))]
        found += [(pool.draw, self._indexes(pool.id)) for pool in self.pools]
        return [(draw, indexes) for draw, indexes in found if indexes]

    def _indexes(self, pool: str | None) -> list[int]:
        return [index for index, question in enumerate(self.questions) if question.pool == pool]

    @property
    def asked(self) -> int:
        """How many questions an attempt asks."""
        return sum(min(draw or len(indexes), len(indexes)) for draw, indexes in self.groups())

    @property
    def points(self) -> int:
        """The points that an attempt can give, as a whole number; of questions that are drawn, the usual ones."""
        total = 0.0
        for draw, indexes in self.groups():
            drawn = min(draw or len(indexes), len(indexes))
            total += sum(self.questions[index].points for index in indexes) * drawn / len(indexes)
        return max(round(total), 1) if self.questions else 0
