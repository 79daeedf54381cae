"""Quizzes of a kit: found in any format, with their pictures, and nothing of them lost in silence."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mooc_kit.checks.course_check import check_path
from mooc_kit.course.kit_files import KitFiles
from mooc_kit.course.model import Quiz
from mooc_kit.kit.examples import copy_example
from mooc_kit.quizzes.model import FeedbackWhen, QuizFile
from mooc_kit.quizzes.registry import format_named
from mooc_kit.targets.registry import targets
from tests.quizzes.test_platform_files import PNG

SAMPLES = Path(__file__).parent / "samples"
QUIZ = QuizFile.model_validate(
    {"questions": [{"id": "q", "kind": "true_false", "prompt": "Is water wet?", "answer": True}]}
)


@pytest.mark.parametrize("key", ["native", "gift", "text2qti", "moodle-xml", "qti12", "csv", "xlsx"])
def test_a_quiz_is_found_in_every_format(key: str, tmp_path: Path) -> None:
    format_ = format_named(key)
    assert format_ is not None
    (tmp_path / "quizzes").mkdir()
    (tmp_path / f"quizzes/week{format_.suffixes[0]}").write_bytes(format_.write(QUIZ, {}).data)
    files = KitFiles(tmp_path)
    quiz = files.quiz("quizzes/week.yaml")
    assert quiz is not None
    assert [question.prompt for question in quiz.questions] == ["Is water wet?"]
    assert not list(files.orphans())
    assert not [problem for problem in files.problems if problem.severity == "error"]


def test_two_files_for_one_quiz_are_told(tmp_path: Path) -> None:
    (tmp_path / "quizzes").mkdir()
    (tmp_path / "quizzes/week.yaml").write_text("questions: [{id: q, kind: essay, prompt: '?'}]\n")
    (tmp_path / "quizzes/week.gift").write_text("Other? {T}\n")
    files = KitFiles(tmp_path)
    quiz = files.quiz("quizzes/week.yaml")
    assert quiz is not None
    assert quiz.questions[0].kind == "essay"
    assert [problem.code for problem in files.problems] == ["Q208"]


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    copy_example("river-watch", tmp_path / "kit")
    return tmp_path / "kit"


def test_pictures_of_questions_reach_the_site(kit: Path) -> None:
    (kit / "quizzes/media").mkdir()
    (kit / "quizzes/media/gauge.png").write_bytes(PNG)
    file = kit / "quizzes/baseline-quiz.yaml"
    text = file.read_text()
    file.write_text(text.replace("What is a baseline?", "'![A gauge](media/gauge.png) What is it? ![x](no.png)'"))
    checked = check_path(kit)
    assert [p.message for p in checked.problems if p.severity == "error"] == ["no.png is not in the kit."]
    assert checked.course is not None
    assert "quizzes/media/gauge.png" in checked.course.assets
    files = targets()["site"].render(checked.course, kit).files
    assert any("gauge" in name for name in files)


def test_what_course_yaml_says_goes_before_the_quiz_file(kit: Path) -> None:
    file = kit / "quizzes/baseline-quiz.yaml"
    settings = "settings: {attempts: 5, time_limit: 20, shuffle: true, feedback: attempt, pass: 55}\n"
    file.write_text(file.read_text().replace("questions:", f"{settings}questions:", 1))
    spec = kit / "course.yaml"
    before = check_path(kit).course
    assert before is not None
    quiz = next(a for _, a in before.activities() if a.id == "baseline-quiz")
    assert isinstance(quiz, Quiz)
    written = "attempts:" in spec.read_text()
    assert quiz.time_limit_minutes == 20
    assert quiz.is_shuffled
    assert quiz.settings.feedback is FeedbackWhen.ATTEMPT
    assert written or quiz.attempts == 5


def test_a_quiz_from_elsewhere_shows_its_problems_at_their_lines(kit: Path) -> None:
    (kit / "quizzes/baseline-quiz.yaml").unlink()
    shutil.copy(SAMPLES / "features.gift", kit / "quizzes/baseline-quiz.gift")
    problems = check_path(kit).problems
    assert any(problem.place.file.endswith("baseline-quiz.gift") and problem.place.line > 1 for problem in problems)
