"""Orders as they are sent, with their items and tickets (api-facts/orders.md)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from ...values import money, times
from ..customers import customer_of
from ..events import start_of
from ..places import give_back
from ..pricing import TICKETS
from ..records import Record, renamed, shaped, some_of
from ..reports import note
from ..state import State

CONTACT = (
    "email", "contactFirstName", "contactLastName", "phoneNumber", "zipCode", "address1",
    "country", "state", "billingEmail", "billingFirstName", "billingLastName",
    "billingPhoneNumber", "billingAddress1", "billingCountry", "billingState", "billingZipCode",
    "notes",
)  # fmt: skip
# What of a contact and of who pays is the same unless a checkout says otherwise.
_ALIKE = {
    "email": "billingEmail",
    "contactFirstName": "billingFirstName",
    "contactLastName": "billingLastName",
    "phoneNumber": "billingPhoneNumber",
    "zipCode": "billingZipCode",
}


def contact_of(body: Record) -> Record:
    """Return the fields of a checkout that its order repeats.

    An incomplete contact is filled from the billing fields, and the other way round
    (api-facts/checkout.md, "Contact rules").
    """
    sent = {"email": body.get("contactEmail"), **{k: v for k, v in body.items() if v}}
    found = {name: sent[name] for name in CONTACT if sent.get(name)}
    for contact, billing in _ALIKE.items():
        for name, other in ((contact, billing), (billing, contact)):
            if other in found:
                found.setdefault(name, found[other])
    return found


def add_order(
    state: State, cart: Record, contact: Record, *, sale_channel: str, paid: Decimal, at: datetime
) -> Record:
    """Make an order of a priced cart, with a ticket for every place, and keep it."""
    order = state.orders.add(
        {
            "tenantId": state.venue.tenant_id,
            **contact,
            **dict.fromkeys(("paidAmount", "refundAmount"), "0.00"),
            "saleChannel": sale_channel,
            "checkInStatus": "NotCheckedIn",
            "ticketDelivery": "print",
            **dict.fromkeys(("legacy", "hideEventDate", "invoiceAfter", "obfuscated"), False),
            "orderItems": [],
        }
    )
    order["orderNumber"] = f"100{order['id']}"
    person = renamed(contact, firstName="contactFirstName", lastName="contactLastName")
    if customer := customer_of(state, {**contact, **person}):
        order["customerId"] = customer["id"]
    if cart.get("membershipIds"):
        order["membershipId"] = cart["membershipIds"][0]
    for line in cart["items"]:
        if line["quantity"] > 0:
            add_item(state, order, line, at=at)
    settle(state, order, paid=paid)
    order["originalTotalAmount"] = order["discountedOriginalTotalAmount"] = order["totalAmount"]
    order |= dict.fromkeys(("creationDate", "createdOn", "updatedOn"), times.write(at))
    return order


def add_item(state: State, order: Record, line: Record, *, at: datetime | None = None) -> None:
    """Add what an order says of a priced line, with a ticket for every place; by default now."""
    item: Record = {
        "itemId": str(state.identifiers.number("order item", 490_700)),
        "itemType": line["itemType"],
        "displayName": line.get("inventoryName") or line["itemType"],
        "unitPrice": line["retailUnitPrice"],
        "discountedUnitPrice": line["unitPrice"],
        "balanceAmount": "0.00",
        "checkInQuantity": 0,
    }
    set_quantity(item, line["quantity"])
    item["originalQuantity"] = item["basicOriginalQuantity"] = item["quantity"]
    item |= renamed(item, originalAmount="amount", discountedOriginalAmount="discountedAmount")
    if line["itemType"] in TICKETS:
        item |= some_of(line, ("ticketingTypeId", "ticketingTypeName"))
        set_event(item, state.events.get(line["eventId"]))
    order["orderItems"].append(item)
    note(state, order, item, item["quantity"], at=at)
    _add_tickets(state, order, item, item["quantity"])


def set_event(item: Record, event: Record) -> None:
    """Let an order item of tickets be one for this event."""
    item |= {
        "eventId": event["id"],
        "eventName": event["name"],
        "itemTypeId": event["id"],
        "itemTypeName": event["name"],
        "displayName": f"{event['name']}, {item['ticketingTypeName']}",
        "eventStartTime": times.epoch_milliseconds(start_of(event)),
    }


def set_quantity(item: Record, quantity: int) -> None:
    """Give an order item a quantity, and the amounts that follow from it."""
    item["quantity"] = item["basicQuantity"] = quantity
    for amount, price in (("amount", "unitPrice"), ("discountedAmount", "discountedUnitPrice")):
        item[amount] = money.text(money.amount(item[price]) * quantity)


def change_item(
    state: State, order: Record, item: Record, by: int, ticket_uuids: Sequence[str] | None = None
) -> None:
    """Sell so many more of an order item, whose places are sold, or take back so many of it.

    A ticket uuid that is not the item's still lowers the quantity, but marks no ticket, as the
    vendor describes; without uuids the first tickets are marked.
    """
    set_quantity(item, item["quantity"] + by)
    note(state, order, item, by)
    if by > 0:
        item["originalQuantity"] += by
        _add_tickets(state, order, item, by)
    elif item["itemType"] in TICKETS:
        give_back(state, item["eventId"], -by)
        valid = [t for t in tickets_of(state, order, item) if "ticketStatus" not in t]
        if ticket_uuids is not None:
            valid = [ticket for ticket in valid if ticket["uuid"] in ticket_uuids]
        for ticket in valid[:-by]:
            ticket["ticketStatus"] = "Refunded"


def settle(
    state: State,
    order: Record,
    author: str | None = None,
    *,
    paid: Decimal = money.ZERO,
    refunded: Decimal = money.ZERO,
) -> Record:
    """Add to what is paid and refunded, work the order's totals out of its items, and return it."""
    amounts = (money.amount(item["discountedAmount"]) for item in order["orderItems"])
    total = sum(amounts, money.ZERO)
    paid += money.amount(order["paidAmount"])
    refunded += money.amount(order["refundAmount"])
    order["paidAmount"], order["refundAmount"] = money.text(paid), money.text(refunded)
    order["totalAmount"] = order["discountedTotalAmount"] = money.text(total)
    order["balanceAmount"] = money.text(total - paid + refunded)
    order["updatedOn"] = state.timestamp
    if author:
        order["updatedBy"] = author
    return order


def tickets_of(state: State, order: Record, item: Record | None = None) -> Iterator[Record]:
    """Return the order's tickets, or those of one of its items, in the order they were made."""
    for ticket in state.tickets:
        belongs = ticket["ticketDetails"][0]
        if belongs["orderId"] == order["id"] and (
            item is None or belongs["orderItemId"] == item["itemId"]
        ):
            yield ticket


def _add_tickets(state: State, order: Record, item: Record, quantity: int) -> None:
    """Make so many tickets for an order item, if it is one for an event."""
    names = {"firstName": "contactFirstName", "lastName": "contactLastName"}
    holder = renamed(order, **names, email="email", phoneNumber="phoneNumber")
    for _ in range(quantity if "eventId" in item else 0):
        number = str(state.identifiers.number("ticket", 963_188))
        shared = {"tenantId": state.venue.tenant_id, "eventId": item["eventId"]}
        belongs = {"orderId": order["id"], "orderItemId": item["itemId"], "quantity": 1, **shared}
        state.tickets.add(
            {
                "id": number,
                "ticketTypeId": item["ticketingTypeId"],
                "printed": False,
                "ticketDetails": [{"ticketId": number, **belongs}],
                **holder,
                **shared,
            }
        )


def order_detail(state: State, order: Record) -> Record:
    """Return the order as the back office and the door see it."""
    payment = state.payments.get(order["id"], {"method": "Cash", "reference": ""})
    organization = state.organizations.find(order.get("organizationId")) or {}
    refunded = None
    if order["refundAmount"] != "0.00":
        left = any(item["quantity"] for item in order["orderItems"])
        refunded = "PartiallyRefunded" if left else "Refunded"
    events: dict[str, list[Record]] = {}
    for item in order["orderItems"]:
        if "eventId" in item:
            events.setdefault(item["eventId"], []).append(item)
    return shaped(
        "WillCallOrderDetail",
        order,
        orderId=order["id"],
        companyName=state.venue.name,
        organizationName=organization.get("name"),
        paymentMethod=payment["method"],
        paymentId=payment["reference"],
        orderBalance=order["balanceAmount"],
        refundStatus=refunded,
        eventItems=[_event(state, order, items) for items in events.values()],
    )


def _event(state: State, order: Record, items: list[Record]) -> Record:
    event = state.events.find(items[0]["eventId"]) or {}
    template = state.event_templates.find(event.get("templateId")) or {}
    return shaped(
        "WillCallEvent",
        items[0],
        event,
        eventTemplateId=event.get("templateId"),
        eventDate=event.get("startTime"),
        hasForm=bool(template.get("orderForms")),
        hasResources=bool(event.get("resources")),
        items=[_item(state, order, item) for item in items],
    )


def _item(state: State, order: Record, item: Record) -> Record:
    return shaped(
        "WillCallItem",
        item,
        orderItemId=item["itemId"],
        ticketTypeId=item["ticketingTypeId"],
        ticketTypeName=item["ticketingTypeName"],
        checkedInQuantity=item["checkInQuantity"],
        subtotal=item["amount"],
        discountedSubtotal=item["discountedAmount"],
        tickets=list(tickets_of(state, order, item)),
    )
