"""The base of a kit in tests: single entries read, set and taken out, as if mooc-kit had rendered otherwise."""

from __future__ import annotations

from pathlib import Path

from mooc_kit.course.rendered_files import FILE, FOLDER, entries_of, packed


def base_entry(kit: Path, name: str) -> bytes | None:
    """What the base says under `name`: "content/index.md.base"."""
    return entries_of(kit).get(f"{FOLDER}/{name}")


def set_base_entry(kit: Path, name: str, data: bytes | str | None) -> None:
    """Let the base say `data` under `name`; None takes the entry out."""
    entries = entries_of(kit)
    entries.pop(f"{FOLDER}/{name}", None)
    if data is not None:
        entries[f"{FOLDER}/{name}"] = data.encode() if isinstance(data, str) else data
    (kit / FILE).write_bytes(packed(entries))
