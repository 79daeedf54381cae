"""Commands about completions and credentials: decide, issue, check, revoke, and keep keys and the ledger."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

_File = click.Path(path_type=Path, dir_okay=False)
_Folder = click.Path(path_type=Path, file_okay=False)
_Day = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("gradebooks", nargs=-1, required=True, type=_File)
@click.option("--kit", type=_Folder, default=".", show_default=True, help="The folder of the course.")
@click.option("--roster", type=_File, help="Whose identity was checked, and how their watched work went (CSV).")
@click.option(
    "--map", "mapped", multiple=True, metavar="COLUMN=ID", help="Which activity a column holds; may be repeated."
)
@click.option(
    "--assume-done", "assumed", multiple=True, metavar="ID",
    help="Vouch for an activity that no gradebook tells of; 'untold' for all of them.",
)  # fmt: skip
@click.option("--until", type=_Day, help="Only what was done by this day counts.")
@click.option("--output", "-o", type=_File, default="completions.parquet", show_default=True)
@click.option("--report", type=_File, help="Where to write the HTML report.  [default: beside the output]")
@click.option("--made-on", type=_Day, help="The day to decide for and to write into the report.  [default: today]")
def completions(
    *,
    gradebooks: tuple[Path, ...],
    kit: Path,
    roster: Path | None,
    mapped: tuple[str, ...],
    assumed: tuple[str, ...],
    until: datetime | None,
    output: Path,
    report: Path | None,
    made_on: datetime | None,
) -> None:
    """Decide from GRADEBOOKS who has completed what, by which rule, and why not.

    Reads the exports of Open edX, Moodle (CSV, XLSX) and Canvas as they are, plain tables (CSV, XLSX, Parquet) and xAPI
    statements (NDJSON), told apart by their headings. Several files of one run are put together.
    """
    from mooc_kit.cohort.decide import Terms
    from mooc_kit.commands.completions import completions as decide

    pairs: dict[str, str] = {}
    for text in mapped:
        heading, equals, id = text.rpartition("=")
        if not equals or not heading.strip() or not id.strip():
            raise click.UsageError(f"--map {text!r}: write it like 'Final test=final-quiz'.")
        pairs[heading.strip()] = id.strip()
    terms = Terms(until=until.date() if until else None, assumed=assumed)
    day = (made_on or datetime.now()).date()
    page = report or output.with_suffix(".html")
    sys.exit(decide(gradebooks, kit, output, roster=roster, mapped=pairs, terms=terms, write_report=page, made_on=day))
