"""Interview steps: one question each, with the place in the spec where its answer goes, independent of any screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

Answers = dict[str, Any]
Path = tuple[str | int, ...]


class Control(Enum):
    """What people can do instead of answering."""

    BACK = "back"
    SKIP = "skip"


class Kind(Enum):
    """How a step is answered."""

    TEXT = "text"
    LINES = "lines"
    ONE = "one"
    SEVERAL = "several"
    YES_NO = "yes or no"


@dataclass(frozen=True)
class Choosable:
    """One of the answers to choose from: `mark` says in brackets why it is offered first."""

    value: Any
    label: str
    meaning: str = ""
    mark: str = ""

    def __str__(self) -> str:
        words = f"{self.label}: {self.meaning}" if self.meaning else self.label
        return f"{words} ({self.mark})" if self.mark else words


class Refused(ValueError):
    """The answer cannot be taken; the message says why and what to write instead."""


def as_given(value: Any) -> Any:
    return value


@dataclass(frozen=True)
class InterviewStep:
    """`read` turns what was typed into the value that is stored, or raises Refused.

    `default` is what Enter takes. An optional step may stay without an answer. `after` is called when the answer has
    been stored, and gives lines to tell: the consequences.
    """

    section: str
    path: Path
    kind: Kind
    question: str
    help: str = ""
    choices: Sequence[Choosable] = ()
    default: Any = None
    is_own: bool = False
    """Whether the default is the person's own earlier answer, to be edited rather than replaced."""
    is_optional: bool = True
    read: Callable[[Any], Any] = as_given
    has_usual: bool = True
    """Whether there is a usual answer where the team gives none; False where only the team can know."""
    keeps_empty: bool = False
    """Whether nothing chosen is an answer, which is stored."""
    form: str = ""
    """How the answer is written, in a few words for the prompt: "like 12 January 2027"."""
    shown: Sequence[str] = ()
    """What is to be seen before one answers: the list that numbers choose from, or the answers to be kept."""
    store: Callable[[Answers, Any], None] | None = None
    after: Callable[[Answers], Sequence[str]] | None = None

    @property
    def id(self) -> str:
        return "/".join(str(part) for part in self.path)

    def keep(self, answers: Answers, value: Any) -> Sequence[str]:
        """Put `value` into `answers`; an optional step without an answer leaves nothing there."""
        if self.store is not None:
            self.store(answers, value)
        else:
            put(answers, self.path, value)
        return self.after(answers) if self.after else ()


class ExtraQuestion(Protocol):
    """A question that an institution's template adds to the interview."""

    @property
    def name(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def choices(self) -> tuple[str, ...]: ...
    def default_after(self, answers: dict[str, str], /) -> str:
        """What Enter takes, once these questions have these answers."""


def put(answers: Answers, path: Path, value: Any) -> None:
    """Set (or with None, or nothing chosen, remove) the value at `path`, making groups on the way."""
    if value is None and found(answers, path) is None:
        return  # no empty groups around what is not there
    holder: Any = answers
    for position, step in enumerate(path[:-1]):
        following = path[position + 1]
        if isinstance(holder, list):
            while len(holder) <= int(step):
                holder.append({})
            holder = holder[int(step)]
        else:
            holder = holder.setdefault(step, [] if isinstance(following, int) else {})
    last: Any = path[-1]
    if value is None:
        if isinstance(holder, dict):
            holder.pop(last, None)
    elif isinstance(holder, list):
        while len(holder) <= int(last):
            holder.append({})
        holder[int(last)] = value
    else:
        holder[last] = value


def found(answers: Answers, path: Path) -> Any:
    """What stands at `path`, or None."""
    holder: Any = answers
    for step in path:
        try:
            holder = holder[step]
        except (KeyError, IndexError, TypeError):
            return None
    return holder
