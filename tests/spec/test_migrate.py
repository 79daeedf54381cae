"""A course of an older version of the spec is brought along, with the words that people wrote beside it."""

from __future__ import annotations

from pathlib import Path

from mooc_kit.completion_options.registry import sections
from mooc_kit.spec import load_spec
from mooc_kit.spec.migrate import migrate
from tests.conftest import Run, plain

OLD = """\
# Our first draft, from the workshop
spec: 0
course:
  id: rivers
  name: River Watch   # say it aloud
  licence: CC-BY-4.0
  effort: 3
outcomes:
  - Collect a water sample   # Ama wants this first
  - Analyse a sample
modules:
  - id: one
    title: One
    activities:
      - {id: check, type: quiz, title: Check, graded: true, points: 10, pass_mark: 60}
# Evidence without marking
completion: [self-check, participant_outcomes]
"""


def test_version_0_becomes_version_1_with_its_comments() -> None:
    text, told = migrate(OLD)
    for comment in ("# Our first draft", "# say it aloud", "# Ama wants this first", "# Evidence without marking"):
        assert comment in text
    assert told
    loaded = load_spec(text, "course.yaml", sections())
    assert loaded.spec is not None, loaded.problems
    assert loaded.spec.course.title == "River Watch"
    assert loaded.spec.course.hours_per_week == 3
    assert [outcome.id for outcome in loaded.spec.outcomes] == ["collect", "analyse"]
    assert set(loaded.spec.completion.offered()) == {"self_check", "participant_outcomes"}
    quiz = plain(text)["modules"][0]["activities"][0]
    assert (quiz["kind"], quiz["pass"]) == ("quiz", 60)
    assert migrate(text) == (text, [])


def test_the_command_tells_checks_and_writes(mooc_kit: Run, tmp_path: Path) -> None:
    (tmp_path / "course.yaml").write_text(OLD)
    assert "mooc-kit migrate" in mooc_kit("validate").stdout
    assert mooc_kit("migrate", "--check").returncode == 1
    assert (tmp_path / "course.yaml").read_text() == OLD
    assert "version 0 → 1" in mooc_kit("migrate").stdout
    assert mooc_kit("migrate", "--check").returncode == 0
    assert "Y" not in {p[0] for p in mooc_kit("validate", "--format", "json").stdout.split('"code": "')[1:]}


def test_a_version_from_the_future_is_left_alone(mooc_kit: Run, tmp_path: Path) -> None:
    (tmp_path / "course.yaml").write_text("spec: 7\ncourse: {id: x, title: X}\n")
    result = mooc_kit("migrate")
    assert result.returncode == 1
    assert "newer" in result.stdout
    assert (tmp_path / "course.yaml").read_text().startswith("spec: 7")
