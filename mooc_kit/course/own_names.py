"""Name table: which part of a kit each identifier in our own package stands for, so that ids come home.

Platforms give names of their own and keep none of a kit's. The table travels in the package, where only the team sees
it. What the platform gave new identifiers in the meantime is found by its title, where no other part has the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

_FORMAT = 1


@dataclass(frozen=True)
class OwnPart:
    """A part of a kit: `kind` ("activity", "module", "page", "rubric" …), its id, and what the package calls it."""

    kind: str
    id: str
    identifier: str
    title: str = ""
    form: str = ""
    """The activity's own kind ("live_session"), which the platform may not have."""


def name_table(parts: Iterable[OwnPart]) -> bytes:
    """The table as a file of the package, the same bytes for the same parts."""
    rows = [[part.kind, part.id, part.identifier, part.title, part.form] for part in parts]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f'{{"format": {_FORMAT}, "parts": [\n{lines}\n]}}\n'.encode()


class OwnNames:
    """The table of a package; empty where it has none that can be read. Strangers may have made it: check its names."""

    def __init__(self, data: bytes) -> None:
        self._parts: dict[str, OwnPart] = {}
        self._titles: dict[tuple[str, str], list[OwnPart]] = {}
        for part in _read(data):
            self._parts[part.identifier] = part
            if part.title:
                self._titles.setdefault((part.kind, part.title), []).append(part)

    def __bool__(self) -> bool:
        return bool(self._parts)

    def of(self, identifier: str, title: str, *kinds: str) -> OwnPart | None:
        """The part that is called so and is of one of `kinds`; None for none, and for what may be two."""
        found = self._parts.get(identifier)
        if found is not None:
            return found if found.kind in kinds else None
        called = [part for kind in kinds for part in self._titles.get((kind, title), ())]
        return called[0] if len(called) == 1 else None


def _read(data: bytes) -> list[OwnPart]:
    try:
        table = json.loads(data)
        if table["format"] != _FORMAT:
            return []
        return [OwnPart(*row) for row in table["parts"] if len(row) == 5 and all(isinstance(x, str) for x in row)]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []
