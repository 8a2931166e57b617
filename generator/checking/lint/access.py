"""Rules on what every call needs before it may be sent: credentials, limits, standard headers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from acme_ticketing_core.operations.names import snake_case
from generator.reading.node import Node
from generator.reading.specification import Operation, Specification

from .rule import Finding, operation_rule, rule

_HEADER_OF_AREA = {"b2c": "x-b2c-tenant-id", "cors": "x-acme-pub-api-key"}
REQUEST_ID = "x-acme-request-id"
REQUEST_UUID = "x-acme-request-uuid"
BROWSER_IP = "x-acme-browser-ip"
_ROLES = {REQUEST_ID: "request-id", REQUEST_UUID: "idempotency-key", BROWSER_IP: "buyer-ip"}
_SECRET = re.compile(
    r"\b(passwords?|cvc2?|cvv2?|tokens?|session|secrets?|track\d?|(api|publishable) key"
    r"|card number|verification data)\b"
)


@operation_rule()
def security_scheme(operation: Operation) -> Iterator[Finding]:
    """Require of credentials to be schemes of the document."""
    schemes = operation.specification.root["components"]["securitySchemes"]
    for alternative in operation.security.items():
        for name in alternative.keys:
            if name not in schemes:
                message = f"there is no security scheme {name}"
                yield alternative[name], message, f"Write one of: {', '.join(schemes.keys)}."


@operation_rule()
def area_security(operation: Operation) -> Iterator[Finding]:
    """Require the tenant id on B2C calls and the publishable key on CORS calls."""
    schemes = operation.specification.root["components"]["securitySchemes"]
    needed = _HEADER_OF_AREA.get(operation.area)
    for alternative in operation.security.items():
        sent = {schemes[name]["name"].text.lower() for name in alternative.keys}
        if needed and needed not in sent:
            message = f"{operation} can be called without {needed}"
            remedy = f"Add the scheme of {needed} to each alternative under `security`."
            own = "security" in operation.node
            yield alternative if own else operation.node, message, remedy


@operation_rule("Write the name of the area.")
def limit_profile(operation: Operation) -> Iterator[Finding]:
    """Require that an operation counts against the rate limit of its area."""
    limit = operation.node["x-acme-limit"]
    if operation.area and limit.text not in {operation.area, ""}:
        yield limit, f"{operation} is in the area {operation.area} and counts against {limit.text}"


@rule("Keep one, in headers.yaml; a required and an optional form share one schema by $ref.")
def header_once(specification: Specification) -> Iterator[Finding]:
    """Require one description per header: two only as required and optional, with one schema."""
    seen: dict[str, Node] = {}
    schemes = (node for _, node in specification.components("securitySchemes"))
    for node in (*schemes, *specification.objects["parameter"]):
        name = node["name"].text.lower()
        first = seen.setdefault(name, node) if node["in"].text == "header" else node
        if first is node:
            continue
        schemas = {each["schema"]["$ref"].text for each in (first, node)}
        required = {each["required"].value is True for each in (first, node)}
        if len(required) == 1 or len(schemas) > 1 or "" in schemas:
            place = specification.document.locate(*first.pointer)
            yield node, f"the header {name} is described twice, also at {place}"


@rule()
def header_role(specification: Specification) -> Iterator[Finding]:
    """Require `x-acme-role` on the headers that the client fills in itself."""
    for _, node in specification.components("parameters"):
        name = node["name"].text.lower()
        role = node["x-acme-role"]
        known = name in _ROLES and node["in"].text == "header"
        if known and role.value != _ROLES[name]:
            message = f"{name} does not say what it is for"
            yield role, message, f"Write `x-acme-role: {_ROLES[name]}`."


@rule("Add `parameters: [{$ref: ../../headers.yaml#/parameters/RequestId}]` to the path.")
def request_id_everywhere(specification: Specification) -> Iterator[Finding]:
    """Require the request id on every path: the vendor's support finds calls by it."""
    for path, item in specification.root["paths"].entries():
        listed = {entry.resolved()["name"].text.lower() for entry in item["parameters"].items()}
        if REQUEST_ID not in listed:
            yield item, f"{path} does not list the request id"


@operation_rule("Refer to the required component of that header in headers.yaml.")
def checkout_headers(operation: Operation) -> Iterator[Finding]:
    """Require the request uuid on every checkout and, in B2C, the buyer's address."""
    if not operation.is_checkout:
        return
    for name in (REQUEST_UUID, BROWSER_IP)[: 2 if operation.area == "b2c" else 1]:
        parameter = operation.header(name)
        if parameter is None or not parameter.required:
            message = f"{operation} is a checkout and does not require {name}"
            yield parameter.entry if parameter else operation.node["parameters"], message


@rule("Write `x-acme-sensitive: true`, or `false` if any log may show it.")
def sensitive(specification: Specification) -> Iterator[Finding]:
    """Require `x-acme-sensitive`, true or false, on what is named like a secret."""
    objects = specification.objects
    properties = (each for it in objects["schema"] for each in it["properties"].entries())
    named = [("property", name, node) for name, node in properties]
    named += [("parameter", each["name"].text, each) for each in objects["parameter"]]
    for _, scheme in specification.components("securitySchemes"):
        named.append(("security scheme", scheme["name"].text, scheme))
    for noun, name, node in named:
        marked = "x-acme-sensitive" in node or "x-acme-sensitive" in node.resolved()
        if _SECRET.search(snake_case(name).replace("_", " ")) and not marked:
            yield node, f"the {noun} {name} is named like a secret"
