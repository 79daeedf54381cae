"""Rubric model: criteria, each with levels from beginning to extending, points and descriptors."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mooc_kit.spec.ask import Ask
from mooc_kit.spec.fields import Id, LongText, SpecModel, Text, empty_list

LEVELS = ("beginning", "developing", "secure", "extending")


class RubricLevel(SpecModel):
    """A level. Where judges may choose within a range, `points_from` is its lower end and `points` its upper one."""

    id: Annotated[Id, Ask("Short id of the level")]
    title: Annotated[Text, Ask("What is the level called?")]
    points: Annotated[int, Ask("How many points does it give?"), Field(ge=0, le=10_000)]
    points_from: Annotated[
        int | None, Ask("How many at least, where judges choose within a range?"), Field(ge=0, le=10_000)
    ] = None
    descriptor: Annotated[LongText, Ask("What does work at this level show?")]

    @property
    def least_points(self) -> int:
        return self.points if self.points_from is None else self.points_from


class Criterion(SpecModel):
    """What is judged. `weight` says how often its points count: with 2, they count twice."""

    id: Annotated[Id, Ask("Short id of the criterion")]
    title: Annotated[Text, Ask("What is judged?")]
    weight: Annotated[int, Ask("How often do its points count?", "2 counts twice."), Field(ge=1, le=100)] = 1
    outcomes: Annotated[list[Id], Ask("Which outcomes does it judge?")] = Field(default_factory=empty_list)
    levels: Annotated[list[RubricLevel], Ask("The levels, lowest first")] = Field(min_length=2, max_length=10)

    @property
    def max_points(self) -> int:
        """The most points that work can get here, weighted."""
        return self.weight * max(level.points for level in self.levels)

    def points_of(self, level: RubricLevel) -> int:
        """What `level` gives in this criterion, weighted: what a platform without weights has to write."""
        return self.weight * level.points


class Rubric(SpecModel):
    id: Annotated[Id, Ask("Short id of the rubric")]
    title: Annotated[Text, Ask("What is the rubric called?")]
    about: Annotated[LongText | None, Ask("What is it for?")] = None
    criteria: Annotated[list[Criterion], Ask("What is judged?")] = Field(min_length=1, max_length=50)

    @property
    def max_points(self) -> int:
        """The most points that work can get, weighted."""
        return sum(criterion.max_points for criterion in self.criteria)

    @property
    def outcomes(self) -> set[str]:
        """Ids of the outcomes that some criterion judges."""
        return {outcome for criterion in self.criteria for outcome in criterion.outcomes}
