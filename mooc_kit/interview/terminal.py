"""The full terminal: arrow keys and the space bar, colours and frames where the terminal has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import questionary
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from questionary import Question
from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

from mooc_kit.interview.screen import Paused, Screen
from mooc_kit.interview.step import Control, Kind, Step

HELP = object()
KEYS = "Esc goes back, ? explains"
_STYLE = questionary.Style(
    [
        ("qmark", "fg:ansicyan bold"),
        ("question", "bold"),
        ("answer", "fg:ansigreen"),
        ("pointer", "fg:ansicyan bold"),
        ("highlighted", "fg:ansicyan bold"),
        ("selected", "noreverse"),
        ("instruction", "fg:ansibrightblack"),
    ]
)


class TerminalScreen(Screen):
    def __init__(self) -> None:
        self.console = Console(highlight=False, emoji=False)

    def heading(self, title: str, about: str, number: int, total: int) -> None:
        self.console.print()
        self.console.print(
            Panel(
                escape(about),
                title=f"[bold]{escape(title)}[/bold]",
                subtitle=f"{number} of {total}",
                width=self._width(),
            )
        )

    def say(self, text: str) -> None:
        self.console.print(f"  [cyan]{escape(text)}[/cyan]", width=self._width())

    def complain(self, text: str) -> None:
        self.console.print(f"  [yellow]{escape(text)}[/yellow]", width=self._width())

    def table(self, title: str, rows: Sequence[tuple[str, str]]) -> None:
        table = Table(title=title, title_justify="left", show_header=False, width=self._width())
        table.add_column(style="bold", ratio=1)
        table.add_column(ratio=3)
        for name, value in rows:
            table.add_row(escape(name), escape(value))
        self.console.print(table)

    def ask(self, step: Step) -> Any | Control:
        while True:
            answer = self._lines(step) if step.kind is Kind.LINES else self._asked(self._question(step))
            if answer is not HELP:
                return answer
            self.say(step.help or "Answer in your own words; Enter takes what is there.")

    def _question(self, step: Step) -> Question:
        match step.kind:
            case Kind.ONE:
                values = [choice.value for choice in step.choices]
                return questionary.select(
                    step.question,
                    choices=[questionary.Choice(str(choice), value=choice.value) for choice in step.choices],
                    default=step.default if step.default in values else None,
                    instruction=f"(arrows, Enter; {KEYS})",
                    style=_STYLE,
                )
            case Kind.SEVERAL:
                chosen = step.default or ()
                return questionary.checkbox(
                    step.question,
                    choices=[
                        questionary.Choice(str(c), value=c.value, checked=c.value in chosen) for c in step.choices
                    ],
                    instruction=f"(space marks, Enter ends; {KEYS})",
                    style=_STYLE,
                )
            case Kind.YES_NO:
                return questionary.confirm(step.question, default=bool(step.default), style=_STYLE)
            case _:
                return questionary.text(step.question, default=str(step.default or ""), style=_STYLE)

    def _lines(self, step: Step) -> Any:
        """One line after the other, each over what stood there before; an empty line ends."""
        before = list(step.default or ())
        lines: list[str] = []
        self.console.print(
            f"[bold cyan]?[/bold cyan] [bold]{escape(step.question)}[/bold] [dim](one a line; an empty line ends; {KEYS})[/dim]"
        )
        while True:
            default = before[len(lines)] if len(lines) < len(before) else ""
            answer = self._asked(questionary.text(f"{len(lines) + 1}.", default=default, qmark=" ", style=_STYLE))
            if answer is Control.BACK and lines:
                lines.pop()
                continue
            if answer is HELP or isinstance(answer, Control):
                return answer
            if not answer.strip():
                return lines
            lines.append(answer.strip())

    def _asked(self, question: Question) -> Any:
        """The answer; Esc gives Control.BACK and a question mark gives HELP."""
        keys = KeyBindings()

        @keys.add("escape", eager=True)
        @keys.add("c-b", eager=True)
        def _back(event: KeyPressEvent) -> None:
            event.app.exit(result=Control.BACK)

        @keys.add("?", eager=True)
        def _help(event: KeyPressEvent) -> None:
            if event.app.current_buffer.text.strip():
                event.app.current_buffer.insert_text("?")  # a question mark inside an answer is just that
            else:
                event.app.exit(result=HELP)

        own = question.application.key_bindings
        question.application.key_bindings = merge_key_bindings([own, keys] if own else [keys])
        question.application.ttimeoutlen = 0.05  # a lone Esc is Esc at once
        try:
            answer = question.unsafe_ask()
        except (KeyboardInterrupt, EOFError):
            raise Paused from None
        if isinstance(answer, str) and answer.strip().lower() in ("back", "<"):
            return Control.BACK
        return answer

    def _width(self) -> int:
        return min(self.console.width, 96)
