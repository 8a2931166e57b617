"""A drill: one fault hits one call, and what the client says is held against what was done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, Literal

from acme_ticketing import AcmeClient, ApiKey, AsyncAcmeClient, BaseUrl
from acme_ticketing.errors import (
    AcmeError,
    AnswerLost,
    DecodeError,
    DuplicateTransaction,
    OutcomeUnknown,
)
from acme_ticketing_core.operations.operation import Replay
from acme_ticketing_core.runtime.clock import SYSTEM_CLOCK, Clock
from acme_ticketing_sandbox import API_KEY, TENANT_ID, VirtualClock
from tests.end_to_end.arguments import ARGUMENTS
from tests.end_to_end.test_every_operation import method

from .faults import Fault
from .lines import Line
from .venue import Venue, fine, venue

Mode = Literal["sync", "async"]
MODES: tuple[Mode, ...] = ("sync", "async")


@dataclass(frozen=True)
class Kind:
    """A class of operations, and the one that stands for it.

    Attributes:
        name: how the table calls it.
        operation_id: the operation.
        replay: what a second arrival does.

    """

    name: str
    operation_id: str
    replay: Replay


KINDS = (
    Kind("safe", "b2b.events.get", "safe"),
    Kind("idempotent (PUT)", "b2c.carts.replace", "idempotent"),
    Kind("idempotent (DELETE)", "b2c.carts.delete", "idempotent"),
    Kind("guarded", "b2c.checkout.create", "guarded"),
    Kind("unguarded", "b2b.refunds.create", "none"),
)

# The rate gate is shared by the process: each drill leaves by a way of its own.
_egresses = (f"drill {number}" for number in count())


@dataclass(frozen=True)
class Ending:
    """How a call ended.

    Attributes:
        attempts: how many requests of it the server has received.
        outcome: `answered`, or the error and what it says.
        carried_out: how often the operation was done.
        error: the error, if there was one.
        value: what the client was answered with.

    """

    attempts: int
    outcome: str
    carried_out: int
    error: AcmeError | None = None
    value: Any = None


def drill(fault: Fault, kind: Kind, mode: Mode) -> Ending:
    """Let a fault hit a call and tell how it ended."""
    clock = SYSTEM_CLOCK if fault.pace == "drip" else VirtualClock()
    with venue(clock) as place:
        arguments = arguments_of(kind.operation_id, place, clock)
        place.expect(*[fault.happen] * (50 if fault.for_ever else 1))
        return call(
            place,
            clock,
            kind.operation_id,
            arguments,
            mode,
            deadline={"virtual": 600.0, "stall": 600.0, "drip": 0.4}[fault.pace],
            timeout=0.5 if fault.pace == "stall" else 30.0,
        )


def line_drill(line: Line, kind: Kind, mode: Mode) -> Ending:
    """Call over a line that leads nowhere, and tell how it ended."""
    clock = VirtualClock()
    with venue(clock) as place, line.url() as url:
        arguments = arguments_of(kind.operation_id, place, clock)
        return call(place, clock, kind.operation_id, arguments, mode, url=url)


def arguments_of(operation_id: str, place: Venue, clock: Clock) -> dict[str, Any]:
    """Prepare the venue for a call, over a good line."""
    with AcmeClient(**settings(place.url, clock)) as client:
        return ARGUMENTS[operation_id](client)


def call(
    place: Venue,
    clock: Clock,
    operation_id: str,
    arguments: dict[str, Any],
    mode: Mode,
    *,
    url: str | None = None,
    **patience: float,
) -> Ending:
    """Make one call and tell how it ended.

    Args:
        place: where it is counted what was done.
        clock: the client's.
        operation_id: what is called.
        arguments: with what.
        mode: by which client.
        url: where the client calls, if not at the place.
        patience: deadline and timeouts.

    """
    given = settings(url or place.url, clock) | patience
    ending = watch(place, operation_id, lambda: perform(operation_id, arguments, mode, given))
    if url and ending.error:
        ending = replace(ending, attempts=ending.error.attempts)
    return ending


def watch(place: Venue, operation_id: str, act: Callable[[], Any]) -> Ending:
    """Let a call happen, and tell how it ended for the client and for the server."""
    received, recorded = len(place.server.received), len(place.sandbox.calls)
    error: AcmeError | None = None
    value: Any = None
    try:
        value = act()
    except AcmeError as raised:
        error = raised
    place.expect(fine)
    done = [
        each
        for each in place.sandbox.calls[recorded:]
        if each.operation_id == operation_id and each.carried_out
    ]
    attempts = len(place.server.received) - received
    return Ending(attempts, describe(error), len(done), error, value)


def perform(operation_id: str, arguments: dict[str, Any], mode: Mode, given: dict[str, Any]) -> Any:
    """Call an operation through the generated client."""
    if mode == "sync":
        with AcmeClient(**given) as client:
            return method(client, operation_id)(**arguments)

    async def perform_awaiting() -> Any:
        async with AsyncAcmeClient(**given) as client:
            return await method(client, operation_id)(**arguments)

    return asyncio.run(perform_awaiting())


@contextmanager
def kept_clients(
    place: Venue, clock: Clock, operation_id: str
) -> Iterator[Callable[[Mode, dict[str, Any]], Any]]:
    """Open a client of each kind, whose connections outlive a call; give what calls by them."""
    with AcmeClient(**settings(place.url, clock)) as client, asyncio.Runner() as runner:
        awaiting = AsyncAcmeClient(**settings(place.url, clock))

        async def perform_awaiting(arguments: dict[str, Any]) -> Any:
            return await method(awaiting, operation_id)(**arguments)

        def act(mode: Mode, arguments: dict[str, Any]) -> Any:
            if mode == "sync":
                return method(client, operation_id)(**arguments)
            return runner.run(perform_awaiting(arguments))

        try:
            yield act
        finally:
            runner.run(awaiting.aclose())


def settings(url: str, clock: Clock) -> dict[str, Any]:
    """Give the settings of a client."""
    return {
        "credentials": ApiKey(API_KEY),
        "environment": BaseUrl(url),
        "tenant_id": TENANT_ID,
        "clock": clock,
        "deadline": 600.0,
        "egress": next(_egresses),
    }


def describe(error: AcmeError | None) -> str:
    """Name an outcome as the table does."""
    if error is None:
        return "answered"
    return type(error).__name__


def lies(kind: Kind, ending: Ending) -> list[str]:
    """Tell what is wrong with an ending; nothing, it is to be hoped."""
    wrong: list[str] = []
    if kind.replay in {"guarded", "none"} and ending.carried_out > 1:
        wrong.append(f"done {ending.carried_out} times")
    if kind.replay == "safe":
        return wrong
    if ending.carried_out and not says_applied(ending) and not says_unsure(ending):
        wrong.append(f"{ending.outcome}, although it was done")
    if not ending.carried_out and says_applied(ending):
        wrong.append(f"{ending.outcome}, although it was not done")
    return wrong


def says_applied(ending: Ending) -> bool:
    """Tell whether an ending claims that the operation was done."""
    return isinstance(ending.error, (AnswerLost, DecodeError, type(None)))


def says_unsure(ending: Ending) -> bool:
    """Tell whether an ending says that nobody knows."""
    own = isinstance(ending.error, DuplicateTransaction) and ending.error.perhaps_own
    return own or isinstance(ending.error, OutcomeUnknown)
