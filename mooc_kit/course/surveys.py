"""A survey is a short list of questions to participants: sign-up, check-ins, feedback. A file in `surveys/`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mooc_kit.spec.ask import Ask, Choice
from mooc_kit.spec.fields import Id, LongText, SpecModel, Text


class ItemKind(Choice):
    TEXT = "text", "Own words"
    CHOICE = "choice", "One of several"
    CHOICES = "choices", "Any of several"
    SCALE = "scale", "A scale, from the first option to the last"
    CONSENT = "consent", "A box to tick, never ticked beforehand"


class SurveyItemFile(SpecModel):
    id: Annotated[Id, Ask("Short id of the question")]
    kind: Annotated[ItemKind, Ask("How is it answered?")]
    prompt: Annotated[LongText, Ask("The question")]
    help: Annotated[Text | None, Ask("A line of help")] = None
    options: Annotated[list[Text], Ask("The possible answers")] = Field(default_factory=list)
    required: Annotated[bool, Ask("Must it be answered?")] = False


class SurveyFile(SpecModel):
    title: Annotated[Text, Ask("Title of the survey")]
    intro: Annotated[LongText | None, Ask("What the answers are used for")] = None
    items: Annotated[list[SurveyItemFile], Ask("Questions")] = Field(min_length=1, max_length=200)
