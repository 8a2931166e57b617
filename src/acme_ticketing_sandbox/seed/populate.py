"""Fills a state with what a seed says.

Everything is made by the same rules by which it would be made through the API: the seed's orders
are sold by the checkout, so counts, tickets and reports agree with them from the start. A name that
refers to nothing is a `KeyError`, what cannot be sold a `Refusal`.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import lru_cache

from ..clock import Clock, MovableClock, VirtualClock
from ..handlers.carts import answered
from ..handlers.offers import new_add_on, new_combo_template
from ..handlers.organizations import add_organization
from ..handlers.reports import definition_of
from ..http.refusal import Refusal
from ..state import Record, State, Venue, renamed, shaped, some_of
from ..state.events import all_channels
from ..state.memberships import add_level, add_membership
from ..state.payments import Payment
from ..state.pricing import priced
from ..state.sales.checkout import buy, ready_cart
from ..state.sales.orders import contact_of
from ..values import money, times
from .events import populate_events
from .seed import EMAIL, TENANT_ID, Seed, SeedError

_ADDRESS = ("streetAddress1", "city", "state", "zipCode", "country")
_ORGANIZATION = ("name", "phoneNumber", "companyUrl")


def begin(seed: Seed, clock: Clock) -> State:
    """Return a state that holds what the seed says, or raise `SeedError`."""
    if seed is not Seed.built_in() or not (isinstance(clock, MovableClock) and clock.frozen):
        return populate(seed, clock)
    # Tests begin at the first reading of a clock that stands still, each of them anew. To copy what
    # was made for that moment takes a third of the time that making it takes.
    state: State = pickle.loads(_built_in(clock.now()))  # noqa: S301 - written here
    state.clock = clock
    return state


@lru_cache(maxsize=4)
def _built_in(moment: float) -> bytes:
    return pickle.dumps(populate(Seed.built_in(), VirtualClock(moment)))


def populate(seed: Seed, clock: Clock) -> State:
    """Return a state that holds what the seed says, its events around the clock's present day."""
    data, venue = seed.data, seed.data["venue"]
    state = State(Venue(TENANT_ID, venue["name"], venue["timeZone"]), clock)
    try:
        state.now()  # in a zone that this machine knows
        for key, kind, made in _RECORDS:
            for entry in data.get(key, []):
                getattr(state, kind).add(made(state, entry), id=entry.get("id"))
        populate_events(state, data["eventTemplates"], data["days"])
        for key, make in _AFTERWARDS:
            for index, entry in enumerate(data.get(key, [])):
                make(state, entry, index)
    except KeyError as error:
        raise SeedError(f"{seed.name} cannot be used: nothing is called {error}") from error
    except (Refusal, ValueError) as error:
        raise SeedError(f"{seed.name} cannot be used: {error}") from error
    return state


def _person_type(state: State, entry: Record) -> Record:
    order = len(state.person_types) + 1
    return {"type": "Individual", **entry, "active": True, "displayOrder": order}


def _price_list(state: State, entry: Record) -> Record:
    known = _by_name(state.person_types)
    start = times.start_of_day(state.now()).replace(month=1, day=1)
    return {
        "name": entry["name"],
        "description": entry.get("description", ""),
        "effectiveStartTime": times.write(start),
        "prices": [_price(known[name], text) for name, text in entry["prices"].items()],
    }


def _price(person_type: Record, text: str) -> Record:
    price = float(money.amount(text))
    return {
        "personType": shaped("PersonType", person_type),
        "price": price,
        "discount": 0,
        "discountedPrice": price,
        "displayOrder": person_type["displayOrder"],
        "salesChannels": all_channels(),
    }


def _add_on(state: State, entry: Record) -> Record:
    return {
        **new_add_on(state, entry),
        "displayOrder": len(state.add_ons) + 1,
        "active": True,
        "printTicket": "type" not in entry,  # no source tells the type of what is sold
        "salesChannels": all_channels(),
    }


def _discount(state: State, entry: Record) -> Record:
    types = _by_name(state.person_types)
    values = [
        {
            "personTypeId": types[name]["id"],
            "personType": types[name],
            "discountType": "percentage",
            "value": value,
        }
        for name, value in entry["values"].items()
    ]
    return {**entry, "values": values}


def _combo_template(state: State, entry: Record) -> Record:
    templates = {"entries": [{"type": "Event"} for _ in entry["templates"]]}
    body = {"type": "fixedPrice", "reviewState": "Published", **entry, "templates": templates}
    return new_combo_template(state, body)


def _form(state: State, entry: Record) -> Record:
    now = times.write(state.now())
    return {
        "name": entry["name"],
        "type": "order",
        "source": "acme",
        "sourceFormDefinition": json.dumps(entry["fields"], separators=(",", ":")),
        "state": "published",
        "oncePerCart": True,
        "lastUpdatedDate": now,
        "lastPublishedDate": now,
    }


def _form_response(state: State, entry: Record) -> Record:
    fields = [{"name": name, "value": value} for name, value in entry["values"].items()]
    return answered(state, {"formId": entry["formId"], "responseData": {"fields": fields}})


def _report_definition(state: State, entry: Record) -> Record:
    groups, sums = entry.get("group", {}), entry.get("sum", [])
    expression = {
        "collectionName": entry["collection"],
        "findQueries": [],
        "findFields": [{"fieldName": name, "include": True} for name in entry["fields"]],
        "sortFields": [],
        "groupFields": [{"fieldName": n, "groupFunction": f} for n, f in groups.items()],
        "summaryFields": [{"fieldName": name, "summaryFunction": "sum"} for name in sums],
        "countFields": [],
        "limit": 0,
    }
    date_field = entry.get("dateRangeField", "TransactionDate")
    body = {
        "name": entry["name"],
        "description": entry.get("description", ""),
        "displayCollectionName": entry["collection"],
        "queryExpression": expression,
        "customReport": True,
        "dateSettings": {"dateRangeField": date_field, "datePreset": "today"},
    }
    return definition_of(state, body, EMAIL)


# A key of the seed, the state's records, and what one of them is made by.
_RECORDS: tuple[tuple[str, str, Callable[[State, Record], Record]], ...] = (
    ("personTypes", "person_types", _person_type),
    ("priceLists", "price_lists", _price_list),
    ("addOns", "add_ons", _add_on),
    ("discounts", "discounts", _discount),
    ("coupons", "coupons", lambda _, entry: entry),
    ("comboTemplates", "combo_templates", _combo_template),
    ("forms", "forms", _form),
    ("formResponses", "form_responses", _form_response),
    ("reportDefinitions", "report_definitions", _report_definition),
)


def _by_name(records: Iterable[Record]) -> dict[str, Record]:
    return {record["name"]: record for record in records}


def _person(entry: Record, name: str, number: int) -> Record:
    """Return an invented person's names, mail address and phone number, which ends with `number`."""
    first, last = name.split()
    return {
        "firstName": first,
        "lastName": last,
        "email": entry.get("email", f"{first}.{last}@example.com".lower()),
        "phoneNumber": entry.get("phoneNumber", f"555-{number:04d}"),
    }


def _price_point(state: State) -> Record:
    """Return the person type that memberships are priced for."""
    found = list(state.person_types)
    return _by_name(found).get("Membership", found[0])


def _add_level(state: State, entry: Record, index: int) -> None:
    """Make a level with one offering, which has one price point."""
    price = _price(_price_point(state), entry["price"])
    shared = {
        "description": entry.get("description", ""),
        "subtitle": "",
        "rules": {
            "numberOfCardHolders": entry["cards"],
            "canGift": True,
            "startBeginningOfMonth": False,
            "expireEndOfMonth": False,
        },
    }
    offering = {
        **renamed(entry, id="offeringId", duration="months"),
        **shared,
        "name": f"{entry['months']} months",
        "benefits": [],
        "priceLists": [{"name": entry["name"], "prices": [price]}],
        "actions": [],
        "externalMembershipPriceRequired": False,
    }
    level = {
        **shared,
        "name": entry["name"],
        "state": "published",
        "displayOrder": index + 1,
        "auxiliary": False,
        "membershipLevelGroup": "individualAndFamily",
        "benefits": [{"description": shared["description"]}],
        "salesChannels": all_channels(),
        "offerings": [offering],
    }
    made = add_level(state, level, id=entry.get("id"))
    state.benefits[made["id"]] = some_of(entry, ("eventDiscountPercent", "ticketsPerDay"))


def _add_member(state: State, entry: Record, index: int) -> None:
    level, number = _by_name(state.membership_levels)[entry["level"]], 100 + index
    address = {"streetAddress1": "1 Harbor Way", "city": "Port Example", "state": "ME"}
    people = [{**_person(entry, entry["name"], number), **address, "zipCode": "04101"}]
    people += [_person({}, name, number) for name in entry.get("secondary", [])]
    info = {
        "membershipCategoryId": level["id"],
        "membershipOfferingId": level["offerings"][0]["id"],
        "pricePointId": _price_point(state)["id"],
    }
    joined = state.now() - timedelta(days=entry.get("joinedDaysAgo", 0))
    standing = entry.get("standing", "active")
    add_membership(state, info, people, joined=joined, standing=standing)


def _add_organization(state: State, entry: Record, index: int) -> None:
    for kind, key in (("organization", "id"), ("address", "addressId"), ("contact", "contactId")):
        state.identifiers.expect(kind, entry.get(key))
    address = some_of(entry, _ADDRESS)
    told = {"phoneNumber": "", "companyUrl": "", **some_of(entry, _ORGANIZATION)}
    contact = _person({"email": "groups@example.com"}, entry["contact"], 101 + index)
    contact |= {"title": entry.get("title", ""), **address}
    add_organization(state, told, address, contact)


def _add_cart(state: State, entry: Record, index: int) -> None:
    cart = {**_cart(state, entry), "saleChannel": "online"}
    state.carts.add(priced(state, cart, f"$.carts[{index}]"), id=entry.get("id"))


def _sell(state: State, entry: Record, index: int) -> None:
    place = f"$.orders[{index}]"
    state.identifiers.expect("order", entry.get("id"))
    for kind, key in (("order item", "itemIds"), ("ticket", "ticketUuids")):
        for identifier in entry.get(key, []):
            state.identifiers.expect(kind, identifier)
    guest = _person(entry, entry["guest"], 200 + index)
    names = {"contactFirstName": guest["firstName"], "contactLastName": guest["lastName"]}
    buy(
        state,
        ready_cart(state, _cart(state, entry), place),
        contact_of({**guest, **names, "zipCode": "04101"}),
        Payment("CreditCard", last_four="1111"),
        sale_channel=entry.get("channel", "online"),
        place=place,
        at=state.now() - timedelta(hours=entry["hoursAgo"]),
    )


def _cart(state: State, entry: Record) -> Record:
    template = _by_name(state.event_templates)[entry["template"]]
    events = list(state.events.where("templateId", template["id"]))
    if entry["occurrence"] >= len(events):
        raise Refusal(400, f"{entry['template']} has no occurrence {entry['occurrence']}")
    types = _by_name(state.person_types)
    event_id = events[entry["occurrence"]]["id"]
    return {
        "items": [
            {"eventId": event_id, "ticketingTypeId": types[name]["id"], "quantity": quantity}
            for name, quantity in entry["tickets"].items()
        ]
    }


# What refers to the records and to events.
_AFTERWARDS = (
    ("membershipLevels", _add_level),
    ("members", _add_member),
    ("organizations", _add_organization),
    ("carts", _add_cart),
    ("orders", _sell),
)
