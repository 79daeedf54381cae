"""Console: terminal output and prompts for commands, with colour and boxes where the terminal has them.

Nothing here reads words as markup: what comes from a course, a folder's name or a person is printed as it is, save for
letters that would steer the terminal (`terminal_text`). What mooc-kit itself sets in bold or colour is built with
`styled`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from mooc_kit.terminal_text import rich_console, visible

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text


@lru_cache(maxsize=2)
def console(*, error: bool = False) -> Console:
    return rich_console(stderr=error, highlight=False, soft_wrap=False, emoji=False, markup=False)


def styled(*parts: str | tuple[str, str]) -> Text:
    """A text of plain parts and of (words, style) parts."""
    from rich.text import Text

    return Text.assemble(*parts)


def echo(text: str = "", *, error: bool = False, end: str = "\n") -> None:
    """Write `text`, a line unless `end` says otherwise; `error` sends it to standard error."""
    stream = sys.stderr if error else sys.stdout
    stream.write(visible(text) + end)
    stream.flush()


@contextmanager
def at_work(words: str) -> Iterator[None]:
    """Say on a terminal what takes its time, in a line that goes again; files, pipes and CI see nothing of it."""
    stream, quiet = sys.stderr, {"CI", "MOOC_KIT_PLAIN"} & os.environ.keys()
    is_seen = stream.isatty() and not quiet and os.environ.get("TERM") != "dumb"
    if is_seen:
        stream.write(f"{visible(words)} …\r")
        stream.flush()
    try:
        yield
    finally:
        if is_seen:
            stream.write("\x1b[K")  # to the end of the line: ECMA-48, Erase in Line
            stream.flush()


def ask_text(question: str, *, default: str) -> str:
    """What somebody types, or `default` for an empty line."""
    from rich.prompt import Prompt
    from rich.text import Text

    return Prompt.ask(Text(question), console=console(), default=default).strip() or default


def confirm(question: str, *, default: bool) -> bool:
    """Ask a yes-or-no question; Enter gives `default`."""
    from rich.prompt import Confirm
    from rich.text import Text

    return bool(Confirm.ask(Text(question), console=console(), default=default))


def ask_secret(question: str, *, twice: bool = False) -> str:
    """Ask for words that are not shown; `twice` asks until both answers agree."""
    from rich.prompt import Prompt
    from rich.text import Text

    while True:
        given = Prompt.ask(Text(question), console=console(error=True), password=True, default="", show_default=False)
        if not twice:
            return given
        if given and given == Prompt.ask(Text("Once more"), console=console(error=True), password=True):
            return given
        echo("These two are not the same, or empty. Please type it again.", error=True)


def ask_number(question: str, most: int) -> int:
    """Ask for a number from 1 to `most`, until one is given."""
    from rich.prompt import IntPrompt
    from rich.text import Text

    while True:
        number = IntPrompt.ask(Text(f"{question} (1-{most})"), console=console())
        if 1 <= number <= most:
            return number
        echo(f"Please type a number from 1 to {most}.", error=True)
