"""Fills a state with what a seed says.

Everything is made by the same rules by which it would be made through the API: the seed's orders
are sold by the checkout, so counts, tickets and reports agree with them from the start.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ..clock import Clock
from ..http.refusal import Refusal
from ..state import State, Venue
from .events import populate_events
from .members import populate_levels, populate_members
from .offers import populate_offers
from .organizations import populate_organizations
from .prices import populate_prices
from .reports import populate_report_definitions
from .sales import populate_carts, populate_orders
from .seed import TENANT_ID, Seed, SeedError

__all__ = ["populate"]


def populate(seed: Seed, clock: Clock) -> State:
    """Return a state that holds what the seed says, its events around the clock's present day.

    Raises:
        SeedError: a name in the seed refers to nothing, or an order cannot be sold.

    """
    data = seed.data
    venue = Venue(
        TENANT_ID,
        data["venue"]["name"],
        data["venue"]["timeZone"],
        _zone(seed.name, data["venue"]["timeZone"]),
    )
    state = State(venue, clock)
    try:
        populate_prices(state, data["personTypes"], data["priceLists"])
        populate_offers(state, data)
        populate_events(state, data["eventTemplates"], data["days"])
        populate_levels(state, data.get("membershipLevels", []))
        populate_members(state, data.get("members", []))
        populate_organizations(state, data.get("organizations", []))
        populate_report_definitions(state, data.get("reportDefinitions", []))
        populate_carts(state, data.get("carts", []))
        populate_orders(state, data.get("orders", []))
    except KeyError as error:
        raise SeedError(f"{seed.name} cannot be used: nothing is called {error}") from error
    except Refusal as refusal:
        raise SeedError(f"{seed.name} cannot be used: {refusal}") from refusal
    return state


def _zone(seed: str, name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SeedError(
            f"{seed} cannot be used: there is no time zone {name!r} on this machine; correct the "
            "name, or pip install tzdata"
        ) from error
