"""Turns of threads that nothing interrupts, and cancelling of tasks that lets them clean up.

Ctrl+C raises between any two steps of Python, but not within a function of C. A task's cancellation
goes off at whatever it awaits next, also while a connection is closed (httpcore issues 830, 1093);
anyio's does not enter what httpcore shields from it.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from queue import Empty, SimpleQueue
from threading import TIMEOUT_MAX
from typing import TYPE_CHECKING, Any, Final, TypeVar, final

if TYPE_CHECKING:
    import asyncio

T = TypeVar("T")

_NOTHING: Final = object()


def move(take: Callable[[], T], put: Callable[[T], object]) -> None:
    """Take a thing from one container into another; nothing comes in between."""
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
    """

    def __init__(self, number: int) -> None:
        self._free: SimpleQueue[None] = SimpleQueue()
        for _ in range(number):
            self._free.put(None)

    @property
    def free(self) -> int:
        return self._free.qsize()

    def acquire(self, taken: list[None], timeout: float | None) -> bool:
        if timeout is not None:
            timeout = min(max(timeout, 0.0), TIMEOUT_MAX)
        try:
            move(partial(self._free.get, True, timeout), taken.append)
        except Empty:
            return False
        return True

    def releasing(self, taken: list[None]) -> Iterator[None]:
        return map(self._free.put, taken)


async def finished(work: Coroutine[Any, Any, T]) -> T:
    # Only then is the caller cancelled.
    import asyncio

    task = asyncio.create_task(work)
    await _over(task)
    return task.result()


async def cleaned_up(work: Coroutine[Any, Any, T]) -> T:
    # If the caller is cancelled, the work first ends in order.
    import asyncio

    import anyio

    scope = anyio.CancelScope()

    async def scoped() -> T:
        with scope:
            return await work
        raise asyncio.CancelledError

    task = asyncio.create_task(scoped())
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        scope.cancel()
        try:
            await _over(task)
        finally:
            if not task.cancelled():
                task.exception()  # looked at, so that nobody complains that it was not
        raise


async def _over(task: asyncio.Task[Any]) -> None:
    import asyncio

    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        raise cancelled
