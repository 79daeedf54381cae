"""Build refusals: what a course's own targets would not build, told by a check; and how its problems' places begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mooc_kit.problems import relative_name

if TYPE_CHECKING:
    from mooc_kit.checks.course_check import Checked


def names_of(courses: Sequence[Path]) -> list[str]:
    """How the places of problems begin that lie in `courses`."""
    return ["<standard input>" if str(path) == "-" else relative_name(path) for path in courses]


def with_refusals(checked: Checked) -> Checked:
    """`checked`, with what the course's own targets would refuse to build."""
    from mooc_kit.targets.registry import targets

    if checked.folder is None or checked.spec is None or checked.course is None or not checked.is_sound:
        return checked
    known, shown = targets(), relative_name(checked.folder)
    own = [known[name] for name in checked.spec.targets if name in known]
    found = [problem for target in own for problem in target.refusals(checked.course, checked.folder)]
    if shown != ".":
        found = [replace(p, place=replace(p.place, file=f"{shown}/{p.place.file}")) for p in found]
    return replace(checked, problems=[*checked.problems, *found]) if found else checked
