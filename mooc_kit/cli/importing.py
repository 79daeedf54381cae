"""`mooc-kit import`: a course that was made on a platform becomes a kit."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command("import")
@click.argument("package", type=click.Path(path_type=Path))
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def import_(package: Path, folder: Path) -> None:
    """Read the course in PACKAGE, a platform's export, into a new kit in FOLDER.

    What has no place in a kit is told, and written into FOLDER/IMPORT-NOTES.md. Nothing existing is overwritten.
    """
    from mooc_kit.commands.importing import import_course

    sys.exit(import_course(package, folder))
