"""What `validate` can read, `set`, `add`, `interview` and `migrate` can edit; what it refuses, they refuse alike."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from mooc_kit.problems import MoocKitError
from mooc_kit.spec.edit import made_equal, set_value, with_entry, with_missing
from mooc_kit.spec.migrate import migrate
from mooc_kit.spec.yaml_tree import load_tree
from tests.conftest import SOUND, Run

ODD = (
    "\t",
    "2026-02-30",
    "2026-01-01T00:00:00Z",
    "12:30",
    "yes",
    "~",
    "''",
    '"\\t"',
    "0o7",
    "-0o7",
    "0x1F",
    "+5",
    "-0",
    ".5",
    "5.",
    "1e3",
    "1_000",
    "<<: x",
    "<<: {a: 1}",
    "1: 2",
    "true: x",
    "null: 1",
    "? x",
    "&a x",
    "*a",
    "|\n",
    ">\n",
    ": ",
    "#\tx",
    "[1,\t2]",
    "{}",
    "[]",
    "{a: b, a: c}",
    "title: 2",
    "- ",
    "---\n",
    "...\n",
    "%YAML 1.1\n---\n",
    "\r\n",
    "\ufeff",
    "\x85",
    "\u2028",
    "\xa0",
    "!!str 5",
    "!!int x",
    "!!set {a}",
    "!x y",
    "@",
    "`",
    "\\",
    "   ",
    "9" * 500,
    "1e999",
    "'a''b'",
    "\n\n",
)
SMALL = """\
# Our course
course:
  id: river-watch  # as in the address
  title: 'River Watch'
  weeks: 4
  summary: Collect water samples, read what is in them, and tell your neighbours what you
    found.
outcomes:
  - {id: sample, text: Collect a water sample}
modules:
  - id: one
    title: One
    outcomes: [sample]
    activities:
      - {id: first, kind: page, title: First}
"""
RUNS = int(os.environ.get("MOOC_KIT_FUZZ_RUNS", "60"))
Edit = Callable[[str, dict[str, Any]], str]


def changed(text: str, chance: random.Random) -> str:
    """`text` with one thing put in somewhere: behind a colon, at the end of a line, or anywhere."""
    lines = text.split("\n")
    number = chance.randrange(len(lines))
    line = lines[number]
    after = line.find(":") + 1
    at = chance.choice([after, after + 1, len(line), 0, chance.randint(0, len(line))])
    rest = line[at:] if chance.random() < 0.6 else ""
    lines[number] = line[:at] + chance.choice(["", " "]) + chance.choice(ODD) + rest
    return "\n".join(lines)


def weeks(value: dict[str, Any]) -> dict[str, Any]:
    value["course"] = {**(value.get("course") or {}), "weeks": 5}
    return value


def outcome(value: dict[str, Any]) -> dict[str, Any]:
    value["outcomes"] = [*(value.get("outcomes") or []), {"id": "new", "text": "New"}]
    return value


def note(value: dict[str, Any]) -> dict[str, Any]:
    return {**value, "note": ["12:30", 1]}


EDITS: dict[str, tuple[Edit, Callable[[dict[str, Any]], dict[str, Any]]]] = {
    "set": (lambda text, _: set_value(text, ("course", "weeks"), 5), weeks),
    "add": (lambda text, _: with_entry(text, ("outcomes",), {"id": "new", "text": "New"}), outcome),
    "interview": (lambda text, value: made_equal(text, note(value)), note),
    "new": (lambda text, value: with_missing(text, note(value)), note),
    "migrate": (lambda text, _: migrate(text)[0], lambda value: value),
}


def test_what_can_be_read_can_be_edited_and_what_cannot_ends_in_a_place() -> None:
    chance = random.Random(os.environ.get("MOOC_KIT_FUZZ_SEED", "29"))
    edited = refused = 0
    for _ in range(RUNS):
        text = changed(SMALL, chance)
        tree, problems = load_tree(text, "course.yaml")
        for name, (edit, expected) in EDITS.items():
            if tree is None or problems:
                if name not in ("migrate", "interview"):  # the first leaves it alone, the other reads it before
                    with pytest.raises(MoocKitError) as raised:
                        edit(text, {})
                    assert all(problem.place.line or problem.code == "Y103" for problem in raised.value.problems), text
                continue
            if not isinstance(tree.value, dict) or not isinstance(tree.value.get("course", {}), dict | None):
                continue
            if not isinstance(tree.value.get("outcomes"), list | None):
                continue
            try:
                after, _ = load_tree(edit(text, deepcopy(tree.value)), "course.yaml")
            except MoocKitError as error:
                assert {problem.code for problem in error.problems} == {"Y110"}, text
                refused += 1
                continue
            assert after is not None, text
            assert after.value == expected(deepcopy(tree.value)), (name, text)
            edited += 1
    assert edited > RUNS  # of five edits each
    assert refused * 20 < edited


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("  weeks: 4", "  weeks:\t4"),
        ("  weeks: 4", "  weeks: 4\t# a comment\twith tabs"),
        ("  weeks: 4", "  weeks: 4\n  note: 2026-02-30"),
        ("  weeks: 4", "  weeks: 4\n  note: A\tB"),
        ("  weeks: 4", "  weeks: 0o4"),
    ],
)
def test_rare_forms_are_edited_and_keep_what_they_say(before: str, after: str) -> None:
    text = SMALL.replace(before, after, 1)
    tree, _ = load_tree(text, "course.yaml")
    made, _ = load_tree(set_value(text, ("course", "title"), "New"), "course.yaml")
    assert tree is not None and made is not None
    assert made.value == {**tree.value, "course": {**tree.value["course"], "title": "New"}}


def test_a_date_stays_a_bare_word() -> None:
    text = SMALL.replace("  weeks: 4", "  weeks: 4\n  start: 2027-03-01  # Monday", 1)
    assert "  start: 2027-03-01  # Monday" in set_value(text, ("course", "title"), "New")


@pytest.mark.parametrize(
    "command",
    [
        ["set", "course.weeks", "5"],
        ["add", "outcome", "Teach"],
        ["add", "option", "self_check"],
        ["migrate", "."],
        ["interview"],
    ],
)
def test_a_key_that_stands_twice_is_told_with_its_place_and_nothing_is_written(
    mooc_kit: Run, command: list[str], tmp_path: Path
) -> None:
    text = SOUND.read_text().replace("  weeks: 4", "  weeks: 4\n  weeks: 5", 1)
    (tmp_path / "course.yaml").write_text(text)
    result = mooc_kit(*command)
    line = text.split("\n").index("  weeks: 5") + 1
    assert result.returncode == 1
    assert f"course.yaml:{line}:3  Y102" in result.stdout + result.stderr
    assert (tmp_path / "course.yaml").read_text() == text
