"""An order with every ticket, by event: `WillCallOrderDetail` (page 33000253204)."""

from __future__ import annotations

from typing import Any

from ..records import Record
from ..state import State
from .orders import tickets_of

_REPEATED = (
    "orderNumber", "tenantId", "saleChannel", "organizationId", "customerId", "membershipId",
    "email", "contactFirstName", "contactLastName", "phoneNumber", "billingEmail",
    "billingFirstName", "billingLastName", "billingPhoneNumber", "checkInStatus", "createdOn",
    "notes", "legacy", "invoiceAfter",
)  # fmt: skip


def order_detail(state: State, order: Record) -> Record:
    """Return the order as the back office and the door see it."""
    payment = state.payments.get(order["id"])
    organization = state.organizations.find(order.get("organizationId"))
    detail = {
        "orderId": order["id"],
        **{name: order[name] for name in _REPEATED if name in order},
        "companyName": state.venue.name,
        "paymentMethod": payment.method if payment else "Cash",
        "paymentId": payment.reference if payment else "",
        "orderBalance": order["balanceAmount"],
        "eventItems": _events(state, order),
    }
    if order["refundAmount"] != "0.00":
        left = any(item["quantity"] for item in order["orderItems"])
        detail["refundStatus"] = "PartiallyRefunded" if left else "Refunded"
    if organization:
        detail["organizationName"] = organization["name"]
    return detail


def _events(state: State, order: Record) -> list[Record]:
    found: dict[str, list[Record]] = {}
    for item in order["orderItems"]:
        if "eventId" in item:
            found.setdefault(item["eventId"], []).append(item)
    return [_event(state, order, event_id, items) for event_id, items in found.items()]


def _event(state: State, order: Record, event_id: str, items: list[Record]) -> Record:
    event = state.events.find(event_id) or {}
    template = state.event_templates.find(event.get("templateId")) or {}
    return {
        "eventId": event_id,
        "eventName": items[0]["eventName"],
        **_renamed(event, eventTemplateId="templateId", eventDate="startTime"),
        **_renamed(event, admissionType="admissionType", state="state"),
        "hasForm": bool(template.get("orderForms")),
        "hasResources": bool(event.get("resources")),
        **_renamed(event, ticketDetails="ticketDetails"),
        "items": [_item(state, order, item) for item in items],
    }


def _item(state: State, order: Record, item: Record) -> Record:
    return {
        "orderItemId": item["itemId"],
        **_renamed(item, itemType="itemType", itemTypeId="itemTypeId", itemTypeName="itemTypeName"),
        **_renamed(item, ticketTypeId="ticketingTypeId", ticketTypeName="ticketingTypeName"),
        "quantity": item["quantity"],
        "checkInQuantity": item["checkInQuantity"],
        "checkedInQuantity": item["checkInQuantity"],
        "unitPrice": item["unitPrice"],
        "discountedUnitPrice": item["discountedUnitPrice"],
        "subtotal": item["amount"],
        "discountedSubtotal": item["discountedAmount"],
        "tickets": list(tickets_of(state, order, item)),
    }


def _renamed(record: Record, **names: str) -> dict[str, Any]:
    """Return what the record has of `names`, each under its new name."""
    return {new: record[old] for new, old in names.items() if old in record}
