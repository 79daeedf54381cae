"""Diagnostics: problems (what stands between a team and a sound course, where, what to do), notices and errors.

Everything that can go wrong through a user's input ends here, never in a traceback. `Rule` is the
catalogue entry behind a code (what `mooc-kit explain` tells); `Problem` is one finding in one place;
`Report` is what a command shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path


class Severity(StrEnum):
    """How much a problem matters: an error breaks CI, a warning only under `--strict`, a note never."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a problem is: a file, and 1-based line and column where they are known (0 where not)."""

    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.file or "course"]
        if self.line:
            parts += [str(self.line), str(self.column or 1)]
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Rule:
    """What a code stands for, told once: the message's title, why it matters, a wrong and a right example.

    `wrong` and `right` are fragments of course.yaml unless `example_is` says otherwise; a test loads
    each fragment over a sound course and checks that the first one yields this code and the second does not.
    """

    code: str
    title: str
    severity: Severity
    why: str
    wrong: str
    right: str
    example_is: str = "course.yaml"

    def at(self, place: Place, message: str = "", *, hint: str, about: str = "") -> Problem:
        """One finding of this rule at `place`; the rule's title is the message where none is given."""
        return Problem(self.code, self.severity, message or self.title, place, hint, about)


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: `message` is what is wrong, `hint` what to do about it."""

    code: str
    severity: Severity
    message: str
    place: Place
    hint: str = ""
    about: str = field(default="", compare=False)
    """What it is about, where another check asks ("" where none does): a path in the kit, or an id with its kind before
    it (`module:first-week`). Of a name that is not there, the one that was probably meant (`module:` if none was)."""


class MoocKitError(Exception):
    """A user-facing stop: carries the problems that the entry point prints; exit status 1."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(p.message for p in problems))
        self.problems = problems


class UsageError(Exception):
    """The command was called in a way that cannot work: one clear line, exit status 2."""


class Interrupted(Exception):
    """A person stopped; the message says what was kept and how to go on. Exit status 130."""


@dataclass(slots=True)
class Report:
    """All problems of one run, in the order of their places."""

    problems: list[Problem] = field(default_factory=list)
    checked: int = 0
    what: str = "course"
    """What was checked, in the singular; its plural takes an s."""
    names: Sequence[str] = ()
    """What was checked, as places name it: folders or files. Empty where that is not known."""

    def add(self, problems: Iterable[Problem]) -> None:
        self.problems.extend(problems)

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self.problems, key=lambda p: (p.place, p.code, p.message)))

    def count(self, severity: Severity) -> int:
        return sum(p.severity is severity for p in self.problems)

    @property
    def errors(self) -> list[Problem]:
        return [p for p in self.problems if p.severity is Severity.ERROR]

    def is_ok(self, *, strict: bool = False) -> bool:
        """Whether CI may go on: no errors, and under `strict` no warnings either."""
        return not self.errors and not (strict and self.count(Severity.WARNING))


def relative_name(path: Path) -> str:
    """`path` as people see it: relative to the working directory where it lies below it."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


@dataclass(frozen=True, slots=True, order=True)
class Notice:
    """What a target or a format could not carry over: `what` it was, `why` not, and what was done `instead`.

    Where `what` ends with the title of an activity or a credential, that is `of`: those alike are `told_together`.
    """

    what: str
    why: str
    instead: str
    place: Place = Place()
    of: str = ""

    def __str__(self) -> str:
        return f"{self.what}: {self.why} {self.instead}".strip()


def told_together(notices: Iterable[Notice]) -> list[Notice]:
    """`notices` with those for one cause as one: `what`, and after it the titles that each is `of`, in their order."""
    told: dict[Notice, list[str]] = {}
    for notice in notices:
        titles = told.setdefault(replace(notice, of=""), [])
        if notice.of:
            titles.append(f'"{notice.of}"')
    return [replace(n, what=f"{n.what} {', '.join(dict.fromkeys(t))}") if t else n for n, t in told.items()]
