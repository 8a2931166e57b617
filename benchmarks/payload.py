"""A page of 100 events as the API lists them, built from the specification's own example."""

from __future__ import annotations

import copy
import json
from typing import Any

from .measure import ROOT

EVENTS = 100
_EXAMPLE = ROOT / "spec" / "examples" / "b2b.events.list.response.json"
_VISITORS = {"Adult": 25.5, "Child": 12, "Senior": 20.0, "Student": 15.75, "Member": 0}
_NESTED = frozenset(
    {
        "customFields", "eventResourceSummary", "fieldStatus", "images", "originalFields",
        "resourceDetails", "resourceIds", "resources", "salesChannels", "ticketConfig",
        "ticketDetails",
    }
)  # fmt: skip


def page(*, unknown: bool) -> bytes:
    """Return a page of about 160 kB: events with texts, times and a list of five prices.

    Args:
        unknown: whether events and price lists have fields that the specification does not know.

    """
    example = _example()
    event = {name: value for name, value in example.items() if name not in _NESTED}
    event["priceList"] = {
        **event["priceList"],
        "effectiveStartTime": event["priceList"]["startTime"],
        "prices": [
            {
                "personType": {"id": f"5d96453460309f26d082bd{place:02x}", "name": name},
                "price": price,
                "displayOrder": place,
            }
            for place, (name, price) in enumerate(_VISITORS.items())
        ],
    }
    if unknown:
        event |= {"vendorAddition": "kept", "vendorCounts": {"viewed": 12, "saved": 3}}
        event["priceList"]["vendorAddition"] = True
    return _page(event)


def surprising_page() -> bytes:
    """Return the page with unknown fields, where two fields of each event are not as specified."""
    data = json.loads(page(unknown=True))
    for event in data["list"]:
        event["capacity"], event["startTime"] = "40", "2026-06-01T09:00:00"
    return json.dumps(data).encode()


def whole_page() -> bytes:
    """Return a page of about 350 kB: every field that the example has, and an unknown one."""
    return _page(_example() | {"vendorAddition": "kept"})


def _example() -> dict[str, Any]:
    event: dict[str, Any] = json.loads(_EXAMPLE.read_text(encoding="utf-8"))["list"][0]
    return event


def _page(event: dict[str, Any]) -> bytes:
    events = [
        {**copy.deepcopy(event), "id": f"5d96453460309f26d0{number:06x}", "capacity": 40 + number}
        for number in range(EVENTS)
    ]
    envelope = {"list": events, "pagination": {"count": EVENTS, "page": 1, "pageSize": EVENTS}}
    return json.dumps(envelope, separators=(",", ":")).encode()
