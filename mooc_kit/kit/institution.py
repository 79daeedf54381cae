"""An institution's template is laid over the built-in one: its files, its own questions, its defaults, its rules.

It is a cookiecutter template, with a `mooc-kit.yaml` for what cookiecutter has no words for. A kit keeps a copy of the
one that it was grown from under `.mooc-kit/template/`, pinned by its revision, so that it can be checked and updated
without a network. Its texts are rendered in a sandbox; its hooks run only when somebody says that they trust it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from mooc_kit.checks.institution_rules import ABOUT, FOLDER, About, read_about
from mooc_kit.files import write_fresh
from mooc_kit.i18n import messages_for
from mooc_kit.kit.merge import text_of
from mooc_kit.kit.template_files import TemplateFiles
from mooc_kit.problems import MoocKitError, UsageError
from mooc_kit.safe_paths import require_safe, why_unsafe

if TYPE_CHECKING:
    from jinja2 import Environment

GIVEN = ("folder", "language")
"""Variables that mooc-kit fills in: nobody is asked for them."""
HOOKS = ("pre_gen_project", "post_gen_project")


@dataclass(frozen=True)
class TemplateVariable:
    """A variable of cookiecutter.json that people are asked for."""

    name: str
    text: str
    default: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Institution:
    """A template together with the answers that a team gave to its questions."""

    template: TemplateFiles
    about: About
    variables: Mapping[str, Any]
    answers: Mapping[str, str] = field(default_factory=dict)

    def questions(self) -> Iterator[TemplateVariable]:
        prompts = self.variables.get("__prompts__")
        prompts = prompts if isinstance(prompts, dict) else {}
        for name, value in self.variables.items():
            if name.startswith("_") or name in GIVEN or isinstance(value, dict | bool):
                continue
            prompt = prompts.get(name, name.replace("_", " ").capitalize() + "?")
            text = str(prompt.get("__prompt__", name) if isinstance(prompt, dict) else prompt)
            choices = tuple(str(choice) for choice in value) if isinstance(value, list) else ()
            default = choices[0] if choices else self._rendered_variable(str(value))
            yield TemplateVariable(name, text, default, choices)

    def answered(self, given: Mapping[str, str]) -> Institution:
        """With the answers `given`. Raises UsageError for one to no question, or outside of its choices."""
        known = {question.name: question for question in self.questions()}
        for name, value in given.items():
            if name not in known:
                raise UsageError(f"The template asks no {name!r}. It asks: {', '.join(known) or 'nothing'}.")
            if known[name].choices and value not in known[name].choices:
                raise UsageError(f"{name} can be: {', '.join(known[name].choices)}.")
        return Institution(self.template, self.about, self.variables, {**self.answers, **given})

    def pins(self) -> dict[str, Any]:
        """What kit.json keeps about it."""
        return {
            "source": self.template.source, "revision": self.template.revision, "answers": dict(self.values()),
        }  # fmt: skip

    def values(self) -> dict[str, str]:
        return {question.name: self.answers.get(question.name, question.default) for question in self.questions()}

    def own_files(self) -> dict[str, bytes]:
        return {f"{FOLDER}/{path}": data for path, data in self.template.files.items()}

    def rendered(self, context: Mapping[str, Any], language: str) -> dict[str, bytes]:
        """The files that it lays over the kit. Raises UsageError where a text of it cannot be rendered."""
        environment = _environment(language)
        names = {**context, "cookiecutter": self._cookiecutter(language)}
        copied = self.variables.get("_copy_without_render", [])
        made: dict[str, bytes] = {}
        for path, data in self.template.files.items():
            top, _, rest = path.partition("/")
            if "cookiecutter" not in top or "{{" not in top or not rest:
                continue
            name = _render(environment, rest, names, path)
            if any(not part for part in name.split("/")):
                continue  # a name that its condition left empty: this course has no such file
            target = require_safe(name, f"The template's {path[:80]!a}", may_be_kits_own=False)
            text = text_of(data)
            is_plain = text is None or any(fnmatch(name, pattern) for pattern in copied)
            made[target] = data if is_plain or text is None else _render(environment, text, names, path).encode()
        return made

    def hooks(self) -> dict[str, bytes]:
        return {
            path: data
            for path, data in self.template.files.items()
            if path.startswith("hooks/") and PurePosixPath(path).stem in HOOKS
        }

    def run_hook(self, name: str, place: Path, language: str) -> None:
        """Run its hook `name`, if it has one, in the folder `place`. Only for templates that somebody trusts."""
        for path, data in self.hooks().items():
            if PurePosixPath(path).stem != name:
                continue
            text = _render(
                _environment(language), _hook_text(path, data), {"cookiecutter": self._cookiecutter(language)}, path
            )
            with tempfile.TemporaryDirectory() as work:
                script = Path(work) / PurePosixPath(path).name
                write_fresh(script, text)
                command = [sys.executable, str(script)] if script.suffix == ".py" else ["sh", str(script)]
                result = subprocess.run(command, cwd=place, check=False)  # noqa: S603
            if result.returncode:
                raise UsageError(f"The template's {path} failed (exit status {result.returncode}). Nothing was grown.")

    def _cookiecutter(self, language: str) -> dict[str, Any]:
        fixed = {name: value for name, value in self.variables.items() if isinstance(value, dict | bool)}
        hidden = {
            name: self._rendered_variable(str(value)) for name, value in self.variables.items()
            if name.startswith("__") and isinstance(value, str)
        }  # fmt: skip
        return {**fixed, **hidden, **self.values(), "folder": "kit", "language": language}

    def _rendered_variable(self, text: str) -> str:
        if "{" not in text:
            return text
        names = {"cookiecutter": {n: v for n, v in {**self.variables, **self.answers}.items() if isinstance(v, str)}}
        return _render(_environment("en"), text, names, "cookiecutter.json")


def institution(template: TemplateFiles) -> Institution:
    """The template, read. Raises MoocKitError or UsageError where its own files are wrong."""
    try:
        variables = json.loads(template.files["cookiecutter.json"])
    except RecursionError:
        raise UsageError("The template's cookiecutter.json is nested too deeply.") from None
    except ValueError as error:
        raise UsageError(f"The template's cookiecutter.json is not valid JSON: {error}.") from error
    if not isinstance(variables, dict):
        raise UsageError("The template's cookiecutter.json should hold one group of variables.")
    if variables.get("_extensions"):
        raise UsageError("The template wants Jinja2 extensions, which could run any program. mooc-kit loads none.")
    for path in (path for path in template.files if path.startswith("hooks/")):
        if PurePosixPath(path).stem in HOOKS:
            _hook_text(path, template.files[path])
    text = template.files.get(ABOUT, b"").decode("utf-8", errors="replace")
    about, problems = read_about(text, ABOUT) if text.strip() else (About(), [])
    if about is None:
        raise MoocKitError(*problems)
    return Institution(template, about, variables)


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
    made = institution(TemplateFiles(str(pins.get("source", "")), str(pins.get("revision", "")), files))
    known = {question.name for question in made.questions()}
    answers = {str(k): str(v) for k, v in (given if isinstance(given, dict) else {}).items() if k in known}
    return made.answered(answers)


def _hook_text(path: str, data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise UsageError(f"The template's {path} is not in UTF-8 (byte {error.start + 1}).") from error


def _environment(language: str) -> Environment:
    from mooc_kit.kit.template_filters import add_filters
    from mooc_kit.templating import environment

    made = environment(escapes_html=False)
    add_filters(made, messages_for(language))
    return made


def _render(environment: Environment, text: str, names: Mapping[str, Any], where: str) -> str:
    if "{" not in text:
        return text
    try:
        return environment.from_string(text).render(names)
    except Exception as error:  # a template can fail in any way; whatever it is, it is the template's
        raise UsageError(f"The template's {where} cannot be rendered: {error}") from error
