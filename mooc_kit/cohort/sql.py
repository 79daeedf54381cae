"""SQL text, with names and values quoted so that what stands in a gradebook can never become a command."""

from __future__ import annotations

from typing import Any


def name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def value(text: Any) -> str:
    return "'" + str(text).replace("'", "''") + "'"
