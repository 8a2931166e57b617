"""Purchases by the thousand, with random faults before servers that know duplicates in every way."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from random import Random
from typing import Any, NamedTuple
from uuid import uuid4

from acme_ticketing import AcmeClient, ApiKey, AsyncAcmeClient, CallOptions, PublishableKey, models
from acme_ticketing.errors import AcmeError, PurchaseInDoubt
from acme_ticketing_core.purchases.facts import Bought, NotFound, Undecided
from acme_ticketing_sandbox import API_KEY, ORIGIN, PUBLISHABLE_KEY, Duplicates, VirtualClock
from acme_ticketing_sandbox.state.behaviour import WAYS
from tests.end_to_end.arguments.sales import BUYER_IP, cart
from tests.end_to_end.test_every_operation import method

from .drill import KINDS, MODES, Mode, settings
from .faults import FAULTS
from .venue import Misfortune, Venue, fine, json_reply, venue

GUARDED = next(kind for kind in KINDS if kind.replay == "guarded")
OPERATIONS = (
    "b2c.checkout.create",
    "b2c.checkout.createAtPointOfSale",
    "cors.checkout.create",
    "b2b.checkout.create",
    "b2b.checkout.createAtKiosk",
    "b2b.checkout.createForOrganization",
)
HOW = ("create, then settle", "create_settled")
BATCH = 30
KNOWN_UUID = "nothing found, and the server knows the uuid"
UNTOLD = (
    KNOWN_UUID,
    "an order fits, except in its time, contact, amount or tickets",
    "orders fit; name those that are known",
    "429 met by an earlier call; the block does not end within the deadline",
)
_QUIET = 700.0
# A server that says 409 or 16003 without having seen the uuid or the card lies; that is not
# drawn, nor what takes real time.
_DRAWN = [
    fault.happen
    for fault in FAULTS
    if fault.pace == "virtual"
    and fault.name not in {"409 at the first attempt", "error code 16003"}
]
_ON_READS: list[Misfortune] = [
    json_reply(503, b""),
    json_reply(500, b'{"code": 500, "message": "broke"}'),
    lambda arrival: arrival.hang_up(),
]


@dataclass(frozen=True)
class Told:
    """What a caller knows in the end: `bought`, `not bought` or `undecided`, and which order."""

    outcome: str
    order: str | None = None
    in_doubt: bool = False
    why: str = ""


@dataclass
class Account:
    """What came of the purchases, by the sandbox's own books.

    Attributes:
        runs: how many were made.
        orders: how many orders they made.
        outcomes: operation's way and what the caller knows in the end → how often.
        in_doubt: how many were in doubt at first, by way of remembering.
        decided: how many of those were decided.
        reasons: why the others were not.
        twice: how many made more than one order or charge.
        wrong: everything that was told and is not so.

    """

    runs: int = 0
    orders: int = 0
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    in_doubt: Counter[str] = field(default_factory=Counter)
    decided: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    twice: int = 0
    wrong: list[str] = field(default_factory=list)

    def share(self) -> float:
        """Give the share of the purchases in doubt that was decided, where the API can tell.

        It cannot where the server says that it knows the uuid and shows no order, where the same
        guest bought the same unknown to the caller, and while it lets nobody search.
        """
        untold = sum(self.reasons[why] for why in UNTOLD)
        return sum(self.decided.values()) / (sum(self.in_doubt.values()) - untold)

    def add(self, run: str, how: str, way: str, told: Told, made: set[str]) -> None:
        """Enter one purchase and the orders that it made."""
        self.runs += 1
        self.orders += len(made)
        self.outcomes[how, told.outcome] += 1
        if told.in_doubt:
            self.in_doubt[way] += 1
            self.decided[way] += told.outcome != "undecided"
        if told.outcome == "undecided":
            self.reasons[told.why] += 1
        if len(made) > 1:
            self.twice += 1
            self.wrong.append(f"{run}: {len(made)} orders")
        if told.outcome == "bought" and not made:
            self.wrong.append(f"{run}: told bought, and there is no order")
        if told.outcome == "bought" and told.order and made and {told.order} != made:
            self.wrong.append(f"{run}: told of order {told.order}, made {made}")
        if told.outcome == "not bought" and made:
            self.wrong.append(f"{run}: told not bought, and there is order {made}")


def play(runs: int, seed: int) -> Account:
    """Make purchases, and let shuffled decks decide what happens to each of their requests."""
    account, lot = Account(), Random(seed)
    deck = list(product(OPERATIONS, WAYS, HOW, MODES))
    faults = list(_DRAWN)
    for first in range(0, runs, BATCH):
        clock = VirtualClock()
        with venue(clock) as place, _clients(place, clock) as act:
            shared = _Round(lot, place, clock, act, account)
            for run in range(first, min(first + BATCH, runs)):
                if run % len(deck) == 0:
                    lot.shuffle(deck)
                if run % len(faults) == 0:
                    lot.shuffle(faults)
                _one(run, deck[run % len(deck)], faults[run % len(faults)], shared)
    return account


class _Round(NamedTuple):
    """What purchases at one venue share."""

    lot: Random
    place: Venue
    clock: VirtualClock
    act: _Clients
    account: Account


def _one(run: int, card: tuple[str, str, str, Mode], fault: Misfortune, shared: _Round) -> None:
    lot, place, clock, act, account = shared
    operation_id, way, how, mode = card
    # The same card may pay the same amount again after five minutes.
    clock.advance(_QUIET)
    place.sandbox.state.duplicates = Duplicates()
    place.expect()
    arguments = _arguments(operation_id, act.plain, run, lot)
    place.sandbox.state.duplicates = Duplicates(
        remembered=way,
        seconds=lot.choice((0.5, 5.0, 30.0)),
        message=lot.random() < 0.5,
        card_status=lot.choice((400, 409, 422)),
        confirmation=lot.choice((0.0, 0.0, 5.0, 12.0, 20.0)),
        visible_after=lot.choice((0.0, 0.0, 3.0, 25.0)),
        sorted=lot.random() < 0.8,
    )
    known: list[str] = []
    if lot.random() < 0.15:
        # The same guest bought the same just before, and the caller knows of it or not.
        twin = _twin(arguments, lot)
        order = _order_of(method(act.plain, operation_id)(**twin, **act.extras(operation_id)))
        clock.advance(lot.choice((1.0, 20.0, 100.0)) + place.sandbox.state.duplicates.confirmation)
        known = [order] if lot.random() < 0.5 else []
    before = _orders(place)
    place.expect(*_drawn(fault, lot))
    place.expect_of_reads(
        *(lot.choice(_ON_READS) if lot.random() < 0.1 else fine for _ in range(40))
    )
    told = act.buy((operation_id, how, mode), arguments, known)
    place.expect()
    clock.advance(60.0)
    label = f"run {run}: {operation_id}, {how}, {mode}, {place.sandbox.state.duplicates}"
    account.add(label, how, way, told, _orders(place) - before)


def _drawn(fault: Misfortune, lot: Random) -> list[Misfortune]:
    """Draw what happens to the attempts: this fault first, others after it by lot."""
    others = [lot.choice(_DRAWN) if lot.random() < 0.5 else fine for _ in range(12)]
    return [fine, *others] if lot.random() < 0.1 else [fault, *others]


def _arguments(operation_id: str, client: AcmeClient, run: int, lot: Random) -> dict[str, Any]:
    guest = {"email": f"guest{run}@example.com"}
    names = {"contact_first_name": "Grace", "contact_last_name": "Guest"}
    given: dict[str, Any] = {"request_uuid": uuid4()}
    basket = cart(client)
    item = (basket.items or [])[0]
    item.quantity = lot.choice((1, 2, 3))
    paying = {
        "billing_last_name": "Guest", "billing_first_name": "Grace", "cvc": "123",
        "manual_entry_card_number": "4111111111111111", "exp_date": "0930",
    }  # fmt: skip
    if operation_id.startswith(("b2c.", "cors.")):
        reach = guest if lot.random() < 0.8 else {"phone_number": f"555-{1_000_000 + run}"}
        body: Any = models.CheckoutInput(shopping_cart=basket, **names, **reach, **paying)
        return given | {"body": body, "browser_ip": BUYER_IP}
    if operation_id.endswith("Kiosk"):
        body = models.KioskCheckoutInput(
            uuid=f"kiosk-{run}", terminal_id="7", payment_methods=["CreditCard"],
            express_transaction_id=f"triPOS-{run}", shopping_cart=basket, **guest,
        )  # fmt: skip
    elif operation_id.endswith("Organization"):
        line = models.OrganizationCheckoutItem(
            event_id=item.event_id or "", person_type_id=item.ticketing_type_id or "",
            quantity=item.quantity,
        )  # fmt: skip
        body = models.OrganizationCheckoutInput(
            payment_method="Voucher", sale_channel="reseller", **guest,
            events=[models.OrganizationCheckoutEvent(event_id=item.event_id or "", items=[line])],
        )  # fmt: skip
        given["organization_id"] = next(iter(client.b2b.organizations.list())).id
    else:
        # Without contact, as at a counter: found among all orders by the customer's name.
        name = {"contact_last_name": f"Guest{run}"} if lot.random() < 0.2 else guest
        body = models.B2bCheckoutInput(shopping_cart=basket, payment_method="Cash", **name)
    return given | {"body": body}


def _twin(arguments: dict[str, Any], lot: Random) -> dict[str, Any]:
    """Give the same purchase again, by another card that ends alike."""
    data = arguments["body"].to_dict()
    if "manualEntryCardNumber" in data:
        data["manualEntryCardNumber"] = "5500000000001111"
    if "expressTransactionId" in data:
        data["expressTransactionId"] += f"-{lot.random()}"
    return arguments | {"request_uuid": uuid4(), "body": type(arguments["body"]).from_dict(data)}


@dataclass
class _Clients:
    """A client of each kind; their connections outlive a purchase."""

    plain: AcmeClient
    awaiting: AsyncAcmeClient
    runner: asyncio.Runner

    def extras(self, operation_id: str) -> dict[str, Any]:
        """Give what a call of the operation needs besides."""
        from_browser = CallOptions(headers={"Origin": ORIGIN})
        return {"options": from_browser} if operation_id.startswith("cors.") else {}

    def buy(
        self,
        card: tuple[str, str, Mode],
        arguments: dict[str, Any],
        known: list[str],
    ) -> Told:
        """Buy, and say what the caller knows in the end."""
        operation_id, how, mode = card
        # A gate of its own: it would learn from the drawn 429s that one request a minute is much.
        fresh = {"_egress": str(arguments["request_uuid"]), "_prepared": {}}
        client: Any = self.plain if mode == "sync" else self.awaiting
        client = client._copy(**fresh)
        create = method(client, operation_id)
        extras = self.extras(operation_id)

        def act(call: Any, **given: Any) -> Any:
            return call(**given) if mode == "sync" else self.runner.run(call(**given))

        if how == "create_settled":
            whole = getattr(create.__self__, f"{create.__name__}_settled")
            try:
                return Told(
                    "bought", _order_of(act(whole, **arguments, **extras, known_orders=known))
                )
            except PurchaseInDoubt as doubt:
                return _told(doubt.found, doubt)
            except AcmeError:
                return Told("not bought")
        try:
            return Told("bought", _order_of(act(create, **arguments, **extras)))
        except PurchaseInDoubt as doubt:
            if not known:
                return _told(act(doubt.settle), doubt)
            settle = getattr(create.__self__, create.__name__.replace("create", "settle"))
            given = {"body": arguments["body"], "request_uuid": doubt.request_uuid}
            return _told(act(settle, **given, since=doubt.first_sent_at, known_orders=known), doubt)
        except AcmeError:
            return Told("not bought")


def _told(found: object, doubt: PurchaseInDoubt) -> Told:
    if isinstance(found, Bought):
        return Told("bought", _order_of(found.order), in_doubt=True)
    if isinstance(found, NotFound) and doubt.found is None:
        return Told("not bought", in_doubt=True)
    if isinstance(found, NotFound):
        return Told("undecided", None, True, KNOWN_UUID)
    assert isinstance(found, Undecided), "what was looked for was found, not found, or is undecided"
    why = found.error.message if found.error else found.why.lstrip("0123456789 ")
    return Told("undecided", None, in_doubt=True, why=why)


@contextmanager
def _clients(place: Venue, clock: VirtualClock) -> Iterator[_Clients]:
    keys = {"credentials": (ApiKey(API_KEY), PublishableKey(PUBLISHABLE_KEY))}
    with (
        AcmeClient(**settings(place.url, clock) | keys) as plain,
        asyncio.Runner() as runner,
    ):
        awaiting = AsyncAcmeClient(**settings(place.url, clock) | keys)
        try:
            yield _Clients(plain, awaiting, runner)
        finally:
            runner.run(awaiting.aclose())


def _order_of(value: Any) -> str:
    return str(getattr(value, "order_id", None) or value.id)


def _orders(place: Venue) -> set[str]:
    """Return the ids of all orders that the sandbox holds."""
    return {str(order["id"]) for order in place.sandbox.state.orders}
