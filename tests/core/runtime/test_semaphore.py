"""So many have a turn at once, and none is lost to a signal handler."""

from __future__ import annotations

import gc
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from acme_ticketing_core.runtime.semaphore import Semaphore

INTERRUPTS = 500


class Interruption(BaseException):
    """What the handler raises."""


@contextmanager
def interrupted_soon() -> Iterator[None]:
    """Have a handler raise a moment from now."""

    def interrupt(*_: object) -> None:
        raise Interruption

    before = signal.signal(signal.SIGALRM, interrupt)
    gc.disable()  # what is raised in a callback of the collector is dropped
    tracing = sys.gettrace()
    sys.settrace(None)  # what measures coverage has locks that an interrupt leaves locked
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.0005)
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        sys.settrace(tracing)
        gc.enable()
        signal.signal(signal.SIGALRM, before)


def test_there_are_so_many():
    """Who comes later waits for as long as it may."""
    semaphore, taken = Semaphore(2), list[None]()
    releasing = semaphore.releasing(taken)

    assert [semaphore.acquire(taken, timeout) for timeout in (None, 0.0, 0.0, -1.0, 1e-6)] == [
        True, True, False, False, False,
    ]  # fmt: skip
    assert semaphore.free == 0
    any(releasing)
    assert semaphore.free == 2


def test_who_waits_gets_the_next():
    """However long the deadline of the call is."""
    semaphore, taken = Semaphore(1), list[None]()
    assert semaphore.acquire(taken, None)
    threading.Timer(0.01, any, (semaphore.releasing(taken),)).start()

    assert semaphore.acquire([], 1e12)


def test_an_interrupt_at_any_moment_loses_no_turn():
    """A semaphore of `threading` has lost one after some hundreds of these."""
    semaphore = Semaphore(1)
    interrupts = 0
    while interrupts < INTERRUPTS:
        try:
            with interrupted_soon():
                while True:
                    taken: list[None] = []
                    releasing = semaphore.releasing(taken)
                    try:
                        assert semaphore.acquire(taken, 0.0)
                    finally:
                        any(releasing)
        except Interruption:
            interrupts += 1
        assert semaphore.free == 1
