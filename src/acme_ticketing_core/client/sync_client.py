"""The synchronous driver: takes the steps of an exchange, blocking the thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Self, TypeVar, final

from acme_ticketing_core.client.base_client import BaseClient
from acme_ticketing_core.client.light_copies import MOST_CONNECTIONS, SharedState
from acme_ticketing_core.client.raw import DryRun, Preview, RawAnswer, nothing_called
from acme_ticketing_core.errors import AcmeError
from acme_ticketing_core.exchange.call import Call, warn_if_deprecated
from acme_ticketing_core.operations.operation import Ask, Conversation, Operation, Pause
from acme_ticketing_core.operations.options import CallOptions
from acme_ticketing_core.pagination.pages import Page
from acme_ticketing_core.pagination.paging import Paging
from acme_ticketing_core.runtime.semaphore import Semaphore
from acme_ticketing_core.runtime.unset import UNSET
from acme_ticketing_core.transport.libraries import HttpTransport
from acme_ticketing_core.transport.steps import NOT_STARTED, Login, Outcome, Send, Step, Steps
from acme_ticketing_core.transport.transport import SyncTransport

E = TypeVar("E")
T = TypeVar("T")


@final
class SyncSharedState(SharedState[SyncTransport]):
    """The connections of threads."""

    _connect = SyncTransport

    def start(self) -> None:
        super().start()
        self.slots = Semaphore(MOST_CONNECTIONS)
        self.login_turn = Semaphore(1)


class SyncClient(BaseClient[HttpTransport, SyncSharedState]):
    """A client whose calls block; settings as `BaseClient`. Threads may share it."""

    _new_shared_state = SyncSharedState

    def call(
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
        return self.hold(steps)

    def page(
        self,
        operation: Operation[E],
        paging: Paging[E, T],
        arguments: Mapping[str, Any],
        *,
        body: Any = UNSET,
        options: CallOptions | None = None,
    ) -> Page[T]:
        """Call a listing and give its page, from which the following ones can be had."""
        warn_if_deprecated(operation)
        first, fetch, ahead = self._listing(paging, Ask(operation, arguments, body, options))
        return Page(self.hold(first()), lambda number: self.hold(fetch(number)), ahead)

    def hold(self, steps: Conversation[T] | Steps[T]) -> T:
        """Take the steps of a conversation, or of an exchange."""
        heard: Any = None
        failure: AcmeError | None = None
        try:
            while True:
                step = steps.send(heard) if failure is None else steps.throw(failure)
                heard = failure = None
                try:
                    heard = self._take(step)
                except AcmeError as error:
                    failure = error
        except StopIteration as end:
            result: T = end.value
            return result
        finally:
            steps.close()

    def raw(self, call: Callable[[Self], T]) -> RawAnswer[T]:
        """Make a call and give, besides its value, all that stands behind it.

            answer = client.raw(lambda client: client.b2b.events.get(id=event_id))
            print(answer.status, answer.attempts, answer.headers, answer.value.name)

        Args:
            call: calls one operation of the client that it is given.

        """
        made: list[Call[Any]] = []
        return RawAnswer(call(self._copy(_made=made)), made)

    def dry_run(self, call: Callable[[Self], object]) -> Preview:
        """Check and encode a call, and give what it would send, without sending anything.

        Args:
            call: calls one operation of the client that it is given.

        """
        try:
            call(self._copy(_dry=True))
        except DryRun as end:
            return end.preview
        raise nothing_called()

    def close(self) -> None:
        """Close all connections; later calls raise `ClientClosed`."""
        self._shared.end()
        self._shared.transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _take(self, step: Ask | Step) -> Any:
        if isinstance(step, Send):
            return self._send(step)
        if isinstance(step, Pause):
            return self._clock.sleep(step.seconds)
        if isinstance(step, Login):
            return self._log_in(step)
        return self.hold(self._steps(step))

    def _send(self, step: Send) -> Outcome:
        slots, taken = self._shared.slots, list[None]()
        releasing = slots.releasing(taken)
        try:
            if slots.acquire(taken, 0.0) or (
                self._queued(taken, step.timeout) and step.may_start()
            ):
                return self._shared.transport.send(step)
            return NOT_STARTED
        finally:
            any(releasing)

    def _queued(self, taken: list[None], timeout: float | None) -> bool:
        shared, call = self._shared, object()
        try:
            shared.waiting.add(call)
            return shared.slots.acquire(taken, timeout)
        finally:
            shared.waiting.discard(call)

    def _log_in(self, step: Login) -> Outcome:
        turn, taken = self._shared.login_turn, list[None]()
        releasing = turn.releasing(taken)
        try:
            return self.hold(step.steps) if turn.acquire(taken, step.timeout) else NOT_STARTED
        finally:
            any(releasing)
