"""A quiz format is a way of writing questions down that people or platforms use.

This page is the whole surface for adding one: write a class like this in a module of its own and register it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from mooc_kit.problems import Notice, Problem
from mooc_kit.quizzes.model import QuizFile


class QuizFormat(ABC):
    """Reads questions into the model and writes them from it; what it cannot hold becomes a Notice."""

    key: ClassVar[str]
    title: ClassVar[str]
    suffixes: ClassVar[tuple[str, ...]]

    @abstractmethod
    def read(self, text: str, file: str) -> tuple[QuizFile | None, list[Problem]]:
        """The quiz in `text`, and everything that is wrong with it, located in `file`."""

    @abstractmethod
    def write(self, quiz: QuizFile) -> tuple[str, list[Notice]]:
        """`quiz` in this format, and what could not be carried over."""
