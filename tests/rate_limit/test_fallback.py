"""A shared store that is down, slow, restarted or flushed does not stop the calls."""

from __future__ import annotations

import os
import socket
import warnings
from collections.abc import Iterator

import pytest

from acme_ticketing_core.rate_limit.admission import Admission
from acme_ticketing_core.rate_limit.fallback import (
    SHARE,
    FallbackStore,
    StoreUnavailableWarning,
)
from acme_ticketing_core.rate_limit.gate import Gate
from acme_ticketing_core.rate_limit.learning import teach, tune
from acme_ticketing_core.rate_limit.redis import RedisStore

from .redis_server import RedisServer

KEY = "b2b:default@fallback.example.com"


class Watch:
    """A monotonic clock that the test moves."""

    def __init__(self) -> None:
        self.reading = 0.0

    def __call__(self) -> float:
        """Read it."""
        return self.reading


@pytest.fixture
def server() -> Iterator[RedisServer]:
    """Yield a Redis that this test alone may stop."""
    with RedisServer() as running:
        yield running


@pytest.fixture
def watch() -> Watch:
    """Give a watch."""
    return Watch()


@pytest.fixture
def gate(server: RedisServer, watch: Watch) -> Iterator[Gate]:
    """Yield a gate on that Redis, with the stand-in behind it."""
    store = RedisStore(server.url, timeout=2.0)
    yield Gate(FallbackStore(store, watch), KEY)
    store.close()


def one(gate: Gate) -> Admission:
    """Make a call that the server takes, if it may start."""
    admission = gate.ask(gate.ticket())
    if admission.granted:
        gate.settle(admission, "accepted")
    return admission


def test_a_store_that_is_down_is_stood_in_for(gate: Gate, server: RedisServer) -> None:
    """Calls go on with a share of the known limit, after one warning."""
    gate._store.change(KEY, teach, 40.0)
    assert not one(gate).local
    server.stop()

    with pytest.warns(StoreUnavailableWarning, match="rejoins by itself") as caught:
        admissions = [one(gate) for _ in range(20)]

    assert len(caught) == 1
    assert sum(admission.granted for admission in admissions) == 40 * SHARE
    assert all(admission.local for admission in admissions)


def test_it_rejoins_by_itself_and_tells_the_limit_again(
    gate: Gate, server: RedisServer, watch: Watch
) -> None:
    """A restarted store has forgotten everything; the first to come back teaches it."""
    gate._store.change(KEY, teach, 40.0)
    one(gate)
    server.stop()
    with pytest.warns(StoreUnavailableWarning):
        one(gate)
    server.start()

    assert one(gate).local
    watch.reading += 5
    assert not one(gate).local
    assert one(gate).limit == 40


def test_a_flushed_store_is_told_the_limit_again(gate: Gate, server: RedisServer) -> None:
    """Somebody empties Redis: nothing is lost but the count of the present minute."""
    gate._store.change(KEY, teach, 40.0)
    one(gate)
    server.flush()
    one(gate)

    assert gate.read().limit == 40


def test_tries_become_rarer(gate: Gate, server: RedisServer, watch: Watch) -> None:
    """An outage costs a try every half minute at most, not one for every call."""
    server.stop()
    with pytest.warns(StoreUnavailableWarning):
        one(gate)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for _ in range(8):
            watch.reading += 31
            one(gate)

    fallback = gate._store
    assert isinstance(fallback, FallbackStore)
    assert fallback._try_at == watch.reading + 30


def test_a_429_during_an_outage_stops_this_process(gate: Gate, server: RedisServer) -> None:
    """The stand-in is a whole gate: block, probe and all."""
    server.stop()
    with pytest.warns(StoreUnavailableWarning):
        admission = gate.ask(gate.ticket())
    gate.refuse(admission, None)

    assert not one(gate).granted
    assert gate.read().state == "blocked"


def test_a_call_admitted_before_the_outage_can_still_be_refused(
    gate: Gate, server: RedisServer
) -> None:
    """If the store cannot hear of the 429, this process at least must."""
    admission = gate.ask(gate.ticket())
    server.stop()
    with pytest.warns(StoreUnavailableWarning):
        gate.refuse(admission, None)

    assert not one(gate).granted


def test_a_store_that_does_not_answer_is_given_up() -> None:
    """A server that takes the connection and then says nothing is as good as down."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        store = RedisStore(f"redis://127.0.0.1:{port}/0", timeout=0.05)
        gate = Gate(FallbackStore(store, Watch()), KEY)
        with pytest.warns(StoreUnavailableWarning):
            assert one(gate).local
        store.close()


def test_everything_else_is_asked_of_the_stand_in_too(
    gate: Gate, server: RedisServer, watch: Watch
) -> None:
    """Places in the queue, the block, and forgetting it: before, during and after an outage."""
    gate._store.change(KEY, teach, 1.0)
    one(gate)
    waiting = gate.ticket()
    assert not gate.ask(waiting).granted
    gate.withdraw(waiting)
    assert gate.read().queued == 0
    gate.reopen()
    assert gate.read().used == 0
    server.stop()

    with pytest.warns(StoreUnavailableWarning):
        admission = one(gate)
    gate.refuse(admission, None)
    assert gate.read().blocked_for
    waiting = gate.ticket()
    assert not gate.ask(waiting).granted
    assert gate.read().queued == 1
    gate.withdraw(waiting)
    assert gate.read().queued == 0
    gate.reopen()
    assert not gate.read().blocked_for

    server.start()
    watch.reading += 5
    assert not one(gate).local
    assert not gate.read().blocked_for


def test_what_the_stand_in_admitted_may_be_refused_after_the_outage(
    gate: Gate, server: RedisServer, watch: Watch
) -> None:
    """The 429 of a call that the store knows nothing of does not block everybody."""
    server.stop()
    with pytest.warns(StoreUnavailableWarning):
        admission = gate.ask(gate.ticket())
    server.start()
    watch.reading += 5
    one(gate)
    gate.refuse(admission, None)

    assert admission.local
    assert not gate.read().blocked_for


def test_a_higher_limit_is_tried_in_the_shared_store_only(gate: Gate, server: RedisServer) -> None:
    """A share of a limit says nothing about the limit."""
    gate._store.change(KEY, teach, 40.0)
    one(gate)
    fallback = gate._store
    fallback.change(KEY, tune)
    assert gate.read().limit == 40
    server.stop()
    with pytest.warns(StoreUnavailableWarning):
        fallback.change(KEY, tune)

    assert gate.read().limit == 40 * SHARE


@pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork.*:DeprecationWarning")
def test_a_child_has_a_lock_of_its_own(gate: Gate, server: RedisServer) -> None:
    """Another thread was about to note the outage when the process forked."""
    fallback = gate._store
    assert isinstance(fallback, FallbackStore)
    server.stop()
    with fallback._lock:
        child = os.fork()
        if not child:
            status = 1
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    status = 0 if one(gate).local else 1
            finally:
                os._exit(status)
    _, status = os.waitpid(child, 0)

    assert os.waitstatus_to_exitcode(status) == 0
