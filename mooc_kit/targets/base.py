"""Targets: the base class of what turns a course into a package that a platform shows or imports.

This page is the whole surface for adding one: write a class like this in a folder of its own and register it
(built in: `registry.BUILT_IN`; in another package: the entry-point group `mooc_kit.targets`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from mooc_kit.cache import Cache
from mooc_kit.course.model import Course
from mooc_kit.problems import Notice, Problem


@dataclass
class Package:
    """What a target makes: files by their path below the output folder, as bytes or as a file to copy.

    `notices` say what the target could not carry over. The same course gives the same bytes.
    """

    files: dict[str, bytes | Path] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)


class Target(ABC):
    """A place where a course can live."""

    key: ClassVar[str]
    """Its name under `targets:` and for `mooc-kit build --target`, in kebab-case."""
    title: ClassVar[str]
    about: ClassVar[str]
    """What it is, in one sentence."""
    is_full_platform: ClassVar[bool] = False
    """Whether it has accounts, grades and exams, as authenticated completion needs."""

    @abstractmethod
    def render(self, course: Course, kit: Path) -> Package:
        """The package of `course`. `kit` is the folder of the kit, for an institution's overrides."""

    def report_names(self, course: Course) -> Iterable[tuple[str, str]]:
        """The names under which reports of its platform have an activity, beside its title: (name, the activity's id).

        Asked for where the platform, or this target, writes titles in another way. A name of two activities means
        neither.
        """
        return ()

    def refusals(self, course: Course, kit: Path) -> Iterable[Problem]:
        """What `render` would refuse of a course without errors, for `mooc-kit validate`: what an institution brought,
        with places below the kit's folder. Asked for each time, so that it must cost little where there is nothing."""
        return ()

    def render_again(self, course: Course, kit: Path, cache: Cache) -> Package:
        """The same package, where earlier builds may have kept parts of it. Most targets need no more than this."""
        return self.render(course, kit)
