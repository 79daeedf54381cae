"""`mooc-kit receive`: what participants handed in with forms, put into the kit."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command()
@click.argument("issues", type=click.Path(path_type=Path, allow_dash=True))
@click.argument("folder", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--goals-to", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
    help="Where the answers about goals go, as CSV for `mooc-kit goals map`; outside the course's folder.",
)  # fmt: skip
def receive(issues: Path, folder: Path, goals_to: Path | None) -> None:
    """Put what participants sent with the forms of the course's repository into the course in FOLDER.

    ISSUES is a JSON file: the event of a workflow, or the output of
    `gh issue list --json number,title,body,createdAt,labels`; '-' reads standard input. Stories become files in
    share-backs/, questions join the self-check of their module, goals become a table. Each issue is taken in once.
    """
    from mooc_kit.commands.receive import receive as receiving

    sys.exit(receiving(issues, folder, goals_to))
