"""Fills a state with what a seed says.

Everything is made by the same rules by which it would be made through the API: the seed's orders
are sold by the checkout, so counts, tickets and reports agree with them from the start.
"""

from __future__ import annotations

from .. import times
from ..clock import Clock
from ..refusal import Refusal
from ..seed import TENANT_ID, Seed, SeedError
from ..state import State, Venue
from .events import plant_events
from .members import plant_levels, plant_members
from .offers import plant_offers
from .organizations import plant_organizations
from .prices import plant_prices
from .reports import plant_report_definitions
from .sales import plant_carts, plant_orders

__all__ = ["plant"]


def plant(seed: Seed, clock: Clock) -> State:
    """Return a state that holds what the seed says, its events around the clock's present day.

    Raises:
        SeedError: a name in the seed refers to nothing, or an order cannot be sold.

    """
    data = seed.data
    venue = Venue(
        TENANT_ID,
        data["venue"]["name"],
        data["venue"]["timeZone"],
        times.zone(data["venue"]["offset"]),
    )
    state = State(venue, clock)
    try:
        plant_prices(state, data["personTypes"], data["priceLists"])
        plant_offers(state, data)
        plant_events(state, data["eventTemplates"], data["days"])
        plant_levels(state, data.get("membershipLevels", []))
        plant_members(state, data.get("members", []))
        plant_organizations(state, data.get("organizations", []))
        plant_report_definitions(state, data.get("reportDefinitions", []))
        plant_carts(state, data.get("carts", []))
        plant_orders(state, data.get("orders", []))
    except KeyError as error:
        raise SeedError(f"{seed.name} cannot be used: nothing is called {error}") from error
    except Refusal as refusal:
        raise SeedError(f"{seed.name} cannot be used: {refusal}") from refusal
    return state
