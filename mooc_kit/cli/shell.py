"""What a shell wants: completion of commands and options, and a manual page."""

from __future__ import annotations

import click


@click.command()
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
def completion(shell: str) -> None:
    """Print what completes mooc-kit's commands and options in SHELL.

    \b
    bash:  mooc-kit completion bash > ~/.local/share/bash-completion/completions/mooc-kit
    zsh:   mooc-kit completion zsh > ~/.zfunc/_mooc-kit    (with fpath+=~/.zfunc in .zshrc)
    fish:  mooc-kit completion fish > ~/.config/fish/completions/mooc-kit.fish
    """
    from click.shell_completion import get_completion_class

    from mooc_kit.cli import app

    kind = get_completion_class(shell)
    if kind is not None:
        click.echo(kind(app, {}, "mooc-kit", "_MOOC_KIT_COMPLETE").source())


@click.command()
def man() -> None:
    """Print the manual page: `mooc-kit man | man -l -`, or into a file mooc-kit.1."""
    from mooc_kit.cli import app
    from mooc_kit.commands.manual import manual_page

    click.echo(manual_page(app), nl=False)
