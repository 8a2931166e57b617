"""A caller of the sandbox, as the tests use it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

from acme_ticketing_sandbox import (
    API_KEY,
    PUBLISHABLE_KEY,
    TENANT_ID,
    LocalAcme,
    Reply,
    Request,
    VirtualClock,
)

MONDAY_NINE = 1780318800.0
"""Monday 2026-06-01, 09:00 in the venue's zone (-04:00)."""

B2B = {"x-acme-api-key": API_KEY}
B2C = {**B2B, "x-b2c-tenant-id": str(TENANT_ID)}
CORS = {"x-acme-pub-api-key": PUBLISHABLE_KEY, "x-b2c-tenant-id": str(TENANT_ID)}
CARD = {"manualEntryCardNumber": "4111111111111111", "cvc": "123", "expDate": "0928"}
GUEST = {
    "contactFirstName": "Gail",
    "contactLastName": "Guest",
    "email": "gail@example.com",
    "phoneNumber": "602-555-0100",
}


@dataclass
class Caller:
    """Sends requests to a sandbox with the headers that their area needs."""

    sandbox: LocalAcme
    clock: VirtualClock
    ip: str = "127.0.0.1"
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def send(
        self,
        method: str,
        path: str,
        body: object = None,
        headers: dict[str, str] | None = None,
        **query: object,
    ) -> Reply:
        """Send one request; without headers those of the path's area are sent."""
        sent = self.headers(path) if headers is None else headers
        request = Request.of(method, path, headers=sent, json_body=body, ip=self.ip, **query)
        return self.sandbox.handle(request)

    def done(self, method: str, path: str, body: object = None, **more: Any) -> Any:
        """Send one request and return the JSON of its success."""
        reply = self.send(method, path, body, **more)
        assert reply.status == 200, reply.text
        return reply.json()

    def headers(self, path: str) -> dict[str, str]:
        """Return the headers that the path's area needs, with a new uuid for a checkout."""
        area = CORS if "/cors/" in path else B2C if "/b2c/" in path else B2B
        if "checkout" not in path and "/orders/organizations/" not in path:
            return area
        return {**area, "x-acme-request-uuid": self.uuid(), "x-acme-browser-ip": "203.0.113.24"}

    def uuid(self) -> str:
        """Return a request uuid that was not used before."""
        return f"8270b929-44ea-46fc-b399-{next(self._numbers):012d}"

    def event(self, name: str = "General admission", occurrence: int = 8) -> dict[str, Any]:
        """Return an event; the eighth of the daily pair is one of tomorrow."""
        events = [found for found in self.sandbox.state.events if found["name"] == name]
        return events[occurrence]

    def person_type(self, name: str = "Adult") -> str:
        """Return a person type's id."""
        return next(str(f["id"]) for f in self.sandbox.state.person_types if f["name"] == name)

    def tickets(
        self, quantity: int = 2, *, event: dict[str, Any] | None = None, person_type: str = "Adult"
    ) -> dict[str, Any]:
        """Return a cart of tickets of one kind."""
        line = {
            "eventId": (event or self.event())["id"],
            "ticketingTypeId": self.person_type(person_type),
            "quantity": quantity,
        }
        return {"items": [line]}

    def buy(self, cart: dict[str, Any] | None = None, **more: Any) -> Any:
        """Buy a cart in online sales and return the order."""
        body = {**GUEST, **CARD, "shoppingCart": cart or self.tickets(), **more}
        return self.done("POST", "/v2/b2c/checkout", body)
