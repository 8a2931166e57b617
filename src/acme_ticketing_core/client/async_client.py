"""The asynchronous driver: takes the steps of an exchange, suspending the task."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from os import PathLike
from types import TracebackType
from typing import Any, Self, TypeVar, final

from acme_ticketing_core.client.base_client import BaseClient
from acme_ticketing_core.client.light_copies import MOST_CONNECTIONS, SharedState
from acme_ticketing_core.client.raw import DryRun, Preview, RawAnswer, nothing_called
from acme_ticketing_core.errors import (
    AcmeError,
    ClientClosed,
    ConfigurationError,
    NotFound,
    PurchaseInDoubt,
)
from acme_ticketing_core.exchange.call import Call, warn_if_deprecated
from acme_ticketing_core.exchange.exchange import exchange
from acme_ticketing_core.operations.operation import Ask, Conversation, Operation, Pause, to_file
from acme_ticketing_core.operations.options import CallOptions
from acme_ticketing_core.pagination.pages import Arrival, AsyncItems, AsyncListing, AsyncPage
from acme_ticketing_core.pagination.paging import Paging
from acme_ticketing_core.redaction import without_frames
from acme_ticketing_core.runtime.unset import UNSET
from acme_ticketing_core.transport.libraries import AsyncHttpTransport
from acme_ticketing_core.transport.pools import Connections
from acme_ticketing_core.transport.steps import (
    NOT_STARTED,
    FileSink,
    Login,
    OnReceived,
    Outcome,
    Saved,
    Send,
    Steps,
    Wait,
)
from acme_ticketing_core.transport.transport import AsyncTransport

E = TypeVar("E")
T = TypeVar("T")


@final
class AsyncSharedState(SharedState):
    """The connections of the tasks of one event loop."""

    def __init__(self, connect: Callable[[], AsyncTransport]) -> None:
        self._connect = connect
        super().__init__()

    def start(self) -> None:
        self.transport = self._connect()
        self.slots = asyncio.Semaphore(MOST_CONNECTIONS)
        self.login_turn = asyncio.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def held(self) -> Connections:
        return self.transport.connections

    def settle_in_loop(self) -> None:
        """Belong to the running loop; a loop that is gone leaves its connections behind."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            problem = (
                "an asynchronous client needs asyncio (or uvloop), and no loop of it runs here"
            )
            raise ConfigurationError(f"{problem}; under trio, use AcmeClient in a thread") from None
        if self._loop is loop:
            return
        if self._loop is not None:
            if not self._loop.is_closed():
                raise ClientClosed("this client is in use in another event loop; make one for each")
            self.start()
        self._loop = loop


class AsyncClient(BaseClient[AsyncHttpTransport, AsyncSharedState]):
    """A client whose calls are awaited; settings as `BaseClient`. Tasks of one loop may share it."""

    def _new_shared_state(self) -> AsyncSharedState:
        settings = self._base_url, self._clock, self._transport, self._ca_file, self._http
        return AsyncSharedState(lambda: AsyncTransport(*settings))

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
        warn_if_deprecated(operation)
        try:
            call = self._prepare(operation, arguments, body, options)
        except ConfigurationError as error:
            # Who prints tracebacks with local variables finds the caller's values in his own
            # frames, and not in ours.
            del arguments, body
            raise without_frames(error) from None
        del arguments, body
        return await self._finish(call)

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

        async def fetch(number: int) -> Arrival[T]:
            next_arguments = {**arguments, paging.page: number}
            try:
                further = await self._answer(operation, next_arguments, body, options)
            except NotFound as error:
                end = error
                return lambda previous: self._placed(operation, options, paging.end(previous, end))
            return lambda previous: self._placed(operation, options, paging.next(previous, further))

        async def first() -> AsyncPage[T]:
            answer = await self._answer(operation, arguments, body, options)
            place = self._placed(operation, options, paging.first(arguments, answer))
            return AsyncPage(place, fetch, self._pages_ahead(options))

        warn_if_deprecated(operation)
        paging.check(arguments)
        return AsyncListing(first)

    def items(
        self,
        operation: Operation[list[T]],
        arguments: Mapping[str, Any],
        *,
        body: Any = UNSET,
        options: CallOptions | None = None,
    ) -> AsyncItems[T]:
        """Ask for a listing without pages: await its list, or go through it with `async for`.

        Raises:
            AcmeError: when awaited, anything that can go wrong; the tree stands in `errors`.

        """
        warn_if_deprecated(operation)
        return AsyncItems(lambda: self._answer(operation, arguments, body, options))

    async def hold(self, steps: Conversation[T]) -> T:
        """Make the calls and the pauses of a conversation.

        Raises:
            AcmeError: whatever the conversation does not handle.

        """
        heard: Any = None
        failure: AcmeError | None = None
        try:
            while True:
                step = steps.send(heard) if failure is None else steps.throw(failure)
                heard = failure = None
                if isinstance(step, Pause):
                    await self._clock.sleep_async(step.seconds)
                    continue
                try:
                    heard = await (
                        self.raw(partial(_made, step)) if step.raw else _made(step, self)
                    )
                except AcmeError as error:
                    failure = error
        except StopIteration as end:
            result: T = end.value
            return result
        finally:
            steps.close()

    async def save(
        self,
        operation: Operation[Any],
        arguments: Mapping[str, Any],
        path: str | PathLike[str],
        *,
        progress: OnReceived | None = None,
        options: CallOptions | None = None,
    ) -> Saved:
        """Call an operation and write what it answers to a file; as `SyncClient.save`."""
        sink = FileSink(path, progress)
        try:
            call = self._prepare(to_file(operation), arguments, UNSET, options, sink)
            await self._finish(call)
            return sink.keep()
        finally:
            sink.discard()

    async def raw(self, call: Callable[[Self], Awaitable[T]]) -> RawAnswer[T]:
        """Make a call and give, besides its value, all that stands behind it.

            answer = await client.raw(lambda client: client.b2b.events.get(id=event_id))

        Args:
            call: calls one operation of the client that it is given.

        """
        calls: list[Call[Any]] = []
        value = await call(self._copy(_made=calls))
        if not calls:
            raise nothing_called()
        return RawAnswer(value, calls[0])

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

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def _answer(
        self,
        operation: Operation[T],
        arguments: Mapping[str, Any],
        body: Any,
        options: CallOptions | None,
    ) -> T:
        return await self._finish(self._prepare(operation, arguments, body, options))

    async def _finish(self, call: Call[T]) -> T:
        if self._dry:
            raise DryRun(Preview(call))
        self._shared.settle_in_loop()
        try:
            answer = await self._run(exchange(call))
        except PurchaseInDoubt as doubt:
            from acme_ticketing_core.purchases.settle import can_be_settled

            can_be_settled(doubt, call.operation, call.request.content, self._clock, self.hold)
            raise
        if self._made is not None:
            self._made.append(call)
        return answer

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
        if not self._shared.slots.locked():
            await self._shared.slots.acquire()
            return await self._send_now(step)
        call = object()
        self._shared.waiting.add(call)
        try:
            in_time = await _acquired(self._shared.slots, step.timeout)
        finally:
            self._shared.waiting.discard(call)
        return await self._send_now(step, queued=True) if in_time else NOT_STARTED

    async def _send_now(self, step: Send, *, queued: bool = False) -> Outcome:
        try:
            if queued and not step.may_start():
                return NOT_STARTED
            return await self._shared.transport.send(step)
        finally:
            self._shared.slots.release()

    async def _log_in(self, step: Login) -> Outcome:
        in_time = await _acquired(self._shared.login_turn, step.timeout)
        return await self._log_in_now(step) if in_time else NOT_STARTED

    async def _log_in_now(self, step: Login) -> Outcome:
        try:
            return await self._run(step.steps)
        except AcmeError as error:
            return error
        finally:
            self._shared.login_turn.release()


def _made(step: Ask, client: AsyncClient) -> Awaitable[Any]:
    return client.call(step.operation, step.arguments, body=step.body, options=step.options)


async def _acquired(turn: asyncio.Semaphore | asyncio.Lock, seconds: float | None) -> bool:
    """Queue for a turn, for no longer than so many seconds."""
    try:
        async with asyncio.timeout(seconds):
            await turn.acquire()
    except TimeoutError:
        return False
    return True
