"""Every sale and refund as it happened: what reports on transactions are made of."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Literal

from ...values import money, times
from ..customers import address_of, report_number
from ..records import Record
from ..state import State


def note(
    state: State,
    order: Record,
    item: Record,
    kind: Literal["Sale", "Refund"],
    quantity: int,
    *,
    at: datetime | None = None,
) -> None:
    """Keep one movement of an order item.

    Args:
        state: the venue.
        order: the order.
        item: the order's item.
        kind: what happened.
        quantity: how many were sold or refunded.
        at: when; by default now.

    """
    sign = 1 if kind == "Sale" else -1
    moment = at or state.now()
    event = state.events.find(item.get("eventId")) or {}
    customer = state.customers.find(order.get("customerId")) or {}
    address = address_of(customer)
    state.transactions.append(
        {
            "TransactionId": state.next_number("transaction", 880_001),
            "TransactionItemId": item["itemId"],
            "TransactionDate": moment,
            "TransactionType": kind,
            "TransactionAmount": _amount(item["unitPrice"], sign * quantity),
            "DiscountedTransactionAmount": _amount(item["discountedUnitPrice"], sign * quantity),
            "DiscountedUnitPrice": money.amount(item["discountedUnitPrice"]),
            "Quantity": sign * quantity,
            "SaleChannel": _channel(order["saleChannel"]),
            "OrderId": order["id"],
            "OrderNumber": order["orderNumber"],
            "OrderItemType": item["itemType"],
            "ItemName": item["displayName"],
            "TicketType": item.get("ticketingTypeName"),
            "TicketQuantity": sign * quantity if "ticketingTypeName" in item else 0,
            "EventId": event.get("id"),
            "EventName": event.get("name"),
            "EventStartTime": _moment(event.get("startTime")),
            "EventEndTime": _moment(event.get("endTime")),
            "Email": order.get("email"),
            "ContactFirstName": order.get("contactFirstName"),
            "ContactLastName": order.get("contactLastName"),
            "ZipCode": order.get("zipCode") or address.get("zipCode"),
            "CustomerId": report_number(customer) if customer else None,
            "CustomerAddressState": address.get("state") or order.get("state"),
            "AddOn": item["displayName"] if item["itemType"] == "Inventory" else None,
            "PricePointName": None if "eventId" in item else item.get("itemTypeName"),
            "MembershipId": order.get("membershipId"),
        }
    )


def _channel(name: str) -> str:
    """Return how reports spell a channel (api-facts/observed.md, "Reports")."""
    return {"pointOfSale": "Pos"}.get(name, name[:1].upper() + name[1:])


def _amount(unit: str, quantity: int) -> Decimal:
    return money.amount(unit) * quantity


def _moment(text: str | None) -> datetime | None:
    return times.parse(text) if text else None
