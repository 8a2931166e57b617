"""Processes, threads and loops: what a client survives, and what it leaves behind."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from acme_ticketing import AcmeClient, AsyncAcmeClient, BaseUrl, EmailLogin
from acme_ticketing.errors import ClientClosed
from acme_ticketing_core.client.light_copies import MOST_CONNECTIONS
from acme_ticketing_core.runtime.clock import SYSTEM_CLOCK
from acme_ticketing_sandbox import EMAIL, PASSWORD, AdjustableClock
from tests.core.interrupts import Interrupts
from tests.core.server import Server, answer, in_turn
from tests.faults.drill import MODES, Mode, settings
from tests.faults.soak import soak
from tests.faults.venue import Venue, venue


def ask(client: AcmeClient) -> bool:
    """Make a call."""
    return bool(client.b2b.events.list(page_size=1).items)


def in_a_child(work: object) -> int:
    """Run a function in a fork of this process and return what it was worth."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            status = 0 if work() else 1  # a function
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork.*:DeprecationWarning")
def test_a_child_has_connections_of_its_own():
    """After a fork parent and child go on calling, and neither reads the other's answer."""
    with (
        venue(AdjustableClock()) as place,
        AcmeClient(**settings(place.url, SYSTEM_CLOCK)) as client,
    ):
        assert ask(client)
        before = place.server.connections

        assert in_a_child(lambda: all(ask(client) for _ in range(5))) == 0
        assert place.server.connections == before + 1
        assert ask(client)
        assert place.server.connections == before + 1


@pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork.*:DeprecationWarning")
def test_a_fork_amid_calls_leaves_no_lock_held():
    """Other threads call while the process forks; the child calls at once."""
    with (
        venue(AdjustableClock()) as place,
        AcmeClient(**settings(place.url, SYSTEM_CLOCK)) as client,
    ):
        over = threading.Event()

        def work() -> None:
            while not over.is_set():
                ask(client)

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        try:
            assert [in_a_child(lambda: ask(client)) for _ in range(5)] == [0] * 5
        finally:
            over.set()
            for thread in threads:
                thread.join()


def test_threads_share_a_client():
    """Many threads, one client: each gets its own answer."""
    with (
        venue(AdjustableClock()) as place,
        AcmeClient(**settings(place.url, SYSTEM_CLOCK)) as client,
        ThreadPoolExecutor(16) as pool,
    ):
        ids = [event.id or "" for event in client.b2b.events.list(page_size=10).items]
        wanted = ids * 8
        events = list(pool.map(lambda each: client.b2b.events.get(id=each), wanted))

    assert [event.id for event in events] == wanted


async def test_a_closed_client_says_so():
    """Both kinds; closing twice is fine."""
    with venue(AdjustableClock()) as place:
        client = AcmeClient(**settings(place.url, SYSTEM_CLOCK))
        client.close()
        client.close()
        with pytest.raises(ClientClosed, match="make a new one"):
            ask(client)
        tasks = AsyncAcmeClient(**settings(place.url, SYSTEM_CLOCK))
        await tasks.aclose()
        await tasks.aclose()
        with pytest.raises(ClientClosed, match="make a new one"):
            await tasks.b2b.events.list()


def test_ctrl_c_amid_a_login_leaves_the_client_usable():
    """The signal comes while the thread reads the session: no turn, connection or place is lost."""
    with (
        Server() as server,
        AcmeClient(EmailLogin(EMAIL, PASSWORD), environment=BaseUrl(server.url)) as client,
        Interrupts() as ctrl_c,
    ):
        server.behave = lambda *_: ctrl_c.interrupt()
        for _ in range(10):
            with pytest.raises(KeyboardInterrupt):
                client.b2b.events.get(id="1")
        server.behave = in_turn(
            answer(b'{"session": "7nAbCdEfGhIjKlMnOpQr"}'), answer(b'{"id": "1"}')
        )

        assert client.b2b.events.get(id="1").id == "1"
        assert client._shared.slots.free == MOST_CONNECTIONS
        assert client.rate_limit().queued == 0


async def test_a_task_that_goes_amid_a_login_leaves_the_client_usable():
    """The same for a cancelled task."""
    arrived = asyncio.Event()
    loop = asyncio.get_running_loop()
    with Server() as server:
        async with AsyncAcmeClient(
            EmailLogin(EMAIL, PASSWORD), environment=BaseUrl(server.url)
        ) as client:
            for _ in range(10):
                server.behave = lambda *_: loop.call_soon_threadsafe(arrived.set)
                task = asyncio.create_task(client.b2b.events.get(id="1"))
                await arrived.wait()
                arrived.clear()
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
            server.behave = in_turn(
                answer(b'{"session": "7nAbCdEfGhIjKlMnOpQr"}'), answer(b'{"id": "1"}')
            )

            assert (await client.b2b.events.get(id="1")).id == "1"
            assert client._shared.slots._value == MOST_CONNECTIONS
            assert client.rate_limit().queued == 0


async def _ask_awaiting(client: AsyncAcmeClient) -> bool:
    return bool((await client.b2b.events.list(page_size=1)).items)


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_one_loop_after_the_other_is_quiet():
    """A client that outlives its loop goes on in the next, without noise of a closed loop.

    Nothing can close the connections of a loop that is gone; they go with it, and Python says so
    to whoever asked for resource warnings.
    """
    with venue(AdjustableClock()) as place:
        client = AsyncAcmeClient(**settings(place.url, SYSTEM_CLOCK))
        for _ in range(3):
            assert asyncio.run(_ask_awaiting(client))
        asyncio.run(client.aclose())
    gc.collect()


async def test_two_loops_at_once_are_told():
    """The second loop is refused, and the first goes on."""
    with venue(AdjustableClock()) as place:
        async with AsyncAcmeClient(**settings(place.url, SYSTEM_CLOCK)) as client:
            assert await _ask_awaiting(client)
            with pytest.raises(ClientClosed, match="another event loop"):
                await asyncio.to_thread(lambda: asyncio.run(_ask_awaiting(client)))
            assert await _ask_awaiting(client)


@pytest.mark.parametrize("mode", MODES)
def test_calls_leave_no_socket_and_no_thread(mode: Mode):
    """A short soak; `make soak` makes ten thousand calls and weighs the memory."""
    growth = soak(mode, calls=100, warm_up=30)

    assert (growth.sockets, growth.threads) == (0, 0)


def test_clients_leave_no_thread():
    """Clients come and go."""
    with venue(AdjustableClock()) as place:
        _one(place)
        before = _threads_of_clients()
        for _ in range(20):
            _one(place)

        assert _threads_of_clients() <= before


def _one(place: Venue) -> None:
    with AcmeClient(**settings(place.url, SYSTEM_CLOCK)) as client:
        ask(client)


def _threads_of_clients() -> set[threading.Thread]:
    """Return all threads but those that the venue has for a connection each, which end later."""
    return {each for each in threading.enumerate() if "(_serve)" not in each.name}
