"""Importer registry: the built-in importers, then those of other packages."""

from __future__ import annotations

from functools import lru_cache

from mooc_kit.importers.archive import CoursePackage
from mooc_kit.importers.base import Importer
from mooc_kit.importers.import_codes import UNKNOWN_KIND
from mooc_kit.plugins import plugins
from mooc_kit.problems import MoocKitError, Place

ENTRY_POINTS = "mooc_kit.importers"
BUILT_IN: tuple[str, ...] = (
    "mooc_kit.importers.open_edx:OpenEdxImporter",
    "mooc_kit.importers.moodle.importer:MoodleImporter",
    "mooc_kit.importers.imscc.importer:ImsccImporter",
)


@lru_cache(maxsize=1)
def importers() -> dict[str, Importer]:
    """All importers by key, in order. A built-in key cannot be taken by another package."""
    return plugins(ENTRY_POINTS, BUILT_IN, Importer)


def importer_for(archive: CoursePackage) -> Importer:
    """The importer that knows `archive`. Raises MoocKitError where none does."""
    for importer in importers().values():
        if importer.recognises(archive):
            return importer
    known = ", ".join(importer.title for importer in importers().values()) or "nothing yet"
    raise MoocKitError(UNKNOWN_KIND.at(Place(archive.name), hint=f"This version reads: {known}."))
