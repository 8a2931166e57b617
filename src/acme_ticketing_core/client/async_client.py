"""The asynchronous driver: takes the steps of an exchange, suspending the task."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Self, TypeVar, final

from acme_ticketing_core import errors
from acme_ticketing_core.client.base_client import BaseClient
from acme_ticketing_core.client.light_copies import MOST_CONNECTIONS, SharedState
from acme_ticketing_core.client.raw import DryRun, Preview, RawAnswer, nothing_called
from acme_ticketing_core.exchange.call import Call, warn_if_deprecated
from acme_ticketing_core.operations.operation import Ask, Conversation, Operation, Pause
from acme_ticketing_core.operations.options import CallOptions
from acme_ticketing_core.pagination.pages import AsyncItems, AsyncListing, AsyncPage
from acme_ticketing_core.pagination.paging import Paging
from acme_ticketing_core.runtime.unset import UNSET
from acme_ticketing_core.transport.libraries import AsyncHttpTransport
from acme_ticketing_core.transport.steps import NOT_STARTED, Login, Outcome, Send, Step, Steps
from acme_ticketing_core.transport.transport import AsyncTransport

E = TypeVar("E")
T = TypeVar("T")


@final
class AsyncSharedState(SharedState[AsyncTransport]):
    """The connections of the tasks of one event loop."""

    _connect = AsyncTransport

    def start(self) -> None:
        super().start()
        self.slots = asyncio.Semaphore(MOST_CONNECTIONS)
        self.login_turn = asyncio.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def settle_in_loop(self) -> None:
        """Belong to the running loop; a loop that is gone leaves its connections behind."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            raise errors.ConfigurationError(
                "an asynchronous client needs asyncio (or uvloop), and no loop of it runs here; "
                "under trio, use AcmeClient in a thread"
            ) from None
        if self._loop is loop:
            return
        if self._loop is not None:
            if not self._loop.is_closed():
                raise errors.ClientClosed(
                    "this client is in use in another event loop; make one for each"
                )
            self.start()
        self._loop = loop


class AsyncClient(BaseClient[AsyncHttpTransport, AsyncSharedState]):
    """A client whose calls are awaited; settings as `BaseClient`. Tasks of one loop may share it."""

    _new_shared_state = AsyncSharedState

    async def call(
        self,
        operation: Operation[T],
        arguments: Mapping[str, Any],
        *,
        body: Any = UNSET,
        options: CallOptions | None = None,
    ) -> T:
        """Call an operation and give what it answers."""
        warn_if_deprecated(operation)
        steps: Steps[T] = self._steps(Ask(operation, arguments, body, options))
        del arguments, body
        return await self.hold(steps)

    def page(
        self,
        operation: Operation[E],
        paging: Paging[E, T],
        arguments: Mapping[str, Any],
        *,
        body: Any = UNSET,
        options: CallOptions | None = None,
    ) -> AsyncListing[T]:
        """Ask for a listing: await its page, or go through all items with `async for`."""

        async def ask() -> AsyncPage[T]:
            page = await self.hold(first())
            return AsyncPage(page, lambda number: self.hold(fetch(number)), ahead)

        warn_if_deprecated(operation)
        first, fetch, ahead = self._listing(paging, Ask(operation, arguments, body, options))
        return AsyncListing(ask)

    def items(
        self,
        operation: Operation[list[T]],
        arguments: Mapping[str, Any],
        *,
        body: Any = UNSET,
        options: CallOptions | None = None,
    ) -> AsyncItems[T]:
        """Ask for a listing without pages: await its list, or go through it with `async for`."""
        warn_if_deprecated(operation)
        asked = Ask(operation, arguments, body, options)
        return AsyncItems(lambda: self.hold(self._steps(asked)))

    async def hold(self, steps: Conversation[T] | Steps[T]) -> T:
        """Take the steps of a conversation, or of an exchange."""
        self._shared.settle_in_loop()
        heard: Any = None
        failure: errors.AcmeError | None = None
        try:
            while True:
                step = steps.send(heard) if failure is None else steps.throw(failure)
                heard = failure = None
                try:
                    heard = await self._take(step)
                except errors.AcmeError as error:
                    failure = error
        except StopIteration as end:
            result: T = end.value
            return result
        finally:
            steps.close()

    async def raw(self, call: Callable[[Self], Awaitable[T]]) -> RawAnswer[T]:
        """Make a call and give, besides its value, all that stands behind it.

            answer = await client.raw(lambda client: client.b2b.events.get(id=event_id))

        Args:
            call: calls one operation of the client that it is given.

        """
        made: list[Call[Any]] = []
        return RawAnswer(await call(self._copy(_made=made)), made)

    async def dry_run(self, call: Callable[[Self], Awaitable[object]]) -> Preview:
        """Check and encode a call, and give what it would send, without sending anything.

        Args:
            call: calls one operation of the client that it is given.

        """
        try:
            await call(self._copy(_dry=True))
        except DryRun as end:
            return end.preview
        raise nothing_called()

    async def aclose(self) -> None:
        """Close all connections; later calls raise `ClientClosed`.

        Raises:
            ClientClosed: another event loop uses the client; close it there.

        """
        self._shared.settle_in_loop()
        self._shared.end()
        await self._shared.transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.aclose()

    async def _take(self, step: Ask | Step) -> Any:
        if isinstance(step, Send):
            return await self._send(step)
        if isinstance(step, Pause):
            return await self._clock.sleep_async(step.seconds)
        if isinstance(step, Login):
            return await self._log_in(step)
        return await self.hold(self._steps(step))

    async def _send(self, step: Send) -> Outcome:
        shared, slots = self._shared, self._shared.slots
        if queues := slots.locked():
            call = object()
            shared.waiting.add(call)
            try:
                if not await _acquired(slots, step.timeout):
                    return NOT_STARTED
            finally:
                shared.waiting.discard(call)
        else:
            await slots.acquire()
        try:
            if queues and not step.may_start():
                return NOT_STARTED
            return await shared.transport.send(step)
        finally:
            slots.release()

    async def _log_in(self, step: Login) -> Outcome:
        turn = self._shared.login_turn
        if not await _acquired(turn, step.timeout):
            return NOT_STARTED
        try:
            return await self.hold(step.steps)
        finally:
            turn.release()


async def _acquired(turn: asyncio.Semaphore | asyncio.Lock, seconds: float | None) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await turn.acquire()
    except TimeoutError:
        return False
    return True
