"""`mooc-kit quiz` checks quizzes in any format, converts them into any other, and brings them into a kit."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mooc_kit.cli.lazy import LazyGroup

FORMATS = ("text", "json", "github", "sarif", "junit")
_File = click.Path(path_type=Path)

ELSEWHERE: dict[str, str] = {
    "accept": "mooc_kit.cli.quiz_accept:accept",
    "analyse": "mooc_kit.cli.quiz_analyse:analyse",
}
"""Further commands of the group, in modules of their own: name -> "module:attribute"."""


@click.group(cls=LazyGroup, elsewhere=ELSEWHERE)
def quiz() -> None:
    """Check, convert, import and analyse quizzes."""


@quiz.command()
@click.argument("files", nargs=-1, required=True, type=_File)
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Warnings break the check too.")
@click.option("--from", "source", metavar="FORMAT", help="The files' format, where their ending does not tell.")
def check(files: tuple[Path, ...], format_: str, strict: bool, source: str | None) -> None:
    """Check quiz FILES in any format: can every question be answered, and does the answer teach something?

    A folder stands for the quizzes in it. Files in a kit are checked against the course's outcomes.
    """
    from mooc_kit.commands.quiz import check_files
    from mooc_kit.reporters import write_report

    report = check_files(files, source)
    write_report(report, format_, sys.stdout)
    sys.exit(0 if report.is_ok(strict=strict) else 1)


@quiz.command()
@click.argument("source", metavar="IN", type=_File)
@click.argument("target", metavar="OUT", type=_File)
@click.option("--to", "to", metavar="FORMAT", help="The format to write.  [default: as OUT's ending tells]")
@click.option("--from", "from_", metavar="FORMAT", help="The format to read.  [default: as IN's ending tells]")
@click.option("--force", is_flag=True, help="Write over OUT if it is there.")
def convert(source: Path, target: Path, to: str | None, from_: str | None, force: bool) -> None:
    """Convert the quiz IN into another format, and tell what that format cannot hold.

    `mooc-kit quiz formats` lists the formats.
    """
    from mooc_kit.commands.quiz import convert_file

    sys.exit(convert_file(source, target, to=to, from_=from_, force=force))


@quiz.command("import")
@click.argument("files", nargs=-1, required=True, type=_File)
@click.option("--module", "module", required=True, metavar="ID", help="The module that the quizzes belong to.")
@click.option("--kit", default=".", type=click.Path(path_type=Path, file_okay=False), help="The kit's folder.")
@click.option("--id", "id_", metavar="ID", help="The quiz's id, for one file.  [default: from the file's name]")
@click.option("--graded", is_flag=True, help="The quizzes count towards the score.")
@click.option("--from", "source", metavar="FORMAT", help="The files' format, where their ending does not tell.")
def import_(files: tuple[Path, ...], module: str, kit: Path, id_: str | None, graded: bool, source: str | None) -> None:
    """Bring quiz FILES into a kit: a quiz file, a page, and an activity in course.yaml.

    Nothing that is there is written over, and comments in course.yaml stay.
    """
    from mooc_kit.commands.quiz_import import import_files

    sys.exit(import_files(files, kit, module, id_=id_, graded=graded, source=source))


@quiz.command()
def formats() -> None:
    """List the formats that quizzes can be read from and written to."""
    from mooc_kit.commands.quiz import show_formats

    show_formats()
