"""The threat model claims nothing that no test holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
MODEL = HERE.parent / "docs" / "threat-model.md"
TESTS = {
    name
    for path in HERE.rglob("test_*.py")
    for name in re.findall(r"^ *def (test_\w+)", path.read_text(), re.MULTILINE)
}


def rows() -> list[list[str]]:
    found = []
    for line in MODEL.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if cells and cells[0] not in ("Attempt", "Attack") and not set(line) <= set("|- "):
            found.append(cells)
    return found


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0][:40])
def test_each_row_of_the_threat_model_is_held_by_tests_that_exist(row: list[str]) -> None:
    named = re.findall(r"`(test_\w+)`", row[-1])
    assert named or row[-1].startswith("No test"), row[0]
    assert not set(named) - TESTS


def test_the_twelve_attacks_that_worked_once_stand_there() -> None:
    text = MODEL.read_text(encoding="utf-8")
    for sign in (
        "unfinished update",
        "clean filter",
        "'a'*10**9",
        "[/bold]x",
        "`random`",
        "2026-02-30",
        "1,500 colons",
    ):
        assert sign in text
    for sign in ("`/dev/full`", "full disk under", "64:ff9b::/96", "9,000 headings", "put into a list"):
        assert sign in text


def test_every_test_that_the_manual_names_exists() -> None:
    for page in MODEL.parent.glob("*.md"):
        assert not set(re.findall(r"`(test_[a-z]\w+)`", page.read_text(encoding="utf-8"))) - TESTS, page.name
