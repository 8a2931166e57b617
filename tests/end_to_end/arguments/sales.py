"""Events, carts, reservations, checkouts, orders, refunds and reports."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from acme_ticketing import AcmeClient, models

from .table import Arguments, arguments, example_body

BUYER_IP = "203.0.113.7"
VISITOR = "guest@example.com"
CARD = {
    "billing_first_name": "Grace",
    "billing_last_name": "Guest",
    "billing_email": VISITOR,
    "manual_entry_card_number": "4111111111111111",
    "cvc": "123",
    "exp_date": "0930",
}


def event(client: AcmeClient) -> models.Event:
    """Return an event of the coming days with seats left and a price list."""
    today = dt.datetime.fromtimestamp(client._clock.now(), dt.UTC)
    for each in client.b2b.events.list(start_time=today + dt.timedelta(days=1), page_size=10):
        if each.price_list and (each.capacity or 0) > (each.sold_quantity or 0):
            return each
    raise AssertionError("the seed has no event with seats left")


def cart(client: AcmeClient) -> models.ShoppingCart:
    """Return a cart, not yet sent, with two tickets."""
    chosen = event(client)
    prices = chosen.price_list.prices if chosen.price_list else ()
    person_type = prices[0].person_type if prices else None
    assert person_type
    item = models.CartItem(event_id=chosen.id, ticketing_type_id=person_type.id, quantity=2)
    return models.ShoppingCart(items=[item], sale_channel="online")


def order(client: AcmeClient) -> models.Order:
    """Return a paid order of two tickets."""
    return client.b2c.checkout.create(**b2c_checkout(client))


@arguments("b2b.events.get")
def _an_event(client: AcmeClient) -> Arguments:
    return {"id": event(client).id}


@arguments("b2b.eventTemplates.get", "b2c.eventTemplates.get")
@arguments("b2c.eventTemplates.listTimes", "b2c.eventTemplates.getCalendar")
def _an_event_template(client: AcmeClient) -> Arguments:
    return {"id": event(client).template_id}


@arguments("b2b.eventTemplates.getImage")
def _an_image(client: AcmeClient) -> Arguments:
    return {"template_id": event(client).template_id, "size": "TN"}


@arguments("b2b.eventTemplates.create")
def _a_new_event_template(client: AcmeClient) -> Arguments:
    return {"body": models.EventTemplate(name="Night of the stars", description="One evening.")}


@arguments("b2c.carts.create")
def _a_new_cart(client: AcmeClient) -> Arguments:
    return {"body": cart(client)}


@arguments("b2c.carts.get", "b2c.carts.delete")
def _a_cart(client: AcmeClient) -> Arguments:
    return {"id": client.b2c.carts.create(body=cart(client))}


@arguments("b2c.carts.replace")
def _a_changed_cart(client: AcmeClient) -> Arguments:
    changed = client.b2c.carts.get(id=client.b2c.carts.create(body=cart(client)))
    assert changed.items
    changed.items[0].quantity = 3
    return {"id": changed.id, "body": changed}


@arguments("b2b.reservations.create")
def _a_new_reservation(client: AcmeClient) -> Arguments:
    item = models.ReservationItem(event_id=event(client).id or "", quantity=2)
    return {"body": models.Reservation(reservation_items=[item])}


@arguments("b2b.reservations.get", "b2b.reservations.delete")
def _a_reservation(client: AcmeClient) -> Arguments:
    return {"id": client.b2b.reservations.create(**_a_new_reservation(client)).id}


@arguments("b2b.reservations.replace")
def _a_changed_reservation(client: AcmeClient) -> Arguments:
    reservation = client.b2b.reservations.create(**_a_new_reservation(client))
    assert reservation.reservation_items
    reservation.reservation_items[0].quantity = 1
    return {"body": reservation}


@arguments("b2c.checkout.create", "cors.checkout.create")
def b2c_checkout(client: AcmeClient) -> Arguments:
    """Return the arguments of a checkout of two tickets."""
    body = models.CheckoutInput(
        shopping_cart=cart(client), contact_first_name="Grace", contact_last_name="Guest",
        email=VISITOR, zip_code="85001", **CARD,
    )  # fmt: skip
    return {"body": body, "browser_ip": BUYER_IP, "request_uuid": uuid4()}


@arguments("b2b.checkout.create")
def _b2b_checkout(client: AcmeClient) -> Arguments:
    body = models.B2bCheckoutInput(
        shopping_cart=cart(client), contact_first_name="Grace", contact_last_name="Guest",
        email=VISITOR, zip_code="85001", payment_method="Cash",
    )  # fmt: skip
    return {"body": body, "request_uuid": uuid4()}


@arguments("b2c.orders.search")
def _orders_of_a_visitor(client: AcmeClient) -> Arguments:
    order(client)
    return {"email": VISITOR}


@arguments("b2c.orders.get")
def _an_order(client: AcmeClient) -> Arguments:
    return {"id": order(client).id}


@arguments("b2b.refunds.create")
def _a_refund(client: AcmeClient) -> Arguments:
    return {"body": models.RefundInput(order_id=order(client).id or "")}


@arguments("b2b.orders.convertToMembership")
def _tickets_for_a_membership(_client: AcmeClient) -> Arguments:
    return {"body": example_body("b2b.orders.convertToMembership")}


@arguments("b2c.memberships.verify")
def _a_member(client: AcmeClient) -> Arguments:
    for membership in client.b2b.memberships.list():
        return {"membership_id": membership.acme_membership_number}
    raise AssertionError("the seed has no member")


def _definition(client: AcmeClient) -> models.ReportDefinition:
    for definition in client.b2b.report_definitions.list():
        return definition
    raise AssertionError("the seed has no report definition")


@arguments("b2b.reportDefinitions.get")
def _a_report_definition(client: AcmeClient) -> Arguments:
    return {"id": _definition(client).id}


@arguments("b2b.reportRuns.create")
def _a_new_report_run(client: AcmeClient) -> Arguments:
    definition = _definition(client)
    assert definition.query_expression
    body = models.ReportRunInput(
        report_uuid=definition.id, query_expression=definition.query_expression
    )
    return {"body": body}


@arguments("b2b.reportRuns.get")
def _a_report_run(client: AcmeClient) -> Arguments:
    return {"id": client.b2b.report_runs.create(**_a_new_report_run(client)).id}


@arguments("b2b.reportRuns.getResult", "b2b.reportRuns.getCsv")
def _a_finished_report_run(client: AcmeClient) -> Arguments:
    started = _a_report_run(client)
    for _ in range(20):
        if client.b2b.report_runs.get(**started).status == "Completed":
            return started
        client._clock.sleep(1)
    raise AssertionError("the report run did not end")


@arguments("b2b.reportRuns.execute")
def _a_report_at_once(client: AcmeClient) -> Arguments:
    return {"body": example_body("b2b.reportRuns.execute")}


@arguments("b2b.reportDefinitions.create")
def _a_new_report_definition(_client: AcmeClient) -> Arguments:
    return {"body": example_body("b2b.reportDefinitions.create")}


@arguments("b2b.reportDefinitions.replace")
def _a_changed_report_definition(client: AcmeClient) -> Arguments:
    changed = _definition(client)
    changed.description = "Told anew."
    return {"id": changed.id, "body": changed}


@arguments("b2b.reportDefinitions.delete")
def _a_report_definition_to_delete(client: AcmeClient) -> Arguments:
    body = example_body("b2b.reportDefinitions.create")
    return {"id": client.b2b.report_definitions.create(body=body).id}
