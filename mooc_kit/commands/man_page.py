"""Manual page (roff, section 1): what `man mooc-kit` shows, made from the commands themselves.

It takes the command line as it is, by what commands and their parameters can be asked, and imports no library for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from mooc_kit import __version__
from mooc_kit.console import echo

STATUSES = (
    ("0", "All is well."),
    ("1", "Problems were found, or something waits for a person; the last lines say what."),
    ("2", "Wrong usage, a path that is not there, or a place that cannot be written to."),
    ("130", "Stopped with Ctrl-C. What was answered or made until then is kept where the last line says so."),
    ("143", "Ended by the system (SIGTERM); what was half made is taken away."),
)
"""What each exit status of the program means."""


def print_manual(app: Any) -> None:
    echo(manual_page(app), end="")


def manual_page(app: Any) -> str:
    """The page in roff, for section 1."""
    return "\n".join(_lines(app)) + "\n"


def _lines(app: Any) -> Iterator[str]:
    context = app.make_context("mooc-kit", [], resilient_parsing=True)
    yield f'.TH MOOC-KIT 1 "" "mooc-kit {__version__}" "User Commands"'
    yield ".ad l"  # long words, such as lists of choices, leave nothing to spread over a line
    yield ".SH NAME"
    yield "mooc-kit \\- grow an open online course"
    yield ".SH SYNOPSIS"
    yield ".B mooc-kit\n.I COMMAND\n[\\fIOPTIONS\\fR] [\\fIARGUMENTS\\fR]"
    yield ".SH DESCRIPTION"
    yield from _paragraphs(app.help or "")
    yield ".SH COMMANDS"
    yield from _commands(app, context)
    yield ".SH EXIT STATUS"
    for status, words in STATUSES:
        yield f".TP\n.B {status}\n{words}"
    yield ".SH FILES"
    yield ".TP\n.I course.yaml\nThe spec: what a course team decided."
    yield ".TP\n.I .mooc\\-kit/\nWhat mooc\\-kit keeps for itself inside a kit."


def _commands(group: Any, context: Any) -> Iterator[str]:
    for name in sorted(group.list_commands(context)):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        inner = command.make_context(name, [], parent=context, resilient_parsing=True)
        path = inner.command_path
        usage = " ".join(command.collect_usage_pieces(inner))
        yield f".SS {_roff(path)}"
        yield f".B {_roff(path)}\n{_roff(usage)}"
        yield ".PP"
        yield from _paragraphs(command.help or "")
        if command.epilog:
            yield ".PP"
            yield _roff(command.epilog)
        for parameter in command.get_params(inner):
            record = parameter.get_help_record(inner)
            if record is not None:
                yield f".TP\n.B {_roff(record[0])}\n{_roff(record[1]) or '.br'}"
        if hasattr(command, "list_commands"):
            yield from _commands(command, inner)


def _paragraphs(text: str) -> Iterator[str]:
    parts = re.split(r"\n\s*\n", text.strip())
    for number, part in enumerate(parts):
        if number:
            yield ".PP"
        yield _roff(" ".join(line.strip() for line in part.splitlines()))


def _roff(text: str) -> str:
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped
