"""The gate as callers of a client meet it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from acme_ticketing import AcmeClient, ApiKey, AsyncAcmeClient, BaseUrl
from acme_ticketing_core.errors import InvalidArgument, RateLimited
from acme_ticketing_core.operations.options import CallOptions
from acme_ticketing_core.rate_limit.gate import Budget, Gate, Waiting, gate_for, reopen_gates
from acme_ticketing_core.rate_limit.learning import teach
from acme_ticketing_core.rate_limit.memory import MemoryStore
from acme_ticketing_sandbox import API_KEY, Limits, LocalAcme, SandboxTransport, VirtualClock

LIMIT = 20
HOST = "gate.localhost"
KEY = "b2b:default@api.example.com"
_EGRESSES = (f"gate test {number}" for number in count())


@pytest.fixture
def clock() -> VirtualClock:
    """Return a clock that only moves when somebody sleeps."""
    return VirtualClock()


@pytest.fixture
def sandbox(clock: VirtualClock) -> LocalAcme:
    """Return a sandbox that blocks for a minute past twenty calls."""
    return LocalAcme(clock=clock, limits=Limits(b2b=LIMIT))


@pytest.fixture
def waits() -> list[Waiting]:
    """Return where waits are told."""
    return []


@pytest.fixture
def client(sandbox: LocalAcme, clock: VirtualClock, waits: list[Waiting]) -> Iterator[AcmeClient]:
    """Yield a client of that sandbox."""
    with AcmeClient(
        ApiKey(API_KEY),
        environment=BaseUrl("http://127.0.0.1"),
        transport=SandboxTransport(sandbox),
        clock=clock,
        deadline=None,
        on_wait=waits.append,
    ) as made:
        yield made


def exhaust(client: AcmeClient) -> None:
    """Run into the limit, out of the block, and up to the learned limit."""
    for _ in range(2 * LIMIT):
        client.b2b.events.list(page_size=1)


def test_the_limit_is_learned(client: AcmeClient, sandbox: LocalAcme) -> None:
    """One 429 tells the limit; the calls after it keep to it, and none is lost."""
    exhaust(client)
    exhaust(client)

    assert client.rate_limit().limit == LIMIT
    assert client.rate_limit().refused == sandbox.rate_limiter.refused == 1
    assert client.rate_limit().admitted == 4 * LIMIT + 1


def test_people_are_told_of_waits(client: AcmeClient, waits: list[Waiting]) -> None:
    """The hook says what waits, for how long, and why."""
    exhaust(client)

    assert waits[0].operation_id == "b2b.events.list"
    assert str(waits[0]) == "blocked, 60 s left" or str(waits[0]) == "blocked, 61 s left"
    assert waits[0].limit == LIMIT
    assert client.rate_limit().waited == pytest.approx(sum(wait.seconds for wait in waits))


def test_a_wait_that_cannot_fit_fails_at_once(client: AcmeClient, clock: VirtualClock) -> None:
    """The error says when to come back; nothing was slept away."""
    for _ in range(LIMIT):
        client.b2b.events.list(page_size=1)
    began = clock.now()
    with pytest.raises(RateLimited) as caught:
        client.b2b.events.list(page_size=1, options=CallOptions(deadline=10))

    assert caught.value.retry_at is not None
    assert 59 < caught.value.retry_at.timestamp() - began < 63
    assert clock.now() - began < 1
    assert client.rate_limit().queued == 0


def test_profiles_have_limits_of_their_own(client: AcmeClient) -> None:
    """A block of the back office does not hold back a shop, and CORS begins at four."""
    exhaust(client)

    assert client.rate_limit("b2c").limit is None
    assert client.rate_limit("cors").limit == 4


@pytest.mark.parametrize("profile", ["nonsense", "B2B", "", None])
def test_a_profile_that_does_not_exist_is_told(client: AcmeClient, profile: Any) -> None:
    """The error names those that do: a gate that nobody uses would say that all is well."""
    with pytest.raises(InvalidArgument, match=r"profile is one of b2b, b2c, cors, not "):
        client.rate_limit(profile)


async def test_a_cancelled_call_leaves_the_queue(sandbox: LocalAcme) -> None:
    """Cancellation while queued loses no permit and holds up nobody."""
    clock = VirtualClock()
    released = asyncio.Event()

    class Slow(VirtualClock):
        """A clock on which tasks really wait."""

        async def sleep_async(self, seconds: float) -> None:  # noqa: ARG002 - however long
            await released.wait()

    async with AsyncAcmeClient(
        ApiKey(API_KEY),
        environment=BaseUrl("http://127.0.0.1"),
        transport=SandboxTransport(sandbox),
        clock=(slow := Slow(clock.now())),
        deadline=None,
    ) as client:
        budget = Budget("127.0.0.1", "default", "b2b")
        gate_for(budget, slow)._store.change(budget.key, teach, float(LIMIT))
        for _ in range(LIMIT):
            await client.b2b.events.list(page_size=1)

        async def call() -> None:
            await client.b2b.events.list(page_size=1)

        queued = [asyncio.create_task(call()) for _ in range(5)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert client.rate_limit().queued == 5
        for task in queued:
            task.cancel()
        await asyncio.gather(*queued, return_exceptions=True)

        assert client.rate_limit().queued == 0
        assert client.rate_limit().used == LIMIT


def test_bulk_work_lets_people_go_first() -> None:
    """Of two that wait, the interactive call gets the next place, though it came later."""
    now = 1_700_000_000.0
    store = MemoryStore(lambda: now)
    store.change(KEY, teach, 1.0)
    gate = Gate(store, KEY)
    gate.ask(gate.ticket())
    bulk, person = gate.ticket("bulk"), gate.ticket()
    served: list[str] = []
    while not served:
        if gate.ask(bulk).granted:
            served.append("bulk")
        if gate.ask(person).granted:
            served.append("person")
        now += 5

    assert served == ["person"]


def test_a_priority_that_is_none_is_refused() -> None:
    """A slip of the pen is found before the wire."""
    with pytest.raises(InvalidArgument, match="priority"):
        CallOptions(priority="urgent")  # type: ignore[arg-type]  # that is the slip


def test_a_child_process_can_use_the_gate() -> None:
    """After `fork()` the child has a lock of its own, and the parent's queue is not its own."""
    store = MemoryStore(lambda: 1_700_000_000.0)
    store.change(KEY, teach, 1.0)
    gate = Gate(store, KEY)
    gate.ask(gate.ticket())
    gate.ask(gate.ticket())
    with store._lock:
        child = os.fork()
        if not child:
            alive = gate.read()
            os._exit(0 if alive.queued == 0 and alive.used == 1 else 1)
    _, status = os.waitpid(child, 0)

    assert os.waitstatus_to_exitcode(status) == 0
    assert gate.read().queued == 1


def test_every_block_can_be_forgotten(client: AcmeClient) -> None:
    """The machine has another address now, which the server does not block."""
    for _ in range(LIMIT):
        client.b2b.events.list()
    with pytest.raises(RateLimited):
        client.b2b.events.list(options=CallOptions(deadline=5.0))
    assert client.rate_limit().state == "blocked"
    reopen_gates()

    assert client.rate_limit().state == "open"
    assert client.rate_limit().limit == LIMIT


def test_a_wait_is_told_in_words() -> None:
    """For a progress line: why, and how long."""
    waiting = Waiting("b2b.events.list", 1.0, 12.4, 0.0, 20.0)

    assert str(waiting) == "waiting for the rate limit, about 12 s"
    assert str(waiting._replace(blocked_for=59.6)) == "blocked, 60 s left"


def test_a_gate_prints_its_budget() -> None:
    """Limit profile, way out and host; no more."""
    assert repr(gate_for(Budget("api.example.com", "office", "b2b"), VirtualClock())) == (
        "<Gate b2b:office@api.example.com>"
    )
