"""The object behind the fixture `acme_sandbox`."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from acme_ticketing import ApiKey, PublishableKey

from ..access.rate_limits import Limits
from ..clock import VirtualClock
from ..faults import Fault, Kind
from ..http.messages import RecordedCall
from ..local_acme import LocalAcme
from ..seed.seed import API_KEY, PUBLISHABLE_KEY, TENANT_ID, Seed, environ
from ..transports.server import served
from .recording import AsyncRecordingClient, RecordingClient, RecordingTransport


class AcmeSandbox:
    """A local ACME for one test, and clients that reach it.

    Clients of `client` and `async_client` reach it in process and share its clock: a block of
    the rate limit, a pause before a retry and a session's end pass without waiting. Other
    programs reach it over HTTP at `url`.

    Attributes:
        clock: the time, of the sandbox and its clients; `advance` moves it.
        sandbox: the sandbox itself, for what has no shortcut here.

    """

    def __init__(self, sandbox: LocalAcme, clock: VirtualClock, stack: ExitStack) -> None:
        self.sandbox = sandbox
        self.clock = clock
        self._stack = stack

    @classmethod
    @contextmanager
    def started(
        cls,
        *,
        now: str | None = None,
        seed: Path | str | None = None,
        strict: bool = False,
        **limits: Any,
    ) -> Iterator[AcmeSandbox]:
        """Open a sandbox for as long as the block lasts.

        Args:
            now: the time it begins at, ISO 8601 with an offset; by default the present.
            seed: a seed file; by default the built-in venue.
            strict: whether every answer is held against the specification.
            limits: requests per address and minute, and the like; see `Limits`.

        """
        start = time.time() if now is None else datetime.fromisoformat(now).timestamp()
        clock = VirtualClock(start)
        venue = None if seed is None else Seed.read(seed)
        sandbox = LocalAcme(clock=clock, seed=venue, limits=Limits(**limits), strict=strict)
        with ExitStack() as stack:
            yield cls(sandbox, clock, stack)

    def client(self, **settings: Any) -> RecordingClient:
        """Make a client that reaches the sandbox in process and remembers its calls.

        Args:
            settings: those of `AcmeClient`; by default the sandbox's keys and tenant, and strict
                reading. The client is closed after the test.

        """
        transport = RecordingTransport(self.sandbox)
        client = RecordingClient(**self._settings(settings), transport=transport)
        client.calls = transport.calls
        return self._stack.enter_context(client)

    def async_client(self, **settings: Any) -> AsyncRecordingClient:
        """Make the asynchronous twin of `client`; closing it is the test's own affair."""
        transport = RecordingTransport(self.sandbox)
        client = AsyncRecordingClient(**self._settings(settings), transport=transport)
        client.calls = transport.calls
        return client

    @cached_property
    def url(self) -> str:
        """Where the sandbox is served over HTTP; the first touch starts the server.

        From then on real time passes at the sandbox too; `advance` hurries a block's end.
        """
        self.clock.run()
        return self._stack.enter_context(served(self.sandbox))

    @property
    def environ(self) -> Mapping[str, str]:
        """Environment variables with which `AcmeClient()` and `acme` call the served sandbox."""
        return environ(self.url)

    @property
    def calls(self) -> tuple[RecordedCall, ...]:
        """Every request that reached the sandbox, by whatever way, oldest first."""
        return self.sandbox.calls

    def fault(self, kind: Kind, operation_id: str | None = None, **how: Any) -> None:
        """Let something go wrong.

        Args:
            kind: `latency`, `status`, `html`, `truncated`, `content-type`, `empty`, `closed`,
                `reset` or `cut`; see `Fault`.
            operation_id: whose next request it hits; None: any.
            how: further attributes of `Fault`: `times`, `processed`, `status`, `seconds`.

        """
        self.sandbox.inject_fault(Fault(kind, operation_id, **how))

    def limit(self, **limits: Any) -> None:
        """Change limits: `limit(b2b=5)` allows five back-office requests a minute."""
        limiter = self.sandbox.rate_limiter
        limiter.limits = replace(limiter.limits, **limits)

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.clock.advance(seconds)

    def reset(self) -> None:
        """Begin anew: the venue as it was, no fault, no call remembered by the sandbox."""
        self.sandbox.reset()

    def _settings(self, given: dict[str, Any]) -> dict[str, Any]:
        return {
            "credentials": (ApiKey(API_KEY), PublishableKey(PUBLISHABLE_KEY)),
            "tenant_id": TENANT_ID,
            "clock": self.clock,
            "deadline": 600.0,
            "strict": True,
            **given,
        }
