"""With what each operation is called: arguments that the seeded sandbox has an answer to.

An operation that is not in the table is called without arguments, so a new operation that needs
some, or that the sandbox does not play, fails until somebody has thought of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from acme_ticketing import AcmeClient, models

from ..examples import examples

Arguments = dict[str, Any]
Prepare = Callable[[AcmeClient], Arguments]
T = TypeVar("T")

ARGUMENTS: dict[str, Prepare] = {}


def arguments(*operation_ids: str) -> Callable[[Prepare], Prepare]:
    """Register a function that prepares the sandbox and returns the arguments of a call."""

    def register(prepare: Prepare) -> Prepare:
        for operation_id in operation_ids:
            assert operation_id not in ARGUMENTS, f"{operation_id} has arguments already"
            ARGUMENTS[operation_id] = prepare
        return prepare

    return register


def first(items: Iterable[T]) -> T:
    """Return the first of `items`, which the seed must have."""
    for item in items:
        return item
    raise AssertionError("the seed has none")


def example_body(operation_id: str) -> Any:
    """Return the request body that the specification gives as an example."""
    example = first(each for each in examples() if each.operation_id == operation_id)
    assert example.status is None
    assert example.model
    return getattr(models, example.model).from_dict(example.value)
