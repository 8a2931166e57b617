"""What stands behind a value, and what would be sent."""

from __future__ import annotations

from typing import Any

import pytest

from acme_ticketing_core.auth.credentials import ApiKey, EmailLogin
from acme_ticketing_core.errors import InvalidArgument, NotFound
from acme_ticketing_core.operations.operation import Operation
from acme_ticketing_core.pagination.paging import Paging
from acme_ticketing_core.settings.environments import BaseUrl, Sandbox
from tests.core.server import Server, answer, in_turn
from tests.core.world import (
    API_KEY,
    CHECK_OUT,
    EVENT,
    GET_EVENT,
    LIST_EVENTS,
    PASSWORD,
    UUID,
    Client,
    TaskClient,
)

BUYER = {"browser_ip": "203.0.113.7", "request_uuid": UUID}
CARD = {"payments": [{"manualEntryCardNumber": "4111111111111111", "amount": "25.00"}]}
PAGING: Paging[Any, Any] = Paging(items=lambda answer: answer)


def test_a_raw_answer_has_all_that_stands_behind_a_value(server: Server):
    """Status, headers, bytes, attempts, times, and the value itself."""
    server.behave = in_turn(
        answer(b"{}", 503, retry_after="0"), answer(b'{"name": "Mummies"}', x_acme_request_id="v7")
    )
    with Client(ApiKey(API_KEY), environment=BaseUrl(server.url)) as client:
        raw = client.raw(lambda client: client.call(GET_EVENT, EVENT))

    assert raw.value == {"name": "Mummies"}
    assert (raw.status, raw.content, raw.attempts) == (200, b'{"name": "Mummies"}', 2)
    assert raw.headers["content-type"] == "application/json"
    assert (raw.request_id, raw.request_uuid, raw.operation_id) == ("v7", None, "b2b.events.get")
    assert raw.elapsed > 0
    assert repr(raw).startswith("<RawAnswer 200 of b2b.events.get, 19 bytes, attempt 2, ")


async def test_tasks_get_raw_answers(server: Server):
    """Of single values and of pages."""
    server.behave = answer(b"[1, 2]")
    async with TaskClient(ApiKey(API_KEY), environment=BaseUrl(server.url)) as client:
        raw = await client.raw(lambda client: client.call(LIST_EVENTS, {}))
        page = await client.raw(lambda client: client.page(LIST_EVENTS, PAGING, {}))

    assert (raw.value, raw.content) == ([1, 2], b"[1, 2]")
    assert (page.value.items, page.content) == ([1, 2], b"[1, 2]")


def test_an_error_is_raised_as_ever(server: Server):
    """There is no second way of handling errors."""
    server.behave = answer(b"{}", 404)
    with (
        Client(ApiKey(API_KEY), environment=BaseUrl(server.url)) as client,
        pytest.raises(NotFound),
    ):
        client.raw(lambda client: client.call(GET_EVENT, EVENT))


def test_a_dry_run_sends_nothing_and_shows_no_secret(server: Server):
    """What would be sent can be put into a ticket."""
    with Client(ApiKey(API_KEY), environment=BaseUrl(server.url), tenant_id=999) as client:
        preview = client.dry_run(lambda client: client.call(CHECK_OUT, BUYER, body=CARD))

    assert server.received == []
    assert (preview.method, preview.url) == ("POST", f"{server.url}/v2/b2c/checkout")
    assert preview.body == {"payments": [{"manualEntryCardNumber": "***", "amount": "25.00"}]}
    assert dict(preview.headers)["x-acme-request-uuid"] == UUID
    text = str(preview)
    assert "x-acme-api-key: ***" in text
    assert API_KEY not in text
    assert "4111" not in text
    assert repr(preview) == "<Preview POST of b2c.checkout.create>"


def test_a_dry_run_hides_secrets_under_any_name(server: Server):
    """A card number or the key in a remark does not show, and no body that is not JSON."""
    body = {"remark": f"pay with 4111 1111 1111 1111, key {API_KEY}", "count": 2, "tags": ["a"]}
    upload: Operation[Any] = Operation(
        id="b2b.files.replace",
        method="PUT",
        path="/v2/b2b/file",
        security=(("apiKey",),),
        limit="b2b",
        replay="idempotent",
        body="application/octet-stream",
        answers=CHECK_OUT.answers,
    )
    with Client(ApiKey(API_KEY), environment=BaseUrl(server.url), tenant_id=999) as client:
        remark = client.dry_run(lambda client: client.call(CHECK_OUT, BUYER, body=body))
        octets = client.dry_run(lambda client: client.call(upload, {}, body=b"4111111111111111"))

    assert remark.body == {"remark": "pay with ***, key ***", "count": 2, "tags": ["a"]}
    assert str(octets).endswith("\n\n<16 bytes of application/octet-stream>")


def test_a_dry_run_of_a_session_does_not_log_in(server: Server):
    """The header is named; its value would come from a login."""
    login = EmailLogin("ops@example.com", PASSWORD)
    with Client(login, environment=BaseUrl(server.url)) as client:
        preview = client.dry_run(lambda client: client.call(GET_EVENT, EVENT))

    assert server.received == []
    assert ("x-acme-session", "***") in preview.headers


async def test_tasks_run_dry(server: Server):
    """The asynchronous twin sends nothing either."""
    async with TaskClient(ApiKey(API_KEY), environment=BaseUrl(server.url)) as client:
        preview = await client.dry_run(lambda client: client.call(GET_EVENT, EVENT))
        with pytest.raises(InvalidArgument, match="has to call an operation"):
            await client.dry_run(lambda _client: client.call(GET_EVENT, EVENT))

    assert preview.url.endswith(EVENT["id"])


def test_a_dry_run_finds_what_is_wrong():
    """Nothing that could not be sent is previewed."""
    with (
        Client(ApiKey(API_KEY), environment=Sandbox(10)) as client,
        pytest.raises(InvalidArgument, match="missing: id"),
    ):
        client.dry_run(lambda client: client.call(GET_EVENT, {}))


def test_a_function_that_calls_nothing_is_told_so():
    """It has to use the client that it is given."""
    with Client(ApiKey(API_KEY), environment=Sandbox(10)) as client:
        with pytest.raises(InvalidArgument, match="has to call an operation"):
            client.raw(lambda _client: 7)
        with pytest.raises(InvalidArgument, match="has to call an operation"):
            client.dry_run(lambda _client: 7)


async def test_a_function_of_tasks_that_calls_nothing_is_told(server: Server):
    """The answer of nothing has no status."""

    async def nothing(_client: TaskClient) -> None:
        return None

    async with TaskClient(ApiKey(API_KEY), environment=BaseUrl(server.url)) as client:
        with pytest.raises(InvalidArgument, match="has to call an operation"):
            await client.raw(nothing)
        with pytest.raises(InvalidArgument, match="has to call an operation"):
            await client.dry_run(nothing)


def test_a_call_without_a_body_is_shown_without_one(client: Client):
    """Its text ends with the last header."""
    shown = str(client.dry_run(lambda client: client.call(GET_EVENT, EVENT)))

    assert shown.splitlines()[0].startswith("GET https://")
    assert shown.splitlines()[-1].partition(":")[0] in {"x-acme-api-key", "x-acme-request-id"}
