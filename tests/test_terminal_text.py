"""Letters that steer a terminal are written out, whatever prints them, and nothing prints past that door."""

from __future__ import annotations

import ast
import io
import json
import sys
import unicodedata
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.table import Table

from mooc_kit import console
from mooc_kit.problems import Place, Problem, Report, Severity
from mooc_kit.reporters import FORMATS, write_report
from mooc_kit.terminal_text import rich_console, say, visible
from tests.conftest import Run
from tests.sources import modules, nodes

EVIL = "a\x1b[2J\x1b]0;t\x07b\x9bc\u202ed\u2066e\re"
STEERING = set(EVIL) - set(visible(EVIL))
PRINTERS = {"mooc_kit.console", "mooc_kit.terminal_text", "mooc_kit.cohort.synthetic"}
"""Who may write to a standard stream by itself; the last one is a program for the demo, with words of ours."""


@given(st.text())
def test_what_is_shown_steers_nothing_and_loses_nothing(text: str) -> None:
    shown = visible(text)
    letters = set(shown.replace("\r\n", "")) - {"\n", "\t"}
    assert not [letter for letter in letters if unicodedata.category(letter) == "Cc"]
    assert not any(unicodedata.bidirectional(letter) in ("RLO", "LRO", "RLE", "LRE", "RLI", "LRI") for letter in shown)
    assert visible(shown) == shown
    assert json.loads(visible(json.dumps(text, ensure_ascii=False))) == text


@pytest.mark.parametrize("words", ["שלום \u200fא", "سلام\u200cها", "क्\u200dष", "👩\u200d🔬", "naïve\tx\r\n"])
def test_words_of_every_script_are_shown_as_they_are(words: str) -> None:
    assert visible(words) == words


def test_each_door_of_the_console_writes_out_what_steers(capsys: pytest.CaptureFixture[str]) -> None:
    """What every command prints with: a line, a line on standard error, a text of Rich, a plain line."""
    console.console.cache_clear()  # the streams of this test
    for prints in (
        console.echo,
        partial(console.echo, error=True),
        lambda words: console.console().print(console.styled(words, (words, "bold"))),
        lambda words: console.console(error=True).print(words),
        say,
    ):
        prints(EVIL)
        told = "".join(capsys.readouterr())
        assert "\\u001b[2J" in told.replace("\n", "") and not STEERING & set(told), prints
    console.console.cache_clear()


@pytest.mark.parametrize("form", FORMATS)
def test_no_report_steers_a_terminal_or_a_log(form: str) -> None:
    stream = io.StringIO()
    problem = Problem("K101", Severity.ERROR, EVIL, Place(EVIL, 1, 1), hint=EVIL)
    write_report(Report([problem]), form, stream)
    assert stream.getvalue()
    assert not STEERING & set(stream.getvalue().replace("\r\n", "\n"))


def test_tables_and_titles_of_rich_are_shown_by_the_same_rule() -> None:
    stream = io.StringIO()
    table = Table(title=EVIL)
    table.add_column(EVIL)
    table.add_row(EVIL)
    out = rich_console(file=stream, markup=False, force_terminal=True, color_system="standard", width=300)
    out.print(table, style="bold")
    plain = stream.getvalue().replace("\x1b[1m", "").replace("\x1b[0m", "").replace("\x1b[3m", "")
    plain = plain.replace("\x1b[1;3m", "")
    assert "\x1b[2J" not in stream.getvalue()
    assert not STEERING & set(plain)


@pytest.mark.parametrize(
    "words",
    [
        ["new", EVIL, "--example", "fix-a-flat"],
        ["validate", EVIL],
        ["validate", "--format", "json", EVIL],
        ["validate", "--format", EVIL],
        ["outline", EVIL],
        ["explain", EVIL],
        ["options", EVIL],
        ["build", EVIL],
        ["update", EVIL],
        ["verify", EVIL],
        ["import", EVIL],
        ["quiz", "check", EVIL],
        ["rubric", "check", EVIL],
        ["set", EVIL, EVIL],
        ["add", "option", EVIL],
        ["badge", "verify", EVIL],
        ["completions", EVIL],
    ],
    ids=lambda words: " ".join(word for word in words if word != EVIL),
)
def test_a_name_that_steers_is_written_out_by_every_command(words: list[str], mooc_kit: Run) -> None:
    told = mooc_kit(*words)
    assert "Traceback" not in told.stderr
    assert not STEERING & set(told.stdout + told.stderr), told.stdout + told.stderr


def test_nothing_prints_past_the_door() -> None:
    found = set()
    for name in modules():
        for node in nodes(name):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Name) and called.id == "print":
                found.add(name)
            if isinstance(called, ast.Attribute) and called.attr == "write":
                stream = called.value
                if isinstance(stream, ast.Attribute) and stream.attr in ("stdout", "stderr"):
                    found.add(name)
            if isinstance(called, ast.Name) and called.id == "Console":
                found.add(name)
    assert found <= PRINTERS, found - PRINTERS


@pytest.mark.parametrize(("is_terminal", "surroundings"), [(True, {}), (False, {}), (True, {"CI": "true"})])
def test_what_is_being_done_is_said_on_a_terminal_alone_and_goes_again(
    is_terminal: bool, surroundings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = io.StringIO()
    stream.isatty = lambda: is_terminal  # type: ignore[method-assign]
    monkeypatch.setattr(sys, "stderr", stream)
    for name in ("CI", "MOOC_KIT_PLAIN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(KeyboardInterrupt), console.at_work("Making the site"):
        begun = stream.getvalue()
        raise KeyboardInterrupt
    if is_terminal and not surroundings:
        assert begun == "Making the site …\r"
        assert stream.getvalue().endswith("\x1b[K")
    else:
        assert not stream.getvalue()
