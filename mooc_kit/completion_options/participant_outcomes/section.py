"""Spec section `participant_outcomes`: who sees the goals, and when people look at them again."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mooc_kit.spec.ask import Ask, Choice
from mooc_kit.spec.fields import Id, SpecModel, Text, Url, empty_list


class Visibility(Choice):
    PRIVATE = "private", "Only the team reads them, without names"
    PUBLIC = "public", "Those who agree share them with the other participants"


class ShareWith(Choice):
    MEETING_PLACE = "meeting-place", "In the place where people talk and hand in"
    DISCUSSION = "discussion", "A discussion in the course"
    EMAIL = "email", "A message to the contact address of the course"
    FORM = "form", "A form or page elsewhere, at `share_url`"
    REPOSITORY = "repository", "A form in the repository that holds the course"


class ExpectedTheme(SpecModel):
    """A theme that the team expects among the goals: `mooc-kit goals map` gathers goals round its words."""

    id: Annotated[Id, Ask("Short id of the theme")]
    title: Annotated[Text, Ask("What do these people want?")]
    words: Annotated[
        list[Text],
        Ask("Words that people would use for it", "Three to eight; in every language that your participants write."),
    ] = Field(min_length=1, max_length=60)
    outcomes: Annotated[list[Id], Ask("Which outcomes answer it?", "Found by its words where nothing is said.")] = (
        Field(default_factory=empty_list)
    )


Week = Annotated[int, Field(ge=1, le=52)]


class ParticipantOutcomesSpec(SpecModel):
    visibility: Annotated[
        Visibility,
        Ask(
            "Who may see the goals?",
            "Public goals are shared only by those who say yes.",
            "core",
            more="People are more open where nobody else reads along; public goals find companions.",
        ),
    ] = Visibility.PRIVATE
    check_in_weeks: Annotated[
        list[Week],
        Ask(
            "In which weeks do people look at their goals again?",
            "Once around the middle is enough for four weeks.",
            more="Like 2, 4. Each gets a short survey in that week.",
        ),
    ] = Field(default_factory=empty_list, max_length=52)
    goals_max: Annotated[
        int,
        Ask(
            "How many goals may a person set?",
            "Few goals are met more often than many.",
            more="Like 3. The sign-up survey has as many fields.",
        ),
        Field(ge=1, le=5),
    ] = 3
    share_with: Annotated[
        ShareWith,
        Ask(
            "Where do people share public goals?",
            "Only where goals are public.",
            only_if=("visibility", ("public",)),
            more="The goals page sends people there.",
        ),
    ] = ShareWith.MEETING_PLACE
    share_url: Annotated[
        Url | None,
        Ask(
            "At which address do they share them?",
            "For `share_with: form`.",
            only_if=("share_with", ("form",)),
            more="Like https://forms.example.org/goals.",
        ),
    ] = None
    closing: Annotated[
        bool,
        Ask(
            "Ask at the end whether people reached their goals?",
            "It is how you know what the course was good for.",
            more="A short survey in the last week asks for it.",
        ),
    ] = True
    themes: Annotated[
        list[ExpectedTheme],
        Ask("Which themes do you expect among the goals?", "For `mooc-kit goals map`.", depth="file"),
    ] = Field(default_factory=empty_list, max_length=40)
