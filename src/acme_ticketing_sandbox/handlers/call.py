"""What a handler is given, and which handler answers which operation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from ..access.authentication import Principal, Session, User
from ..specification.validation import Arguments
from ..state import State


@dataclass(frozen=True, slots=True)
class Call:
    """A request that was found to be in order."""

    state: State  # the venue
    principal: Principal  # on whose behalf it is done
    arguments: Arguments  # its values, checked and read: moments are `datetime`s
    open_session: Callable[[User], Session]  # opens a session for a user

    @property
    def path(self) -> Mapping[str, Any]:
        """The path arguments by wire name."""
        return self.arguments.path

    @property
    def query(self) -> Mapping[str, Any]:
        """The query parameters that were sent, by wire name."""
        return self.arguments.query

    @property
    def body(self) -> Any:
        """The JSON body."""
        return self.arguments.body

    def with_body(self, body: object) -> Call:
        """Return the same call with another body."""
        return replace(self, arguments=replace(self.arguments, body=body))

    def lenient(self, sentence: str) -> None:
        """Note what production takes all the same, for who reads the control API."""
        self.arguments.lenient.append(sentence)

    def author(self) -> str:
        """Return how records name who changed them."""
        user = self.principal.user
        return (user.email or user.user_name) if user else "api-key"


# What a handler returns is the success answer: a JSON value, text, bytes, or None for no body.
# Whatever is wrong it raises as a `Refusal`.
Handler = Callable[[Call], object]
_Handler = TypeVar("_Handler", bound=Handler)

HANDLERS: dict[str, Handler] = {}


def answers(*operation_ids: str) -> Callable[[_Handler], _Handler]:
    """Let the decorated function answer these operations, each of which has one answer."""

    def register(handler: _Handler) -> _Handler:
        for operation_id in operation_ids:
            if HANDLERS.setdefault(operation_id, handler) is not handler:
                raise ValueError(f"{operation_id} has two handlers")
        return handler

    return register
