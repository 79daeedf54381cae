"""The command line as a user calls it: words, exit statuses, and what it imports."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mooc_kit.completion_options.registry import options
from tests.conftest import HERE, SOUND, Run


def test_help_names_every_command(mooc_kit: Run) -> None:
    out = mooc_kit("--help").stdout
    for command in ("new", "validate", "outline", "build", "options", "explain", "schema"):
        assert f"│ {command} " in out


def test_validate_is_content_with_a_sound_spec(mooc_kit: Run) -> None:
    result = mooc_kit("validate", str(SOUND))
    assert result.returncode == 0, result.stdout
    assert "0 error" not in result.stdout


def test_validate_reads_standard_input(mooc_kit: Run, sound_text: str) -> None:
    assert mooc_kit("validate", "-", stdin=sound_text).returncode == 0
    broken = mooc_kit("validate", "-", stdin=sound_text.replace("weeks: 4", "weeks: four"))
    assert broken.returncode == 1
    assert "<standard input>:21:" in broken.stdout
    assert "S103" in broken.stdout


def test_validate_takes_many_at_once_and_reports_all(mooc_kit: Run, tmp_path: Path, sound_text: str) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(sound_text.replace("subtitle", "subtitel"))
    result = mooc_kit("validate", "a.yaml", "b.yaml", "no-such.yaml")
    assert result.returncode == 2  # one of them is not there
    for name in ("a.yaml:12:3", "b.yaml:12:3", "no-such.yaml"):
        assert name in result.stdout
    assert "Did you mean `subtitle`?" in result.stdout
    assert "3 courses" in result.stdout


def test_thirty_mistakes_are_thirty_located_problems_in_one_run(mooc_kit: Run) -> None:
    result = mooc_kit("validate", "--format", "json", str(HERE / "spec" / "thirty-mistakes.yaml"))
    report = json.loads(result.stdout)
    assert result.returncode == 1
    errors = [problem for problem in report["problems"] if problem["severity"] == "error"]
    places = {(problem["line"], problem["column"]) for problem in errors}
    assert len(places) >= 30
    assert all(problem["line"] and problem["column"] and problem["hint"] for problem in errors)


def test_strict_makes_warnings_count(mooc_kit: Run, sound_text: str) -> None:
    long = sound_text.replace("weeks: 4", "weeks: 9")
    assert mooc_kit("validate", "-", stdin=long).returncode in (0, 1)
    gentle = mooc_kit("validate", "-", "--format", "json", stdin=long)
    warnings = json.loads(gentle.stdout)["warnings"]
    assert warnings
    assert mooc_kit("validate", "-", "--strict", stdin=long).returncode == 1


def test_a_team_can_live_with_a_problem_and_is_told_when_it_is_gone(mooc_kit: Run, sound_text: str) -> None:
    verb = sound_text.replace("Collect a water sample", "Understand a water sample")
    ignoring = verb + "ignore:\n  - {code: A103, because: Our ministry wrote it}\n"
    assert "A103" in mooc_kit("validate", "-", stdin=verb).stdout
    assert "A103" not in mooc_kit("validate", "-", stdin=ignoring).stdout
    vain = sound_text + "ignore:\n  - {code: A103, because: Our ministry wrote it}\n"
    assert "S119" in mooc_kit("validate", "-", stdin=vain).stdout


@pytest.mark.parametrize("key", list(options()))
def test_options_tells_about_each_option(mooc_kit: Run, key: str) -> None:
    out = mooc_kit("options", key).stdout
    for word in ("Asks", "Gives", "Needs", "Costs", f"completion: {key}:"):
        assert word in out
    assert key in mooc_kit("options").stdout


def test_a_misspelt_name_gets_a_suggestion(mooc_kit: Run) -> None:
    for arguments, suggestion in (
        (("options", "peer-badge"), "peer_badges"),
        (("explain", "C20"), "C20"),
        (("new", "x", "--example", "river-wach"), "river-watch"),
        (("build", "--target", "sit"), "site"),
    ):
        result = mooc_kit(*arguments)
        assert result.returncode == 2, (arguments, result)
        assert suggestion in result.stderr
        assert "Traceback" not in result.stderr


def test_explain_tells_why_with_a_wrong_and_a_right_example(mooc_kit: Run) -> None:
    out = mooc_kit("explain", "c204").stdout
    assert "C204" in out
    assert out.index("Wrong") < out.index("Right")
    assert "C204" in mooc_kit("explain").stdout


def test_schema_prints_json(mooc_kit: Run) -> None:
    assert json.loads(mooc_kit("schema").stdout)["$schema"].endswith("2020-12/schema")


def test_wrong_usage_is_status_two(mooc_kit: Run) -> None:
    assert mooc_kit("validate", "--format", "poem").returncode == 2
    assert mooc_kit("nonsense").returncode == 2


def test_new_without_a_terminal_says_what_to_do(mooc_kit: Run) -> None:
    result = mooc_kit("new", "course")
    assert result.returncode == 2
    assert "--from" in result.stderr
    assert "Traceback" not in result.stderr
    unnamed = mooc_kit("new", "--example", "river-watch")
    assert unnamed.returncode == 2 and "mooc-kit new my-course" in unnamed.stderr


def test_new_never_writes_over_a_folder(mooc_kit: Run, tmp_path: Path) -> None:
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "mine.txt").write_text("mine")
    for more in (("--from", str(SOUND)), ("--example", "river-watch"), ()):
        result = mooc_kit("new", "course", *more)
        assert result.returncode == 2
        assert "never overwrites" in result.stderr
    assert [path.name for path in (tmp_path / "course").iterdir()] == ["mine.txt"]


def test_new_from_wrong_answers_names_what_is_wrong_and_leaves_nothing(mooc_kit: Run, tmp_path: Path) -> None:
    (tmp_path / "answers.yaml").write_text("course: {title: X, language: klingonese}\n")
    result = mooc_kit("new", "course", "--from", "answers.yaml")
    assert result.returncode == 1
    assert "answers.yaml:1:" in result.stdout + result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers.yaml"]


@pytest.mark.parametrize(
    "answers", ["course: {title: Mend Your Bicycle}\n", "completion: {authenticated_completion: {}}\n", "{}\n"]
)
def test_new_from_partial_answers_fills_the_rest(mooc_kit: Run, tmp_path: Path, answers: str) -> None:
    (tmp_path / "answers.yaml").write_text(answers)
    result = mooc_kit("new", "mend-it", "--from", "answers.yaml")
    assert result.returncode == 0, result.stdout + result.stderr
    checked = mooc_kit("validate", "mend-it")
    assert checked.returncode == 0, checked.stdout


def test_an_answer_without_which_nothing_honest_can_be_written_is_asked_for(mooc_kit: Run, tmp_path: Path) -> None:
    (tmp_path / "answers.yaml").write_text("completion: {credit: {}}\n")
    result = mooc_kit("new", "course", "--from", "answers.yaml")
    assert result.returncode == 1
    assert "Which institution awards the credit?" in result.stderr
    assert not (tmp_path / "course").exists()


def test_a_terminal_in_another_encoding_gets_no_crash(mooc_kit_process: Run) -> None:
    result = mooc_kit_process("options", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert result.returncode == 0
    assert "Traceback" not in result.stderr
