"""What a handler is given, and which handler answers which operation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from ..access.authentication import Principal, Session, User
from ..state import Record, Records, State


@dataclass(frozen=True, slots=True)
class Call:
    """A request that was found to be in order; moments in its query are `datetime`s."""

    state: State  # the venue
    principal: Principal  # on whose behalf it is done
    path: Mapping[str, Any]  # by wire name
    query: Mapping[str, Any]  # by wire name; only what was sent
    body: Any  # the JSON value, or None
    lenient: list[str]  # is told what production takes all the same, a sentence each
    open_session: Callable[[User], Session]

    @property
    def author(self) -> str:
        """How records name who changed them."""
        user = self.principal.user
        return (user.email or user.user_name) if user else "api-key"

    def subject(self, records: Records) -> Record:
        """Return the record that the path names (or 404), or else the body's `id` (or 400)."""
        if self.path:
            return records.get(next(iter(self.path.values())))
        return records.referred(self.body.get("id"), "body.id")


# What a handler returns is the success answer: a JSON value, text, bytes, or None for no body.
# Whatever is wrong it raises as a `Refusal`.
Handler = Callable[[Call], object]
_Handler = TypeVar("_Handler", bound=Callable[..., object])

HANDLERS: dict[str, Handler] = {}


def answers(*operation_ids: str, about: str = "") -> Callable[[_Handler], _Handler]:
    """Let the decorated function answer these operations, each of which has one answer.

    With `about`, a kind of the state's records, it is given the `Call.subject` of them as well.
    """

    def register(handler: _Handler) -> _Handler:
        answer = partial(_about, about, handler) if about else handler
        for operation_id in operation_ids:
            if HANDLERS.setdefault(operation_id, answer) is not answer:
                raise ValueError(f"{operation_id} has two handlers")
        return handler

    return register


def _about(kind: str, handler: Callable[[Call, Record], object], call: Call) -> object:
    return handler(call, call.subject(getattr(call.state, kind)))
