"""What a membership lets its holders buy (api-facts/carts.md, "Entitlement validation").

The sandbox knows one rule: so many tickets for one day.
"""

from __future__ import annotations

from collections import defaultdict

from ..pricing import EVENT_ITEM
from ..records import Record, shaped
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
        "violations": list(map(_violation, failed)),
        "passed": [],
    }


def _result(state: State, membership: Record, day: str, lines: list[Record]) -> Record:
    level = membership["categoryId"]
    allowed = state.benefits.get(level, {}).get("ticketsPerDay")
    requested = sum(line["quantity"] for line in lines)
    purchased = _purchased(state, membership, day)
    valid = allowed is None or purchased + requested <= allowed
    kinds = sorted({line["ticketingTypeId"] for line in lines})
    message = "" if valid else f"{allowed} tickets a day."
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
    return sum(
        item["quantity"]
        for order in state.orders.where("membershipId", membership["id"])
        for item in order["orderItems"]
        if (event := state.events.find(item.get("eventId"))) and event["startTime"].startswith(day)
    )


def _violation(result: Record) -> Record:
    first = result["items"][0]
    names = sorted({line["ticketingTypeName"] for line in result["items"]})
    return shaped(
        "EntitlementViolation",
        result,
        eventId=first["eventId"],
        pricePointId=first["ticketingTypeId"],
        pricePoints=names,
        pricePointIds=result["pricepointIds"],
        validatedPricePoints=names,
    )
