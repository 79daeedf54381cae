"""Terminal interview: arrow keys and the space bar, colours and frames where the terminal has them."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import questionary
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from questionary import Question
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

from mooc_kit.interview.screen import Paused, Screen
from mooc_kit.interview.step import Choosable, Control, InterviewStep, Kind
from mooc_kit.terminal_text import rich_console

HELP = object()
KEYS = "Esc goes back to the previous question, ? explains, Ctrl-C stops and keeps a draft."
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
        self.console = rich_console(highlight=False, emoji=False)

    def welcome(self) -> None:
        self.console.print(f"[dim]{KEYS}[/dim]", width=self._width())

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

    def ask(self, step: InterviewStep) -> Any | Control:
        while True:
            answer = self._lines(step) if step.kind is Kind.LINES else self._asked(self._question(step), _shown(step))
            if answer == "" and step.kind is Kind.TEXT and not step.is_own:
                answer = str(step.default or "")
            if answer is not HELP:
                return answer
            self.say(step.help or "Answer in your own words; Enter accepts what is there.")

    def _question(self, step: InterviewStep) -> Question:
        match step.kind:
            case Kind.ONE:
                values = [choice.value for choice in step.choices]
                return questionary.select(
                    step.question,
                    choices=[questionary.Choice(self._folded(choice), value=choice.value) for choice in step.choices],
                    default=step.default if step.default in values else None,
                    instruction="(arrows, Enter)",
                    style=_STYLE,
                )
            case Kind.SEVERAL:
                chosen = step.default or ()
                return questionary.checkbox(
                    step.question,
                    choices=[
                        questionary.Choice(self._folded(c), value=c.value, checked=c.value in chosen)
                        for c in step.choices
                    ],
                    instruction="(space marks, Enter ends)",
                    style=_STYLE,
                )
            case Kind.YES_NO:
                return questionary.confirm(step.question, default=bool(step.default), style=_STYLE)
            case _:
                shown = str(step.default or "")
                return questionary.text(
                    step.question,
                    default=_shown(step),
                    instruction=f"[{shown}] " if shown and not step.is_own else None,
                    style=_STYLE,
                )

    def _lines(self, step: InterviewStep) -> Any:
        """One line after the other; an empty line ends. Earlier answers stand there to be changed, line by line."""
        usual = [] if step.is_own else list(step.default or ())
        before = list(step.default or ()) if step.is_own else []
        head = f"[bold cyan]?[/bold cyan] [bold]{escape(step.question)}[/bold]"
        self.console.print(f"{head} [dim](an empty line ends)[/dim]")
        if usual:
            self.console.print("  [dim]An empty first line keeps these:[/dim]")
            for line in usual:
                self.console.print(f"    {escape(line)}")
        lines: list[str] = []
        while True:
            default = before[len(lines)] if len(lines) < len(before) else ""
            answer = self._asked(questionary.text(f"{len(lines) + 1}.", default=default, qmark=" ", style=_STYLE))
            if answer is Control.BACK and lines:
                lines.pop()
            elif answer is HELP or isinstance(answer, Control):
                return answer
            elif answer.strip():
                lines.append(answer.strip())
            else:
                return lines or usual

    def _asked(self, question: Question, before: str = "") -> Any:
        """The answer; Esc gives Control.BACK, a question mark HELP. `before` is what stands in the field already."""
        keys = KeyBindings()

        @keys.add("escape", eager=True)
        @keys.add("c-b", eager=True)
        def _back(event: KeyPressEvent) -> None:
            event.app.exit(result=Control.BACK)

        @keys.add("?", eager=True)
        def _help(event: KeyPressEvent) -> None:
            typed = event.app.current_buffer
            if typed.text in ("", before):
                event.app.exit(result=HELP)
            else:
                typed.insert_text("?")  # a question mark inside an answer is just that

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

    def _folded(self, choice: Choosable) -> str:
        """The choice in lines that fit: the widget would cut a longer one off."""
        return textwrap.fill(str(choice), self._width() - 8, subsequent_indent="     ")

    def _width(self) -> int:
        return min(self.console.width, 96)


def _shown(step: InterviewStep) -> str:
    """What stands in a text field beforehand: the person's own earlier answer."""
    return str(step.default or "") if step.is_own and step.kind is Kind.TEXT else ""
