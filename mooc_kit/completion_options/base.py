"""Completion options: the base class of each way of giving evidence of participation or completion.

This page is the whole surface for adding one: write a class like this in a folder of its own and register it
(built in: `registry.BUILT_IN`; in another package: the entry-point group `mooc_kit.completion_options`).
"""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files as package_files
from importlib.resources.abc import Traversable
from typing import Any, ClassVar, Generic, TypeVar

from mooc_kit.course.builder import CourseBuilder
from mooc_kit.course.kit_file import KitFile, TeamCommand
from mooc_kit.course.participation import EvidenceWay
from mooc_kit.problems import Problem, Rule
from mooc_kit.spec import model as spec_model
from mooc_kit.spec.fields import SpecModel

__all__ = ["CompletionOption", "KitFile", "TeamCommand"]

S = TypeVar("S", bound=SpecModel)


@dataclass(frozen=True)
class Standing:
    """What stands behind an option at one place, for the table in the manual.

    `proof` is what can be found there: a page of the site, a word in a package, a guide or a command of the team.
    `says` alone: it is not there, and why.
    """

    says: str
    proof: str = ""

    @property
    def is_there(self) -> bool:
        return bool(self.proof)


PLACES = {"site": "Site", "moodle": "Moodle", "open-edx": "Open edX", "team": "Team"}


class CompletionOption(ABC, Generic[S]):
    """What an option is: words for people, a section of the spec, and what follows from it."""

    key: ClassVar[str]
    """Its name under `completion:`, in snake_case."""
    title: ClassVar[str]
    about: ClassVar[str]
    """What it is, in one sentence."""
    asks: ClassVar[str]
    """What it asks of the team."""
    gives: ClassVar[str]
    """What participants hold in the end."""
    needs: ClassVar[str]
    """What must be there for it."""
    costs: ClassVar[str]
    """The work it makes, honestly."""
    requires: ClassVar[tuple[str, ...]] = ()
    """Keys of the options without which it cannot be."""
    suits: ClassVar[tuple[str, ...]] = ()
    """Choices under `design:` that suggest it, as written in the spec."""
    Spec: ClassVar[type[SpecModel]]
    """Its section of the spec; fields carry `Ask` questions, from which the interview comes."""
    where: ClassVar[Mapping[str, Standing]] = {}
    """What stands behind it on the site, in Moodle, in Open edX and on the team's side, by the keys of `PLACES`."""
    rules: ClassVar[tuple[Rule, ...]] = ()
    """The problem codes of its own."""

    @abstractmethod
    def check(self, spec: spec_model.Spec) -> Iterator[Problem]:
        """Problems of its own rules. Called only when the course offers the option."""

    @abstractmethod
    def files(self, spec: spec_model.Spec) -> Iterator[KitFile]:
        """The files that it adds to the kit."""

    @abstractmethod
    def contribute(self, spec: spec_model.Spec, course: CourseBuilder) -> None:
        """Adds its activities, pages, requirements and credentials to the course."""

    def way(self, spec: spec_model.Spec, course: CourseBuilder) -> EvidenceWay | None:
        """The option in a participant's words, with what tells their own state. Called after `contribute`."""
        return None

    def evidences(self, spec: spec_model.Spec) -> Collection[str]:
        """Ids of the outcomes that participants can show through this option alone. None where nothing is said."""
        return ()

    def feeds(self, spec: spec_model.Spec) -> Collection[spec_model.MeasureKind]:
        """Measures of success that what it leaves behind can tell of. None where nothing is said."""
        return ()

    def judges(self, spec: spec_model.Spec) -> Mapping[str, Collection[str]]:
        """Rubrics of the spec's activities that this option uses too: rubric id -> the outcomes it judges with it."""
        return {}

    def defaults(self, spec: spec_model.Spec) -> dict[str, Any]:
        """Answers that fit this course, as they would stand in its section: the interview offers them.

        `{}` where the fields' own defaults do. `spec` may still lack modules that come later.
        """
        return {}

    def fitting(self, spec: spec_model.Spec, said: Mapping[str, Any]) -> dict[str, Any]:
        """`defaults`, where `said` is what its section says already: one answer may follow from another."""
        return self.defaults(spec)

    def section(self, spec: spec_model.Spec) -> S:
        """This option's section of `spec`. Only for specs that offer it."""
        found: S = spec.option(self.key)
        return found

    def templates(self) -> Traversable:
        """The folder that holds a folder of templates for each language."""
        return package_files(str(sys.modules[type(self).__module__].__package__)).joinpath("templates")
