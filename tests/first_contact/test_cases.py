"""Answers that are not what the specification says, through a real server: each has a right value."""

from __future__ import annotations

import asyncio
import base64
import copy
import json
import logging
import pickle
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from acme_ticketing import UNSET, AcmeClient, ApiKey, AsyncAcmeClient, BaseUrl, errors
from acme_ticketing.models import CheckoutInput, ShoppingCart
from tests.core.server import Server

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases.jsonl").read_text(encoding="utf-8").splitlines()
]
STEP = re.compile(r"(\w+)|\[(\d+)\]")

CALLS: dict[str, Callable[[Any], Any]] = {
    "b2b.events.get": lambda client: client.b2b.events.get(id="1"),
    "b2b.events.list": lambda client: client.b2b.events.list(),
    "b2c.checkout.create": lambda client: client.b2c.checkout.create(
        body=CheckoutInput(shopping_cart_id="1"), browser_ip="203.0.113.7"
    ),
}


def body_of(case: dict[str, Any]) -> bytes:
    """Return the bytes that the server answers with."""
    if "body_base64" in case:
        return base64.b64decode(case["body_base64"])
    return str(case["body"]).encode()


Serve = Callable[[dict[str, Any]], str]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Yield a function that makes a server on loopback answer as a case says, and gives its URL."""
    with Server() as server:

        def answering(case: dict[str, Any]) -> str:
            content = body_of(case)
            lines = [f"HTTP/1.1 {case['status']} -", f"content-length: {len(content)}"]
            lines += [f"{name}: {value}" for name, value in case["headers"].items()]
            whole = "\r\n".join([*lines, "", ""]).encode() + content
            server.behave = lambda _request, connection: connection.sendall(whole)
            return server.url

        yield answering


def at(value: Any, path: str) -> Any:
    """Return what stands at an attribute path, `items[1].name`."""
    for name, index in STEP.findall(path):
        value = getattr(value, name) if name else value[int(index)]
    return value


def judge(case: dict[str, Any], answer: Any, kinds: set[str]) -> None:
    """Hold what was read against the case."""
    for path, expected in case.get("expect", {}).items():
        found = at(answer, path)
        if isinstance(expected, str) and not isinstance(found, str):
            found = found.isoformat() if hasattr(found, "isoformat") else str(found)
        assert (type(found), found) == (type(expected), expected), path
    for path in case.get("unset", ()):
        assert at(answer, path) is UNSET, path
    assert set(case["drift"]) <= kinds
    if case.get("written_back"):
        content = body_of(case).decode("latin-1" if case["id"] == "latin1" else "utf-8")
        written = answer.to_dict() if hasattr(answer, "to_dict") else None
        if written is not None:
            assert written == json.loads(content)


SETTINGS: dict[str, Any] = {"tenant_id": 999, "retries": 0}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_case_is_read_as_it_should_be(case: dict[str, Any], serve: Serve) -> None:
    """By a synchronous client."""
    kinds: set[str] = set()
    with AcmeClient(
        ApiKey("k"),
        environment=BaseUrl(serve(case)),
        on_drift=lambda d: kinds.add(d.kind),
        **SETTINGS,
    ) as client:
        if "raises" in case:
            with pytest.raises(getattr(errors, case["raises"])) as caught:
                CALLS[case["operation"]](client)
            told(case, caught.value)
        else:
            judge(case, CALLS[case["operation"]](client), kinds)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_case_is_read_the_same_by_an_asynchronous_client(
    case: dict[str, Any], serve: Serve
) -> None:
    """The core is one."""
    kinds: set[str] = set()

    async def run() -> None:
        async with AsyncAcmeClient(
            ApiKey("k"), environment=BaseUrl(serve(case)), on_drift=lambda d: kinds.add(d.kind),
            **SETTINGS,
        ) as client:  # fmt: skip
            if "raises" in case:
                with pytest.raises(getattr(errors, case["raises"])) as caught:
                    await CALLS[case["operation"]](client)
                told(case, caught.value)
            else:
                judge(case, await CALLS[case["operation"]](client), kinds)

    asyncio.run(run())


def told(case: dict[str, Any], error: errors.AcmeError) -> None:
    """An answer that is lost is kept on the error, with all that helps to find the purchase."""
    if isinstance(error, errors.AnswerLost):
        assert error.body == body_of(case)
        assert error.status == case["status"]
        assert error.request_uuid


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_strict_reading_refuses_what_is_read_tolerantly(case: dict[str, Any], serve: Serve) -> None:
    """The first surprise raises, with its path; a server may grow all the same."""
    surprises = set(case.get("drift", ["not as specified"])) - {"unknown field", "unknown value"}
    with AcmeClient(
        ApiKey("k"), environment=BaseUrl(serve(case)), strict=True, **SETTINGS
    ) as client:
        if surprises:
            with pytest.raises((errors.DecodeError, errors.OutcomeUnknown)):
                CALLS[case["operation"]](client)
        else:
            judge(case | {"drift": []}, CALLS[case["operation"]](client), set())


def test_a_kind_is_logged_once_and_never_with_its_value(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    """Twenty kinds at the most, then one line that says that more are left out."""
    body = {f"field{index}": 1 for index in range(9)} | {"name": {"secret": "hunter2"}, "id": None}
    case = {
        "status": 200,
        "headers": {"content-type": "application/json"},
        "body": json.dumps(body),
    }
    with (
        caplog.at_level(logging.WARNING, "acme_ticketing"),
        AcmeClient(ApiKey("k"), environment=BaseUrl(serve(case)), **SETTINGS) as client,
    ):
        for _ in range(3):
            client.b2b.events.get(id="1")
    lines = [record.getMessage() for record in caplog.records]

    assert len(lines) <= 1  # none if an earlier test met it
    assert "hunter2" not in caplog.text
    assert "field0" not in caplog.text


CAFE = '{"name":"Café"}'


@pytest.mark.parametrize(
    ("content_type", "content"),
    [
        ("application/json ; Charset = ISO-8859-1", CAFE.encode("latin-1")),
        ('application/json; profile="charset=utf-16"; charset=latin1', CAFE.encode("latin-1")),
        ("application/json; x-charset=utf-16", CAFE.encode()),
        ("application/json; charset=unicode_escape", CAFE.encode()),
        ("application/json; charset=ISO-8859-1", CAFE.encode("utf-8-sig")),
        ("application/json; charset=utf-8", CAFE.encode("utf-16")),
        ("application/json; charset=utf-16", CAFE.encode("utf-16-be")),
        ("application/json; charset=utf-16", CAFE.encode() + b" "),
        ("application/json", CAFE.encode("utf-16-le")),
        ("application/json", CAFE.encode("utf-16-be")),
        ("application/json", CAFE.encode("utf-32")),
        ("application/json", CAFE.encode("utf-32-be")),
    ],
)
def test_a_charset_is_found_however_it_is_told(
    serve: Serve, content_type: str, content: bytes
) -> None:
    """By the header's own parameter, and before it by what the bytes themselves say."""
    encoded = base64.b64encode(content).decode()
    case = {"status": 200, "headers": {"content-type": content_type}, "body_base64": encoded}
    with AcmeClient(
        ApiKey("k"), environment=BaseUrl(serve(case)), strict=True, **SETTINGS
    ) as client:
        assert client.b2b.events.get(id="1").name == "Café"


@pytest.mark.parametrize("body", ["{}", '{"error":"declined"}', '{"order":{"orderNumber":"A1"}}'])
def test_a_purchase_without_any_of_its_facts_is_in_doubt(serve: Serve, body: str) -> None:
    """Nobody has said that it was made; a call that only reads is answered all the same."""
    case = {"status": 200, "headers": {"content-type": "application/json"}, "body": body}
    with AcmeClient(ApiKey("k"), environment=BaseUrl(serve(case)), **SETTINGS) as client:
        with pytest.raises(errors.AnswerLost) as caught:
            CALLS["b2c.checkout.create"](client)
        assert caught.value.body == body.encode()
        assert client.b2b.events.get(id="1").to_dict() == json.loads(body)


@pytest.mark.parametrize("body", ['{"orderNumber":"A1"', '{"id":"7","orderItems":5}'])
def test_a_purchase_that_strict_reading_refuses_is_in_doubt_too(serve: Serve, body: str) -> None:
    """It may have been made: the error says what differs, and settles it."""
    case = {"status": 200, "headers": {"content-type": "application/json"}, "body": body}
    with AcmeClient(
        ApiKey("k"), environment=BaseUrl(serve(case)), strict=True, **SETTINGS
    ) as client:
        with pytest.raises(errors.PurchaseInDoubt, match="accepted, and its answer") as caught:
            CALLS["b2c.checkout.create"](client)
        error = caught.value
        assert isinstance(error, errors.DecodeError)
        assert error.body == body.encode()
        assert error.first_sent_at
        for twin in (copy.copy(error), pickle.loads(pickle.dumps(error))):
            assert (str(twin), twin.path) == (str(error), error.path)


@pytest.mark.parametrize("charset", ["iso-8859-1", "utf-16"])
def test_an_error_is_read_in_its_charset(serve: Serve, charset: str) -> None:
    """What it says decides whether a card may have been charged."""
    body = '{"code":16003,"message":"Déjà payé"}'.encode(charset)
    case = {"status": 400, "headers": {"content-type": f"application/json; charset={charset}"}}
    case["body_base64"] = base64.b64encode(body).decode()
    with (
        AcmeClient(ApiKey("k"), environment=BaseUrl(serve(case)), **SETTINGS) as client,
        pytest.raises(errors.DuplicateTransaction, match="Déjà payé"),
    ):
        CALLS["b2c.checkout.create"](client)


@pytest.mark.parametrize(
    "page", [b"\xef\xbb\xbf<!doctype html>", b"<Html>", "<html>".encode("utf-16")]
)
def test_a_page_is_none_of_the_answers_that_say_what_was_done(serve: Serve, page: bytes) -> None:
    """However it is encoded, and whatever its header says."""
    case = {"status": 200, "headers": {"content-type": "application/json"}}
    case["body_base64"] = base64.b64encode(page).decode()
    with (
        AcmeClient(ApiKey("k"), environment=BaseUrl(serve(case)), **SETTINGS) as client,
        pytest.raises(errors.OutcomeUnknown),
    ):
        CALLS["b2c.checkout.create"](client)


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("5e0f2ab1c4f1a72d9c0b7a11", "5e0f2ab1c4f1a72d9c0b7a11"),
        ("12345678e901234567890123\r\n", "12345678e901234567890123"),
        ("123456789012345678901234", "123456789012345678901234"),
        ("null", None),
        ("not an id", None),
        ('"5e0f', None),
    ],
)
def test_an_id_is_read_without_its_quotes_too(serve: Serve, body: str, value: str | None) -> None:
    """A cart whose id is lost is lost: what is one word and no JSON is the text that was due."""
    case = {"status": 200, "headers": {"content-type": "text/plain"}, "body": body}
    kinds: set[str] = set()
    with AcmeClient(
        ApiKey("k"), environment=BaseUrl(serve(case)), on_drift=lambda d: kinds.add(d.kind),
        **SETTINGS,
    ) as client:  # fmt: skip
        if value is None:
            with pytest.raises(errors.AnswerLost):
                client.b2c.carts.create(body=ShoppingCart())
        else:
            assert client.b2c.carts.create(body=ShoppingCart()) == value
            assert kinds > {"content type"}
            with pytest.raises(errors.DecodeError):
                client.with_options(strict=True).b2c.carts.create(body=ShoppingCart())
