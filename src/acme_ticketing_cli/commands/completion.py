"""`acme completion`: the script that teaches a shell to complete."""

from __future__ import annotations

from typing import Final

import click
from click.shell_completion import get_completion_class


def _completion(shell: str) -> None:
    r"""Print the completion script of a shell.

    \b
    bash: eval "$(acme completion bash)" in ~/.bashrc
    zsh:  eval "$(acme completion zsh)" in ~/.zshrc
    fish: acme completion fish > ~/.config/fish/completions/acme.fish
    """
    kind = get_completion_class(shell)
    root = click.get_current_context().find_root().command
    if kind is not None:
        click.echo(kind(root, {}, "acme", "_ACME_COMPLETE").source())


COMMAND: Final = click.command("completion")(
    click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))(_completion)
)
