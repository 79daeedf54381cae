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

    Raises Paused when the person stops (Ctrl-C, or the input ends).
    """

    @abstractmethod
    def ask(self, step: InterviewStep) -> Any | Control: ...

    @abstractmethod
    def welcome(self) -> None:
        """Say which keys or words there are."""

    @abstractmethod
    def heading(self, title: str, about: str, number: int, total: int) -> None: ...

    @abstractmethod
    def say(self, text: str) -> None: ...

    @abstractmethod
    def complain(self, text: str) -> None: ...

    @abstractmethod
    def table(self, title: str, rows: Sequence[tuple[str, str]]) -> None: ...
