"""Which function answers which operation."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from .call import Call

# What a handler returns is the success answer: a JSON value, text, bytes, or None for no body.
# Whatever is wrong it raises as a `Refusal`.
Handler = Callable[[Call], object]
_Handler = TypeVar("_Handler", bound=Handler)

HANDLERS: dict[str, Handler] = {}


def answers(*operation_ids: str) -> Callable[[_Handler], _Handler]:
    """Let the decorated function answer these operations.

    Raises:
        ValueError: an operation has an answer already.

    """

    def register(handler: _Handler) -> _Handler:
        for operation_id in operation_ids:
            if operation_id in HANDLERS:
                raise ValueError(f"{operation_id} has two handlers")
            HANDLERS[operation_id] = handler
        return handler

    return register
