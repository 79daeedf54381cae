"""set, add and interview: what is decided changes, what people wrote around it stays, and the kit has its files."""

from __future__ import annotations

import os
import re
import shutil
import sys
from copy import deepcopy
from pathlib import Path

import pexpect
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mooc_kit.commands.new import from_answers
from mooc_kit.interview.existing import continue_interview
from mooc_kit.interview.plain import PlainScreen
from mooc_kit.kit.examples import examples_folder
from mooc_kit.spec.edit import made_equal
from mooc_kit.spec.yaml_tree import load_tree
from tests.conftest import Run, plain
from tests.shared import once

RIVER = (examples_folder() / "river-watch/course.yaml").read_text()
NOTE = "# Ama: agreed on 3 May\n"


@pytest.fixture
def kit(shared: Path, tmp_path: Path) -> Path:
    spec = examples_folder() / "fix-a-flat/course.yaml"
    made = once(shared, "kit-from-a-spec", lambda draft: from_answers(draft, spec))
    shutil.copytree(made, tmp_path / "kit")
    file = tmp_path / "kit/course.yaml"
    text = file.read_text()
    file.write_text(text.replace("outcomes:\n", f"{NOTE}outcomes:\n", 1))
    return tmp_path / "kit"


def spec(kit: Path) -> dict:  # type: ignore[type-arg]
    return plain((kit / "course.yaml").read_text())  # type: ignore[no-any-return]


def changed_lines(before: str, after: str) -> list[str]:
    old = before.splitlines()
    return [line for line in after.splitlines() if line not in old]


def test_set_changes_one_line_and_tells_what_follows(kit: Path, mooc_kit: Run) -> None:
    before = (kit / "course.yaml").read_text()
    result = mooc_kit("set", "course.title", "Mend a puncture: the easy way", "--in", "kit")
    assert result.returncode == 0, result.stderr
    after = (kit / "course.yaml").read_text()
    assert len(changed_lines(before, after)) == 1
    assert NOTE in after
    assert spec(kit)["course"]["title"] == "Mend a puncture: the easy way"
    assert "mooc-kit update kit" in result.stdout


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("course.weeks", "many", "S103"),
        ("course.titel", "x", "S102"),
        ("course.start", "03/04/2027", "S107"),
        ("outcomes.1.id", "Not An Id", "S106"),
    ],
)
def test_what_cannot_be_is_told_and_not_written(kit: Path, mooc_kit: Run, key: str, value: str, code: str) -> None:
    before = (kit / "course.yaml").read_bytes()
    result = mooc_kit("set", key, value, "--in", "kit")
    assert result.returncode == 1
    assert code in result.stderr
    assert (kit / "course.yaml").read_bytes() == before


@pytest.mark.parametrize("key", ["modules.no-such-module.title", "course.title.more"])
def test_a_place_that_is_not_there_is_wrong_usage(kit: Path, mooc_kit: Run, key: str) -> None:
    assert mooc_kit("set", key, "x", "--in", "kit").returncode == 2


def test_an_id_that_is_set_anew_stays_known_as_an_earlier_one(kit: Path, mooc_kit: Run) -> None:
    module = spec(kit)["modules"][0]
    path = f"modules.{module['id']}.activities.1.id"
    result = mooc_kit("set", path, "another-name", "--in", "kit")
    assert result.returncode == 0, result.stderr
    assert spec(kit)["modules"][0]["activities"][0]["aliases"] == [module["activities"][0]["id"]]
    mooc_kit("set", f"modules.{module['id']}.id", "another-part", "--in", "kit")
    assert spec(kit)["modules"][0]["aliases"] == [module["id"]]


def test_numbers_in_a_title_stay_words_and_unset_takes_out(kit: Path, mooc_kit: Run) -> None:
    assert mooc_kit("set", "course.subtitle", "2027", "--in", "kit").returncode == 0
    assert spec(kit)["course"]["subtitle"] == "2027"
    assert mooc_kit("set", "course.subtitle", "--unset", "--in", "kit").returncode == 0
    assert "subtitle" not in spec(kit)["course"]


def test_what_is_added_comes_with_its_files_and_is_sound(kit: Path, mooc_kit: Run) -> None:
    before = (kit / "course.yaml").read_text()
    for words in (
        ["outcome", "Teach a neighbour to mend a flat"],
        ["module", "Pass it on", "-o", "teach"],
        ["activity", "pass-it-on", "peer_review", "Your lesson", "-f", "reviews=2"],
        ["activity", "pass-it-on", "quiz", "Check yourself"],
        ["badge", "Neighbourly", "-o", "teach"],
        ["option", "platform-completion"],
    ):
        result = mooc_kit("add", *words, "--in", "kit")
        assert result.returncode == 0, result.stdout + result.stderr
    for path in (
        "content/modules/pass-it-on/your-lesson.md",
        "rubrics/your-lesson.yaml",
        "quizzes/check-yourself.yaml",
        "badges/neighbourly.yaml",
        "certificates/completion.yaml",
    ):
        assert (kit / path).is_file(), path
    after = (kit / "course.yaml").read_text()
    assert [line for line in before.splitlines() if line not in after.splitlines()] == []
    found = mooc_kit("validate", "kit")
    assert found.returncode == 0, found.stdout


def test_an_option_that_needs_what_only_the_team_knows_is_not_half_added(kit: Path, mooc_kit: Run) -> None:
    before = (kit / "course.yaml").read_bytes()
    result = mooc_kit("add", "option", "credit", "--in", "kit")
    assert result.returncode == 1
    assert "mooc-kit interview" in result.stdout
    assert (kit / "course.yaml").read_bytes() == before


def test_the_interview_asks_only_what_is_open_and_keeps_all_that_is_decided() -> None:
    answers = load_tree(RIVER, "course.yaml")[0].value  # type: ignore[union-attr]
    before = deepcopy(answers)
    del answers["course"]["subtitle"]
    said: list[str] = []

    def typed(prompt: str) -> str:
        return "Our rivers" if said[-1].startswith("A subtitle?") else ""

    continue_interview(Path("kit"), PlainScreen(typed, said.append), answers, is_full=False)
    assert answers["course"]["subtitle"] == "Our rivers"
    assert any("Citizen" in line or "River Watch" in line for line in said)
    questions = [line for line in said if line.startswith("What is the course called?")]
    assert not questions
    assert answers["modules"] == before["modules"]
    assert answers["completion"]["peer_badges"] == before["completion"]["peer_badges"]


def test_on_a_terminal_answers_go_into_the_file_with_its_comments(kit: Path) -> None:
    lines = (kit / "course.yaml").read_text().splitlines(keepends=True)
    (kit / "course.yaml").write_text("".join(line for line in lines if "subtitle:" not in line))
    environment = {**os.environ, "TERM": "dumb", "COLUMNS": "120"}
    arguments = ["-m", "mooc_kit", "interview", "kit", "--short", "--plain"]
    terminal = pexpect.spawn(
        sys.executable, arguments, cwd=str(kit.parent), env=environment, encoding="utf-8", timeout=60
    )
    terminal.expect("What would you like to do")
    for _ in range(60):
        seen = terminal.expect(["A subtitle.*> ", "> ", pexpect.EOF])
        if seen == 2:
            break
        terminal.sendline("" if seen else "Our first answer")
    terminal.close()
    after = (kit / "course.yaml").read_text()
    assert "Our first answer" in after
    assert NOTE in after


@st.composite
def changes(draw: st.DrawFn) -> dict:  # type: ignore[type-arg]
    """The river course with things taken out, put in and changed at random."""
    value = load_tree(RIVER, "course.yaml")[0].value  # type: ignore[union-attr]
    for _ in range(draw(st.integers(1, 6))):
        match draw(st.integers(0, 6)):
            case 0:
                value["course"]["title"] = draw(st.text("abc: #é'\"", min_size=1, max_size=20))
            case 1 if value["outcomes"]:
                value["outcomes"].pop(draw(st.integers(0, len(value["outcomes"]) - 1)))
            case 2:
                module = draw(st.sampled_from(value["modules"]))
                module.setdefault("activities", []).append({"id": f"new-{draw(st.integers(0, 99))}", "kind": "page"})
            case 3:
                value["modules"].insert(
                    draw(st.integers(0, len(value["modules"]))), {"id": f"m{len(value['modules'])}"}
                )
            case 4:
                value["completion"].pop(draw(st.sampled_from(["credit", "self_check", "peer_badges", "authentic"])), 0)
            case 5:
                value.pop("success", None)
            case 6:
                value["modules"].reverse()
    return value  # type: ignore[no-any-return]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes())
def test_a_changed_spec_says_what_it_should_and_loses_no_heading_comment(whole: dict) -> None:  # type: ignore[type-arg]
    ids = [a["id"] for module in whole["modules"] for a in module.get("activities", [])]
    if len(set(ids)) < len(ids):
        return
    text = made_equal(RIVER, whole)
    tree, problems = load_tree(text, "course.yaml")
    assert not problems
    assert tree is not None
    assert tree.value == whole
    for line in RIVER.splitlines():
        if line.startswith("# "):
            assert line in text


def test_a_list_that_becomes_empty_keeps_the_comment_below_it() -> None:
    whole = load_tree(RIVER, "course.yaml")[0].value  # type: ignore[union-attr]
    whole["outcomes"] = []
    assert "# What they do, in order." in made_equal(RIVER, whole)


@pytest.mark.parametrize("place", ["outcomes", "modules", "completion"])
@pytest.mark.parametrize("held", ["true", '"x"', "[]", "{a: 1}"])
def test_what_cannot_hold_an_entry_is_told_with_its_place(place: str, held: str, mooc_kit: Run, tmp_path: Path) -> None:
    text = re.sub(rf"^{place}:\n(?:[ #-].*\n|\n)*", f"{place}: {held}\n", RIVER, flags=re.MULTILINE)
    for words in ("outcome X", "module X", "activity baselines page X", "badge X", "option credit"):
        (tmp_path / "course.yaml").write_text(text)
        told = mooc_kit("add", *words.split())
        assert "Traceback" not in told.stderr
        assert told.returncode in (0, 1, 2)
        assert told.returncode == 0 or (tmp_path / "course.yaml").read_text() == text


def test_a_course_without_modules_yet_can_be_added_to(kit: Path, mooc_kit: Run) -> None:
    """A spec that was cut off is still one, and its first page leads to what is there."""
    spec = kit / "course.yaml"
    spec.write_text(RIVER[: RIVER.index("# What they do, in order.")])
    done = mooc_kit("add", "outcome", "Explain a thing", cwd=kit)
    assert "Traceback" not in done.stderr
    assert "Explain a thing" in spec.read_text()
