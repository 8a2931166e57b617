"""What a seed offers beside events: add-ons, discounts, coupons, combinations, forms."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from ..state import Record, State
from ..state.events import all_channels
from ..state.forms import answered
from ..values import times
from .names import by_name


def populate_offers(state: State, data: dict[str, Any]) -> None:
    """Make them.

    Raises:
        KeyError: a person type's name is none.

    """
    now = times.write(state.now())
    for order, entry in enumerate(data.get("addOns", []), start=1):
        state.identifiers.expect("add-on", entry.get("id"))
        state.add_ons.add(
            {
                "tenantId": state.venue.tenant_id,
                **entry,
                "displayOrder": order,
                "active": True,
                "printTicket": "type" not in entry,  # no source tells the type of what is sold
                "salesChannels": all_channels(),
                "createdOn": now,
                "updatedOn": now,
            }
        )
    for entry in data.get("discounts", []):
        state.identifiers.expect("discount", entry.get("id"))
        state.discounts.add({**entry, "values": _values(state, entry["values"])})
    for entry in data.get("coupons", []):
        state.identifiers.expect("coupon", entry.get("id"))
        state.coupons.add(entry)
    for entry in data.get("comboTemplates", []):
        state.identifiers.expect("combo template", entry.get("id"))
        state.combo_templates.add(_combo(state, entry))
    for entry in data.get("forms", []):
        state.identifiers.expect("form", entry.get("id"))
        state.forms.add(_form(entry, now))
    for entry in data.get("formResponses", []):
        state.identifiers.expect("form response", entry.get("id"))
        fields = [{"name": name, "value": value} for name, value in entry["values"].items()]
        answer = {"formId": entry["formId"], "responseData": {"fields": fields}}
        state.form_responses.add(answered(state, answer))


def _values(state: State, percentages: dict[str, str]) -> list[Record]:
    types = by_name(state.person_types)
    return [
        {
            "personTypeId": types[name]["id"],
            "personType": types[name],
            "discountType": "percentage",
            "value": value,
        }
        for name, value in percentages.items()
    ]


def _combo(state: State, entry: Record) -> Record:
    start = times.start_of_day(state.now())
    return {
        "name": entry["name"],
        "description": entry.get("description", ""),
        "summary": entry.get("description", "")[:300],
        "type": entry.get("type", "fixedPrice"),
        "capacity": entry["capacity"],
        "reviewState": "Published",
        "startTime": times.write(start),
        "endTime": times.write(start + timedelta(days=365)),
        "templates": {"entries": [{"type": "Event"} for _ in entry["templates"]]},
    }


def _form(entry: Record, now: str) -> Record:
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
