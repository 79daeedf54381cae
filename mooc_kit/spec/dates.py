"""Date parsing: the days that somebody can have meant, in the forms in which people write dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

_WORDS = ("%d %B %Y", "%d %b %Y", "%d. %B %Y", "%d. %b %Y", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%b %d %Y")
_YEAR_FIRST = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d")
# The day first: so most of the world writes, and dots everywhere mean it.
_NUMBERS = ("%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y")


def readings(text: str) -> list[date]:
    """Each day that `text` can mean, the likelier first; none where it is no date."""
    words = " ".join(text.split()).rstrip(".")
    return _read(words, _WORDS + _YEAR_FIRST) or _read(words, _NUMBERS)


def _read(words: str, forms: Sequence[str]) -> list[date]:
    found = []
    for form in forms:
        try:
            found.append(datetime.strptime(words, form).date())
        except ValueError:
            continue
    return list(dict.fromkeys(found))


def in_words(day: date) -> str:
    """A day as one says it, with its day of the week: `Tuesday, 12 January 2027`."""
    return f"{day:%A}, {day.day} {day:%B %Y}"
