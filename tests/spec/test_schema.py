"""The JSON Schema: a third party's validator and mooc-kit agree on what is a spec."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from mooc_kit.completion_options.registry import options, sections
from mooc_kit.spec import load_spec
from mooc_kit.spec.schema import json_schema
from tests.conftest import SOUND, merged, plain

SCHEMA = json_schema(sections())
VALIDATOR = Draft202012Validator(SCHEMA)

GOOD = [
    "course: {title: T, id: t}",
    "course: {language: pt-BR}",
    "course: {hours_per_week: 2.5}",
    "completion: {self_check: {}}",
    "completion: {platform_completion: null}",
    "targets: [site]",
    "success: [{id: a, measure: completions, target: 60%}]",
    "success: [{id: a, measure: completions, target: 60}]",
    "ignore: [{code: W107, because: We know}]",
    "design: {sustaining: {choices: [public-archiving], notes: It stays}}",
    "modules: [{id: a, title: A, activities: [{id: b, kind: live_session, title: B, starts: '2027-03-04T18:00Z'}]}]",
]
BAD = [
    "course: {title: 5}",
    "course: {weeks: four}",
    "course: {weeks: 0}",
    "course: {weeks: 53}",
    "course: {hours_per_week: 0}",
    "course: {subtitel: x}",
    "course: {id: Not An Id}",
    "course: {url: rivers.example.org}",
    "course: {contact: nobody}",
    "course: {start: 03/04/2027}",
    "course: {team: [{role: lead}]}",
    "course: {team: [{name: A, role: boss}]}",
    "course: null",
    "spec: 2",
    "outcomes: [{id: a}]",
    "outcomes: {a: b}",
    "modules: []",
    "modules: [{id: a}]",
    "modules: [{id: a, title: A, activities: [{id: b, kind: quizz, title: B}]}]",
    "modules: [{id: a, title: A, activities: [{id: b, title: B}]}]",
    "modules: [{id: a, title: A, activities: [{id: b, kind: quiz, title: B, pass: 101}]}]",
    "modules: [{id: a, title: A, activities: [{id: b, kind: page, title: B, points: 3}]}]",
    "design: {sustaining: {choices: [forever]}}",
    "design: {sustainability: {}}",
    "completion: {badges: {}}",
    "completion: {participant_outcomes: {visibility: everyone}}",
    "completion: {platform_completion: {require: {activities: all, score: 130}}}",
    "success: [{id: a, measure: happiness, target: 5}]",
    "success: [{id: a, measure: completions, target: most}]",
    "targets: []",
    "ignore: [{code: W107}]",
    "unknown: 1",
]


def spec_of(change: str) -> Any:
    return merged(plain(SOUND.read_text()), plain(change))


def accepted(value: Any) -> bool:
    import json

    return load_spec(json.dumps(value), "course.yaml", sections()).spec is not None


def test_it_is_a_schema_of_2020_12() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("change", GOOD)
def test_both_take_a_good_spec(change: str) -> None:
    value = spec_of(change)
    assert not list(VALIDATOR.iter_errors(value))
    assert accepted(value)


@pytest.mark.parametrize("change", BAD)
def test_both_refuse_a_bad_spec(change: str) -> None:
    value = spec_of(change)
    assert list(VALIDATOR.iter_errors(value))
    assert not accepted(value)


def test_every_key_that_a_person_writes_has_a_text_to_show() -> None:
    found = []

    def walk(part: Any, where: str) -> None:
        if isinstance(part, dict):
            for name, field in part.get("properties", {}).items():
                shown = field.get("description") or field.get("const") or "$ref" in field or name == "kind"
                if not shown and not any("$ref" in option for option in field.get("anyOf", [])):
                    found.append(f"{where}.{name}")
            for key, value in part.items():
                walk(value, f"{where}/{key}")
        elif isinstance(part, list):
            for value in part:
                walk(value, where)

    walk(SCHEMA, "")
    top = {"course", "outcomes", "modules", "design", "completion", "success", "targets", "ignore", "spec"}
    assert not [name for name in found if name.split(".")[-1] not in top | set(options())]
