"""Command-line interface: every command of mooc-kit, each a doorway that parses, calls and gives an exit status.

What a command does lies in `mooc_kit.commands` and is imported when it runs, so that `--version` and `--help` stay
quick. A parameter that several commands share is defined once, as an alias, and is called the same everywhere. A kit
that a command is about is its argument KIT; a kit that a command needs for something else is `--kit`. Both default to
the folder one stands in.
"""

from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from typer import Argument as Arg
from typer import Option as Opt

# ---- what parameters may hold ----------------------------------------------------------------------------------------

ReportFormat = Literal["text", "json", "github", "sarif", "junit"]
ActivityKind = Literal[
    "page", "discussion", "quiz", "assignment", "peer_review", "survey", "live_session", "link", "exam"
]


def _moment(text: str) -> Any:
    """A day (its midnight in UTC), or a day and a time, in ISO 8601."""
    from datetime import UTC, datetime

    for form in ("%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ"):
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    raise typer.BadParameter(f"{text!r} is not a date. Write it like 2027-03-31.")


def _day(text: str) -> Any:
    return _moment(text).date()


def _today() -> Any:
    from datetime import date

    return date.today()


def _now() -> Any:
    from datetime import UTC, datetime

    return datetime.now(UTC)


def _pair(text: str) -> tuple[str, str]:
    """KEY=VALUE, cut at the first "=". The value may be empty."""
    return _parted(text, *text.partition("="))


def _column(text: str) -> tuple[str, str]:
    """COLUMN=ID, cut at the last "=": a heading may hold one, an id never does."""
    return _parted(text, *text.rpartition("="))


def _parted(text: str, key: str, sign: str, value: str) -> tuple[str, str]:
    if not sign or not key.strip():
        raise typer.BadParameter(f"{text!r}: write it like KEY=VALUE.")
    return key.strip(), value.strip()


# ---- what completes in a shell ---------------------------------------------------------------------------------------


def _examples() -> list[tuple[str, str]]:
    from mooc_kit.kit.examples import list_examples

    return list(list_examples().items())


def _option_names() -> list[tuple[str, str]]:
    from mooc_kit.completion_options.registry import options

    return [(key, option.title) for key, option in options().items()]


def _target_names() -> list[tuple[str, str]]:
    from mooc_kit.targets.registry import targets

    return [(key, target.title) for key, target in targets().items()]


def _quiz_formats() -> list[tuple[str, str]]:
    from mooc_kit.quizzes.registry import formats

    return [(key, format_.title) for key, format_ in formats().items()]


def _codes() -> list[tuple[str, str]]:
    from mooc_kit.checks.catalogue import all_rules

    return [(code, rule.title) for code, rule in sorted(all_rules().items())]


# ---- parameters that recur -------------------------------------------------------------------------------------------

TheKit = Annotated[Path, Arg(metavar="KIT", file_okay=False, help="The kit's folder.")]
Kit = Annotated[Path, Opt("--kit", metavar="KIT", file_okay=False, help="The kit's folder.")]
Files = Annotated[list[Path], Arg(metavar="FILE...", help="One file or several.")]
Format = Annotated[ReportFormat, Opt("--format", help="How to write what was found.")]
Strict = Annotated[bool, Opt("--strict", help="Treat warnings like errors.")]
JsonOutput = Annotated[bool, Opt("--json", help="Write the result as JSON.")]
Plain = Annotated[
    bool, Opt("--plain", envvar="MOOC_KIT_PLAIN", help="Plain lines, for screen readers and simple terminals.")
]
QuizFormat = Annotated[
    str | None,
    Opt(
        "--from",
        metavar="FORMAT",
        autocompletion=_quiz_formats,
        help="The format to read, where the file name does not tell.",
    ),
]
MadeOn = Annotated[Any, Opt("--made-on", parser=_day, metavar="YYYY-MM-DD", help="The date to use instead of today.")]
Id = Annotated[str | None, Opt("--id", metavar="ID", show_default="made from the title", help="Its short name.")]
Outcomes = Annotated[
    list[str], Opt("--outcome", "-o", metavar="ID", help="An outcome that it serves. May be repeated.")
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
    Path | None, Opt("--ledger", dir_okay=False, show_default="ledger.sqlite in the output", help="The ledger's file.")
]
LedgerFile = Annotated[Path, Arg(metavar="LEDGER", dir_okay=False, exists=True, help="The ledger's file.")]
CredentialOutput = Annotated[
    str, Opt("--output", "-o", metavar="PLACE", help="A folder, or an address such as s3://bucket/run-1.")
]
Reason = Annotated[str, Opt("--reason", help="The reason.")]
Key = Annotated[Path, Opt("--key", dir_okay=False, help="Your key file.")]
DisplayName = Annotated[
    str, Opt("--name", show_default="the name in the key file", help="The name that others will see.")
]
Comment = Annotated[str, Opt("--comment", help="Your view, in a few words.")]
OutputFile = Annotated[Path, Opt("--output", "-o", dir_okay=False, help="The file to write.")]
BadgeRequest = Annotated[Path, Arg(metavar="REQUEST", dir_okay=False, help="The request's file.")]
BadgeFile = Annotated[Path, Arg(metavar="BADGE", dir_okay=False, help="The badge's file.")]

# ---- the program and its groups --------------------------------------------------------------------------------------

DESIGN, BUILD, TEAM = "Design a course", "Check and build", "Work as a team"
QUESTIONS, RUNNING, CREDENTIALS = "Questions", "While the course runs", "Credentials"


def _exit_with(status: int | None, **_: Any) -> None:
    """The exit status of the program is what its command gave: 0 or nothing, 1 for problems found."""
    if status:
        raise typer.Exit(status)


def _group(help: str) -> typer.Typer:
    return typer.Typer(help=help, no_args_is_help=True)


app = typer.Typer(
    name="mooc-kit",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    result_callback=_exit_with,
    context_settings={"help_option_names": ["-h", "--help"]},
)
add = _group("Add a module, activity, outcome, badge or completion option, with its files.")
quiz = _group("Check, convert, import and analyse quizzes.")
rubric = _group("Check and print rubrics.")
goals = _group("Group what participants want from the course into themes.")
keys = _group("Manage the issuer's signing keys. They lie outside every kit and are locked with a passphrase.")
ledger = _group("Export the record of issued credentials, rename a person in it, or remove one.")
badge = _group("Request, judge, award and verify peer badges. The course site's award page does the same in a browser.")


def _version(is_wanted: bool) -> None:
    if is_wanted:
        from mooc_kit import __version__

        typer.echo(f"mooc-kit {__version__}")
        raise typer.Exit


@app.callback(epilog="Begin with: mooc-kit new my-course")
def program(
    version: Annotated[
        bool, Opt("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Grow an open online course: from design questions to a course and its evidence of participation."""


# ---- design a course -------------------------------------------------------------------------------------------------


@app.command(rich_help_panel=DESIGN, epilog="Example: mooc-kit new my-course --example river-watch")
def new(
    folder: Annotated[Path, Arg(file_okay=False, help="The new folder. It must not exist yet.")],
    answers: Annotated[
        Path | None,
        Opt("--from", allow_dash=True, help="Answers in a complete or partial course.yaml. '-' reads standard input."),
    ] = None,
    example: Annotated[
        str | None, Opt(metavar="NAME", autocompletion=_examples, help="Start from an example course. '?' lists them.")
    ] = None,
    full: Annotated[
        bool | None, Opt("--full/--short", help="Ask about all twelve elements, or only the essentials.")
    ] = None,
    plain: Plain = False,
    template: Annotated[
        str | None,
        Opt(metavar="SOURCE", help="An institution's template: a folder, a zip file, a git URL or gh:OWNER/NAME."),
    ] = None,
    checkout: Annotated[str, Opt(metavar="REVISION", help="Take this branch, tag or commit of the template.")] = "",
    directory: Annotated[str, Opt(metavar="PATH", help="Where in its repository the template lies.")] = "",
    answer: Annotated[
        list[Any], Opt(parser=_pair, metavar="KEY=VALUE", help="Answer a question of the template. May be repeated.")
    ] = [],
    trust: Annotated[bool, Opt("--trust", help="Run the template's hooks (shown first) and extensions.")] = False,
) -> None:
    """Create a new course from an interview, a file of answers or an example.

    An existing folder is never overwritten. Ctrl-C keeps a draft of the interview.
    """
    from mooc_kit.commands import new as growing

    if answers is not None and example is not None:
        raise typer.BadParameter("Use --from or --example, not both.")
    if template is None and (answer or trust or checkout or directory):
        raise typer.BadParameter("--answer, --checkout, --directory and --trust need --template.")
    if template is not None and example is not None:
        raise typer.BadParameter("Use --template or --example, not both: an example is complete already.")
    if example == "?":
        growing.show_examples()
    elif example is not None:
        growing.from_example(folder, example)
    else:
        opened = None
        if template is not None:
            given = dict(answer)
            opened = growing.open_template(template, given, trusts=trust, checkout=checkout, directory=directory)
        if answers is not None:
            growing.from_answers(folder, answers, opened)
        else:
            growing.from_interview(folder, full=full, plain=plain, template=opened)


@app.command(rich_help_panel=DESIGN, epilog="Example: mooc-kit interview my-course --short")
def interview(
    kit: TheKit = Path(),
    full: Annotated[bool, Opt("--full/--short", help="Ask about all twelve elements, or only the essentials.")] = True,
    plain: Plain = False,
) -> int:
    """Continue the design interview: show what is decided and ask what is still open.

    Answers go into course.yaml; comments and order stay. Ctrl-C keeps what was answered so far.
    """
    from mooc_kit.commands.interview import go_on

    return go_on(kit, full=full, plain=plain)


@app.command("set", rich_help_panel=DESIGN, epilog="Example: mooc-kit set course.weeks 6")
def set_value(
    key: Annotated[str, Arg(help="A path such as course.weeks, or modules.sampling.title by id.")],
    value: Annotated[str | None, Arg(help="Read as YAML: a number, true, a list in brackets, or text.")] = None,
    unset: Annotated[bool, Opt("--unset", help="Remove the key.")] = False,
    kit: Kit = Path(),
) -> None:
    """Change a value in course.yaml. Comments, order and quotes of the rest stay."""
    from mooc_kit.commands.edit_spec import set_key, unset_key

    if unset == (value is not None):
        raise typer.BadParameter("Give a VALUE, or --unset.")
    if value is None:
        unset_key(kit, key)
    else:
        set_key(kit, key, value)


app.add_typer(add, name="add", rich_help_panel=DESIGN)


@add.command("outcome", epilog="Example: mooc-kit add outcome 'Take a water sample'")
def add_outcome(
    text: Annotated[str, Arg(help="What participants will be able to do.")], id: Id = None, kit: Kit = Path()
) -> int:
    """Add a learning outcome."""
    from mooc_kit.commands.edit_spec import add_outcome, bring_along

    add_outcome(kit, text, id)
    return bring_along(kit)


@add.command("module", epilog="Example: mooc-kit add module 'Pass it on' --outcome teach")
def add_module(
    title: Annotated[str, Arg(help="The module's title.")],
    week: Annotated[int | None, Opt(help="The week in which it begins.")] = None,
    outcomes: Outcomes = [],
    id: Id = None,
    kit: Kit = Path(),
) -> int:
    """Add a module with a first page at the end of the course."""
    from mooc_kit.commands.edit_spec import add_module, bring_along

    add_module(kit, title, id=id, week=week, outcomes=outcomes)
    return bring_along(kit)


@add.command("activity", epilog="Example: mooc-kit add activity sampling quiz 'Check yourself' --field points=20")
def add_activity(
    module: Annotated[str, Arg(help="The module's id.")],
    kind: Annotated[ActivityKind, Arg(help="The kind of activity.")],
    title: Annotated[str, Arg(help="The activity's title.")],
    fields: Annotated[
        list[Any], Opt("--field", "-f", parser=_pair, metavar="KEY=VALUE", help="Any key of it. May be repeated.")
    ] = [],
    id: Id = None,
    kit: Kit = Path(),
) -> int:
    """Add an activity at the end of a module."""
    from mooc_kit.commands.edit_spec import add_activity, bring_along

    add_activity(kit, module, kind, title, id=id, fields=dict(fields))
    return bring_along(kit)


@add.command("badge", epilog="Example: mooc-kit add badge 'Good neighbour' --outcome teach")
def add_badge(
    name: Annotated[str, Arg(help="The badge's name.")],
    outcomes: Outcomes = [],
    rubric: Annotated[
        str | None, Opt(metavar="ID", help="Judge it by quality, with this rubric; otherwise by completion.")
    ] = None,
    id: Id = None,
    kit: Kit = Path(),
) -> int:
    """Add a badge that peers award. The first one also adds the option peer_badges."""
    from mooc_kit.commands.edit_spec import add_badge, bring_along

    add_badge(kit, name, id=id, outcomes=outcomes, rubric=rubric)
    return bring_along(kit)


@add.command("option", epilog="Example: mooc-kit add option self_check")
def add_option(
    name: Annotated[str, Arg(autocompletion=_option_names, help="The option (see mooc-kit options).")],
    kit: Kit = Path(),
) -> int:
    """Add a completion option with answers that fit this course."""
    from mooc_kit.commands.edit_spec import add_option, bring_along

    add_option(kit, name)
    return bring_along(kit)


@app.command(rich_help_panel=DESIGN, epilog="Example: mooc-kit options peer_badges")
def options(
    name: Annotated[str | None, Arg(autocompletion=_option_names, help="One option; without it, all.")] = None,
) -> None:
    """Describe the completion options: what each is for, and what it asks, gives, needs and costs."""
    from mooc_kit.commands.explain import tell_option, tell_options

    tell_options() if name is None else tell_option(name)


@app.command("import", rich_help_panel=DESIGN, epilog="Example: mooc-kit import course.tar.gz my-course")
def import_course(
    package: Annotated[Path, Arg(help="An export of Open edX (.tar.gz) or Moodle (.mbz).")],
    folder: Annotated[Path, Arg(file_okay=False, help="The new folder. It must not exist yet.")],
) -> int:
    """Create a new kit from a course that was exported from a platform.

    What has no place in a kit is reported, and written into IMPORT-NOTES.md in the new folder.
    """
    from mooc_kit.commands.import_course import import_course

    return import_course(package, folder)


# ---- check and build -------------------------------------------------------------------------------------------------


@app.command(rich_help_panel=BUILD, epilog="Example: mooc-kit validate --strict my-course")
def validate(
    paths: Annotated[
        list[Path] | None,
        Arg(metavar="KIT...", allow_dash=True, help="Kits or course.yaml files. '-' reads standard input."),
    ] = None,
    format: Format = "text",
    strict: Strict = False,
    changed_since: Annotated[
        str | None, Opt(metavar="REV", help="Only courses that differ from this git revision.")
    ] = None,
    cache: Annotated[bool, Opt(help="Check only what changed since it was checked last.")] = True,
) -> int:
    """Check course specs and the kits around them.

    A folder without a course.yaml stands for all courses below it.
    Exit status: 0 fine, 1 problems found, 2 wrong usage.
    """
    from mooc_kit.commands.validate import validate_paths

    return validate_paths(paths or [Path()], format, strict=strict, changed_since=changed_since, uses_cache=cache)


@app.command(rich_help_panel=BUILD, epilog="Example: mooc-kit outline my-course")
def outline(kit: TheKit = Path()) -> int:
    """Show the course as a tree, and how outcomes, activities and evidence are connected.

    For a folder without a course.yaml: a table of all courses below it.
    """
    from mooc_kit.commands.outline import outline_at

    return outline_at(kit)


@app.command(rich_help_panel=BUILD, epilog="Example: mooc-kit build my-course --target site")
def build(
    kit: TheKit = Path(),
    targets: Annotated[
        list[str],
        Opt(
            "--target",
            "-t",
            metavar="NAME",
            autocompletion=_target_names,
            show_default="those of course.yaml",
            help="What to build. May be repeated.",
        ),
    ] = [],
    output: Annotated[
        Path | None,
        Opt("--output", "-o", file_okay=False, show_default="build in the kit", help="Where packages go."),
    ] = None,
    publish: Annotated[
        Path | None,
        Opt(
            file_okay=False,
            exists=True,
            show_default="publish in the kit, if any",
            help="The folder that `issue` wrote; the site carries it so that credentials can be verified.",
        ),
    ] = None,
) -> int:
    """Build the course as a web site, or as packages that platforms import.

    For a folder without a course.yaml: every course below it.
    """
    from mooc_kit.commands.batch import build_at

    return build_at(kit, tuple(targets), output, publish)


@app.command(rich_help_panel=BUILD, epilog="Example: mooc-kit preview my-course")
def preview(
    kit: TheKit = Path(),
    port: Annotated[int, Opt(min=0, max=65535, help="The port. 0 takes any free one.")] = 8765,
    open: Annotated[bool, Opt(help="Open the web site in a browser.")] = True,
) -> None:
    """Show the course's web site in a browser, and reload it whenever a file is saved.

    It is served to this machine only, and stops with Ctrl-C. Nothing is written to the folder.
    """
    from mooc_kit.commands.preview import show_preview

    show_preview(kit, port, opens=open)


@app.command(rich_help_panel=BUILD, epilog="Example: mooc-kit explain C204")
def explain(
    code: Annotated[str | None, Arg(autocompletion=_codes, help="A problem code; without it, all.")] = None,
) -> None:
    """Explain a problem code: why it matters, with a wrong and a right example."""
    from mooc_kit.commands.explain import explain_code, list_codes

    list_codes() if code is None else explain_code(code)


app.add_typer(rubric, name="rubric", rich_help_panel=BUILD)


@rubric.command("check", epilog="Example: mooc-kit rubric check rubrics/field-notes.yaml")
def check_rubrics(
    paths: Annotated[
        list[Path] | None,
        Arg(metavar="FILE...", allow_dash=True, help="Rubric files or kits. '-' reads standard input."),
    ] = None,
    format: Format = "text",
    strict: Strict = False,
) -> int:
    """Check whether a rubric's levels differ in ways that can be seen, and whether the points follow.

    In a kit the outcomes are checked too: does each rubric judge what its activity or badge is meant to show?
    """
    from mooc_kit.commands.rubrics import check_rubrics
    from mooc_kit.reporters import show_report

    return show_report(check_rubrics(paths or (Path(),)), format, strict=strict)


@rubric.command("print", epilog="Example: mooc-kit rubric print field-notes --paper us-letter")
def print_rubric(
    id: Annotated[str, Arg(metavar="RUBRIC", help="A rubric's id in the kit, or its file.")],
    kit: Kit = Path(),
    output: Annotated[
        Path | None, Opt("--output", "-o", dir_okay=False, show_default="RUBRIC.pdf", help="The PDF file.")
    ] = None,
    paper: Annotated[Literal["a4", "us-letter"], Opt(help="The size of the paper.")] = "a4",
) -> None:
    """Write a rubric as a PDF to judge with, with room for points."""
    from mooc_kit.commands.rubrics import print_rubric

    print_rubric(id, kit, output, paper)


@app.command(rich_help_panel=BUILD, epilog="Example: mooc-kit schema quiz > quiz.schema.json")
def schema(what: Annotated[Literal["course", "quiz"], Arg(help="Which files.")] = "course") -> None:
    """Print the JSON Schema of course.yaml or of quiz files."""
    from mooc_kit.commands.explain import print_schema

    print_schema(what)


# ---- work as a team --------------------------------------------------------------------------------------------------


@app.command(rich_help_panel=TEAM, epilog="Example: mooc-kit update my-course --diff")
def update(
    kit: TheKit = Path(),
    check: Annotated[bool, Opt("--check", help="Only report whether the kit is behind (status 1).")] = False,
    diff: Annotated[bool, Opt("--diff", help="Only show what would change, as a diff.")] = False,
    yes: Annotated[bool, Opt("--yes", help="Remove or move files that are no longer rendered.")] = False,
    keep: Annotated[bool, Opt("--keep", help="Keep changed files that are no longer rendered.")] = False,
    restore: Annotated[bool, Opt("--restore", help="Bring back rendered files that were deleted.")] = False,
    trust: Annotated[
        bool, Opt("--trust", help="Believe what the kit says was rendered before, though not on this computer.")
    ] = False,
    template: Annotated[
        str | None, Opt(metavar="SOURCE", help="Take the institution's template from here, or 'latest'.")
    ] = None,
) -> int:
    """Update the kit to its spec, its template and this version of mooc-kit.

    A three-way merge: nothing that you wrote is lost. Where you and the new version changed the same lines, both stand
    in the file, marked as git marks them.

    Where a file that you changed is no longer rendered, you are asked; without a terminal it stays, unless --yes says
    otherwise. Where a kit came from somebody else, what changes by its own record of what was rendered is shown, and
    you are asked; without a terminal it waits for --trust. A folder without a course.yaml stands for all kits below it.
    Exit status: 0 fine, 1 conflicts to resolve or changes to agree to (or behind, with --check).
    """
    from mooc_kit.commands.update import update_at

    if yes and keep:
        raise typer.BadParameter("Use --yes or --keep, not both.")
    if check and diff:
        raise typer.BadParameter("Use --check or --diff, not both.")
    how: Literal["check", "diff", "write"] = "check" if check else "diff" if diff else "write"
    return update_at(kit, how, yes=yes, keep=keep, restores=restore, template=template, trusts=trust)


@app.command(rich_help_panel=TEAM, epilog="Example: mooc-kit diff main --format markdown")
def diff(
    old: Annotated[str, Arg(help="A course.yaml, a kit or a git revision.")],
    new: Annotated[str | None, Arg(help="The same, for what it is compared with.", show_default="the kit")] = None,
    kit: Kit = Path(),
    format: Annotated[Literal["text", "markdown", "json"], Opt(help="How to write the changes.")] = "text",
    on: Annotated[Any, Opt(parser=_day, metavar="YYYY-MM-DD", help="The date to use instead of today.")] = None,
    fail_on_breaking: Annotated[
        bool, Opt("--fail-on-breaking", help="Exit status 1 where something breaks a running cohort.")
    ] = False,
) -> int:
    """Explain what changed between two versions of a course, in a course team's words.

    What breaks a running cohort is marked: a rule made harder, an outcome or a kind of evidence removed after the
    start. A course without dates always counts as running.
    """
    from mooc_kit.commands.diff import show_changes

    return show_changes(old, new or str(kit), kit, format, today=on or _today(), fails=fail_on_breaking)


@app.command(rich_help_panel=TEAM, epilog="Example: mooc-kit migrate --check courses/")
def migrate(
    paths: Annotated[
        list[Path] | None, Arg(metavar="KIT...", exists=True, help="Kits, or folders with kits below them.")
    ] = None,
    check: Annotated[bool, Opt("--check", help="Only report whether something is to be done.")] = False,
) -> int:
    """Bring course.yaml files to the current version of the spec. Comments and order stay."""
    from mooc_kit.commands.migrate import migrate_all

    return migrate_all(paths or (Path(),), only_check=check)


@app.command(rich_help_panel=TEAM, epilog="Example: mooc-kit man | man -l -")
def man() -> None:
    """Print the manual page."""
    from mooc_kit.commands.man_page import manual_page
    from mooc_kit.console import echo

    echo(manual_page(typer.main.get_command(app)), end="")


# ---- questions -------------------------------------------------------------------------------------------------------

app.add_typer(quiz, name="quiz", rich_help_panel=QUESTIONS)


@quiz.command("check", epilog="Example: mooc-kit quiz check quizzes/")
def check_quizzes(files: Files, format: Format = "text", strict: Strict = False, source: QuizFormat = None) -> int:
    """Check quizzes in any format: can every question be answered, and does the feedback teach something?

    A folder stands for the quizzes in it. Files in a kit are checked against the course's outcomes.
    """
    from mooc_kit.commands.quiz import check_files
    from mooc_kit.reporters import show_report

    return show_report(check_files(files, source), format, strict=strict)


@quiz.command("convert", epilog="Example: mooc-kit quiz convert week-1.yaml week-1.gift")
def convert_quiz(
    source: Annotated[Path, Arg(metavar="IN", help="The file to read.")],
    target: Annotated[Path, Arg(metavar="OUT", help="The file to write.")],
    to: Annotated[
        str | None, Opt(metavar="FORMAT", autocompletion=_quiz_formats, help="The format, where OUT does not tell it.")
    ] = None,
    source_format: QuizFormat = None,
    force: Annotated[bool, Opt("--force", help="Overwrite OUT if it exists.")] = False,
) -> int:
    """Convert a quiz into another format, and report what that format cannot hold."""
    from mooc_kit.commands.quiz import convert_file

    return convert_file(source, target, to=to, from_=source_format, force=force)


@quiz.command("import", epilog="Example: mooc-kit quiz import questions.gift --module sampling")
def import_quizzes(
    files: Files,
    module: Annotated[str, Opt(metavar="ID", help="The module that the quizzes belong to.")],
    kit: Kit = Path(),
    id: Annotated[
        str | None, Opt(metavar="ID", show_default="from the file's name", help="The quiz's id, for one file.")
    ] = None,
    graded: Annotated[bool, Opt("--graded", help="The quizzes count towards the score.")] = False,
    source: QuizFormat = None,
) -> int:
    """Import quizzes into a kit: a quiz file, a page, and an activity in course.yaml.

    Nothing existing is overwritten, and comments in course.yaml stay.
    """
    from mooc_kit.commands.quiz_import import import_files

    return import_files(tuple(files), kit, module, id_=id, graded=graded, source=source)


@quiz.command("accept", epilog="Example: mooc-kit quiz accept contributions/sampling/ama.md")
def accept_questions(
    files: Files,
    module: Annotated[str | None, Opt(metavar="ID", show_default="by its folder or form", help="Their module.")] = None,
    kit: Kit = Path(),
) -> int:
    """Accept contributed questions into the self-check of their module, cleaned and with their author's name.

    Files are GIFT, CSV, Markdown, YAML or the text of a filled-in question form. The file moves to
    contributions/accepted/. Nothing is taken where one of them has errors.
    """
    from mooc_kit.commands.contributions import accept

    return accept(files, kit, module)


@quiz.command("analyse", epilog="Example: mooc-kit quiz analyse responses.csv --report report.html")
def analyse_quiz(
    responses: Annotated[Path, Arg(allow_dash=True, dir_okay=False, help="A CSV file. '-' reads standard input.")],
    report: Annotated[Path | None, Opt(dir_okay=False, help="Write an HTML page with plots here.")] = None,
    format: Annotated[Literal["text", "json"], Opt(help="How to write the figures.")] = "text",
    blank: Annotated[
        Literal["wrong", "unseen"],
        Opt(help="What an empty cell means where each question has a column: left open, or not shown."),
    ] = "wrong",
) -> int:
    """Analyse how hard questions were, how well they tell people apart, and which ones to revise and why.

    Reads a row for each person or each answer, Moodle's Responses or Grades report, Canvas's Student Analysis, or
    Open edX's problem responses.
    """
    from mooc_kit.commands.analyse import analyse_responses

    return analyse_responses(responses, report, format, blank_is_wrong=blank == "wrong")


@quiz.command("formats", epilog="Example: mooc-kit quiz formats")
def quiz_formats() -> None:
    """List the formats that quizzes can be read from and written to."""
    from mooc_kit.commands.quiz import show_formats

    show_formats()


# ---- while the course runs -------------------------------------------------------------------------------------------


@app.command(rich_help_panel=RUNNING, epilog="Example: mooc-kit receive issues.json --kit my-course")
def receive(
    issues: Annotated[Path, Arg(allow_dash=True, help="A JSON file. '-' reads standard input.")],
    old_kit: Annotated[Path | None, Arg(hidden=True, metavar="", file_okay=False)] = None,
    kit: Kit = Path(),
    goals_to: Annotated[
        Path | None, Opt(dir_okay=False, help="Where answers about goals go (CSV); outside the kit is best.")
    ] = None,
) -> int:
    """Put what participants sent with the forms of the course's repository into the kit.

    The file is the event of a workflow, or the output of gh issue list --json number,title,body,createdAt,labels.
    Stories become files in share-backs/, questions join the self-check of their module, goals become a table. Each
    issue is taken in once.
    """
    from mooc_kit.commands.receive import receive

    return receive(issues, old_kit or kit, goals_to)


app.add_typer(goals, name="goals", rich_help_panel=RUNNING)


@goals.callback()
def goals_group() -> None:
    """Group what participants want from the course into themes."""


@goals.command("map", epilog="Example: mooc-kit goals map sign-up.csv --output ~/goals")
def map_goals(
    responses: Files,
    kit: Kit = Path(),
    columns: Annotated[
        list[str], Opt("--column", metavar="HEADING", help="A column that holds goals. May be repeated.")
    ] = [],
    consent: Annotated[
        str | None, Opt(metavar="HEADING", help="The column that says whether a goal may be shown.")
    ] = None,
    output: Annotated[
        Path, Opt("--output", "-o", file_okay=False, help="The folder for report and brief; not in the kit.")
    ] = Path("goals"),
    made_on: MadeOn = None,
    publish: Annotated[bool, Opt(help="Write goals.json into the kit, for the site's theme page.")] = True,
) -> int:
    """Group the goals in answers to the sign-up survey (CSV or XLSX) into themes.

    Writes goals-report.html and goals-brief.md for the team, and goals.json (without names, small groups left out)
    into the kit. Works offline. The same answers give the same themes.
    """
    from mooc_kit.commands.goals import map_goals

    day = made_on or _today()
    return map_goals(responses, kit, output, columns=columns, consent=consent, made_on=day, publish=publish)


@app.command(rich_help_panel=RUNNING, epilog="Example: mooc-kit completions grades.csv --kit my-course")
def completions(
    gradebooks: Files,
    kit: Kit = Path(),
    roster: Annotated[
        Path | None, Opt(dir_okay=False, help="Whose identity was checked, and their proctored work (CSV, XLSX).")
    ] = None,
    decisions: Annotated[
        Path | None, Opt(dir_okay=False, help="What assessors decided about applications for credit (CSV, XLSX).")
    ] = None,
    mapped: Annotated[
        list[Any],
        Opt("--map", parser=_column, metavar="COLUMN=ID", help="The activity of a column (cut at the last '=')."),
    ] = [],
    assumed: Annotated[
        list[str],
        Opt(
            "--assume-done",
            metavar="ID",
            help="Vouch for an activity that no gradebook reports; 'untold' for all of them.",
        ),
    ] = [],
    until: Annotated[Any, Opt(parser=_day, metavar="YYYY-MM-DD", help="Only what was done by this day counts.")] = None,
    percent: Annotated[
        bool, Opt("--percent", help="Bare numbers of plain tables are percent, even where all are small.")
    ] = False,
    output: OutputFile = Path("completions.parquet"),
    report: Annotated[
        Path | None, Opt(dir_okay=False, show_default="beside the output", help="The HTML report to write.")
    ] = None,
    made_on: MadeOn = None,
) -> int:
    """Decide from gradebooks who has completed what, by which rule, and why not.

    Reads exports of Open edX, Moodle, Canvas and Google Classroom as they are, plain tables (all CSV or XLSX, plain
    ones also Parquet) and xAPI statements (NDJSON), recognised by their headings. Several files of one run are put
    together. The decisions are Parquet for `mooc-kit issue`; an output that ends in .csv is for people to read.
    """
    from mooc_kit.cohort.decide import Terms
    from mooc_kit.commands.completions import completions

    return completions(
        gradebooks,
        kit,
        output,
        roster=roster,
        decisions=decisions,
        mapped=dict(mapped),
        terms=Terms(until=until, assumed=tuple(assumed), is_percent=percent),
        write_report=report or output.with_suffix(".html"),
        made_on=made_on or _today(),
    )


# ---- credentials -----------------------------------------------------------------------------------------------------


@app.command(rich_help_panel=CREDENTIALS, epilog="Example: mooc-kit issue completions.parquet --dry-run")
def issue(
    decisions: Annotated[str, Arg(help="The file or address that completions wrote.")],
    kit: Kit = Path(),
    output: CredentialOutput = "credentials",
    keys: Keys = None,
    ledger: Ledger = None,
    workers: Annotated[
        int | None, Opt(min=1, max=256, show_default="as many as fit", help="Processes on this machine.")
    ] = None,
    dask: Annotated[str, Opt(metavar="ADDRESS", help="Use a running Dask cluster: tcp://host:8786.")] = "",
    dry_run: Annotated[bool, Opt("--dry-run", help="Report what would be issued, and write nothing.")] = False,
    again: Annotated[bool, Opt("--again", help="Write all valid files again: the same ids and dates.")] = False,
    proof: Annotated[Literal["data-integrity", "vc-jwt"], Opt(help="How credentials are signed.")] = "data-integrity",
    pdf: Annotated[bool, Opt(help="Certificates as PDF.")] = True,
    pictures: Annotated[bool, Opt(help="Badges as PNG and SVG with the credential inside.")] = True,
    share: Annotated[bool, Opt("--share", help="Also a page for each, at an address nobody can guess.")] = False,
    issued_on: Annotated[Any, Opt(parser=_moment, metavar="YYYY-MM-DD", help="The date to use instead of now.")] = None,
) -> int:
    """Issue certificates and badges for what completions decided, each exactly once.

    Interrupt it anywhere and run it again: nobody is left out, nobody gets two. Corrected decisions take the old
    credential back and give a new one.
    """
    from mooc_kit.commands.issue import issue

    if dask and workers:
        raise typer.BadParameter("Use --workers or --dask, not both.")
    return issue(
        decisions,
        kit,
        output,
        keys=keys,
        ledger_path=ledger,
        workers=workers or 0,
        dask=dask,
        is_dry=dry_run,
        is_again=again,
        now=issued_on or _now(),
        is_jwt=proof == "vc-jwt",
        with_pdf=pdf,
        with_pictures=pictures,
        with_share=share,
    )


@app.command(rich_help_panel=CREDENTIALS, epilog="Example: mooc-kit verify certificate.pdf --online")
def verify(
    files: Files,
    trust: Annotated[
        list[Path], Opt(exists=True, help="A DID document, a status list, or a folder of them. May be repeated.")
    ] = [],
    issuer: Annotated[str, Opt(metavar="DID", help="Accept only this issuer.")] = "",
    owner: Annotated[str, Opt(metavar="NAME", help="Accept only what was given to this address or name.")] = "",
    online: Annotated[bool, Opt("--online", help="Ask the issuer's site for keys and revocations.")] = False,
    json: JsonOutput = False,
) -> int:
    """Verify credentials: JSON, JWT, or a PNG, SVG or PDF with one inside. Uses the network only with --online.

    Exit status: 0 all hold, 1 one does not hold or could not be verified.
    """
    from mooc_kit.commands.verify import verify

    return verify(files, trusted=trust, issuer=issuer, owner=owner, as_json=json, is_online=online)


@app.command(rich_help_panel=CREDENTIALS, epilog="Example: mooc-kit revoke urn:uuid:... --reason 'Wrong person'")
def revoke(
    id: Annotated[str, Arg(metavar="ID", help="The credential's id.")],
    reason: Reason,
    anew: Annotated[bool, Opt("--anew", help="The next run of issue gives the person a new one.")] = False,
    kit: Kit = Path(),
    output: CredentialOutput = "credentials",
    keys: Keys = None,
    ledger: Ledger = None,
) -> int:
    """Revoke a credential, and write the status list again.

    A later run of issue does not give the same again; a corrected decision does give a new one.
    """
    from mooc_kit.commands.issue import revoke

    return revoke(id, kit, output, keys=keys, ledger_path=ledger, reason=reason, is_anew=anew, now=_now())


app.add_typer(keys, name="keys", rich_help_panel=CREDENTIALS)


@keys.command("new", epilog="Example: mooc-kit keys new --did https://courses.example.org/rivers")
def new_keys(
    did: Annotated[str, Opt(metavar="URL", help="The https address of the course's site: who you are.")] = "",
    keys: Keys = None,
    rsa: Annotated[bool, Opt("--rsa", help="Also make a key for VC-JWT (issue --proof vc-jwt).")] = False,
    no_passphrase: Annotated[
        bool, Opt("--no-passphrase", help="Leave the key unlocked. Only where the machine itself is locked.")
    ] = False,
) -> None:
    """Create the keys of an issuer, and say what to publish."""
    from mooc_kit.commands.keys import new

    new(keys, did, with_rsa=rsa, is_open=no_passphrase)


@keys.command("show", epilog="Example: mooc-kit keys show --document > did.json")
def show_keys(
    keys: Keys = None, document: Annotated[bool, Opt("--document", help="Print the DID document to publish.")] = False
) -> None:
    """Show the public side of the keys: who signs, with what, since when."""
    from mooc_kit.commands.keys import show

    show(keys, is_document=document)


@keys.command("rotate", epilog="Example: mooc-kit keys rotate --stolen")
def rotate_keys(
    keys: Keys = None,
    stolen: Annotated[bool, Opt("--stolen", help="The key was stolen: nothing it signed holds any more.")] = False,
) -> None:
    """Sign with a new key from now on. What the old one signed stays valid."""
    from mooc_kit.commands.keys import rotate

    rotate(keys, is_stolen=stolen)


app.add_typer(ledger, name="ledger", rich_help_panel=CREDENTIALS)


@ledger.command("export", epilog="Example: mooc-kit ledger export credentials/ledger.sqlite --to issued.csv")
def export_ledger(
    file: LedgerFile,
    kit: Kit = Path(),
    format: Annotated[Literal["csv", "jsonl"], Opt(help="How to write the table.")] = "csv",
    to: Annotated[Path | None, Opt(dir_okay=False, show_default="standard output", help="The file to write.")] = None,
) -> None:
    """Write the ledger as a table: what was issued, to whom and when."""
    from mooc_kit.commands.issue import export

    export(file, kit, to, format)


@ledger.command(
    "rename", epilog="Example: mooc-kit ledger rename credentials/ledger.sqlite ama@old.example ama@new.example"
)
def rename_learner(
    file: LedgerFile,
    old: Annotated[str, Arg(help="The person, as the ledger names them.")],
    new: Annotated[str, Arg(help="The person, as gradebooks name them now.")],
    kit: Kit = Path(),
) -> None:
    """Say that a person's address changed, so that they are not given a second certificate."""
    from mooc_kit.commands.keys import rename

    rename(file, kit, old, new)


@ledger.command("forget", epilog="Example: mooc-kit ledger forget credentials/ledger.sqlite ama@example.org")
def forget_learner(
    file: LedgerFile,
    learner: Annotated[str, Arg(help="The person, as the gradebook names them.")],
    kit: Kit = Path(),
    output: Annotated[
        str, Opt("--output", "-o", metavar="PLACE", show_default="the ledger's folder", help="Their files.")
    ] = "",
    revoke: Annotated[bool, Opt("--revoke", help="Also revoke what they were given.")] = False,
) -> None:
    """Delete a person from the ledger, and their files. Others' proofs stay valid."""
    from mooc_kit.commands.keys import forget

    forget(file, kit, output, learner, is_revoked=revoke, now=_now())


app.add_typer(badge, name="badge", rich_help_panel=CREDENTIALS)


@badge.command("key", epilog="Example: mooc-kit badge key --name Ama --lock")
def make_badge_key(
    output: OutputFile = Path("my-badge-key.json"),
    name: Annotated[str, Opt(help="The name that judges and holders will see.")] = "",
    lock: Annotated[bool, Opt(help="Ask for a passphrase that locks the key.")] = False,
) -> None:
    """Create your key. Keep the file: whoever has it signs in your name."""
    from mooc_kit.commands.peer_badges import make_key

    make_key(output, name, is_locked=lock)


@badge.command("request", epilog="Example: mooc-kit badge request observer --key my-badge-key.json -e 'My notes'")
def request_badge(
    badge: Annotated[str, Arg(help="The badge's id.")],
    key: Key,
    evidence: Annotated[
        list[str], Opt("--evidence", "-e", help="An address, an address and words, or words. May be repeated.")
    ],
    kit: Kit = Path(),
    comment: Comment = "",
    name: DisplayName = "",
    output: OutputFile = Path("badge.request.json"),
) -> None:
    """Request a badge, with your evidence. Post the file where your course says."""
    from mooc_kit.commands.peer_badges import ask_for

    ask_for(kit, badge, key, evidence, name=name, own=comment, output=output)


@badge.command("judge", epilog="Example: mooc-kit badge judge badge.request.json --key my-badge-key.json")
def judge_request(
    request: BadgeRequest,
    key: Key,
    kit: Kit = Path(),
    own: Annotated[Path | None, Opt(dir_okay=False, help="Your own badge; first judges need none.")] = None,
    levels: Annotated[
        list[Any],
        Opt("--level", "-l", parser=_pair, metavar="CRITERION=LEVEL", help="May be repeated; the rest is asked."),
    ] = [],
    comment: Comment = "",
    name: DisplayName = "",
    output: OutputFile = Path("badge.judgement.json"),
) -> None:
    """Say yes to a request, criterion by criterion. A judgement that would not count is not written."""
    from mooc_kit.commands.peer_badges import judge

    judge(kit, request, key, own=own, levels=dict(levels), comment=comment, name=name, output=output)


@badge.command("award", epilog="Example: mooc-kit badge award a.request.json b.judgement.json --key my-badge-key.json")
def award_badge(
    request: BadgeRequest,
    judgements: Annotated[list[Path], Arg(metavar="JUDGEMENT...", dir_okay=False, help="Their files.")],
    key: Key,
    kit: Kit = Path(),
    name: DisplayName = "",
    image: Annotated[Path | None, Opt(dir_okay=False, help="Also write the badge as an SVG picture.")] = None,
    output: OutputFile = Path("badge.json"),
) -> None:
    """Award the badge when there are enough judgements of one request. One of the judges does it."""
    from mooc_kit.commands.peer_badges import award

    award(kit, request, judgements, key, name=name, output=output, image=image)


@badge.command("verify", epilog="Example: mooc-kit badge verify badge.json --kit my-course")
def verify_badges(
    files: Files,
    kit: Kit = Path(),
    roots: Annotated[
        list[str], Opt("--root", metavar="DID", help="Another first judge's key that you trust. May be repeated.")
    ] = [],
    json: JsonOutput = False,
) -> int:
    """Follow the chain of each badge back to the course's first judges, offline. Status 1 where one breaks."""
    from mooc_kit.commands.peer_badges import verify

    return verify(kit, files, roots, as_json=json)


@badge.command("graph", epilog="Example: mooc-kit badge graph badges/ --output graph.svg")
def draw_badges(files: Files, kit: Kit = Path(), output: OutputFile = Path("badge-graph.html")) -> None:
    """Draw who awarded whom (HTML, or SVG by the output's name), and point out signs of collusion."""
    from mooc_kit.commands.peer_badges import draw

    draw(kit, files, output)


@badge.command("revoke", epilog="Example: mooc-kit badge revoke urn:uuid:... --key judge.json --reason 'A mistake'")
def revoke_badge(
    award: Annotated[str, Arg(metavar="ID", help="The award's id.")],
    key: Key,
    reason: Annotated[str, Opt(help="The reason. It is public.")],
    kit: Kit = Path(),
) -> None:
    """Revoke a badge (first judges only), in the kit's badges/revoked.json."""
    from mooc_kit.commands.peer_badges import revoke

    revoke(kit, award, key, reason)


@badge.command("checkpoint", epilog="Example: mooc-kit badge checkpoint badge.json --key judge.json")
def checkpoint_badge(file: BadgeFile, key: Key, kit: Kit = Path()) -> None:
    """Vouch for a badge (first judges only), so that later chains may stop at it."""
    from mooc_kit.commands.peer_badges import checkpoint

    checkpoint(kit, file, key)


@badge.command("register", epilog="Example: mooc-kit badge register badge.json --person ama --key judge.json")
def register_badge(
    file: BadgeFile,
    person: Annotated[str, Opt(help="The holder's user name or address; only its hash is kept.")],
    key: Key,
    secret: Annotated[str, Opt(envvar="MOOC_KIT_REGISTER_SECRET", help="The team's secret for these hashes.")],
    kit: Kit = Path(),
) -> None:
    """Record a badge in the team's register (first judges only): prevents back-dating and second keys."""
    from mooc_kit.commands.peer_badges import register

    register(kit, file, key, person=person, secret=secret)


@badge.command("policy", epilog="Example: mooc-kit badge policy --kit my-course")
def keep_policies(kit: Kit = Path()) -> None:
    """Keep today's badge rules in the kit before you change them, so that older badges still hold."""
    from mooc_kit.commands.peer_badges import write_policies

    write_policies(kit)


# ---- the entry point -------------------------------------------------------------------------------------------------

OLD_SPELLINGS = {"--in": "--kit"}
"""Options that were called otherwise until 0.9; they work for one more release."""


def _with_new_spellings(arguments: list[str]) -> list[str]:
    """`arguments` with old names of options replaced, and a note for each."""
    from mooc_kit.console import echo

    kept: list[str] = []
    for number, word in enumerate(arguments):
        name, sign, value = word.partition("=")
        if word == "--":
            return [*kept, *arguments[number:]]
        if name in OLD_SPELLINGS:
            echo(f"note: {name} is now called {OLD_SPELLINGS[name]}.", error=True)
        kept.append(OLD_SPELLINGS.get(name, name) + sign + value)
    return kept


_NO_ROOM = {"ENOSPC", "EDQUOT", "EFBIG", "EIO", "EBADF"}
"""How a stream that cannot take any more says so."""


def main() -> None:
    """The entry point: problems and wrong usage end in clear lines; anything else is a bug and may be seen."""
    import errno
    import os
    import sys
    from contextlib import suppress

    from mooc_kit.console import echo
    from mooc_kit.files import nowhere
    from mooc_kit.problems import Interrupted, MoocKitError, Report, UsageError

    # Streams that were closed from outside: nothing comes in, and what goes out is lost.
    sys.stdin = sys.stdin or Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115  # for as long as this runs
    sys.stdout = sys.stdout or nowhere()
    sys.stderr = sys.stderr or nowhere()
    # A terminal or pipe in another encoding gets a question mark for a letter, never a crash.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        try:
            app(_with_new_spellings(sys.argv[1:]), prog_name="mooc-kit")
        finally:
            sys.stdout.flush()
    except MoocKitError as error:
        from mooc_kit.reporters import write_report

        write_report(Report(list(error.problems)), "text", sys.stderr)
        sys.exit(1)
    except UsageError as error:
        echo(f"mooc-kit: {error}", error=True)
        sys.exit(2)
    except OSError as error:
        if error.filename is None and errno.errorcode.get(error.errno or 0) in _NO_ROOM:
            echo(f"mooc-kit: what was to be written could not be: {error.strerror}.", error=True)
            with suppress(OSError):  # or Python would try once more when it ends
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(2)
        if error.filename is None or Path(__file__).parent in Path(str(error.filename)).absolute().parents:
            raise
        echo(
            f"mooc-kit: {error.filename2 or error.filename}: {error.strerror}. Check that this place is there,"
            " may be read and written by you, and has room; then run the command again.",
            error=True,
        )
        sys.exit(2)
    except Interrupted as stop:
        echo(str(stop), error=True)
        sys.exit(130)
    except (KeyboardInterrupt, EOFError):
        echo("Stopped.", error=True)
        sys.exit(130)


if __name__ == "__main__":
    main()
