"""Light copies of a client: the same connections, session and rate gate, and one thing otherwise."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Self

from acme_ticketing_core.auth.security import Authorizer
from acme_ticketing_core.exchange.call import Sessions
from acme_ticketing_core.observability.hooks import (
    Hooks,
    OnDrift,
    OnRequest,
    OnResponse,
    OnRetry,
    OnWait,
)
from acme_ticketing_core.operations.options import CallOptions, Priority, RequestId
from acme_ticketing_core.runtime.unset import UNSET, Unset


class LightCopies:
    """What a client can be told for some of its calls."""

    _hooks: Hooks
    _options: CallOptions
    _sessions: Sessions | None

    @abstractmethod
    def _authorizer_for(self, tenant_id: int | str | None) -> Authorizer:
        """Choose credentials for a venue."""

    @abstractmethod
    def _how_sessions_open(self) -> Sessions | None:
        """Say how a call gets at a session."""

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
        return self._copy(_authorizer=self._authorizer_for(tenant_id), _prepared={})

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
        return self._copy(_hooks=self._hooks + further)

    def _copy(self, **changes: Any) -> Self:
        """Give a client that differs in this; the resources that hang on it are made anew."""
        kind = type(self)
        copy = kind.__new__(kind)
        for name, value in vars(self).items():
            if not isinstance(getattr(kind, name, None), cached_property):
                setattr(copy, name, changes.get(name, value))
        copy._sessions = copy._how_sessions_open()  # noqa: SLF001 - a twin of this client
        return copy
