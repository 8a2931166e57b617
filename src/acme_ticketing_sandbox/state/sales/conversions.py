"""Tickets that become a membership (api-facts/observed.md, "The peer's newer version")."""

from __future__ import annotations

from ...http.refusal import Refusal
from ...values import money
from ..memberships.membership_sales import PURCHASE, apply_membership_line, check_membership_line
from ..pricing import membership_price
from ..records import Record
from ..state import State
from .orders import order_item, settle
from .refunds import lines_to_take_back, pay_back, take_back
from .transactions import note

_PLACE = "body.membershipInfo"


def convert(state: State, order: Record, body: Record) -> None:
    """Make a membership of an order's tickets, and charge what it costs more than they did.

    Raises:
        Refusal: 400, the tickets are not the order's, the membership cannot be sold, or the charge
            is not the difference.

    """
    if not body["orderItems"]:
        raise Refusal(400, "body.orderItems names no ticket")
    lines = lines_to_take_back(order, body["orderItems"], "body.orderItems")
    given: Record = body["membershipInfo"]
    cards = [
        # A kept card says `yes` where this body says true.
        {k: v for k, v in card.items() if k != "primaryCard"}
        | {"cardType": str(card.get("cardType", "")).lower()}
        for card in given.get("membershipCards") or []
    ]
    sold = {"itemType": PURCHASE, "membershipInfo": {**given, "membershipCards": cards}}
    price = membership_price(state, given, _PLACE)
    problems = check_membership_line(state, sold, "body")
    if problems:
        raise Refusal(400, "; ".join(problems), problems=problems)
    due = price - sum((line.amount for line in lines), money.ZERO)
    charge = ((body.get("payment") or {}).get("chargeAmount") or {}).get("amount", 0)
    if charge != max(due, money.ZERO) * 100:
        place = "body.payment.chargeAmount.amount"
        raise Refusal(
            400, f"{place} is {charge}, but {max(due, money.ZERO) * 100:.0f} cents are due"
        )
    for line in lines:
        take_back(state, order, line.item, line.quantity, line.ticket_uuids)
    order["membershipId"] = apply_membership_line(state, sold)["id"]
    unit = money.text(price)
    kind = {"itemType": "MembershipPurchaseConversion", "quantity": 1}
    item = order_item(state, {**kind, "retailUnitPrice": unit, "unitPrice": unit})
    order["orderItems"].append(item)
    note(state, order, item, "Sale", 1)
    if due < 0:
        pay_back(state, order, -due)
        return
    order["paidAmount"] = money.text(money.amount(order["paidAmount"]) + due)
    settle(state, order)
