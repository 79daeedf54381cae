"""`mooc-kit quiz accept`: take contributed questions into a module's pool."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--module", metavar="ID", help="The module they belong to.  [default: the file's folder, or what the form says]"
)
@click.option("--kit", default=".", type=click.Path(path_type=Path, file_okay=False), help="The kit's folder.")
def accept(files: tuple[Path, ...], module: str | None, kit: Path) -> None:
    """Take contributed questions into the self-check of their module, made harmless and with their author's name.

    FILES are GIFT, CSV, Markdown, YAML or the text of a filled-in question form. The file moves to
    contributions/accepted/. Nothing is taken where one of them has errors; `mooc-kit quiz check contributions` tells
    them.
    """
    from mooc_kit.commands.contributions import accept as take

    sys.exit(take(files, kit, module))
