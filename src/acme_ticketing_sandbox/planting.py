"""Fills a state with what a seed says.

Everything is made by the same rules by which it would be made through the API: the seed's orders
are sold by the checkout, so counts, tickets and reports agree with them from the start.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from . import money, times
from .clock import Clock
from .identifiers import Identifiers
from .planting_members import person, plant_levels, plant_members
from .planting_reports import plant_report_definitions
from .refusal import Refusal
from .seed import TENANT_ID, Seed, SeedError
from .state import Record, State, Venue
from .state.checkout import Purchase, buy
from .state.events import all_channels
from .state.orders import contact_of
from .state.payments import Payment
from .state.pricing import priced

_WEEKDAYS = ("M", "Tu", "W", "Th", "F", "Sa", "Su")


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
    state = State(venue, clock, Identifiers())
    try:
        _Planter(state, data).plant()
    except KeyError as error:
        raise SeedError(f"{seed.name} cannot be used: nothing is called {error}") from error
    except Refusal as refusal:
        raise SeedError(f"{seed.name} cannot be used: {refusal}") from refusal
    return state


@dataclass
class _Planter:
    state: State
    data: dict[str, Any]

    def plant(self) -> None:
        self._plant_prices()
        for entry in self.data["eventTemplates"]:
            self._plant_template(entry)
        plant_levels(self.state, self.data.get("membershipLevels", []))
        plant_members(self.state, self.data.get("members", []))
        plant_report_definitions(self.state, self.data.get("reportDefinitions", []))
        for index, entry in enumerate(self.data.get("orders", [])):
            self._plant_order(index, entry)

    def _plant_prices(self) -> None:
        for order, entry in enumerate(self.data["personTypes"], start=1):
            self.state.person_types.add(
                {"type": "Individual", **entry, "active": True, "displayOrder": order}
            )
        types = _by_name(self.state.person_types)
        for entry in self.data["priceLists"]:
            prices = [_price(types[name], text) for name, text in entry["prices"].items()]
            self.state.price_lists.add(
                {
                    "name": entry["name"],
                    "description": entry.get("description", ""),
                    "effectiveStartTime": times.write(_first_of_year(self.state.now())),
                    "prices": prices,
                }
            )

    def _plant_template(self, entry: Record) -> None:
        price_list = _by_name(self.state.price_lists)[entry["priceList"]]
        embedded = {"priceListId": price_list["id"]}
        embedded |= {k: price_list[k] for k in ("name", "description", "prices")}
        starts = list(self._starts(entry))
        minutes = timedelta(minutes=entry["minutes"])
        short = entry.get("shortDescription", "")
        shared: Record = {
            "name": entry["name"],
            "description": entry.get("description", short),
            "shortDescription": short,
            "type": entry.get("type", "standard"),
            "admissionType": entry.get("admissionType", "standard"),
            "priceList": embedded,
            "ticketDetails": _ticket_details(self.state.venue),
            "images": [],
            "customFields": [],
            "colorCategory": {
                "backgroundColor": entry.get("color", "#1B4965"),
                "textColor": "#FFFFFF",
            },
        }
        template = self.state.event_templates.add(
            {
                **shared,
                "reviewState": "published",
                "startTime": times.write(starts[0]) if starts else times.write(self.state.now()),
                "endTime": times.write((starts or [self.state.now()])[-1] + minutes),
                "priceLists": [embedded],
                "schedules": [],
                "memberOnlyEvent": entry.get("memberOnly", False),
                "allMembersCanPurchase": entry.get("memberOnly", False),
                "rebookingFee": entry.get("rebookingFee", "1.00"),
                "thirdPartyEvent": False,
                "displayOrder": len(self.state.event_templates) + 1,
                "lastUpdated": times.write(self.state.now()),
            }
        )
        for start in starts:
            self.state.events.add(
                {
                    "templateId": template["id"],
                    **shared,
                    "state": "ACTIVE",
                    "startTime": times.write(start),
                    "endTime": times.write(start + minutes),
                    "capacity": entry["capacity"],
                    "soldQuantity": 0,
                    "checkInCount": 0,
                    "manuallyDeleted": False,
                    "offSchedule": False,
                    "lastModified": times.write(self.state.now()),
                    "salesChannels": all_channels(),
                    "salesRestrictions": [],
                }
            )

    def _starts(self, entry: Record) -> Iterator[datetime]:
        today = times.start_of_day(self.state.now())
        days = self.data["days"]
        weekdays = entry.get("weekdays", _WEEKDAYS)
        for offset in range(-days["before"], days["after"] + 1):
            day = today + timedelta(days=offset)
            if _WEEKDAYS[day.weekday()] in weekdays:
                for text in entry["times"]:
                    hour, minute = text.split(":")
                    yield day.replace(hour=int(hour), minute=int(minute))

    def _plant_order(self, index: int, entry: Record) -> None:
        template = _by_name(self.state.event_templates)[entry["template"]]
        events = [e for e in self.state.events if e["templateId"] == template["id"]]
        if entry["occurrence"] >= len(events):
            raise Refusal(400, f"{entry['template']} has no occurrence {entry['occurrence']}")
        event, types = events[entry["occurrence"]], _by_name(self.state.person_types)
        items = [
            {"eventId": event["id"], "ticketingTypeId": types[name]["id"], "quantity": quantity}
            for name, quantity in entry["tickets"].items()
        ]
        contact = {**person(entry["guest"], 200 + index), "zipCode": "85004"}
        body = {"contactFirstName": contact["firstName"], "contactLastName": contact["lastName"]}
        place = f"$.orders[{index}]"
        purchase = Purchase(
            cart=priced(self.state, {"items": items}, place),
            contact=contact_of({**contact, **body}),
            payment=Payment("Cash"),
            sale_channel=entry.get("channel", "online"),
            place=place,
        )
        buy(self.state, purchase, at=self.state.now() - timedelta(hours=entry["hoursAgo"]))


def _by_name(records: Any) -> dict[str, Record]:
    return {record["name"]: record for record in records}


def _price(person_type: Record, text: str) -> Record:
    price = float(money.amount(text))
    names = ("id", "name", "description", "type", "active", "displayOrder")
    return {
        "personType": {name: person_type[name] for name in names if name in person_type},
        "price": price,
        "discount": 0,
        "discountedPrice": price,
        "displayOrder": person_type["displayOrder"],
        "salesChannels": all_channels(),
    }


def _ticket_details(venue: Venue) -> Record:
    return {
        "ticketDurationDays": 1,
        "checkInWindow": {
            "minutesBefore": 30,
            "minutesAfter": 60,
            "blockScan": True,
            "autoRebook": False,
        },
        "postStartPurchase": {"allowLateTicketPurchase": True, "minutesAfter": 15},
        "ticketPrintLines": [venue.name],
        "doNotPrint": False,
        "expireFromEventDate": False,
        "hideEventDate": False,
    }


def _first_of_year(now: datetime) -> datetime:
    return times.start_of_day(now).replace(month=1, day=1)
