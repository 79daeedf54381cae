"""The interview through a real pseudo-terminal, as a person would go through it."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

pytestmark = pytest.mark.process

ESC = "\x1b"
CTRL_C = "\x03"
DOWN = "\x1b[B"
SHORT = "How much time do you have"

SETTINGS = {
    "TERM": "xterm-256color",
    "LANG": "C.UTF-8",
    "PYTHONIOENCODING": "utf-8",
    # Nobody answers here where the cursor is, which is waited for at every question.
    "PROMPT_TOOLKIT_NO_CPR": "1",
}


class Terminal:
    """A pseudo-terminal of 80 columns with `mooc-kit new course` in it."""

    def __init__(self, folder: Path, *arguments: str, kit: str = "course", **env: str) -> None:
        inherited = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "MOOC_KIT_PLAIN")}
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "mooc_kit", "new", *kit.split(), *arguments],
            cwd=str(folder),
            dimensions=(40, 80),
            encoding="utf-8",
            codec_errors="replace",
            timeout=30,
            env={**inherited, **SETTINGS, **env},
        )
        self.child.delaybeforesend = 0.05

    def sees(self, text: str) -> None:
        """Wait until the words are on the screen, whatever colours and line breaks are between them."""
        pattern = r"(?:\s|\x1b\[[0-9;?]*[A-Za-z])+".join(re.escape(word) for word in text.split())
        self.child.expect(pattern)

    def types(self, text: str, *, enter: bool = True) -> None:
        self.child.send(text + ("\r" if enter else ""))

    def answers(self, question: str, text: str = "") -> None:
        self.sees(question)
        self.types(text)

    def ends(self) -> int:
        self.child.expect(pexpect.EOF)
        self.child.close()
        return int(self.child.exitstatus or 0)

    def all_words(self) -> str:
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", str(self.child.before))


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path


def the_course(terminal: Terminal, title: str = "River Watch") -> None:
    terminal.answers("What is the course called?", title)
    for question in ("For whom", "Which institution", "Which address may", "When does it start"):
        terminal.answers(question)
    terminal.answers("How many weeks?", "2")
    terminal.answers("How many hours a week")


def outcomes_and_modules(terminal: Terminal) -> None:
    terminal.sees("What will participants be able to do?")
    terminal.types("Collect a water sample")
    terminal.types("Analyse a sample")
    terminal.types("")
    terminal.answers("Is that what you mean?")
    terminal.sees("What are the modules called?")
    terminal.types("Taking a sample")
    terminal.types("Reading it")
    terminal.types("")
    terminal.answers("Do the modules serve these outcomes?")
    terminal.answers("Where will the course run?")
    terminal.answers("Where will people talk")


@pytest.mark.parametrize("plain", [False, True])
def test_the_short_path_grows_a_course_that_has_no_errors(folder: Path, plain: bool) -> None:
    terminal = Terminal(folder, "--short", *(["--plain"] if plain else []))
    the_course(terminal)
    outcomes_and_modules(terminal)
    terminal.answers("Which evidence will you offer?")
    terminal.answers("How many questions does a self-check ask?", "3")
    terminal.answers("May participants add questions?")
    terminal.answers("Is that right for now?")
    terminal.answers("Is that right?")
    terminal.sees("Your course has grown")
    assert terminal.ends() == 0
    spec = (folder / "course" / "course.yaml").read_text()
    assert "title: River Watch" in spec
    assert "questions_per_module: 3" in spec
    assert (folder / "course/content/modules/taking-a-sample/index.md").exists()
    assert sorted(path.name for path in folder.iterdir()) == ["course"]
    from mooc_kit.checks.course_check import check_path

    assert not [p for p in check_path(folder / "course").problems if p.severity == "error"]


def test_choosing_credit_brings_authenticated_completion_and_says_why(folder: Path) -> None:
    terminal = Terminal(folder, "--short", "--plain")
    the_course(terminal)
    outcomes_and_modules(terminal)
    terminal.answers("Which evidence will you offer?", "8")
    terminal.sees("Credit for coursework needs Authenticated completion, so it is chosen too")
    terminal.sees("Do these usual answers fit?")
    terminal.child.close(force=True)


def test_typed_words_survive_help_going_back_a_refusal_and_ctrl_c(folder: Path) -> None:
    terminal = Terminal(folder, "--short")
    terminal.answers("What is the course called?", "Wrong")
    terminal.sees("For whom")
    terminal.types("people", enter=False)
    terminal.types("\x1bOP", enter=False)  # F1
    terminal.sees("people who live near a river")
    terminal.sees("people")
    terminal.types(ESC, enter=False)
    terminal.sees("What is the course called? Wrong")
    terminal.types("Right")  # replaces what stood there
    terminal.sees("For whom is it, first of all? people")
    terminal.types(" near rivers")
    terminal.answers("Which institution")
    terminal.answers("Which address may", "nomail")
    terminal.sees("is not an e-mail address")
    terminal.sees("nomail")
    terminal.types("@example.org")
    terminal.answers("When does it start", "12.1.2027")
    terminal.sees("Taken as Tuesday, 12 January 2027.")
    terminal.answers("How many weeks?")
    terminal.answers("How many hours")
    terminal.sees("What will participants be able to do?")
    terminal.sees("1.")
    terminal.types("Collect a sample")
    terminal.sees("2.")  # at its prompt: between two of them Ctrl-C is the terminal's
    terminal.types("Explain a fin", enter=False)
    terminal.sees("fin")
    terminal.types(CTRL_C, enter=False)
    terminal.sees("Your answers are kept in")
    assert terminal.ends() == 130
    assert not (folder / "course").exists()
    kept = json.loads((folder / ".course.mooc-kit-draft.json").read_text())
    assert kept["answers"]["course"] | {"weeks": 4, "hours_per_week": 3} == {
        "title": "Right",
        "audience": "people near rivers",
        "contact": "nomail@example.org",
        "start": "2027-01-12",
        "weeks": 4,
        "hours_per_week": 3,
    }
    assert kept["unsent"] == {"outcomes": ["Collect a sample", "Explain a fin"]}
    again = Terminal(folder, "--short")
    again.sees('There is a draft of "Right". Go on with it?')
    again.types("y", enter=False)
    again.sees("1. Collect a sample")
    again.types("")
    again.sees("2. Explain a fin")
    again.types(CTRL_C, enter=False)
    assert again.ends() == 130


def test_plain_mode_knows_back_help_and_skip(folder: Path) -> None:
    terminal = Terminal(folder, "--short", "--plain")
    terminal.answers("What is the course called?", "River Watch")
    terminal.answers("For whom", "back")
    terminal.answers("What is the course called?", "?")
    terminal.sees("Ctrl-C keeps a draft")
    terminal.types("skip")
    terminal.answers("For whom")
    terminal.answers("Which institution")
    terminal.answers("Which address may", "nomail")
    terminal.sees("Not yet:")
    terminal.sees("You wrote: nomail")
    terminal.types("@example.org")  # the line stands there, to be mended
    terminal.sees("When does it start?")
    terminal.child.close(force=True)


def test_the_folder_is_asked_for_where_none_was_named_until_it_is_a_free_one(folder: Path) -> None:
    (folder / "taken").mkdir()
    (folder / "taken/mine.txt").touch()
    terminal = Terminal(folder, "--example", "fix-a-flat", kit="")
    terminal.answers("folder of your course", "taken")
    terminal.sees("never overwrites")
    terminal.answers("folder of your course", "flats")
    assert terminal.ends() == 0
    assert (folder / "flats/course.yaml").is_file() and [p.name for p in (folder / "taken").iterdir()] == ["mine.txt"]


def test_a_draft_can_be_left_for_a_new_beginning(folder: Path) -> None:
    (folder / ".course.mooc-kit-draft.json").write_text(
        '{"answers": {"course": {"title": "Old"}}, "full": false, "at": ""}'
    )
    terminal = Terminal(folder, "--short", "--plain")
    terminal.answers('There is a draft of "Old". Go on with it?', "no")
    terminal.sees("[Course]")
    terminal.child.close(force=True)


def test_a_broken_draft_is_no_obstacle(folder: Path) -> None:
    (folder / ".course.mooc-kit-draft.json").write_text("{")
    terminal = Terminal(folder, "--short", "--plain")
    terminal.sees("What is the course called?")
    terminal.child.close(force=True)


@pytest.mark.parametrize("env", [{"TERM": "dumb"}, {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}])
def test_simple_terminals_get_plain_lines(folder: Path, env: dict[str, str]) -> None:
    terminal = Terminal(folder, "--short", **env)
    terminal.sees("Part 1 of 6, about")
    terminal.sees("What is the course called?")
    said = terminal.all_words()
    assert said.isascii()
    assert "\x1b" not in str(terminal.child.before)
    terminal.child.close(force=True)


def test_no_color_means_no_colour(folder: Path) -> None:
    terminal = Terminal(folder, "--short", NO_COLOR="1")
    terminal.sees("What is the course called?")
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]m", str(terminal.child.before))
    terminal.child.close(force=True)


def test_the_full_path_asks_all_twelve_elements(folder: Path) -> None:
    terminal = Terminal(folder, "--full", "--plain")
    terminal.answers("What is the course called?", "Whole Course")
    titles = [
        "Strategic positioning",
        "Resources and roles",
        "Curriculum",
        "Activities",
        "Platform selection",
        "Resources",
        "Promotion",
        "Enrolment and facilitation",
        "Participation support",
        "Completion options",
        "Data",
        "Sustaining",
    ]
    seen = ""
    for _ in range(120):
        index = terminal.child.expect([r"> $", r"(?s)Your course has grown.*", pexpect.EOF])
        seen += str(terminal.child.before)
        if index:
            break
        terminal.types("")
    assert terminal.ends() == 0
    heading = r"Part \d+ of 17, about \d+ questions? to come: "
    positions = [re.search(rf"{heading}{title}\r", seen).start() for title in titles]  # type: ignore[union-attr]
    assert positions == sorted(positions)
    assert re.search(r"Part 16 of 17, about \d+ questions? to come: Success", seen)
    assert (folder / "course/DESIGN.md").exists()
