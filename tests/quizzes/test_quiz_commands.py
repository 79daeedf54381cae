"""`mooc-kit quiz`: check, convert and import, as a course team uses them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mooc_kit.checks.course_check import check_path
from mooc_kit.cli import app
from mooc_kit.kit.examples import copy_example
from mooc_kit.problems import MoocKitError, UsageError
from mooc_kit.quizzes.read import read_path
from tests.quizzes.test_platform_files import PNG

SAMPLES = Path(__file__).parent / "samples"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["quiz", *map(str, arguments)])


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    copy_example("river-watch", tmp_path / "kit")
    return tmp_path / "kit"


def test_check_tells_places_codes_and_hints_and_breaks_on_errors(tmp_path: Path) -> None:
    (tmp_path / "quiz.gift").write_text("Deep? {~20 cm ~2 m\n\nFine? {=20 cm#Yes. ~2 m#Too deep.}\n")
    result = run("check", tmp_path / "quiz.gift", "--format", "json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert "Q205" in json.dumps(found)


def test_a_folder_stands_for_its_quizzes_and_outcomes_are_the_courses(kit: Path) -> None:
    (kit / "quizzes/extra.yaml").write_text(
        "questions:\n  - {id: q, kind: essay, prompt: '?', outcome: swimming}\n", encoding="utf-8"
    )
    result = run("check", kit)
    assert result.exit_code == 1
    assert "extra.yaml:2:" in result.stdout
    assert "swimming" in result.stdout


def test_convert_writes_the_other_format_and_tells_what_it_cannot_hold(tmp_path: Path) -> None:
    result = run("convert", SAMPLES / "features.gift", tmp_path / "quiz.md")
    assert result.exit_code == 0
    assert "The question (matching) of q4" in result.stderr
    assert "*a) yellow" in (tmp_path / "quiz.md").read_text()


def test_convert_counts_what_is_in_the_file_and_not_what_was_left_out(tmp_path: Path) -> None:
    kinds = ("{id: a, kind: essay, prompt: Why?}", "{id: b, kind: ordering, prompt: Order, items: [x, y]}")
    (tmp_path / "quiz.yaml").write_text("questions:\n" + "".join(f"  - {kind}\n" for kind in kinds))
    assert "1 of 2 questions as GIFT" in run("convert", tmp_path / "quiz.yaml", tmp_path / "quiz.gift").stderr
    assert (
        ": 2 questions as QTI 3.0"
        in run("convert", tmp_path / "quiz.yaml", tmp_path / "quiz.zip", "--to", "qti3").stderr
    )


def test_convert_writes_over_nothing_unless_told(tmp_path: Path) -> None:
    (tmp_path / "quiz.yaml").write_text("mine")
    result = run("convert", SAMPLES / "features.gift", tmp_path / "quiz.yaml")
    assert isinstance(result.exception, UsageError)
    assert (tmp_path / "quiz.yaml").read_text() == "mine"
    assert run("convert", SAMPLES / "features.gift", tmp_path / "quiz.yaml", "--force").exit_code == 0


def test_import_adds_a_sound_quiz_to_the_course_and_keeps_comments(kit: Path, tmp_path: Path) -> None:
    spec = kit / "course.yaml"
    spec.write_text(spec.read_text().replace("modules:", "modules:  # four weeks\n", 1))
    (tmp_path / "images").mkdir()
    (tmp_path / "images/river.png").write_bytes(PNG)
    shutil.copy(SAMPLES / "everything.txt", tmp_path)
    result = run("import", tmp_path / "everything.txt", "--module", "sampling", "--kit", kit)
    assert result.exit_code == 0, result.output
    assert "# four weeks" in spec.read_text()
    checked = check_path(kit)
    assert not [p for p in checked.problems if p.severity == "error"]
    assert checked.course is not None
    quiz = next(a for _, a in checked.course.activities() if a.id == "everything")
    assert quiz.title == "Addition"
    assert read_path(kit / "quizzes/everything.yaml", "everything.yaml").quiz is not None


def test_import_writes_over_nothing_and_does_all_or_nothing(kit: Path, tmp_path: Path) -> None:
    before = (kit / "course.yaml").read_text()
    assert run("import", SAMPLES / "features.gift", "--module", "sampling", "--kit", kit).exit_code == 0
    again = run("import", SAMPLES / "features.gift", "--module", "sampling", "--kit", kit)
    assert isinstance(again.exception, UsageError)
    shutil.copy(SAMPLES / "features.gift", tmp_path / "good.gift")
    (tmp_path / "bad.gift").write_text("Broken {=a\n")
    after = (kit / "course.yaml").read_text()
    result = run("import", tmp_path / "good.gift", tmp_path / "bad.gift", "--module", "sampling", "--kit", kit)
    assert isinstance(result.exception, MoocKitError)
    assert (kit / "course.yaml").read_text() == after != before
    assert not (kit / "quizzes/good.yaml").exists()


def test_wrong_usage_names_what_is_possible(kit: Path, tmp_path: Path) -> None:
    for arguments in (
        ("convert", SAMPLES / "features.gift", tmp_path / "x.docx"),
        ("convert", SAMPLES / "features.gift", tmp_path / "x", "--to", "word"),
        ("import", SAMPLES / "features.gift", "--module", "nowhere", "--kit", kit),
    ):
        result = run(*arguments)
        assert isinstance(result.exception, UsageError)
        assert len(str(result.exception)) > 40


def test_convert_says_which_questions_nobody_can_answer(tmp_path: Path) -> None:
    source = Path(__file__).parent / "cases/noright.gift"
    done = run("convert", source, tmp_path / "out.yaml")
    assert done.exit_code == 1
    assert done.output.count("Q101") == 2
    assert (tmp_path / "out.yaml").is_file()


def test_a_format_that_can_hold_none_of_the_questions_gets_no_file(tmp_path: Path) -> None:
    (tmp_path / "q.yaml").write_text(
        "questions:\n  - {id: c, kind: calculated, prompt: 'How much is {a}?', formula: a, "
        "variables: {a: {least: 1, most: 2}}}\n"
    )
    done = run("convert", tmp_path / "q.yaml", tmp_path / "out.gift")
    assert done.exit_code != 0
    assert "is not written" in done.output + str(done.exception)
    assert not (tmp_path / "out.gift").exists()
