"""Course outline: the course as a tree, and its alignment as a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mooc_kit.checks.alignment import alignment
from mooc_kit.console import console, echo, styled
from mooc_kit.counting import counted
from mooc_kit.course.model import Activity, Assignment, Course, Quiz

if TYPE_CHECKING:
    from rich.tree import Tree


def outline_at(folder: Path) -> int:
    """Show the course in `folder`, or a table of those below it; gives the exit status."""
    from mooc_kit.commands.find_courses import expand
    from mooc_kit.commands.readiness import pieces
    from mooc_kit.commands.todo import said_by_reviewers, summary
    from mooc_kit.commands.validate import check, require_sound

    courses = expand([folder])
    if courses != [folder]:
        from mooc_kit.commands.batch import outline_courses

        return outline_courses(courses)
    checked = check(folder)
    spec, course = require_sound(checked, folder)
    for line in summary(pieces(spec, checked)):
        echo(line)
    for line in said_by_reviewers(checked):
        echo(line)
    show_outline(course)
    return 0


def show_outline(course: Course) -> None:
    out = console()
    if not out.is_terminal:
        out.width = max(out.width, 100)  # a pipe has no width of its own; tables need some
    out.print(_tree(course))
    out.print()
    _show_alignment(course)
    _show_evidence(course)


def _tree(course: Course) -> Tree:
    from rich.tree import Tree

    start = f", from {course.start.isoformat()}" if course.start else ""
    hours = f"{course.hours_per_week:g} h a week"
    weeks = "1 week" if course.weeks == 1 else f"{course.weeks} weeks"
    tree = Tree(styled((course.title, "bold"), f"  {weeks}, {hours}{start}"))
    for module in course.modules:
        minutes = sum(activity.minutes for activity in module.activities)
        branch = tree.add(styled(f"Week {module.week}  ", (module.title, "bold"), f"  {minutes / 60:.1f} h"))
        for activity in module.activities:
            branch.add(styled(activity.title, "  ", (_about(activity), "dim")))
    if course.pages:
        branch = tree.add("Pages")
        for page in course.pages:
            branch.add(styled(page.title, "  ", (f"{page.group}{_by(page.origin)}", "dim")))
    return tree


def _about(activity: Activity) -> str:
    parts = [activity.kind.replace("_", " "), f"{activity.minutes} min"]
    if isinstance(activity, Quiz):
        parts.append(counted(len(activity.quiz.questions), "question"))
    if isinstance(activity, Quiz | Assignment) and activity.points:
        parts.append(counted(activity.points, "point"))
    if not activity.is_required:
        parts.append("optional")
    return ", ".join(parts) + _by(activity.origin)


def _by(origin: str) -> str:
    return f" (by {origin})" if origin else ""


def _show_alignment(course: Course) -> None:
    from rich.table import Table

    table = Table(title="Outcomes, activities, evidence", title_justify="left")
    for heading in ("Outcome", "Taught by", "Shown in", "Named on"):
        table.add_column(heading, overflow="fold")
    for thread in alignment(course):
        table.add_row(
            styled((thread.outcome.id, "bold"), f"\n{thread.outcome.text}"),
            "\n".join(a.title for a in thread.taught_by) or styled(("nothing", "red")),
            "\n".join(a.title for a in thread.evidenced_by) or styled(("nothing", "red")),
            "\n".join(c.title for c in thread.credentials) or "-",
        )
    console().print(table)


def _show_evidence(course: Course) -> None:
    from rich.table import Table

    if not course.credentials:
        return
    table = Table(title="Evidence of participation or completion", title_justify="left")
    for heading in ("What", "Kind", "Awarded by", "Option"):
        table.add_column(heading, overflow="fold")
    for credential in course.credentials:
        table.add_row(credential.title, credential.kind, credential.awarded_by, credential.origin)
    console().print(table)
