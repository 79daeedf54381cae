"""Drawn values in Open edX problems: whatever authors call them, the script computes the answer, and comes home."""

from __future__ import annotations

import io
import tarfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from mooc_kit.course.model import CompletionRule, Course, Module, Quiz
from mooc_kit.importers.open_edx.drawn_numbers import calculated, with_names
from mooc_kit.quizzes.formula import FormulaError, evaluate, renamed
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.targets.open_edx import OpenEdx


def problem_of(question: dict[str, Any], folder: Path) -> etree._Element:
    """The problem of the package that holds `question` alone."""
    quiz = Quiz(id="quiz", title="Quiz", quiz=QuizFile.model_validate({"questions": [question]}), points=1)
    module = Module(id="m", title="M", week=1, activities=(quiz,))
    rule = CompletionRule(activities=(), weights={"quiz": Fraction(1)})
    course = Course(id="c", title="C", language="en", license="CC-BY-4.0", modules=(module,), rule=rule)
    files = OpenEdx().render(course, folder).files
    data = next(data for path, data in files.items() if path.endswith(".tar.gz"))
    assert isinstance(data, bytes)
    with tarfile.open(fileobj=io.BytesIO(data)) as package:
        (name,) = (name for name in package.getnames() if "/problem/" in name)
        file = package.extractfile(name)
        assert file is not None
        return etree.fromstring(file.read())


@pytest.mark.parametrize(
    ("names", "formula"),
    [
        (("random", "abs"), "abs * random + abs(-random)"),
        (("max", "round"), "max(max, round) / round(round)"),
        (("mk_answer", "float"), "mk_answer ** 2 - float"),
        (("mk_value_2", "mk_value_1"), "mk_value_2 - mk_value_1 * 2"),
        (("math", "e"), "math + e * pi"),
        (("größe", "a1"), "(größe + a1) / 2.5e1"),
    ],
)
def test_no_name_of_a_drawn_value_breaks_a_problem(names: tuple[str, str], formula: str, tmp_path: Path) -> None:
    values = {name: {"least": 3, "most": 9, "decimals": 2} for name in names}
    prompt = f"First {{{names[0]}}}, then {{{names[1]}}}."
    asked = {"id": "q", "kind": "calculated", "prompt": prompt, "formula": formula, "variables": values, "decimals": 6}
    problem = problem_of(asked, tmp_path)
    (script,) = problem.iter("script")
    drawn: dict[str, Any] = {}
    exec(script.text or "", drawn)
    given = {name: drawn[f"mk_value_{number}"] for number, name in enumerate(names, 1)}
    assert all(3 <= value <= 9 for value in given.values())
    assert drawn["mk_answer"] == pytest.approx(evaluate(formula, given), abs=1e-6)
    home = calculated(script)
    assert home is not None
    assert (home["formula"], list(home["variables"])) == (formula, list(names))
    assert with_names("".join(problem.itertext("label")), home["variables"]) == prompt


def test_a_name_is_never_a_line_of_the_script(tmp_path: Path) -> None:
    hostile = "a = 1\nimport os\nb"
    values = {"x": {"least": 1, "most": 2}, hostile: {"least": 1, "most": 2}}
    asked = {"id": "q", "kind": "calculated", "prompt": "{x}?", "formula": "x", "variables": values}
    (script,) = problem_of(asked, tmp_path).iter("script")
    assert [line for line in (script.text or "").splitlines() if line.startswith("import")] == [
        "import math",
        "import random",
    ]


def test_only_variables_are_renamed_and_the_rest_stays_as_it_was_written() -> None:
    assert renamed("abs( a )*a1  + a", {"a": "b", "abs": "x"}) == "abs( b )*a1  + b"
    with pytest.raises(FormulaError):
        renamed("a +", {})
