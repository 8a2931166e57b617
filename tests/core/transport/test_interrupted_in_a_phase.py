"""A call into which a signal handler breaks, in any phase, gives everything back."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from acme_ticketing_core.auth.credentials import ApiKey, EmailLogin
from acme_ticketing_core.client import sync_client
from acme_ticketing_core.settings.environments import BaseUrl
from acme_ticketing_core.transport.pools import Connections
from acme_ticketing_core.transport.steps import saving
from tests.core.interrupts import Interrupts
from tests.core.world import API_KEY, EVENT, GET_CSV, GET_EVENT, PASSWORD, REFUND, Client

from .stalling import LARGE, PHASES, Phase, Stalling


class OutOfTimeError(Exception):
    """An error of the program's own, such as Celery's for a soft time limit."""


BLOCKING = {"create_connection", "do_handshake", "write", "read", "move", "sleep"}
"""Functions that call the system in the phases, or wait for a turn or at the gate."""

RAISED = [KeyboardInterrupt, OutOfTimeError, TimeoutError, OSError]
"""The last two are also what the network raises."""


@contextmanager
def interrupting(
    reached: threading.Event, raised: type[BaseException], times: int = 1
) -> Iterator[None]:
    """Have a signal handler raise in the main thread when a phase is reached, and perhaps again.

    Everything is over at the end of the block: no handler raises later.
    """
    with Interrupts(raised, signal.SIGUSR1) as interrupts:

        def interrupt() -> None:
            reached.wait(20)
            _wait_until_it_blocks()
            for _ in range(times):
                interrupts.interrupt()

        sender = threading.Thread(target=interrupt)
        sender.start()
        try:
            try:
                yield
            finally:
                sender.join(20)
        except raised:
            pass
        else:
            pytest.fail("the call went on")


def _wait_until_it_blocks() -> None:
    """Wait until the main thread is in a system call that does not come back."""
    main, before = threading.main_thread().ident, (None, 0)
    while True:
        frame = sys._current_frames()[main or 0]
        now = frame, frame.f_lasti
        if now == before and frame.f_code.co_name in BLOCKING:
            return
        before = now
        time.sleep(0.01)


def client_of(server: Stalling, http: Any, credential: Any = None) -> Client:
    """Make a client; its first request logs in, unless it has another credential."""
    return Client(
        credential or EmailLogin("ops@example.com", PASSWORD), environment=BaseUrl(server.url),
        tenant_id=999, egress=server.url, http=http, ca_file=server.ca_file,
    )  # fmt: skip


def client_that_comes_to(phase: Phase, server: Stalling, http: Any) -> Client:
    """Make a client for `call`."""
    return client_of(server, http, ApiKey(API_KEY) if phase == "sending" else None)


def call(client: Client, phase: Phase) -> Any:
    """Make a call that comes to a phase."""
    if phase == "sending":
        return client.call(REFUND, {}, body=LARGE)
    return client.call(GET_EVENT, EVENT)


def assert_nothing_is_lost(client: Client, server: Stalling) -> None:
    """Look at everything that a call takes, and then call."""
    assert_nothing_is_taken(client)
    server.go_on()
    assert server.has_only(client.connections.idle)
    assert client.call(GET_EVENT, EVENT)["name"] == "Mummies"
    assert server.has_only(1)


def assert_nothing_is_taken(client: Client) -> None:
    """Look at everything that a call takes."""
    assert client.connections == Connections(client.connections.idle, client.connections.idle, 0)
    assert client._shared.slots.free == sync_client.MOST_CONNECTIONS
    assert client._shared.login_turn.free == 1
    assert client.rate_limit().queued == 0


@pytest.mark.parametrize("raised", RAISED)
@pytest.mark.parametrize("phase", PHASES)
def test_nothing_is_lost(
    phase: Phase, raised: type[BaseException], http: Any, stalled: Any
) -> None:
    """What the handler raises ends the call, and the call takes nothing with it."""
    with stalled(phase) as server, client_that_comes_to(phase, server, http) as client:
        with interrupting(server.reached, raised):
            call(client, phase)
        assert_nothing_is_lost(client, server)


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
@pytest.mark.parametrize("phase", PHASES)
def test_nothing_is_lost_to_a_second_interrupt(phase: Phase, http: Any, stalled: Any) -> None:
    """It comes while the first is cleaned up after: what is not closed then, closes itself."""
    with stalled(phase) as server, client_that_comes_to(phase, server, http) as client:
        with interrupting(server.reached, KeyboardInterrupt, times=2):
            call(client, phase)
        assert_nothing_is_lost(client, server)


@pytest.mark.parametrize("credential", [ApiKey(API_KEY), None], ids=["connection", "login"])
def test_who_waits_for_a_turn_loses_none(
    credential: ApiKey | None, http: Any, stalled: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does the one who has it, in another thread."""
    if credential is not None:
        monkeypatch.setattr(sync_client, "MOST_CONNECTIONS", 1)
    with stalled("headers") as server, client_of(server, http, credential) as client:
        first = threading.Thread(target=lambda: client.call(GET_EVENT, EVENT))
        first.start()
        assert server.reached.wait(20)
        with interrupting(server.reached, KeyboardInterrupt):
            client.call(GET_EVENT, EVENT)
        assert client.connections == Connections(1, 0, 0)
        server.go_on()
        server.hang_up()
        first.join(20)
        assert_nothing_is_lost(client, server)


def test_who_waits_at_the_gate_leaves_the_queue(http: Any, stalled: Any) -> None:
    """It had sent a request, and got a 429."""
    with stalled("refused") as server, client_of(server, http) as client:
        with interrupting(server.reached, KeyboardInterrupt):
            client.call(GET_EVENT, EVENT)
        assert_nothing_is_taken(client)


def test_no_file_is_left(http: Any, stalled: Any, tmp_path: Path) -> None:
    """A download that is interrupted leaves nothing in the folder."""
    with stalled("body") as server, client_of(server, http, ApiKey(API_KEY)) as client:
        with interrupting(server.reached, KeyboardInterrupt):
            client.hold(saving(GET_CSV, {}, tmp_path / "report.csv"))

        assert not any(tmp_path.iterdir())
        assert server.has_only(0)
