"""Cancelling that lets httpcore clean up, so that no connection stays behind that nobody owns.

A task's own cancellation goes off at whatever it awaits next, also in the middle of giving a
connection back (httpcore issues 830 and 1093). anyio's does not enter what httpcore shields from it.
So the work runs in a task of its own, which only anyio cancels, and the caller's cancellation goes
on when that task has ended, however often it is repeated meanwhile. anyio comes with httpx, whose
pools await through it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def cleaned_up(work: Coroutine[Any, Any, T]) -> T:
    """Await work; if the caller is cancelled, first let the work end in order."""
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
        while not task.done():
            try:
                await asyncio.wait({task})
            except asyncio.CancelledError:
                continue
        if not task.cancelled():
            task.exception()  # looked at, so that nobody complains that it was not
        raise
