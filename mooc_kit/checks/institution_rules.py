"""Institution rules: what a template asks of every course grown from it, written as data and checked as such.

They stand in the template's `mooc-kit.yaml`, of which the kit keeps a copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from mooc_kit.checks.institution_files import ABOUT, FOLDER
from mooc_kit.problems import Place, Problem, Rule, Severity
from mooc_kit.spec.ask import Ask
from mooc_kit.spec.fields import LongText, SpecModel, Text, empty_list
from mooc_kit.spec.model import Spec
from mooc_kit.spec.schema_errors import read_model


class InstitutionRule(SpecModel):
    """One rule: about a `key` of the spec or a `file` of the kit, and what it must be."""

    code: Annotated[str, Ask("Its code: I and three digits"), Field(pattern=r"^I[0-9]{3}$")]
    title: Annotated[Text, Ask("What is wrong, in a sentence?")]
    why: Annotated[Text, Ask("Why does it matter?")]
    hint: Annotated[Text, Ask("What is to be done?")]
    severity: Annotated[Severity, Ask("How much does it matter?", "error, warning or note.")] = Severity.ERROR
    key: Annotated[Text | None, Ask("Which key of course.yaml, like course.license?")] = None
    one_of: Annotated[list[str | int | bool] | None, Ask("Which values may it have?")] = None
    none_of: Annotated[list[str | int | bool] | None, Ask("Which values may it not have?")] = None
    at_least: Annotated[float | None, Ask("The least number (of a list: of entries)")] = None
    at_most: Annotated[float | None, Ask("The greatest number (of a list: of entries)")] = None
    file: Annotated[Text | None, Ask("Which file must be there?")] = None
    contains: Annotated[Text | None, Ask("Which words must stand in it?")] = None


class About(SpecModel):
    """A template's `mooc-kit.yaml`."""

    about: Annotated[LongText | None, Ask("What is this template for?")] = None
    defaults: Annotated[dict[str, Any], Ask("Answers that its courses begin with, as in course.yaml")] = Field(
        default_factory=dict
    )
    rules: Annotated[list[InstitutionRule], Ask("What every course must keep to")] = Field(default_factory=empty_list)


def read_about(text: str, file: str) -> tuple[About | None, list[Problem]]:
    found, _, problems = read_model(About, text, file)
    return found, problems


def check_institution(spec: Spec, kit: Path, name: str) -> Iterator[Problem]:
    """Problems of the rules of the template that `kit` was grown from. `name` is how the kit is called in places."""
    file = kit / FOLDER / ABOUT
    if not file.is_file():
        return
    shown = f"{name}/{FOLDER}/{ABOUT}" if name else f"{FOLDER}/{ABOUT}"
    about, problems = read_about(file.read_text(encoding="utf-8", errors="replace"), shown)
    if about is None:
        yield from problems
        return
    data = spec.model_dump(mode="json", by_alias=True, exclude_none=True)
    for rule in about.rules:
        if rule.key is not None and not _is_met(rule, _found(data, rule.key)):
            path = [int(step) if step.isdigit() else step for step in rule.key.split(".")]
            yield as_rule(rule).at(spec.place(*path), hint=rule.hint)
        elif rule.file is not None and not _has(kit, rule):
            yield as_rule(rule).at(Place(f"{name}/{rule.file}" if name else rule.file), hint=rule.hint)


def as_rule(rule: InstitutionRule) -> Rule:
    """As the catalogue of problem codes has it."""
    right = f"{rule.key}: one of {rule.one_of}" if rule.one_of else rule.hint
    return Rule(rule.code, rule.title, rule.severity, rule.why, rule.title, right, example_is="files")


def _is_met(rule: InstitutionRule, value: Any) -> bool:
    values = value if isinstance(value, list) else list(value) if isinstance(value, dict) else [value]
    if value is None:
        # Where nothing is said, only what forbids or limits from above is met.
        return rule.one_of is None and rule.at_least is None and bool(rule.none_of or rule.at_most is not None)
    if rule.one_of is not None and not all(part in rule.one_of for part in values):
        return False
    if rule.none_of is not None and any(part in rule.none_of for part in values):
        return False
    number = value if isinstance(value, int | float) else len(value)
    if rule.at_least is not None and number < rule.at_least:
        return False
    return rule.at_most is None or number <= rule.at_most


def _has(kit: Path, rule: InstitutionRule) -> bool:
    file = kit / str(rule.file)
    if not file.resolve().is_relative_to(kit.resolve()) or not file.is_file():
        return False
    return rule.contains is None or rule.contains in file.read_text(encoding="utf-8", errors="replace")


def _found(data: Any, key: str) -> Any:
    for step in key.split("."):
        if isinstance(data, list) and step.isdigit() and int(step) < len(data):
            data = data[int(step)]
        elif isinstance(data, dict):
            data = data.get(step)
        else:
            return None
    return data
