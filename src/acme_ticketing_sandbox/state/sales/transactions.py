"""Every sale and refund as it happened: what reports on transactions are made of."""

from __future__ import annotations

from datetime import datetime

from ...values import money, times
from ..customers import address_of, report_number
from ..records import Record
from ..state import State


def note(
    state: State, order: Record, item: Record, quantity: int, *, at: datetime | None = None
) -> None:
    """Keep one movement of an order item, by default of now; what is taken back is below zero."""
    event = state.events.find(item.get("eventId")) or {}
    customer = state.customers.find(order.get("customerId")) or {}
    address = address_of(customer)
    price, discounted = money.amount(item["unitPrice"]), money.amount(item["discountedUnitPrice"])
    state.transactions.append(
        {
            "TransactionId": state.next_number("transaction", 880_001),
            "TransactionItemId": item["itemId"],
            "TransactionDate": times.write(at or state.now()),
            "TransactionType": "Sale" if quantity > 0 else "Refund",
            "TransactionAmount": money.text(price * quantity),
            "DiscountedTransactionAmount": money.text(discounted * quantity),
            "DiscountedUnitPrice": money.text(discounted),
            "Quantity": quantity,
            "SaleChannel": _channel(order["saleChannel"]),
            "OrderId": order["id"],
            "OrderNumber": order["orderNumber"],
            "OrderItemType": item["itemType"],
            "ItemName": item["displayName"],
            "TicketType": item.get("ticketingTypeName"),
            "TicketQuantity": quantity if "ticketingTypeName" in item else 0,
            "EventId": event.get("id"),
            "EventName": event.get("name"),
            "EventStartTime": event.get("startTime"),
            "EventEndTime": event.get("endTime"),
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
