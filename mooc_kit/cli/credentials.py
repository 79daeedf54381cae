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
    "--decisions", type=_File, help="What assessors decided about applications for credit (CSV)."
)  # fmt: skip
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
    decisions: Path | None,
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
    sys.exit(
        decide(gradebooks, kit, output, roster=roster, decisions=decisions, mapped=pairs, terms=terms,
               write_report=page, made_on=day)
    )  # fmt: skip


_Keys = click.option(
    "--keys",
    type=_Folder,
    help="The folder of the issuer's keys.  [default: MOOC_KIT_KEYS, or below your configuration]",
)
_Kit = click.option("--kit", type=_Folder, default=".", show_default=True, help="The folder of the course.")
_Ledger = click.option("--ledger", type=_File, help="The ledger's file.  [default: ledger.sqlite in the output]")
_Output = click.option(
    "--output",
    "-o",
    default="credentials",
    show_default=True,
    help="A folder, or an address such as s3://bucket/run-1.",
)
_Moment = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ"])


def _folder(keys: Path | None) -> Path:
    from mooc_kit.credentials.keyring import default_folder

    return keys or default_folder()


def _time(given: datetime | None) -> datetime:
    from datetime import UTC

    return given.replace(tzinfo=UTC) if given else datetime.now(UTC)


@click.command()
@click.argument("decisions")
@_Kit
@_Output
@_Keys
@_Ledger
@click.option(
    "--workers", type=click.IntRange(1, 256), show_default="as many as fit",
    help="Processes on this machine.",
)  # fmt: skip
@click.option("--dask", default="", metavar="ADDRESS", help="Use a Dask cluster that runs already: tcp://host:8786.")
@click.option("--dry-run", is_flag=True, help="Say what would be issued, and write nothing.")
@click.option("--again", is_flag=True, help="Write all files that are valid once more: the same ids and dates.")
@click.option("--proof", type=click.Choice(["data-integrity", "vc-jwt"]), default="data-integrity", show_default=True)
@click.option("--pdf/--no-pdf", default=True, help="Certificates as PDF.")
@click.option("--pictures/--no-pictures", default=True, help="Badges as PNG and SVG with the credential inside.")
@click.option("--share", is_flag=True, help="Also a page for each credential, at an address that nobody can guess.")
@click.option("--issued-on", type=_Moment, help="The moment to write into the credentials.  [default: now]")
def issue(
    *, decisions: str, kit: Path, output: str, keys: Path | None, ledger: Path | None, workers: int | None, dask: str,
    dry_run: bool, again: bool, proof: str, pdf: bool, pictures: bool, share: bool, issued_on: datetime | None,
) -> None:  # fmt: skip
    """Issue certificates and badges for DECISIONS (the file or address that `completions` wrote), each exactly once.

    Interrupt it anywhere and run it again: nobody is left out, nobody gets two. Corrected decisions take the old
    credential back and give a new one.
    """
    from mooc_kit.commands.issue import issue as run

    if dask and workers:
        raise click.UsageError("Use --workers or --dask, not both.")
    sys.exit(
        run(decisions, kit, output, keys=_folder(keys), ledger_path=ledger, workers=workers or 0, dask=dask,
            is_dry=dry_run, is_again=again, now=_time(issued_on), is_jwt=proof == "vc-jwt", with_pdf=pdf,
            with_pictures=pictures, with_share=share)
    )  # fmt: skip


@click.command()
@click.argument("files", nargs=-1, required=True, type=_File)
@click.option(
    "--trust", "trusted", multiple=True, type=click.Path(path_type=Path, exists=True),
    help="A DID document, a status list, or a folder of them (what was published); may be repeated.",
)  # fmt: skip
@click.option("--issuer", default="", metavar="DID", help="Only this issuer will do.")
@click.option("--owner", default="", metavar="NAME", help="Must be given to this address or name.")
@click.option(
    "--online", "is_online", is_flag=True, help="Ask the issuer's site for its keys and the list of revoked ones."
)
@click.option("--json", "as_json", is_flag=True, help="Write the result for programs.")
def verify(
    *, files: tuple[Path, ...], trusted: tuple[Path, ...], issuer: str, owner: str, is_online: bool, as_json: bool
) -> None:
    """Check credentials: JSON, JWT, or a PNG, SVG or PDF with one inside. Goes to the network only with --online.

    Exit status: 0 all hold, 1 one does not hold or could not be checked.
    """
    from mooc_kit.commands.verify import verify as run

    sys.exit(run(files, trusted=trusted, issuer=issuer, owner=owner, as_json=as_json, is_online=is_online))


@click.command()
@click.argument("id")
@click.option("--reason", required=True, help="Why; it stays in the ledger.")
@click.option("--anew", is_flag=True, help="The next run of issue gives the person a new one in its place.")
@_Kit
@_Output
@_Keys
@_Ledger
def revoke(*, id: str, reason: str, anew: bool, kit: Path, output: str, keys: Path | None, ledger: Path | None) -> None:
    """Take the credential ID back, and write the status list anew.

    A later run of issue does not give the same again; a corrected decision does give a new one.
    """
    from mooc_kit.commands.issue import revoke as run

    sys.exit(run(id, kit, output, keys=_folder(keys), ledger_path=ledger, reason=reason, is_anew=anew, now=_time(None)))


@click.group()
def keys() -> None:
    """The issuer's signing keys: outside every kit, locked with a passphrase."""


@keys.command("new")
@click.option("--did", "url", default="", metavar="URL", help="The https address of the course's site: who you are.")
@_Keys
@click.option("--rsa", is_flag=True, help="Also a key for VC-JWT (issue --proof vc-jwt).")
@click.option("--no-passphrase", is_flag=True, help="Leave the key unlocked. Only where the machine itself is locked.")
def keys_new(*, url: str, keys: Path | None, rsa: bool, no_passphrase: bool) -> None:
    """Make the keys of an issuer, and say what to publish."""
    from mooc_kit.commands.keys import new

    new(_folder(keys), url, with_rsa=rsa, is_open=no_passphrase)


@keys.command("show")
@_Keys
@click.option("--document", is_flag=True, help="Print the DID document to publish.")
def keys_show(*, keys: Path | None, document: bool) -> None:
    """Show the public side of the keys: who signs, with what, since when."""
    from mooc_kit.commands.keys import show

    show(_folder(keys), is_document=document)


@keys.command("rotate")
@_Keys
@click.option("--stolen", is_flag=True, help="The key got into other hands: nothing that it signed holds from now on.")
def keys_rotate(*, keys: Path | None, stolen: bool) -> None:
    """Sign with a new key from now on. What the old one signed stays valid."""
    from mooc_kit.commands.keys import rotate

    rotate(_folder(keys), is_stolen=stolen)


@click.group()
def ledger() -> None:
    """What was issued, to whom and when."""


@ledger.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@_Kit
@click.option("--format", "form", type=click.Choice(["csv", "jsonl"]), default="csv", show_default=True)
@click.option("--to", type=_File, help="Where to write it.  [default: standard output]")
def ledger_export(*, file: Path, kit: Path, form: str, to: Path | None) -> None:
    """Write the ledger FILE as a table."""
    from mooc_kit.cohort.ledger import Ledger
    from mooc_kit.commands.issue import course_in, export

    export(Ledger(file, course_in(kit)[1].id), to, form)


@ledger.command("forget")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.argument("learner")
@_Kit
@click.option("--output", "-o", default="", help="Where their files are.  [default: the ledger's folder]")
@click.option("--revoke", "is_revoked", is_flag=True, help="Also take back what they were given.")
def ledger_forget(*, file: Path, learner: str, kit: Path, output: str, is_revoked: bool) -> None:
    """Delete who LEARNER is from the ledger FILE, and their files. Others' proofs stay valid."""
    from mooc_kit.cohort.ledger import Ledger
    from mooc_kit.commands.issue import course_in, store_at
    from mooc_kit.commands.keys import forget

    store = store_at(output or str(file.parent))
    forget(Ledger(file, course_in(kit)[1].id), store, learner, is_revoked=is_revoked, now=_time(None))
