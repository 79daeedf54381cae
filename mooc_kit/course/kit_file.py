"""Kit file: a path in the kit, and the template, text or bytes to be written there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class TeamCommand:
    """A command that a guide ends with: why one runs it, and the words after `mooc-kit`, filled in for the course."""

    why: str
    words: str


@dataclass(frozen=True, slots=True)
class KitFile:
    """A file that an option (or the course template) adds to the kit.

    Either `template`, a Jinja2 template below the option's `templates/<language>/`, rendered with `context`;
    or `text` / `data` as it is. `path` is relative to the kit, with forward slashes.
    """

    path: str
    template: str = ""
    context: dict[str, Any] = field(default_factory=dict)
    text: str | None = None
    data: bytes | None = None
    commands: tuple[TeamCommand, ...] = ()
    """For a guide of the team: what it ends with. Run in the kit's folder."""
