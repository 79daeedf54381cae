"""One door for each kind of thing, and no circle of files: what stands behind two doors will disagree."""

from __future__ import annotations

import ast
import re
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.sources import modules, nodes

ROOT = Path(__file__).parent.parent / "mooc_kit"
DOORS = {
    "csv": {"mooc_kit.tables.reading", "mooc_kit.tables.writing"},
    "openpyxl": {"mooc_kit.tables.reading", "mooc_kit.tables.writing"},
    "tarfile": {"mooc_kit.archive"},
    "zipfile": {"mooc_kit.archive"},
    "difflib.get_close_matches": {"mooc_kit.suggest"},
    "jinja2.sandbox": {"mooc_kit.templating"},
}
"""Who may import what: each kind of thing has one door. Two names in a set are the two leaves of one door."""


@cache
def imports_of(module: str) -> tuple[str, ...]:
    """The dotted names of all that a module imports, wherever in it: `from a import b` gives `a` and `a.b`."""
    found: list[str] = []
    for node in nodes(module):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert not node.level, f"{module} imports by a relative name"
            found += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return tuple(found)


@pytest.mark.parametrize("thing", DOORS)
def test_each_kind_of_thing_has_one_door(thing: str) -> None:
    inside = {
        module
        for module in modules()
        if any(name == thing or name.startswith(f"{thing}.") for name in imports_of(module))
    }
    assert inside == DOORS[thing]


def test_no_module_strips_tags_by_an_expression_of_its_own() -> None:
    """`content.html_words` gives the words of HTML; an expression glues blocks together and reads scripts."""
    found = [
        f"{module}:{node.lineno}"
        for module in modules()
        for node in nodes(module)
        if (isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"<\[\^<?>\]", node.value))
        or (
            isinstance(node, ast.Attribute)
            and node.attr == "text_content"
            and not module.startswith("mooc_kit.content")
        )
    ]
    assert found == []


def test_no_files_import_each_other_in_a_circle() -> None:
    """Imports inside functions and those for types count too: a circle cannot be read from any end."""
    graph = {module: {name for name in imports_of(module) if name in modules()} for module in modules()}
    for module, names in graph.items():
        # `from a import b` needs only the module a.b where there is one; a package's own front page is not in the way.
        names -= {name for name in names if any(other.startswith(f"{name}.") for other in names)} | {module}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(error.args[1]))


def test_a_module_opens_with_the_term_that_one_would_search_for() -> None:
    """`Atomic file writes: …` is found by whoever looks for it; a riddle, or a first sentence of two lines, is not."""
    odd = {}
    for module, tree in modules().items():
        first = (ast.get_docstring(tree) or "").partition("\n\n")[0]
        is_term_first = (": " in first or len(first) <= 100) and first.split()[:1] != [] and "\n" not in first
        if not is_term_first or first.split()[0] in {"A", "An", "The", "What", "Whether", "How"}:
            odd[module] = first
    assert not odd


def test_files_stay_short_enough_to_be_read_at_one_sitting() -> None:
    """400 lines; the one table of commands is exempt. A longer file is asked what its two things are."""
    lengths = {path.relative_to(ROOT).as_posix(): len(path.read_text().splitlines()) for path in ROOT.rglob("*.py")}
    del lengths["cli.py"]
    assert not {name: length for name, length in lengths.items() if length > 400}


def test_the_formatter_formats_every_line() -> None:
    """A table of bare literals may stand between `fmt: off` and `fmt: on`; single lines are not left out."""
    mark = "fmt: " + "skip"
    found = [
        path for folder in (ROOT, ROOT.parent / "tests") for path in folder.rglob("*.py") if mark in path.read_text()
    ]
    assert not found


@pytest.mark.parametrize("module", ["mooc_kit.cli", "mooc_kit.parameters"])
def test_the_command_line_imports_nothing_that_takes_time_at_its_top(module: str) -> None:
    """What a command needs is imported when it runs, so that `--version`, `--help` and each press of Tab stay quick."""
    allowed = {"typer", "pathlib", "typing", "collections.abc", "mooc_kit.commands", "mooc_kit.parameters"}
    top = ast.Module([node for node in modules()[module].body if isinstance(node, ast.Import | ast.ImportFrom)], [])
    named = {alias.name for node in ast.walk(top) if isinstance(node, ast.Import) for alias in node.names}
    for node in ast.walk(top):
        if isinstance(node, ast.ImportFrom) and node.module == "mooc_kit":
            named |= {f"mooc_kit.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            named.add(node.module or "")
    assert named <= allowed
