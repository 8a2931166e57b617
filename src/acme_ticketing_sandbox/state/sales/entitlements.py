"""What a membership lets its holders buy (api-facts/carts.md, "Entitlement validation").

The sandbox knows one rule: so many tickets for one day.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from ..pricing import EVENT_ITEM
from ..records import Record
from ..state import State

_RULE_SET = "5d96453460309f26d082bf91"
_RULE = "5d96453460309f26d082bf92"


def entitlements(state: State, cart: Record) -> Record:
    """Return the `EntitlementResult` of a priced cart."""
    ids = [cart.get("membershipId"), *(cart.get("membershipIds") or [])]
    membership = next((found for named in ids if (found := state.memberships.find(named))), None)
    results = []
    if membership is not None:
        by_day: defaultdict[str, list[Record]] = defaultdict(list)
        for line in cart["items"]:
            if line["itemType"] == EVENT_ITEM and not line.get("ignoreEntitlements"):
                by_day[line["eventTime"][:10]].append(line)
        results = [_result(state, membership, day, lines) for day, lines in by_day.items()]
    failed = [result for result in results if not result["valid"]]
    return {
        "valid": not failed,
        "messages": [f"Rule failed:{_RULE}" for _ in failed],
        "results": results,
        "violations": [_violation(result) for result in failed],
        "passed": [],
    }


def _result(state: State, membership: Record, day: str, lines: list[Record]) -> Record:
    level = membership["categoryId"]
    allowed = state.benefits.get(level, {}).get("ticketsPerDay")
    requested = sum(line["quantity"] for line in lines)
    purchased = _purchased(state, membership, day)
    valid = allowed is None or purchased + requested <= allowed
    kinds = sorted({line["ticketingTypeId"] for line in lines})
    message = f"{allowed} tickets a day." if not valid else ""
    return {
        "ruleSetId": _RULE_SET,
        "ruleType": "memberBenefits",
        "valid": valid,
        "reason": "Cart",
        "timeFrame": "oneDay",
        "allowedQuantity": purchased + requested if allowed is None else allowed,
        "purchasedQuantity": purchased,
        "requestedQuantity": requested,
        "membershipId": membership["id"],
        "membershipLevelId": level,
        "pricepointIds": kinds,
        "validatedPricePointIds": kinds,
        "items": lines,
        "rulesApplied": [
            {"id": _RULE, "valid": valid, "message": message, "messageCode": "DAILY-ERROR"}
        ],
    }


def _purchased(state: State, membership: Record, day: str) -> int:
    bought = 0
    for order in state.orders:
        if order.get("membershipId") == membership["id"]:
            for item in order["orderItems"]:
                event: dict[str, Any] = state.events.find(item.get("eventId")) or {}
                if str(event.get("startTime", "")).startswith(day):
                    bought += item["quantity"]
    return bought


def _violation(result: Record) -> Record:
    first = result["items"][0]
    names = sorted({line["ticketingTypeName"] for line in result["items"]})
    kept = ("ruleType", "reason", "timeFrame")
    counts = ("allowedQuantity", "purchasedQuantity", "requestedQuantity")
    return {
        "eventId": first["eventId"],
        "pricePointId": first["ticketingTypeId"],
        **{name: result[name] for name in (*kept, *counts)},
        "pricePoints": names,
        "pricePointIds": result["pricepointIds"],
        "validatedPricePoints": names,
        "validatedPricePointIds": result["validatedPricePointIds"],
    }
