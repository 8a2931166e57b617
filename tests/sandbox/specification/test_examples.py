"""The specification's own examples are carried out: documentation that works."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pytest

from acme_ticketing.spec import document
from acme_ticketing_sandbox import EMAIL, PASSWORD, LocalAcme, Request, VirtualClock
from acme_ticketing_sandbox.specification.schemas import Schemas
from tests.sandbox.caller import B2C, CORS, Caller

RESERVATION, REPORT_RUN = "88031", "771204"
# What the document gives no example for.
ARGUMENTS = {
    "b2b.memberships.validateCheckout": {"action": "MembershipRenewal", "membershipId": "10482"},
    "b2b.membershipSummaries.advancedSearch": {"lastName": "Example"},
}
# Tickets of the examples' template are sold, so another one is deleted.
UNSOLD = "b2b.eventTemplates.delete"


@dataclass(frozen=True)
class Example:
    """One operation, and one body if it takes any."""

    operation_id: str
    method: str
    path: str
    parameters: list[dict[str, Any]]
    body: object

    def request(self, arguments: dict[str, str], *, optional: bool) -> Request:
        """Return the request with the examples of the required or of all parameters."""
        path, headers, query = self.path, dict(_credentials(self.operation_id)), {}
        for parameter in self.parameters:
            name, value = parameter["name"], parameter.get("example")
            if name in arguments:
                value = arguments[name]
            elif value is None or not (optional or parameter.get("required")):
                continue
            text = ",".join(value) if isinstance(value, list) else str(value)
            text = text.lower() if isinstance(value, bool) else text
            if parameter["in"] == "path":
                path = path.replace(f"{{{name}}}", quote(text))
            elif parameter["in"] == "query":
                query[name] = text
            else:
                headers[name.lower()] = text
        return Request.of(self.method, path, headers=headers, json_body=self.body, **query)


def examples() -> list[Any]:
    """Return every operation with each of its request bodies."""
    schemas, found = Schemas(document()), []
    for path, item in document()["paths"].items():
        for method in item.keys() & {"get", "put", "post", "delete"}:
            operation = item[method]
            shared = item.get("parameters", []) + operation.get("parameters", [])
            parameters = [schemas.resolve(parameter) for parameter in shared]
            content = operation.get("requestBody", {}).get("content", {})
            bodies = {
                name: example["value"]
                for media in content.values()
                for name, example in media["examples"].items()
            }
            for name, body in bodies.items() or [("", None)]:
                known = operation["operationId"]
                example = Example(known, method.upper(), path, parameters, body)
                found.append(pytest.param(example, id=f"{known} {name}".strip()))
    return sorted(found, key=lambda parameter: str(parameter.id))


@pytest.mark.parametrize("example", examples())
@pytest.mark.parametrize("optional", [False, True], ids=["required", "all"])
def test_an_example_is_carried_out(caller: Caller, example: Example, *, optional: bool) -> None:
    """With the required parameters, and with all of them; the answer is as promised."""
    arguments = dict(ARGUMENTS.get(example.operation_id, {}))
    if example.operation_id == UNSOLD:
        arguments["id"] = caller.event("Toddler hour", 0)["templateId"]
    request = example.request(arguments, optional=optional)
    _prepare(caller, request.path + request.body.decode())
    reply = caller.sandbox.handle(request)
    assert reply.status == 200, reply.text


def _credentials(operation_id: str) -> dict[str, str]:
    if operation_id == "sessions.create":
        return {"x-acme-email": EMAIL, "x-acme-password": PASSWORD}
    return CORS if operation_id.startswith("cors.") else B2C


def _prepare(caller: Caller, request: str) -> None:
    """Make what only lives for minutes, so that no seed can hold it."""
    if RESERVATION in request:
        caller.done("POST", "/v2/b2b/reservations", {"reservationItems": []})
    if REPORT_RUN in request:
        run = {"queryExpression": {"collectionName": "Events"}}
        caller.done("POST", "/v2/b2b/async/report", run)
        caller.clock.advance(5)


def test_the_seed_s_first_event_is_that_of_the_examples(
    sandbox: LocalAcme, clock: VirtualClock
) -> None:
    """Tomorrow at ten: a visitor can buy it whenever the sandbox was started."""
    event = sandbox.state.events.get("5d96453460309f26d082bcc0")
    assert event["startTime"] == "2026-06-02T10:00:00-04:00"
    assert event["soldQuantity"] == 4
