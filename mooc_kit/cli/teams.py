"""What teams call over the years: update, diff, set, add, migrate."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

_Folder = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.argument("folder", type=_Folder, default=".")
@click.option("--check", is_flag=True, help="Only tell whether the kit is behind (exit status 1); change nothing.")
@click.option("--diff", is_flag=True, help="Show what would change, as a diff; change nothing.")
@click.option("--yes", is_flag=True, help="Remove or move files that are no longer rendered, changed ones too.")
@click.option("--keep", is_flag=True, help="Leave changed files that are no longer rendered where they are.")
@click.option("--restore", is_flag=True, help="Bring back rendered files that were deleted.")
@click.option(
    "--trust", is_flag=True, help="Believe what the kit says was rendered before, though not on this computer."
)
@click.option(
    "--template", metavar="SOURCE", help="Take the institution's template from here; 'latest': where it came from."
)
def update(
    folder: Path, check: bool, diff: bool, yes: bool, keep: bool, restore: bool, trust: bool, template: str | None
) -> None:
    """Bring the kit in FOLDER along with its spec, its template and this mooc-kit.

    A three-way merge: what was rendered then, what you made of it, what is rendered now. Nothing that you wrote is
    lost. Where you and the new version changed the same lines, both stand in the file, marked as git marks them.

    Where a file that you changed is no longer rendered (an option was taken out), you are asked; without a terminal
    it stays, unless --yes says otherwise. Where a kit came from somebody else, you see what would change by its own
    record of what was rendered, and are asked; without a terminal that waits for --trust. Exit status: 0 fine, 1
    conflicts to resolve or changes to agree to (or behind, with --check).
    A FOLDER without a course.yaml stands for all kits below it.
    """
    from mooc_kit.commands import update as updating

    if yes and keep:
        raise click.UsageError("Use --yes or --keep, not both.")
    if check and diff:
        raise click.UsageError("Use --check or --diff, not both.")

    def one(kit: Path) -> int:
        if check:
            return updating.check(kit, template, trusts=trust)
        if diff:
            return updating.show_diff(kit, template, trusts=trust)
        return updating.update(kit, yes=yes, keep=keep, restores=restore, template=template, trusts=trust)

    sys.exit(updating.each(folder, one))


@click.command()
@click.argument("old")
@click.argument("new", default=".")
@click.option("--in", "folder", type=_Folder, default=".", help="The kit whose revisions are meant.")
@click.option("--format", "format_", type=click.Choice(("text", "markdown", "json")), default="text", show_default=True)
@click.option("--on", "today", type=click.DateTime(["%Y-%m-%d"]), help="As of this day.  [default: today]")
@click.option("--fail-on-breaking", is_flag=True, help="Exit status 1 where something breaks a running cohort.")
def diff(old: str, new: str, folder: Path, format_: str, today: datetime | None, fail_on_breaking: bool) -> None:
    """Tell what changed from OLD to NEW, in words that a course team uses.

    OLD and NEW are course.yaml files, kits' folders or git revisions: `mooc-kit diff main`, `mooc-kit diff v1 v2`.
    What breaks a running cohort is marked: a rule made harder, an outcome or a kind of evidence taken out after the
    start. A course without dates always counts as running.
    """
    from datetime import date

    from mooc_kit.commands.diff import show_changes

    on = today.date() if today else date.today()
    new = str(folder) if new == "." else new
    sys.exit(show_changes(old, new, folder, format_, today=on, fails=fail_on_breaking))


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--check", is_flag=True, help="Only tell whether something is to be done (exit status 1).")
def migrate(paths: tuple[Path, ...], check: bool) -> None:
    """Bring course.yaml files (or all those below folders) to the current version of the spec.

    Comments and order stay. Exit status: 0 fine, 1 where a file cannot be brought along (or, with --check, should be).
    """
    from mooc_kit.commands.migrate import migrate_all

    sys.exit(migrate_all(paths or (Path(),), only_check=check))
