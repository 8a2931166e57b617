"""The synchronous driver: takes the steps of an exchange, blocking the thread."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self, TypeVar

from acme_ticketing_core.base_client import MOST_CONNECTIONS, BaseClient, warn_of_deprecated
from acme_ticketing_core.errors import AcmeError
from acme_ticketing_core.exchange import exchange
from acme_ticketing_core.operation import Operation
from acme_ticketing_core.options import CallOptions
from acme_ticketing_core.pages import Page, Paging, Slice
from acme_ticketing_core.steps import NOT_STARTED, Login, Outcome, Send, Steps, Wait
from acme_ticketing_core.transport import Door, SyncTransport
from acme_ticketing_core.unset import UNSET

E = TypeVar("E")
T = TypeVar("T")


class SyncClient(BaseClient[Door]):
    """A client whose calls block; settings as `BaseClient`. Threads may share it."""

    def _start(self) -> None:
        self._transport = SyncTransport(self._base_url, self._clock, self._door, self._ca_file)
        self._slots = threading.BoundedSemaphore(MOST_CONNECTIONS)
        self._login_turn = threading.Lock()

    def call(
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
        return self._answer(operation, arguments, body, options)

    def page(
        self,
        operation: Operation[E],
        paging: Paging[E, T],
        arguments: Mapping[str, Any],
        *,
        body: Any = UNSET,
        options: CallOptions | None = None,
    ) -> Page[T]:
        """Call a listing and give its page, from which the following ones can be had.

        Each page is a call of its own, with a deadline of its own.

        Raises:
            AcmeError: anything that can go wrong; the tree stands in `errors`.

        """

        def following(previous: Slice[T], number: int) -> Slice[T]:
            next_arguments = {**arguments, paging.page: number}
            answer = self._answer(operation, next_arguments, body, options)
            return paging.next(previous, answer)

        if operation.deprecated is not None:
            warn_of_deprecated(operation)
        answer = self._answer(operation, arguments, body, options)
        return Page(paging.first(arguments, answer), following)

    def close(self) -> None:
        """Close all connections; later calls raise `ClientClosed`."""
        self._closed = True
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _answer(
        self,
        operation: Operation[T],
        arguments: Mapping[str, Any],
        body: Any,
        options: CallOptions | None,
    ) -> T:
        return self._run(exchange(self._prepare(operation, arguments, body, options)))

    def _run(self, steps: Steps[T]) -> T:
        outcome: Outcome = None
        try:
            while True:
                step = steps.send(outcome)
                if isinstance(step, Send):
                    outcome = self._send(step)
                elif isinstance(step, Wait):
                    self._clock.sleep(step.seconds)
                    outcome = None
                else:
                    outcome = self._log_in(step)
        except StopIteration as end:
            result: T = end.value
            return result
        finally:
            steps.close()

    def _send(self, step: Send) -> Outcome:
        if not self._slots.acquire(blocking=False):
            if not self._slots.acquire(timeout=_patience(step.timeout)):
                return NOT_STARTED
            if not step.may_start():
                self._slots.release()
                return NOT_STARTED
        try:
            return self._transport.send(step)
        finally:
            self._slots.release()

    def _log_in(self, step: Login) -> Outcome:
        if not self._login_turn.acquire(timeout=_patience(step.timeout)):
            return NOT_STARTED
        try:
            return self._run(step.steps)
        except AcmeError as error:
            return error
        finally:
            self._login_turn.release()


def _patience(timeout: float | None) -> float:
    """Give a timeout as locks take it."""
    return threading.TIMEOUT_MAX if timeout is None else max(timeout, 0.0)
