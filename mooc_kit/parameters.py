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


def _list_examples(name: str | None) -> str | None:
    """List the examples for "?", before anything else is asked for: nobody has a folder for them yet."""
    if name != "?":
        return name
    from mooc_kit.commands import new

    new.show_examples()
    raise typer.Exit


def option_names() -> list[tuple[str, str]]:
    from mooc_kit.completion_options.facts import option_facts

    return _titles(option_facts())


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
GrownKit = Annotated[
    Path | None,
    Arg(metavar="KIT", file_okay=False, show_default="asked for", help="The new folder. It must not exist yet."),
]
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

FileKind = Literal[
    "course", "quiz", "rubric", "survey", "badge", "certificate", "self-certificate", "themes", "template"
]
"""As in `mooc_kit.kit.editor_schemas.KINDS`."""

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
ScormVersion = Annotated[
    Literal["1.2", "2004"] | None,
    Opt(show_default="that of course.yaml, else 1.2", help="The version of SCORM of the target scorm."),
]
PackageCut = Annotated[
    Literal["course", "module", "activity"] | None,
    Opt(
        show_default="that of course.yaml, else course",
        help="What is one line on the platform, for the targets scorm and cmi5.",
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
IssuedOn = Annotated[Any, Opt(parser=moment, metavar="YYYY-MM-DD", help="The date to use instead of now.")]
Subjects = Annotated[
    Path | None, Opt("--subjects", exists=True, dir_okay=False, help="A table learner,id with the DIDs of wallets.")
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

# ---- of one command each, kept here so that the table of commands stays a table -------------------------------------

GivenAnswers = Annotated[Path | None, Opt("--from", allow_dash=True, help="Answers: a course.yaml, whole or in part.")]
ExampleName = Annotated[
    str | None,
    Opt(autocompletion=examples, is_eager=True, callback=_list_examples, help="An example to copy. '?' lists them."),
]
TemplateAnswers = Annotated[list[Any], Opt(parser=pair, metavar="KEY=VALUE", help="Answer a question of the template.")]
Fields = Annotated[list[Any], Opt("--field", "-f", parser=pair, metavar="KEY=VALUE", help="Any key of it. Repeatable.")]
WithHidden = Annotated[bool, Opt("--with-hidden", help="Keep what only the team saw, as notes in team-notes/.")]
ReceivedFiles = Annotated[
    list[Path], Arg(allow_dash=True, help="Files and folders. '-' reads standard input.", show_default=False)
]
WithFeeds = Annotated[bool, Opt("--feeds", help="Gather the posts of the kit's list of feeds (uses the network).")]
PrivateFolder = Annotated[
    Path | None, Opt("--to", file_okay=False, help="Where private things go; usually the folder KIT-received.")
]
GoalsTable = Annotated[
    Path | None, Opt(dir_okay=False, help="A table for the goals of issues alone (CSV), outside the kit.")
]
Rosters = Annotated[
    list[Path], Opt(dir_okay=False, help="Checked identities and proctored work; exports of Open edX, too.")
]
CreditDecisions = Annotated[
    Path | None, Opt(help="Assessors' decisions about credit (table), or a folder of these and applications.")
]
AssumedDone = Annotated[
    list[str], Opt("--assume-done", metavar="ID", help="Vouch for what no gradebook reports; 'untold': for all.")
]
Levels = Annotated[
    list[Any],
    Opt("--level", "-l", parser=pair, metavar="CRITERION=LEVEL", help="Repeatable; the rest is asked."),
]

PartKind = Annotated[
    Literal["module", "activity", "outcome", "badge"],
    Arg(metavar="KIND", help="module, activity, outcome or badge."),
]
PartOrOption = Annotated[
    Literal["module", "activity", "outcome", "badge", "option"],
    Arg(metavar="KIND", help="module, activity, outcome, badge or option."),
]
PartOrRubric = Annotated[
    Literal["module", "activity", "outcome", "badge", "rubric"],
    Arg(metavar="KIND", help="module, activity, outcome, badge or rubric."),
]
NewStart = Annotated[Any, Opt("--start", parser=day, metavar="YYYY-MM-DD", help="The first day of the next run.")]
EarlierLedger = Annotated[
    Path | None,
    Opt("--ledger", dir_okay=False, exists=True, show_default="those below credentials/", help="The run's ledger."),
]
PartId = Annotated[str, Arg(metavar="ID", help="Its id; of an option, its key.")]
NewId = Annotated[str, Arg(metavar="NEW", help="The new id.")]
Before = Annotated[str, Opt("--before", metavar="ID", help="Put it before this one.")]
After = Annotated[str, Opt("--after", metavar="ID", help="Put it after this one.")]
IntoModule = Annotated[str, Opt("--to", metavar="MODULE", help="Put an activity at the end of this module.")]
DryRun = Annotated[bool, Opt("--dry-run", help="Show what would change, and change nothing.")]

KitsOrFolders = Annotated[list[Path] | None, Arg(metavar="KIT...", exists=True, help="Or folders of kits.")]
OnlyCheck = Annotated[bool, Opt("--check", help="Only report whether something needs to be done.")]
Port = Annotated[int, Opt(min=0, max=65535, help="The port. 0 takes any free one.")]
Opens = Annotated[bool, Opt("--open/--no-open", help="Open the web site in a browser.")]
RubricName = Annotated[str, Arg(metavar="RUBRIC", help="A rubric's id in the kit, or its file.")]
Paper = Annotated[Literal["a4", "us-letter"], Opt(help="The paper size.")]
Languages = Annotated[
    list[str] | None, Arg(metavar="LANGUAGE...", help="Like es or pt-BR.", show_default="all others of the course")
]
Returned = Annotated[
    Path | None, Opt("--from", metavar="FILE", exists=True, dir_okay=False, help="What a translator gave back, as PO.")
]

BuildOutput = Annotated[
    Path | None, Opt("--output", "-o", file_okay=False, show_default="build in the kit", help="Where packages go.")
]
Handout = Annotated[
    bool, Opt("--handout", show_default=False, help="With the target print: the activities as sheets to hand out, too.")
]
RubricPdf = Annotated[Path | None, Opt("--output", "-o", dir_okay=False, show_default="RUBRIC.pdf", help="The PDF.")]
FormatTo = Annotated[str | None, Opt(autocompletion=quiz_formats, help="The format, if OUT's name is silent.")]
Mapped = Annotated[
    list[Any], Opt("--map", parser=column, metavar="COLUMN=ID", help="The activity of a column. Repeatable.")
]
ReportPaths = Annotated[
    list[Path] | None, Arg(metavar="[KIT] [FILE...]", help="The kit's folder (this one if left out), and files.")
]
MappedColumns = Annotated[
    list[Any],
    Opt("--map", parser=column, metavar="COLUMN=ID", help="The activity of a column (cut at the last '=')."),
]
FilesOf = Annotated[str, Opt("--output", "-o", show_default="the ledger's folder", help="Where their files are.")]
AsDocument = Annotated[bool, Opt("--document", help="Print the DID document to publish.")]
Stolen = Annotated[bool, Opt("--stolen", help="The key was stolen: nothing it signed holds any more.")]
ProblemCode = Annotated[str | None, Arg(autocompletion=problem_codes, help="A code; without it, all.")]
AnyOption = Annotated[str | None, Arg(autocompletion=option_names, help="One option; without it, all.")]


def _version(is_wanted: bool) -> None:
    if is_wanted:
        from mooc_kit import __version__

        typer.echo(f"mooc-kit {__version__}")
        raise typer.Exit


Version = Annotated[bool, Opt("--version", callback=_version, is_eager=True, help="Show the version and exit.")]
