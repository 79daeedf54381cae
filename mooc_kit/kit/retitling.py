"""Changed titles: in pages that a team wrote, the places that show a title follow it; running text stays as it is.

A title stands in a link, a heading, a cell of a table, in emphasis or in quotation marks. Elsewhere its words may be
just words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from mooc_kit.spec.model import Spec

_BEFORE = r"(?:(?<=\[)|(?<=\*)|(?<=_)|(?<=“)|(?<=\")|(?<=\| )|(?<=^# )|(?<=^## )|(?<=^### )|(?<=^title: ))"
_WITHIN_A_TITLE = r"(?m)^(?P<before>title: (?P<mark>['\"]).*: ){}(?P<after>(?P=mark)[ \t]*\r?)$"
"""A quiz is called "Check yourself: …" after its module, in quotation marks of YAML, which the colon asks for."""
_AFTER = r"(?=\]|\*|_|”|\"| \||[ \t]*\r?$)"


def changed_titles(old: Spec, new: Spec) -> dict[str, str]:
    """Old title -> new one, for each thing whose title changed, where nothing else had the title or has it now."""
    before, now = dict(_titles(old)), dict(_titles(new))
    shared = Counter(before.values())
    taken = set(now.values())
    return {
        title: now[thing]
        for thing, title in before.items()
        if thing in now and now[thing] != title and shared[title] == 1 and title not in taken
    }


def retitled(data: bytes, titles: Mapping[str, str]) -> bytes:
    """`data`, a text in UTF-8, with the new titles where it shows old ones; anything else as it is."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return data
    for old, new in titles.items():
        place = re.compile(_BEFORE + re.escape(old) + _AFTER, re.MULTILINE)
        text = place.sub(new.replace("\\", r"\\"), text)
        text = re.sub(_WITHIN_A_TITLE.format(re.escape(old)), partial(_quoted, title=new), text)
    return text.encode("utf-8")


def _quoted(found: re.Match[str], title: str) -> str:
    """The title of a quiz with the new `title` in it, as YAML writes it between such marks."""
    if found["mark"] == "'":
        return found["before"] + title.replace("'", "''") + found["after"]
    return found["before"] + title.replace("\\", "\\\\").replace('"', '\\"') + found["after"]


def _titles(spec: Spec) -> Iterator[tuple[tuple[str, str], str]]:
    yield ("course", ""), spec.course.title
    for module in spec.modules:
        yield ("module", module.id), module.title
        for activity in module.activities:
            yield ("activity", activity.id), activity.title
    badges: list[Any] = getattr(spec.option("peer_badges"), "badges", [])
    yield from ((("badge", badge.id), badge.name) for badge in badges)
