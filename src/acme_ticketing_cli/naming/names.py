"""Names of the API as words of a command line, and as names of Python."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from acme_ticketing.spec import operations
from acme_ticketing_core.operations.names import kebab_case, snake_case

__all__ = ["attribute", "commands", "kebab_case"]


def attribute(owner: object, name: str) -> Any:
    """Give what stands under a name of the API in the tree of a client."""
    python = snake_case(name)
    return getattr(owner, python) if hasattr(owner, python) else getattr(owner, f"{python}_")


def commands() -> Iterator[tuple[dict[str, Any], str]]:
    """Yield each operation's row of the table with the words of its command, `b2b events list`."""
    for row in operations():
        yield row, " ".join(map(kebab_case, row["id"].split(".")))
