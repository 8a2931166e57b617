"""What became of a purchase: by clocks that differ, and when it is asked for in a wrong way."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import pytest

from acme_ticketing import AcmeClient, ApiKey, BaseUrl, CallOptions
from acme_ticketing.errors import InvalidArgument, OutcomeUnknown, PurchaseInDoubt
from acme_ticketing.models import CartItem, CheckoutInput, Order, ShoppingCart
from acme_ticketing_core.purchases.facts import Bought, NotFound, Undecided
from acme_ticketing_sandbox import (
    API_KEY,
    TENANT_ID,
    Duplicates,
    Fault,
    LocalAcme,
    SandboxTransport,
    VirtualClock,
)
from tests.core.server import Received, Server, answer, in_turn

HERE = UUID("7d444840-9dc0-11d1-b245-5ffdce74fad2")


class Off(VirtualClock):
    """The clock of a computer that is so many seconds ahead of the server's."""

    def __init__(self, server: VirtualClock, ahead: float) -> None:
        self._server = server
        self._ahead = ahead

    def now(self) -> float:
        """Give the wrong time."""
        return self._server.now() + self._ahead

    def monotonic(self) -> float:
        """Count as the server does."""
        return self._server.monotonic()

    def sleep(self, seconds: float) -> None:
        """Let both go on."""
        self._server.sleep(seconds)


class Shop(NamedTuple):
    """A client whose clock may be off."""

    client: AcmeClient
    clock: VirtualClock

    def now(self) -> datetime:
        """Give the time by the shop's clock."""
        return datetime.fromtimestamp(self.client.clock.now(), UTC)

    def purchase(self, quantity: int = 2) -> CheckoutInput:
        """Fill a cart, and give what buys it."""
        event = next(each for each in self.client.b2b.events.list() if each.available)
        assert event.price_list
        assert event.price_list.prices
        adult = event.price_list.prices[0].person_type
        assert adult
        item = CartItem(event_id=event.id, ticketing_type_id=adult.id, quantity=quantity)
        return CheckoutInput(
            shopping_cart_id=self.client.b2c.carts.create(body=ShoppingCart(items=[item])),
            email="guest@example.com",
            manual_entry_card_number="4111111111111111",
            cvc="123",
            exp_date="0930",
        )

    def buy(self, purchase: CheckoutInput) -> Order:
        """Buy it."""
        return self.client.b2c.checkout.create(body=purchase, browser_ip="203.0.113.7")

    def settle(self, purchase: Any, **further: Any) -> Any:
        """Find out what became of it."""
        given = {"body": purchase, "request_uuid": HERE, "since": self.now()} | further
        return self.client.b2c.checkout.settle(**given)


def shop_of(ahead: float) -> Shop:
    """Return a shop whose clock is so many seconds ahead."""
    clock = VirtualClock()
    transport = SandboxTransport(LocalAcme(clock=clock))
    client = AcmeClient(
        ApiKey(API_KEY), transport=transport, clock=Off(clock, ahead), tenant_id=TENANT_ID
    )
    return Shop(client, clock)


@pytest.fixture
def shop() -> Iterator[Shop]:
    """Yield a shop whose clock is right."""
    found = shop_of(0)
    with found.client:
        yield found


@pytest.mark.parametrize("ahead", [0, 3, 3600, -3600, 86_400])
def test_a_clock_that_is_off_changes_nothing(ahead: float) -> None:
    """Orders bear the server's time: what was bought is found, what others bought earlier is not."""
    shop = shop_of(ahead)
    with shop.client:
        earlier = shop.purchase(quantity=3)
        shop.buy(earlier)
        shop.clock.sleep(1800)
        since, mine = shop.now(), shop.purchase()

        assert isinstance(shop.settle(mine, since=since), NotFound)
        since = shop.now()
        order = shop.buy(mine)
        shop.clock.sleep(20)
        found = shop.settle(mine, since=since)

    assert isinstance(found, Bought)
    assert found.order.id == order.id


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"since": "2026-06-01T10:00:00Z"}, "since: expected a datetime, not str"),
        ({"since": 1.5}, "since: expected a datetime, not float"),
        ({"since": datetime(2026, 6, 1)}, "without a time zone"),  # noqa: DTZ001 - that is it
        ({"since": datetime(2099, 1, 1, tzinfo=UTC)}, "lies ahead"),
        ({"request_uuid": ""}, "request_uuid: expected a UUID"),
        ({"request_uuid": None}, "request_uuid: expected a UUID"),
        ({"known_orders": "452983"}, "known_orders: expected a list"),
        ({"known_orders": None}, "known_orders: expected a list"),
        ({"known_orders": 452983}, "known_orders: expected a list"),
        ({"known_orders": {"id": "452983"}}, "known_orders: expected a list"),
        ({"since": datetime.min.replace(tzinfo=UTC)}, "nothing was sent in the year 1"),
    ],
)
def test_what_cannot_be_meant_is_refused(shop: Shop, given: dict[str, Any], problem: str) -> None:
    """Each would have found something, or nothing, that is not the purchase's."""
    with pytest.raises(InvalidArgument, match=problem):
        shop.settle(shop.purchase(), **given)


def test_a_day_is_no_time(shop: Shop) -> None:
    """The time of sending is one."""
    with pytest.raises(InvalidArgument, match="not date"):
        shop.settle(shop.purchase(), since=(shop.now() - timedelta(days=1)).date())


def test_a_purchase_of_earlier_needs_its_uuid(shop: Shop) -> None:
    """With another one it might be bought twice."""
    with pytest.raises(InvalidArgument, match="request_uuid: with since, the one that it was"):
        shop.client.b2c.checkout.create_settled(
            body=shop.purchase(), since=shop.now(), browser_ip="203.0.113.7"
        )


@pytest.mark.parametrize("deadline", [1e-9, 0.001, 0.1, 59.9])
def test_a_short_deadline_ends_undecided(shop: Shop, deadline: float) -> None:
    """And it ends, however little of it is left."""
    found = shop.settle(shop.purchase(), options=CallOptions(deadline=deadline))

    assert isinstance(found, Undecided)
    assert "may still be working on it" in found.why


@pytest.mark.parametrize(
    "listed",
    ["{}", '{"error":"no"}', '{"list":"none"}', '{"list":[null]}', '{"list":[{"id":null}]}'],
)
def test_a_search_that_cannot_be_read_has_not_found_nothing(listed: str) -> None:
    """The order may be among what cannot be read."""
    with Server() as server:
        server.behave = answer(listed.encode())
        with AcmeClient(
            ApiKey("k"), environment=BaseUrl(server.url), clock=VirtualClock(), tenant_id=TENANT_ID
        ) as client:
            purchase = CheckoutInput(shopping_cart_id="1", email="guest@example.com")
            shop = Shop(client, VirtualClock())
            found = shop.settle(purchase)

    assert isinstance(found, Undecided)
    assert "the search failed: " in found.why


@pytest.mark.parametrize("zone", [None, "America/Denver"])
def test_a_time_without_offset_is_of_the_zone_that_the_client_was_told(zone: str | None) -> None:
    """Without one nobody knows whether the order is this purchase's; a full page may be the last."""
    mine = {"id": "7", "email": "guest@example.com", "createdOn": "2026-07-01T04:00:10"}
    others = [mine | {"id": f"{n}", "createdOn": "2026-07-01T03:57:00"} for n in range(100, 199)]
    listed = answer(json.dumps({"list": [mine, *others]}).encode())
    missing = answer(b"{}", 404)
    clock = VirtualClock(datetime(2026, 7, 1, 10, tzinfo=UTC).timestamp())
    settings: dict[str, Any] = {"clock": clock, "tenant_id": TENANT_ID, "time_zone": zone}

    def behave(request: Received, connection: socket.socket) -> None:
        if "/search" not in request.target:
            row = next(row for row in [mine, *others] if request.target.endswith(f"/{row['id']}"))
            answer(json.dumps(row).encode())(request, connection)
        else:
            (missing if "page=2" in request.target else listed)(request, connection)

    with Server() as server:
        server.behave = behave
        with AcmeClient(ApiKey("k"), environment=BaseUrl(server.url), **settings) as client:
            purchase = CheckoutInput(shopping_cart=ShoppingCart(), email="guest@example.com")
            found = Shop(client, clock).settle(purchase, known_orders=[row["id"] for row in others])

    assert isinstance(found, Bought if zone else Undecided)
    if isinstance(found, Bought):
        assert found.order.created_on == datetime(2026, 7, 1, 10, 0, 10, tzinfo=UTC)


def test_an_order_of_another_day_may_be_of_another_purchase(shop: Shop) -> None:
    """The guest may have bought again; that the first was carried out so late is not likelier."""
    lost, since = shop.purchase(), shop.now()
    shop.clock.sleep(86_400)
    shop.buy(shop.purchase())
    shop.clock.sleep(20)
    found = shop.settle(lost, since=since)

    assert isinstance(found, Undecided)
    assert len(found.candidates) == 1


def _line(event: str, quantity: object, ticket: str = "t1") -> dict[str, object]:
    return {"eventId": event, "ticketingTypeId": ticket, "originalQuantity": quantity}


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ({"ccLastFourDigits": 42}, Bought),
        ({"ccLastFourDigits": "****"}, Bought),
        ({"ccLastFourDigits": "1111"}, NotFound),
        ({"createdOn": 1_782_900_005_000}, Bought),
        ({"createdOn": "0001-01-01T00:00:00+14:00"}, Undecided),
        ({"paidAmount": "sNaN"}, Bought),
        ({"orderItems": [_line("e1", 2.0), _line("e2", "1")]}, Bought),
        ({"orderItems": [_line("e1", 2), _line("e2", 1, "")]}, Undecided),
        ({"orderItems": [_line("e1", 2), _line("e2", 2)]}, NotFound),
    ],
)
def test_an_order_that_is_written_otherwise_is_the_same(
    written: dict[str, Any], found: type[object]
) -> None:
    """What it does not tell, or not in a way that is understood, contradicts nothing."""
    order = {"id": "7", "email": "guest@example.com", "createdOn": "2026-07-01T10:00:10Z"}
    order |= {"list": [order | written]} | written  # the search and the order, at once
    items = [
        CartItem(event_id=event, ticketing_type_id="t1", quantity=quantity)
        for event, quantity in (("e1", 2), ("e2", 1))
    ]
    purchase = CheckoutInput(
        shopping_cart=ShoppingCart(items=items),
        email="guest@example.com",
        manual_entry_card_number="4000000000000042",
    )
    clock = VirtualClock(datetime(2026, 7, 1, 10, tzinfo=UTC).timestamp())
    with Server() as server:
        server.behave = answer(json.dumps(order).encode())
        with AcmeClient(
            ApiKey("k"), environment=BaseUrl(server.url), clock=clock, tenant_id=TENANT_ID
        ) as client:
            shop = Shop(client, clock)
            assert isinstance(shop.settle(purchase), found)


def test_an_order_of_other_tickets_is_not_taken_for_a_lost_cart(shop: Shop) -> None:
    """The cart that was not bought is still there, and says what it would have been."""
    lost, since = shop.purchase(), shop.now()
    other = shop.buy(shop.purchase(quantity=3))
    found = shop.settle(lost, since=since)

    assert isinstance(found, Undecided)
    assert [each["id"] for each in found.candidates] == [other.id]


def test_candidates_can_be_named_as_known(shop: Shop) -> None:
    """As they were given: JSON."""
    lost, since = shop.purchase(), shop.now()
    shop.buy(shop.purchase())
    shop.clock.sleep(400)
    shop.buy(shop.purchase())
    found = shop.settle(lost, since=since)

    assert isinstance(found, Undecided)
    left = shop.settle(lost, since=since, known_orders=found.candidates[:1])
    assert isinstance(left, Bought)
    assert left.order.id == found.candidates[1]["id"]


def test_a_doubt_tells_of_the_whole_purchase() -> None:
    """Not of its last attempt: whoever settles it later has to begin with the first."""
    clock = VirtualClock()
    acme = LocalAcme(clock=clock, duplicates=Duplicates("on-receipt"))
    client = AcmeClient(
        ApiKey(API_KEY), transport=SandboxTransport(acme), clock=clock, tenant_id=TENANT_ID
    )
    with client:
        shop = Shop(client, clock)
        acme.inject_fault(Fault("status", "b2c.checkout.create", status=500, processed=False))
        lost, since = shop.purchase(), shop.now()
        with pytest.raises(OutcomeUnknown) as caught:
            client.b2c.checkout.create_settled(body=lost, browser_ip="203.0.113.7")

    assert isinstance(caught.value.found, NotFound)
    assert (caught.value.status, caught.value.attempts) == (409, 2)
    assert caught.value.first_sent_at == since


def test_a_doubt_of_an_earlier_call_is_settled_by_what_this_one_knows(shop: Shop) -> None:
    """It looks as the call did that raised it: known orders are not the purchase's."""
    lost, since = shop.purchase(), shop.now()
    known = shop.buy(shop.purchase())
    shop.client.b2c.carts.delete(id=lost.shopping_cart_id or "")
    with pytest.raises(PurchaseInDoubt) as caught:
        shop.client.b2c.checkout.create_settled(
            body=lost,
            browser_ip="203.0.113.7",
            request_uuid=HERE,
            since=since,
            known_orders=[known],
            options=CallOptions(deadline=1),
        )

    assert isinstance(caught.value.settle(), NotFound)


@pytest.mark.parametrize(
    ("statuses", "seconds", "found"),
    [([429], 125, Bought), ([400] * 99, 60, Undecided), ([404] * 99, 60, Undecided)],
)
def test_a_search_that_fails(statuses: list[int], seconds: float, found: type[object]) -> None:
    """A limit of one call a minute does not begin it anew; a refusal is over in a minute."""
    order: dict[str, Any] = {
        "id": "7",
        "email": "guest@example.com",
        "createdOn": "2026-07-01T10:00:10Z",
    }
    order |= {"list": [dict(order)], "pagination": {"count": 1}}
    clock = VirtualClock(datetime(2026, 7, 1, 10, tzinfo=UTC).timestamp())
    with Server() as server:
        server.behave = in_turn(
            *(answer(status=each) for each in statuses), answer(json.dumps(order).encode())
        )
        with AcmeClient(
            ApiKey("k"), environment=BaseUrl(server.url), clock=clock, tenant_id=TENANT_ID
        ) as client:
            shop = Shop(client, clock)
            since = shop.now()
            purchase = CheckoutInput(shopping_cart=ShoppingCart(), email="guest@example.com")

            assert isinstance(shop.settle(purchase), found)
            assert shop.now() - since <= timedelta(seconds=seconds)
