"""Rules on credentials and limits: what every call needs before it may be sent."""

from __future__ import annotations

from collections.abc import Iterator

from generator.reading.specification import Operation, Specification

from .rule import Finding, operation_rule, rule

LIMITS = ("b2b", "b2c", "cors")
_HEADER_OF_AREA = {"b2c": "x-b2c-tenant-id", "cors": "x-acme-pub-api-key"}


@rule()
def effective_security(specification: Specification) -> Iterator[Finding]:
    """Require the credentials of every operation, each a scheme of the document."""
    schemes = specification.root["components"]["securitySchemes"]
    reported: set[tuple[str | int, ...]] = set()
    for operation in specification.operations:
        security = operation.security
        if security.pointer in reported:
            continue
        reported.add(security.pointer)
        alternatives = list(security.items())
        if not alternatives or not all(alternative.keys for alternative in alternatives):
            message = f"{operation} may be called without any credential"
            remedy = "List the alternatives under `security`; each names at least one scheme."
            yield security if security.exists else operation.node, message, remedy
        for alternative in alternatives:
            for name in alternative.keys:
                if name not in schemes:
                    message = f"there is no security scheme {name}"
                    yield alternative[name], message, f"Write one of: {', '.join(schemes.keys)}."


@rule()
def area_security(specification: Specification) -> Iterator[Finding]:
    """Require the tenant id on B2C calls and the publishable key on CORS calls."""
    schemes = specification.root["components"]["securitySchemes"]
    for operation in specification.operations:
        needed = _HEADER_OF_AREA.get(operation.area)
        for alternative in operation.security.items():
            sent = {schemes[name]["name"].text.lower() for name in alternative.keys}
            if needed and needed not in sent:
                own = "security" in operation.node
                message = f"{operation} can be called without {needed}"
                remedy = f"Add the scheme of {needed} to each alternative under `security`."
                yield alternative if own else operation.node, message, remedy


@operation_rule()
def limit_profile(operation: Operation) -> Iterator[Finding]:
    """Require the rate limit that an operation counts against, the one of its area."""
    limit = operation.node["x-acme-limit"]
    expected = operation.area
    if limit.text not in LIMITS:
        message = f"{operation} counts against no known limit"
        yield limit, message, f"Write `x-acme-limit: {expected or 'b2b'}` ({', '.join(LIMITS)})."
    elif expected and limit.text != expected:
        message = f"{operation} is in the area {expected} and counts against {limit.text}"
        yield limit, message, f"Write `x-acme-limit: {expected}`."


@rule("Write `type: apiKey` and `in: header`: the client sends nothing else.")
def scheme_header(specification: Specification) -> Iterator[Finding]:
    """Require that every security scheme is one header."""
    for name, scheme in specification.components("securitySchemes"):
        if scheme["type"].value != "apiKey" or scheme["in"].value != "header":
            place = scheme["type"] if scheme["type"].exists else scheme
            yield place, f"the security scheme {name} is no header"
