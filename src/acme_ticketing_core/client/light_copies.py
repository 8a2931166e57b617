"""Light copies of a client, and what they share: connections, session, turns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Generic, Self, TypeVar

from acme_ticketing_core.auth.security import Authorizer, SessionCache
from acme_ticketing_core.observability.hooks import (
    Hooks,
    OnDrift,
    OnRequest,
    OnResponse,
    OnRetry,
    OnWait,
)
from acme_ticketing_core.operations.options import CallOptions, Priority, RequestId
from acme_ticketing_core.runtime.lazy import cached_property
from acme_ticketing_core.runtime.process import reset_after_fork
from acme_ticketing_core.runtime.unset import UNSET, Unset
from acme_ticketing_core.transport.transport import AsyncTransport, SyncTransport

TransportT = TypeVar("TransportT", bound=SyncTransport | AsyncTransport)

# Requests that are on the wire at the same time. The client counts them, not httpx's pool: a request
# that has queued must look at the rate gate again before it starts.
MOST_CONNECTIONS: Final = 100


class SharedState(Generic[TransportT]):
    """What a client and its light copies hold open together."""

    _connect: type[TransportT]

    def __init__(self, *settings: Any) -> None:
        self._settings = settings
        self.closed = False
        self.session_cache: Final = SessionCache()
        # Something for each call that waits for a connection; its add and discard are atomic.
        self.waiting: Final[set[object]] = set()
        self.at_end: Final[list[Callable[[], object]]] = []
        self.start()
        reset_after_fork(self)

    def end(self) -> None:
        self.closed = True
        for each in self.at_end:
            each()

    def start(self) -> None:
        self.transport = self._connect(*self._settings)

    def reset_after_fork(self) -> None:
        self.start()


class LightCopies:
    """What a client can be told for some of its calls."""

    _authorizer: Authorizer
    _hooks: Hooks
    _options: CallOptions

    def with_options(
        self,
        *,
        deadline: float | Unset | None = UNSET,
        timeout: float | Unset = UNSET,
        retries: int | Unset = UNSET,
        headers: Mapping[str, str] | None = None,
        request_id: RequestId | None = None,
        priority: Priority | None = None,
        prefetch: int | Unset = UNSET,
        strict: bool | None = None,
    ) -> Self:
        """Give a client whose calls have these options, as far as they name none themselves.

        It is light: connections, session and rate gate are those of this client, and closing
        one closes both. The arguments are those of `CallOptions`.
        """
        options = CallOptions(
            deadline=deadline,
            timeout=timeout,
            retries=retries,
            headers=headers,
            request_id=request_id,
            priority=priority,
            prefetch=prefetch,
            strict=strict,
        )
        return self._copy(_options=self._options.overridden_by(options))

    def with_tenant(self, tenant_id: int | str) -> Self:
        """Give a client for another venue of the same credentials; light as `with_options`."""
        return self._copy(_authorizer=self._authorizer.for_tenant(tenant_id), _prepared={})

    def for_buyer(self, ip: str) -> Self:
        """Give a client that acts for one visitor of a web shop; light as `with_options`.

        Args:
            ip: the visitor's own address, for `x-acme-browser-ip` wherever a call takes it. Not
                the shop's: by it the vendor counts, and stops, who tries out card numbers.

        """
        return self._copy(_buyer_ip=ip)

    def with_hooks(
        self,
        *,
        on_request: OnRequest | None = None,
        on_response: OnResponse | None = None,
        on_retry: OnRetry | None = None,
        on_wait: OnWait | None = None,
        on_drift: OnDrift | None = None,
    ) -> Self:
        """Give a client that is watched by these as well; light as `with_options`."""
        further = Hooks.of(on_request, on_response, on_retry, on_wait, on_drift)
        return self._copy(_hooks=self._hooks.joined(further))

    def _copy(self, **changes: Any) -> Self:
        """Give a client that differs in this; what is made on first touch is made anew."""
        kind = type(self)
        copy = kind.__new__(kind)
        for name, value in vars(self).items():
            if not isinstance(getattr(kind, name, None), cached_property):
                setattr(copy, name, changes.get(name, value))
        return copy
