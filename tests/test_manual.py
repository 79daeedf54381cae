"""The manual follows from the code: extension points, their examples, and the picture of the rooms."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from mooc_kit import plugins
from mooc_kit.interview.plan import sections_of, steps_of
from mooc_kit.targets import registry as target_registry
from tests.command_line import forget

ROOT = Path(__file__).parent.parent


def script(name: str) -> ModuleType:
    """A script of the manual, which lies beside its pages and in no package."""
    found = importlib.util.spec_from_file_location(name, ROOT / f"docs/{name}.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    sys.modules[name] = module  # as mkdocs does with its hooks
    found.loader.exec_module(module)
    return module


POINTS = script("extension_points")
GROUPS = {group.name: group for group in POINTS.groups()}


def test_every_group_of_entry_points_is_on_the_page_of_extensions() -> None:
    named = {
        match
        for path in (ROOT / "mooc_kit").rglob("*.py")
        for match in re.findall(r'^[A-Z_]+ = "(mooc_kit\.[a-z_]+)"$', path.read_text(), re.MULTILINE)
    }
    assert named == set(GROUPS)
    page = POINTS.on_page_markdown((ROOT / "docs/extending.md").read_text())
    for name, group in GROUPS.items():
        assert f'[project.entry-points."{name}"]' in page
        assert group.base.__name__ in page


def made_of(group: Any) -> type[Any]:
    space: dict[str, Any] = {"__name__": "my_package"}
    exec(compile(group.example, group.name, "exec", dont_inherit=True), space)
    made: type[Any] = space[group.made]
    return made


@pytest.mark.parametrize("name", GROUPS)
def test_the_example_of_each_group_is_a_whole_extension(name: str) -> None:
    assert isinstance(made_of(GROUPS[name])(), GROUPS[name].base)


@pytest.fixture
def titles_target(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The example of a target, as if its package were installed."""
    made = made_of(GROUPS[target_registry.ENTRY_POINTS])

    class Entry(metadata.EntryPoint):
        def load(self) -> Any:
            return made

    entry = Entry(name=made.key, value="my_package.titles:Titles", group=target_registry.ENTRY_POINTS)
    real = metadata.entry_points
    monkeypatch.setattr(plugins, "are_extended", lambda: True)
    monkeypatch.setattr(
        metadata, "entry_points", lambda **given: [*real(**given), *([entry] if given["group"] == entry.group else [])]
    )
    forget()
    yield made.key
    forget()


def test_the_interview_offers_the_targets_of_other_packages(titles_target: str) -> None:
    sections = sections_of(is_full=True)
    steps = [step for section in sections for step in steps_of(section, {}, "my-course", is_full=True)]
    offered = next(step.choices for step in steps if step.path == ("targets",))
    assert titles_target in [choice.value for choice in offered or ()]


def test_the_picture_of_the_rooms_is_that_of_the_import_contract() -> None:
    """Mend it with `python docs/architecture.py`."""
    drawn = script("architecture")
    assert drawn.PICTURE.read_bytes() == drawn.picture()


def test_the_pictures_of_what_arrives_where_are_those_of_their_pages() -> None:
    """Mend them with `python docs/what_arrives.py`."""
    drawn = script("what_arrives")
    for of in drawn.PICTURES:
        assert drawn.place(of).read_bytes() == drawn.picture(of)
        named = {kit for kit, _ in drawn.rows(of.name)}
        assert named.issuperset((*of.page, *of.hand)), "a row that the picture colours is gone"
