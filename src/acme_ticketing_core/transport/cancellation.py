"""Cancelling that lets what it hits clean up, however often it is repeated meanwhile.

A task's own cancellation goes off at whatever it awaits next, also in the middle of closing a
connection or giving it back (httpcore issues 830 and 1093). anyio's does not enter what httpcore
shields from it; anyio comes with httpx.
"""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import asyncio

T = TypeVar("T")


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
