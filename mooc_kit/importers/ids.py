"""Imported ids: kebab-case, unique, and as close to the old name as can be."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mooc_kit.safe_paths import why_unsafe
from mooc_kit.spec.fields import ID_PATTERN, slug


@dataclass
class Ids:
    taken: set[str] = field(default_factory=set)

    def new(self, *wanted: str, fallback: str = "part") -> str:
        """The first of `wanted` that can be an id, made free by a number where it is taken."""
        made = next((name for name in (slug(text) for text in wanted) if name), fallback)
        base, free, number = made[:54].strip("-"), made, 2
        while free in self.taken or not re.match(ID_PATTERN, free) or why_unsafe(free):
            free, number = f"{base}-{number}", number + 1
        self.taken.add(free)
        return free
