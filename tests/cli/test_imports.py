"""Import budgets: which heavy modules each everyday command may load, so that starting does not get slower unseen.

A command that loads less than its line allows gets a shorter line; one that loads more has to say why. All run in
copies of one process that has loaded the command line alone.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shared import grown

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not copied here"),
]

SPEC = {"mooc_kit.spec.fields", "pydantic", "yaml", "email", "importlib.metadata"}
"""What reads a spec: `email` comes with `importlib.metadata`, which pydantic loads."""
COURSE = {*SPEC, "mooc_kit.course.model", "sqlite3"}
CHECK = {*COURSE, "babel", "markdown_it", "linkify_it", "lxml", "nh3", "packaging", "tinycss2", "pygments", "logging"}
"""What a course is checked with: its pages become HTML, and its targets say what they refuse."""
BUDGET: dict[str, set[str]] = {
    "--version": set(),
    "man": set(),
    "explain C204": {"rich", "sqlite3"},
    "options": {"rich", "sqlite3"},
    "validate": {"sqlite3"},
    "quiz formats": {"rich", *SPEC} - {"yaml"},
    "quiz check quizzes/baseline-quiz.yaml": {*COURSE, "packaging"},
    "schema": COURSE,
    "validate --no-cache": CHECK,
    "todo": CHECK,
    "new grown --from course.yaml": {*CHECK, "rich", "jinja2", "cookiecutter", "ruamel"},
}
KEPT_BEFORE = ("options", "validate")
"""Asked once before: what these tell is kept from then on."""
HEAVY = {
    *CHECK,
    *[
        "click",
        "rich",
        "jinja2",
        "langcodes",
        "email_validator",
        "cookiecutter",
        "arrow",
        "ruamel",
        "questionary",
        "prompt_toolkit",
        "PIL",
    ],
    *[
        "cryptography",
        "duckdb",
        "pyarrow",
        "numpy",
        "sklearn",
        "typst",
        "html5lib",
        "bs4",
        "segno",
        "dulwich",
        "openpyxl",
        "asyncio",
        "multiprocessing",
        "distributed",
    ],
}
SCRIPT = """
import json, os, shlex, sys
from mooc_kit.cli import main

heavy, commands = json.loads(sys.argv[1])
for command in commands:
    reads, writes = os.pipe()
    child = os.fork()
    if not child:
        sys.argv = ["mooc-kit", *shlex.split(command)]
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        status = None
        try:
            main()
        except SystemExit as end:
            status = end.code
        os.write(writes, json.dumps([command, status, [name for name in heavy if name in sys.modules]]).encode())
        os._exit(0)
    os.close(writes)
    os.waitpid(child, 0)
    print(os.read(reads, 65536).decode(), flush=True)
"""


@pytest.fixture(scope="module")
def loaded(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """What each command of BUDGET loaded."""
    place = tmp_path_factory.mktemp("imports")
    kit = grown(shared, "river-watch", place / "kit")
    asked = json.dumps([sorted(HEAVY), [*KEPT_BEFORE, *BUDGET]])
    environment = {**os.environ, "MOOC_KIT_CACHE": str(place / "cache")}
    command = [sys.executable, "-c", SCRIPT, asked]
    out = subprocess.run(command, capture_output=True, text=True, check=True, cwd=kit, env=environment).stdout
    found = {}
    for line in out.splitlines():
        name, status, modules = json.loads(line)
        assert not status, name
        found[name] = set(modules)
    return found


@pytest.mark.parametrize("command", list(BUDGET))
def test_a_command_loads_no_more_than_its_budget(command: str, loaded: dict[str, set[str]]) -> None:
    assert loaded[command] <= BUDGET[command]


def test_the_budgets_are_no_larger_than_they_have_to_be(loaded: dict[str, set[str]]) -> None:
    assert BUDGET["validate --no-cache"] <= loaded["validate --no-cache"]
    assert BUDGET["explain C204"] <= loaded["explain C204"]
