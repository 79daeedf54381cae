"""Every guide of the team ends with commands for this course, and every command of a kit is one that there is."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from mooc_kit.cli import app
from mooc_kit.completion_options.registry import options, sections
from mooc_kit.interview.defaults import complete
from mooc_kit.kit.render import rendered_files
from mooc_kit.spec import load_spec
from mooc_kit.spec.model import Spec
from mooc_kit.spec.write import spec_text

BLOCK = re.compile(r"^```[^\n]*\n(.*?)^```", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"`(mooc-kit [^`\n]+)`")
COMMAND = typer.main.get_command(app)
WrongUsage: type[Any] = typer.BadParameter.__mro__[1]
CREDIT = {"awarded_by": "A University", "towards": {"programme": "BSc"}}


def grown(*keys: str) -> Spec:
    answers = {
        "course": {"title": "Bees", "contact": "bees@example.org", "url": "https://bees.example.org"},
        "completion": {key: CREDIT if key == "credit" else {} for key in keys},
    }
    answers["completion"].get("self_check", {}).update(contributions="reviewed")
    loaded = load_spec(spec_text(complete(answers, "bees")), "course.yaml", sections())
    assert loaded.spec is not None, loaded.problems
    return loaded.spec


def commands_of(text: str) -> Iterator[str]:
    for block in BLOCK.findall(text):
        yield from (line.strip() for line in block.split("\n") if line.strip().startswith("mooc-kit "))
    yield from INLINE.findall(BLOCK.sub("", text))


def parsed(line: str, *, is_whole: bool = True) -> None:
    """Raises WrongUsage where there is no such command or option, or (of a `whole` line) something is missing."""
    words = shlex.split(line)[1:]
    command: Any = COMMAND
    context = typer.Context(command, info_name="mooc-kit")
    while hasattr(command, "get_command"):
        found = command.get_command(context, words[0]) if words else None
        if found is None:
            raise WrongUsage(f"{line}: there is no such command")
        command, words = found, words[1:]
        context = typer.Context(command, parent=context, info_name=command.name)
    try:
        command.parse_args(context, list(words))
    except WrongUsage as error:
        is_missing = type(error).__name__ == "MissingParameter"
        # Files that a team has, and a test has not.
        if not (is_missing and not is_whole) and "does not exist" not in error.message:
            raise


@pytest.mark.parametrize("keys", [*((key,) for key in options()), tuple(options())], ids=lambda keys: "+".join(keys))
def test_every_command_that_a_kit_names_is_there_and_takes_its_words(keys: tuple[str, ...]) -> None:
    made = rendered_files(grown(*keys))
    seen = 0
    for name, data in made.items():
        if not name.endswith((".md", ".yml")):
            continue
        for block in BLOCK.findall(data.decode()):
            for line in (line.strip() for line in block.split("\n")):
                if line.startswith("mooc-kit "):
                    parsed(line)
                    seen += 1
        for line in INLINE.findall(BLOCK.sub("", data.decode())):
            if "…" not in line and not line.startswith("mooc-kit@"):
                parsed(line, is_whole=False)
    assert seen >= 10


@pytest.mark.parametrize("keys", [*((key,) for key in options()), tuple(options())], ids=lambda keys: "+".join(keys))
def test_every_guide_ends_with_its_commands(keys: tuple[str, ...]) -> None:
    guides = {name: data.decode() for name, data in rendered_files(grown(*keys)).items() if name.startswith("guides/")}
    without = [
        name for name, text in guides.items() if not re.search(r"\n## Commands\n[^#]*```shell\n.*```\n\Z", text, re.S)
    ]
    assert not without


def test_the_commands_of_all_options_lead_from_the_inbox_to_the_credential() -> None:
    made = rendered_files(grown(*options()))
    named = {
        " ".join(line.split()[1:3]) if line.split()[1] in ("goals", "badge", "keys", "quiz") else line.split()[1]
        for name, data in made.items()
        if name.startswith("guides/")
        for line in commands_of(data.decode())
    }
    wanted = {"receive", "goals map", "quiz check", "quiz accept", "badge verify", "completions", "issue", "keys new"}
    assert wanted <= named
    assert "--roster ../bees-received/roster.csv --decisions" in made["guides/grading.md"].decode()


@pytest.mark.parametrize(
    "line", ["mooc-kit reciev x", "mooc-kit goals chart x", "mooc-kit build --fast", "mooc-kit issue"]
)
def test_a_command_that_is_not_there_is_found(line: str) -> None:
    with pytest.raises(WrongUsage):
        parsed(line)
