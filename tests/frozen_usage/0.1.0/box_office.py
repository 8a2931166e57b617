"""A box office's code for 0.1.0: it sells the next event and tells what it cost."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from acme_ticketing import UNSET, AcmeClient, ApiKey, AsyncAcmeClient, Sandbox
from acme_ticketing.errors import DuplicateRequest, OutcomeUnknown, RateLimited
from acme_ticketing.models import CartItem, CheckoutInput, Event, ShoppingCart


def seats_left(event: Event) -> int:
    """Return how many tickets can still be sold; none where the venue does not tell."""
    if event.capacity is UNSET or event.sold_quantity is UNSET:
        return 0
    return event.capacity - event.sold_quantity


def next_event(client: AcmeClient, now: dt.datetime) -> Event | None:
    """Return the first event from now on that has seats."""
    for event in client.b2b.events.list(start_time=now):
        if seats_left(event) > 0:
            return event
    return None


def sell(client: AcmeClient, event: Event, ticket: str, request_uuid: UUID) -> str:
    """Sell two tickets; return what to tell the guest."""
    if event.id is UNSET:
        return "no such event"
    item = CartItem(event_id=event.id, ticketing_type_id=ticket, quantity=2)
    cart_id = client.b2c.carts.create(body=ShoppingCart(items=[item]))
    purchase = CheckoutInput(
        shopping_cart_id=cart_id,
        contact_first_name="Ana",
        contact_last_name="Example",
        email="guest@example.com",
    )
    try:
        order = client.b2c.checkout.create(
            body=purchase, browser_ip="203.0.113.7", request_uuid=request_uuid
        )
    except DuplicateRequest:
        return "sold before"
    except OutcomeUnknown as error:
        return f"ask again with {error.request_uuid}"
    except RateLimited as error:
        return f"again at {error.retry_at}"
    return f"{order.order_number}: {order.total_amount}"


async def names() -> list[str]:
    """Return the names of all events."""
    async with AsyncAcmeClient(ApiKey("key"), environment=Sandbox(10), tenant_id=999) as client:
        listing = await client.b2b.events.list()
        return [event.name async for event in listing if event.name is not UNSET]
