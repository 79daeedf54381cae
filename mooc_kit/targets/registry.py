"""Target registry: the built-in targets, then those of other packages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from mooc_kit.course.model import Course
from mooc_kit.plugins import LatePlugins
from mooc_kit.targets.base import Target

ENTRY_POINTS = "mooc_kit.targets"
BUILT_IN = {
    "site": "mooc_kit.targets.site:Site",
    "open-edx": "mooc_kit.targets.open_edx:OpenEdx",
    "moodle": "mooc_kit.targets.moodle:Moodle",
    "canvas": "mooc_kit.targets.canvas:Canvas",
    "common-cartridge": "mooc_kit.targets.common_cartridge:CommonCartridge",
    "scorm": "mooc_kit.targets.scorm:Scorm",
    "cmi5": "mooc_kit.targets.cmi5:Cmi5",
    "epub": "mooc_kit.targets.epub:Epub",
    "print": "mooc_kit.targets.print:PrintedCourse",
}


@lru_cache(maxsize=1)
def targets() -> Mapping[str, Target]:
    """All targets by key, in order, each loaded when it is asked for: a check of a course needs their names only, and
    those of the course. A built-in key cannot be taken by another package."""
    return LatePlugins(ENTRY_POINTS, BUILT_IN, Target)


def names_in_reports(course: Course) -> Callable[[str], Iterable[tuple[str, str]]]:
    """By a target's key: the names under which reports of its platform have the course's activities."""
    return lambda key: found.report_names(course) if (found := targets().get(key)) else ()
