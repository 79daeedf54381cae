"""The JSON Schema: a third party's validator and mooc-kit agree on what is a spec."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any, get_args

import pytest
from babel import localedata
from jsonschema import Draft202012Validator
from packaging.licenses._spdx import LICENSES
from pydantic import TypeAdapter, ValidationError

from mooc_kit.completion_options.registry import sections
from mooc_kit.kit.editor_schemas import KINDS, schema_of
from mooc_kit.parameters import FileKind
from mooc_kit.spec import json_patterns, load_spec
from mooc_kit.spec.fields import Date, Email, Language, License, Moment, Text, Url
from mooc_kit.spec.schema import json_schema
from mooc_kit.targets.registry import targets
from tests.conftest import SOUND, merged, plain

SCHEMA = json_schema(sections())
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)

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


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_has_a_text_to_show_and_no_name_of_a_class_stands_in_it(kind: str) -> None:
    schema = schema_of(kind)
    Draft202012Validator.check_schema(schema)
    bare = []

    def walk(part: Any, where: str) -> None:
        if isinstance(part, dict):
            bare.extend(f"{where}.{name}" for name, field in part.get("properties", {}).items() if not _is_said(field))
            assert isinstance(part.get("title", {}), dict), f"{where} has a title, which editors show above the words"
            for key, value in part.items():
                walk(value, f"{where}/{key}")
        elif isinstance(part, list):
            for value in part:
                walk(value, where)

    walk(schema, "")
    assert bare == []
    assert not re.findall(r"[A-Z][a-z]+[A-Z]\w+", " ".join(schema.get("$defs", {})))


def _is_said(field: dict[str, Any]) -> bool:
    """Whether it has words of its own."""
    return bool(re.match(r"[A-Z0-9`*]", field.get("description", "")))


def test_the_command_prints_each_kind() -> None:
    assert get_args(FileKind) == KINDS


def test_targets_and_platforms_are_the_ones_that_are_there() -> None:
    schema = schema_of("course")
    assert schema["properties"]["targets"]["items"]["enum"] == list(targets())
    platform = schema["$defs"]["authenticated-completion"]["properties"]["platform"]
    assert platform["enum"] == [key for key, target in targets().items() if target.is_full_platform]


@pytest.mark.parametrize(
    ("kind", "pattern", "texts"),
    [
        (
            Language,
            json_patterns.LANGUAGE,
            [*localedata.locale_identifiers(), "x-foo", "i-klingon", "en-GB-oed", "root"],
        ),
        (License, json_patterns.LICENSE, [name["id"] for name in LICENSES.values()]),
        (License, json_patterns.LICENSE, ["mit", "(MIT)", "MIT or (ISC AND 0BSD)", "GPL-2.0+", "LicenseRef-ours"]),
        (
            Url,
            json_patterns.URL,
            ["HTTP://a.b", "https://[::1]:8000/x", "https://ä.de/ö?a#b", "https://@a.b", "http://."],
        ),
        (Email, json_patterns.EMAIL, ["ä@bücher.de", "o'x+y@b.c", "a@test"]),
        (Date, json_patterns.DATE, [(date(2028, 1, 1) + timedelta(days=n)).isoformat() for n in range(366)]),
        (Moment, json_patterns.MOMENT, ["2027-03-04T18:00", "2027-03-04_18:00:59,5z", "2027-03-04 18:00-0130"]),
        (Text, json_patterns.TEXT, [" a ", "a\nb", "ä\tb", "–"]),
    ],
)
def test_a_pattern_takes_all_that_validate_takes(kind: Any, pattern: str, texts: list[str]) -> None:
    taken = [text for text in texts if _takes(kind, text)]
    assert len(taken) > len(texts) // 2
    assert [text for text in taken if not re.search(pattern, text)] == []


def _takes(kind: Any, text: str) -> bool:
    try:
        TypeAdapter(kind).validate_python(text)
    except ValidationError:
        return False
    return True
