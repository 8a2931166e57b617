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

from acme_ticketing_core.operations.names import snake_case

from ..clock import Clock, MovableClock, VirtualClock
from ..handlers.carts import answered
from ..handlers.offers import new_add_on, new_combo_template
from ..handlers.organizations import add_organization
from ..handlers.reports import definition_of
from ..http.refusal import Refusal
from ..state import Record, State, Venue, all_but, renamed, shaped, some_of
from ..state.memberships import add_membership, new_level
from ..state.payments import Payment
from ..state.pricing import priced
from ..state.sales.checkout import buy, ready_cart
from ..state.sales.orders import contact_of
from ..values import money, times
from .events import populate_events
from .seed import EMAIL, TENANT_ID, Seed, SeedError, defaults, entries

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
    venue = seed.data["venue"]
    state = State(Venue(TENANT_ID, venue["name"], venue["timeZone"]), clock)
    try:
        state.now()  # in a zone that this machine knows
        _fill(state, seed, _BEFORE_EVENTS)
        populate_events(state, entries(seed, "eventTemplates"), seed.data["days"])
        _fill(state, seed, _AFTER_EVENTS)
    except KeyError as error:
        raise SeedError(f"{seed.name} cannot be used: nothing is called {error}") from error
    except (Refusal, ValueError) as error:
        raise SeedError(f"{seed.name} cannot be used: {error}") from error
    return state


def _fill(state: State, seed: Seed, sections: dict[str, _Make]) -> None:
    for key, make in sections.items():
        for index, entry in enumerate(entries(seed, key)):
            made = make(state, entry, index)
            if made is not None:
                getattr(state, snake_case(key)).add(made, id=entry.get("id"))


def _person_type(_: State, entry: Record, index: int) -> Record:
    return {**entry, "displayOrder": index + 1}


def _price_list(state: State, entry: Record, _: int) -> Record:
    known = _by_name(state.person_types)
    start = times.start_of_day(state.now()).replace(month=1, day=1)
    prices = [_price(known[name], text) for name, text in entry["prices"].items()]
    return {**entry, "effectiveStartTime": times.write(start), "prices": prices}


def _price(person_type: Record, text: str) -> Record:
    price = float(money.amount(text))
    return {
        "personType": shaped("PersonType", person_type),
        "price": price,
        "discount": 0,
        "discountedPrice": price,
        "displayOrder": person_type["displayOrder"],
        "salesChannels": defaults("salesChannels"),
    }


def _add_on(state: State, entry: Record, index: int) -> Record:
    return {
        **new_add_on(state, entry),
        "displayOrder": index + 1,
        "printTicket": "type" not in entry,  # no source tells the type of what is sold
        "salesChannels": defaults("salesChannels"),
    }


def _discount(state: State, entry: Record, _: int) -> Record:
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


def _combo_template(state: State, entry: Record, _: int) -> Record:
    templates = {"entries": [{"type": "Event"} for _ in entry["templates"]]}
    return new_combo_template(state, {**entry, "templates": templates})


def _form(state: State, entry: Record, _: int) -> Record:
    now = times.write(state.now())
    return {
        **all_but(entry, "fields"),
        "sourceFormDefinition": json.dumps(entry["fields"], separators=(",", ":")),
        "lastUpdatedDate": now,
        "lastPublishedDate": now,
    }


def _form_response(state: State, entry: Record, _: int) -> Record:
    fields = [{"name": name, "value": value} for name, value in entry["values"].items()]
    return answered(state, {"formId": entry["formId"], "responseData": {"fields": fields}})


def _report_definition(state: State, entry: Record, _: int) -> Record:
    expression = {
        **entry["queryExpression"],
        "collectionName": entry["collection"],
        "findFields": [{"fieldName": name, "include": True} for name in entry["fields"]],
        "groupFields": [{"fieldName": n, "groupFunction": f} for n, f in entry["group"].items()],
        "summaryFields": [{"fieldName": n, "summaryFunction": "sum"} for n in entry["sum"]],
    }
    body = {
        **some_of(entry, ("name", "description", "customReport")),
        "displayCollectionName": entry["collection"],
        "queryExpression": expression,
        "dateSettings": {"dateRangeField": entry["dateRangeField"], "datePreset": "today"},
    }
    return definition_of(state, body, EMAIL)


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
    prices = [_price(_price_point(state), entry["price"])]
    rules = {**entry["rules"], "numberOfCardHolders": entry["cards"]}
    offering = {
        **renamed(entry, id="offeringId", duration="months"),
        **some_of(entry, ("description", "subtitle")),
        **entry["offering"],
        "name": f"{entry['months']} months",
        "rules": rules,
        "priceLists": [{"name": entry["name"], "prices": prices}],
    }
    level = shaped(
        "MembershipLevel",
        entry,
        rules=rules,
        displayOrder=index + 1,
        benefits=[{"description": entry["description"]}],
        salesChannels=defaults("salesChannels"),
        offerings=[offering],
    )
    made = state.membership_levels.add(new_level(state, level), id=entry.get("id"))
    state.benefits[made["id"]] = some_of(entry, ("eventDiscountPercent", "ticketsPerDay"))


def _add_member(state: State, entry: Record, index: int) -> None:
    level, number = _by_name(state.membership_levels)[entry["level"]], 100 + index
    people = [_person(entry, entry["name"], number) | entry["address"]]
    people += [_person({}, name, number) for name in entry["secondary"]]
    info = {
        "membershipCategoryId": level["id"],
        "membershipOfferingId": level["offerings"][0]["id"],
        "pricePointId": _price_point(state)["id"],
    }
    joined = state.now() - timedelta(days=entry["joinedDaysAgo"])
    add_membership(state, info, people, joined=joined, standing=entry["standing"])


def _add_organization(state: State, entry: Record, index: int) -> None:
    for kind, key in (("organization", "id"), ("address", "addressId"), ("contact", "contactId")):
        state.identifiers.expect(kind, entry.get(key))
    address = some_of(entry, _ADDRESS)
    contact = _person(some_of(entry, ("email",)), entry["contact"], 101 + index)
    contact |= {"title": entry["title"], **address}
    add_organization(state, some_of(entry, _ORGANIZATION), address, contact)


def _cart(state: State, entry: Record, index: int) -> Record:
    return priced(state, {**_lines(state, entry), "saleChannel": "online"}, f"$.carts[{index}]")


def _sell(state: State, entry: Record, index: int) -> None:
    place = f"$.orders[{index}]"
    state.identifiers.expect("order", entry.get("id"))
    for kind, key in (("order item", "itemIds"), ("ticket", "ticketUuids")):
        for identifier in entry[key]:
            state.identifiers.expect(kind, identifier)
    guest = _person(entry, entry["guest"], 200 + index)
    names = renamed(guest, contactFirstName="firstName", contactLastName="lastName")
    buy(
        state,
        ready_cart(state, _lines(state, entry), place),
        contact_of({**guest, **names, "zipCode": "04101"}),
        Payment("CreditCard", last_four="1111"),
        sale_channel=entry["channel"],
        place=place,
        at=state.now() - timedelta(hours=entry["hoursAgo"]),
    )


def _lines(state: State, entry: Record) -> Record:
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


_Make = Callable[[State, Record, int], Record | None]
# What makes the record of an entry, given its place in the section; None: it has kept what it made.
_BEFORE_EVENTS: dict[str, _Make] = {
    "personTypes": _person_type,
    "priceLists": _price_list,
    "addOns": _add_on,
    "discounts": _discount,
    "coupons": lambda _, entry, __: entry,
    "comboTemplates": _combo_template,
    "forms": _form,
    "formResponses": _form_response,
    "reportDefinitions": _report_definition,
}
_AFTER_EVENTS: dict[str, _Make] = {
    "membershipLevels": _add_level,
    "members": _add_member,
    "organizations": _add_organization,
    "carts": _cart,
    "orders": _sell,
}
