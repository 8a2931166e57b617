"""A venue's day: the installed client against a local ACME, from the first login to the rush hour.

    make demo

Every scene calls the API as a program of yours would. The sandbox is a real HTTP server on
loopback; it and the clients share one clock, so no block of the rate limit lasts a real minute.
The exit status is 1 if anything was not as it should be.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

from fast_clock import FastClock
from given import given
from report import play_report
from rush_hour import play_rush_hour
from stage import Stage, money

from acme_ticketing import AcmeClient, AcmeError, ApiKey, BaseUrl, EmailLogin
from acme_ticketing.errors import DuplicateRequest
from acme_ticketing.models import (
    Address,
    CartItem,
    CheckoutInput,
    Event,
    Order,
    RefundInput,
    RefundItem,
    Reservation,
    ReservationItem,
    ShoppingCart,
)
from acme_ticketing_sandbox import API_KEY, EMAIL, PASSWORD, TENANT_ID, LocalAcme, served

MORNING = datetime(2026, 6, 6, 12, 30, tzinfo=UTC)
PARTY = {"Adult": 2, "Child": 1}
GUEST = "robin@example.com"
BROWSER_IP = "203.0.113.7"


def main() -> int:
    """Play the day and return the exit status."""
    began = time.monotonic()
    stage = Stage()
    clock = FastClock(MORNING.timestamp())
    sandbox = LocalAcme(clock=clock)
    with (
        served(sandbox) as url,
        AcmeClient(EmailLogin(EMAIL, PASSWORD), environment=BaseUrl(url), clock=clock) as office,
        AcmeClient(
            ApiKey(API_KEY), environment=BaseUrl(url), tenant_id=TENANT_ID, clock=clock
        ) as web,
    ):
        stage.open(
            "A venue's day",
            f"the client: acme-ticketing {version('acme-ticketing')} in {Path(sys.prefix).name}",
            f"the server: a local ACME at {url}",
        )
        try:
            play_day(stage, office, web, clock)
            play_report(stage, office, clock)
            play_rush_hour(stage, url, sandbox, clock)
        except AcmeError as error:
            stage.check(False, f"{type(error).__name__}: {error}")
    statuses = Counter(call.status for call in sandbox.calls)
    stage.close(
        "The day in numbers",
        answers=", ".join(f"{status}: {count}" for status, count in sorted(statuses.items())),
        time=f"{clock.now() - MORNING.timestamp():.0f} s at the venue, "
        f"{time.monotonic() - began:.0f} s here",
    )
    return 1 if stage.failed else 0


def play_day(stage: Stage, office: AcmeClient, web: AcmeClient, clock: FastClock) -> None:
    """Sell tickets online and take one back.

    Args:
        stage: shows it.
        office: the client of the staff, who log in.
        web: the client of the ticket shop, which has an API key.
        clock: tells which day it is.

    """
    zone = open_session(stage, office)
    show = choose_show(stage, office, datetime.fromtimestamp(clock.now(), zone))
    cart_id = fill_cart(stage, web, show)
    reservation = reserve(stage, office, show)
    purchase = CheckoutInput(
        shopping_cart_id=cart_id,
        reservation_id=given(reservation.id),
        contact_first_name="Robin",
        contact_last_name="Example",
        email=GUEST,
        billing_first_name="Robin",
        billing_last_name="Example",
        billing_email=GUEST,
        billing_zip_code="85004",
        manual_entry_card_number="4111111111111111",
        cvc="123",
        exp_date="0928",
    )
    order = check_out(stage, web, purchase)
    refund(stage, office, order)
    edit_customer(stage, office, web)


def open_session(stage: Stage, office: AcmeClient) -> ZoneInfo:
    """Log in, as every later call of this client does by itself, and return the venue's zone."""
    stage.scene("Open a session", "sessions.create()")
    session = office.sessions.create()
    zone = ZoneInfo(given(session.tenant_time_zone))
    ends = datetime.fromtimestamp(given(session.expire_ms) / 1000, zone)
    stage.check(
        session.tenant_id == TENANT_ID,
        f"{session.first_name} {session.last_name} of {session.company_name}, "
        f"tenant {session.tenant_id}, until {ends:%H:%M}",
    )
    return zone


def choose_show(stage: Stage, office: AcmeClient, now: datetime) -> Event:
    """List the rest of the day's events and return the first that suits the party."""
    stage.scene("See what is on today", "b2b.events.list(start_time=…, end_time=…)")
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    events = list(office.b2b.events.list(start_time=now, end_time=midnight))
    stage.table(
        ["starts", "event", ">adult", ">sold", ">places"],
        [
            (
                f"{given(event.start_time):%H:%M}",
                given(event.name),
                money(prices_of(event)["Adult"][1]),
                str(event.sold_quantity),
                str(event.capacity),
            )
            for event in events
        ],
    )
    stage.check(bool(events), f"{len(events)} events, typed: times with their zone, exact money")
    return next(event for event in events if prices_of(event).keys() >= PARTY.keys())


def prices_of(event: Event) -> dict[str, tuple[str, Decimal]]:
    """Return the person type's id and the price for each kind of visitor."""
    prices = given(given(event.price_list).prices)
    types = [(given(price.person_type), given(price.price)) for price in prices]
    return {given(kind.name): (given(kind.id), price) for kind, price in types}


def fill_cart(stage: Stage, web: AcmeClient, show: Event) -> str:
    """Put the party's tickets into a cart and return its id."""
    stage.scene("Fill a cart", "b2c.carts.create(body=ShoppingCart(items=…))")
    prices = prices_of(show)
    items = [
        CartItem(event_id=show.id, ticketing_type_id=prices[kind][0], quantity=quantity)
        for kind, quantity in PARTY.items()
    ]
    cart_id = web.b2c.carts.create(body=ShoppingCart(items=items), browser_ip=BROWSER_IP)
    lines = given(web.b2c.carts.get(id=cart_id).items)
    total = sum((given(line.amount) for line in lines), Decimal(0))
    stage.table(
        ["ticket", "event", ">each", ">tickets", ">amount"],
        [
            (
                given(line.ticketing_type_name),
                given(line.event_name),
                money(given(line.unit_price)),
                str(line.quantity),
                money(given(line.amount)),
            )
            for line in lines
        ],
        footer=["", "", "", str(sum(given(line.quantity) for line in lines)), money(total)],
    )
    expected = sum((prices[kind][1] * quantity for kind, quantity in PARTY.items()), Decimal(0))
    stage.check(total == expected, f"cart {cart_id}, priced by the server: {money(total)}")
    return cart_id


def reserve(stage: Stage, office: AcmeClient, show: Event) -> Reservation:
    """Hold the party's places while the guest looks for the card."""
    stage.scene("Hold the places", "b2b.reservations.create(body=…)")
    places = sum(PARTY.values())
    reservation = office.b2b.reservations.create(
        body=Reservation(reservation_items=[ReservationItem(event_id=show.id, quantity=places)])
    )
    held = sum(given(item.quantity) for item in given(reservation.reservation_items))
    stage.check(
        held == places,
        f"reservation {reservation.id} holds {held} places "
        f"until {given(reservation.expiration_timestamp):%H:%M}",
    )
    return reservation


def check_out(stage: Stage, web: AcmeClient, purchase: CheckoutInput) -> Order:
    """Pay, then press the button a second time."""
    stage.scene("Check out", "b2c.checkout.create(request_uuid=…, browser_ip=…, body=…)")
    request_uuid = uuid4()
    order = web.b2c.checkout.create(request_uuid=request_uuid, browser_ip=BROWSER_IP, body=purchase)
    stage.check(
        order.balance_amount == 0,
        f"order {order.order_number} over {money(given(order.total_amount))}, "
        f"paid with the card that ends in {order.cc_last_four_digits}",
    )
    stage.scene("Press the button again", "the same call with the same request_uuid")
    try:
        web.b2c.checkout.create(request_uuid=request_uuid, browser_ip=BROWSER_IP, body=purchase)
    except DuplicateRequest as error:
        stage.check(
            error.request_uuid == str(request_uuid),
            f"DuplicateRequest: {error.status} for {error.request_uuid}",
        )
    else:
        stage.check(False, "the server took the same request twice")
    orders = list(web.b2c.orders.search(email=GUEST))
    stage.check(len(orders) == 1, f"{GUEST} has {len(orders)} order: nobody paid twice")
    return order


def refund(stage: Stage, office: AcmeClient, order: Order) -> None:
    """Give one ticket back."""
    stage.scene("Refund a ticket", "b2b.refunds.create(body=RefundInput(…))")
    item = next(item for item in given(order.order_items) if item.ticketing_type_name == "Child")
    result = office.b2b.refunds.create(
        body=RefundInput(
            order_id=given(order.id),
            incident_reason_code="Customer Request",
            refund_items=[RefundItem(order_item_id=given(item.item_id), quantity=1)],
        )
    )
    stage.check(
        result.refund_amount == item.unit_price,
        f"{money(given(result.refund_amount))} back for one {item.ticketing_type_name}, "
        f"incident {result.incident_number}",
    )


def edit_customer(stage: Stage, office: AcmeClient, web: AcmeClient) -> None:
    """Change a customer while somebody else does, too: nothing of either is lost."""
    stage.scene("Edit a customer", "b2b.customers.edit(id=…)")
    someone = next(iter(office.b2b.customers.list()))
    with office.b2b.customers.edit(id=given(someone.id)) as mine:
        mine.address = [Address(state="ND", zip_code="58503", country="United States")]
        theirs = web.b2b.customers.get(id=given(someone.id))
        theirs.phone_number = "555 0199"
        web.b2b.customers.replace(body=theirs)
    after = office.b2b.customers.get(id=given(someone.id))
    stage.check(
        after.phone_number == "555 0199" and given(after.address)[0].state == "ND",
        f"{after.first_name} {after.last_name} has our address, the telephone number that somebody "
        "else gave meanwhile, and all that both left alone",
    )


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
