"""SQL quoting: names and values written so that nothing in a gradebook can become a command."""

from __future__ import annotations

from typing import Any


def name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def value(text: Any) -> str:
    return "'" + str(text).replace("'", "''") + "'"
