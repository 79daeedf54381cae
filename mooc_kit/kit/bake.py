"""Cookiecutter: a template's questions are resolved and its files rendered by cookiecutter's own code.

Ours is only the Jinja2 environment that it renders in, so that the same folder can be rendered in a sandbox (whatever
nobody vouched for) or as cookiecutter itself would, with its extensions (`--trust`). See docs/decisions/0021.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mooc_kit.problems import UsageError
from mooc_kit.safe_paths import require_safe

if TYPE_CHECKING:
    from jinja2 import Environment

PROJECT = "kit"
"""What the folder is called that the template renders: `cookiecutter.folder`."""
MOST_TEXT = 50_000_000
"""Characters that one template may make, all its texts and names together."""

MakeEnvironment = Callable[[dict[str, Any]], "Environment"]
"""An environment for a context, as cookiecutter's `create_env_with_context` makes one."""


def resolved(repo: Path, given: Mapping[str, Any], make: MakeEnvironment, fixed: Mapping[str, Any]) -> dict[str, Any]:
    """The context of the template in `repo`: every variable of its cookiecutter.json with its value.

    `given` are answers by name; what nobody answered gets its default, which may be derived from others. `fixed` are
    values that hold whatever the template says. Raises UsageError for an answer that a question does not allow.
    """
    from cookiecutter.generate import apply_overwrites_to_context, generate_context
    from cookiecutter.prompt import prompt_for_config

    context: dict[str, Any] = generate_context(str(repo / "cookiecutter.json"))
    variables = context["cookiecutter"]
    quoted = partial(_verbatim, variables.get("_jinja2_env_vars", {}))
    for name, value in given.items():
        raw = variables.get(name)
        if isinstance(raw, bool | dict):
            try:
                apply_overwrites_to_context(variables, {name: value})
            except ValueError as error:
                raise UsageError(f"The template does not accept this answer: {error}") from error
        elif name in variables:
            variables[name] = [quoted(value)] if isinstance(raw, list) else quoted(value)
    variables.update(fixed)
    context["_cookiecutter"] = {name: value for name, value in variables.items() if not name.startswith("_")}
    with _environments(make):
        variables.update(prompt_for_config(context, no_input=True))
    return context


def choices(repo: Path, context: dict[str, Any], make: MakeEnvironment) -> dict[str, list[str]]:
    """What each question with choices offers, once the others are answered as in `context`."""
    from cookiecutter.generate import generate_context
    from cookiecutter.prompt import render_variable

    asked: dict[str, Any] = generate_context(str(repo / "cookiecutter.json"))["cookiecutter"]
    lists = {name: raw for name, raw in asked.items() if isinstance(raw, list) and not name.startswith("_")}
    environment = make(context)
    return {
        name: [str(render_variable(environment, one, context["cookiecutter"])) for one in raw]
        for name, raw in lists.items()
    }


def _verbatim(settings: Mapping[str, Any], value: Any) -> str:
    """An answer is no template, but cookiecutter renders what it is given: so it is given a text in quotes."""
    begin, end = settings.get("variable_start_string", "{{"), settings.get("variable_end_string", "}}")
    return f"{begin} {json.dumps(str(value), ensure_ascii=False)} {end}"


def bake(repo: Path, context: dict[str, Any], output: Path, make: MakeEnvironment) -> Path:
    """Render the files of the template in `repo` below `output`; gives the folder that they are in.

    `repo` is a copy of ours: folders whose names their condition leaves empty are taken out of it.
    """
    from cookiecutter.generate import generate_files

    output.mkdir(exist_ok=True)
    with _environments(make):
        _drop_nameless(repo, context, make(context))
        return Path(generate_files(repo_dir=str(repo), context=context, output_dir=str(output), accept_hooks=False))


def run_hook(repo: Path, name: str, project: Path, context: dict[str, Any]) -> None:
    """Run the hook `name` of the template in the folder `project`. Only for templates that somebody trusts."""
    from cookiecutter.exceptions import FailedHookException
    from cookiecutter.hooks import run_hook as run
    from cookiecutter.utils import work_in

    try:
        with work_in(repo):
            run(name, str(project), context)
    except FailedHookException as error:
        raise UsageError(f"The template's hook {name} failed. Nothing was grown. {error}") from error


def trusted_environment(language: str) -> MakeEnvironment:
    """Cookiecutter's own environment, with our filters: it loads the extensions that the template names."""
    from cookiecutter.environment import StrictEnvironment

    def make(context: dict[str, Any]) -> Environment:
        wanted = context.get("cookiecutter", {}).get("_jinja2_env_vars", {})
        return _with_filters(StrictEnvironment(context=context, keep_trailing_newline=True, **wanted), language)

    return make


def sandboxed_environment(language: str, output: Path | None = None, *, is_ours: bool = False) -> MakeEnvironment:
    """Our sandbox in the shape of cookiecutter's environment: no extensions but cookiecutter's own.

    Templates that came with mooc-kit (`is_ours`) use none of these, and they take long to load: a library of dates and
    one of web addresses. Names that are rendered (`from_string`; texts are loaded by their paths) may not leave
    `output`.
    """
    from cookiecutter.environment import ExtensionLoaderMixin
    from jinja2 import StrictUndefined, Template

    from mooc_kit.templating import sandbox

    left = MOST_TEXT

    class Spending(Template):
        """Renders within what is left."""

        def render(self, *args: Any, **kwargs: Any) -> str:
            nonlocal left
            text = super().render(*args, **kwargs)
            left -= len(text)
            if left < 0:
                raise UsageError(f"The template makes more than {MOST_TEXT // 1_000_000} MB of text.")
            return text

    class NameOf(Spending):
        """A name of a file or folder."""

        def render(self, *args: Any, **kwargs: Any) -> str:
            name = super().render(*args, **kwargs)
            if output is not None:
                _require_inside(output, name)
            return name

    class Kit(sandbox()):  # type: ignore[misc]
        """Cookiecutter's strict environment, in our sandbox."""

        template_class = Spending

        def from_string(self, source: Any, globals: Any = None, template_class: Any = None) -> Template:
            made: Template = super().from_string(source, globals, template_class or NameOf)
            return made

    class Extended(ExtensionLoaderMixin, Kit):  # type: ignore[misc]
        """With cookiecutter's extensions, which the templates of others may use."""

    kind = Kit if is_ours else Extended

    def make(context: dict[str, Any]) -> Environment:
        wanted = context.get("cookiecutter", {}).get("_jinja2_env_vars", {})
        return _with_filters(kind(undefined=StrictUndefined, keep_trailing_newline=True, **wanted), language)

    return make


def _with_filters(environment: Environment, language: str) -> Environment:
    from mooc_kit.i18n import messages_for
    from mooc_kit.kit.template_filters import add_filters

    add_filters(environment, messages_for(language))
    return environment


def _require_inside(output: Path, name: str) -> None:
    """A rendered name is a whole path below the project, or one that cookiecutter puts there; neither may lead out."""
    place = Path(os.path.normpath(name))
    if place.is_absolute():
        if not place.is_relative_to(output):
            raise UsageError(f"The template holds a file with the name {name[:200]!a}: it leads out of its folder.")
        place = Path(*place.relative_to(output).parts[1:])
    if not place.parts:
        return
    below = require_safe(place.as_posix(), "The template", may_be_kits_own=False)
    for project in output.iterdir():  # the one there is, once it was made; a name may hold folders of its own
        (project / below).parent.mkdir(parents=True, exist_ok=True)


def _drop_nameless(repo: Path, context: dict[str, Any], environment: Environment) -> None:
    from cookiecutter.find import find_template
    from cookiecutter.generate import is_copy_only_path

    top = Path(find_template(str(repo), environment))
    for here, folders, _ in os.walk(top):
        for name in list(folders):
            path = Path(here) / name
            if "{" not in name or is_copy_only_path(path.relative_to(top).as_posix(), context):
                continue
            if not environment.from_string(name).render(**context).strip():
                shutil.rmtree(path)
                folders.remove(name)


@contextmanager
def _environments(make: MakeEnvironment) -> Iterator[None]:
    """Cookiecutter makes its environments with `make`. It looks the function up in these modules by its name.

    What is a text it would guess by the share of letters that English has: Arabic was copied as it is.
    """
    from cookiecutter import generate, hooks, prompt

    modules = (generate, hooks, prompt)
    guess = generate.is_binary
    before = [module.create_env_with_context for module in modules]
    path = list(sys.path)
    try:
        for module in modules:
            module.create_env_with_context = make
        generate.is_binary = _is_no_text
        yield
    finally:
        sys.path[:] = path
        generate.is_binary = guess
        for module, function in zip(modules, before, strict=True):
            module.create_env_with_context = function


def _is_no_text(path: str) -> bool:
    """Whether a file of a template is copied as it is."""
    try:
        return "\0" in Path(path).read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return True
