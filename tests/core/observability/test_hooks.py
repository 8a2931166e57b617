"""Those who watch a client."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import Any

import pytest

from acme_ticketing import AcmeClient, AsyncAcmeClient
from acme_ticketing_core.auth.credentials import ApiKey
from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.observability.hooks import Attempt, Result, Retrying
from acme_ticketing_core.operations.options import CallOptions
from acme_ticketing_core.settings.environments import BaseUrl, Sandbox
from acme_ticketing_sandbox import VirtualClock
from tests.core.server import Server, answer, hang_up, in_turn
from tests.core.world import (
    API_KEY,
    EVENT,
    GET_EVENT,
    LIMITED,
    LOST,
    OK,
    UNAVAILABLE,
    Client,
    Play,
    TaskClient,
)


class Watcher:
    """Writes down all that it is told."""

    def __init__(self) -> None:
        self.begun: list[Attempt] = []
        self.ended: list[tuple[Attempt, Result]] = []
        self.retries: list[Retrying] = []
        self.waits: list[object] = []

    def watch(self, client: Client) -> Client:
        """Give the client, watched."""
        return client.with_hooks(
            on_request=self.begun.append,
            on_response=lambda attempt, result: self.ended.append((attempt, result)),
            on_retry=self.retries.append,
            on_wait=self.waits.append,
        )


def test_every_attempt_is_told_with_what_became_of_it(client: Client, clock: VirtualClock):
    """A call that was lost, refused and answered has three attempts, a retry and a wait."""
    watcher = Watcher()
    play = Play(watcher.watch(client), clock, LOST, UNAVAILABLE, LIMITED, OK)

    play.call(GET_EVENT, EVENT, options=CallOptions(deadline=None))

    assert [attempt.number for attempt in watcher.begun] == [1, 2, 3, 4]
    assert [attempt for attempt, _ in watcher.ended] == watcher.begun
    assert [(each.status, each.failure, each.error) for _, each in watcher.ended] == [
        (None, "ambiguous", "TimeoutError"),
        (503, None, None),
        (429, None, None),
        (200, None, None),
    ]
    assert [(each.attempts, each.reason) for each in watcher.retries] == [
        (1, "ambiguous"),
        (2, "503"),
    ]
    assert watcher.waits
    first = watcher.begun[0]
    assert (first.operation_id, first.method, first.limit_profile) == (
        "b2b.events.get", "GET", "b2b",
    )  # fmt: skip
    assert first.path_template == "/v2/b2b/event/instances/{id}"
    assert first.host == "sand10-api.example.net"
    assert repr(first) == "<Attempt 1 of b2b.events.get>"


def test_hooks_of_the_constructor_and_of_copies_add_up(clock: VirtualClock):
    """Several may watch; each is told in turn."""
    told: list[str] = []
    client = Client(
        ApiKey(API_KEY),
        environment=Sandbox(10),
        clock=clock,
        on_request=lambda _attempt: told.append("first"),
    ).with_hooks(on_request=lambda _attempt: told.append("second"))

    Play(client, clock, OK).call(GET_EVENT, EVENT)

    assert told == ["first", "second"]


def test_a_hook_that_fails_is_logged_and_the_call_goes_on(
    client: Client, clock: VirtualClock, caplog: pytest.LogCaptureFixture
):
    """Who watches a payment must not undo it."""

    def broken(*_what: object) -> None:
        raise RuntimeError("no space left on the disk of the metrics")

    watched = client.with_hooks(on_request=broken, on_response=broken, on_retry=broken)
    with caplog.at_level(logging.WARNING, "acme_ticketing"):
        value = Play(watched, clock, LOST, OK).call(GET_EVENT, EVENT)

    assert value == {"name": "Mummies"}
    assert len(caplog.records) == 5
    assert "broken failed" in caplog.records[0].message


async def test_a_task_that_is_cancelled_has_abandoned_its_attempt(server: Server):
    """Every attempt that began is told to have ended."""
    watcher = Watcher()
    arrived = asyncio.Event()
    loop = asyncio.get_running_loop()
    server.behave = lambda _request, _connection: loop.call_soon_threadsafe(arrived.set)
    async with TaskClient(
        ApiKey(API_KEY),
        environment=BaseUrl(server.url),
        on_response=lambda attempt, result: watcher.ended.append((attempt, result)),
    ) as client:
        task = asyncio.create_task(client.call(GET_EVENT, EVENT))
        await arrived.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    assert [each.failure for _, each in watcher.ended] == ["abandoned"]


def test_the_log_has_a_line_for_each_attempt(server: Server, caplog: pytest.LogCaptureFixture):
    """Operation, outcome, time, attempt, wait, request uuid and request id; never a secret."""
    server.behave = in_turn(hang_up, answer(b"7"))
    with (
        caplog.at_level(logging.DEBUG, "acme_ticketing"),
        Client(ApiKey(API_KEY), environment=BaseUrl(server.url)) as client,
    ):
        client.with_options(request_id="visit-7").call(GET_EVENT, EVENT)

    lines = [record.getMessage() for record in caplog.records]
    assert len(lines) == 2
    assert lines[0].startswith("b2b.events.get ambiguous in ")
    assert lines[1].startswith("b2b.events.get 200 in ")
    assert lines[1].endswith("request uuid None, request id visit-7")
    assert API_KEY not in "".join(lines)


async def awaited(*_: object) -> None:
    """Be what nobody would await."""


class Awaited:
    """Cannot be called without being awaited either."""

    async def __call__(self, *_: object) -> None:
        """Do nothing."""


@pytest.mark.parametrize("hook", ["on_request", "on_response", "on_retry", "on_wait", "on_drift"])
@pytest.mark.parametrize("given", [awaited, partial(awaited, 1), Awaited()])
def test_what_would_have_to_be_awaited_is_refused_at_once(hook: str, given: Any) -> None:
    """By both kinds of clients, and their light copies: a call runs on meanwhile."""
    problem = f"{hook} is called and never awaited"
    for kind in (AcmeClient, AsyncAcmeClient):
        with pytest.raises(InvalidArgument, match=problem):
            kind(ApiKey("k"), environment=Sandbox(10), **{hook: given})
        with pytest.raises(InvalidArgument, match=problem):
            kind(ApiKey("k"), environment=Sandbox(10)).with_hooks(**{hook: given})


def test_no_hook_that_fails_ends_a_call(client: Client, clock: VirtualClock):
    """Nor does the one that is told of waits."""
    watched = client.with_hooks(
        **dict.fromkeys(["on_request", "on_response", "on_retry", "on_wait"], lambda: None)
    )
    play = Play(watched, clock, UNAVAILABLE, LIMITED, OK)

    assert play.call(GET_EVENT, EVENT, options=CallOptions(deadline=None))
