"""A venue whose customers are edited, and a way there that can be disturbed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import httpx
import pytest

from acme_ticketing import AcmeClient, ApiKey, Sandbox
from acme_ticketing.models import Customer
from acme_ticketing_sandbox import API_KEY, LocalAcme, SandboxTransport, VirtualClock

_egresses = (f"edit {number}" for number in count())


class Way(httpx.BaseTransport):
    """The way to the venue: notes what goes, and lets tests come in between."""

    def __init__(self, acme: LocalAcme) -> None:
        self.inner = SandboxTransport(acme)
        self.sent: list[str] = []
        self.before: Callable[[httpx.Request], httpx.Response | None] = lambda _: None
        self.after: Callable[[httpx.Request, httpx.Response], httpx.Response] = lambda _, response: (
            response
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Pass a request on, unless something comes in between."""
        self.sent.append(request.method)
        answer = self.before(request)
        return self.after(request, answer or self.inner.handle_request(request))


class Venue:
    """A client, a second one that edits the same objects, and the way of the first."""

    def __init__(self) -> None:
        self.clock = VirtualClock()
        self.acme = LocalAcme(clock=self.clock)
        self.way = Way(self.acme)
        self.client = self._client(self.way)
        self.other = self._client(SandboxTransport(self.acme))
        self.id = next(iter(self.other.b2b.customers.list())).id or 0
        self.way.sent.clear()

    def _client(self, transport: Any) -> AcmeClient:
        return AcmeClient(
            ApiKey(API_KEY), environment=Sandbox(10), transport=transport, clock=self.clock,
            egress=next(_egresses),
        )  # fmt: skip

    def customer(self) -> Customer:
        """Return the customer as the server has it."""
        return self.other.b2b.customers.get(id=self.id)

    def elsewhere(self, **values: Any) -> None:
        """Let somebody else write."""
        customer = self.customer()
        for name, value in values.items():
            setattr(customer, name, value)
        self.other.b2b.customers.replace(body=customer)

    def close(self) -> None:
        """Close both clients."""
        self.client.close()
        self.other.close()


@pytest.fixture
def venue() -> Iterator[Venue]:
    """Yield a venue with its customers."""
    venue = Venue()
    yield venue
    venue.close()
