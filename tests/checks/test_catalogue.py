"""Every problem code: its wrong example yields it, its right example does not, and `explain` can tell it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import mooc_kit
from mooc_kit.checks.catalogue import all_rules
from mooc_kit.checks.course_check import check_text
from mooc_kit.course.kit_files import KitFiles
from mooc_kit.course.pages import read_page
from mooc_kit.problems import Rule
from mooc_kit.quizzes.native import read_quiz
from mooc_kit.rubrics.check import read_rubric
from mooc_kit.spec.yaml_tree import load_tree
from mooc_kit.targets.registry import targets
from tests.conftest import over_sound

RULES = list(all_rules().values())
TESTED_ELSEWHERE = {"files", "kit"}
"""Kinds of examples that are not a text: tests/course makes the kits for them."""


def of_kind(kind: str) -> list[Rule]:
    return [rule for rule in RULES if rule.example_is == kind]


def ids(rule: Rule) -> str:
    return rule.code


@pytest.mark.parametrize("rule", of_kind("course.yaml"), ids=ids)
def test_the_wrong_fragment_has_the_problem_and_the_right_one_has_not(rule: Rule) -> None:
    known = tuple(targets())
    wrong = check_text(over_sound(rule.wrong), "course.yaml", known)
    right = check_text(over_sound(rule.right), "course.yaml", known)
    found = [problem for problem in wrong.problems if problem.code == rule.code]
    assert found
    assert all(problem.place.line and problem.hint for problem in found)
    assert rule.code not in [problem.code for problem in right.problems]


@pytest.mark.parametrize("rule", of_kind("whole file"), ids=ids)
def test_the_wrong_file_has_the_problem_and_the_right_one_has_not(rule: Rule) -> None:
    assert rule.code in [problem.code for problem in load_tree(rule.wrong, "course.yaml")[1]]
    assert not load_tree(rule.right, "course.yaml")[1]


@pytest.mark.parametrize("rule", of_kind("quiz file"), ids=ids)
def test_the_wrong_quiz_has_the_problem_and_the_right_one_has_not(rule: Rule) -> None:
    outcomes = ["sample", "analyse", "advocate"]
    assert rule.code in [problem.code for problem in read_quiz(rule.wrong, "quiz.yaml", outcomes)[1]]
    assert not read_quiz(rule.right, "quiz.yaml", outcomes)[1]


@pytest.mark.parametrize("rule", of_kind("rubric file"), ids=ids)
def test_the_wrong_rubric_has_the_problem_and_the_right_one_has_not(rule: Rule) -> None:
    assert rule.code in [problem.code for problem in read_rubric(rule.wrong, "rubric.yaml")[1]]
    assert not read_rubric(rule.right, "rubric.yaml")[1]


@pytest.mark.parametrize("rule", of_kind("page file"), ids=ids)
def test_the_wrong_page_has_the_problem_and_the_right_one_has_not(rule: Rule, tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    (folder / "content/pages").mkdir(parents=True)
    for name in ("content/pages/protocol.md", "content/pages/river.jpg", "images/chart.png"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")
    for text, expected in ((rule.wrong, True), (rule.right, False)):
        files = KitFiles(folder)
        read_page(files, "content/pages/page.md", text)
        codes = [problem.code for problem in files.problems]
        assert (rule.code in codes or (rule.code == "K103" and "Y101" in codes)) is expected, codes


def test_every_rule_has_an_example_of_a_known_kind() -> None:
    kinds = {"course.yaml", "whole file", "quiz file", "rubric file", "page file", "certificate file", "badge file"}
    assert not [rule for rule in RULES if rule.example_is not in kinds | TESTED_ELSEWHERE]


def test_codes_are_stable_in_form_and_words_are_there() -> None:
    for rule in RULES:
        assert re.fullmatch(r"[A-Z]\d{3}", rule.code)
        assert rule.title.endswith(".")
        assert len(rule.why) > 30
        assert rule.wrong != rule.right


def test_no_code_is_given_twice_in_mooc_kit() -> None:
    sources = sorted(Path(mooc_kit.__file__).parent.rglob("*codes.py"))
    codes = [code for path in sources for code in re.findall(r'^    "([A-Z]\d{3})"', path.read_text(), re.MULTILINE)]
    assert len(codes) > 150
    assert sorted({code for code in codes if codes.count(code) > 1}) == []
