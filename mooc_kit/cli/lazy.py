"""A lazy group imports the module of a command only when that command is called, so that start-up stays quick."""

from __future__ import annotations

from importlib import import_module

import click


class LazyGroup(click.Group):
    """`elsewhere` names commands by "module:attribute"; `--help` imports them all, a call only its own."""

    def __init__(self, *args: object, elsewhere: dict[str, str] | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.elsewhere = elsewhere or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self.commands, *(name for name in self.elsewhere if name not in self.commands)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = super().get_command(ctx, cmd_name)
        if found is not None or cmd_name not in self.elsewhere:
            return found
        module, _, attribute = self.elsewhere[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command
