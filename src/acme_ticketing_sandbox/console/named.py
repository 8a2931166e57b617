"""Which objects a call names: the ids in its path, its body and its answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..http.exchanges import Exchange
from ..http.messages import read_json

_DEEPEST = 12


def ids_named(exchange: Exchange) -> frozenset[str]:
    """Return the ids."""
    found = {part for part in exchange.request.path.split("/") if part}
    for content in (exchange.request.body, exchange.reply.body):
        found.update(_ids(read_json(content), 0))
    return frozenset(found)


def _ids(value: Any, depth: int) -> Iterator[str]:
    """Go through the ids of a body; a body that is nothing else is one."""
    if depth == 0 and isinstance(value, (str, int)):
        yield str(value)
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        for name, found in value.items():
            if name.lower().endswith("id") and isinstance(found, (str, int)):
                yield str(found)
            yield from _ids(found, depth + 1)
    elif isinstance(value, list):
        for found in value:
            yield from _ids(found, depth + 1)
