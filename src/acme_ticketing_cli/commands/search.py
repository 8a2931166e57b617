"""`acme search` finds commands, `acme completion` completes them."""

from __future__ import annotations

from typing import Any, Final

import click
from click.shell_completion import shell_complete

from acme_ticketing_cli.naming import commands, did_you_mean

_MOST: Final = 25


@click.command(
    help="""Find commands by what they do.

    WORDS may stand in the name, the summary, the description or the path of an operation; all of
    them must. The best come first.
    """
)
@click.argument("words", nargs=-1, required=True)
def search(words: tuple[str, ...]) -> None:
    wanted = [word.lower() for word in words]
    found = [
        (rank, command, row["summary"])
        for row, command in commands()
        if (rank := min(_rank(row, command, word) for word in wanted))
    ]
    if not found:
        texts = (f"{command} {row['summary']}" for row, command in commands())
        known = set(" ".join(texts).replace("-", " ").lower().split())
        raise click.UsageError(
            f"no command has to do with {' '.join(words)!r}{did_you_mean(wanted[0], known)}"
        )
    found.sort(key=lambda each: -each[0])
    width = max(len(command) for _, command, _ in found[:_MOST])
    for _, name, summary in found[:_MOST]:
        click.echo(f"acme {name:<{width}}  {summary}")
    if len(found) > _MOST:
        click.echo(f"{len(found) - _MOST} more; another word finds fewer", err=True)


def _rank(row: dict[str, Any], command: str, word: str) -> int:
    if word in command.replace("-", " ").split() or word in command:
        return 3
    if word in row["summary"].lower():
        return 2
    return int(word in f"{row['path']} {row['description'] or ''}".lower())


@click.command(
    help=r"""Print the completion script of a shell.

    \b
    bash: eval "$(acme completion bash)" in ~/.bashrc
    zsh:  eval "$(acme completion zsh)" in ~/.zshrc
    fish: acme completion fish > ~/.config/fish/completions/acme.fish
    """
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    root = click.get_current_context().find_root().command
    shell_complete(root, {}, "acme", "_ACME_COMPLETE", f"{shell}_source")
