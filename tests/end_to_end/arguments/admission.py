"""Orders as the back office changes them, other ways to sell, and admission at the door."""

from __future__ import annotations

from uuid import uuid4

from acme_ticketing import AcmeClient, models

from .organizations import organization
from .sales import CARD, VISITOR, b2c_checkout, cart, event, order
from .table import Arguments, arguments, first


def tickets(client: AcmeClient) -> list[str]:
    """Return the uuids of the tickets of a new order."""
    return tickets_of(client, order(client).id or "")


def tickets_of(client: AcmeClient, order_id: str) -> list[str]:
    """Return the uuids of the tickets of an order."""
    detail = client.b2b.will_call.get_order(order_id=order_id)
    return [
        ticket.uuid or ""
        for event_item in detail.event_items or []
        for item in event_item.items or []
        for ticket in item.tickets or []
    ]


def order_item(bought: models.Order) -> models.OrderItem:
    """Return the first line of an order."""
    return first(bought.order_items or [])


arguments("b2c.checkout.createAtPointOfSale")(b2c_checkout)


@arguments("b2b.checkout.createAtOlderPath")
def _an_older_checkout(client: AcmeClient) -> Arguments:
    whole = b2c_checkout(client)
    return {"body": whole["body"], "request_uuid": whole["request_uuid"]}


@arguments("b2b.checkout.createAtKiosk")
def _a_kiosk_checkout(client: AcmeClient) -> Arguments:
    body = models.KioskCheckoutInput(
        uuid="kiosk-1", terminal_id="7", payment_methods=["CreditCard"],
        express_transaction_id="triPOS-1", shopping_cart=cart(client), email=VISITOR,
    )  # fmt: skip
    return {"body": body, "request_uuid": uuid4()}


@arguments("b2b.checkout.createForOrganization")
def _a_reseller_checkout(client: AcmeClient) -> Arguments:
    item = first(cart(client).items or [])
    line = models.OrganizationCheckoutItem(
        event_id=item.event_id or "", person_type_id=item.ticketing_type_id or "", quantity=2
    )
    body = models.OrganizationCheckoutInput(
        payment_method="Voucher", email=VISITOR, sale_channel="reseller",
        events=[models.OrganizationCheckoutEvent(event_id=item.event_id or "", items=[line])],
    )  # fmt: skip
    return {
        "organization_id": organization(client).id, "body": body, "request_uuid": uuid4(),
    }  # fmt: skip


@arguments("b2b.checkout.previewCharges")
def _a_dry_run(client: AcmeClient) -> Arguments:
    body = models.ChargesInput(
        shopping_cart=cart(client), contact_first_name="Grace", contact_last_name="Guest",
        contact_email=VISITOR, cvc=CARD["cvc"], exp_date=CARD["exp_date"],
        cc_last_four_digits="1111", credit_card_brand="Visa",
    )  # fmt: skip
    return {"body": body}


@arguments("b2b.orders.getDetail", "b2b.willCall.getOrder")
def _an_order(client: AcmeClient) -> Arguments:
    return {"order_id": order(client).id}


@arguments("b2b.orders.update")
def _a_changed_order(client: AcmeClient) -> Arguments:
    bought = order(client)
    line = order_item(bought)
    changed = models.OrderItemUpdate(
        order_item_id=line.item_id, event_id=line.event_id, item_type="Event", quantity=1
    )
    return {"body": models.OrderUpdate(order_id=bought.id or "", order_items=[changed])}


@arguments("b2b.orders.sendConfirmation")
def _an_order_to_confirm(client: AcmeClient) -> Arguments:
    body = models.OrderEmail(email=VISITOR, send_email=True)
    return {"order_number": order(client).order_number, "body": body}


@arguments("b2b.refunds.createV1")
def _a_refund(client: AcmeClient) -> Arguments:
    return {"body": models.RefundInput(order_id=order(client).id or "")}


@arguments("b2b.rebookings.create")
def _a_rebooking(client: AcmeClient) -> Arguments:
    bought = order(client)
    line = order_item(bought)
    other = first(
        each
        for each in client.b2b.events.list(
            template_id=event(client).template_id, start_time=event(client).start_time
        )
        if each.id != line.event_id and each.template_id == event(client).template_id
    )
    item = models.RebookItem(
        order_item_id=line.item_id or "", item_type="Event",
        item_type_id=line.ticketing_type_id or "", rebook_quantity=1,
        rebook_to_event_id=other.id or "",
    )  # fmt: skip
    return {
        "body": models.RebookInput(order_id=bought.id or "", rebook_items=[item], no_email=True)
    }


@arguments("b2c.orders.replace")
def _an_order_to_change(client: AcmeClient) -> Arguments:
    changed = client.b2c.orders.get(id=order(client).id or "")
    changed.notes = "Needs a ramp."
    return {"id": changed.id, "body": changed}


@arguments("b2c.orders.delete")
def _an_order_to_delete(client: AcmeClient) -> Arguments:
    return {"id": order(client).id}


@arguments("b2c.orders.list")
def _orders_of_a_visitor(client: AcmeClient) -> Arguments:
    order(client)
    return {"email": VISITOR}


@arguments("b2c.orders.create")
def _an_order_to_write_down(client: AcmeClient) -> Arguments:
    line = first(cart(client).items or [])
    item = models.OrderItem(
        event_id=line.event_id, ticketing_type_id=line.ticketing_type_id, quantity=2
    )
    body = models.Order(
        email=VISITOR, contact_first_name="Grace", sale_channel="online", order_items=[item]
    )
    return {"body": body}


@arguments("b2c.orders.listByEvent")
def _orders_of_an_event(client: AcmeClient) -> Arguments:
    return {"event_id": order_item(order(client)).event_id}


@arguments("willCall.checkIn")
def _a_barcode(client: AcmeClient) -> Arguments:
    body = models.CheckInByBarcode(
        membership_barcode=first(tickets(client)), terminal_id="7", validate=True
    )
    return {"body": body}


@arguments("willCall.undoCheckIn")
def _checked_in_tickets(client: AcmeClient) -> Arguments:
    uuids = tickets(client)
    client.b2b.will_call.check_in_tickets(body=models.TicketsCheckIn(ticket_uuids=uuids))
    return {"body": models.CheckInUndo(terminal_id="7", ticket_uuids=uuids)}


@arguments("b2b.willCall.checkInTicket")
def _a_ticket(client: AcmeClient) -> Arguments:
    return {"body": models.TicketCheckIn(ticket_uuid=first(tickets(client)))}


@arguments("b2b.willCall.checkInTickets")
def _tickets(client: AcmeClient) -> Arguments:
    return {"body": models.TicketsCheckIn(ticket_uuids=tickets(client))}
