"""The manual page is what `man mooc-kit` shows: made from the commands themselves, so that it cannot disagree."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from mooc_kit import __version__


def manual_page(app: click.Group) -> str:
    """The page in roff, for section 1."""
    return "\n".join(_lines(app)) + "\n"


def _lines(app: click.Group) -> Iterator[str]:
    context = click.Context(app, info_name="mooc-kit")
    yield f'.TH MOOC-KIT 1 "" "mooc-kit {__version__}" "User Commands"'
    yield ".SH NAME"
    yield "mooc-kit \\- grow an open online course"
    yield ".SH SYNOPSIS"
    yield ".B mooc-kit\n.I COMMAND\n[\\fIOPTIONS\\fR] [\\fIARGUMENTS\\fR]"
    yield ".SH DESCRIPTION"
    yield from _paragraphs(app.help or "")
    yield ".SH COMMANDS"
    yield from _commands(app, context)
    yield ".SH EXIT STATUS"
    for status, words in (
        ("0", "All is well."),
        ("1", "Problems were found."),
        ("2", "The command was called wrongly."),
    ):
        yield f".TP\n.B {status}\n{words}"
    yield ".SH FILES"
    yield ".TP\n.I course.yaml\nThe spec: what a course team decided."
    yield ".TP\n.I .mooc\\-kit/\nWhat mooc\\-kit keeps for itself inside a kit."


def _commands(group: click.Group, context: click.Context) -> Iterator[str]:
    for name in sorted(group.list_commands(context)):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        inner = click.Context(command, info_name=name, parent=context)
        path = inner.command_path
        usage = " ".join(command.collect_usage_pieces(inner))
        yield f".SS {_roff(path)}"
        yield f".B {_roff(path)}\n{_roff(usage)}"
        yield ".PP"
        yield from _paragraphs(command.help or "")
        for parameter in command.get_params(inner):
            record = parameter.get_help_record(inner) if isinstance(parameter, click.Option) else None
            if record is not None:
                yield f".TP\n.B {_roff(record[0])}\n{_roff(record[1]) or '.br'}"
        if isinstance(command, click.Group):
            yield from _commands(command, inner)


def _paragraphs(text: str) -> Iterator[str]:
    parts = re.split(r"\n\s*\n", text.strip())
    for number, part in enumerate(parts):
        if number:
            yield ".PP"
        lines = part.strip("\n").splitlines()
        if lines and lines[0].strip() == "\b":  # click's mark for lines that stay as they are
            yield ".nf"
            yield from (_roff(line.strip()) for line in lines[1:])
            yield ".fi"
        else:
            yield _roff(" ".join(line.strip() for line in lines))


def _roff(text: str) -> str:
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped
