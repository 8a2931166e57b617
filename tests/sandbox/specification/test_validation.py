"""Requests are held against the document; one message names all that is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from acme_ticketing_sandbox import Request
from acme_ticketing_sandbox.specification.schemas import Schemas
from acme_ticketing_sandbox.specification.validation import value_of
from tests.sandbox.caller import B2B, B2C, Caller

CHECKOUT = "/v2/b2c/checkout"
EVENTS = "/v2/b2b/event/instances"


def test_one_message_names_all_that_is_missing(caller: Caller) -> None:
    """Area, operation, headers and body paths come at once."""
    body = {"shoppingCart": {"items": [{"quantity": "two"}]}, "expDate": "1328"}
    reply = caller.send("POST", CHECKOUT, body, headers=B2B)
    assert reply.status == 400
    assert reply.json()["message"] == (
        "b2c.checkout.create (b2c area) cannot be done: "
        "header x-b2c-tenant-id is missing; "
        "header x-acme-browser-ip is missing; "
        "header x-acme-request-uuid is missing; "
        "body.expDate breaks pattern ^(0[1-9]|1[0-2])[0-9]{2}$: '1328'; "
        "body.shoppingCart.items[0].quantity is no integer: 'two'"
    )


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"pageSize": "ten"}, "query pageSize is no integer: 'ten'"),
        ({"page": 0}, "query page breaks minimum 1: 0"),
        ({"startTime": "2026-06-01"}, "query startTime is no date-time: '2026-06-01'"),
        ({"startTime": "2026-06-01T00:00"}, "query startTime is no date-time"),
        ({"startTime": "2026-13-01T00:00:00Z"}, "query startTime is no date-time"),
        ({"startTime": "2026-06-01T00:00:00 07:00"}, "(a '+' in a query is written %2B)"),
    ],
)
def test_malformed_parameters_are_named(caller: Caller, query: dict[str, Any], words: str) -> None:
    """The message says which parameter, what it should be, and what came."""
    reply = caller.send("GET", EVENTS, **query)
    assert reply.status == 400
    assert words in reply.json()["message"]


@pytest.mark.parametrize(
    ("header", "value", "words"),
    [
        ("x-acme-browser-ip", "203.0.113", "is no ipv4 or ipv6: '203.0.113'"),
        ("x-acme-request-uuid", "42", "is no uuid: '42'"),
        ("x-b2c-tenant-id", "nine", "header x-b2c-tenant-id is no integer: 'nine'"),
    ],
)
def test_malformed_headers_are_named(caller: Caller, header: str, value: str, words: str) -> None:
    """An address or a uuid that is none is refused before anything is sold."""
    headers = {**caller.headers(CHECKOUT), header: value}
    reply = caller.send("POST", CHECKOUT, {"shoppingCart": {}}, headers=headers)
    assert reply.status == 400
    assert words in reply.json()["message"]


def test_a_version_6_address_is_an_address(caller: Caller) -> None:
    """Buyers have them."""
    headers = {**B2C, "x-acme-browser-ip": "2001:db8::24"}
    assert caller.send("POST", "/v2/b2c/carts", {}, headers=headers).status == 200


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_wrong_content_type_is_415(caller: Caller, content_type: str) -> None:
    """Bodies are JSON."""
    headers = {**B2C, "content-type": content_type}
    reply = caller.send("POST", "/v2/b2c/carts", {}, headers=headers)
    assert reply.status == 415
    assert "takes application/json" in reply.json()["message"]


def test_a_content_type_may_have_parameters(caller: Caller) -> None:
    """`application/json; charset=utf-8` is JSON."""
    headers = {**B2C, "content-type": "application/json; charset=utf-8"}
    assert caller.send("POST", "/v2/b2c/carts", {}, headers=headers).status == 200


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "body is missing"),
        (b"{", "body is no JSON"),
        (b'{"items": NaN}', "body is no JSON: NaN is no JSON number"),
        (b"\xff", "body is no JSON"),
        (b"[" * 100_000, "body is no JSON"),
        (b"[]", "body is no object: []"),
    ],
)
def test_a_malformed_body_is_named(caller: Caller, body: bytes, words: str) -> None:
    """What is no JSON object at all is said to be none."""
    headers = {**B2C, "content-type": "application/json"}
    reply = caller.sandbox.handle(Request("POST", "/v2/b2c/carts", headers=headers, body=body))
    assert reply.status == 400
    assert words in reply.json()["message"]


@pytest.mark.parametrize(
    ("schema", "raw", "value"),
    [
        ({"type": "integer"}, "-15", -15),
        ({"type": "integer"}, "one", "one"),
        ({"type": "boolean"}, "true", True),
        ({"type": "boolean"}, "yes", "yes"),
        ({"type": "array"}, "a,b", ["a", "b"]),
        ({}, "12", "12"),
    ],
)
def test_parameters_are_read_as_their_schemas_say(
    schema: dict[str, Any], raw: str, value: object
) -> None:
    """What means no value of its type stays the text, which its schema refuses."""
    assert value_of(schema, raw) == value


def test_long_values_are_shortened_and_choices_are_named() -> None:
    """A message stays a message."""
    schema = {"type": "string", "enum": ["asc", "desc"]}
    (message,) = Schemas(schema).problems(schema, "y" * 500, "query x")
    assert message.startswith("query x is not among ['asc', 'desc']: 'yyy")
    assert len(message) < 200


@pytest.mark.parametrize(
    ("number", "status"), [(2**63 - 1, 404), (2**63, 400), (-(2**63), 404), (10**39, 400)]
)
def test_integers_have_their_size(caller: Caller, number: int, status: int) -> None:
    """Those of 64 bits end where 64 bits end."""
    assert caller.send("GET", f"/v2/b2b/organization/{number}").status == status


def test_an_empty_value_is_a_value(caller: Caller) -> None:
    """It is held against its schema like every other."""
    assert caller.send("GET", EVENTS, search="", pageSize=1).status == 200
    reply = caller.send("GET", EVENTS, startTime="")
    assert "query startTime is no date-time: ''" in reply.json()["message"]
