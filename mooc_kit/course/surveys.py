"""Surveys: short lists of questions to participants at sign-up, check-ins and the end; files in `surveys/`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mooc_kit.course.model import SurveyItem
from mooc_kit.i18n import Say
from mooc_kit.spec.ask import Ask, Choice
from mooc_kit.spec.fields import Id, LongText, SpecModel, Text, empty_list


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
    options: Annotated[list[Text], Ask("The possible answers")] = Field(default_factory=empty_list)
    required: Annotated[bool, Ask("Must it be answered?")] = False
    counts: Annotated[
        Id | None,
        Ask("Which measure of success does it count for?", "The id of a measure under `success:` in course.yaml."),
    ] = None
    counts_when: Annotated[
        list[Text],
        Ask("Which answers count?", "Some of its options. Where nothing is said, a number counts as that many."),
    ] = Field(default_factory=empty_list)


class SurveyFile(SpecModel):
    title: Annotated[Text, Ask("Title of the survey")]
    intro: Annotated[LongText | None, Ask("What the answers are used for")] = None
    items: Annotated[list[SurveyItemFile], Ask("Questions")] = Field(min_length=1, max_length=200)


def items_of(survey: SurveyFile | None) -> tuple[SurveyItem, ...]:
    """The items of a survey's file in the form of the course model."""
    return tuple(
        SurveyItem(
            id=item.id,
            kind=item.kind.value,
            prompt=item.prompt,
            options=tuple(item.options),
            is_required=item.required,
            help=item.help or "",
            counts=item.counts or "",
            counts_when=tuple(item.counts_when),
        )
        for item in (survey.items if survey else ())
    )


def intro_html(survey: SurveyFile) -> str:
    """What stands above the questions, as HTML. A survey's texts are plain words, no Markdown."""
    from html import escape

    paragraphs = [part.strip() for part in (survey.intro or "").split("\n\n") if part.strip()]
    return "".join(f"<p>{escape(part)}</p>\n" for part in paragraphs)


def survey_yaml(survey: SurveyFile) -> str:
    """The survey's file, with a word to its authors on top."""
    from mooc_kit.spec.schema import with_modeline
    from mooc_kit.spec.yaml_text import yaml_text

    head = "# Ask only what you will use. Change, add and remove questions as you like.\n"
    return with_modeline("survey", head + yaml_text(survey.model_dump(mode="json", exclude_defaults=True)))


def usual_survey(title: str, course: str, say: Say) -> SurveyFile:
    """A short survey for a place in the course where a team asks how it goes."""
    return SurveyFile(
        title=title,
        intro=say("Three short questions about {course}. Your answers change what we do next.", course=course),
        items=[
            SurveyItemFile(id="useful", kind=ItemKind.TEXT, prompt=say("What was most useful to you so far?")),
            SurveyItemFile(id="unclear", kind=ItemKind.TEXT, prompt=say("What is still unclear, or too hard?")),
            SurveyItemFile(
                id="pace",
                kind=ItemKind.SCALE,
                prompt=say("How is the pace for you?"),
                options=[
                    say("Much too slow"),
                    say("A little slow"),
                    say("Just right"),
                    say("A little fast"),
                    say("Much too fast"),
                ],
            ),
        ],
    )
