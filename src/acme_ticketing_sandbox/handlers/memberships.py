"""Memberships, their levels, cards and summaries (api-facts/memberships.md)."""

from __future__ import annotations

from collections.abc import Iterator

from ..http.refusal import Refusal
from ..state import Record, all_but, entries, renamed, some_of
from ..state.events import sold_through
from ..state.memberships import PURCHASE, cards_of, new_level, summaries, term_end
from ..state.pricing import CANCELLATION, check_prices, price_point
from ..values import money, times
from .call import Call, answers
from .listing import PERSON, begins, page_of
from .plain import plain

# What production leaves out of the older list (api-facts/observed.md, "Memberships").
_ONLY_WHOLE = ("importId", "externalMembershipId", "cardholders")
_SEARCHED = ("name", "email", "phoneNumber", "externalMembershipId", "barcode", "acmeBarcode")
_MEMBER_IDS = ("acmeMembershipNumber", "externalMembershipId", "barcode", "acmeBarcode")
_LISTED_BY = {**PERSON, "barcode": "acmeBarcode", "city": "city"}
_SEARCHED_BY = {**PERSON, "address": "streetAddress1", "cardName": "name"}


@answers("b2b.memberships.list")
def list_memberships(call: Call) -> list[Record]:
    """List memberships all at once, without their cards and ids elsewhere."""
    return [all_but(membership, *_ONLY_WHOLE) for membership in _selected(call)]


@answers("b2b.memberships.listWithCards")
def list_with_cards(call: Call) -> Record:
    found = page_of(call.query, _selected(call), sorted_by="id")
    number, size = found["pagination"]["page"], found["pagination"]["pageSize"]
    return {"list": found["list"], "hasMore": 0 < number * size < found["pagination"]["count"]}


def _selected(call: Call) -> Iterator[Record]:
    """Yield the memberships that the query selects by change, program and category."""
    query, state = call.query, call.state
    start, end = query.get("updatedStartTime"), query.get("updatedEndTime")
    wanted = {name: query.get(name) for name in ("program", "category", "updatedBy")}
    wanted["subcategory"] = query.get("subCategory")
    for membership in state.memberships:
        updated = times.parse(membership["updatedOn"])
        if (
            times.within(updated, start, end)
            and (not start or state.behaviour.is_visible(state.now(), updated))
            and all(value in (None, membership.get(name)) for name, value in wanted.items())
        ):
            yield membership


# An unknown id yields an empty answer.
answers("b2b.memberships.get")(lambda call: call.state.memberships.find(call.path["id"]))


@plain("b2b.memberships", "replace")
def _membership(call: Call, known: Record) -> Record:
    """Return a membership with the body's dates and cardholders; numbers stay."""
    kept = some_of(known, ("acmeMembershipNumber", "importId"))
    changed: Record = {**known, **call.body, **kept, "updatedOn": call.state.timestamp}
    names = ("categoryId", "offeringId", "pricePointId")
    if any(changed[name] != known[name] for name in names):
        price_point(call.state, {f"body.{name}": changed[name] for name in names})
    cards: list[Record] = known["cardholders"]
    if not changed["cardholders"]:
        raise Refusal(400, "body.cardholders holds nobody")
    changed["cardholders"] = [
        {**next((each for each in cards if each["id"] == card.get("id")), cards[0]), **card}
        for card in changed["cardholders"]
    ]
    return changed


@answers("b2c.memberships.exists")
def exists(call: Call) -> Record:
    email = str(call.query["email"]).lower()
    cards = cards_of(call.state.memberships)
    found = [owned for owned, card in cards if card.get("email", "").lower() == email]
    renewable = any(m["membershipStanding"] in {"active", "lapsed", "new"} for m in found)
    return {"exists": bool(found), "canRenew": renewable}


@answers("b2c.memberships.verify")
def verify(call: Call) -> list[Record]:
    """Tell whether a membership number or barcode, and a last name, are a member's."""
    number, last_name = str(call.query["membershipId"]), call.query.get("lastName")
    found = [
        {"status": "verified", "memberListEntry": entry}
        for entry in summaries(call.state.memberships)
        if number in (entry["acmeMembershipNumber"], entry["acmeBarcode"])
        and (last_name is None or entry.get("lastName", "").lower() == last_name.lower())
    ]
    return found or [{"status": "not_found"}]


@answers("b2b.memberships.validateCheckout")
def validate_checkout(call: Call) -> Record:
    """Tell price and dates of a membership action before it is bought (page 33000250674)."""
    query, state = call.query, call.state
    membership = state.memberships.find(query.get("membershipId"))
    if query["action"] != PURCHASE and membership is None:
        raise Refusal(400, "query membershipId names no membership", type="MEMBERSHIPID_DNE")
    asked = {"categoryId": "levelId", "offeringId": "offeringId", "pricePointId": "pricePointId"}
    term: Record = {**some_of(membership or {}, asked), **renamed(query, **asked)}
    if missing := [name for field, name in asked.items() if field not in term]:
        raise Refusal(400, f"a purchase needs query {' and '.join(missing)}")
    retail = price_point(state, {f"query {name}": term[field] for field, name in asked.items()})
    today = start = times.start_of_day(state.now())
    if "Renewal" in query["action"] and membership:
        start = max(start, times.parse(membership["membershipExpirationDate"]))
    return {
        "expirationDate": times.write(term_end(state, term, start)),
        "startDate": times.write(start),
        "transactionDate": times.write(today),
        "now": state.timestamp,
        "retailPrice": float(retail),
        "price": float(money.ZERO if query["action"] == CANCELLATION else retail),
        "externalMembership": False,
    }


@answers("b2b.checkout.previewCharges")
def preview_charges(call: Call) -> Record:
    """Check what would be cancelled; nothing is changed (page 33000250731)."""
    for line, place in entries(call.body, "memberships"):
        named = (line.get("membershipInfo") or {}).get("membershipId")
        call.state.memberships.referred(named, f"{place}.membershipInfo.membershipId")
    return {}  # no source tells a field of it (api-facts/checkout.md)


@answers("b2b.membershipLevels.list")
def list_levels(call: Call) -> Record:
    query = call.query
    if query.get("excludeLevelsWithACollection") and query.get("collectionId"):
        message = "excludeLevelsWithACollection and collectionId do not go together"
        raise Refusal(400, message, type="COMBINATION_NOT_SUPPORTED")
    found = (
        level
        for level in call.state.membership_levels
        if (level.get("state") == "published") is query["isPublished"]
        and any(sold_through(level, channel) for channel in query["salesChannels"])
        and query.get("membershipLevelGroup") in (None, level.get("membershipLevelGroup"))
        and query.get("auxiliary") in (None, level.get("auxiliary", False))
        and query.get("collectionId") in (None, level.get("membershipLevelCollectionId"))
    )
    return page_of(call.query, found, sorted_by="displayOrder")


@plain("b2b.membershipLevels", "get create replace")
def _level(call: Call, known: Record) -> Record:
    """Return the body's level, or refuse one that nobody could hold or with a price below zero."""
    people = call.body.get("rules", {}).get("numberOfCardHolders", 1)
    if people < 1:
        raise Refusal(400, f"body.rules.numberOfCardHolders is {people}, less than 1")
    for offering, place in entries(call.body, "offerings"):
        for price_list, where in entries(offering, "priceLists", place):
            check_prices(price_list, where)
    return call.body if known else new_level(call.state, call.body)


@answers("b2b.membershipCards.list")
def list_cards(call: Call) -> list[Record]:
    wanted, every = call.query.get("memberId"), cards_of(call.state.memberships)
    return [card for owned, card in every if wanted is None or str(owned["id"]) == str(wanted)]


@answers("b2b.membershipCards.get")
def get_card(call: Call) -> Record:
    for _, card in cards_of(call.state.memberships):
        if str(card.get("id")) == str(call.path["id"]):
            return card
    raise Refusal(404, f"there is no membership card {call.path['id']}")


@answers("b2b.memberships.sendCard", about="memberships")
def send_card(_: Call, membership: Record) -> Record:
    cards = membership["cardholders"]
    card = next((c for c in cards if c.get("cardType") == "primary"), cards[0] if cards else {})
    return {"cardId": card.get("id"), "email": card.get("email", "")}


@answers("b2b.membershipSummaries.list")
def list_summaries(call: Call) -> Record:
    """List the rows of the memberships that match, one for each card (page 33000250672)."""
    query = call.query
    after, before = query.get("expiresAfter"), query.get("expiresBefore")
    rows = [
        row
        for row in summaries(_selected(call))
        if begins(row, query, _LISTED_BY)
        and str(row["membershipId"]) == str(query.get("membershipId", row["membershipId"]))
        and times.within(times.parse(row["membershipExpirationDate"]), after, before)
    ]
    return {"list": rows}


@answers("b2b.membershipSummaries.search")
def search_summaries(call: Call) -> Record:
    text = call.query.get("search", "").lower()
    rows = [
        row
        for row in summaries(call.state.memberships)
        if any(text in str(row.get(name, "")).lower() for name in _SEARCHED)
    ]
    return {"list": rows}


@answers("b2b.membershipSummaries.advancedSearch")
def advanced_search(call: Call) -> Record:
    """List the rows whose fields begin with what is asked; something must be asked."""
    member = call.query.get("memberId")
    if not any(call.query.get(name) for name in (*_SEARCHED_BY, "memberId")):
        raise Refusal(400, f"at least one of {', '.join(_SEARCHED_BY)} and memberId is needed")
    rows = (
        row
        for row in summaries(call.state.memberships)
        if begins(row, call.query, _SEARCHED_BY)
        and (member is None or str(member) in {str(row.get(name)) for name in _MEMBER_IDS})
    )
    return page_of(call.query, rows, sorted_by="name")
