"""Values of another YAML type than the schema's: one reading for both, told with the fix."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator

from mooc_kit.completion_options.registry import sections
from mooc_kit.spec import load_spec
from mooc_kit.spec.schema import json_schema
from mooc_kit.spec.spec_codes import OTHER_TYPE
from tests.conftest import over_sound, plain


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ('course: {weeks: "4"}', "course: {weeks: 4}"),
        ('course: {hours_per_week: "2.5"}', "course: {hours_per_week: 2.5}"),
        ("course: {weeks: true}", "course: {weeks: 1}"),
        (
            'completion: {self_check: {questions_per_module: "5"}}',
            "completion: {self_check: {questions_per_module: 5}}",
        ),
        (
            'modules: [{id: a, title: A, activities: [{id: q, kind: quiz, title: Q, graded: "yes", points: "5"}]}]',
            "modules: [{id: a, title: A, activities: [{id: q, kind: quiz, title: Q, graded: true, points: 5}]}]",
        ),
        (
            "modules: [{id: a, title: A, activities: [{id: q, kind: quiz, title: Q, graded: 1}]}]",
            "modules: [{id: a, title: A, activities: [{id: q, kind: quiz, title: Q, graded: true}]}]",
        ),
    ],
)
def test_what_the_schema_refuses_and_mooc_kit_understands_is_told_with_the_fix(wrong: str, right: str) -> None:
    schema = Draft202012Validator(json_schema(sections()))
    texts = [over_sound(part + "\n") for part in (wrong, right)]
    loaded = [load_spec(text, "course.yaml", sections()) for text in texts]
    read = [one.spec.model_dump() if one.spec else None for one in loaded]
    assert read[0] is not None and read[0] == read[1]
    told = [p for p in loaded[0].problems if p.code == OTHER_TYPE.code]
    refused = [error for error in schema.iter_errors(plain(texts[0])) if error.validator in ("type", "oneOf", "anyOf")]
    assert told and bool(refused)
    assert all("Write " in problem.hint for problem in told)
    assert not [problem for problem in loaded[1].problems if problem.code == OTHER_TYPE.code]
    assert not list(schema.iter_errors(plain(texts[1])))
