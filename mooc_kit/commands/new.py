"""New course: answers from an interview, a file or an example, and the kit rendered around them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mooc_kit.console import ask_text, console, echo, styled
from mooc_kit.counting import counted
from mooc_kit.problems import MoocKitError, Place, Problem, Report, Severity, UsageError, relative_name

if TYPE_CHECKING:
    from mooc_kit.kit.institution import Institution


@dataclass(frozen=True)
class TemplateSource:
    """Where an institution's template is (None: no template), and what to answer and allow when it is opened."""

    source: str | None
    given: Mapping[str, str]
    trusts: bool = False
    checkout: str = ""
    directory: str = ""

    def opened(self) -> Institution | None:
        if self.source is not None:
            return open_template(
                self.source, self.given, trusts=self.trusts, checkout=self.checkout, directory=self.directory
            )
        if self.given or self.trusts or self.checkout or self.directory:
            raise UsageError("--answer, --checkout, --directory and --trust need --template.")
        return None


def new_course(
    folder: Path | None,
    *,
    answers: Path | None,
    example: str | None,
    full: bool | None,
    plain: bool,
    template: TemplateSource,
) -> None:
    """Create the kit `folder` (None: asked for) from an example, a file of answers or an interview.

    Answers "-" stand for standard input.
    """
    folder = folder or _asked_folder()
    opened = template.opened()
    if example is not None:
        from_example(folder, example)
    elif answers is not None:
        from_answers(folder, answers, opened)
    else:
        from_interview(folder, full=full, plain=plain, template=opened)


def _asked_folder() -> Path:
    """The folder that somebody types. Raises UsageError where nobody can be asked."""
    if not sys.stdin.isatty():
        raise UsageError("What shall the new folder be called? Name it: mooc-kit new my-course")
    from mooc_kit.kit.render import refuse_existing

    while True:
        folder = Path(ask_text("What shall the folder of your course be called?", default="my-course"))
        try:
            refuse_existing(folder)
        except UsageError as told:
            echo(f"mooc-kit: {told}", error=True)
        else:
            return folder


def show_examples() -> None:
    from mooc_kit.kit.examples import list_examples

    for name, about in list_examples().items():
        console().print(styled((name, "bold"), f"  {about}"))


def from_example(folder: Path, name: str) -> None:
    from mooc_kit.kit.examples import copy_example

    copy_example(name, folder)
    tell(folder)


def open_template(
    source: str, given: Mapping[str, str], *, trusts: bool, checkout: str = "", directory: str = ""
) -> Institution:
    """The institution's template at `source` with the answers `given` by name; says what its hooks are."""
    from mooc_kit.kit.institution import institution
    from mooc_kit.kit.template_files import fetch

    made = institution(fetch(source, checkout=checkout, directory=directory), trusts=trusts)
    out = console(error=True)
    hooks = made.hooks()
    if hooks and not trusts:
        names = ", ".join(hooks)
        out.print(f"This template has hooks, which are not run: {names}. --trust runs them.")
    for path, data in hooks.items() if trusts else ():
        out.print(f"The template's {path} will run on this computer, with your rights:")
        for line in data.decode("utf-8", errors="replace").splitlines():
            out.print(f"    {line}", soft_wrap=True)
    if trusts and (extensions := made.variables.get("_extensions")):
        out.print(f"The template's extensions will be loaded, with your rights: {extensions}")
    return made.answered(dict(given))


def from_answers(folder: Path, answers: Path, template: Institution | None = None) -> None:
    from mooc_kit.interview.defaults import complete
    from mooc_kit.kit.render import refuse_existing
    from mooc_kit.spec.edit import with_missing
    from mooc_kit.spec.yaml_tree import load_tree, read_text

    refuse_existing(folder)
    file = "<standard input>" if str(answers) == "-" else relative_name(answers)
    text, problems = (sys.stdin.read(), []) if str(answers) == "-" else read_text(answers, file)
    tree, more = load_tree(text, file) if text is not None else (None, [])
    if text is None or tree is None or more:
        raise MoocKitError(*problems, *more)
    if not isinstance(tree.value, dict):
        raise UsageError(f"{file} does not hold answers. It should look like a course.yaml, complete or in part.")
    _refuse_wrong_answers(text, file)
    begun = over(template.about.defaults, tree.value) if template is not None else tree.value
    whole = with_missing(text, complete(begun, folder.resolve().name))
    grow(folder, whole, answers=file, template=template)


def over(defaults: Any, given: Any) -> Any:
    """`given` with what `defaults` have beyond it: groups are laid together, everything else is as given."""
    if not (isinstance(defaults, dict) and isinstance(given, dict)):
        return given
    return {**defaults, **{key: over(defaults.get(key), value) for key, value in given.items()}}


def from_interview(folder: Path, *, full: bool | None, plain: bool, template: Institution | None = None) -> None:
    from mooc_kit.interview import new_answers
    from mooc_kit.interview.draft import remove
    from mooc_kit.kit.render import refuse_existing
    from mooc_kit.spec.write import spec_text

    refuse_existing(folder)
    begun = template.about.defaults if template is not None else None
    questions = [q for q in template.questions() if q.name not in template.answers] if template is not None else []
    answers = new_answers(folder, plain=plain, full=full, begun=begun, questions=questions)
    told = answers.pop("_template", {})
    try:
        grow(folder, spec_text(answers), template=template.answered(told) if template else None)
    except MoocKitError:
        echo(f"Your answers are kept. Call `mooc-kit new {folder}` again to change what does not fit.", error=True)
        raise
    remove(folder)


def grow(folder: Path, spec_text: str, *, answers: str = "", template: Institution | None = None) -> None:
    """Render the kit of a whole spec into `folder` and tell what was made. `answers` names the file it came from."""
    from mooc_kit.completion_options.registry import sections
    from mooc_kit.kit.render import render_kit
    from mooc_kit.spec import load_spec

    loaded = load_spec(spec_text, "course.yaml", sections())
    if loaded.spec is None or any(problem.severity is Severity.ERROR for problem in loaded.problems):
        # The places are those of the completed text, which nobody has seen: name the file that the team knows.
        raise MoocKitError(*(replace(p, place=Place(answers)) if answers else p for p in loaded.problems))
    render_kit(loaded.spec, folder, spec_text=spec_text, institution=template)
    tell(folder)


def _refuse_wrong_answers(text: str, file: str) -> None:
    """Stop at what is wrong in a file of answers. What is only missing gets its default later."""
    from mooc_kit.completion_options.registry import sections
    from mooc_kit.spec import load_spec, spec_codes

    loaded = load_spec(text, file, sections())
    wrong = [p for p in loaded.problems if p.code not in (spec_codes.MISSING.code, spec_codes.NOT_FOUND.code)]
    if any(problem.severity is Severity.ERROR for problem in wrong):
        raise MoocKitError(*wrong)


def tell(folder: Path) -> None:
    """What lies where, what is still to decide, and the next steps."""
    from mooc_kit.cache import user_cache
    from mooc_kit.checks.course_check import check_path
    from mooc_kit.checks.language_codes import SPEAKS_IN_PART
    from mooc_kit.reporters import write_report
    from mooc_kit.targets.registry import targets

    cache = user_cache()
    checked = check_path(folder, targets(), cache)
    cache.save()
    count = sum(1 for path in folder.rglob("*") if path.is_file() and ".mooc-kit" not in path.parts)
    out = console()
    name = relative_name(folder)
    out.print(styled("Your course has grown: ", (name, "bold"), f", {counted(count, 'file')}."))
    problems: list[Problem] = [
        p for p in checked.problems if p.severity is not Severity.NOTE or p.code == SPEAKS_IN_PART.code
    ]
    if problems:
        out.print("\nWorth a look before you publish:")
        write_report(Report(problems), "text", sys.stdout)
    out.print("\nNext:")
    out.print(f"  1. Read {name}/README.md, then write your own words into {name}/content/.")
    out.print(f"  2. mooc-kit validate {name}")
    out.print(f"  3. mooc-kit build {name}")
