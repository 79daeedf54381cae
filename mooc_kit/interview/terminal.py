"""Terminal interview: arrow keys and the space bar, colours and frames where the terminal has them."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import questionary
from prompt_toolkit.filters import Condition
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.keys import Keys
from questionary import Question
from questionary.prompts.common import InquirerControl
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

from mooc_kit.interview.screen import Paused, Screen
from mooc_kit.interview.step import Choosable, Control, InterviewStep, Kind
from mooc_kit.terminal_text import rich_console

HELP = object()
KEYS = (
    "Esc goes back to the previous question, ? or F1 explains, Ctrl-C stops and keeps all that you typed. Where an "
    "earlier answer stands already, Enter keeps it, typing replaces it, and an arrow key lets you edit it."
)
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
        super().__init__()
        self.console = rich_console(highlight=False, emoji=False)

    def welcome(self) -> None:
        self.console.print(f"[dim]{KEYS}[/dim]", width=self._width())

    def heading(self, title: str, about: str, place: str) -> None:
        self.console.print()
        self.console.print(
            Panel(escape(about), title=f"[bold]{escape(title)}[/bold]", subtitle=escape(place), width=self._width())
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
        for line in self.unseen(step):
            self.console.print(f"  {escape(line)}", width=self._width())
        if step.kind is Kind.LINES:
            return self._lines(step)
        while True:
            before = self.unsent.get(step.id)
            start = (before[0] if before else _own(step)) if step.kind is Kind.TEXT else ""
            answer, typed = self._asked(self._question(step, start), start, replaces=not before)
            if isinstance(typed, list) and step.kind is Kind.SEVERAL:
                self.unsent[step.id] = typed
            elif isinstance(typed, str) and typed != start and step.kind is Kind.TEXT:
                self.unsent[step.id] = [typed]
            if answer is HELP:
                self._explain(step)
            elif answer is Paused:
                raise Paused
            elif answer == "" and step.kind is Kind.TEXT and not step.is_own:
                return str(step.default or "")
            else:
                return answer

    def _explain(self, step: InterviewStep) -> None:
        self.say(step.help or "Answer in your own words; Enter accepts what is there.")

    def _question(self, step: InterviewStep, start: str) -> Question:
        marked = self.unsent.get(step.id)
        match step.kind:
            case Kind.ONE:
                values = [choice.value for choice in step.choices]
                default = marked[0] if marked else step.default
                return questionary.select(
                    step.question,
                    choices=[questionary.Choice(self._folded(choice), value=choice.value) for choice in step.choices],
                    default=default if default in values else None,
                    instruction="(arrows, Enter)",
                    style=_STYLE,
                )
            case Kind.SEVERAL:
                chosen = marked if marked is not None else step.default or ()
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
                shown = str(step.default or "") if not step.is_own else ""
                words = f"({step.form}) " if step.form else ""
                return questionary.text(
                    step.question,
                    default=start,
                    instruction=f"{words}[{shown}] " if shown else words or None,
                    style=_STYLE,
                )

    def _lines(self, step: InterviewStep) -> Any:
        """One line after the other; an empty line ends. Earlier answers stand there to be changed, line by line, and
        a line that is made empty is taken out."""
        before = self.unsent.get(step.id)
        own = list(step.default or ()) if step.is_own else []
        usual = [] if step.is_own or before else list(step.default or ())
        head = f"[bold cyan]?[/bold cyan] [bold]{escape(step.question)}[/bold]"
        form = f"{step.form}; " if step.form else ""
        self.console.print(f"{head} [dim]({escape(form)}an empty line ends)[/dim]", width=self._width())
        if usual:
            self.console.print("  [dim]An empty first line keeps these:[/dim]")
            for line in usual:
                self.console.print(f"    {escape(line)}")
        lines: list[str] = []
        ahead = list(before if before is not None else own)
        replaces = not before
        while True:
            start = ahead.pop(0) if ahead else ""
            asked = questionary.text(f"{len(lines) + 1}.", default=start, qmark=" ", style=_STYLE)
            answer, typed = self._asked(asked, start, replaces=replaces)
            replaces = not before and answer is not HELP  # what is half typed goes on after the explanation
            if isinstance(answer, Control) or answer is HELP or answer is Paused:
                left = typed if isinstance(typed, str) else ""
                ahead = [*([left] if left.strip() else []), *ahead]
            if answer is HELP:
                self._explain(step)
            elif answer is Control.BACK and lines:
                ahead.insert(0, lines.pop())
            elif isinstance(answer, Control) or answer is Paused:
                if (kept := [*lines, *ahead]) != own:
                    self.unsent[step.id] = kept
                if answer is Paused:
                    raise Paused
                return answer
            elif answer.strip():
                lines.append(answer.strip())
                self.unsent[step.id] = [*lines, *ahead]  # Ctrl-C between two lines finds them, too
            elif not start:
                return lines or usual

    def _asked(self, question: Question, start: str, *, replaces: bool) -> tuple[Any, str | list[str] | None]:
        """The answer, and what was typed or marked where none was given: Esc gives Control.BACK, a question mark HELP,
        Ctrl-C Paused. `start` is what stands in the field already; where it `replaces`, the first letter takes its
        place, as in a form."""
        app = question.application
        keys = KeyBindings()
        typed: list[str | list[str]] = []
        is_fresh = [bool(start) and replaces]

        def leave(event: KeyPressEvent, result: object) -> None:
            typed.append(_in_hand(event))
            event.app.exit(result=result)

        @keys.add("escape", eager=True)
        @keys.add("c-b", eager=True)
        def _back(event: KeyPressEvent) -> None:
            leave(event, Control.BACK)

        @keys.add("c-c", eager=True)
        def _stop(event: KeyPressEvent) -> None:
            leave(event, Paused)

        @keys.add("f1", eager=True)
        def _explain(event: KeyPressEvent) -> None:
            leave(event, HELP)

        @keys.add("?", eager=True)
        def _help(event: KeyPressEvent) -> None:
            buffer = event.app.current_buffer
            if buffer.text in ("", start):
                leave(event, HELP)
            else:
                buffer.insert_text("?")  # a question mark inside an answer is just that

        fresh = Condition(lambda: is_fresh[0])

        @keys.add(Keys.Any, filter=fresh)
        @keys.add(Keys.BracketedPaste, filter=fresh)
        def _instead(event: KeyPressEvent) -> None:
            event.app.current_buffer.text = ""
            event.app.current_buffer.insert_text(event.data)

        own = app.key_bindings
        app.key_bindings = merge_key_bindings([own, keys] if own else [keys])
        app.ttimeoutlen = 0.05  # a lone Esc is Esc at once
        app.key_processor.after_key_press += lambda _: is_fresh.__setitem__(0, False)
        try:
            answer = question.unsafe_ask()
        except (KeyboardInterrupt, EOFError):
            return Paused, start or None
        if isinstance(answer, str) and answer.strip().lower() in ("back", "<"):
            return Control.BACK, None
        return answer, typed[0] if typed else None

    def _folded(self, choice: Choosable) -> str:
        """The choice in lines that fit: the widget would cut a longer one off."""
        return textwrap.fill(str(choice), self._width() - 8, subsequent_indent="     ")

    def _width(self) -> int:
        return min(self.console.width, 96)


def _in_hand(event: KeyPressEvent) -> str | list[str]:
    """What is typed in the field, or marked in the list, at this moment."""
    for window in event.app.layout.find_all_windows():
        if isinstance(window.content, InquirerControl):
            return [str(value) for value in window.content.selected_options]
    return str(event.app.current_buffer.text)


def _own(step: InterviewStep) -> str:
    """What stands in a text field beforehand: the person's own earlier answer."""
    return str(step.default or "") if step.is_own else ""
