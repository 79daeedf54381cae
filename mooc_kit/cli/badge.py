"""`mooc-kit badge`: badges that peers award, as files."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

_File = click.Path(path_type=Path, dir_okay=False)
_Any = click.Path(path_type=Path)
_kit = click.option(
    "--kit",
    type=click.Path(path_type=Path, file_okay=False),
    default=".",
    show_default=True,
    help="The course's folder.",
)
_key = click.option("--key", "key_file", type=_File, required=True, help="Your key file.")
_name = click.option("--name", default="", help="What others may call you.  [default: the name in the key file]")


Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def _output(default: str) -> Decorator:
    return click.option("--output", "-o", type=_File, default=default, show_default=True)


def _ask(text: str) -> str:
    import os

    found = os.environ.get("MOOC_KIT_PASSPHRASE")
    return found if found is not None else str(click.prompt(text, hide_input=True, default="", show_default=False))


@click.group()
def badge() -> None:
    """Ask for, judge, award and check badges that peers give.

    Files travel through the course's own channel. The award page of the course site does the same in a browser.
    """


@badge.command()
@_output("my-badge-key.json")
@click.option("--name", default="", help="What judges and holders may call you.")
@click.option("--lock/--no-lock", default=False, help="Ask for a passphrase that locks the key.")
def key(*, output: Path, name: str, lock: bool) -> None:
    """Make your key. Keep the file: whoever has it signs in your name."""
    from mooc_kit.commands.badge import make_key

    passphrase = str(click.prompt("Passphrase", hide_input=True, confirmation_prompt=True)) if lock else ""
    make_key(output, name, passphrase)


@badge.command()
@click.argument("badge_id", metavar="BADGE")
@_kit
@_key
@click.option("--evidence", "-e", multiple=True, required=True, help="An address, an address and words, or words.")
@click.option("--comment", default="", help="Your own view by the rubric.")
@_name
@_output("badge.request.json")
def request(
    *, badge_id: str, kit: Path, key_file: Path, evidence: tuple[str, ...], comment: str, name: str, output: Path
) -> None:
    """Ask for BADGE, with your evidence. Post the file where your course says."""
    from mooc_kit.commands.badge import ask_for

    ask_for(kit, badge_id, key_file, evidence, name=name, own=comment, ask=_ask, output=output)


@badge.command()
@click.argument("request_file", metavar="REQUEST", type=_File)
@_kit
@_key
@click.option("--own", type=_File, help="Your own badge; first judges need none.")
@click.option("--level", "-l", "levels", multiple=True, metavar="CRITERION=LEVEL", help="May be repeated; else asked.")
@click.option("--comment", default="", help="What convinced you.")
@_name
@_output("badge.judgement.json")
def judge(
    *,
    request_file: Path,
    kit: Path,
    key_file: Path,
    own: Path | None,
    levels: tuple[str, ...],
    comment: str,
    name: str,
    output: Path,
) -> None:
    """Say yes to REQUEST, criterion by criterion. A judgement that would not count is not written."""
    from mooc_kit.commands.badge import judge as judged

    given = {}
    for text in levels:
        criterion, sign, level = text.partition("=")
        if not sign:
            raise click.UsageError(f"Write --level CRITERION=LEVEL, not {text!r}.")
        given[criterion.strip()] = level.strip()
    choose = _choose if sys.stdin.isatty() else None
    judged(
        kit, request_file, key_file, own=own, levels=given, comment=comment, name=name, ask=_ask, choose=choose,
        output=output,
    )  # fmt: skip


def _choose(policy: Any, asked: Mapping[str, Any]) -> dict[str, str]:
    click.echo(f"Request for {policy.badge['name']} by {asked.get('name') or asked['recipient']}")
    for piece in asked["evidence"]:
        click.echo(f"  Evidence: {piece.get('narrative', '')}  {piece['id']}")
    found = {}
    for criterion in policy.criteria:
        click.echo(f"\n{criterion['title']}")
        for number, level in enumerate(criterion["levels"], 1):
            click.echo(f"  {number}. {level['title']}: {level['descriptor']}".rstrip(": "))
        number = click.prompt("Which level", type=click.IntRange(1, len(criterion["levels"])))
        found[criterion["id"]] = criterion["levels"][number - 1]["id"]
    return found


@badge.command()
@click.argument("request_file", metavar="REQUEST", type=_File)
@click.argument("judgements", metavar="JUDGEMENT...", type=_File, nargs=-1, required=True)
@_kit
@_key
@_name
@click.option("--image", type=_File, help="Also write the badge's picture (SVG) with the badge inside.")
@_output("badge.json")
def award(
    *, request_file: Path, judgements: tuple[Path, ...], kit: Path, key_file: Path, name: str, image: Path | None,
    output: Path,
) -> None:  # fmt: skip
    """Make the badge from enough JUDGEMENTs of one REQUEST. One of the judges does it."""
    from mooc_kit.commands.badge import award as awarded

    awarded(kit, request_file, judgements, key_file, name=name, ask=_ask, output=output, image=image)


@badge.command()
@click.argument("files", metavar="FILE...", type=_File, nargs=-1, required=True)
@_kit
@click.option("--root", "roots", multiple=True, metavar="DID", help="A further first judge's key that you trust.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def verify(*, files: tuple[Path, ...], kit: Path, roots: tuple[str, ...], as_json: bool) -> None:
    """Walk the chain of each badge back to the course's first judges, offline. Exit status 1 where one breaks."""
    from mooc_kit.commands.badge import verify as verified

    sys.exit(verified(kit, files, roots, as_json=as_json))


@badge.command()
@click.argument("paths", metavar="FILE...", type=_Any, nargs=-1, required=True)
@_kit
@_output("badge-graph.html")
def graph(*, paths: tuple[Path, ...], kit: Path, output: Path) -> None:
    """Draw who awarded whom (HTML, or SVG by the name of the output), and point at signs of collusion."""
    from mooc_kit.commands.badge import draw

    draw(kit, paths, output)


@badge.command()
@click.argument("award_id", metavar="ID")
@_kit
@_key
@click.option("--reason", required=True, help="Why; it is public.")
def revoke(*, award_id: str, kit: Path, key_file: Path, reason: str) -> None:
    """Take the badge with this ID back (first judges only), into the kit's badges/revoked.json."""
    from mooc_kit.commands.badge import revoke as revoked

    revoked(kit, award_id, key_file, reason, _ask)


@badge.command()
@click.argument("file", type=_File)
@_kit
@_key
def checkpoint(*, file: Path, kit: Path, key_file: Path) -> None:
    """Vouch for a badge (first judges only): later chains may stop at it."""
    from mooc_kit.commands.badge import checkpoint as vouch

    vouch(kit, file, key_file, _ask)


@badge.command()
@click.argument("file", type=_File)
@click.option("--person", required=True, help="The user name or address of the holder; only its hash is kept.")
@_kit
@_key
@click.option("--secret", envvar="MOOC_KIT_REGISTER_SECRET", required=True, help="The team's secret for these hashes.")
def register(*, file: Path, person: str, kit: Path, key_file: Path, secret: str) -> None:
    """Log a badge in the team's register (first judges only): closes back-dating and second keys."""
    from mooc_kit.commands.badge import register as log

    log(kit, file, key_file, person=person, secret=secret, ask=_ask)


@badge.command()
@_kit
def policy(*, kit: Path) -> None:
    """Keep today's rules of the badges in the kit, before you change them: older badges then still hold."""
    from mooc_kit.commands.badge import write_policies

    write_policies(kit)
