"""Cartridge to kit map: where its parts went, by identifier, by the address of a page, and by file."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class KitPlaces:
    of_id: dict[str, str] = field(default_factory=dict)
    of_slug: dict[str, str] = field(default_factory=dict)
    of_file: dict[str, str] = field(default_factory=dict)
