"""What a sample says: an operation, its parameters with a value each, its body."""

from __future__ import annotations

import keyword
from typing import Any, NamedTuple

from acme_ticketing_core.operations.names import parameter_words, snake_case

from ..specification.specification import Operation, Parameter

Row = dict[str, Any]  # of the operation table


class Value(NamedTuple):
    """A parameter and what a sample says for it."""

    parameter: Parameter
    value: Any

    @property
    def words(self) -> str:
        """The name without what tells whose it is."""
        return parameter_words(self.parameter.name, self.parameter.location)


class Example(NamedTuple):
    """A call that a sample makes."""

    row: Row  # the operation, in the operation table
    operation: Operation  # the same, in the document
    values: list[Value]  # its parameters
    body: Any  # its JSON body, or None
    security: list[str]  # the schemes that it is sent with
    every_page: bool = True  # whether a listing is gone through to its end


def python_name(words: str) -> str:
    name = snake_case(words)
    return f"{name}_" if keyword.iskeyword(name) else name
