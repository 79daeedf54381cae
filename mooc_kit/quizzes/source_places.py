"""Source positions: where in its file each part of a quiz stands; a path of keys and numbers leads to a Place.

The paths are those of the question model: ("questions", 3, "choices", 0).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from mooc_kit.problems import Place

Path_ = Sequence[str | int]


class Places(Protocol):
    """Where a part stands, or the nearest part around it that is known. A YAML tree is one."""

    def place(self, path: Path_ = (), *, key: bool = False) -> Place: ...


@dataclass
class LinePlaces:
    """Places of a format that is read line by line: `lines` from path to 1-based line, or (line, column)."""

    file: str
    lines: dict[tuple[str | int, ...], int | tuple[int, int]] = field(default_factory=dict)

    def place(self, path: Path_ = (), *, key: bool = False) -> Place:
        for size in range(len(path), -1, -1):
            found = self.lines.get(tuple(path[:size]))
            if found is not None:
                line, column = found if isinstance(found, tuple) else (found, 1)
                return Place(self.file, line, column)
        return Place(self.file, 1, 1)

    def mark(self, line: int, *path: str | int) -> None:
        """Note that the part at `path` begins in `line`."""
        self.lines[path] = line
