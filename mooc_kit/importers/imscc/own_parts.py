"""Own parts of a cartridge: what each thing was in the kit that a cartridge of mooc-kit was made of.

The table of names tells it. Cartridges of earlier versions have none, nor have Common Cartridges: there the names of
files tell.
"""

from __future__ import annotations

from collections.abc import Sequence

from mooc_kit.i18n import messages_for
from mooc_kit.importers.imscc.cartridge import Cartridge
from mooc_kit.importers.imscc.contents import Section, Thing
from mooc_kit.importers.imscc.settings import language_of

_GROUPS = {
    "Getting started": "start",
    "Showing what you did": "evidence",
    "Help along the way": "support",
    "About this course": "about",
}
"""Headings under which mooc-kit's cartridges have the pages of the course as a whole, as the catalogue knows them."""
_BESIDE = ("home.html", "syllabus.html")
_KINDS = ("activity", "page", "about", "module")


class OwnParts:
    """Kinds and ids of things in their kit; "" for all of a cartridge that is none of ours."""

    def __init__(self, cartridge: Cartridge, sections: Sequence[Section]) -> None:
        self._cartridge = cartridge
        self._first = sections[0] if sections else None
        # Pages with which a module begins and that are called as it is: they may be about it.
        firsts = [(section.rows[0].thing, section.title) for section in sections]
        self._openings = {thing.id for thing, title in firsts if thing and thing.title == title}

    def name(self, thing: Thing, *kinds: str) -> tuple[str, str]:
        """The kind, the first of `kinds` that fits, and the id of a thing."""
        if not self._cartridge.is_ours:
            return "", ""
        for kind in kinds:
            if found := self._cartridge.own.of(thing.id, thing.title, kind):
                return found.kind, found.id
        stem = thing.file.rpartition("/")[2].rpartition(".")[0]
        if thing.kind == "assignment":
            return "activity", stem
        kind, _, id = stem.partition("-")
        if kind == "before":  # the words that a quiz of Common Cartridge has no place for
            return "activity", stem
        return ("about" if kind == "module" else kind, id) if kind in _KINDS else ("", "")

    def activity(self, thing: Thing) -> str:
        """The id of a thing that stands in a module."""
        kind, id = self.name(thing, "activity", "page")
        return id if kind in ("activity", "page") else ""

    def is_about(self, thing: Thing) -> bool:
        """Whether a page is about its module: where titles alone tell, it is the one with which the module opens."""
        if thing.kind != "page":
            return False
        kinds = ("about", "activity") if thing.id in self._openings else ("activity", "about")
        return self.name(thing, *kinds)[0] == "about"

    def group(self, section: Section) -> str:
        """The group whose pages a section holds; "" for a module of the course."""
        for kind in ("module", "pages"):
            if called := self._cartridge.own.of(section.name, section.title, kind):
                return called.id if kind == "pages" else ""
        names = [self.name(row.thing, "page") for row in section.rows if row.thing]
        files = [row.thing.file.rpartition("/")[2] for row in section.rows if row.thing]
        are_pages = [n[0] == "page" or f in _BESIDE for n, f in zip(names, files, strict=True)]
        if not files or not all(are_pages):
            return ""
        messages = messages_for(language_of(self._cartridge) or "en")
        titles = {messages.text(words): group for words, group in _GROUPS.items()}
        return titles.get(section.title, "start" if section is self._first else "support")
