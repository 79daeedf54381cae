"""Dependencies: what comes in stands in the table of decision 25, at the version that is installed."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/decisions/0025-dependencies.md"


def rows() -> dict[str, list[str]]:
    """Of the table that the script writes, not of the one with advisories."""
    table = PAGE.read_text(encoding="utf-8").partition("<!-- begin of the table -->")[2]
    lines = [line for line in table.splitlines() if line.startswith("| ")][2:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {row[0].partition(" (")[0]: row[1:] for row in cells}


def test_every_package_that_is_asked_for_has_been_looked_at() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    asked = [*project["dependencies"], *extras["goals"], *extras["dask"], *extras["documents"]]
    assert {canonicalize_name(Requirement(one).name) for one in asked} <= set(rows()), "run python docs/dependencies.py"


def test_the_table_tells_of_the_versions_that_are_installed() -> None:
    pins = re.findall(r"^([\w.-]+)==([^\s;]+)", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE)
    known = {(canonicalize_name(name), version) for name, version in pins}
    told = {(name, row[0]) for name, row in rows().items()}
    assert told <= known, "run python docs/dependencies.py"


def test_nothing_comes_in_that_may_be_given_on_under_the_gpl_alone() -> None:
    licences = {name: row[3] for name, row in rows().items()}
    assert [name for name, it in licences.items() if "GPL" in it and " OR " not in it and "Artistic" not in it] == []
    assert "not told" not in licences.values()
