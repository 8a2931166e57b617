"""Forms that buyers answer (api-facts/carts.md, "Forms")."""

from __future__ import annotations

import json
from typing import Any

from ..http.refusal import Refusal
from ..values import times
from .records import Record
from .state import State


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
    return {
        "formId": form["id"],
        "name": answer.get("name", form["name"]),
        "type": answer.get("type", "order"),
        "source": answer.get("source", "acme"),
        "number": str(state.next_number("form response number", 17)),
        "submissionDate": times.write(state.now()),
        "customFields": [],
        "responseData": {"fields": fields},
        "publishedFormTemplate": {**form, "sourceFormId": "41"},
    }
