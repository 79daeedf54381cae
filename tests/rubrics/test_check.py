"""Checking rubrics: what two judges would read differently is found, and what they would not is left alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mooc_kit.rubrics.check import read_rubric
from mooc_kit.rubrics.level_descriptors import degrees_apart, overlapping
from tests.conftest import Grow, Run

HEAD = "id: notes\ntitle: Field notes\ncriteria:\n  - id: place\n    title: Place\n    levels:\n"
Codes = Callable[[str], list[str]]


def rubric(*levels: tuple[str, str, str], extra: str = "") -> str:
    """A rubric of one criterion from (title, points as YAML, descriptor)."""
    rows = "".join(
        f"      - {{id: l{n}, title: {title}, {points}, descriptor: {json.dumps(words)}}}\n"
        for n, (title, points, words) in enumerate(levels)
    )
    return HEAD + rows + extra


def codes(text: str) -> list[str]:
    return [problem.code for problem in read_rubric(text, "rubrics/notes.yaml")[1]]


@pytest.mark.parametrize(
    ("weaker", "better"),
    [
        ("The place is clearly described.", "The place is very clearly described."),
        ("Shows good use of evidence.", "Shows excellent use of evidence."),
        ("Often names a source.", "Always names a source."),
        ("Der Ort ist teilweise beschrieben.", "Der Ort ist vollständig beschrieben."),
        ("Explica el lugar claramente.", "Explica el lugar muy claramente."),
    ],
)
def test_levels_that_differ_only_by_how_much_are_found(weaker: str, better: str) -> None:
    assert degrees_apart(weaker, better)
    assert codes(rubric(("A", "points: 1", weaker), ("B", "points: 2", better))) == ["R108"]


@pytest.mark.parametrize(
    ("weaker", "better"),
    [
        ("No place is named.", "The place is named."),
        ("The place is named.", "A stranger could find the place."),
        ("Names one source.", "Names two sources."),
        ("Shows a result.", "Shows a result, and how it came about."),
    ],
)
def test_levels_that_differ_in_what_one_can_see_are_left_alone(weaker: str, better: str) -> None:
    assert codes(rubric(("A", "points: 1", weaker), ("B", "points: 2", better))) == []


@pytest.mark.parametrize(
    ("weaker", "better", "overlap"),
    [
        ("Names 1 to 3 sources", "Names 3 or more sources", True),
        ("Names 1–2 sources", "Names at least three sources", False),
        ("Up to five errors", "Fewer than three errors", True),
        ("Between 2 and 4 photos", "More than four photos", False),
        ("1 to 3 sources", "3 to 5 photos", False),
    ],
)
def test_numbers_that_two_levels_share_are_found(weaker: str, better: str, overlap: bool) -> None:
    assert bool(overlapping(weaker, better)) is overlap


def test_ranges_of_points_must_not_overlap() -> None:
    text = rubric(("A", "points_from: 0, points: 3", "No day."), ("B", "points_from: 3, points: 6", "A day."))
    found = read_rubric(text, "rubrics/notes.yaml")[1]
    assert [(p.code, p.place.line, p.hint) for p in found] == [("R105", 8, "Write `points_from: 4`.")]
    assert codes(text.replace("points_from: 3", "points_from: 4")) == []


def test_a_step_that_decides_nearly_everything_is_told_with_even_points_beside_it() -> None:
    text = rubric(("A", "points: 0", "No day."), ("B", "points: 1", "A day."), ("C", "points: 10", "An hour."))
    (problem,) = read_rubric(text, "rubrics/notes.yaml")[1]
    assert problem.code == "R107"
    assert "0, 5, 10" in problem.hint


def test_a_weight_counts_a_criterion_more_than_once() -> None:
    text = rubric(("A", "points: 1", "A day."), ("B", "points: 2", "An hour.")).replace(
        "    levels:", "    weight: 3\n    levels:"
    )
    found, problems = read_rubric(text, "rubrics/notes.yaml")
    assert found is not None
    assert not problems
    assert found.max_points == 6


def test_an_outcome_that_no_criterion_judges_is_found_in_the_kit(mooc_kit: Run, grow: Grow, tmp_path: Path) -> None:
    grow("river-watch", "rivers")
    assert mooc_kit("rubric", "check", "rivers").returncode == 0
    file = tmp_path / "rivers/rubrics/brief.yaml"
    file.write_text(file.read_text().replace("- advocate", "- sample"))
    result = mooc_kit("rubric", "check", "rivers", "--format", "json", "--strict")
    found = json.loads(result.stdout)["problems"]
    assert result.returncode == 1
    assert {problem["code"] for problem in found} == {"R113"}
    assert found[0]["file"] == "rivers/course.yaml"
    file.write_text(file.read_text().replace("- sample", "- swimming"))
    result = mooc_kit("rubric", "check", "rivers")
    assert "rivers/rubrics/brief.yaml:12:9  R114" in result.stdout


def test_bad_input_ends_in_a_problem_and_never_in_a_traceback(mooc_kit: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_bytes(b"\xff\xfe\x00 criteria: [")
    for call in (("check", "bad.yaml"), ("check", "-"), ("check", "missing.yaml"), ("print", "bad.yaml")):
        result = mooc_kit("rubric", *call, stdin="criteria: {")
        assert result.returncode == 1
        assert "Traceback" not in result.stderr
    assert mooc_kit("rubric", "print", "nothing").returncode == 2
