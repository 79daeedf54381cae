"""Activity names: which activity a heading of a gradebook means, by what a target wrote, by the id or by the title.

Platforms change titles (`‹` for `<`, at most 255 letters) and files do too (`&amp;`, `'` for `"`). A name that stands
for exactly one activity means that one; what fits two means neither, since a guess would decide about a certificate.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from html import unescape

_CUT = 200
"""From this length on a heading may be the beginning of a title: Moodle keeps 255 letters."""


class ActivityNames:
    """Names, each of one activity or of several."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """`names` are (name, id of the activity)."""
        self._exact: dict[str, set[str]] = {}
        self._alike: dict[str, set[str]] = {}
        for name, id in names:
            self._exact.setdefault(_line(name), set()).add(id)
            if plain(name):
                self._alike.setdefault(plain(name), set()).add(id)

    def of(self, heading: str) -> set[str]:
        """The activities that `heading` may mean: those called just so; where there are none, those called much so."""
        texts = list(dict.fromkeys((heading, unescape(heading))))
        for names, key in ((self._exact, _line), (self._alike, plain)):
            for text in texts:
                if found := names.get(key(text)):
                    return found
        return set()

    def beginning(self, heading: str) -> set[str]:
        """The activities whose name begins with `heading`, where that is long enough to have been cut."""
        key = plain(heading)
        if len(heading.strip()) < _CUT or not key:
            return set()
        return {id for name, ids in self._alike.items() if name.startswith(key) for id in ids}


def plain(text: str) -> str:
    """`text` as headings are compared: letters and digits only, in small letters."""
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", text).casefold()).strip()


def _line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
