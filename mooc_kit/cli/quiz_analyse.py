"""`mooc-kit quiz analyse`: what people's answers tell about the questions."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command()
@click.argument("responses", type=click.Path(path_type=Path, allow_dash=True, dir_okay=False))
@click.option(
    "--report", type=click.Path(path_type=Path, dir_okay=False), help="Write a page with plots to this HTML file."
)
@click.option("--format", "format_", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.option(
    "--blank",
    type=click.Choice(("wrong", "unseen")),
    default="wrong",
    show_default=True,
    help="What an empty cell means where each question has a column: left open, or not shown to this person.",
)
def analyse(responses: Path, report: Path | None, format_: str, blank: str) -> None:
    """Tell how hard the questions were, whether they tell people apart, and which ones to mend and why.

    RESPONSES is a CSV file: a row for each person or for each answer, Moodle's Responses or Grades report, Canvas's
    Student Analysis, or Open edX's problem responses; '-' reads standard input.
    """
    from mooc_kit.commands.analyse import analyse_responses

    sys.exit(analyse_responses(responses, report, format_, blank_is_wrong=blank == "wrong"))
