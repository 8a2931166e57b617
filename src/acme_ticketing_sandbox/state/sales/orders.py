"""Orders as they are sent, with their items and tickets (api-facts/orders.md)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from ...values import money, times
from ..customers import customer_of_contact
from ..pricing import TICKETS
from ..records import Record, renamed, some_of
from ..state import State
from .transactions import note

CONTACT = (
    "email", "contactFirstName", "contactLastName", "phoneNumber", "zipCode", "address1",
    "country", "state", "billingEmail", "billingFirstName", "billingLastName",
    "billingPhoneNumber", "billingAddress1", "billingCountry", "billingState", "billingZipCode",
    "notes",
)  # fmt: skip
_TOTALS = (
    "totalAmount", "discountedTotalAmount", "originalTotalAmount", "discountedOriginalTotalAmount",
)  # fmt: skip
# What the order with every ticket repeats of the order.
_REPEATED = (
    "orderNumber", "tenantId", "saleChannel", "organizationId", "customerId", "membershipId",
    "email", "contactFirstName", "contactLastName", "phoneNumber", "billingEmail",
    "billingFirstName", "billingLastName", "billingPhoneNumber", "checkInStatus", "createdOn",
    "notes", "legacy", "invoiceAfter",
)  # fmt: skip


def contact_of(body: Record) -> Record:
    """Return the fields of a checkout that its order repeats.

    An incomplete contact is filled from the billing fields, and the other way round
    (api-facts/checkout.md, "Contact rules").
    """
    found = {name: body[name] for name in CONTACT if body.get(name)}
    email = body.get("email") or body.get("contactEmail") or body.get("billingEmail")
    pairs = (
        ("contactFirstName", "billingFirstName"),
        ("contactLastName", "billingLastName"),
        ("phoneNumber", "billingPhoneNumber"),
        ("zipCode", "billingZipCode"),
    )
    for contact, billing in pairs:
        for name, other in ((contact, billing), (billing, contact)):
            if name not in found and other in found:
                found[name] = found[other]
    if email:
        found["email"] = email
        found.setdefault("billingEmail", email)
    return found


def add_order(
    state: State, cart: Record, contact: Record, *, sale_channel: str, paid: Decimal, at: datetime
) -> Record:
    """Make an order of a priced cart, with a ticket for every place, and keep it."""
    items = [order_item(state, line) for line in cart["items"] if line["quantity"] > 0]
    total = _total(items)
    moment = times.write(at)
    order = state.orders.add(
        {
            "orderNumber": "",
            "tenantId": state.venue.tenant_id,
            **contact,
            **dict.fromkeys(_TOTALS, money.text(total)),
            "paidAmount": money.text(paid),
            "balanceAmount": money.text(total - paid),
            "refundAmount": money.text(money.ZERO),
            "saleChannel": sale_channel,
            "checkInStatus": "NotCheckedIn",
            "creationDate": moment,
            "createdOn": moment,
            "updatedOn": moment,
            "ticketDelivery": "print",
            "legacy": False,
            "hideEventDate": False,
            "invoiceAfter": False,
            "obfuscated": False,
            "orderItems": items,
        }
    )
    order["orderNumber"] = f"100{order['id']}"
    customer = customer_of_contact(state, contact)
    if customer:
        order["customerId"] = customer["id"]
    if cart.get("membershipIds"):
        order["membershipId"] = cart["membershipIds"][0]
    for item in items:
        note(state, order, item, "Sale", item["quantity"], at=at)
        add_tickets(state, order, item, item["quantity"])
    return order


def _total(items: list[Record]) -> Decimal:
    return sum((money.amount(item["discountedAmount"]) for item in items), money.ZERO)


def set_quantity(item: Record, quantity: int) -> None:
    """Give an order item a quantity, and the amounts that follow from it."""
    item["quantity"] = item["basicQuantity"] = quantity
    item["amount"] = _amount(item["unitPrice"], quantity)
    item["discountedAmount"] = _amount(item["discountedUnitPrice"], quantity)


def _amount(unit_price: str, quantity: int) -> str:
    return money.text(money.amount(unit_price) * quantity)


def settle(state: State, order: Record) -> None:
    """Work the order's totals out again after its items changed."""
    total = _total(order["orderItems"])
    paid, refunded = money.amount(order["paidAmount"]), money.amount(order["refundAmount"])
    order["totalAmount"] = order["discountedTotalAmount"] = money.text(total)
    order["balanceAmount"] = money.text(total - paid + refunded)
    order["updatedOn"] = times.write(state.now())


def find_orders(state: State, email: str | None, phone_number: str | None) -> Iterator[Record]:
    """Yield the orders of an e-mail address, in any case, or of a phone number.

    An empty address gives all (api-facts/observed.md, "Orders").
    """
    now = state.now()
    for order in state.orders:
        if not state.duplicates.shows(order, now):
            continue
        emails = {str(order.get(name, "")).lower() for name in ("email", "billingEmail")}
        phones = {order.get(name) for name in ("phoneNumber", "billingPhoneNumber")}
        if email == "":
            if state.behaviour.is_visible(now, times.parse(order["updatedOn"])):
                yield order
        elif (email and email.lower() in emails) or (phone_number and phone_number in phones):
            yield order


def without_items(order: Record) -> Record:
    """Return the order as searches show it."""
    return {name: value for name, value in order.items() if name != "orderItems"}


def tickets_of(state: State, order: Record, item: Record | None = None) -> Iterator[Record]:
    """Return the order's tickets, or those of one of its items, in the order they were made."""
    for ticket in state.tickets.values():
        belongs = ticket["ticketDetails"][0]
        if belongs["orderId"] == order["id"] and (
            item is None or belongs["orderItemId"] == item["itemId"]
        ):
            yield ticket


def order_item(state: State, line: Record) -> Record:
    quantity = line["quantity"]
    name = line.get("inventoryName") or line["itemType"]
    if line["itemType"] in TICKETS:
        name = f"{line['eventName']}, {line['ticketingTypeName']}"
    item = {
        "itemId": str(state.next_number("order item", 490_700)),
        "itemType": line["itemType"],
        "displayName": name,
        "basicOriginalQuantity": quantity,
        "originalQuantity": quantity,
        "basicQuantity": quantity,
        "quantity": quantity,
        "checkInQuantity": 0,
        "unitPrice": line["retailUnitPrice"],
        "discountedUnitPrice": line["unitPrice"],
        "originalAmount": _amount(line["retailUnitPrice"], quantity),
        "discountedOriginalAmount": _amount(line["unitPrice"], quantity),
        "amount": _amount(line["retailUnitPrice"], quantity),
        "discountedAmount": _amount(line["unitPrice"], quantity),
        "balanceAmount": "0.00",
    }
    if line["itemType"] in TICKETS:
        names = ("eventId", "ticketingTypeId", "eventName", "ticketingTypeName")
        item |= {name: line[name] for name in names}
        item["eventStartTime"] = times.epoch_milliseconds(times.parse(line["eventTime"]))
        item["itemTypeId"], item["itemTypeName"] = line["eventId"], line["eventName"]
    return item


def add_tickets(state: State, order: Record, item: Record, quantity: int) -> None:
    """Make so many tickets for an order item, if it is one for an event."""
    names = {"firstName": "contactFirstName", "lastName": "contactLastName"}
    holder = renamed(order, **names, email="email", phoneNumber="phoneNumber")
    for _ in range(quantity if "eventId" in item else 0):
        number, uuid = str(state.next_number("ticket", 963_188)), state.identifiers.uuid("ticket")
        state.tickets[uuid] = {
            "id": number,
            "uuid": uuid,
            "tenantId": state.venue.tenant_id,
            "eventId": item["eventId"],
            "ticketTypeId": item["ticketingTypeId"],
            **holder,
            "printed": False,
            "ticketDetails": [
                {
                    "ticketId": number,
                    "orderId": order["id"],
                    "eventId": item["eventId"],
                    "orderItemId": item["itemId"],
                    "quantity": 1,
                    "tenantId": state.venue.tenant_id,
                }
            ],
        }


def order_detail(state: State, order: Record) -> Record:
    """Return the order as the back office and the door see it."""
    payment = state.payments.get(order["id"])
    organization = state.organizations.find(order.get("organizationId"))
    events: dict[str, list[Record]] = {}
    for item in order["orderItems"]:
        if "eventId" in item:
            events.setdefault(item["eventId"], []).append(item)
    detail = {
        "orderId": order["id"],
        **some_of(order, _REPEATED),
        "companyName": state.venue.name,
        "paymentMethod": payment.method if payment else "Cash",
        "paymentId": payment.reference if payment else "",
        "orderBalance": order["balanceAmount"],
        "eventItems": [_event(state, order, named, items) for named, items in events.items()],
    }
    if order["refundAmount"] != "0.00":
        left = any(item["quantity"] for item in order["orderItems"])
        detail["refundStatus"] = "PartiallyRefunded" if left else "Refunded"
    if organization:
        detail["organizationName"] = organization["name"]
    return detail


def _event(state: State, order: Record, event_id: str, items: list[Record]) -> Record:
    event = state.events.find(event_id) or {}
    template = state.event_templates.find(event.get("templateId")) or {}
    return {
        "eventId": event_id,
        "eventName": items[0]["eventName"],
        **renamed(event, eventTemplateId="templateId", eventDate="startTime"),
        **some_of(event, ("admissionType", "state")),
        "hasForm": bool(template.get("orderForms")),
        "hasResources": bool(event.get("resources")),
        **some_of(event, ("ticketDetails",)),
        "items": [_item(state, order, item) for item in items],
    }


def _item(state: State, order: Record, item: Record) -> Record:
    return {
        "orderItemId": item["itemId"],
        **some_of(item, ("itemType", "itemTypeId", "itemTypeName")),
        **renamed(item, ticketTypeId="ticketingTypeId", ticketTypeName="ticketingTypeName"),
        "quantity": item["quantity"],
        "checkInQuantity": item["checkInQuantity"],
        "checkedInQuantity": item["checkInQuantity"],
        "unitPrice": item["unitPrice"],
        "discountedUnitPrice": item["discountedUnitPrice"],
        "subtotal": item["amount"],
        "discountedSubtotal": item["discountedAmount"],
        "tickets": list(tickets_of(state, order, item)),
    }
