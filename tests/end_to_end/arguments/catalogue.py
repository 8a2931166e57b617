"""Templates, schedules, prices, discounts, coupons, add-ons, combinations and forms."""

from __future__ import annotations

from typing import Any

from acme_ticketing import AcmeClient, models

from .sales import cart, event
from .table import Arguments, arguments, example_body, first


@arguments("b2b.events.replace", "b2b.events.replaceByPost")
def _a_changed_event(client: AcmeClient) -> Arguments:
    changed = event(client)
    changed.capacity = (changed.capacity or 0) + 1
    return {"body": changed}


@arguments("b2b.events.searchSummaries")
def _a_search(_client: AcmeClient) -> Arguments:
    return {"body": example_body("b2b.events.searchSummaries")}


@arguments("b2b.events.getV1", "b2c.events.get")
def _an_event(client: AcmeClient) -> Arguments:
    return {"id": event(client).id}


@arguments("b2c.events.getNextAvailable")
def _a_template_of_events(client: AcmeClient) -> Arguments:
    return {"template_id": event(client).template_id}


@arguments(
    "b2b.eventTemplates.getAtPluralPath",
    "b2b.eventTemplates.listSchedules",
    "b2c.eventTemplates.listEvents",
)
def _a_template(client: AcmeClient) -> Arguments:
    return {"id": event(client).template_id}


@arguments("b2b.eventTemplates.replace")
def _a_changed_template(client: AcmeClient) -> Arguments:
    changed = first(client.b2b.event_templates.list())
    changed.description = "Told anew."
    return {"body": changed}


@arguments("b2b.eventTemplates.delete")
def _a_template_without_events(client: AcmeClient) -> Arguments:
    body = models.EventTemplate(name="Night of the stars", description="One evening.")
    return {"id": client.b2b.event_templates.create(body=body)}


@arguments("b2b.eventTemplates.lock")
def _a_free_template(client: AcmeClient) -> Arguments:
    return {"event_template_id": event(client).template_id}


@arguments("b2b.eventTemplates.unlock")
def _a_locked_template(client: AcmeClient) -> Arguments:
    free = _a_free_template(client)
    client.b2b.event_templates.lock(**free)
    return free


@arguments("b2b.rebookings.listFees")
def _events_with_fees(client: AcmeClient) -> Arguments:
    return {"event_ids": event(client).id}


def _new(operation_id: str) -> None:
    """Create with the example of the specification."""
    arguments(operation_id)(lambda _client: {"body": example_body(operation_id)})


def _existing(resource: Any) -> Any:
    return first(resource.list())


for _resource, _attribute in (
    ("personTypes", "person_types"),
    ("priceLists", "price_lists"),
    ("coupons", "coupons"),
    ("addOns", "add_ons"),
):
    _new(f"b2b.{_resource}.create")

    def _an_existing_one(client: AcmeClient, attribute: str = _attribute) -> Arguments:
        return {"id": _existing(getattr(client.b2b, attribute)).id}

    def _a_changed_one(client: AcmeClient, attribute: str = _attribute) -> Arguments:
        changed = _existing(getattr(client.b2b, attribute))
        changed.description = "Told anew."
        return {"body": changed}

    arguments(f"b2b.{_resource}.get")(_an_existing_one)
    arguments(f"b2b.{_resource}.replace")(_a_changed_one)


@arguments("b2b.personTypes.delete")
def _a_new_person_type(client: AcmeClient) -> Arguments:
    body = example_body("b2b.personTypes.create")
    return {"id": client.b2b.person_types.create(body=body).id}


@arguments("b2b.priceLists.delete")
def _a_new_price_list(client: AcmeClient) -> Arguments:
    return {"id": client.b2b.price_lists.create(body=example_body("b2b.priceLists.create"))}


@arguments("b2b.addOns.delete")
def _a_new_add_on(client: AcmeClient) -> Arguments:
    return {"id": client.b2b.add_ons.create(body=example_body("b2b.addOns.create")).id}


@arguments("b2b.addOns.consume", "b2b.addOns.fill")
def _some_of_an_add_on(client: AcmeClient) -> Arguments:
    add_on = first(client.b2b.add_ons.list())
    return {"body": models.AddOnConsumption(unknown_fields={"id": add_on.id, "quantity": 1})}


@arguments("b2b.coupons.listByCategory")
def _a_category_of_coupons(client: AcmeClient) -> Arguments:
    return {"category_id": first(client.b2b.coupons.list()).category_id}


_new("b2b.discounts.create")


@arguments("b2b.discounts.get")
def _a_discount(client: AcmeClient) -> Arguments:
    return {"id": first(client.b2b.discounts.list()).id}


@arguments("b2b.discounts.getPriceList")
def _a_discounted_price_list(client: AcmeClient) -> Arguments:
    return {**_a_discount(client), "price_list_id": first(client.b2b.price_lists.list()).id}


@arguments("b2b.discounts.replace")
def _a_changed_discount(client: AcmeClient) -> Arguments:
    changed = first(client.b2b.discounts.list())
    changed.description = "Told anew."
    return {"id": changed.id, "body": changed}


@arguments("b2b.discounts.delete")
def _a_new_discount(client: AcmeClient) -> Arguments:
    return {"id": client.b2b.discounts.create(body=example_body("b2b.discounts.create"))}


_new("combo.templates.create")


@arguments("combo.templates.get")
def _a_combination(client: AcmeClient) -> Arguments:
    return {"template_id": first(client.combo.templates.list()).id}


@arguments("combo.templates.replace")
def _a_changed_combination(client: AcmeClient) -> Arguments:
    changed = first(client.combo.templates.list())
    changed.description = "Told anew."
    return {"body": changed}


@arguments("combo.templates.delete")
def _a_new_combination(client: AcmeClient) -> Arguments:
    created = client.combo.templates.create(body=example_body("combo.templates.create"))
    return {"template_id": created.id}


_new("b2c.formResponses.create")


@arguments("b2c.formResponses.get")
def _an_answered_form(client: AcmeClient) -> Arguments:
    body = example_body("b2c.formResponses.create")
    return {"id": client.b2c.form_responses.create(body=body).id}


@arguments("b2c.entitlements.validate")
def _a_cart_to_check(client: AcmeClient) -> Arguments:
    return {"body": cart(client)}
