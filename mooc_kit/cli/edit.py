"""Changing what a course has decided: set, add, interview."""

from __future__ import annotations

import sys
from pathlib import Path

import click

_Folder = click.Path(path_type=Path, file_okay=False, exists=True)
_in = click.option("--in", "folder", type=_Folder, default=".", help="The kit's folder.  [default: this one]")
_id = click.option("--id", help="Its short id.  [default: made from the words]")
_outcomes = click.option("--outcome", "-o", "outcomes", multiple=True, metavar="ID", help="An outcome that it serves.")
KINDS = ("page", "discussion", "quiz", "assignment", "peer_review", "survey", "live_session", "link", "exam")


@click.command("set")
@click.argument("key")
@click.argument("value", required=False)
@click.option("--unset", is_flag=True, help="Take the key out.")
@_in
def set_(key: str, value: str | None, unset: bool, folder: Path) -> None:
    """Set KEY in course.yaml to VALUE; comments, order and quotes of the rest stay.

    KEY leads down by keys, and by the id in lists: course.weeks, modules.sampling.title,
    completion.platform_completion.require.score. VALUE is read as YAML: 5, true, [site, moodle], or words.
    """
    from mooc_kit.commands.edit import set_key, unset_key

    if unset == (value is not None):
        raise click.UsageError("Give a VALUE, or --unset.")
    if value is None:
        unset_key(folder, key)
    else:
        set_key(folder, key, value)


@click.group()
def add() -> None:
    """Add a module, activity, outcome, badge or completion option, with its files."""


@add.command()
@click.argument("text")
@_id
@_in
def outcome(text: str, id: str | None, folder: Path) -> None:
    """Add an outcome: TEXT says what participants will be able to do."""
    from mooc_kit.commands.edit import add_outcome, bring_along

    add_outcome(folder, text, id)
    sys.exit(bring_along(folder))


@add.command()
@click.argument("title")
@click.option("--week", type=int, help="The week in which it begins.")
@_outcomes
@_id
@_in
def module(title: str, week: int | None, outcomes: tuple[str, ...], id: str | None, folder: Path) -> None:
    """Add a module with a first page to the end of the course."""
    from mooc_kit.commands.edit import add_module, bring_along

    add_module(folder, title, id=id, week=week, outcomes=outcomes)
    sys.exit(bring_along(folder))


@add.command()
@click.argument("module")
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("title")
@click.option("--field", "-f", "fields", multiple=True, metavar="NAME=VALUE", help="Any key of it, like points=20.")
@_id
@_in
def activity(module: str, kind: str, title: str, fields: tuple[str, ...], id: str | None, folder: Path) -> None:
    """Add an activity of KIND to the end of MODULE (its id)."""
    from mooc_kit.commands.edit import add_activity, bring_along

    add_activity(folder, module, kind, title, id=id, fields=fields)
    sys.exit(bring_along(folder))


@add.command()
@click.argument("name")
@_outcomes
@click.option("--rubric", metavar="ID", help="Judged by quality with this rubric.  [default: by completion]")
@_id
@_in
def badge(name: str, outcomes: tuple[str, ...], rubric: str | None, id: str | None, folder: Path) -> None:
    """Add a badge that peers award; with the first one comes the option peer_badges."""
    from mooc_kit.commands.edit import add_badge, bring_along

    add_badge(folder, name, id=id, outcomes=outcomes, rubric=rubric)
    sys.exit(bring_along(folder))


@add.command()
@click.argument("name")
@_in
def option(name: str, folder: Path) -> None:
    """Add a completion option with answers that fit this course (see `mooc-kit options`)."""
    from mooc_kit.commands.edit import add_option, bring_along

    add_option(folder, name)
    sys.exit(bring_along(folder))


@click.command()
@click.argument("folder", type=_Folder, default=".")
@click.option("--full/--short", default=True, help="Ask about all twelve elements, or only the essentials.")
@click.option(
    "--plain", is_flag=True, envvar="MOOC_KIT_PLAIN", help="Plain lines, for screen readers and simple terminals."
)
def interview(folder: Path, full: bool, plain: bool) -> None:
    """Go on with the design of the course in FOLDER: shows what is decided, asks what is still open.

    Answers go into course.yaml; comments and order stay. Ctrl-C keeps what was answered so far.
    """
    from mooc_kit.commands.interview import go_on

    sys.exit(go_on(folder, full=full, plain=plain))
