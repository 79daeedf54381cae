"""Quiz formats: the base class of a notation for questions that people or platforms use.

This page is the whole surface for adding one: write a class like this in a module of its own and register it
(built in: `formats/built_in.py`; in another package: the entry-point group `mooc_kit.quiz_formats`).
"""

from __future__ import annotations

from abc import ABC
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from mooc_kit.counting import counted
from mooc_kit.problems import Notice, Problem
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.quizzes.source_places import LinePlaces, Places


@dataclass
class ReadQuiz:
    """What a reader makes of a file: the quiz (None where nothing could be read) and all that is to be said about it.

    `problems` are what is wrong in the file, `notices` what the model cannot hold. `media` are the images and other
    files that came with it: the path by which the questions' Markdown names them -> their bytes.
    """

    quiz: QuizFile | None = None
    problems: list[Problem] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)
    left_out: int = 0
    """How many questions of the file have no place here, or could not be used."""
    parts: int = 0
    """How many of the questions were parts of others in the file, which is counted by its own questions."""
    changed: Counter[str] = field(default_factory=Counter)
    """How many questions of each kind are not quite what they were; the notices say how."""
    others: list[QuizFile] = field(default_factory=list)
    """The further quizzes of a file that holds several."""
    places: Places = field(default_factory=lambda: LinePlaces(""))

    @property
    def quizzes(self) -> list[QuizFile]:
        """All quizzes of the file."""
        return [*([self.quiz] if self.quiz is not None else []), *self.others]

    def summary(self) -> str:
        """What became of the questions of the file: of each kind how many came, how many changed, and what did not."""
        kinds = Counter(question.kind for quiz in self.quizzes for question in quiz.questions)
        parts = [
            f"{count} {kind.replace('_', ' ')}{f' ({self.changed[kind]} changed)' if self.changed[kind] else ''}"
            for kind, count in kinds.items()
        ]
        held, lost = kinds.total() - self.parts + self.left_out, self.left_out
        total = f"{counted(held, 'question')} in the file"
        more = f" ({self.parts} made of parts of others)" if self.parts else ""
        return f"{total}: {', '.join(parts) or 'none of them came'}{more}; {lost or 'none'} left out."


@dataclass
class WrittenQuiz:
    """What a writer makes of a quiz: the file's bytes, what the format could not hold, how many questions of that."""

    data: bytes
    notices: list[Notice] = field(default_factory=list)
    left_out: int = 0


class QuizFormat(ABC):
    """Reads questions into the model and writes them from it. Same quiz, same bytes."""

    key: ClassVar[str]
    """Its name for `--from` and `--to`, in kebab-case."""
    title: ClassVar[str]
    suffixes: ClassVar[tuple[str, ...]]
    """Endings of its files, the usual one first."""
    reads: ClassVar[bool] = True
    """Whether `read` is there; `writes` says the same of `write`."""
    writes: ClassVar[bool] = True

    def recognises(self, data: bytes, name: str) -> bool:
        """Whether a file called `name` with one of the suffixes is in this format; looks at its beginning."""
        return True

    def read(self, data: bytes, file: str) -> ReadQuiz:
        """The quiz in `data`, and everything that is wrong with it, located in `file`. Never raises for bad input."""
        raise NotImplementedError

    def write(self, quiz: QuizFile, media: Mapping[str, bytes], language: str = "en") -> WrittenQuiz:
        """`quiz` in this format. `media` are the files that its Markdown names, by path; `language` is the course's."""
        raise NotImplementedError
