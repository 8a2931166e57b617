"""Clients that differ in little and share the rest."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from acme_ticketing_core.auth.credentials import ApiKey, EmailLogin
from acme_ticketing_core.errors import ClientClosed, InvalidArgument, NotFound
from acme_ticketing_core.operations.options import CallOptions
from acme_ticketing_core.settings.environments import BaseUrl
from tests.core.server import Server, answer, in_turn
from tests.core.world import (
    API_KEY,
    CHECK_OUT,
    EVENT,
    GET_EVENT,
    OK,
    PASSWORD,
    REPLACE_CART,
    UUID,
    Client,
    Play,
    TaskClient,
    json_response,
)


@pytest.fixture
def shop(server: Server) -> Iterator[Client]:
    """Give a client at the server."""
    with Client(ApiKey(API_KEY), environment=BaseUrl(server.url), tenant_id=999) as client:
        yield client


def test_options_hold_for_every_call_of_the_copy(play: Play):
    """What a call names itself goes before what the copy was told, and that before the client."""
    play.script = [OK, OK, OK]
    copy = play.client.with_options(
        timeout=7.0, headers={"x-shop": "museum"}, request_id="from the copy", priority="bulk"
    )
    as_copy = Play(copy, play.clock, *play.script)

    as_copy.call(GET_EVENT, EVENT)
    as_copy.call(GET_EVENT, EVENT, options=CallOptions(timeout=8.0, request_id="own"))
    play.call(GET_EVENT, EVENT)

    assert [step.read_timeout for step in as_copy.steps] == [7.0, 8.0]
    assert [as_copy.headers(each)["x-acme-request-id"] for each in (0, 1)] == [
        "from the copy",
        "own",
    ]
    assert as_copy.headers(1)["x-shop"] == "museum"
    assert play.steps[0].read_timeout == 30.0
    assert "x-shop" not in play.headers()


def test_copies_of_copies_add_up(client: Client):
    """Each option stays until another one of its name comes."""
    copy = client.with_options(deadline=5.0).with_options(retries=0, prefetch=3)

    assert repr(copy._options) == (
        "CallOptions(deadline=5.0, timeout=30.0, retries=0, headers=[], request_id=None, "
        "priority='interactive', prefetch=3, strict=None, repeat_in_doubt=UNSET)"
    )


def test_a_function_gives_each_call_its_request_id(play: Play):
    """It is asked when a call begins, and its id stands in the error too."""
    numbers = count(1)
    copy = play.client.with_options(request_id=lambda: f"visit-{next(numbers)}")
    as_copy = Play(copy, play.clock, OK, json_response(b"{}", 404))

    as_copy.call(GET_EVENT, EVENT)
    with pytest.raises(NotFound) as caught:
        as_copy.call(GET_EVENT, EVENT)

    assert as_copy.headers(0)["x-acme-request-id"] == "visit-1"
    assert caught.value.request_id == "visit-2"
    assert "request id visit-2" in str(caught.value)


def test_a_function_may_have_no_request_id(play: Play):
    """Outside a web request there is none."""
    copy = play.client.with_options(request_id=lambda: None)
    as_copy = Play(copy, play.clock, OK)

    as_copy.call(GET_EVENT, EVENT)

    assert "x-acme-request-id" not in as_copy.headers()


def test_another_tenant_of_the_same_credentials(play: Play):
    """Only the tenant's header differs."""
    other = Play(play.client.with_tenant(1000), play.clock, OK)
    play.script = [OK]

    other.call(REPLACE_CART, {"id": "1"}, body={})
    play.call(REPLACE_CART, {"id": "1"}, body={})

    assert other.headers()["x-b2c-tenant-id"] == "1000"
    assert play.headers()["x-b2c-tenant-id"] == "999"
    with pytest.raises(InvalidArgument, match="tenant_id is a whole number"):
        play.client.with_tenant("museum")


def test_a_client_acts_for_a_buyer(play: Play):
    """The buyer's address goes where a call takes one; the call's own argument goes before it."""
    buyer = Play(play.client.for_buyer("203.0.113.7"), play.clock, OK, OK)

    buyer.call(CHECK_OUT, {"request_uuid": UUID}, body={})
    buyer.call(CHECK_OUT, {"request_uuid": UUID, "browser_ip": "198.51.100.1"}, body={})

    assert [buyer.headers(each)["x-acme-browser-ip"] for each in (0, 1)] == [
        "203.0.113.7",
        "198.51.100.1",
    ]
    with pytest.raises(InvalidArgument, match=r"browser_ip \(header x-acme-browser-ip\)"):
        play.call(CHECK_OUT, {"request_uuid": UUID}, body={})
    with pytest.raises(InvalidArgument, match="browser_ip"):
        Play(play.client.for_buyer("the guest"), play.clock).call(CHECK_OUT, {}, body={})


def test_copies_share_connections_and_close_together(shop: Client, server: Server):
    """All go over one connection; whoever closes one closes all."""
    server.behave = answer(b"7")
    copies = [shop, shop.with_options(deadline=5.0), shop.with_tenant(1), shop.for_buyer("::1")]

    assert [copy.call(GET_EVENT, EVENT) for copy in copies] == [7, 7, 7, 7]
    copies[1].close()

    assert server.connections == 1
    assert all(copy._shared is shop._shared for copy in copies)
    with pytest.raises(ClientClosed):
        shop.call(GET_EVENT, EVENT)


def test_copies_share_the_session(server: Server):
    """One login is enough for all."""
    server.behave = in_turn(answer(b'{"session": "s1", "expireMs": 9999999999999}'), answer(b"7"))
    login = EmailLogin("ops@example.com", PASSWORD)
    with Client(login, environment=BaseUrl(server.url)) as client:
        client.with_options(deadline=9.0).call(GET_EVENT, EVENT)
        client.call(GET_EVENT, EVENT)

    assert len(server.received) == 3


async def test_asynchronous_copies_share_as_well(server: Server):
    """Copies belong to the same event loop and pool."""
    server.behave = answer(b"7")
    async with TaskClient(ApiKey(API_KEY), environment=BaseUrl(server.url)) as client:
        copy = client.with_options(request_id="copy")

        assert await copy.call(GET_EVENT, EVENT) == await client.call(GET_EVENT, EVENT) == 7

    assert server.connections == 1
    with pytest.raises(ClientClosed):
        await copy.call(GET_EVENT, EVENT)
