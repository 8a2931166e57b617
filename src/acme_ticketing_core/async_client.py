"""The asynchronous driver: takes the steps of an exchange, suspending the task."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self, TypeVar

from acme_ticketing_core.base_client import MOST_CONNECTIONS, BaseClient, warn_of_deprecated
from acme_ticketing_core.errors import AcmeError, ClientClosed
from acme_ticketing_core.exchange import exchange
from acme_ticketing_core.operation import Operation
from acme_ticketing_core.options import CallOptions
from acme_ticketing_core.pages import AsyncListing, AsyncPage, Paging, Slice
from acme_ticketing_core.steps import NOT_STARTED, Login, Outcome, Send, Steps, Wait
from acme_ticketing_core.transport import AsyncDoor, AsyncTransport
from acme_ticketing_core.unset import UNSET

E = TypeVar("E")
T = TypeVar("T")


class AsyncClient(BaseClient[AsyncDoor]):
    """A client whose calls are awaited; settings as `BaseClient`. Tasks of one loop may share it."""

    def _start(self) -> None:
        self._transport = AsyncTransport(self._base_url, self._clock, self._door, self._ca_file)
        self._slots = asyncio.Semaphore(MOST_CONNECTIONS)
        self._login_turn = asyncio.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def call(
        self,
        operation: Operation[T],
        arguments: Mapping[str, Any],
        *,
        body: Any = UNSET,
        options: CallOptions | None = None,
    ) -> T:
        """Call an operation and give what it answers.

        Raises:
            AcmeError: anything that can go wrong; the tree stands in `errors`.

        """
        if operation.deprecated is not None:
            warn_of_deprecated(operation)
        return await self._answer(operation, arguments, body, options)

    def page(
        self,
        operation: Operation[E],
        paging: Paging[E, T],
        arguments: Mapping[str, Any],
        *,
        body: Any = UNSET,
        options: CallOptions | None = None,
    ) -> AsyncListing[T]:
        """Ask for a listing: await its page, or go through all items with `async for`.

        Each page is a call of its own, with a deadline of its own.

        Raises:
            AcmeError: when awaited, anything that can go wrong; the tree stands in `errors`.

        """

        async def following(previous: Slice[T], number: int) -> Slice[T]:
            next_arguments = {**arguments, paging.page: number}
            answer = await self._answer(operation, next_arguments, body, options)
            return paging.next(previous, answer)

        async def first() -> AsyncPage[T]:
            answer = await self._answer(operation, arguments, body, options)
            return AsyncPage(paging.first(arguments, answer), following)

        if operation.deprecated is not None:
            warn_of_deprecated(operation)
        return AsyncListing(first)

    async def aclose(self) -> None:
        """Close all connections; later calls raise `ClientClosed`."""
        self._closed = True
        await self._transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    def _settle_in_loop(self) -> None:
        """Belong to the running loop; a loop that is gone leaves its connections behind."""
        loop = asyncio.get_running_loop()
        if self._loop is loop:
            return
        if self._loop is not None:
            if not self._loop.is_closed():
                raise ClientClosed("this client is in use in another event loop; make one for each")
            self._start()
        self._loop = loop

    async def _answer(
        self,
        operation: Operation[T],
        arguments: Mapping[str, Any],
        body: Any,
        options: CallOptions | None,
    ) -> T:
        self._settle_in_loop()
        return await self._run(exchange(self._prepare(operation, arguments, body, options)))

    async def _run(self, steps: Steps[T]) -> T:
        outcome: Outcome = None
        try:
            while True:
                step = steps.send(outcome)
                if isinstance(step, Send):
                    outcome = await self._send(step)
                elif isinstance(step, Wait):
                    await self._clock.sleep_async(step.seconds)
                    outcome = None
                else:
                    outcome = await self._log_in(step)
        except StopIteration as end:
            result: T = end.value
            return result
        finally:
            steps.close()

    async def _send(self, step: Send) -> Outcome:
        if self._slots.locked():
            if not await _acquired(self._slots, step.timeout):
                return NOT_STARTED
            if not step.may_start():
                self._slots.release()
                return NOT_STARTED
        else:
            await self._slots.acquire()
        try:
            return await self._transport.send(step)
        finally:
            self._slots.release()

    async def _log_in(self, step: Login) -> Outcome:
        if not await _acquired(self._login_turn, step.timeout):
            return NOT_STARTED
        try:
            return await self._run(step.steps)
        except AcmeError as error:
            return error
        finally:
            self._login_turn.release()


async def _acquired(turn: asyncio.Semaphore | asyncio.Lock, patience: float | None) -> bool:
    """Queue for a turn, for no longer than so many seconds."""
    try:
        async with asyncio.timeout(patience):
            await turn.acquire()
    except TimeoutError:
        return False
    return True
