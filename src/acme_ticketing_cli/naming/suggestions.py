"""What somebody who misspelt a word may have meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

import click

from .names import commands


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Give the question that ends an error's sentence; empty where nothing is alike."""
    spelt = {each.lower(): each for each in sorted(known)}
    found = get_close_matches(word.lower(), spelt, n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(spelt[each] for each in found)}?" if found else ""


class Group(click.Group):
    """A group whose errors name the commands that may have been meant."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command of the first word.

        Raises:
            click.UsageError: there is none of that name.

        """
        word = args[0]
        if self.get_command(ctx, word) is None and not word.startswith("-"):
            hint = did_you_mean(word, self.list_commands(ctx)) or self.elsewhere(word)
            raise click.UsageError(f"there is no command {word!r}{hint}", ctx)
        return super().resolve_command(ctx, args)

    def elsewhere(self, word: str) -> str:
        """Say where else such a word leads to a command; empty where it does not."""
        plain = word.replace(".", " ")
        known: dict[str, Any] = {}
        for row, words in commands():
            for name in (row["id"], row["id"].replace(".", " "), words, words.split()[-2]):
                known.setdefault(name.lower(), words)
        found = get_close_matches(plain.lower(), known, n=1, cutoff=0.75)
        return f"; did you mean acme {known[found[0]]}?" if found else ""
