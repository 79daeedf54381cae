"""Importers: the base class of what reads a course made elsewhere, so that a kit can grow around it.

This page is the whole surface for adding one: write a class like this and register it (built in:
`registry.BUILT_IN`; in another package: the entry-point group `mooc_kit.importers`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from mooc_kit.course.own_source import Source
from mooc_kit.importers.archive import CoursePackage
from mooc_kit.problems import Notice


@dataclass
class Imported:
    """A course that was read.

    `answers` is plain data in the shape of course.yaml; what is missing there takes its default. `files` are the kit's
    files by path (content/modules/…, quizzes/…, rubrics/…), which take the place of those that a new kit gets.
    `counts` says how many things of each kind came ("pages": 12); a notice tells of each that changed or did not.
    """

    answers: dict[str, Any]
    files: dict[str, bytes] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    counts: Mapping[str, int] = field(default_factory=dict)
    source: Source | None = None
    """The kit's own source, where the package is one of ours and carries it."""
    changed: Mapping[str, int] = field(default_factory=dict)
    """How many of each kind came in another form; `counts` has them too."""
    left_out: Mapping[str, int] = field(default_factory=dict)
    """How many of each kind did not come. With `counts` they are what the package held."""
    unread: int = 0
    """How many parts the package names and does not hold, or holds damaged; each is told in a notice."""
    hidden: Mapping[str, bytes] = field(default_factory=dict)
    """What only the team saw on the platform, as files of notes below team-notes/; for those who ask for it."""


class Importer(ABC):
    """A format that platforms write courses in."""

    key: ClassVar[str]
    title: ClassVar[str]
    """What it reads, as people call it."""
    target: ClassVar[str] = ""
    """The target that builds such packages, for those that carry the source of their kit."""

    @abstractmethod
    def recognises(self, archive: CoursePackage) -> bool:
        """Whether `archive` is of this format, judged by the names of its files and little more."""

    @abstractmethod
    def read(self, archive: CoursePackage) -> Imported:
        """The course in `archive`. Raises MoocKitError with problems where it cannot be read at all."""
