"""SQLite errors in words: a connection whose every statement and row ends in a problem with the file's place.

A database that is damaged, was made by another program, or lies on a full disk may fail at any statement, and while
its rows are read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Tell = Callable[[sqlite3.Error], Exception]


class _Cursor(sqlite3.Cursor):
    connection: ToldConnection

    def execute(self, *words: Any) -> Any:
        with self.connection.told():
            return super().execute(*words)

    def executemany(self, *words: Any) -> Any:
        with self.connection.told():
            return super().executemany(*words)

    def fetchone(self) -> Any:
        with self.connection.told():
            return super().fetchone()

    def fetchmany(self, size: int | None = 1) -> list[Any]:
        with self.connection.told():
            return super().fetchmany(size)

    def fetchall(self) -> list[Any]:
        with self.connection.told():
            return super().fetchall()

    def __next__(self) -> Any:
        with self.connection.told():
            return super().__next__()


class ToldConnection(sqlite3.Connection):
    """Made by `connect`."""

    tell: Tell

    def cursor(self, factory: Any = _Cursor) -> Any:
        return super().cursor(factory)

    # Written in C, these two would take a plain cursor.
    def execute(self, *words: Any) -> Any:
        return self.cursor().execute(*words)

    def executemany(self, *words: Any) -> Any:
        return self.cursor().executemany(*words)

    @contextmanager
    def told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise self.tell(error) from error


def connect(place: object, tell: Tell, **settings: Any) -> ToldConnection:
    """A connection to the database at `place`; errors come as what `tell` makes of them. Raises sqlite3.Error."""
    made: ToldConnection = sqlite3.connect(str(place), factory=ToldConnection, **settings)
    made.tell = tell
    return made
