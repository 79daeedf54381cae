"""Build: render the course for each target and write the packages, with notices for what was lost."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from mooc_kit.cache import user_cache
from mooc_kit.checks.course_check import check_path
from mooc_kit.console import at_work, console
from mooc_kit.counting import counted
from mooc_kit.course.model import Course
from mooc_kit.credentials.published import read_published
from mooc_kit.problems import MoocKitError, Report, Severity, UsageError, relative_name
from mooc_kit.reporters import write_report
from mooc_kit.spec.packages import NO_FLAGS, PackageFlags
from mooc_kit.suggest import nearest
from mooc_kit.targets.base import Target
from mooc_kit.targets.package_writer import write_package
from mooc_kit.targets.registry import targets
from mooc_kit.targets.site.theme import own_templates

_SITE = "site"
"""The target that holds all languages of a course."""


def build_course(
    folder: Path,
    names: tuple[str, ...],
    output: Path,
    publish: Path | None = None,
    flags: PackageFlags = NO_FLAGS,
    *,
    handout: bool = False,
) -> int:
    """Build the course in `folder` for the targets `names`, or those of its spec, below `output`.

    `publish` is what the site carries for those who check credentials, in place of the kit's folder `publish/`; `flags`
    go before the spec's `packages`. With `handout` the printed course comes with its activities as sheets to hand out,
    also where the spec does not name it.

    Gives the exit status, 0. Raises MoocKitError where something in the course is wrong.
    """
    chosen = [_target(name) for name in names]
    cache = user_cache()
    checked = check_path(folder, targets(), cache)
    if checked.course is None or checked.spec is None or not checked.is_sound:
        raise MoocKitError(*checked.problems)
    course = replace(checked.course, packages=flags.over(checked.course.packages))
    problems = [p for p in checked.problems if p.severity is not Severity.NOTE]
    if publish is not None:
        published, odd = read_published(publish, relative_name(publish), course.url)
        if not Report(odd).is_ok():
            raise MoocKitError(*odd)
        course, problems = replace(course, published=published), [*problems, *odd]
    if not chosen:
        chosen = [targets()[name] for name in checked.spec.targets]
    if handout:
        chosen = _with_handout(chosen)
    out = console()
    if problems:
        write_report(Report(problems), "text", sys.stderr)
    if own := own_templates(folder):
        out.print(
            f"{', '.join(own)}: pages of the web site are made from the kit's own templates. A script in them runs on "
            "the course's site, and can do there what a visitor can. Read them before you publish somebody else's kit."
        )
    for target, edition, place in _works(chosen, course, output):
        with at_work(f"{target.title}: making {relative_name(place)}"):
            package = target.render_again(edition, folder, cache)
            size = write_package(package, place)
        files = counted(len(package.files), "file")
        out.print(f"{target.title}: {relative_name(place)} ({files}, {size / 1_000_000:.1f} MB)")
        for notice in package.notices:
            out.print(f"  not carried over: {notice}")
    cache.save()
    return 0


def _works(chosen: list[Target], course: Course, output: Path) -> Iterator[tuple[Target, Course, Path]]:
    """What is to be made, and where: a site of all languages, and for other targets a package for each of them."""
    for target in chosen:
        yield target, course, output / target.key
        for other in () if target.key == _SITE else course.translations:
            edition = replace(other, packages=course.packages, published=course.published)
            yield target, edition, output / f"{target.key}-{other.language}"


def _with_handout(chosen: list[Target]) -> list[Target]:
    from mooc_kit.targets.print import PrintedCourse

    return [target for target in chosen if target.key != PrintedCourse.key] + [PrintedCourse(has_handout=True)]


def _target(name: str) -> Target:
    known = targets()
    if name in known:
        return known[name]
    close = nearest(name, known)
    hint = f" Did you mean {close[0]}?" if close else ""
    raise UsageError(f"There is no target {name!r}.{hint} This version can build: {', '.join(known)}.")
