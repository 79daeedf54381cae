"""Interview screens: the interface between the interview and a person, a full terminal or plain lines."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from mooc_kit.interview.step import Control, InterviewStep


class Paused(Exception):
    """The person wants to stop for now; what was answered is kept."""


class Screen(ABC):
    """Asks a step and tells things. `ask` gives the raw answer (text, lines, a value, values, a bool) or a Control.

    Raises Paused when the person stops (Ctrl-C, or the input ends). What was typed or marked at a step that got no
    answer then, or was left by going back, is put into `unsent` under the step's id, and stands there when it is asked
    again: typed words never vanish.
    """

    def __init__(self) -> None:
        self.unsent: dict[str, list[str]] = {}
        self._seen = ""

    def unseen(self, step: InterviewStep) -> Sequence[str]:
        """The lines to show before the step; none where they stand on the screen already, above a complaint."""
        lines = step.shown if step.id != self._seen else ()
        self._seen = step.id
        return lines

    @abstractmethod
    def ask(self, step: InterviewStep) -> Any | Control: ...

    @abstractmethod
    def welcome(self) -> None:
        """Say which keys or words there are."""

    @abstractmethod
    def heading(self, title: str, about: str, place: str) -> None:
        """`place` says which part of how many this is, and how many questions are to come."""

    @abstractmethod
    def say(self, text: str) -> None: ...

    @abstractmethod
    def complain(self, text: str) -> None: ...

    @abstractmethod
    def table(self, title: str, rows: Sequence[tuple[str, str]]) -> None: ...
