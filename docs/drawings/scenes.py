"""The scenes that guides begin with: each is played against a local ACME, and drawn as it went."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import UUID

import httpx

from acme_ticketing import AcmeClient, ApiKey, Credential, EmailLogin, Sandbox
from acme_ticketing.errors import PurchaseInDoubt
from acme_ticketing.models import Address, CartItem, CheckoutInput, ShoppingCart
from acme_ticketing_sandbox import (
    API_KEY,
    EMAIL,
    PASSWORD,
    TENANT_ID,
    Fault,
    Limits,
    LocalAcme,
    SandboxTransport,
    VirtualClock,
)
from acme_ticketing_sandbox.samples.examples import TIME_OF_THE_EXAMPLES

from .sequence import Sequence

_ID = re.compile(r"[0-9a-f]{24}|\d{4,}")


class _Line(httpx.BaseTransport):
    """Draws each request on its way to a local ACME, and what came back."""

    def __init__(self, acme: LocalAcme, scene: Sequence) -> None:
        self._inner = SandboxTransport(acme)
        self._scene = scene

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Hand a request on."""
        *_, client, server = self._scene.who
        words = f"{request.method} {_ID.sub('{id}', request.url.path)}"
        try:
            response = self._inner.handle_request(request)
        except httpx.TransportError:
            self._scene.add(client, server, words, "answer lost", good=False)
            raise
        status = response.status_code
        self._scene.add(client, server, words, str(status), good=not response.is_error)
        return response


class _Clock(VirtualClock):
    """Draws how long a client waits."""

    def __init__(self, scene: Sequence) -> None:
        super().__init__(TIME_OF_THE_EXAMPLES)
        self._scene = scene

    def sleep(self, seconds: float) -> None:
        """Draw a wait, and let the time pass."""
        client = self._scene.who[-2]
        if seconds >= 1:
            self._scene.add(client, client, f"waits {seconds:.0f} s")
        super().sleep(seconds)


class _Venue:
    """A local ACME, and clients whose requests are drawn."""

    def __init__(self, scene: Sequence, *, limit: int = 600) -> None:
        self.clock = _Clock(scene)
        self.acme = LocalAcme(clock=self.clock, limits=Limits(b2b=limit, b2c=limit))
        self._scene = scene
        transport = SandboxTransport(LocalAcme(clock=VirtualClock(TIME_OF_THE_EXAMPLES)))
        with AcmeClient(
            ApiKey(API_KEY), environment=Sandbox(10), transport=transport, egress="elsewhere"
        ) as elsewhere:
            event = next(each for each in elsewhere.b2b.events.list() if each.available)
            self.event = event.id or ""
            self.adult: str = event.to_dict()["priceList"]["prices"][0]["personType"]["id"]
            self.someone = next(iter(elsewhere.b2b.customers.list())).id or 0

    def client(self, credential: Credential | None = None, *, drawn: bool = True) -> AcmeClient:
        """Make a client; what it sends is drawn, or not."""
        line = _Line(self.acme, self._scene) if drawn else SandboxTransport(self.acme)
        return AcmeClient(
            credential or ApiKey(API_KEY),
            environment=Sandbox(10),
            tenant_id=TENANT_ID,
            transport=line,
            clock=self.clock,
            egress=f"drawing {id(self)}",
            deadline=None,
        )


def session() -> Sequence:
    """Draw a session that is opened when it is needed, and anew when it has ended."""
    scene = Sequence("A session is opened when it is needed", ["your program", "client", "ACME"])
    venue = _Venue(scene)
    program, name, server = scene.who
    with venue.client(EmailLogin(EMAIL, PASSWORD)) as client:
        for number in range(3):
            if number == 2:  # noqa: PLR2004
                scene.add(server, server, "half an hour later the session has ended")
                venue.clock.advance(1801)
            scene.add(program, name, "b2b.events.get(id=…)")
            client.b2b.events.get(id=venue.event)
    return scene


def checkout() -> Sequence:
    """Draw a purchase whose answer is lost, and what becomes of it."""
    scene = Sequence("A checkout whose answer is lost", ["visitor", "your shop", "client", "ACME"])
    visitor, shop, name, _ = scene.who
    venue = _Venue(scene)
    item = CartItem(event_id=venue.event, ticketing_type_id=venue.adult, quantity=2)
    with venue.client() as client:
        scene.add(visitor, shop, "two tickets")
        scene.add(shop, name, "carts.create(…)")
        cart = client.b2c.carts.create(body=ShoppingCart(items=[item]))
        scene.add(visitor, shop, "name and card")
        scene.add(shop, shop, "keeps a uuid with the purchase")
        scene.add(shop, name, "checkout.create(…)")
        venue.acme.inject_fault(Fault("reset", "b2c.checkout.create"))
        try:
            client.for_buyer(ip="203.0.113.7").b2c.checkout.create(
                body=purchase(cart), request_uuid=UUID(int=7)
            )
        except PurchaseInDoubt as error:
            scene.add(name, shop, "PurchaseInDoubt")
            scene.add(shop, name, "error.settle()")
            found = error.settle()
            scene.add(name, shop, type(found).__name__)
            scene.add(shop, visitor, "your tickets")
    return scene


def purchase(cart: str) -> CheckoutInput:
    """Give what a visitor buys in the pictures."""
    return CheckoutInput(
        shopping_cart_id=cart,
        contact_first_name="Ana",
        contact_last_name="Example",
        email="guest@example.com",
        manual_entry_card_number="4111111111111111",
        cvc="123",
        exp_date="0928",
    )


def rate_limit() -> Sequence:
    """Draw callers that wait together after one 429."""
    scene = Sequence("Callers wait together", ["worker 1", "worker 2", "one gate", "ACME"])
    first, second, gate, _ = scene.who
    venue = _Venue(scene, limit=2)
    with venue.client() as client:
        for worker in (first, second, first, second):
            scene.add(worker, gate, "call")
            client.b2b.events.get(id=venue.event)
    scene.add(gate, gate, "knows the limit better now, and keeps below it")
    return scene


def report() -> Sequence:
    """Draw a report that is started, waited for and read."""
    scene = Sequence(
        "A report is started, waited for, and read", ["your program", "client", "ACME"]
    )
    program, name, _ = scene.who
    venue = _Venue(scene)
    with venue.client(drawn=False) as unseen:
        definition = next(iter(unseen.b2b.report_definitions.list()))
    with venue.client() as client:
        scene.add(program, name, "reports.run(…)")
        found = client.b2b.reports.run(definition)
        scene.add(name, program, f"{len(found)} rows, with types")
    return scene


def edit() -> Sequence:
    """Draw an edit amid which somebody else changes the object."""
    scene = Sequence("An edit loses nothing", ["somebody else", "your program", "client", "ACME"])
    other, program, name, server = scene.who
    venue = _Venue(scene)
    with venue.client(drawn=False) as unseen, venue.client() as client:
        scene.add(program, name, "customers.edit(id=…)")
        with client.b2b.customers.edit(id=venue.someone) as customer:
            scene.add(program, program, "changes the address")
            customer.address = [Address(state="ND", zip_code="58503", country="United States")]
            scene.add(other, server, "changes the telephone number")
            same = unseen.b2b.customers.get(id=venue.someone)
            same.phone_number = "555-0100"
            unseen.b2b.customers.replace(body=same)
        scene.add(name, program, "done: both changes stand")
    return scene


def changes() -> Sequence:
    """Draw two runs of a program that keeps another system in step."""
    scene = Sequence("What changed since a cursor", ["your database", "client", "ACME"])
    database, name, server = scene.who
    venue = _Venue(scene)
    with venue.client() as client, venue.client(drawn=False) as unseen:
        cursor = None
        for day in range(2):
            if day:
                scene.add(server, server, "a day later one customer has changed")
                venue.clock.advance(86_400)
                with unseen.b2b.customers.edit(id=venue.someone) as customer:
                    customer.phone_number = "555-0100"
            for batch in client.b2b.customers.changes(since=cursor):
                cursor = batch.cursor
                if not batch.rows:
                    continue
                rows = f"{len(batch.rows)} row{'s' if len(batch.rows) > 1 else ''} and a cursor"
                scene.add(name, database, rows)
    return scene


SCENES: dict[str, Callable[[], Sequence]] = {
    "session": session,
    "checkout": checkout,
    "rate-limit": rate_limit,
    "report": report,
    "edit": edit,
    "changes": changes,
}
"""The scenes, by the name of their picture."""
