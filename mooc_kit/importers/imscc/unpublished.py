"""Unpublished content of Canvas: modules and things that no participant sees are left out, told and kept as notes."""

from __future__ import annotations

from mooc_kit.counting import counted
from mooc_kit.importers.hidden_parts import HiddenParts
from mooc_kit.importers.imscc.activities import CartridgeActivities
from mooc_kit.importers.imscc.cartridge import Cartridge
from mooc_kit.importers.imscc.contents import Contents, ContentsItem, Section

_WHY = "It is not published in Canvas."
_WITH_WORDS = ("page", "assignment", "quiz", "topic", "link", "tool")
"""Kinds of things that may stand in no module and are in a kit all the same."""


def without_hidden(
    cartridge: Cartridge,
    contents: Contents,
    sections: list[Section],
    activities: CartridgeActivities,
    hidden: HiddenParts,
) -> set[str]:
    """Takes what was not published out of `sections`; gives the ids of these things.

    What stands in a published module, too, stays. So does all that our own cartridges hold: the source of their kit
    has it, and that somebody hid it in Canvas is told.
    """
    if cartridge.is_ours:
        return set()

    def is_shown(section: Section, row: ContentsItem) -> bool:
        return not (section.is_hidden or row.is_hidden or (row.thing is not None and row.thing.is_hidden))

    shown = {row.thing.id for s in sections for row in s.rows if row.thing is not None and is_shown(s, row)}
    gone: set[str] = set()
    for section in list(sections):
        before = len(section.rows)
        out: dict[str, ContentsItem] = {}
        for row in section.rows:
            if row.thing is not None and row.thing.id not in shown | gone:
                out.setdefault(row.thing.id, row)
        section.rows = [row for row in section.rows if row.thing is None or is_shown(section, row)]
        gone |= set(out)
        if not section.rows and before:
            cartridge.counts["modules"] -= 1
            cartridge.left_out["modules"] += 1
            sections.remove(section)
        if section.is_hidden and out:
            texts = [words for row in out.values() for words in (f"## {_title(row)}", *_note(activities, row))]
            what = f'The module "{section.title}" with {counted(len(out), "item")}'
            hidden.keep(what, _WHY, section.title, texts)
        else:
            for row in out.values():
                hidden.keep(f'"{_title(row)}" ({_kind(row)})', _WHY, _title(row), _note(activities, row))
    for thing in contents.things.values():
        if thing.is_hidden and thing.id not in gone and thing.kind in _WITH_WORDS:
            gone.add(thing.id)
            row = ContentsItem(thing.title, thing)
            hidden.keep(f'"{_title(row)}" ({_kind(row)})', _WHY, _title(row), _note(activities, row))
    return gone


def _title(row: ContentsItem) -> str:
    return row.title or (row.thing.title if row.thing else "") or "?"


def _kind(row: ContentsItem) -> str:
    return row.thing.kind if row.thing else "?"


def _note(activities: CartridgeActivities, row: ContentsItem) -> list[str]:
    return activities.hidden(row.thing, row.url) if row.thing else []
