"""Many courses at once: one report and one table over a repository, on all cores, each course for itself."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from mooc_kit.checks.course_check import check_path
from mooc_kit.commands.build import build_course
from mooc_kit.commands.process_pool import for_each
from mooc_kit.commands.refusals import names_of, with_refusals
from mooc_kit.commands.validation_cache import ValidationCache
from mooc_kit.console import console
from mooc_kit.counting import counted
from mooc_kit.course.kit_codes import CANNOT_CHECK
from mooc_kit.problems import MoocKitError, Place, Problem, Report, Severity, UsageError, relative_name
from mooc_kit.reporters import write_report
from mooc_kit.spec.packages import NO_FLAGS, PackageFlags
from mooc_kit.targets.registry import targets


def check_many(courses: Sequence[Path], format_: str, *, strict: bool, uses_cache: bool) -> int:
    """Check them all and write one report; gives the exit status."""
    found = check_courses(courses, uses_cache=uses_cache)
    if format_ == "text":
        return 0 if show_checked(found, strict=strict) else 1
    problems = [p for problems in found.values() for p in problems]
    report = Report(problems, len(found), names=names_of(courses))
    write_report(report, format_, sys.stdout)
    return 0 if report.is_ok(strict=strict) else 1


def check_courses(courses: Sequence[Path], *, uses_cache: bool) -> dict[Path, list[Problem]]:
    """The problems of each course, in the order of `courses`."""
    cache = ValidationCache(courses if uses_cache else [])
    found = cache.recall()
    left = [course for course in courses if course not in found]
    if left:
        _load_targets()
        fresh = dict(for_each(left, _check, _check_failed, "Checking"))
        cache.remember({c: ps for c, ps in fresh.items() if all(p.code != CANNOT_CHECK.code for p in ps)})
        found |= fresh
    return {course: found[course] for course in courses}


def _load_targets() -> None:
    """Before processes are forked, so that each has them."""
    list(targets().values())


def show_checked(found: dict[Path, list[Problem]], *, strict: bool) -> bool:
    """Errors and warnings, then a table of the courses that have some; gives whether CI may go on."""
    report = Report([p for problems in found.values() for p in problems if p.severity is not Severity.NOTE])
    write_report(report, "text", sys.stdout)
    rows = []
    for course, problems in found.items():
        of_course = Report(problems)
        counts = [of_course.count(severity) for severity in Severity]
        if counts[0] or counts[1]:
            rows.append((relative_name(course), *map(str, counts)))
    good = len(found) - len(rows)
    if rows:
        _table("Courses with problems", ("Course", "Errors", "Warnings", "Notes"), rows)
    notes = sum(p.severity is Severity.NOTE for problems in found.values() for p in problems)
    told = f" ({counted(notes, 'note')}: --format json lists them)" if notes else ""
    with_errors = sum(row[1] != "0" for row in rows)
    console().print(
        f"{counted(len(found), 'course')}: {good} without problems, {with_errors} with errors, "
        f"{len(rows) - with_errors} with warnings only{told}.",
        soft_wrap=True,
    )
    return report.is_ok(strict=strict)


@dataclass(frozen=True)
class Built:
    status: int
    said: str


def build_courses(
    folder: Path,
    courses: Sequence[Path],
    names: tuple[str, ...],
    output: Path | None,
    flags: PackageFlags = NO_FLAGS,
    *,
    handout: bool = False,
) -> int:
    """Build every course, below its own `build` or below OUTPUT/<its path>; one table in the end."""
    _load_targets()
    work = _Build(folder, names, output, flags, handout)
    found = dict(for_each(courses, work, _build_failed, "Building"))
    rows = []
    for course in courses:
        built = found[course]
        packages = [line for line in built.said.splitlines() if " files, " in line and line.endswith("MB)")]
        lost = sum("not carried over:" in line for line in built.said.splitlines())
        result = "built" if not built.status else "failed"
        rows.append((relative_name(course), result, str(len(packages)), str(lost)))
        if built.status:
            console().print(f"{relative_name(course)}:")
            console().print(built.said.rstrip() + "\n", soft_wrap=True)
    failed = sum(row[1] == "failed" for row in rows)
    _table("Courses", ("Course", "Result", "Packages", "Notices"), rows)
    console().print(f"{counted(len(rows), 'course')}: {len(rows) - failed} built, {failed} failed.")
    return 1 if failed else 0


def outline_courses(courses: Sequence[Path]) -> int:
    """One line a course: what it is and what it offers. Exit status 1 where one could not be read."""
    _load_targets()
    found = dict(for_each(courses, _outline, _outline_failed, "Reading"))
    rows = [(relative_name(course), *found[course]) for course in courses]
    headings = ("Course", "Title", "Weeks", "Hours", "Modules", "Activities", "Outcomes", "Evidence", "Targets")
    _table("Courses", headings, rows)
    broken = sum(row[2] == "?" for row in rows)
    cannot = f", {broken} of them cannot be read: mooc-kit validate" if broken else ""
    console().print(f"{counted(len(rows), 'course')}{cannot}.")
    return 1 if broken else 0


def _check(course: Path) -> list[Problem]:
    return with_refusals(check_path(course, targets())).problems


def _check_failed(course: Path, said: str) -> list[Problem]:
    hint = "This is a bug in mooc-kit or in a package that it uses; please report it with this course."
    return [CANNOT_CHECK.at(Place(relative_name(course)), f"This course could not be checked ({said}).", hint=hint)]


def build_at(
    folder: Path,
    names: tuple[str, ...],
    output: Path | None,
    publish: Path | None,
    flags: PackageFlags = NO_FLAGS,
    *,
    handout: bool = False,
) -> int:
    """Build the course in `folder`, or every one below it; gives the exit status."""
    from mooc_kit.commands.find_courses import expand

    courses = expand([folder])
    if courses != [folder]:
        if publish:
            raise UsageError("--publish is for one course: each has keys and lists of its own.")
        return build_courses(folder, courses, names, output, flags, handout=handout)
    return build_course(folder, names, output or folder / "build", publish, flags, handout=handout)


@dataclass(frozen=True)
class _Build:
    """Building one course, what it says kept; a class, so that it can be sent to another process."""

    folder: Path
    names: tuple[str, ...]
    output: Path | None
    flags: PackageFlags
    handout: bool

    def __call__(self, course: Path) -> Built:
        inside = course.relative_to(self.folder) if course.is_relative_to(self.folder) else Path(course.name)
        place = course / "build" if self.output is None else self.output / inside
        said = io.StringIO()
        with redirect_stdout(said), redirect_stderr(said):
            try:
                status = build_course(course, self.names, place, flags=self.flags, handout=self.handout)
            except MoocKitError as error:
                write_report(Report(list(error.problems)), "text", said)
                status = 1
            except UsageError as error:
                said.write(f"{error}\n")
                status = 1
        return Built(status, said.getvalue())


def _build_failed(course: Path, said: str) -> Built:
    mistake = "This is a bug in mooc-kit; please report it."
    return Built(1, f"{relative_name(course)} could not be built ({said}). {mistake}")


def _outline(course: Path) -> tuple[str, ...]:
    checked = check_path(course, targets())
    spec = checked.spec
    if spec is None:
        return ("(cannot be read)", "?", "", "", "", "", "", "")
    hours = f"{spec.course.weeks * spec.course.hours_per_week:g}"
    activities = sum(1 for _ in spec.walk())
    offered = ", ".join(spec.completion.offered()) or "-"
    numbers = (spec.course.weeks, hours, len(spec.modules), activities, len(spec.outcomes))
    return (spec.course.title, *map(str, numbers), offered, ", ".join(spec.targets))


def _outline_failed(course: Path, said: str) -> tuple[str, ...]:
    return (f"({said})", "?", "", "", "", "", "", "")


def _table(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.table import Table

    out = console()
    if not out.is_terminal:
        out.width = max(out.width, 120)  # a pipe has no width of its own; tables need some
    table = Table(title=title, title_justify="left")
    for heading in headings:
        table.add_column(heading, overflow="fold", justify="right" if heading in _NUMBERS else "left")
    for row in rows:
        table.add_row(*row)
    out.print(table)


_NUMBERS = {"Errors", "Warnings", "Notes", "Packages", "Notices", "Weeks", "Hours", "Modules", "Activities", "Outcomes"}
