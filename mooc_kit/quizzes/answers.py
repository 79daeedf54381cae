"""Answers: what a question compares a response with (a text, number, choice or gap), and what it is worth."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, Self

from pydantic import AfterValidator, ConfigDict, Field, GetJsonSchemaHandler, model_serializer, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from mooc_kit.quizzes import quiz_codes
from mooc_kit.spec.ask import Ask
from mooc_kit.spec.fields import LongText, SpecModel, Text, empty_list, refuse


def _whole(value: float) -> float:
    return int(value) if value == int(value) else value


Number = Annotated[float, Field(allow_inf_nan=False)]

Points = Annotated[int | float, Field(gt=0, le=1000, allow_inf_nan=False), AfterValidator(_whole)]
"""Points of a question; halves and other parts are possible."""

Credit = Annotated[int | float, Field(ge=-100, le=100, allow_inf_nan=False), AfterValidator(_whole)]
"""What an answer is worth, in percent of the question's points; below zero it takes away."""

FULL: Credit = 100


def share(credit: float) -> Fraction:
    """A credit in percent as a share of the points. Thirds, sixths and the like are taken for what they stand for."""
    return Fraction(credit / 100).limit_denominator(1000)


def _one_of(*keys: set[str]) -> dict[str, Any]:
    """That at least one of these groups of keys is there, for the schema; what excludes what is checked below."""
    return {"anyOf": [{"required": sorted(group)} for group in keys]}


class Feedback(SpecModel):
    """What is said after an answer, whichever it was."""

    general: Annotated[LongText | None, Ask("What is said after any answer?")] = None
    correct: Annotated[LongText | None, Ask("What is said after a right answer?")] = None
    incorrect: Annotated[LongText | None, Ask("What is said after a wrong answer?")] = None
    partial: Annotated[LongText | None, Ask("What is said after an answer that is right in part?")] = None


def said_together(*feedbacks: Mapping[str, str | None]) -> dict[str, str]:
    """Feedback from several places of a file, by outcome: of what is said twice on one, each text once."""
    found: dict[str, dict[str, None]] = {}
    for outcome, text in (said for feedback in feedbacks for said in feedback.items()):
        if text and text.strip():
            found.setdefault(outcome, {})[text] = None
    return {outcome: "\n\n".join(texts) for outcome, texts in found.items()}


class AnswerChoice(SpecModel):
    text: Annotated[LongText, Ask("The answer", "Markdown.")]
    correct: Annotated[bool, Ask("Is it right?")] = False
    credit: Annotated[
        Credit | None, Ask("How many percent of the points does it give?", "100 if right, 0 if wrong, unless given.")
    ] = None
    feedback: Annotated[LongText | None, Ask("What is said to those who choose it?")] = None

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.credit is not None and self.correct and self.credit <= 0:
            hint = "Remove `correct: true`, or give it a credit above zero."
            raise refuse(quiz_codes.CREDIT_CONTRADICTS, "A right answer gives no points.", hint)
        return self

    @property
    def is_right(self) -> bool:
        """Whether it gives all the points by itself."""
        return self.correct if self.credit is None else self.credit >= FULL

    @property
    def gives(self) -> bool:
        """Whether it gives any points."""
        return self.correct if self.credit is None else self.credit > 0


class TextAnswer(SpecModel):
    """An answer in words; in a file a plain text stands for one that gives all the points."""

    text: Annotated[Text, Ask("The words", "* stands for any letters.")]
    credit: Annotated[Credit, Ask("How many percent of the points does it give?")] = FULL
    feedback: Annotated[LongText | None, Ask("What is said to those who write it?")] = None

    @model_validator(mode="before")
    @classmethod
    def _from_words(cls, value: Any) -> Any:
        return value if isinstance(value, dict | TextAnswer) else {"text": value}

    @model_serializer(mode="plain")
    def _plain(self) -> Any:
        if self.credit == FULL and self.feedback is None:
            return self.text
        rest = {"credit": self.credit} if self.credit != FULL else {}
        return {"text": self.text, **rest, **({"feedback": self.feedback} if self.feedback else {})}

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        found = handler(schema)
        whole = handler.resolve_ref_schema(found)
        group = {key: whole.pop(key) for key in tuple(whole)}
        whole.update({"title": group.pop("title"), "description": group.pop("description", "")})
        whole["anyOf"] = [{"type": "string", "maxLength": 400}, group]
        return found


class NumberRule(SpecModel):
    """Which numbers are right: one with a tolerance, or all from `least` to `most`."""

    model_config = ConfigDict(json_schema_extra=_one_of({"answer"}, {"least", "most"}))

    answer: Annotated[Number | None, Ask("The right number")] = None
    least: Annotated[Number | None, Ask("Or: the smallest number that is right")] = None
    most: Annotated[Number | None, Ask("And: the largest number that is right")] = None
    tolerance: Annotated[Number, Ask("How far off may an answer be?", "In the answer's own units."), Field(ge=0)] = 0
    tolerance_percent: Annotated[Number | None, Ask("Or how far in percent?"), Field(ge=0, le=100)] = None

    @model_validator(mode="after")
    def _says_which(self) -> Self:
        is_range = self.least is not None and self.most is not None
        if (self.answer is None) is not is_range or (self.least is None) is not (self.most is None):
            raise refuse(
                quiz_codes.NO_NUMBER,
                "It is not clear which numbers are right.",
                "Write `answer:` with a tolerance, or both `least:` and `most:`.",
            )
        if is_range and self.least > self.most:  # type: ignore[operator]
            raise refuse(quiz_codes.NO_NUMBER, "No number lies between `least` and `most`.", "Swap the two.")
        if is_range and (self.tolerance or self.tolerance_percent is not None):
            raise refuse(
                quiz_codes.NO_NUMBER, "A range needs no tolerance.", "Widen the range, and remove the tolerance."
            )
        return self

    @property
    def margin(self) -> float:
        """How far an answer may be off, in the answer's own units."""
        percent = abs(self.answer or 0) * (self.tolerance_percent or 0) / 100
        return max(self.tolerance, percent)

    def bounds(self) -> tuple[float, float]:
        """The smallest and the largest number that is right."""
        if self.answer is None:
            return (self.least or 0.0, self.most or 0.0)
        return (self.answer - self.margin, self.answer + self.margin)


class NumberAnswer(NumberRule):
    """A further number or range, with a credit and a feedback of its own."""

    credit: Annotated[Credit, Ask("How many percent of the points does it give?")] = FULL
    feedback: Annotated[LongText | None, Ask("What is said to those who write it?")] = None


class Unit(SpecModel):
    """Another unit in which people may answer: `factor` is how many of the question's own unit one of it is."""

    name: Annotated[Text, Ask("The unit, as people write it")]
    factor: Annotated[Number, Ask("How many of the question's unit is one of it?", "1000 for km where the unit is m.")]

    @model_validator(mode="after")
    def _is_something(self) -> Self:
        if self.factor == 0:
            raise refuse(
                quiz_codes.NO_NUMBER, "The factor of a unit is zero.", "Write how many of the unit one of it is."
            )
        return self


class Blank(SpecModel):
    """What fits into a gap `[[#name]]` of a text: words to type, choices to choose from, or a number."""

    model_config = ConfigDict(json_schema_extra=_one_of({"answers"}, {"choices"}, {"numbers"}))

    answers: Annotated[list[TextAnswer], Ask("Words that fit")] = Field(default_factory=empty_list, max_length=100)
    choices: Annotated[list[AnswerChoice], Ask("Choices, of which one fits")] = Field(
        default_factory=empty_list, max_length=50
    )
    numbers: Annotated[list[NumberAnswer], Ask("Numbers that fit")] = Field(default_factory=empty_list, max_length=50)
    case_sensitive: Annotated[bool | None, Ask("Do capital letters matter?", "As in the whole question.")] = None
    weight: Annotated[int, Ask("How much does it count beside the other gaps?"), Field(ge=1, le=100)] = 1

    @model_validator(mode="after")
    def _is_one_kind(self) -> Self:
        kinds = [kind for kind in (self.answers, self.choices, self.numbers) if kind]
        if len(kinds) != 1 or (self.choices and len(self.choices) < 2):
            raise refuse(
                quiz_codes.NO_GAP,
                "It is not clear what fits into the gap.",
                "Give it `answers`, or two or more `choices`, or `numbers`.",
            )
        return self

    def right_answers(self) -> tuple[str, ...]:
        """What gives all the points, as people would write it."""
        if self.choices:
            return tuple(choice.text for choice in self.choices if choice.is_right)
        if self.numbers:
            full = [number for number in self.numbers if number.credit >= FULL]
            return tuple(f"{n.answer if n.answer is not None else sum(n.bounds()) / 2:.12g}" for n in full)
        return tuple(answer.text for answer in self.answers if answer.credit >= FULL)


class Pair(SpecModel):
    left: Annotated[LongText, Ask("What is asked")]
    right: Annotated[LongText, Ask("What belongs to it")]


class Variable(SpecModel):
    least: Annotated[Number, Ask("The smallest value")]
    most: Annotated[Number, Ask("The largest value")]
    decimals: Annotated[int, Ask("How many decimals?"), Field(ge=0, le=6)] = 0
