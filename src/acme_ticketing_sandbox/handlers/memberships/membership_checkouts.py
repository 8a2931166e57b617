"""What a membership action would cost (pages 33000250674 and 33000250731)."""

from __future__ import annotations

from ...http.refusal import refuse
from ...state import Record
from ...state.memberships.membership_sales import PURCHASE
from ...state.memberships.memberships import term_end
from ...state.pricing import CANCELLATION, membership_price
from ...values import money, times
from ..call import Call
from ..table import answers


@answers("b2b.memberships.validateCheckout")
def validate(call: Call) -> Record:
    """Tell price and dates of a membership action before it is bought."""
    query, state = call.query, call.state
    membership = state.memberships.find(query.get("membershipId"))
    if query["action"] != PURCHASE and membership is None:
        refuse(400, "query membershipId names no membership", type="MEMBERSHIPID_DNE")
    known = membership or {}
    missing = [n for n in ("levelId", "offeringId", "pricePointId") if not (known or n in query)]
    if missing:
        refuse(400, f"a purchase needs query {' and '.join(missing)}")
    info = {
        "membershipCategoryId": query.get("levelId", known.get("categoryId")),
        "membershipOfferingId": query.get("offeringId", known.get("offeringId")),
        "pricePointId": query.get("pricePointId", known.get("pricePointId")),
    }
    retail = membership_price(state, info, "query")
    price = money.ZERO if query["action"] == CANCELLATION else retail
    now = call.now()
    start = times.start_of_day(now)
    if "Renewal" in query["action"] and membership:
        start = max(start, times.parse(membership["membershipExpirationDate"]))
    term = {"categoryId": info["membershipCategoryId"], "offeringId": info["membershipOfferingId"]}
    return {
        "expirationDate": times.write(term_end(state, term, start)),
        "startDate": times.write(start),
        "transactionDate": times.write(times.start_of_day(now)),
        "now": times.write(now),
        "retailPrice": float(retail),
        "price": float(price),
        "externalMembership": False,
    }


@answers("b2b.checkout.previewCharges")
def preview_charges(call: Call) -> Record:
    """Check what would be cancelled; nothing is changed.

    No source tells a field of the answer (api-facts/checkout.md), so it has none.
    """
    for index, line in enumerate(call.body.get("memberships") or []):
        info = line.get("membershipInfo") or {}
        place = f"body.memberships[{index}].membershipInfo.membershipId"
        call.state.memberships.referred(info.get("membershipId"), place)
    return {}
