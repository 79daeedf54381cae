"""Moodle ids: each follows from the name of what it stands for, so that it is the same in every build."""

from __future__ import annotations

from hashlib import blake2b

_LEAST, _ROOM = 1_000_000, 900_000_000
"""Ids have up to nine digits: Moodle keeps them in columns of ten."""


class IdNumbering:
    """Ids by kind and name. Two things of a kind never share one; an insertion leaves the ids of others as they are."""

    def __init__(self) -> None:
        self._of: dict[tuple[str, str], int] = {}
        self._taken: dict[str, set[int]] = {}

    def of(self, kind: str, name: str) -> int:
        """The id of the thing of this `kind` (a table of Moodle's) called `name`."""
        found = self._of.get((kind, name))
        if found is None:
            digest = blake2b(f"{kind}\0{name}".encode(), digest_size=8).digest()
            found = _LEAST + int.from_bytes(digest) % _ROOM
            taken = self._taken.setdefault(kind, set())
            while found in taken:  # two names in nine hundred million rarely meet; then the later one steps aside
                found += 1
            taken.add(found)
            self._of[kind, name] = found
        return found
