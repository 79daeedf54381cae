"""The registry knows the importers: the built-in ones, then those of other packages."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module

from mooc_kit.importers.archive import Archive
from mooc_kit.importers.base import Importer
from mooc_kit.importers.codes import UNKNOWN_KIND
from mooc_kit.problems import MoocKitError, Place

ENTRY_POINTS = "mooc_kit.importers"
BUILT_IN: tuple[str, ...] = (
    "mooc_kit.importers.open_edx:OpenEdxImporter",
    "mooc_kit.importers.moodle.importer:MoodleImporter",
)


@lru_cache(maxsize=1)
def importers() -> dict[str, Importer]:
    """All importers by key, in order. A built-in key cannot be taken by another package."""
    found: dict[str, Importer] = {}
    for name in BUILT_IN:
        module, _, attribute = name.partition(":")
        importer: Importer = getattr(import_module(module), attribute)()
        found[importer.key] = importer
    from importlib.metadata import entry_points

    for entry in sorted(entry_points(group=ENTRY_POINTS), key=lambda entry: entry.name):
        importer = entry.load()()
        found.setdefault(importer.key, importer)
    return found


def importer_for(archive: Archive) -> Importer:
    """The importer that knows `archive`. Raises MoocKitError where none does."""
    for importer in importers().values():
        if importer.recognises(archive):
            return importer
    known = ", ".join(importer.title for importer in importers().values()) or "nothing yet"
    raise MoocKitError(UNKNOWN_KIND.at(Place(archive.name), hint=f"This version reads: {known}."))
