"""Everything that changes while the sandbox runs, in one place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from functools import partial
from typing import Any

from ..clock import Clock
from ..http.refusal import Refusal
from ..values import times
from ..values.identifiers import Identifiers
from .behaviour import Behaviour, Duplicates
from .records import Record, Records


@dataclass(frozen=True, slots=True)
class Venue:
    """The venue that the sandbox stands for."""

    tenant_id: int  # its number
    name: str  # shown to people
    time_zone_name: str  # IANA name, as a session tells it

    @property
    def time_zone(self) -> tzinfo:
        """The zone in which it reads days; `ValueError`: this machine does not know it."""
        return times.zone(self.time_zone_name)


class State:
    """The venue's records: each attribute without a comment holds those that its name says."""

    def __init__(self, venue: Venue, clock: Clock) -> None:
        self.venue = venue
        self.clock = clock  # what expires, expires by it
        self.behaviour = Behaviour()
        self.duplicates = Duplicates()
        self.identifiers = Identifiers()
        # Moments are seconds since 1970: until when a tenant's request uuid is refused, and when a
        # card (its fingerprint) paid an amount.
        self.request_uuids: dict[str, float] = {}
        self.card_charges: dict[tuple[str, Decimal], float] = {}
        self.person_types = self._hexadecimal("person type")
        self.price_lists = self._hexadecimal("price list")
        self.event_templates = self._hexadecimal("event template")
        self.events = self._hexadecimal("event")
        self.combo_templates = self._hexadecimal("combo template")
        self.discounts = self._hexadecimal("discount")
        self.coupons = self._hexadecimal("coupon")
        self.add_ons = self._numbered("add-on", 311)
        self.carts = self._hexadecimal("cart")
        self.orders = Records("order", self._order_number)
        self.customers = self._numbered("customer", 70_012)
        self.organizations = self._numbered("organization", 5_121)
        self.organization_contacts = self._numbered("contact", 6_302)
        self.organization_addresses = self._numbered("address", 7_402)
        self.forms = self._hexadecimal("form")
        self.form_responses = self._hexadecimal("form response")
        self.memberships = self._numbered("membership", 10_482)
        self.membership_levels = self._hexadecimal("membership level")
        self.report_definitions = self._hexadecimal("report definition")
        self.report_runs = self._numbered("report run", 771_204)
        self.standing_and_expired = Records(
            "unexpired reservation", partial(self.identifiers.number, "reservation", 88_031)
        )
        self.locks: dict[str, tuple[str, float]] = {}  # by event template: whose, and until when
        # Each carries the ids of its order and order item.
        self.tickets = Records("ticket", partial(self.identifiers.uuid, "ticket"), "uuid")
        self.payments: dict[str, dict[str, str]] = {}  # `method` and `reference`, by order id
        # Every sale and refund; the keys are the reports' field names.
        self.transactions: list[Record] = []
        self.run_polls: dict[str, int] = {}  # how often each report run was asked for, by its id
        # `eventDiscountPercent` and `ticketsPerDay` (without it any number), by level id.
        self.benefits: dict[str, dict[str, int]] = {}

    def __getstate__(self) -> dict[str, Any]:
        """Leave the clock out of copies: each has its own."""
        return {name: value for name, value in vars(self).items() if name != "clock"}

    def now(self) -> datetime:
        """Return the present moment in the venue's zone."""
        return times.moment(self.clock.now(), self.venue.time_zone)

    @property
    def timestamp(self) -> str:
        """The present moment, as records hold it."""
        return times.write(self.now())

    def moment(self, text: object, place: str) -> datetime:
        """Return what a text names in one of the looser ways, or refuse with 400."""
        try:
            return times.parse_loosely(str(text), self.venue.time_zone)
        except ValueError as error:
            raise Refusal(400, f"{place} is no date: {text!r}") from error

    @property
    def reservations(self) -> Records:
        """The reservations that stand; those that have expired are forgotten."""
        for each in self.standing_and_expired:
            if times.parse(each["expirationTimestamp"]) <= self.now():
                self.standing_and_expired.remove(each["id"])
        return self.standing_and_expired

    def _order_number(self) -> str:
        return str(self.identifiers.number("order", 452_970))

    def _hexadecimal(self, what: str) -> Records:
        return Records(what, partial(self.identifiers.hexadecimal, what))

    def _numbered(self, what: str, first: int) -> Records:
        return Records(what, partial(self.identifiers.number, what, first))
