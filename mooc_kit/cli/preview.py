"""The command `preview`: the course in a browser, built again at every change."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0 takes any free port.")
@click.option("--open/--no-open", "opens", default=True, help="Whether to open a browser.  [default: open]")
def preview(folder: Path, port: int, opens: bool) -> None:
    """Show the course's web site in a browser, and reload it whenever a file of the kit is saved.

    It is served to this machine only, and stops with Ctrl-C. Nothing is written to the folder.
    """
    from mooc_kit.commands.preview import show_preview

    show_preview(folder, port, opens=opens)
