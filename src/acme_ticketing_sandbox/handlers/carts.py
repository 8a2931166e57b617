"""Carts, reservations, and answers to forms (api-facts/carts.md)."""

from __future__ import annotations

import json
from typing import Any

from ..http.refusal import Refusal
from ..state import Record, State, all_but, shaped
from ..state.places import hold
from ..state.pricing import combo_lines, priced
from ..state.sales.entitlements import entitlements
from .call import Call, answers
from .plain import plain


@plain("b2c.carts", "create:id replace delete")
def _cart(call: Call, known: Record) -> Record:
    """Return the body's cart priced; its combination offers become lines only when it is bought."""
    cart, named = call.body, call.body.get("id")
    if not known:
        cart = all_but(cart, "customerId")  # as the vendor says, it counts only in a checkout
    elif named != known["id"]:
        raise Refusal(400, f"body.id is {named!r}: it must be that of the path, {known['id']!r}")
    combo_lines(call.state, cart, "body")
    return priced(call.state, cart)


@answers("b2b.reservations.delete", about="reservations")
def delete_reservation(call: Call, known: Record) -> Record:
    return call.state.reservations.remove(known["id"])


@answers("b2c.entitlements.validate")
def validate(call: Call) -> Record:
    """Tell whether a cart stays within a membership's limits: a kept one, or that of the body."""
    cart = call.body
    if "items" not in cart and "id" in cart:
        cart = call.state.carts.referred(cart["id"], "body.id")
    return entitlements(call.state, priced(call.state, cart))


@answers("b2b.reservations.create")
def create_reservation(call: Call) -> Record:
    return hold(call.state, call.body)


@answers("b2b.reservations.replace", about="reservations")
def replace_reservation(call: Call, known: Record) -> Record:
    """Hold other places under the same id, which stands in the body."""
    return hold(call.state, call.body, known["id"])


def answered(state: State, answer: Record) -> Record:
    """Return the `FormResponse` that an answer makes, or refuse with 400 what is not filled in."""
    form = state.forms.referred(answer.get("formId"), "body.formId")
    given = {f.get("name"): f for f in answer.get("responseData", {}).get("fields", [])}
    definition: list[Any] = json.loads(form["sourceFormDefinition"])
    missing = [
        field["label"]
        for field in definition
        if field.get("required") and not given.get(field["name"], {}).get("value")
    ]
    if missing:
        raise Refusal(400, f"body.responseData.fields lacks {', '.join(missing)}")
    labels = {field["name"]: field["label"] for field in definition}
    fields = [{"label": labels.get(name, ""), **field} for name, field in given.items()]
    return shaped(
        "FormResponse",
        answer,
        form,
        formId=form["id"],
        number=str(state.identifiers.number("form response number", 17)),
        submissionDate=state.timestamp,
        customFields=[],
        responseData={"fields": fields},
        publishedFormTemplate={**form, "sourceFormId": "41"},
    )


@plain("b2c.formResponses", "list:submissionDate get create")
def _response(call: Call, _: Record) -> Record:
    return answered(call.state, call.body)
