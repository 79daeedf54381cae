"""The manual follows from the code: its reference, extension points with their examples, and the pictures."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema
import pytest
import typer
import yaml

from mooc_kit import plugins
from mooc_kit.checks.catalogue import all_rules
from mooc_kit.cli import app
from mooc_kit.completion_options.registry import sections
from mooc_kit.interview.plan import sections_of, steps_of
from mooc_kit.kit.editor_schemas import KINDS, schema_of
from mooc_kit.spec import load_spec
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


# ---- the reference ---------------------------------------------------------------------------------------------------

COMMANDS = script("reference_commands")
FILES = script("reference_files")
PAGES = script("generated_pages")
SECTIONS = script("sections")


def test_every_command_option_and_variable_is_on_the_page_of_commands() -> None:
    page = "\n".join(COMMANDS.commands_page())
    group: Any = typer.main.get_command(app)
    context = group.make_context("mooc-kit", [], resilient_parsing=True)
    found = list(commands_of(group, context, ""))
    assert len(found) > 60
    for path, command in found:
        section = page.partition(f"### mooc-kit {path} {{")[2].partition("\n### ")[0]
        for parameter in command.params:
            for name in (*parameter.opts, *parameter.secondary_opts):
                if name.startswith("-") and name not in ("--help", "-h"):
                    assert re.search(rf"`[^`\n]*{re.escape(name)}\b", section), f"{path} {name}"


def commands_of(group: Any, context: Any, path: str) -> Iterator[tuple[str, Any]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        here = f"{path} {name}".strip()
        if hasattr(command, "list_commands"):
            yield from commands_of(
                command, command.make_context(name, [], parent=context, resilient_parsing=True), here
            )
        elif not command.hidden:
            yield here, command


def test_every_variable_that_is_read_is_told() -> None:
    read = {
        name
        for path in (ROOT / "mooc_kit").rglob("*.py")
        for name in re.findall(r"\bMOOC_KIT_[A-Z_]+\b", path.read_text(encoding="utf-8"))
    }
    assert read == {one.name for one in COMMANDS.VARIABLES if one.name.startswith("MOOC_KIT_")}


def test_every_key_of_every_file_has_an_example_that_its_schema_takes() -> None:
    pages = [(FILES.course_parts(), schema_of("course"))]
    pages += [(FILES.file_parts(name), kind.schema()) for name, kind in FILES.FILES.items()]
    count = 0
    for parts, schema in pages:
        for row in (row for part in parts for row in part.rows if not row.is_group):
            shown = FILES.example(row)
            assert shown, f"{row.path} has no example: add one to docs/every_key.yaml or every_key_of_files.yaml"
            held = jsonschema.Draft202012Validator({**row.schema, "$defs": schema.get("$defs", {})})
            # A day is text for JSON, and a number may stand as text.
            values = [yaml.load(shown[1:-1], Loader=loader) for loader in (yaml.BaseLoader, yaml.SafeLoader)]
            assert any(held.is_valid(value) for value in values), f"{row.path}: {shown}"
            count += 1
    assert count > 300


def test_every_kind_of_file_that_editors_know_is_in_the_reference() -> None:
    assert {kind.of for kind in FILES.FILES.values() if isinstance(kind.of, str)} == set(KINDS) - {"course"}


def test_the_course_of_rare_keys_is_sound() -> None:
    text = FILES.EVERY_KEY.read_text(encoding="utf-8")
    assert not load_spec(text, "every_key.yaml", sections()).problems


def test_every_key_of_the_schema_is_on_its_page() -> None:
    page = "\n".join(FILES.spec_page())
    schema = schema_of("course")
    keys = {key for part in (schema, *schema["$defs"].values()) for key in part.get("properties", ())}
    assert not [key for key in keys if f"| `{key}` |" not in page]


def test_every_code_is_explained_on_the_page_of_its_family() -> None:
    assert {code[0] for code in all_rules()} | {"I"} == set(PAGES.FAMILIES)
    of_families = {letter: "\n".join(PAGES.codes_of_family(letter)) for letter in PAGES.FAMILIES}
    for code in all_rules():
        assert f"# {code} " in of_families[code[0]]


def test_an_address_of_a_code_from_before_families_had_pages_leads_on() -> None:
    page = "\n".join(PAGES.codes_page())
    for code in all_rules():
        assert f"[{code}]({PAGES.family_page(code[0])}#{code.lower()}){{#{code.lower()}}} " in page
    for letter in PAGES.FAMILIES:
        assert f"{{#family-{letter.lower()}}}" in page


def test_every_target_and_format_is_on_the_page_of_formats() -> None:
    assert set(PAGES.PAGE_OF_TARGET) == set(target_registry.targets())
    "".join(PAGES.formats_page())


def test_every_message_of_the_page_on_trouble_can_be_met() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "mooc_kit").rglob("*.py"))
    said = re.sub(r'"\s*\n\s*f?"', "", source)  # texts that go on in the next line
    page = (ROOT / "docs/troubleshooting.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+?) \| .+ \|$", page, re.MULTILINE)
    messages = [quoted for row in rows for quoted in re.findall(r"``? ?(.+?) ?``?(?= |$|,)", row) if " " in quoted]
    assert len(messages) > 15
    for message in messages:
        if message.startswith("command not found"):  # a shell says it
            continue
        for piece in re.split("…", message):
            assert piece.strip(" .:,;`“”()") in said, f"{message}: nothing says {piece!r}"


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("https://github.com/open-rivers/mooc-kit.git", "https://github.com/open-rivers/mooc-kit"),
        ("https://ama:secret@git.example.org/us/mooc-kit", "https://git.example.org/us/mooc-kit"),
        ("git@gitlab.com:us/sub/mooc-kit.git", "https://gitlab.com/us/sub/mooc-kit"),
        ("ssh://git@git.example.org:2222/us/mooc-kit.git", "https://git.example.org/us/mooc-kit"),
        ("/srv/git/mooc-kit.git", ""),
        ("../mooc-kit", ""),
        ("", ""),
    ],
)
def test_edit_links_lead_to_a_remote_that_a_browser_can_open(remote: str, address: str) -> None:
    assert SECTIONS.web_address(remote) == address
