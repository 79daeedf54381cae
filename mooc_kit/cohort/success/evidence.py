"""Evidence of success: what a kit and a heap of files tell, each file recognised by what it is and by nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from mooc_kit.cohort.survey_answers import Answer, Response
from mooc_kit.course.model import Course, Survey
from mooc_kit.credentials.peers.bundle import Bundle
from mooc_kit.problems import Problem
from mooc_kit.spec.model import Spec

Frozen = tuple[tuple[str, Answer], ...]


@dataclass(frozen=True)
class Taken:
    """A file: `what` it was taken for and what was found in it; `is_understood` is False where nothing was."""

    name: str
    what: str
    is_understood: bool = True


@dataclass(frozen=True)
class OwnData:
    """What one participant's browser kept, and that they handed in: how many of each thing, and whether they took
    part."""

    source: str
    took_part: bool
    share_backs: int
    certificates: int


@dataclass(frozen=True)
class Answered:
    """A response, the file where it stands, and whether that is one person's own."""

    source: str
    response: Response
    is_of_one: bool


@dataclass
class Evidence:
    """Everything that was read. Nobody is named in it but for addresses that tell answers apart."""

    course: Course
    spec: Spec
    kit: Path
    taken: list[Taken] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    mapped: dict[str, str] = field(default_factory=dict)
    """Which column of a gradebook holds which activity, as the team says."""
    written: Callable[[str], Iterable[tuple[str, str]]] = lambda platform: ()
    """See `gradebook.Columns`."""
    gradebooks: list[Path] = field(default_factory=list)
    roster: Path | None = None
    decisions: Path | None = None
    completed: dict[str, dict[str, int]] = field(default_factory=dict)
    """Credential -> people, by the file of decisions that `mooc-kit completions` wrote."""
    responses: dict[str, list[Answered]] = field(default_factory=dict)
    """By the survey's id."""
    own_data: list[OwnData] = field(default_factory=list)
    stories: set[str] = field(default_factory=set)
    """Share-backs, by what tells them apart: a file of the kit, an issue, a file that was handed in."""
    stories_shown: int = 0
    accepted: int = 0
    waiting: int = 0
    """Questions that participants added to the course's, and those that nobody has judged yet."""
    awards: list[Bundle] = field(default_factory=list)
    """Awards of peers with what they rest on, before any of it is believed."""
    holders: dict[str, set[str]] = field(default_factory=dict)
    """Badge -> the keys of those whose chain of awards holds."""
    judges: set[str] = field(default_factory=set)
    self_certified: set[str] = field(default_factory=set)
    """The keys of people who certified themselves and handed their file in."""
    signed_stories: set[str] = field(default_factory=set)
    """The ids of what people did and signed themselves."""
    credentials: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Kind -> how many are valid, how many were taken back, by the ledger."""
    tally: dict[str, tuple[Decimal, str]] = field(default_factory=dict)
    """What the team counted itself: measure -> (number, where it says so)."""
    earlier: Mapping[str, Any] | None = None
    """The report of an earlier run."""

    @property
    def surveys(self) -> tuple[Survey, ...]:
        return tuple(activity for _, activity in self.course.activities() if isinstance(activity, Survey))

    def answered(self, source: str, responses: Iterable[Response], *, is_of_one: bool) -> None:
        """Keep what the file `source` says that people answered."""
        for response in responses:
            self.responses.setdefault(response.survey, []).append(Answered(source, response, is_of_one))

    def people_of(self, survey: str) -> list[Response]:
        """The responses to `survey`, one a person.

        Who is named counts once, with the later answers. Of nameless rows those of several exports are put together,
        since a later export holds the earlier one; the files of single people are one each.
        """
        named: dict[str, Response] = {}
        exports: dict[str, Counter[Frozen]] = {}
        alone: list[Response] = []
        of: dict[Frozen, Response] = {}
        for answered in self.responses.get(survey, ()):
            response = answered.response
            if response.person:
                named[response.person] = response
            elif answered.is_of_one:
                alone.append(response)
            else:
                frozen = tuple(sorted(response.answers.items()))
                of[frozen] = response
                exports.setdefault(answered.source, Counter())[frozen] += 1
        nameless: Counter[Frozen] = Counter()
        for counted in exports.values():
            nameless |= counted
        return [*named.values(), *alone, *(of[frozen] for frozen in nameless.elements())]
