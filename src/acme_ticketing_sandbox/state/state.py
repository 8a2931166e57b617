"""Everything that changes while the sandbox runs, in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timezone
from decimal import Decimal

from .. import times
from ..clock import Clock
from ..duplicates import CardCharges, RequestUuids
from ..identifiers import Identifiers
from .payments import Payment
from .records import Record, Records
from .reservations import Reservations


@dataclass(frozen=True, slots=True)
class Venue:
    """The venue that the sandbox plays.

    Attributes:
        tenant_id: its number.
        name: shown to people.
        time_zone_name: IANA name, as a session tells it.
        time_zone: the zone in which it reads days.

    """

    tenant_id: int
    name: str
    time_zone_name: str
    time_zone: timezone


@dataclass(slots=True)
class State:
    """The venue's records.

    Attributes:
        venue: whose records they are.
        clock: what expires, expires by it.
        identifiers: where new ids come from.
        orders: orders as they are sent, items included.
        tickets: tickets by uuid; each carries the ids of its order and order item.
        payments: how each order was paid, by order id.
        transactions: every sale and refund; the keys are the reports' field names.
        run_polls: how often each report run was asked for, by run id.
        member_rates: the share that a membership level takes off ticket prices, by level id.

    Every other attribute holds the records that its name says.

    """

    venue: Venue
    clock: Clock
    identifiers: Identifiers = field(default_factory=Identifiers)
    request_uuids: RequestUuids = field(default_factory=RequestUuids)
    card_charges: CardCharges = field(default_factory=CardCharges)
    person_types: Records = field(init=False)
    price_lists: Records = field(init=False)
    event_templates: Records = field(init=False)
    events: Records = field(init=False)
    carts: Records = field(init=False)
    orders: Records = field(init=False)
    memberships: Records = field(init=False)
    membership_levels: Records = field(init=False)
    add_ons: Records = field(init=False)
    discounts: Records = field(init=False)
    report_definitions: Records = field(init=False)
    report_runs: Records = field(init=False)
    reservations: Reservations = field(init=False)
    tickets: dict[str, Record] = field(default_factory=dict)
    payments: dict[str, Payment] = field(default_factory=dict)
    transactions: list[Record] = field(default_factory=list)
    run_polls: dict[int, int] = field(default_factory=dict)
    member_rates: dict[str, Decimal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.person_types = self._records("person type")
        self.price_lists = self._records("price list")
        self.event_templates = self._records("event template")
        self.events = self._records("event")
        self.carts = self._records("cart")
        self.orders = Records("order", lambda: str(self.next_number("order", 452_900)))
        self.memberships = self._numbered("membership", 10_480)
        self.membership_levels = self._records("membership level")
        self.add_ons = self._numbered("add-on", 301)
        self.discounts = self._records("discount")
        self.report_definitions = self._records("report definition")
        self.report_runs = self._numbered("report run", 7_001)
        self.reservations = Reservations(self)

    def now(self) -> datetime:
        """Return the present moment in the venue's zone."""
        return times.moment(self.clock.now(), self.venue.time_zone)

    def next_number(self, kind: str, first: int) -> int:
        """Return the next number of a kind."""
        return self.identifiers.number(kind, first)

    def _records(self, what: str) -> Records:
        return Records(what, lambda: self.identifiers.hexadecimal(what))

    def _numbered(self, what: str, first: int) -> Records:
        return Records(what, self._numbers(what, first))

    def _numbers(self, what: str, first: int) -> Callable[[], int]:
        return lambda: self.next_number(what, first)
