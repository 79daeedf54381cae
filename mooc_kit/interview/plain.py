"""Plain-text interview: questions as lines, answers typed; for screen readers and simple terminals."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from typing import Any

from mooc_kit.interview.screen import Paused, Screen
from mooc_kit.interview.step import Control, InterviewStep, Kind
from mooc_kit.terminal_text import say

WIDTH = 78
_WORDS = {"back": Control.BACK, "<": Control.BACK, "skip": Control.SKIP}


class PlainScreen(Screen):
    """`read` and `write` stand for the keyboard and the screen."""

    def __init__(self, read: Callable[[str], str] = input, write: Callable[[str], None] = say) -> None:
        self.read = read
        self.write = write

    def welcome(self) -> None:
        self._wrapped("Type ? for help, back for the previous question, skip to leave one open; Ctrl-C keeps a draft.")

    def heading(self, title: str, about: str, number: int, total: int) -> None:
        self.write("")
        self.write(f"Part {number} of {total}: {title}")
        self._wrapped(about)

    def say(self, text: str) -> None:
        self._wrapped(text)

    def complain(self, text: str) -> None:
        self._wrapped(f"Not yet: {text}")

    def table(self, title: str, rows: Sequence[tuple[str, str]]) -> None:
        self.write("")
        self.write(title)
        for name, value in rows:
            self._wrapped(f"{name}: {value}", indent="  ")

    def ask(self, step: InterviewStep) -> Any | Control:
        self.write("")
        if step.choices:
            for number, choice in enumerate(step.choices, 1):
                self._wrapped(f"{number}. {choice}", indent="   ")
        match step.kind:
            case Kind.LINES:
                return self._lines(step)
            case Kind.YES_NO:
                return self._again(step, "yes" if step.default else "no", _yes_no)
            case Kind.ONE:
                return self._again(step, str(step.default or ""), lambda text: _one(step, text))
            case Kind.SEVERAL:
                shown = ", ".join(str(value) for value in step.default or ()) or "none"
                return self._again(step, shown, lambda text: _several(step, text), "numbers with commas, or none")
            case _:
                return self._again(step, str(step.default or ""), lambda text: text)

    def _again(self, step: InterviewStep, shown: str, take: Callable[[str], Any], how: str = "") -> Any | Control:
        """Ask until the answer can be taken. Enter takes the default."""
        self._wrapped(step.question + (f" ({how})" if how else ""))
        while True:
            text = self._line(f"[{shown}] > " if shown else "> ")
            control = self._control(text, step)
            if control is not None:
                return control
            if text == "?":
                continue
            if text == "":
                return step.default if step.kind is not Kind.TEXT else (step.default or "")
            try:
                return take(text)
            except ValueError as error:
                self.complain(str(error))

    def _lines(self, step: InterviewStep) -> list[str] | Control:
        self._wrapped(f"{step.question} (one a line; an empty line ends)")
        if step.default:
            self.write("So far (an empty line keeps these):")
            for line in step.default:
                self._wrapped(line, indent="  ")
        lines: list[str] = []
        while True:
            text = self._line(f"{len(lines) + 1}> ")
            control = self._control(text, step)
            if control is not None:
                return control
            if text == "?":
                continue
            if text == "":
                return lines or list(step.default or ())
            lines.append(text)

    def _control(self, text: str, step: InterviewStep) -> Control | None:
        if text == "?":
            self._wrapped(step.help or "Answer in your own words; Enter accepts what is in brackets.")
            self._wrapped("Also: back goes to the previous question, skip leaves this one open, Ctrl-C keeps a draft.")
        return _WORDS.get(text.lower())

    def _line(self, prompt: str) -> str:
        try:
            return self.read(prompt).strip()
        except (EOFError, KeyboardInterrupt):
            raise Paused from None

    def _wrapped(self, text: str, indent: str = "") -> None:
        for line in textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent + "  ") or [""]:
            self.write(line)


def _yes_no(text: str) -> bool:
    if text.lower() in ("y", "yes"):
        return True
    if text.lower() in ("n", "no"):
        return False
    raise ValueError("Type yes or no.")


def _one(step: InterviewStep, text: str) -> Any:
    named = {str(choice.value): choice.value for choice in step.choices}
    if text in named:
        return named[text]
    if text.isdigit() and 1 <= int(text) <= len(step.choices):
        return step.choices[int(text) - 1].value
    raise ValueError(f"Type a number from 1 to {len(step.choices)}.")


def _several(step: InterviewStep, text: str) -> list[Any]:
    if text.lower() == "none":
        return []
    return [_one(step, part.strip()) for part in text.split(",") if part.strip()]
