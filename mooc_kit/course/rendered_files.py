"""Rendered files: where a kit keeps what mooc-kit wrote into it last, the base that a later update merges with."""

from __future__ import annotations

from pathlib import Path

FOLDER = ".mooc-kit/base"
TEXT, BINARY, AUTHORS = ".base", ".sha256", ".own"
"""What is behind the name of a rendered file: its text, its checksum, or that it is its author's own."""
SPEC = "course.yaml"


def was_made(kit: Path, path: str) -> bool:
    """Whether mooc-kit made the file at `path` of the `kit` when it last wrote files."""
    return any((kit / FOLDER / f"{path}{ending}").is_file() for ending in (TEXT, BINARY, AUTHORS))
