"""Team commands: what the guides of several options end with, filled in for the course."""

from __future__ import annotations

from mooc_kit.course.kit_file import TeamCommand
from mooc_kit.spec.model import Spec

VALIDATE = TeamCommand("Check the course after a change:", "validate")
BUILD = TeamCommand("Show it to participants:", "build")


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
    why = "Decide from the gradebook" if counted else "Decide from the tables that people sent and you have looked at"
    if spec.offers("authenticated_completion"):
        sources += f" --roster {folder}/roster.csv"
        why += ", and the roster that says whose identity was checked,"
    if spec.offers("credit"):
        sources += f" --decisions {folder}/decisions.csv"
        why += " and the decisions of the assessors"
    site = (
        spec.course.url if spec.course.url and spec.course.url.startswith("https://") else "https://ADDRESS-OF-THE-SITE"
    )
    return (
        TeamCommand(f"{why} who has completed what:", f"{sources} --output {folder}/completions.parquet"),
        TeamCommand("Make the issuer's keys, once; they never lie in the kit:", f"keys new --did {site}"),
        TeamCommand(
            "Look at what would be issued, then issue it:",
            f"issue {folder}/completions.parquet --output {folder}/credentials --dry-run",
        ),
        TeamCommand("", f"issue {folder}/completions.parquet --output {folder}/credentials"),
        TeamCommand("Check a credential as its holder's employer would:", "verify CERTIFICATE.pdf --online"),
    )
