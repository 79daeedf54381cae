"""Moodle database exports: the goals on the wall and the deeds in the gallery that a backup of the course made there.

`mod/data/classes/local/exporter/utils.php` writes a column for each field, called as the field is, and behind them,
where the teacher asks for it, who wrote the entry. The fields are those of `targets/moodle/forums.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mooc_kit.content.html_words import text_of
from mooc_kit.i18n import Messages
from mooc_kit.problems import MoocKitError
from mooc_kit.tables import read_table

_MAIL = re.compile(r"[^\s@,;]+@[^\s@,;]+\.[^\s@,;]+")


def entries(text: str, messages: Messages) -> Iterator[tuple[str, dict[str, str], str]]:
    """(kind, words by name, the address of who wrote it or "") of each entry: `goals` or `story`."""
    say = messages.text
    walls = {
        "goals": {"goal": say("My goal"), "notice": say("How I will know that I got there")},
        "story": {"title": say("Title"), "done": say("What happened"), "link": say("Where others can see it")},
    }
    try:
        rows = [row.cells for row in read_table(text.encode(), "entries.csv").rows]
    except MoocKitError:
        return
    heads = [head.strip() for head in rows[0]] if rows else []
    kind = next((kind for kind, fields in walls.items() if len(set(fields.values()) & set(heads)) > 1), "")
    if not kind:
        return
    places = {name: heads.index(label) for name, label in walls[kind].items() if label in heads}
    for cells in rows[1:]:
        words = {name: _plain(cells[place]) for name, place in places.items() if place < len(cells)}
        written = [cell for place, cell in enumerate(cells) if place not in places.values()]
        mail = next((cell.strip().casefold() for cell in written if _MAIL.fullmatch(cell.strip())), "")
        yield kind, words, mail


def _plain(cell: str) -> str:
    return (text_of(cell) if "<" in cell else cell).strip()
