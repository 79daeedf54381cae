"""Command-line interface: every command of mooc-kit, each a doorway that parses, calls and gives an exit status.

What a command does lies in `mooc_kit.commands`; parameters that several commands share in `mooc_kit.parameters`.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import typer
from typer import Argument as Arg
from typer import Option as Opt

from mooc_kit import commands
from mooc_kit import parameters as param

DESIGN, BUILD, TEAM = "Design a course", "Check and build", "Work as a team"
QUESTIONS, RUNNING, CREDENTIALS = "Questions", "While the course runs", "Credentials"


def _exit_with(status: int | None, **_: Any) -> None:
    """The exit status of the program is what its command gave: 0 or nothing, 1 for problems found."""
    if status:
        raise typer.Exit(status)


Doorway = TypeVar("Doorway", bound=Callable[..., Any])


class Commands(typer.Typer):
    """A group of commands whose help flows: the lines of a docstring are joined to paragraphs."""

    def command(self, name: str | None = None, **settings: Any) -> Callable[[Doorway], Doorway]:
        def register(function: Doorway) -> Doorway:
            parts = (function.__doc__ or "").split("\n\n")
            about = "\n\n".join(" ".join(part.split()) for part in parts)
            return super(Commands, self).command(name, help=about, **settings)(function)

        return register


def _group(name: str, panel: str, help: str) -> Commands:
    made = Commands(no_args_is_help=True)
    app.add_typer(made, name=name, help=help, rich_help_panel=panel)
    return made


app = Commands(
    name="mooc-kit",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    result_callback=_exit_with,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(epilog="Start with: mooc-kit new my-course")
def program(version: param.Version = False) -> None:
    """Grow an open online course: from design questions to a course and its evidence of participation."""


# ---- design a course -------------------------------------------------------------------------------------------------


@app.command(rich_help_panel=DESIGN, epilog="Example: mooc-kit new my-course --example river-watch")
def new(
    kit: param.GrownKit = None,
    answers: param.GivenAnswers = None,
    example: param.ExampleName = None,
    full: param.Full = None,
    plain: param.Plain = False,
    template: Annotated[str | None, Opt(help="An institution's template: folder, zip, git URL, gh:OWNER/NAME.")] = None,
    checkout: Annotated[str, Opt(metavar="REVISION", help="This branch, tag or commit of the template.")] = "",
    directory: Annotated[str, Opt(metavar="PATH", help="Where in its repository the template lies.")] = "",
    answer: param.TemplateAnswers = [],
    trust: Annotated[bool, Opt("--trust", help="Run the template's hooks (shown first) and extensions.")] = False,
) -> None:
    """Create a new course from an interview, a file of answers or an example.

    An existing folder is never overwritten. Ctrl-C keeps a draft of the interview.
    """
    param.only_one(_from=answers, example=example)
    param.only_one(template=template, example=example)
    source = commands.new.TemplateSource(template, dict(answer), trusts=trust, checkout=checkout, directory=directory)
    commands.new.new_course(kit, answers=answers, example=example, full=full, plain=plain, template=source)


@app.command(rich_help_panel=DESIGN, epilog="Example: mooc-kit interview my-course --short")
def interview(kit: param.TheKit = Path(), full: param.Full = True, plain: param.Plain = False) -> int:
    """Continue the design interview: show what is decided and ask what is still open.

    Answers go into course.yaml; comments and order stay. Ctrl-C keeps what was answered so far.
    """
    return commands.interview.go_on(kit, full=full is not False, plain=plain)


@app.command("set", rich_help_panel=DESIGN, epilog="Example: mooc-kit set course.weeks 6")
def set_value(
    key: Annotated[str, Arg(help="A path such as course.weeks, or modules.sampling.title by id.")],
    value: Annotated[str | None, Arg(help="Read as YAML: a number, true, a list in brackets, or text.")] = None,
    unset: Annotated[bool, Opt("--unset", help="Remove the key.")] = False,
    kit: param.Kit = Path(),
) -> None:
    """Change a value in course.yaml. Comments, order and quotes of the rest stay."""
    if unset == (value is not None):
        raise typer.BadParameter("Give a VALUE, or --unset.")
    commands.edit_spec.unset_key(kit, key) if value is None else commands.edit_spec.set_key(kit, key, value)


add = _group("add", DESIGN, "Add a module, activity, outcome, badge or completion option, with its files.")


@add.command("outcome", epilog="Example: mooc-kit add outcome 'Take a water sample'")
def add_outcome(
    text: Annotated[str, Arg(help="What participants will be able to do.")],
    id: param.Id = None,
    kit: param.Kit = Path(),
) -> int:
    """Add a learning outcome."""
    return commands.edit_spec.add_outcome(kit, text, id)


@add.command("module", epilog="Example: mooc-kit add module 'Pass it on' --outcome teach")
def add_module(
    title: Annotated[str, Arg(help="The module's title.")],
    week: Annotated[int | None, Opt(help="The week in which it begins.")] = None,
    outcomes: param.Outcomes = [],
    id: param.Id = None,
    kit: param.Kit = Path(),
) -> int:
    """Add a module with a first page at the end of the course."""
    return commands.edit_spec.add_module(kit, title, id=id, week=week, outcomes=outcomes)


@add.command("activity", epilog="Example: mooc-kit add activity sampling quiz 'Check yourself' --field points=20")
def add_activity(
    module: Annotated[str, Arg(help="The module's id.")],
    kind: param.ActivityKind,
    title: Annotated[str, Arg(help="The activity's title.")],
    fields: param.Fields = [],
    id: param.Id = None,
    kit: param.Kit = Path(),
) -> int:
    """Add an activity at the end of a module."""
    return commands.edit_spec.add_activity(kit, module, kind, title, id=id, fields=dict(fields))


@add.command("pages", epilog="Example: mooc-kit add pages week1.docx slides.pptx --module sampling")
def add_pages(files: param.Files, module: param.ModuleId = None, kit: param.Kit = Path()) -> int:
    """Make pages of documents: Word, slides, HTML, Markdown, or folders of them, with their pictures."""
    return commands.add_pages.add_pages(kit, files, module)


@add.command("badge", epilog="Example: mooc-kit add badge 'Good neighbour' --outcome teach")
def add_badge(
    name: Annotated[str, Arg(help="The badge's name.")],
    outcomes: param.Outcomes = [],
    rubric: Annotated[str | None, Opt(metavar="ID", help="Judge quality by this rubric, not just completion.")] = None,
    id: param.Id = None,
    kit: param.Kit = Path(),
) -> int:
    """Add a badge that peers award. The first one also adds the option peer_badges."""
    return commands.edit_spec.add_badge(kit, name, id=id, outcomes=outcomes, rubric=rubric)


@add.command("first-judge", epilog="Example: mooc-kit add first-judge 'Ama Boateng' did:key:z6Mk...")
def add_first_judge(
    name: Annotated[str, Arg(help="Their name.")],
    public_key: Annotated[str, Arg(metavar="KEY", help="The public half of their key: did:key:...")],
    kit: param.Kit = Path(),
) -> int:
    """Name a first judge: peer badges are checked back to their keys."""
    return commands.edit_spec.add_first_judge(kit, name, public_key)


@add.command("option", epilog="Example: mooc-kit add option self_check")
def add_option(option: param.OptionName, kit: param.Kit = Path()) -> int:
    """Add a completion option with answers that fit this course."""
    return commands.edit_spec.add_option(kit, option)


@app.command(rich_help_panel=DESIGN, epilog="Example: mooc-kit remove module sampling --dry-run")
def remove(what: param.PartOrOption, id: param.PartId, kit: param.Kit = Path(), dry_run: param.DryRun = False) -> int:
    """Take out a module, activity, outcome, badge or option, with everything that refers to it.

    Files that somebody wrote in go to set-aside/ in the kit. What only you can mend is told with its place.

    Exit status: 0 fine, 1 something is left to mend before the course can be built.
    """
    return commands.change_mind.remove(kit, what, id, dry_run=dry_run)


@app.command(rich_help_panel=DESIGN, epilog="Example: mooc-kit rename module sampling taking-samples")
def rename(
    what: param.PartOrRubric, id: param.PartId, new: param.NewId, kit: param.Kit = Path(), dry_run: param.DryRun = False
) -> int:
    """Give a module, activity, outcome, badge or rubric another id, with its files and everything that names it.

    For its title: mooc-kit set modules.sampling.title 'Taking samples'.
    """
    return commands.change_mind.rename(kit, what, id, new, dry_run=dry_run)


@app.command(rich_help_panel=DESIGN, epilog="Example: mooc-kit move activity safety --to reading-the-river")
def move(
    what: param.PartKind,
    id: param.PartId,
    before: param.Before = "",
    after: param.After = "",
    to: param.IntoModule = "",
    kit: param.Kit = Path(),
    dry_run: param.DryRun = False,
) -> int:
    """Move a module, activity, outcome or badge to another place. Weeks stay where they were; modules change theirs."""
    param.only_one(before=before, after=after, to=to)
    return commands.change_mind.move(kit, what, id, before=before, after=after, to=to, dry_run=dry_run)


@app.command(rich_help_panel=DESIGN, epilog="Example: mooc-kit undo --dry-run")
def undo(kit: param.TheKit = Path(), dry_run: param.DryRun = False) -> int:
    """Take back the last step in a kit: remove, rename, move, set, add or update. Call it again for the one before."""
    return commands.change_mind.undo(kit, dry_run=dry_run)


review = _group("review", DESIGN, "Let colleagues review the course who open no repository.")


@review.command("make", epilog="Example: mooc-kit review make my-course --since v1.0 -o review.html")
def review_make(
    kit: param.TheKit = Path(),
    output: param.ReviewOutput = Path("review.html"),
    since: param.Since = None,
    changed: param.Unapproved = False,
) -> int:
    """Make one HTML file of the course, or of what changed, with a place for comments and a yes on each page."""
    return commands.review.make(kit, output, since=since, changed=changed)


@review.command("take", epilog="Example: mooc-kit review take review-rivers-Ana.json --kit my-course")
def review_take(files: param.Files, kit: param.Kit = Path()) -> int:
    """Record what colleagues say in the kit, and show what is open and which approvals are stale."""
    return commands.review.take(kit, files)


@app.command(rich_help_panel=DESIGN, epilog="Example: mooc-kit options peer_badges")
def options(option: param.AnyOption = None) -> None:
    """Describe the completion options: what each is for, and what it asks, gives, needs and costs."""
    commands.explain.tell_options() if option is None else commands.explain.tell_option(option)


@app.command("import", rich_help_panel=DESIGN, epilog="Example: mooc-kit import course.tar.gz my-course")
def import_course(
    package: Annotated[Path, Arg(help="An export of Open edX (.tar.gz) or Moodle (.mbz).")],
    kit: param.NewKit,
    *,
    with_hidden: param.WithHidden = False,
) -> int:
    """Create a new kit from a course that was exported from a platform.

    Whatever has no place in a kit is reported, and listed in IMPORT-NOTES.md in the new folder.

    Exit status: 0 fine, 1 the kit cannot be built yet, or parts of the package cannot be read.
    """
    return commands.import_course.import_course(package, kit, with_hidden=with_hidden)


# ---- check and build -------------------------------------------------------------------------------------------------


@app.command(rich_help_panel=BUILD, epilog="Example: mooc-kit validate --strict my-course")
def validate(
    kits: Annotated[list[Path] | None, Arg(metavar="KIT...", allow_dash=True, help="Or course.yaml files.")] = None,
    format: param.ReportFormat = "text",
    strict: param.Strict = False,
    changed_since: Annotated[str | None, Opt(metavar="REV", help="Only courses changed since this revision.")] = None,
    cache: Annotated[bool, Opt(help="Check only what changed since it was checked last.")] = True,
    ready: Annotated[bool, Opt("--ready", help="Before a launch: what is still to be written is an error.")] = False,
) -> int:
    """Check course specs and the kits around them.

    A folder without a course.yaml stands for all courses below it; '-' reads a spec from standard input.

    Exit status: 0 fine, 1 problems found, 2 wrong usage.
    """
    return commands.validate.validate_paths(
        kits or [Path()], format, strict=strict, changed_since=changed_since, uses_cache=cache, ready=ready
    )


@app.command(rich_help_panel=BUILD, epilog="Example: mooc-kit outline my-course")
def outline(kit: param.TheKit = Path()) -> int:
    """Show the course as a tree, and how outcomes, activities and evidence are connected.

    For a folder without a course.yaml: a table of all courses below it.
    """
    return commands.outline.outline_at(kit)


@app.command(rich_help_panel=BUILD, epilog="Example: mooc-kit todo my-course")
def todo(kit: param.TheKit = Path(), json: param.JsonOutput = False) -> int:
    """List what is left to write, and whom it waits for: pages, quizzes, exams and rubrics as mooc-kit made them."""
    return commands.todo.show(kit, as_json=json)


@app.command(rich_help_panel=BUILD, epilog="Example: mooc-kit build my-course --target site")
def build(
    kit: param.TheKit = Path(),
    targets: param.Targets = [],
    output: param.BuildOutput = None,
    publish: param.Published = None,
    scorm_version: param.ScormVersion = None,
    cut: param.PackageCut = None,
    handout: param.Handout = False,
) -> int:
    """Build the course as a web site, or as packages that platforms import.

    For a folder without a course.yaml: every course below it.
    """
    from mooc_kit.spec.packages import PackageFlags

    flags = PackageFlags(scorm_version, cut)
    return commands.batch.build_at(kit, tuple(targets), output, publish, flags, handout=handout)


@app.command(rich_help_panel=BUILD, epilog="Example: mooc-kit preview my-course")
def preview(kit: param.TheKit = Path(), port: param.Port = 8765, open: param.Opens = True) -> None:
    """Show the course's web site in a browser, and reload it whenever a file is saved.

    It is served to this machine only, and stops with Ctrl-C. Nothing is written to the folder.
    """
    commands.preview.show_preview(kit, port, opens=open)


@app.command(rich_help_panel=BUILD, epilog="Example: mooc-kit explain C204")
def explain(code: param.ProblemCode = None) -> None:
    """Explain a problem code: why it matters, with a wrong and a right example."""
    commands.explain.list_codes() if code is None else commands.explain.explain_code(code)


rubric = _group("rubric", BUILD, "Check and print rubrics.")


@rubric.command("check", epilog="Example: mooc-kit rubric check rubrics/field-notes.yaml")
def check_rubrics(
    files: Annotated[list[Path] | None, Arg(metavar="FILE...", allow_dash=True, help="Rubric files or kits.")] = None,
    format: param.ReportFormat = "text",
    strict: param.Strict = False,
) -> int:
    """Check whether a rubric's levels differ in ways that can be seen, and whether the points follow.

    In a kit the outcomes are checked too: does each rubric judge what its activity or badge is meant to show?
    '-' reads a rubric from standard input.
    """
    return commands.rubrics.report_on_rubrics(files or (Path(),), format, strict=strict)


@rubric.command("print", epilog="Example: mooc-kit rubric print field-notes --paper us-letter")
def print_rubric(
    rubric: param.RubricName, kit: param.Kit = Path(), output: param.RubricPdf = None, paper: param.Paper = "a4"
) -> None:
    """Write a rubric as a PDF to judge with, with room for points."""
    commands.rubrics.print_rubric(rubric, kit, output, paper)


@app.command(rich_help_panel=BUILD, epilog="Example: mooc-kit schema quiz > quiz.schema.json")
def schema(what: Annotated[param.FileKind, Arg(help="Which files.")] = "course") -> None:
    """Print the JSON Schema of course.yaml, or of another kind of file that you write."""
    commands.explain.print_schema(what)


# ---- work as a team --------------------------------------------------------------------------------------------------


@app.command(rich_help_panel=TEAM, epilog="Example: mooc-kit update my-course --diff")
def update(
    kit: param.TheKit = Path(),
    check: Annotated[bool, Opt("--check", help="Only report whether the kit is behind (status 1).")] = False,
    diff: Annotated[bool, Opt("--diff", help="Only show what would change, as a diff.")] = False,
    yes: Annotated[bool, Opt("--yes", help="Remove or move files that are no longer rendered.")] = False,
    keep: Annotated[bool, Opt("--keep", help="Keep changed files that are no longer rendered.")] = False,
    restore: Annotated[bool, Opt("--restore", help="Bring back rendered files that were deleted.")] = False,
    trust: Annotated[bool, Opt("--trust", help="Believe the kit's own record of what was rendered before.")] = False,
    template: Annotated[str | None, Opt(metavar="SOURCE", help="Where the template is now, or 'latest'.")] = None,
) -> int:
    """Update the kit to its spec, its template and this version of mooc-kit.

    A three-way merge: nothing that you wrote is lost. Where you and the new version changed the same lines, both stand
    in the file, marked as git marks them.

    Where a file that you changed is no longer rendered, you are asked; without a terminal it stays, unless --yes says
    otherwise. Where a kit came from somebody else, what changes by its own record of what was rendered is shown, and
    you are asked; without a terminal it waits for --trust. A folder without a course.yaml stands for all kits below it.

    Exit status: 0 fine, 1 conflicts to resolve or changes to agree to (or behind, with --check).
    """
    param.only_one(yes=yes, keep=keep)
    param.only_one(check=check, diff=diff)
    how: Literal["check", "diff", "write"] = "check" if check else "diff" if diff else "write"
    return commands.update.update_at(kit, how, yes=yes, keep=keep, restores=restore, template=template, trusts=trust)


@app.command(rich_help_panel=TEAM, epilog="Example: mooc-kit diff main --format markdown")
def diff(
    old: Annotated[str, Arg(help="A course.yaml, a kit or a git revision.")],
    new: Annotated[str | None, Arg(help="The same, for what it is compared with.", show_default="the kit")] = None,
    kit: param.Kit = Path(),
    format: Annotated[Literal["text", "markdown", "json"], Opt(help="How to write the changes.")] = "text",
    on: param.DateForToday = None,
    fail_on_breaking: Annotated[bool, Opt("--fail-on-breaking", help="Exit status 1 for breaking changes.")] = False,
) -> int:
    """Explain what changed between two versions of a course, in a course team's words.

    What breaks a running cohort is marked: a rule made harder, an outcome or a kind of evidence removed after the
    start. A course without dates always counts as running.
    """
    today = on or param.today()
    return commands.diff.show_changes(old, new or str(kit), kit, format, today=today, fails=fail_on_breaking)


@app.command(rich_help_panel=TEAM, epilog="Example: mooc-kit migrate --check courses/")
def migrate(kits: param.KitsOrFolders = None, check: param.OnlyCheck = False) -> int:
    """Bring course.yaml files to the current version of the spec. Comments and order stay."""
    return commands.migrate.migrate_all(kits or (Path(),), only_check=check)


@app.command(rich_help_panel=TEAM, epilog="Example: mooc-kit man | man -l -")
def man() -> None:
    """Print the manual page."""
    commands.man_page.print_manual(typer.main.get_command(app))


@app.command(rich_help_panel=TEAM, epilog="Example: mooc-kit translate es --from returned.po")
def translate(languages: param.Languages = None, kit: param.Kit = Path(), returned: param.Returned = None) -> int:
    """Write the course's own texts into translations/LANGUAGE.po for translators, and take back what they made.

    What the course says otherwise now is marked in the file, beside its old translation.
    """
    return commands.translate.translate(kit, languages or (), returned)


# ---- questions -------------------------------------------------------------------------------------------------------

quiz = _group("quiz", QUESTIONS, "Check, convert, import and analyse quizzes.")


@quiz.command("check", epilog="Example: mooc-kit quiz check quizzes/")
def check_quizzes(
    files: param.Files,
    format: param.ReportFormat = "text",
    strict: param.Strict = False,
    source: param.QuizFormat = None,
) -> int:
    """Check quizzes in any format: can every question be answered, and does the feedback teach something?

    A folder stands for the quizzes in it. Files in a kit are checked against the course's outcomes.
    """
    return commands.quiz.report_on_files(files, source, format, strict=strict)


@quiz.command("convert", epilog="Example: mooc-kit quiz convert week-1.yaml week-1.gift")
def convert_quiz(
    source: Annotated[Path, Arg(metavar="IN", help="The file to read.")],
    target: Annotated[Path, Arg(metavar="OUT", help="The file to write.")],
    to: param.FormatTo = None,
    source_format: param.QuizFormat = None,
    force: Annotated[bool, Opt("--force", help="Overwrite OUT if it exists.")] = False,
) -> int:
    """Convert a quiz into another format, and report what that format cannot hold."""
    return commands.quiz.convert_file(source, target, to=to, from_=source_format, force=force)


@quiz.command("import", epilog="Example: mooc-kit quiz import questions.gift --module sampling")
def import_quizzes(
    files: param.Files,
    module: Annotated[str, Opt(metavar="ID", help="The module that the quizzes belong to.")],
    kit: param.Kit = Path(),
    id: Annotated[str | None, Opt(metavar="ID", show_default="from the file's name", help="The quiz's id.")] = None,
    graded: Annotated[bool, Opt("--graded", help="The quizzes count towards the score.")] = False,
    source: param.QuizFormat = None,
) -> int:
    """Import quizzes into a kit: a quiz file, a page, and an activity in course.yaml.

    Nothing existing is overwritten, and comments in course.yaml stay.
    """
    return commands.quiz_import.import_files(tuple(files), kit, module, id_=id, graded=graded, source=source)


@quiz.command("accept", epilog="Example: mooc-kit quiz accept contributions/sampling/ama.md")
def accept_questions(
    files: param.Files,
    module: Annotated[str | None, Opt(metavar="ID", show_default="by its folder or form", help="Their module.")] = None,
    kit: param.Kit = Path(),
) -> int:
    """Accept contributed questions into the self-check of their module, cleaned and with their author's name.

    Files are GIFT, CSV, Markdown, YAML or the text of a filled-in question form. The file moves to
    contributions/accepted/. Nothing is taken if one of them has errors.
    """
    return commands.contributions.accept(files, kit, module)


@quiz.command("analyse", epilog="Example: mooc-kit quiz analyse responses.csv --report report.html")
def analyse_quiz(
    responses: Annotated[Path, Arg(allow_dash=True, dir_okay=False, help="A CSV file. '-' reads standard input.")],
    report: Annotated[Path | None, Opt(dir_okay=False, help="Write an HTML page with plots here.")] = None,
    format: Annotated[Literal["text", "json"], Opt(help="How to write the figures.")] = "text",
    blank: Annotated[Literal["wrong", "unseen"], Opt(help="An empty cell: left open, or never shown.")] = "wrong",
) -> int:
    """Analyse how hard questions were, how well they tell people apart, and which ones to revise and why.

    Reads a row for each person or each answer, Moodle's Responses or Grades report, Canvas's Student Analysis, or
    Open edX's problem responses.
    """
    return commands.analyse.analyse_responses(responses, report, format, blank_is_wrong=blank == "wrong")


@quiz.command("formats", epilog="Example: mooc-kit quiz formats")
def quiz_formats() -> None:
    """List the formats that quizzes can be read from and written to."""
    commands.quiz.show_formats()


# ---- while the course runs -------------------------------------------------------------------------------------------


@app.command(rich_help_panel=RUNNING, epilog="Example: mooc-kit receive ~/Mail/course.mbox downloads --kit my-course")
def receive(
    sources: param.ReceivedFiles = [],
    kit: param.Kit = Path(),
    feeds: param.WithFeeds = False,
    private: param.PrivateFolder = None,
    goals_to: param.GoalsTable = None,
) -> int:
    """Take in what participants sent: mails, downloads, pasted texts, forum exports, issues.

    Stories go into share-backs/, and their words only with a yes to being shown; questions wait in contributions/, or
    join their self-check where they come as issues. Survey answers, goals, evidence and badge files are private: they
    go into a folder beside the kit. What was taken in before is left out, and what is not taken is told.

    Mails (.eml, .mbox) are opened with what is attached to them. Forum exports: Moodle (CSV, JSON), Discourse (a
    topic's JSON). Issues: gh issue list --json number,title,body,createdAt,labels, the same from GitLab, or the event
    of a workflow.
    """
    if len(sources) == 2 and (sources[1] / "course.yaml").is_file():  # how it was called before: ISSUES KIT
        sources, kit = sources[:1], sources[1]
    return commands.receive.take_in(sources, kit, private, goals_to, with_feeds=feeds)


goals = _group("goals", RUNNING, "Group what participants want from the course into themes.")


@goals.command("map", epilog="Example: mooc-kit goals map sign-up.csv --output ~/goals")
def map_goals(
    responses: param.Files,
    kit: param.Kit = Path(),
    columns: Annotated[list[str], Opt("--column", metavar="HEADING", help="A column of goals. Repeatable.")] = [],
    consent: Annotated[str | None, Opt(metavar="HEADING", help="The column that says if a goal may be shown.")] = None,
    output: Annotated[Path, Opt("--output", "-o", file_okay=False, help="A folder outside the kit.")] = Path("goals"),
    made_on: param.DateForToday = None,
    publish: Annotated[bool, Opt(help="Write goals.json into the kit, for the site's theme page.")] = True,
) -> int:
    """Group the goals in answers to the sign-up survey (CSV or XLSX) into themes.

    Writes goals-report.html and goals-brief.md for the team, and goals.json (without names, small groups left out)
    into the kit. Works offline. The same answers give the same themes.
    """
    day = made_on or param.today()
    return commands.goals.map_goals(
        responses, kit, output, columns=columns, consent=consent, made_on=day, publish=publish
    )


@app.command(rich_help_panel=RUNNING, epilog="Example: mooc-kit completions grades.csv --kit my-course")
def completions(
    gradebooks: param.Files,
    kit: param.Kit = Path(),
    roster: param.Rosters = [],
    decisions: param.CreditDecisions = None,
    mapped: param.Mapped = [],
    assumed: param.AssumedDone = [],
    until: Annotated[Any, Opt(parser=param.day, metavar="YYYY-MM-DD", help="The last day that counts.")] = None,
    percent: Annotated[bool, Opt("--percent", help="Bare numbers are percent, even if all are small.")] = False,
    output: param.OutputFile = Path("completions.parquet"),
    report: Annotated[Path | None, Opt(dir_okay=False, show_default="beside the output", help="HTML report.")] = None,
    made_on: param.DateForToday = None,
) -> int:
    """Decide from gradebooks who has completed what, by which rule, and why not.

    Reads exports of Open edX, Moodle, Canvas and Google Classroom as they are, plain tables (all CSV or XLSX, plain
    ones also Parquet) and xAPI statements (NDJSON), recognised by their headings. Several files of one run are put
    together. The decisions are Parquet for `mooc-kit issue`; an output that ends in .csv is for people to read.
    """
    from mooc_kit.cohort.decide import Terms

    return commands.completions.completions(
        gradebooks,
        kit,
        output,
        roster=roster,
        decisions=decisions,
        mapped=dict(mapped),
        terms=Terms(until=until, assumed=tuple(assumed), is_percent=percent),
        write_report=report or output.with_suffix(".html"),
        made_on=made_on or param.today(),
    )


@app.command(rich_help_panel=RUNNING, epilog="Example: mooc-kit report my-course grades.csv answers/ ledger.sqlite")
def report(
    paths: param.ReportPaths = None,
    mapped: param.MappedColumns = [],
    publish: Annotated[bool, Opt("--publish", help="Write success.json into the kit, for the site.")] = False,
    output: param.OutputFile = Path("success.html"),
    made_on: param.DateForToday = None,
) -> int:
    """Report what the course achieved, beside what it set out to, with or without a rule of completion.

    Takes gradebooks, answers to surveys, issues, badges, self-certificates, what people kept on the site and handed in,
    a ledger, the team's own counts and an earlier report, each recognised by what it is, and says what each was taken
    for. Writes a page, a table (CSV) and JSON. Nobody is named.
    """
    return commands.report.report(
        paths or [], output, mapped=dict(mapped), made_on=made_on or param.today(), publish=publish
    )


@app.command("next-run", rich_help_panel=RUNNING, epilog="Example: mooc-kit next-run --start 2027-09-06 --dry-run")
def next_run(
    start: param.NewStart, kit: param.TheKit = Path(), ledger: param.EarlierLedger = None, dry_run: param.DryRun = False
) -> int:
    """Make the kit ready for its next run: new dates, old news archived, a ledger of its own.

    Tells what the answers and figures of the last run suggest to change, from the kit and from COURSE-received beside
    it. `mooc-kit undo` takes it back.
    """
    return commands.next_run.begin(kit, start, ledger_path=ledger, dry_run=dry_run, today=param.today())


# ---- credentials -----------------------------------------------------------------------------------------------------


@app.command(rich_help_panel=CREDENTIALS, epilog="Example: mooc-kit issue completions.parquet --dry-run")
def issue(
    decisions: Annotated[str, Arg(help="The file or address that completions wrote.")],
    kit: param.Kit = Path(),
    output: param.CredentialOutput = "credentials",
    keys: param.Keys = None,
    ledger: param.Ledger = None,
    subjects: param.Subjects = None,
    workers: Annotated[int | None, Opt(min=1, max=256, show_default="as many as fit", help="Processes to run.")] = None,
    dask: Annotated[str, Opt(metavar="ADDRESS", help="Use a running Dask cluster: tcp://host:8786.")] = "",
    dry_run: Annotated[bool, Opt("--dry-run", help="Report what would be issued, and write nothing.")] = False,
    again: Annotated[bool, Opt("--again", help="Write all valid files again: the same ids and dates.")] = False,
    proof: Annotated[Literal["data-integrity", "vc-jwt"], Opt(help="How credentials are signed.")] = "data-integrity",
    pdf: Annotated[bool, Opt(help="Certificates as PDF.")] = True,
    pictures: Annotated[bool, Opt(help="Badges as PNG and SVG with the credential inside.")] = True,
    share: Annotated[bool, Opt("--share", help="Also a page for each, at an address nobody can guess.")] = False,
    issued_on: param.IssuedOn = None,
) -> int:
    """Issue certificates and badges for what completions decided, each exactly once.

    Interrupt it anywhere and run it again: nobody is left out, nobody gets two. Corrected decisions take the old
    credential back and give a new one.
    """
    param.only_one(workers=workers, dask=dask)
    return commands.issue.issue(
        decisions,
        kit,
        output,
        keys=keys,
        ledger_path=ledger,
        subjects=subjects,
        workers=workers or 0,
        dask=dask,
        is_dry=dry_run,
        is_again=again,
        now=issued_on or param.now(),
        is_jwt=proof == "vc-jwt",
        with_pdf=pdf,
        with_pictures=pictures,
        with_share=share,
    )


@app.command(rich_help_panel=CREDENTIALS, epilog="Example: mooc-kit verify certificate.pdf --online")
def verify(
    files: param.Files,
    trust: Annotated[list[Path], Opt(exists=True, help="A DID document, a status list, or a folder of them.")] = [],
    issuer: Annotated[str, Opt(metavar="DID", help="Accept only this issuer.")] = "",
    owner: Annotated[str, Opt(metavar="NAME", help="Accept only what was given to this address or name.")] = "",
    online: Annotated[bool, Opt("--online", help="Ask the issuer's site for keys and revocations.")] = False,
    json: param.JsonOutput = False,
) -> int:
    """Verify credentials: JSON, JWT, or a PNG, SVG or PDF with one inside. Uses the network only with --online.

    Exit status: 0 all hold, 1 one does not hold or could not be verified.
    """
    return commands.verify.verify(files, trusted=trust, issuer=issuer, owner=owner, as_json=json, is_online=online)


@app.command(rich_help_panel=CREDENTIALS, epilog="Example: mooc-kit revoke urn:uuid:... --reason 'Wrong person'")
def revoke(
    id: Annotated[str, Arg(metavar="ID", help="The credential's id.")],
    reason: param.Reason,
    anew: Annotated[bool, Opt("--anew", help="The next run of issue gives the person a new one.")] = False,
    kit: param.Kit = Path(),
    output: param.CredentialOutput = "credentials",
    keys: param.Keys = None,
    ledger: param.Ledger = None,
) -> int:
    """Revoke a credential, and write the status list again.

    A later run of issue does not give the same again; a corrected decision does give a new one.
    """
    now = param.now()
    return commands.issue.revoke(id, kit, output, keys=keys, ledger_path=ledger, reason=reason, is_anew=anew, now=now)


keys = _group("keys", CREDENTIALS, "Manage the issuer's signing keys. They are kept outside kits, behind a passphrase.")


@keys.command("new", epilog="Example: mooc-kit keys new --did https://courses.example.org/rivers")
def new_keys(
    did: Annotated[str, Opt(metavar="URL", help="The https address of the course's site: who you are.")] = "",
    keys: param.Keys = None,
    rsa: Annotated[bool, Opt("--rsa", help="Also make a key for VC-JWT (issue --proof vc-jwt).")] = False,
    no_passphrase: Annotated[bool, Opt("--no-passphrase", help="Only if the machine itself is locked.")] = False,
) -> None:
    """Create the keys of an issuer, and say what to publish."""
    commands.keys.new(keys, did, with_rsa=rsa, is_open=no_passphrase)


@keys.command("show", epilog="Example: mooc-kit keys show --document > did.json")
def show_keys(keys: param.Keys = None, document: param.AsDocument = False) -> None:
    """Show the public side of the keys: who signs, with what, since when."""
    commands.keys.show(keys, is_document=document)


@keys.command("rotate", epilog="Example: mooc-kit keys rotate --stolen")
def rotate_keys(keys: param.Keys = None, stolen: param.Stolen = False) -> None:
    """Sign with a new key from now on. What the old one signed stays valid."""
    commands.keys.rotate(keys, is_stolen=stolen)


ledger = _group("ledger", CREDENTIALS, "Export the record of issued credentials, rename a person in it, or remove one.")


@ledger.command("export", epilog="Example: mooc-kit ledger export credentials/ledger.sqlite --to issued.csv")
def export_ledger(
    file: param.LedgerFile,
    kit: param.Kit = Path(),
    format: Annotated[Literal["csv", "jsonl"], Opt(help="How to write the table.")] = "csv",
    to: Annotated[Path | None, Opt(dir_okay=False, show_default="standard output", help="The file to write.")] = None,
) -> None:
    """Write the ledger as a table: what was issued, to whom and when."""
    commands.issue.export(file, kit, to, format)


@ledger.command("rename", epilog="Example: mooc-kit ledger rename credentials/ledger.sqlite ama@a.org ama@b.org")
def rename_learner(
    file: param.LedgerFile,
    old: Annotated[str, Arg(help="The person, as the ledger names them.")],
    new: Annotated[str, Arg(help="The person, as gradebooks name them now.")],
    kit: param.Kit = Path(),
) -> None:
    """Record that a person's address changed, so that they are not given a second certificate."""
    commands.keys.rename(file, kit, old, new)


@ledger.command("forget", epilog="Example: mooc-kit ledger forget credentials/ledger.sqlite ama@example.org")
def forget_learner(
    file: param.LedgerFile,
    learner: Annotated[str, Arg(help="The person, as the gradebook names them.")],
    kit: param.Kit = Path(),
    output: param.FilesOf = "",
    revoke: Annotated[bool, Opt("--revoke", help="Also revoke what they were given.")] = False,
) -> None:
    """Delete a person from the ledger, and their files. Others' proofs stay valid."""
    commands.keys.forget(file, kit, output, learner, is_revoked=revoke, now=param.now())


badge = _group(
    "badge",
    CREDENTIALS,
    "Request, judge, award and verify peer badges. The course site's award page does the same in a browser.",
)


@badge.command("key", epilog="Example: mooc-kit badge key --name Ama --lock")
def make_badge_key(
    output: param.OutputFile = Path("my-badge-key.json"),
    name: Annotated[str, Opt(help="The name that judges and holders will see.")] = "",
    lock: Annotated[bool, Opt(help="Ask for a passphrase that locks the key.")] = False,
) -> None:
    """Create your key. Keep the file: whoever has it signs in your name."""
    commands.peer_badges.make_key(output, name, is_locked=lock)


@badge.command("request", epilog="Example: mooc-kit badge request observer --key my-badge-key.json -e 'My notes'")
def request_badge(
    badge: Annotated[str, Arg(help="The badge's id.")],
    key: param.Key,
    evidence: Annotated[list[str], Opt("--evidence", "-e", help="An address, words, or both. Repeatable.")],
    kit: param.Kit = Path(),
    comment: param.Comment = "",
    name: param.DisplayName = "",
    output: param.OutputFile = Path("badge.request.json"),
) -> None:
    """Request a badge, with your evidence. Post the file where your course says."""
    commands.peer_badges.ask_for(kit, badge, key, evidence, name=name, own=comment, output=output)


@badge.command("judge", epilog="Example: mooc-kit badge judge badge.request.json --key my-badge-key.json")
def judge_request(
    request: param.BadgeRequest,
    key: param.Key,
    kit: param.Kit = Path(),
    own: Annotated[Path | None, Opt(dir_okay=False, help="Your own badge; first judges need none.")] = None,
    levels: param.Levels = [],
    comment: param.Comment = "",
    name: param.DisplayName = "",
    output: param.OutputFile = Path("badge.judgement.json"),
) -> None:
    """Say yes to a request, criterion by criterion. A judgement that would not count is not written."""
    commands.peer_badges.judge(
        kit, request, key, own=own, levels=dict(levels), comment=comment, name=name, output=output
    )


@badge.command("award", epilog="Example: mooc-kit badge award a.request.json b.judgement.json --key my-badge-key.json")
def award_badge(
    request: param.BadgeRequest,
    judgements: Annotated[list[Path], Arg(metavar="JUDGEMENT...", dir_okay=False, help="Their files.")],
    key: param.Key,
    kit: param.Kit = Path(),
    name: param.DisplayName = "",
    image: Annotated[Path | None, Opt(dir_okay=False, help="Also write the badge as an SVG picture.")] = None,
    output: param.OutputFile = Path("badge.json"),
) -> None:
    """Award the badge when there are enough judgements of one request. One of the judges does it."""
    commands.peer_badges.award(kit, request, judgements, key, name=name, output=output, image=image)


@badge.command("verify", epilog="Example: mooc-kit badge verify badge.json --kit my-course")
def verify_badges(
    files: param.Files,
    kit: param.Kit = Path(),
    roots: Annotated[list[str], Opt("--root", metavar="DID", help="Another first judge's key that you trust.")] = [],
    json: param.JsonOutput = False,
) -> int:
    """Follow the chain of each badge back to the course's first judges, offline. Status 1 if one breaks."""
    return commands.peer_badges.verify(kit, files, roots, as_json=json)


@badge.command("graph", epilog="Example: mooc-kit badge graph badges/ --output graph.svg")
def draw_badges(
    files: param.Files, kit: param.Kit = Path(), output: param.OutputFile = Path("badge-graph.html")
) -> None:
    """Draw who awarded whom (HTML, or SVG by the output's name), and point out signs of collusion."""
    commands.peer_badges.draw(kit, files, output)


@badge.command("revoke", epilog="Example: mooc-kit badge revoke urn:uuid:... --key judge.json --reason 'A mistake'")
def revoke_badge(
    award: Annotated[str, Arg(metavar="ID", help="The award's id.")],
    key: param.Key,
    reason: param.Reason,
    kit: param.Kit = Path(),
) -> None:
    """Revoke a badge (first judges only), in the kit's badges/revoked.json. The reason is public."""
    commands.peer_badges.revoke(kit, award, key, reason)


@badge.command("checkpoint", epilog="Example: mooc-kit badge checkpoint badge.json --key judge.json")
def checkpoint_badge(file: param.BadgeFile, key: param.Key, kit: param.Kit = Path()) -> None:
    """Vouch for a badge (first judges only), so that later chains may stop at it."""
    commands.peer_badges.checkpoint(kit, file, key)


@badge.command("register", epilog="Example: mooc-kit badge register badge.json --person ama --key judge.json")
def register_badge(
    file: param.BadgeFile,
    person: Annotated[str, Opt(help="The holder's user name or address; only its hash is kept.")],
    key: param.Key,
    secret: Annotated[str, Opt(envvar="MOOC_KIT_REGISTER_SECRET", help="The team's secret for these hashes.")],
    kit: param.Kit = Path(),
) -> None:
    """Record a badge in the team's register (first judges only): prevents back-dating and second keys."""
    commands.peer_badges.register(kit, file, key, person=person, secret=secret)


@badge.command("policy", epilog="Example: mooc-kit badge policy --kit my-course")
def keep_policies(kit: param.Kit = Path()) -> None:
    """Keep today's badge rules in the kit before you change them, so that older badges still hold."""
    commands.peer_badges.write_policies(kit)


def main() -> None:
    """The program `mooc-kit`."""
    from mooc_kit.entry_point import run

    run(app)


if __name__ == "__main__":
    main()
