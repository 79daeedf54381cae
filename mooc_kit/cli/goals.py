"""`mooc-kit goals`: what participants want, in themes."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click


@click.group()
def goals() -> None:
    """See what participants want from the course, in themes."""


@goals.command("map")
@click.argument("responses", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--kit", type=click.Path(path_type=Path, file_okay=False), default=".", show_default=True)
@click.option(
    "--column", "columns", multiple=True, metavar="HEADING", help="A column that holds goals; may be repeated."
)
@click.option("--consent", metavar="HEADING", help="The column that says whether a goal may be shown.")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, file_okay=False), default="goals", show_default=True,
    help="Where to put the report and the brief; outside the kit is best.",
)  # fmt: skip
@click.option(
    "--made-on", type=click.DateTime(["%Y-%m-%d"]), help="The day to write into goals.json.  [default: today]"
)
@click.option("--publish/--no-publish", default=True, help="Write goals.json into the kit, for the site's theme page.")
def map_(
    *,
    responses: tuple[Path, ...],
    kit: Path,
    columns: tuple[str, ...],
    consent: str | None,
    output: Path,
    made_on: datetime | None,
    publish: bool,
) -> None:
    """Group the goals in RESPONSES (CSV or XLSX of the sign-up survey) into themes.

    Writes goals-report.html and goals-brief.md for the team, and goals.json (without names, small groups left out) into
    the kit. Works offline. The same answers give the same themes.
    """
    from mooc_kit.commands.goals import map_goals

    day = (made_on or datetime.now()).date()
    sys.exit(map_goals(responses, kit, output, columns=columns, consent=consent, made_on=day, publish=publish))
