"""Command-line parameters: the values, shell completions and options that several commands share.

A parameter is defined here once, as an alias, and is called the same everywhere. A kit that a command is about is its
argument KIT (`TheKit`); a kit that it needs for something else is `--kit` (`Kit`). Both default to the folder one
stands in.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from typer import Argument as Arg
from typer import Option as Opt

# ---- values ----------------------------------------------------------------------------------------------------------


def moment(text: str) -> Any:
    """A day (its midnight in UTC), or a day and a time, in ISO 8601."""
    from datetime import UTC, datetime

    for form in ("%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ"):
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    raise typer.BadParameter(f"{text!r} is not a date. Write it like 2027-03-31.")


def day(text: str) -> Any:
    return moment(text).date()


def now() -> Any:
    from datetime import UTC, datetime

    return datetime.now(UTC)


def today() -> Any:
    from datetime import date

    return date.today()


def pair(text: str) -> tuple[str, str]:
    """KEY=VALUE, cut at the first "=". The value may be empty."""
    return _stripped(text, *text.partition("="))


def column(text: str) -> tuple[str, str]:
    """COLUMN=ID, cut at the last "=": a heading may hold one, an id never does."""
    return _stripped(text, *text.rpartition("="))


def _stripped(text: str, key: str, sign: str, value: str) -> tuple[str, str]:
    if not sign or not key.strip():
        raise typer.BadParameter(f"{text!r} should look like KEY=VALUE.")
    return key.strip(), value.strip()


def only_one(**given: Any) -> None:
    """Refuse options that exclude each other: at most one of `given` may be set. Names are those of the options."""
    used = [f"--{name.strip('_').replace('_', '-')}" for name, value in given.items() if value]
    if len(used) > 1:
        raise typer.BadParameter(f"Use {' or '.join(used)}, not both.")


# ---- what a shell completes ------------------------------------------------------------------------------------------


def examples() -> list[tuple[str, str]]:
    from mooc_kit.kit.examples import list_examples

    return list(list_examples().items())


def option_names() -> list[tuple[str, str]]:
    from mooc_kit.completion_options.registry import options

    return _titles(options())


def target_names() -> list[tuple[str, str]]:
    from mooc_kit.targets.registry import targets

    return _titles(targets())


def quiz_formats() -> list[tuple[str, str]]:
    from mooc_kit.quizzes.registry import formats

    return _titles(formats())


def problem_codes() -> list[tuple[str, str]]:
    from mooc_kit.checks.catalogue import all_rules

    return _titles(all_rules())


def _titles(known: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(key, thing.title) for key, thing in known.items()]


# ---- arguments and options -------------------------------------------------------------------------------------------

TheKit = Annotated[Path, Arg(metavar="KIT", file_okay=False, help="The kit's folder.")]
Kit = Annotated[Path, Opt("--kit", metavar="KIT", file_okay=False, help="The kit's folder.")]
NewKit = Annotated[Path, Arg(metavar="KIT", file_okay=False, help="The new folder. It must not exist yet.")]
ReviewOutput = Annotated[Path, Opt("--output", "-o", metavar="FILE", dir_okay=False, help="The HTML file.")]
Since = Annotated[str | None, Opt(metavar="REVISION", help="Only what differs from it: a revision of git, or a kit.")]
Unapproved = Annotated[bool, Opt("--changed", help="Only pages that nobody said yes to as they are now.")]
ModuleId = Annotated[str | None, Opt("--module", metavar="ID", help="The module they go into.")]
Files = Annotated[list[Path], Arg(metavar="FILE...", help="One file or several.")]
OutputFile = Annotated[Path, Opt("--output", "-o", dir_okay=False, help="The file to write.")]
Plain = Annotated[
    bool, Opt("--plain", envvar="MOOC_KIT_PLAIN", help="Plain lines, for screen readers and simple terminals.")
]
Full = Annotated[bool | None, Opt("--full/--short", help="Ask about all twelve elements, or only the essentials.")]

ReportFormat = Annotated[
    Literal["text", "json", "github", "sarif", "junit"], Opt("--format", help="How to write the report.")
]
Strict = Annotated[bool, Opt("--strict", help="Treat warnings as errors.")]
JsonOutput = Annotated[bool, Opt("--json", help="Write the result as JSON.")]
DateForToday = Annotated[Any, Opt(parser=day, metavar="YYYY-MM-DD", help="The date to use instead of today.")]

OptionName = Annotated[str, Arg(metavar="OPTION", autocompletion=option_names, help="See mooc-kit options.")]
Id = Annotated[str | None, Opt("--id", metavar="ID", show_default="made from the title", help="Its short name.")]
Outcomes = Annotated[list[str], Opt("--outcome", "-o", metavar="ID", help="An outcome that it serves. Repeatable.")]
ActivityKind = Annotated[
    Literal["page", "discussion", "quiz", "assignment", "peer_review", "survey", "live_session", "link", "exam"],
    Arg(help="The kind of activity."),
]
Targets = Annotated[
    list[str],
    Opt(
        "--target",
        "-t",
        metavar="NAME",
        autocompletion=target_names,
        show_default="those of course.yaml",
        help="What to build. Repeatable.",
    ),
]
Published = Annotated[
    Path | None,
    Opt(
        "--publish",
        file_okay=False,
        exists=True,
        show_default="publish in the kit, if any",
        help="The folder that issue wrote; the site carries it so that credentials can be verified.",
    ),
]
QuizFormat = Annotated[
    str | None,
    Opt("--from", metavar="FORMAT", autocompletion=quiz_formats, help="The format, if the file name does not tell."),
]

Keys = Annotated[
    Path | None,
    Opt(
        "--keys",
        file_okay=False,
        show_default="MOOC_KIT_KEYS, or below your configuration",
        help="The folder of the issuer's keys.",
    ),
]
Ledger = Annotated[
    Path | None, Opt("--ledger", dir_okay=False, show_default="ledger.sqlite in the output", help="The ledger file.")
]
LedgerFile = Annotated[Path, Arg(metavar="LEDGER", dir_okay=False, exists=True, help="The ledger file.")]
CredentialOutput = Annotated[
    str, Opt("--output", "-o", metavar="PLACE", help="A folder, or an address such as s3://bucket/run-1.")
]
Key = Annotated[Path, Opt("--key", dir_okay=False, help="Your key file.")]
Reason = Annotated[str, Opt("--reason", help="Why.")]
DisplayName = Annotated[str, Opt("--name", show_default="the name in the key file", help="The name that others see.")]
Comment = Annotated[str, Opt("--comment", help="A comment, in a few words.")]
BadgeRequest = Annotated[Path, Arg(metavar="REQUEST", dir_okay=False, help="The request file.")]
BadgeFile = Annotated[Path, Arg(metavar="BADGE", dir_okay=False, help="The badge file.")]
