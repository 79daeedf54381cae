"""Gradebook readers: the base class of what knows one platform's export by its headings and reads its rows.

This page is the whole surface for adding one: write a class like this and register it in a package under the
entry-point group `mooc_kit.gradebook_readers`. The table door has read the file: encodings, sheets, limits.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from mooc_kit.cohort.gradebook import Columns, Record
from mooc_kit.cohort.readers.table import GradebookTable
from mooc_kit.tables import Row

ENTRY_POINTS = "mooc_kit.gradebook_readers"


class GradebookReader(ABC):
    """A form of gradebook that a platform or a tool writes. Others' readers are asked after the built-in platforms and
    before the plain table."""

    key: ClassVar[str]
    title: ClassVar[str]
    """What it reads, as it is called beside each gradebook that was found."""

    @abstractmethod
    def fits(self, headings: tuple[str, ...], sample: list[Row], columns: Columns) -> bool:
        """Whether a table with these headings, and these first rows below them, is of this form."""

    @abstractmethod
    def read(self, table: GradebookTable, columns: Columns) -> Iterator[Record]:
        """A Learner for each row, then their Scores and Counts.

        `columns.find` says which activity a heading means. Put an activity whose scores have a column into
        `columns.scored`, and report what cannot be understood with `columns.odd` and its kin: nothing is guessed.
        """
