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
        super().__init__()
        self.read = read
        self.write = write

    def welcome(self) -> None:
        self._wrapped("Type ? for help, back for the previous question, skip to leave one open; Ctrl-C keeps a draft.")

    def heading(self, title: str, about: str, place: str) -> None:
        self.write("")
        self._wrapped(f"Part {place}: {title}")
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
        for line in self.unseen(step):
            self._wrapped(line, indent="  ")
        if step.choices and step.kind is not Kind.TEXT:
            for number, choice in enumerate(step.choices, 1):
                self._wrapped(f"{number}. {choice}", indent="   ")
        match step.kind:
            case Kind.LINES:
                return self._lines(step)
            case Kind.YES_NO:
                return self._again(step, "yes" if step.default else "no", _yes_no, "yes or no")
            case Kind.ONE:
                shown = _numbers(step, [step.default])
                return self._again(step, shown, lambda text: _one(step, text), "a number")
            case Kind.SEVERAL:
                shown = _numbers(step, step.default or ()) or "none"
                return self._again(step, shown, lambda text: _several(step, text), "numbers with commas, or none")
            case _:
                return self._again(step, str(step.default or ""), lambda text: text, step.form)

    def _again(self, step: InterviewStep, shown: str, take: Callable[[str], Any], how: str = "") -> Any | Control:
        """Ask until the answer can be taken. Enter takes the default."""
        self._wrapped(step.question + (f" ({how})" if how else ""))
        while True:
            text = self._line(f"[{shown}] > " if shown else "> ", self._left(step))
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

    def _left(self, step: InterviewStep) -> str:
        """What was typed before and not taken: it stands in the line again where the terminal can, and is told."""
        left = self.unsent.pop(step.id, None)
        if not left or step.kind is not Kind.TEXT:
            return ""
        self._wrapped(f"You wrote: {left[0]}")
        return left[0]

    def _lines(self, step: InterviewStep) -> list[str] | Control:
        """One line after the other. Lines that were typed before are kept; `2: words` writes the second anew."""
        form = f"{step.form}; " if step.form else ""
        self._wrapped(f"{step.question} ({form}one a line; an empty line ends)")
        lines = list(self.unsent.get(step.id, ()))
        usual = [] if lines else list(step.default or ())
        if lines or usual:
            self.write("So far (an empty line keeps these):")
            for number, line in enumerate(lines or usual, 1):
                self._wrapped(f"{number}. {line}", indent="  ")
            self._wrapped("2: and new words changes the second line, 2: alone takes it out.")
        while True:
            try:
                text = self._line(f"{len(lines) + 1}> ")
            except Paused:
                self.unsent[step.id] = lines
                raise
            control = self._control(text, step)
            if control is not None:
                if lines:
                    self.unsent[step.id] = lines
                return control
            if text == "?":
                continue
            if text == "":
                return lines or usual
            if (place := _line_number(text, len(lines or usual))) is not None:
                lines, usual = lines or usual, []
                words = text.partition(":")[2].strip()
                lines[place : place + 1] = [words] if words else []
            else:
                lines.append(text)

    def _control(self, text: str, step: InterviewStep) -> Control | None:
        if text == "?":
            self._wrapped(step.help or "Answer in your own words; Enter accepts what is in brackets.")
            self._wrapped("Also: back goes to the previous question, skip leaves this one open, Ctrl-C keeps a draft.")
        return _WORDS.get(text.lower())

    def _line(self, prompt: str, start: str = "") -> str:
        try:
            if start and self.read is input:
                return _edited(prompt, start).strip()
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


def _edited(prompt: str, start: str) -> str:
    """A line that begins with `start` where the terminal's line editor is there to mend it."""
    try:
        import readline
    except ImportError:  # Windows
        return input(prompt)
    readline.set_startup_hook(lambda: readline.insert_text(start))
    try:
        return input(prompt)
    finally:
        readline.set_startup_hook(None)


def _line_number(text: str, count: int) -> int | None:
    """The place of the line that `2: words` means; None where `text` is a line of its own."""
    number, colon, _ = text.partition(":")
    return int(number) - 1 if colon and number.isdigit() and 1 <= int(number) <= count else None


def _numbers(step: InterviewStep, values: Sequence[Any]) -> str:
    return ", ".join(str(n) for n, choice in enumerate(step.choices, 1) if choice.value in values)


def _one(step: InterviewStep, text: str) -> Any:
    named = {name.lower(): c.value for c in step.choices for name in (str(c.value), c.label)}
    if text.lower() in named:
        return named[text.lower()]
    if text.isdigit() and 1 <= int(text) <= len(step.choices):
        return step.choices[int(text) - 1].value
    raise ValueError(f'"{text}" is none of them. Type a number from 1 to {len(step.choices)}.')


def _several(step: InterviewStep, text: str) -> list[Any]:
    if text.lower() == "none":
        return []
    return [_one(step, part.strip()) for part in text.split(",") if part.strip()]
