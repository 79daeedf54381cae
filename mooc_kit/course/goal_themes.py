"""Goal themes: what participants' goals have in common, read from `goals.json` in a kit, ready for the public.

`mooc-kit goals map` writes it and the team may edit it. It holds no names and no addresses; a theme that only a few
people share is not told apart from the rest (`SMALL`), since few people can be recognised by what they want.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from mooc_kit.spec.ask import Ask
from mooc_kit.spec.fields import Date, Id, LongText, SpecModel, Text, empty_list

FILE = "goals.json"
SMALL = 5
"""The least number of people in a theme that may be shown."""


def found_title(words: Sequence[str]) -> str:
    """What a theme is called that nobody has named yet."""
    return ", ".join(words[:3])


class WeeksAnswer(SpecModel):
    """What the team says or does about a theme in one week of the course."""

    week: Annotated[int, Ask("In which week?"), Field(ge=1, le=52)]
    text: Annotated[LongText, Ask("What does the team say or do?", "Markdown.")]


class GoalTheme(SpecModel):
    id: Annotated[Id, Ask("Short id of the theme")]
    title: Annotated[Text, Ask("What do these people want?")]
    people: Annotated[int, Ask("How many people have a goal in it?"), Field(ge=SMALL)]
    share_percent: Annotated[int, Ask("What part of all people is that, in percent?"), Field(ge=0, le=100)]
    words: Annotated[list[Text], Ask("Words that stand for it")] = Field(default_factory=empty_list, max_length=20)
    quotes: Annotated[list[Text], Ask("Goals in people's own words, of people who agreed")] = Field(
        default_factory=empty_list, max_length=20
    )
    outcomes: Annotated[list[Id], Ask("Outcomes of the course that answer it")] = Field(default_factory=empty_list)
    modules: Annotated[list[Id], Ask("Modules that answer it")] = Field(default_factory=empty_list)
    answer: Annotated[LongText | None, Ask("What does the team say to it?", "Markdown.")] = None
    answers: Annotated[
        list[WeeksAnswer], Ask("What does the team say as the course goes on?", "It stands on that week's page, too.")
    ] = Field(default_factory=empty_list, max_length=52)

    @property
    def is_named(self) -> bool:
        """Whether a person gave it its title. A theme that was only found is called by its words until then."""
        return self.title != found_title(self.words)

    @property
    def is_unmet(self) -> bool:
        """Whether nothing in the course answers these people's goals yet."""
        return not self.outcomes and not self.modules


class GoalThemes(SpecModel):
    """`people` counts everybody who wrote a goal; those in no theme that may be shown are in `others`."""

    editor_schema: Annotated[Text | None, Ask("Where editors find what may stand in this file")] = Field(
        default=None, alias="$schema"
    )
    people: Annotated[int, Ask("How many people wrote a goal?"), Field(ge=0)]
    others: Annotated[int, Ask("How many of them are in no theme that is shown?"), Field(ge=0)] = 0
    made_on: Annotated[Date | None, Ask("When were the goals read?")] = None
    themes: Annotated[list[GoalTheme], Ask("The themes, the largest first")] = Field(
        default_factory=empty_list, max_length=100
    )
