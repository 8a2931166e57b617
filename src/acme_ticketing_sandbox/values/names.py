"""Names as JSON writes them."""

from __future__ import annotations


def camel_case(name: str) -> str:
    """Return `operationId` for `operation_id`."""
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)
