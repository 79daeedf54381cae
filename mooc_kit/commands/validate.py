"""Validation: the problems of every course that was named, in one report."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mooc_kit.commands.refusals import names_of, with_refusals
from mooc_kit.problems import MoocKitError, Problem, Report

if TYPE_CHECKING:
    from mooc_kit.checks.course_check import Checked
    from mooc_kit.course.model import Course
    from mooc_kit.spec.model import Spec


def validate_paths(
    paths: Sequence[Path],
    format_: str,
    *,
    strict: bool,
    changed_since: str | None,
    uses_cache: bool,
    ready: bool = False,
) -> int:
    """Report on the courses at `paths`, or below them; gives the exit status: 2 where a path is not there.

    With `ready`, what is still to be written before a launch is an error.
    """
    is_wrong_call = any(str(path) != "-" and not path.exists() for path in paths)
    status = _validate(paths, format_, strict=strict, changed_since=changed_since, uses_cache=uses_cache, ready=ready)
    return 2 if is_wrong_call else status


def _validate(
    paths: Sequence[Path], format_: str, *, strict: bool, changed_since: str | None, uses_cache: bool, ready: bool
) -> int:
    from mooc_kit.commands import find_courses
    from mooc_kit.console import echo
    from mooc_kit.reporters import show_report

    found = find_courses.expand(paths)
    if changed_since is not None:
        found = find_courses.changed_since(changed_since, found)
        if not found and format_ == "text":
            echo(f"No course differs from {changed_since}.")
            return 0
    if ready:
        from mooc_kit.commands.readiness import to_be_written

        unready = [p for path in found for p in to_be_written(path, with_refusals(check(path, uses_cache=uses_cache)))]
        return show_report(Report(unready, len(found), names=names_of(found)), format_, strict=strict)
    if len(found) > 1:
        from mooc_kit.commands.batch import check_many

        return check_many(found, format_, strict=strict, uses_cache=uses_cache)
    from mooc_kit.commands.validation_cache import ValidationCache

    # Asked before the checks are imported: where nothing changed, they are not needed.
    cache = ValidationCache(found if uses_cache else [])
    kept = cache.recall()
    if not kept:
        kept = {path: with_refusals(check(path, uses_cache=uses_cache)).problems for path in found}
        cache.remember(kept)
    problems = [p for path in found for p in kept[path]]
    return show_report(Report(problems, len(found), names=names_of(found)), format_, strict=strict)


def whole_course(folder: Path) -> Course:
    """The course in `folder`; raises MoocKitError with its problems where it has errors."""
    return whole_kit(folder)[1]


def whole_kit(folder: Path) -> tuple[Spec, Course]:
    """The spec and the course in `folder`; raises MoocKitError with its problems where it has errors."""
    return require_sound(check(folder), folder)


def require_sound(checked: Checked, folder: Path) -> tuple[Spec, Course]:
    """The spec and the course of a check of `folder`; raises MoocKitError where it found errors."""
    if checked.spec is None or checked.course is None or not checked.is_sound:
        raise MoocKitError(*(checked.problems or [_no_kit(folder)]))
    return checked.spec, checked.course


def kit_to_read(folder: Path) -> tuple[Spec, Course]:
    """The spec and the course in `folder` as far as they can be had, whatever is wrong with them. Raises MoocKitError
    where they cannot."""
    checked = check(folder)
    if checked.spec is None or checked.course is None:
        raise MoocKitError(*(checked.problems or [_no_kit(folder)]))
    return checked.spec, checked.course


def check(path: Path, *, uses_cache: bool = True) -> Checked:
    """What a check of the kit or spec at `path` ("-": standard input) finds."""
    from mooc_kit.cache import user_cache
    from mooc_kit.checks.course_check import check_path, check_text
    from mooc_kit.targets.registry import targets

    if str(path) == "-":
        return check_text(sys.stdin.read(), "<standard input>", targets())
    if not uses_cache:
        return check_path(path, targets())
    cache = user_cache()
    checked = check_path(path, targets(), cache)
    cache.save()
    return checked


def _no_kit(path: Path) -> Problem:
    from mooc_kit.course.kit_codes import MISSING_FILE
    from mooc_kit.problems import Place

    message = "There is a spec, and no kit around it."
    return MISSING_FILE.at(Place(str(path)), message, hint="Name the folder that holds course.yaml and content/.")
