"""A spreadsheet computes what looks like a formula: what people wrote must not become one when a CSV is opened."""

from __future__ import annotations

_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless_cell(text: str) -> str:
    """`text` with an apostrophe before what a spreadsheet would compute."""
    return f"'{text}" if text.startswith(_BEGINS_FORMULA) else text
