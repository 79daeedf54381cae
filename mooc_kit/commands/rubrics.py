"""Rubrics: checked alone or within their kit, and written as PDF."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from mooc_kit.console import console
from mooc_kit.files import write_whole
from mooc_kit.problems import MoocKitError, Place, Problem, Report, UsageError, relative_name
from mooc_kit.reporters import show_report
from mooc_kit.rubrics.check import read_rubric
from mooc_kit.rubrics.model import Rubric
from mooc_kit.rubrics.rubric_codes import OTHER_NAME, RULES
from mooc_kit.spec.yaml_tree import read_text

_CODES = frozenset(rule.code for rule in RULES)


def report_on_rubrics(paths: Iterable[Path], format_: str, *, strict: bool) -> int:
    """Check the rubrics in `paths` and write the report; the exit status."""
    return show_report(check_rubrics(paths), format_, strict=strict)


def check_rubrics(paths: Iterable[Path]) -> Report:
    """The problems of the rubric files and of all rubrics in the kits among `paths`."""
    report = Report(what="rubric")
    for path in paths:
        report.add(_check_kit(path) if path.is_dir() else _check_file(path))
        report.checked += len(list((path / "rubrics").glob("*.yaml"))) if path.is_dir() else 1
    return report


def _check_file(path: Path) -> Iterator[Problem]:
    if str(path) == "-":
        yield from read_rubric(sys.stdin.read(), "<standard input>")[1]
        return
    text, problems = read_text(path, relative_name(path))
    yield from problems
    if text is not None:
        yield from read_rubric(text, relative_name(path))[1]


def _check_kit(folder: Path) -> Iterator[Problem]:
    """What the course's own check says of its rubrics, and the rubrics that nothing uses yet."""
    from mooc_kit.checks.course_check import check_path
    from mooc_kit.targets.registry import targets

    checked = check_path(folder, targets())
    if checked.spec is None:
        yield from checked.problems
        return
    files = sorted((folder / "rubrics").glob("*.yaml"))
    names = {relative_name(file) for file in files}
    # A rubric that cannot be read at all is a problem of another code (Y…), in one of these files.
    seen = [problem for problem in checked.problems if problem.code in _CODES or problem.place.file in names]
    yield from seen
    known = {problem.place.file for problem in seen}
    outcomes = [outcome.id for outcome in checked.spec.outcomes]
    for file in files:
        name = relative_name(file)
        text, _ = read_text(file, name)
        if name in known or text is None:
            continue
        rubric, problems = read_rubric(text, name, outcomes)
        yield from problems
        if rubric is not None and rubric.id != file.stem:
            yield OTHER_NAME.at(
                Place(name, 1, 1), hint=f"Write `id: {file.stem}`, or rename the file to {rubric.id}.yaml."
            )


def print_rubric(name: str, kit: Path, output: Path | None, paper: str) -> None:
    """Write the rubric as a PDF: `name` is its id in `kit`, or a file."""
    from mooc_kit.rubrics.rubric_pdf import rubric_pdf

    file = Path(name)
    if file.suffix not in (".yaml", ".yml"):
        file = kit / "rubrics" / f"{name}.yaml"
        if not file.is_file():
            known = ", ".join(sorted(path.stem for path in (kit / "rubrics").glob("*.yaml"))) or "none"
            raise UsageError(f"There is no rubric {name!r} in {relative_name(kit / 'rubrics')}; there are: {known}.")
    text, problems = read_text(file, relative_name(file))
    rubric: Rubric | None = None
    if text is not None:
        rubric, problems = read_rubric(text, relative_name(file))
    if rubric is None or not Report(list(problems)).is_ok():
        raise MoocKitError(*problems)
    language, title = _course_of(file)
    place = output or Path(f"{rubric.id}.pdf")
    write_whole(place, rubric_pdf(rubric, language, title, paper))
    console().print(f"{relative_name(place)}: {rubric.title}")


def _course_of(file: Path) -> tuple[str, str]:
    """Language and title of the course around a rubric's file; plain English where there is none."""
    from mooc_kit.checks.course_check import SPEC_FILE, check_text

    spec_file = file.resolve().parent.parent / SPEC_FILE
    if spec_file.is_file():
        text, _ = read_text(spec_file, SPEC_FILE)
        spec = check_text(text, SPEC_FILE).spec if text is not None else None
        if spec is not None:
            return spec.course.language, spec.course.title
    return "en", ""
