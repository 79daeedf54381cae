"""Kit file: a path in the kit, and the template, text or bytes to be written there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


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
