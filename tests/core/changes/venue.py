"""A venue that changes while it is read: between any two calls, at the server's own times."""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from itertools import count
from typing import Any

import httpx

from acme_ticketing import AcmeClient, ApiKey, AsyncAcmeClient, Sandbox
from acme_ticketing_sandbox import API_KEY, TENANT_ID, LocalAcme, SandboxTransport, VirtualClock
from acme_ticketing_sandbox.state.records import Records
from acme_ticketing_sandbox.values import times

_egresses = (f"changes {number}" for number in count())


class Way(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """The way to the venue: notes what goes, and lets the venue change in between."""

    def __init__(self, acme: LocalAcme) -> None:
        self.inner = SandboxTransport(acme)
        self.sent: list[httpx.URL] = []
        self.before: Callable[[httpx.Request], None] = lambda _: None
        self.after: Callable[[httpx.Response], httpx.Response] = lambda response: response

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Pass a request on."""
        self.before(request)
        self.sent.append(request.url)
        return self.after(self.inner.handle_request(request))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Pass a request of a task on."""
        self.before(request)
        self.sent.append(request.url)
        return self.after(await self.inner.handle_async_request(request))


class OtherClock:
    """The clock of a reader that is an hour slow: nothing may depend on it."""

    def __init__(self, clock: VirtualClock, off: float = -3600.0) -> None:
        self._clock, self._off = clock, off

    def now(self) -> float:
        """Return what this machine believes."""
        return self._clock.now() + self._off

    def __getattr__(self, name: str) -> Any:
        return getattr(self._clock, name)


class ChangingVenue:
    """A local ACME, a client whose clock is wrong, and what may happen to the records."""

    def __init__(self, seed: int = 0, start: float = 1_700_000_000.0) -> None:
        self.clock = VirtualClock(start)
        self.acme = LocalAcme(clock=self.clock)
        self.way = Way(self.acme)
        self.client: AcmeClient = AcmeClient(**self.settings())
        self.lot = random.Random(seed)
        self.lot_size = 5

    def settings(self) -> dict[str, Any]:
        """Give the settings of a client."""
        return {
            "credentials": ApiKey(API_KEY),
            "environment": Sandbox(10),
            "tenant_id": TENANT_ID,
            "transport": self.way,
            "clock": OtherClock(self.clock),
            "egress": next(_egresses),
        }

    def async_client(self) -> AsyncAcmeClient:
        """Make the asynchronous twin of the client."""
        return AsyncAcmeClient(**self.settings())

    @property
    def kinds(self) -> dict[str, Records]:
        """The records that change."""
        state = self.acme.state
        return {
            "customers": state.customers,
            "memberships": state.memberships,
            "orders": state.orders,
        }

    def add(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Make a record like the first one, stamped now."""
        like = deepcopy(next(iter(self.kinds[kind])))
        if "orderItems" in like:
            for item in like["orderItems"]:
                item["itemId"] = str(self.acme.state.identifiers.number("order item", 490_700))
        return self.kinds[kind].add({**like, **self._stamp(), **fields})

    def change(self, kind: str, id: Any, **fields: Any) -> None:
        """Change a record, which is stamped now."""
        record = self.kinds[kind].get(id)
        version = {"version": record["version"] + 1} if "version" in record else {}
        record.update({**version, **self._stamp(), **fields})

    def delete(self, kind: str, id: Any) -> None:
        """Delete a record."""
        self.kinds[kind].remove(id)

    def happen(self, kind: str, *, deleting: bool = True) -> None:
        """Let something happen to the records of a kind."""
        records = list(self.kinds[kind])
        text = {"customers": "lastName", "memberships": "program", "orders": "notes"}[kind]
        value = f"{self.lot.choice('abcdefghijklmnopqrstuvwxyz')}{self.lot.random():.6f}"
        match self.lot.randrange(4 if deleting and len(records) > 10 else 3):
            case 0:
                self.add(kind, **{text: value})
            case 1 | 2:
                self.change(kind, self.lot.choice(records)["id"], **{text: value})
            case _:
                # The first record stays: new ones are made like it.
                self.delete(kind, self.lot.choice(records[1:])["id"])

    def _stamp(self) -> dict[str, str]:
        return {"updatedOn": times.write(self.acme.state.now())}

    def pass_time(self, seconds: float) -> None:
        """Let time pass."""
        self.clock.advance(seconds)

    def close(self) -> None:
        """Close the client."""
        self.client.close()


MINUTE = timedelta(minutes=1)
