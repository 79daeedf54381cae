""" "Did you mean …?": the known names nearest to a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable

_LEAST_LIKE = 0.5
"""From here on two words look like one word typed twice (difflib's own measure, 0 to 1)."""


def nearest(word: str, known: Iterable[str], most: int = 1) -> list[str]:
    """Up to `most` of the `known` names that look like `word`, best first; case, spaces, - and _ make no difference."""
    from difflib import get_close_matches

    by_form: dict[str, str] = {}
    for name in known:
        by_form.setdefault(_form(name), name)
    return [by_form[form] for form in get_close_matches(_form(word), by_form, n=most, cutoff=_LEAST_LIKE)]


def _form(word: str) -> str:
    return word.strip().casefold().replace("-", "_").replace(" ", "_")
