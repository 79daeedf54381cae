"""Command reference: commands.md of the manual, made from the command line itself, with variables and exit statuses.

It asks the commands what `--help` asks them, so that the page cannot disagree with it (a hook of mkdocs).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import typer
from mkdocs.structure.files import File, Files

from mooc_kit.cli import app
from mooc_kit.commands.man_page import STATUSES

PAGE = "commands.md"
OF_THE_WHOLE = "The program itself"


class Variable(NamedTuple):
    """An environment variable that mooc-kit reads: who reads it, and what it does."""

    name: str
    read_by: str
    about: str


VARIABLES = (
    Variable(
        "MOOC_KIT_CACHE",
        "all commands",
        "The folder for what was worked out before, instead of `~/.cache/mooc-kit` or what your system uses; `off` "
        "keeps nothing. Contents decide, and the folder may be deleted at any time. What `undo` needs lies in it, too.",
    ),
    Variable("MOOC_KIT_FONTS", "`issue`", "A folder of fonts for scripts that the built-in one has not."),
    Variable("MOOC_KIT_KEYS", "`keys`, `issue`, `revoke`, `ledger`", "The folder of the issuer's keys, as `--keys`."),
    Variable(
        "MOOC_KIT_MANUAL",
        "`--format sarif`",
        "The web address of a copy of this manual (`make docs` builds it). Each rule of a report then links to the "
        "page of its code (`helpUri`); without it a report carries the explanation itself (`help`), and no link.",
    ),
    Variable(
        "MOOC_KIT_PASSPHRASE",
        "`keys`, `issue`, `revoke`, `badge`",
        "The passphrase of a key, where nobody can type it. Keep it in your service's store of secrets.",
    ),
    Variable("MOOC_KIT_PLAIN", "`new`, `interview`", "As `--plain`, where it is set to anything but nothing."),
    Variable(
        "MOOC_KIT_REGISTER_SECRET",
        "`badge register`",
        "The secret behind the numbers that stand for people in the register of peer badges, as `--secret`.",
    ),
    Variable(
        "MOOC_KIT_ONLINE_LOOPBACK",
        "`verify --online`",
        "For tests alone: one `host:port` of this machine may be asked.",
    ),
    Variable("NO_COLOR", "all commands", "No colours, where it is set to anything."),
    Variable("COLUMNS", "all commands", "How wide tables and help are, where the terminal does not say."),
    Variable("SSL_CERT_FILE", "`verify --online`", "Another list of the authorities that certify web servers."),
)


class Entry(NamedTuple):
    """A command that can be called: its path after `mooc-kit`, where `--help` lists it, and click's own objects."""

    path: str
    panel: str
    command: Any
    context: Any

    @property
    def anchor(self) -> str:
        return self.path.replace(" ", "-")


def on_files(files: Files, config: Any) -> Files:
    files.append(File.generated(config, PAGE, content="\n".join(commands_page())))
    return files


def entries() -> Iterator[Entry]:
    """Every command, in the order and under the headings of `mooc-kit --help`."""
    group: Any = typer.main.get_command(app)
    context = group.make_context("mooc-kit", [], resilient_parsing=True)
    yield from sorted(_inside(group, context, "", ""), key=_order(group))


def _order(group: Any) -> Any:
    panels: dict[str, int] = {}
    for command in group.commands.values():
        panels.setdefault(str(command.rich_help_panel), len(panels))
    return lambda entry: panels[entry.panel]


def _inside(group: Any, context: Any, path: str, panel: str) -> Iterator[Entry]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        inner = command.make_context(name, [], parent=context, resilient_parsing=True)
        here, where = f"{path} {name}".strip(), panel or str(command.rich_help_panel)
        if hasattr(command, "list_commands"):
            yield from _inside(command, inner, here, where)
        else:
            yield Entry(here, where, command, inner)


def commands_page() -> Iterator[str]:
    yield "---\nsearch: {boost: 3}\n---\n"
    yield "# Commands\n"
    yield "All commands with their arguments and options, as `mooc-kit COMMAND --help` tells them. `mooc-kit man | man"
    yield "-l -` shows the same in a terminal, and `mooc-kit --install-completion` teaches your shell (bash, zsh, fish"
    yield "or PowerShell) to complete commands, options and names. `KIT` is the kit's folder: if nothing is said, the"
    yield "one that you stand in.\n"
    known = list(entries())
    yield from _contents(known)
    panel = ""
    for entry in known:
        if entry.panel != panel:
            panel = entry.panel
            yield f"## {panel}\n"
        yield from _section(entry)
    yield f"## {OF_THE_WHOLE}\n"
    group: Any = typer.main.get_command(app)
    yield from _parameters(group, group.make_context("mooc-kit", [], resilient_parsing=True))
    yield from environment()
    yield from statuses()


def _contents(known: list[Entry]) -> Iterator[str]:
    panels = dict.fromkeys(entry.panel for entry in known)
    yield "| For | Commands |\n| --- | --- |"
    for panel in panels:
        links = (f"[`{one.path}`](#{one.anchor})" for one in known if one.panel == panel)
        yield f"| {panel} | {', '.join(links)} |"
    yield ""


def _section(entry: Entry) -> Iterator[str]:
    usage = " ".join(entry.command.collect_usage_pieces(entry.context))
    yield f"### mooc-kit {entry.path} {{#{entry.anchor}}}\n"
    yield f"```text\nmooc-kit {entry.path} {usage}\n```\n"
    yield f"{_escaped(entry.command.help or '')}\n"
    if entry.command.epilog:
        label, _, call = entry.command.epilog.partition("mooc-kit ")
        yield f"{label.strip()} `mooc-kit {call}`\n" if call else f"{_escaped(label)}\n"
    yield from _parameters(entry.command, entry.context)


def _parameters(command: Any, context: Any) -> Iterator[str]:
    records = [record for parameter in command.get_params(context) if (record := parameter.get_help_record(context))]
    records = [record for record in records if "--help" not in record[0]]
    if not records:
        return
    yield "| Argument or option | What it does |\n| --- | --- |"
    for name, about in records:
        yield f"| `{_cell(name)}` | {_cell(_escaped(about or ''))} |"
    yield ""


def environment() -> Iterator[str]:
    yield "## Environment variables {#environment}\n"
    yield "| Variable | Read by | What it does |\n| --- | --- | --- |"
    for one in VARIABLES:
        yield f"| `{one.name}` | {one.read_by} | {one.about} |"
    yield ""


def statuses() -> Iterator[str]:
    yield "## Exit statuses {#exit-statuses}\n"
    yield "| Status | What it means |\n| --- | --- |"
    for status, about in STATUSES:
        yield f"| `{status}` | {about} |"
    yield ""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _escaped(text: str) -> str:
    """Words of a help text in Markdown: what looks like markup there is meant as it stands."""
    return text.replace("<", "&lt;").replace("*", "\\*").replace("[", "\\[")
