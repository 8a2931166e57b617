"""Names of the API as words of a shell and of Python."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

import click

from acme_ticketing.spec import operations
from acme_ticketing_core.operations.names import kebab_case, snake_case


def member(client: object, path: str) -> Any:
    for name in path.split("."):
        python = snake_case(name)
        client = getattr(client, python if hasattr(client, python) else f"{python}_")
    return client


def command_of(operation_id: str) -> str:
    """`b2b.eventTemplates.list` is `b2b event-templates list`."""
    return " ".join(map(kebab_case, operation_id.split(".")))


def commands() -> Iterator[tuple[dict[str, Any], str]]:
    return ((row, command_of(row["id"])) for row in operations())


def did_you_mean(word: str, known: Iterable[str]) -> str:
    spelt = {each.lower(): each for each in sorted(known)}
    found = get_close_matches(word.lower(), spelt, n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(spelt[each] for each in found)}?" if found else ""


class Group(click.Group):
    """Names in its errors the commands that may have been meant."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        word = args[0]
        if self.get_command(ctx, word) is None and not word.startswith("-"):
            hint = did_you_mean(word, self.list_commands(ctx)) or _elsewhere(word)
            raise click.UsageError(f"there is no command {word!r}{hint}", ctx)
        return super().resolve_command(ctx, args)


def _elsewhere(word: str) -> str:
    """Say where else such a word leads to a command, if it does."""
    known: dict[str, str] = {}
    for row, words in commands():
        for name in (row["id"].replace(".", " "), words, words.split()[-2]):
            known.setdefault(name.lower(), words)
    found = get_close_matches(word.replace(".", " ").lower(), known, n=1, cutoff=0.75)
    return f"; did you mean acme {known[found[0]]}?" if found else ""
