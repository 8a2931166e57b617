"""What a sample says: an operation, its parameters with a value each, its body."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..specification.specification import Operation, Parameter


class Example(NamedTuple):
    """A call that a sample makes."""

    operation: Operation
    values: list[tuple[Parameter, Any]]
    body: Any  # as JSON, or None
    security: list[str]  # the schemes that it is sent with
    every_page: bool = True  # whether a listing is gone through to its end
