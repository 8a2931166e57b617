"""Turns of threads that nothing interrupts, and cancelling of tasks that lets them clean up.

Ctrl+C raises between any two steps of Python, but not within a function of C: by one call of such a
function a turn moves from one container into another. A task's cancellation goes off at whatever it
awaits next, also while a connection is closed or given back (httpcore issues 830 and 1093).
anyio's, which comes with httpx, does not enter what httpcore shields from it.
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
    """Take a thing from one container and put it into another; nothing comes in between."""
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
        """Put a turn into a list, and tell whether one came free in time."""
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


async def finished(work: Coroutine[Any, Any, T]) -> T:
    """Await work to its end; only then is the caller cancelled."""
    import asyncio

    task = asyncio.create_task(work)
    await _over(task)
    return task.result()


async def cleaned_up(work: Coroutine[Any, Any, T]) -> T:
    """Await work; if the caller is cancelled, first let the work end in order."""
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
    """Wait until a task is over, and then pass on that the caller was cancelled."""
    import asyncio

    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        raise cancelled
