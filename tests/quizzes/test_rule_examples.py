"""The examples of rules about quiz files and contributions, which are files or texts and not quizzes in YAML."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from mooc_kit.course.kit_files import KitFiles
from mooc_kit.quizzes import quiz_codes
from mooc_kit.quizzes.contributions import contribution_codes
from mooc_kit.quizzes.contributions.near_duplicates import twins
from mooc_kit.quizzes.contributions.sanitize import findings
from mooc_kit.quizzes.model import TrueFalse
from mooc_kit.quizzes.read import read_bytes

ADD_ON = '<quiz><question type="drawing"><name><text>Q</text></name></question>{}</quiz>'
SOUND = '<question type="essay"><name><text>E</text></name><questiontext><text>Why?</text></questiontext></question>'


def named(example: str, _: Path) -> set[str]:
    """A command with the name of a file."""
    return found(b"Is it wet? {T}", example.rsplit(maxsplit=1)[-1])


def text_in(name: str) -> Callable[[str, Path], set[str]]:
    return lambda example, _: found(example.encode(), name)


def size(example: str, _: Path) -> set[str]:
    megabytes = int(next(iter(re.findall(r"(\d+) MB", example)), "0"))
    return found(b"Is it wet? {T}\n\n" + b"/" * megabytes * 1_000_000, "quiz.gift")


def of_an_add_on(example: str, folder: Path) -> set[str]:
    (folder / "quizzes").mkdir(exist_ok=True)
    (folder / "quizzes/week.xml").write_text(ADD_ON.format(SOUND) if "add-on" in example else f"<quiz>{SOUND}</quiz>")
    return in_kit(folder, "quizzes/week.yaml")


def names_of_files(example: str, folder: Path) -> set[str]:
    folder = folder / str(len(example))
    texts = {".yaml": "questions: [{id: q, kind: essay, prompt: '?'}]\n", ".gift": "Is it wet? {T}\n"}
    for name in re.findall(r"quizzes/\S+", example):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(texts[Path(name).suffix])
    return in_kit(folder, "quizzes/week-1.yaml")


def prompt(example: str, _: Path) -> set[str]:
    return {rule.code for rule in findings(asking(example))}


def two_questions(example: str, _: Path) -> set[str]:
    first, second = re.findall("“(.*?)”", example)
    return {"Q706"} if list(twins([asking(first), asking(second)])) else set()


def asking(text: str) -> TrueFalse:
    return TrueFalse.model_validate({"id": "q", "kind": "true_false", "prompt": text, "answer": True})


def found(data: bytes, name: str) -> set[str]:
    return {problem.code for problem in read_bytes(data, name).problems}


def in_kit(folder: Path, quiz: str) -> set[str]:
    files = KitFiles(folder)
    assert files.quiz(quiz) is not None
    return {problem.code for problem in files.problems}


EXAMPLES = {
    "Q201": named,
    "Q202": text_in("quiz.xml"),
    "Q203": size,
    "Q204": text_in("quiz.xml"),
    "Q205": text_in("quiz.gift"),
    "Q206": text_in("quiz.md"),
    "Q207": of_an_add_on,
    "Q208": names_of_files,
    "Q701": prompt,
    "Q702": prompt,
    "Q703": prompt,
    "Q706": two_questions,
}
BY_KIT = {"Q704", "Q705", "Q707", "Q708", "Q709"}
"""Examples that need a whole kit: tests/quizzes/test_contributions.py has them."""
RULES = {rule.code: rule for rule in (*quiz_codes.RULES, *contribution_codes.RULES)}


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_wrong_example_has_the_problem_and_the_right_one_has_not(code: str, tmp_path: Path) -> None:
    assert code in EXAMPLES[code](RULES[code].wrong, tmp_path)
    assert code not in EXAMPLES[code](RULES[code].right, tmp_path)


def test_no_rule_about_files_is_without_a_test_of_its_examples() -> None:
    assert {code for code, rule in RULES.items() if rule.example_is == "files"} == set(EXAMPLES) | BY_KIT
