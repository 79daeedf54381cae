"""Team commands: what the guides of several options end with, filled in for the course."""

from __future__ import annotations

from mooc_kit.course.kit_file import TeamCommand
from mooc_kit.i18n import N_
from mooc_kit.spec.model import Spec

VALIDATE = TeamCommand("Check the course after a change:", "validate")
BUILD = TeamCommand("Show it to participants:", "build")

_DECIDE_BY = {
    ("tables",): N_("Decide who has completed what, from the tables that people sent and you have looked at:"),
    ("tables", "roster"): N_(
        "Decide who has completed what, from the tables that people sent and you have looked at, and the roster that "
        "says whose identity was checked:"
    ),
    ("tables", "roster", "decisions"): N_(
        "Decide who has completed what, from the tables that people sent and you have looked at, the roster that says "
        "whose identity was checked, and the assessors' decisions:"
    ),
    ("gradebook",): N_("Decide who has completed what, from the gradebook:"),
    ("gradebook", "roster"): N_(
        "Decide who has completed what, from the gradebook and the roster that says whose identity was checked:"
    ),
    ("gradebook", "roster", "decisions"): N_(
        "Decide who has completed what, from the gradebook, the roster that says whose identity was checked, and the "
        "assessors' decisions:"
    ),
}
"""Whole sentences, for no language puts them together as another does. Credit always stands on a roster."""


def private_folder(spec: Spec) -> str:
    """Where what people wrote for the team alone is kept: beside the kit, seen from within it."""
    return f"../{spec.course.id}-received"


def receive(spec: Spec) -> TeamCommand:
    folder = private_folder(spec)
    return TeamCommand(
        "Take in what participants sent (mails, downloads, exports; put them into one folder):",
        f"receive ../{spec.course.id}-inbox --to {folder}",
    )


def completions(spec: Spec) -> tuple[TeamCommand, ...]:
    """Decide by the course's rule, and issue what was decided."""
    folder = private_folder(spec)
    counted = spec.has_accounts
    sources = f"completions {folder}/grades.csv" if counted else f"completions {folder}/completions/*.csv"
    by: tuple[str, ...] = ("gradebook" if counted else "tables",)
    if spec.offers("authenticated_completion"):
        sources += f" --roster {folder}/roster.csv"
        by = (by[0], "roster")
    if spec.offers("credit"):
        sources += f" --decisions {folder}/decisions.csv"
        by = (by[0], "roster", "decisions")
    site = (
        spec.course.url if spec.course.url and spec.course.url.startswith("https://") else "https://ADDRESS-OF-THE-SITE"
    )
    return (
        TeamCommand(_DECIDE_BY[by], f"{sources} --output {folder}/completions.parquet"),
        TeamCommand("Make the issuer's keys, once; they never lie in the kit:", f"keys new --did {site}"),
        TeamCommand(
            "Look at what would be issued, then issue it:",
            f"issue {folder}/completions.parquet --output {folder}/credentials --dry-run",
        ),
        TeamCommand("", f"issue {folder}/completions.parquet --output {folder}/credentials"),
        TeamCommand("Check a credential as its holder's employer would:", "verify CERTIFICATE.pdf --online"),
    )
