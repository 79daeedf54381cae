"""Target registry: the built-in targets, then those of other packages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from mooc_kit.course.model import Course
from mooc_kit.plugins import plugins
from mooc_kit.targets.base import Target

ENTRY_POINTS = "mooc_kit.targets"
BUILT_IN = (
    "mooc_kit.targets.site:Site",
    "mooc_kit.targets.open_edx:OpenEdx",
    "mooc_kit.targets.moodle:Moodle",
    "mooc_kit.targets.canvas:Canvas",
    "mooc_kit.targets.common_cartridge:CommonCartridge",
    "mooc_kit.targets.scorm:Scorm",
    "mooc_kit.targets.cmi5:Cmi5",
    "mooc_kit.targets.epub:Epub",
    "mooc_kit.targets.print:PrintedCourse",
)


@lru_cache(maxsize=1)
def targets() -> dict[str, Target]:
    """All targets by key, in order. A built-in key cannot be taken by another package."""
    return plugins(ENTRY_POINTS, BUILT_IN, Target)


def names_in_reports(course: Course) -> Callable[[str], Iterable[tuple[str, str]]]:
    """By a target's key: the names under which reports of its platform have the course's activities."""
    return lambda key: found.report_names(course) if (found := targets().get(key)) else ()
