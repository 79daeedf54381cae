"""Institution templates: their questions, files, defaults and rules, laid over the built-in course template.

Such a template is a cookiecutter template, with a `mooc-kit.yaml` for what cookiecutter has no words for. A kit keeps a
copy of the one that it was grown from under `.mooc-kit/template/`, pinned by its revision, so that it can be checked
and updated without a network. Cookiecutter's code renders it, in a sandbox and within bounds; its hooks and extensions
run only when somebody says that they trust it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from mooc_kit.checks.institution_files import ABOUT, FOLDER
from mooc_kit.checks.institution_rules import About, read_about
from mooc_kit.kit.bake import PROJECT
from mooc_kit.kit.bake_process import Baking, baked
from mooc_kit.kit.provenance import Provenance
from mooc_kit.kit.template_files import TemplateFiles
from mooc_kit.problems import MoocKitError, UsageError
from mooc_kit.safe_paths import why_unsafe

GIVEN = ("folder", "language")
"""Variables that mooc-kit fills in: nobody is asked for them."""
HOOKS = ("pre_gen_project", "post_gen_project")


@dataclass(frozen=True)
class TemplateVariable:
    """A variable of cookiecutter.json that people are asked for. `default_after` gives its default after answers."""

    name: str
    text: str
    choices: tuple[str, ...]
    default_after: Callable[[Mapping[str, str]], str]

    @property
    def default(self) -> str:
        return self.default_after({})


@dataclass(frozen=True)
class Institution:
    """A template together with the answers that a team gave to its questions.

    `trusts` says that somebody vouched for it: its extensions are loaded, and nothing bounds what it does.
    """

    template: TemplateFiles
    about: About
    variables: Mapping[str, Any]
    answers: Mapping[str, str] = field(default_factory=dict)
    trusts: bool = False

    def questions(self) -> Iterator[TemplateVariable]:
        prompts = self.variables.get("__prompts__", {})
        prompts = prompts if isinstance(prompts, dict) else {}
        for name, raw in self.variables.items():
            if name.startswith("_") or name in GIVEN or isinstance(raw, dict):
                continue
            prompt = prompts.get(name, name.replace("_", " ").capitalize() + "?")
            text = str(prompt.get("__prompt__", name) if isinstance(prompt, dict) else prompt)
            yield TemplateVariable(name, text, self._choices(name, raw), partial(self._default, name))

    def answered(self, given: Mapping[str, str]) -> Institution:
        """With the answers `given`. Raises UsageError for one to no question, or outside of its choices."""
        made = replace(self, answers={**self.answers, **given})
        known = {question.name: question for question in made.questions()}
        groups = self._groups()
        for name, value in given.items():
            if name in groups:
                _group(name, value)
            elif name not in known:
                asked = ", ".join([*known, *groups]) or "nothing"
                raise UsageError(f"The template asks no {name!r}. It asks: {asked}.")
            elif (choices := known[name].choices) and value not in choices:
                raise UsageError(f"{name} can be: {', '.join(choices)}.")
        return made

    def pins(self) -> dict[str, Any]:
        """What kit.json keeps about it."""
        return {
            "source": self.template.source,
            "revision": self.template.revision,
            **({"directory": self.template.directory} if self.template.directory else {}),
            "answers": dict(self.values()),
        }

    def values(self) -> dict[str, str]:
        asked = {question.name: question.default for question in self.questions()}
        return {**asked, **{name: self.answers[name] for name in self._groups() if name in self.answers}}

    def own_files(self) -> dict[str, bytes]:
        return {f"{FOLDER}/{path}": data for path, data in self.template.files.items()}

    def rendered(self, context: Mapping[str, Any], language: str) -> dict[str, bytes]:
        """The files that it lays over the kit. Raises UsageError where a text of it cannot be rendered."""
        if not any("cookiecutter" in path.split("/")[0] and "/" in path for path in self.template.files):
            return {}
        made = baked(self.template.files, self._baking(self.answers, language, names=context))
        return dict(made.files)

    def hooks(self) -> dict[str, bytes]:
        return {path: data for path, data in self.template.files.items() if _is_hook(path)}

    def run_hook(self, name: str, place: Path, context: Mapping[str, Any], language: str) -> None:
        """Run its hook `name`, if it has one, in the folder `place`. Only for templates that somebody trusts."""
        if self.trusts and any(PurePosixPath(path).stem == name for path in self.hooks()):
            baking = self._baking(self.answers, language, names=context)
            baked(self.template.files, replace(baking, hook=name, project=str(place)))

    def _groups(self) -> list[str]:
        return [name for name, raw in self.variables.items() if isinstance(raw, dict) and not name.startswith("_")]

    def _choices(self, name: str, raw: Any) -> tuple[str, ...]:
        if isinstance(raw, bool):
            return ("yes", "no") if raw else ("no", "yes")
        if not isinstance(raw, list):
            return ()
        if any(map(self._is_derived, raw)):
            return tuple(baked(self.template.files, self._baking(self.answers, "en")).choices[name])
        return tuple(map(str, raw))

    def _is_derived(self, raw: Any) -> bool:
        """Whether it may be a template. One with delimiters of its own may be anything."""
        return isinstance(raw, str) and ("{" in raw or "_jinja2_env_vars" in self.variables)

    def _default(self, name: str, answers: Mapping[str, str]) -> str:
        answers = {**self.answers, **answers}
        raw = self.variables[name]
        if isinstance(raw, list) and not raw:
            raise UsageError(f"The template's cookiecutter.json gives {name} nothing to choose from.")
        if name in answers:
            return answers[name]
        value = raw[0] if isinstance(raw, list) else raw
        if self._is_derived(value):
            value = baked(self.template.files, self._baking(answers, "en")).variables[name]
        return ("yes" if value else "no") if isinstance(value, bool) else "" if value is None else str(value)

    def _baking(
        self,
        answers: Mapping[str, str],
        language: str,
        names: Mapping[str, Any] | None = None,
    ) -> Baking:
        given = {
            name: _group(name, value) if isinstance(self.variables.get(name), dict) else value
            for name, value in answers.items()
        }
        fixed: dict[str, Any] = {
            "folder": PROJECT,
            "language": language,
            "_template": self.template.source,
            "_checkout": self.template.revision,
            "_output_dir": ".",
            "_repo_dir": self.template.source,
        }
        if ABOUT in self.template.files:
            # Made for mooc-kit, whose environments leave no blank lines behind; a plain one gets what cookiecutter has.
            wanted = self.variables.get("_jinja2_env_vars", {})
            fixed["_jinja2_env_vars"] = {"trim_blocks": True, "lstrip_blocks": True, **wanted}
        return Baking(given, fixed, language, names, self.trusts)


def institution(template: TemplateFiles, *, trusts: bool = False) -> Institution:
    """The template, read. Raises MoocKitError or UsageError where its own files are wrong, or it needs trust."""
    try:
        variables = json.loads(template.files["cookiecutter.json"])
    except RecursionError:
        raise UsageError("The template's cookiecutter.json is nested too deeply.") from None
    except ValueError as error:
        raise UsageError(f"The template's cookiecutter.json is not valid JSON: {error}.") from error
    if not isinstance(variables, dict):
        raise UsageError("The template's cookiecutter.json should hold one group of variables.")
    if several := nested(variables):
        raise UsageError(f"There are several templates. Name one with --directory: {', '.join(several)}.")
    if variables.get("_extensions") and not trusts:
        raise UsageError(
            f"The template loads Jinja2 extensions ({str(variables['_extensions'])[:200]}), which can run any program. "
            "If you know who made it, --trust loads them."
        )
    for path in filter(_is_hook, template.files):
        _hook_text(path, template.files[path])
    text = template.files.get(ABOUT, b"").decode("utf-8", errors="replace")
    about, problems = read_about(text, ABOUT) if text.strip() else (About(), [])
    if about is None:
        raise MoocKitError(*problems)
    return Institution(template, about, variables, trusts=trusts)


def nested(variables: Mapping[str, Any]) -> list[str]:
    """The folders of the templates that a cookiecutter.json offers to choose from; mostly none."""
    several = variables.get("templates")
    if isinstance(several, dict):
        return [str(one.get("path", key)) if isinstance(one, dict) else key for key, one in several.items()]
    older = variables.get("template")
    found = [re.search(r"\((.+)\)", str(one)) for one in older] if isinstance(older, list) else []
    return [match[1] for match in found if match]


def pinned(kit: Path) -> Institution | None:
    """The template that the kit was grown from, out of its own copy; None where it has none."""
    folder = kit / FOLDER
    if not folder.is_dir() or folder.is_symlink():
        return None
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and not why_unsafe(path.relative_to(folder).as_posix())
    }
    if "cookiecutter.json" not in files:
        raise UsageError(f"{folder} is no template: it has no cookiecutter.json.")
    try:
        pins = json.loads((kit / ".mooc-kit/kit.json").read_text(encoding="utf-8"))["institution"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        pins = {}
    pins = pins if isinstance(pins, dict) else {}
    given = pins.get("answers")
    source, revision, directory = (str(pins.get(key, "")) for key in ("source", "revision", "directory"))
    template = TemplateFiles(source, revision, files, directory)
    made = institution(template, trusts=Provenance().is_trusted(files))
    known = {name for name in made.variables if not name.startswith("_") and name not in GIVEN}
    answers = {str(k): str(v) for k, v in (given if isinstance(given, dict) else {}).items() if k in known}
    return made.answered(answers)


def _hook_text(path: str, data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise UsageError(f"The template's {path} is not in UTF-8 (byte {error.start + 1}).") from error


def _is_hook(path: str) -> bool:
    """As cookiecutter finds them: by the name without its ending; what an editor left behind is none."""
    return path.startswith("hooks/") and PurePosixPath(path).stem in HOOKS and not path.endswith("~")


def _group(name: str, value: str) -> dict[str, Any]:
    """The answer for a variable that is a group, which is written as JSON."""
    try:
        made = json.loads(value)
    except (ValueError, RecursionError):
        made = None
    if not isinstance(made, dict):
        raise UsageError(f'{name} is a group: write it as JSON, like {{"key": "value"}}.')
    return made
