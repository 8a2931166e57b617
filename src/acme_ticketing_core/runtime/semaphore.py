"""A semaphore of threads of which no signal handler loses a turn.

Ctrl+C raises between any two steps of Python, so also between taking a turn and noting that it is
taken: a semaphore of `threading` has one less for ever. It does not break into a function of C, so
a turn moves from one container into another within one call of such a function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from queue import Empty, SimpleQueue
from threading import TIMEOUT_MAX
from typing import Final, TypeVar, final

T = TypeVar("T")

_NOTHING: Final = object()


def move(take: Callable[[], T], put: Callable[[T], object]) -> None:
    """Take a thing from one container and put it into another; nothing comes in between.

    Args:
        take: a function of C, such as a deque's `pop`.
        put: another, such as a list's `append`.

    Raises:
        Exception: what `take` raises where there is nothing.

    """
    next(map(put, iter(take, _NOTHING)))


@final
class Semaphore:
    """As many turns as threads may have at once.

        taken: list[None] = []
        releasing = semaphore.releasing(taken)
        try:
            if semaphore.acquire(taken, timeout):
                ...
        finally:
            any(releasing)  # first of all, and in one step

    Args:
        number: how many there are.

    """

    def __init__(self, number: int) -> None:
        self._free: SimpleQueue[None] = SimpleQueue()
        for _ in range(number):
            self._free.put(None)

    @property
    def free(self) -> int:
        return self._free.qsize()

    def acquire(self, taken: list[None], timeout: float | None) -> bool:
        """Put a turn into a list, and tell whether one came free in time.

        Args:
            taken: the turns of the caller.
            timeout: seconds to wait; None: for ever.

        """
        if timeout is not None:
            timeout = min(max(timeout, 0.0), TIMEOUT_MAX)
        try:
            move(partial(self._free.get, True, timeout), taken.append)
        except Empty:
            return False
        return True

    def releasing(self, taken: list[None]) -> Iterator[None]:
        """Make ready to give back what the list holds by then; `any` of it does so."""
        return map(self._free.put, taken)
