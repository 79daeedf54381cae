"""`mooc-kit rubric`: check rubrics, and print them."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mooc_kit.cli import FORMATS
from mooc_kit.typst import PAPERS


@click.group()
def rubric() -> None:
    """Check rubrics, and print them."""


@rubric.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Warnings break the check too.")
def check(paths: tuple[Path, ...], format_: str, strict: bool) -> None:
    """Check rubrics: do their levels differ in what one can see, and do the points follow?

    PATHS are rubric files or kits' folders; '-' reads a rubric from standard input; nothing means
    this folder. In a kit the outcomes are looked at, too: does each rubric judge what its activity or badge is to show?
    """
    from mooc_kit.commands.rubrics import check_rubrics
    from mooc_kit.reporters import write_report

    report = check_rubrics(paths or (Path(),))
    write_report(report, format_, sys.stdout)
    sys.exit(0 if report.is_ok(strict=strict) else 1)


@rubric.command("print")
@click.argument("id_", metavar="ID")
@click.option(
    "--kit", type=click.Path(path_type=Path, file_okay=False), default=".", help="The kit's folder.  [default: .]"
)
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="The PDF file.  [default: ID.pdf]"
)
@click.option("--paper", type=click.Choice(PAPERS), default="a4", show_default=True)
def print_(id_: str, kit: Path, output: Path | None, paper: str) -> None:
    """Write the rubric ID of a kit (or a rubric FILE) as a PDF to judge by, with room for the points given."""
    from mooc_kit.commands.rubrics import print_rubric

    print_rubric(id_, kit, output, paper)
