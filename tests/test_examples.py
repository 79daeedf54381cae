"""The example courses: whole, sound, built, and together using everything."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from mooc_kit.checks.course_check import check_path
from mooc_kit.completion_options.registry import options
from mooc_kit.kit.editor_schemas import kit_schemas
from mooc_kit.kit.examples import copy_example, examples_folder, list_examples
from mooc_kit.spec.schema import schema_path
from mooc_kit.targets.package_writer import write_package
from mooc_kit.targets.registry import targets
from tests.command_line import yamllint
from tests.conftest import plain

NAMES = list(list_examples())
BIN = Path(sys.executable).parent


def test_there_are_at_least_four_and_each_is_in_the_catalogue() -> None:
    folders = {path.parent.name for path in examples_folder().glob("*/course.yaml")}
    assert folders == set(NAMES)
    assert len(NAMES) >= 4


@pytest.mark.parametrize("name", NAMES)
def test_an_example_has_no_problems_but_notes(name: str) -> None:
    problems = check_path(examples_folder() / name, targets()).problems
    assert not [p for p in problems if p.severity != "note"]


@pytest.mark.parametrize("name", NAMES)
def test_a_third_partys_validator_takes_its_spec_with_its_own_schema(name: str) -> None:
    folder = examples_folder() / name
    found = {kind: json.loads((folder / schema_path(kind)).read_text()) for kind in kit_schemas()}
    assert found == kit_schemas(), "run `make examples`"
    spec = (folder / "course.yaml").read_text()
    assert spec.startswith("# yaml-language-server: $schema=.mooc-kit/course.schema.json")
    assert not list(Draft202012Validator(found["course"]).iter_errors(plain(spec)))


@pytest.mark.parametrize("name", NAMES)
def test_its_yaml_passes_yamllint(name: str) -> None:
    result = yamllint("--strict", examples_folder() / name)
    assert result.returncode == 0, result.stdout


def test_together_they_use_every_option() -> None:
    used = {
        key for name in NAMES for key in plain((examples_folder() / name / "course.yaml").read_text())["completion"]
    }
    assert used == set(options())


@pytest.mark.parametrize("name", NAMES)
def test_the_same_kit_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    built = []
    for copy in ("one", "two"):
        copy_example(name, tmp_path / copy)
        course = check_path(tmp_path / copy).course
        assert course is not None
        place = tmp_path / f"{copy}-built"
        write_package(targets()["site"].render(course, tmp_path / copy), place)
        built.append({p.relative_to(place).as_posix(): p.read_bytes() for p in place.rglob("*") if p.is_file()})
    assert built[0] == built[1]
    assert "index.html" in built[0]
