"""The command line: each command parses, calls and prints; what it needs is imported when it runs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mooc_kit import __version__
from mooc_kit.cli.lazy import LazyGroup

FORMATS = ("text", "json", "github", "sarif", "junit")

_Folder = click.Path(path_type=Path, file_okay=False)
_Path = click.Path(path_type=Path, allow_dash=True)


# Commands in modules of their own: name -> "module:attribute". A module beside this one holds a family of commands.
ELSEWHERE: dict[str, str] = {
    "preview": "mooc_kit.cli.preview:preview",
    "update": "mooc_kit.cli.teams:update",
    "goals": "mooc_kit.cli.goals:goals",
    "badge": "mooc_kit.cli.badge:badge",
    "rubric": "mooc_kit.cli.rubric:rubric",
    "receive": "mooc_kit.cli.receive:receive",
    "diff": "mooc_kit.cli.teams:diff",
    "migrate": "mooc_kit.cli.teams:migrate",
    "completion": "mooc_kit.cli.shell:completion",
    "man": "mooc_kit.cli.shell:man",
    "set": "mooc_kit.cli.edit:set_",
    "add": "mooc_kit.cli.edit:add",
    "interview": "mooc_kit.cli.edit:interview",
    "quiz": "mooc_kit.cli.quiz:quiz",
    "completions": "mooc_kit.cli.credentials:completions",
    "import": "mooc_kit.cli.importing:import_",
    "issue": "mooc_kit.cli.credentials:issue",
    "verify": "mooc_kit.cli.credentials:verify",
    "revoke": "mooc_kit.cli.credentials:revoke",
    "keys": "mooc_kit.cli.credentials:keys",
    "ledger": "mooc_kit.cli.credentials:ledger",
}


@click.group(
    cls=LazyGroup,
    elsewhere=ELSEWHERE,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="mooc-kit", message="%(prog)s %(version)s")
def app() -> None:
    """Grow an open online course: from design questions to a course and its evidence of participation.

    Begin with `mooc-kit new my-course`.
    """


@app.command()
@click.argument("folder", type=_Folder)
@click.option(
    "--from", "answers", type=_Path, help="Answers in a complete or partial course.yaml; '-' reads standard input."
)
@click.option("--example", metavar="NAME", help="Grow a copy of an example course. '?' lists them.")
@click.option("--full/--short", default=None, help="Ask about all twelve elements, or only the essentials.")
@click.option(
    "--plain", is_flag=True, envvar="MOOC_KIT_PLAIN", help="Plain lines, for screen readers and simple terminals."
)
@click.option(
    "--template", metavar="SOURCE", help="An institution's template: a folder, a zip file or a git address (#REVISION)."
)
@click.option("--answer", "given", multiple=True, metavar="NAME=VALUE", help="An answer to one of its questions.")
@click.option("--trust", is_flag=True, help="Run the template's hooks, after showing them.")
def new(
    folder: Path,
    answers: Path | None,
    example: str | None,
    full: bool | None,
    plain: bool,
    template: str | None,
    given: tuple[str, ...],
    trust: bool,
) -> None:
    """Grow a new course in FOLDER, from an interview, a file of answers or an example.

    An existing folder is never overwritten. Ctrl-C keeps a draft of the interview.
    """
    from mooc_kit.commands import new as growing

    if answers is not None and example is not None:
        raise click.UsageError("Use --from or --example, not both.")
    if template is None and (given or trust):
        raise click.UsageError("--answer and --trust go with --template.")
    if template is not None and example is not None:
        raise click.UsageError("Use --template or --example, not both: an example is whole already.")
    opened = growing.open_template(template, given, trusts=trust) if template is not None else None
    if example == "?":
        growing.show_examples()
    elif example is not None:
        growing.from_example(folder, example)
    elif answers is not None:
        growing.from_answers(folder, answers, opened, trusts=trust)
    else:
        growing.from_interview(folder, full=full, plain=plain, template=opened, trusts=trust)


@app.command()
@click.argument("paths", nargs=-1, type=_Path)
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Warnings break the check too.")
@click.option("--changed-since", metavar="REV", help="Only courses in which something differs from this git revision.")
@click.option("--cache/--no-cache", default=True, help="With many courses, check only those that changed.")
def validate(paths: tuple[Path, ...], format_: str, strict: bool, changed_since: str | None, cache: bool) -> None:
    """Check course specs and the kits around them.

    PATHS are kits' folders or course.yaml files; '-' reads a spec from standard input; nothing means this folder.
    A folder without a course.yaml stands for all courses below it: they are checked on all cores.
    Exit status: 0 fine, 1 problems found, 2 wrong usage.
    """
    from mooc_kit.commands import courses
    from mooc_kit.commands.validate import check_all_paths
    from mooc_kit.reporters import write_report

    found = courses.expand(paths or (Path(),))
    if changed_since is not None:
        found = courses.changed_since(changed_since, found)
        if not found and format_ == "text":
            click.echo(f"No course differs from {changed_since}.")
            return
    if len(found) > 1:
        from mooc_kit.commands.many import check_many

        sys.exit(check_many(found, format_, strict=strict, uses_cache=cache))
    report = check_all_paths(found)
    write_report(report, format_, sys.stdout)
    sys.exit(0 if report.is_ok(strict=strict) else 1)


@app.command()
@click.argument("folder", type=_Path, default=".")
def outline(folder: Path) -> None:
    """Show the assembled course as a tree, and how outcomes, activities and evidence hang together.

    For a folder without a course.yaml: a table of all courses below it.
    """
    from mooc_kit.commands.courses import expand
    from mooc_kit.commands.outline import show_outline
    from mooc_kit.commands.validate import whole_course

    courses = expand([folder])
    if courses != [folder]:
        from mooc_kit.commands.many import outline_courses

        sys.exit(outline_courses(courses))
    show_outline(whole_course(folder))


@app.command()
@click.argument("folder", type=_Folder, default=".")
@click.option(
    "--target",
    "-t",
    "names",
    multiple=True,
    metavar="NAME",
    help="What to build; may be given again.  [default: the spec's targets]",
)
@click.option(
    "--output", "-o", type=_Folder, help="Where to put the packages, a folder for each target.  [default: FOLDER/build]"
)
@click.option(
    "--publish",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="What the site carries so that credentials can be checked: the folder `publish` that `issue` wrote."
    "  [default: FOLDER/publish, where there is one]",
)
def build(folder: Path, names: tuple[str, ...], output: Path | None, publish: Path | None) -> None:
    """Build the course into a web site or what a platform imports.

    For a folder without a course.yaml: every course below it, on all cores.
    """
    from mooc_kit.commands.build import build_course
    from mooc_kit.commands.courses import expand

    courses = expand([folder])
    if courses != [folder]:
        from mooc_kit.commands.many import build_courses

        if publish:
            raise click.UsageError("--publish is for one course: each has keys and lists of its own.")
        sys.exit(build_courses(folder, courses, names, output))
    sys.exit(build_course(folder, names, output or folder / "build", publish))


@app.command()
@click.argument("name", required=False)
def options(name: str | None) -> None:
    """Tell about the completion options: what each is for, what it asks, gives, needs and costs."""
    from mooc_kit.commands.tell import tell_option, tell_options

    if name is None:
        tell_options()
    else:
        tell_option(name)


@app.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Explain a problem code: why it matters, a wrong and a right example. Without CODE, list all codes."""
    from mooc_kit.commands.tell import explain_code, list_codes

    if code is None:
        list_codes()
    else:
        explain_code(code)


@app.command()
@click.argument("what", type=click.Choice(["course", "quiz"]), default="course")
def schema(what: str) -> None:
    """Print the JSON Schema of course.yaml, or of quiz files."""
    import json

    from mooc_kit.completion_options.registry import sections
    from mooc_kit.quizzes.native import quiz_schema
    from mooc_kit.spec.schema import json_schema

    found = quiz_schema() if what == "quiz" else json_schema(sections())
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))


def main() -> None:
    """The entry point: problems and wrong usage end in clear lines; anything else is a bug and may be seen."""
    from mooc_kit.problems import Interrupted, MoocKitError, Report, UsageError

    # A terminal or pipe in another encoding gets a question mark for a letter, never a crash.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        app(prog_name="mooc-kit")
    except MoocKitError as error:
        from mooc_kit.reporters import write_report

        write_report(Report(list(error.problems)), "text", sys.stderr)
        sys.exit(1)
    except UsageError as error:
        click.echo(f"mooc-kit: {error}", err=True)
        sys.exit(2)
    except OSError as error:
        if error.filename is None or Path(__file__).parents[1] in Path(str(error.filename)).absolute().parents:
            raise
        click.echo(
            f"mooc-kit: {error.filename2 or error.filename}: {error.strerror}. Check that this place is there,"
            " may be read and written by you, and has room; then run the command again.",
            err=True,
        )
        sys.exit(2)
    except Interrupted as stop:
        click.echo(str(stop), err=True)
        sys.exit(130)


if __name__ == "__main__":
    main()
