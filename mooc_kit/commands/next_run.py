"""Next run: the kit of a course that was held made ready to be held again, with nothing of the old run mixed in.

Dates move, news and figures of the old run go into `archive/`, and the ledger of issued credentials is closed: the new
run gets one of its own, whose status lists come behind the old ones on the same site.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from mooc_kit.cohort.ledger import Ledger
from mooc_kit.cohort.success.evidence import Evidence
from mooc_kit.cohort.success.figures import figures_of
from mooc_kit.cohort.success.kit_evidence import read_kit
from mooc_kit.cohort.success.recognise import read_files
from mooc_kit.cohort.summary import shown
from mooc_kit.commands.edit_spec import open_spec
from mooc_kit.commands.issue import run_folder
from mooc_kit.commands.left_over import LeftOver, cleared
from mooc_kit.commands.rework import Rework, carried_out, follow, refuse_new_errors
from mooc_kit.commands.validate import kit_to_read
from mooc_kit.completion_options.team_commands import private_folder
from mooc_kit.console import echo
from mooc_kit.content.plain_markdown import escaped
from mooc_kit.counting import counted
from mooc_kit.course.goal_themes import FILE as GOALS
from mooc_kit.course.goal_themes import SMALL, GoalThemes
from mooc_kit.course.model import Course
from mooc_kit.course.success_figures import FILE as SUCCESS
from mooc_kit.credentials import status
from mooc_kit.files import for_owner_alone, write_whole
from mooc_kit.kit.draft import files_of, lines_of
from mooc_kit.problems import UsageError, relative_name
from mooc_kit.safe_paths import write_inside
from mooc_kit.spec.model import Spec
from mooc_kit.spec.references import named
from mooc_kit.spec.shifted_dates import HISTORY, shifted

NEWS = "content/announcements/"
ADVICE = "what-to-change.md"


def begin(kit: Path, start: date, *, ledger_path: Path | None, dry_run: bool, today: date) -> int:
    """Make the kit ready for the run that begins on `start`; gives the exit status."""
    file = open_spec(kit)
    spec, course = kit_to_read(kit)
    old = spec.course.start
    if old is None:
        raise UsageError(
            "The course has no start that the others could be counted from: mooc-kit set course.start DATE"
        )
    if start <= old:
        raise UsageError(f"The next run begins after this one, which began on {old.isoformat()}.")
    text, dates = shifted(file.text, (start - old).days)
    refuse_new_errors(file, text)
    work = Rework(f"next run from {start.isoformat()}")
    work.left += _about_dates(spec, old, start)
    for change in dates:
        echo(f"  {named(file.value, change.path)}: {change.old} -> {change.new}")
        if "T" in file.text.splitlines()[change.line - 1].partition(change.old)[2][:1]:
            work.left.append(LeftOver("course.yaml", change.line, "is its time zone still the same on the new day?"))
    archive = f"archive/run-{old.isoformat()}"
    advice = list(_advice(kit, spec, course, today))

    def done(place: Path) -> None:
        write_whole(place / "course.yaml", text)
        for path, was in list(files_of(place)):
            if path.startswith(NEWS) or path in (GOALS, SUCCESS):
                write_inside(place, f"{archive}/{path}", was.read_bytes())
                was.unlink()
                work.moved[path] = f"{archive}/{path}"
        if advice:
            heading = f"# What the run of {old.isoformat()} suggests to change\n\n"
            write_inside(place, f"{archive}/{ADVICE}", heading + _list(map(escaped, advice)))
        follow(place, work)
        work.left += cleared(place, [], set(work.moved))
        work.left += _old_year(place, old, start)
        if any((place / "feeds").glob("*")):
            work.left.append(LeftOver("feeds/", 0, "these are blogs of people of the old run: keep whom you may"))

    if advice:
        echo(f"\nWhat the last run suggests to change:\n{_list(advice)}")
    status_ = carried_out(kit, work, done, dry_run=dry_run)
    _next_ledger(kit, spec, start, ledger_path, dry_run=dry_run)
    return status_


def _list(lines: Iterable[str]) -> str:
    return "".join(f"- {line}\n" for line in lines)


def _about_dates(spec: Spec, old: date, start: date) -> Iterator[LeftOver]:
    if (start - old).days % 7:
        yield LeftOver("course.yaml", 0, f"the run begins on another day of the week: {old:%A}, now {start:%A}")
    credit = spec.option("credit")
    if credit is not None and credit.risk_accepted is not None:
        place = spec.place("completion", "credit", "risk_accepted", HISTORY)
        yield LeftOver("course.yaml", place.line, "the risk was accepted for the earlier run: does somebody again?")


def _old_year(kit: Path, old: date, start: date) -> Iterator[LeftOver]:
    """Pages of the team's that name the year of the old run."""
    if old.year == start.year:
        words = re.compile(re.escape(old.isoformat()))
    else:
        words = re.compile(rf"(?<![\w-]){old.year}(?![\w])|{old.year}-[0-9]{{2}}-[0-9]{{2}}")
    for path, number, line in lines_of(kit, (".md",)):
        if path.startswith("content/") and words.search(line):
            yield LeftOver(path, number, f"names a day of the old run: {line.strip()[:80]}")


def _advice(kit: Path, spec: Spec, course: Course, today: date) -> Iterator[str]:
    """What figures, answers, goals and questions of the last run suggest, a sentence each; nobody is named, and what
    fewer than five people said is left out."""
    from mooc_kit.targets.registry import names_in_reports

    evidence = Evidence(course, spec, kit, written=names_in_reports(course))
    read_kit(evidence)
    received = (kit / private_folder(spec)).resolve()
    if received.is_dir():
        read_files([received], evidence)
    figures = figures_of(evidence, today)
    for figure in figures.measures:
        if figure.is_met is False and figure.reached is not None:
            reached = shown(figure.reached) if figure.reached >= SMALL else f"fewer than {SMALL}"
            yield f"{figure.title}: {reached}, and the aim was {figure.target_words}. Aim lower, or help people there."
        elif figure.reached is None and not figure.told:
            yield f"{figure.title}: nothing told it ({figure.missing}). Ask for it in time, or measure something else."
    for question in figures.questions:
        total = sum(count for _, count in question.counts)
        most, count = max(question.counts, key=lambda one: one[1], default=("", 0))
        if count >= SMALL:
            yield f"“{question.prompt}”: {count} of {total} answers say “{most}”."
    if (kit / GOALS).is_file():
        yield from _themes(kit / GOALS)
    if evidence.waiting:
        waiting = counted(evidence.waiting, "question of participants waits", "questions of participants wait")
        yield f"{waiting} in contributions/ to be accepted or put aside."


def _themes(file: Path) -> Iterator[str]:
    try:
        themes = GoalThemes.model_validate_json(file.read_bytes()).themes
    except ValueError:
        return  # `validate` says what is wrong with it
    for theme in themes:
        if theme.is_unmet:
            yield f"{theme.people} people wanted “{theme.title}”, and nothing in the course answers it."


@for_owner_alone()
def _next_ledger(kit: Path, spec: Spec, start: date, given: Path | None, *, dry_run: bool) -> None:
    """Close the ledgers of earlier runs, and make one for the new run behind their status lists."""
    credentials = kit / "credentials"
    found = [given] if given else sorted([*credentials.glob("ledger.sqlite"), *credentials.glob("run-*/ledger.sqlite")])
    new = kit / run_folder(start.isoformat()) / "ledger.sqlite"
    found = [path for path in found if path != new]
    if not found:
        echo("No ledger of issued credentials was found here; if there is one elsewhere, name it with --ledger.")
        return
    lists = 0
    for path in found:
        ledger = Ledger(path, spec.course.id)
        try:
            lists = max(lists, ledger.highest() // status.SIZE + 1)
            if not dry_run and not ledger.closed_run and spec.course.start is not None:
                ledger.close_run(spec.course.start.isoformat())
        finally:
            ledger.close()
    if not dry_run and not new.exists():
        Ledger(new, spec.course.id, first=lists * status.SIZE).close()
    folder = run_folder(start.isoformat())
    echo(
        f"Credentials of this run: mooc-kit issue DECISIONS --output {folder}. The site needs both folders `publish`: "
        f"those of {', '.join(relative_name(path.parent) for path in found)} and of {folder}."
    )
