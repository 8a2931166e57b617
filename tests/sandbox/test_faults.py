"""Faults on order, as an httpx client in the same process meets them."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from acme_ticketing_sandbox import Fault, LocalAcme, SandboxTransport, VirtualClock
from tests.sandbox.caller import B2B, B2C, CARD, GUEST, Caller

STATEMENTS = "/v2/b2b/event/instances/statements?pageSize=2"
CHECKOUT = "/v2/b2c/checkout"


@pytest.fixture
def client(sandbox: LocalAcme) -> Iterator[httpx.Client]:
    """A client whose requests go to the sandbox without a socket."""
    transport = SandboxTransport(sandbox)
    with httpx.Client(base_url="http://sandbox", headers=B2B, transport=transport) as client:
        yield client


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("closed", httpx.RemoteProtocolError),
        ("reset", httpx.ReadError),
        ("cut", httpx.RemoteProtocolError),
    ],
)
def test_a_connection_ends(client: httpx.Client, kind: str, error: type[Exception]) -> None:
    """Once, then all is well again."""
    client_sandbox(client).inject_fault(Fault.from_json({"kind": kind}))
    with pytest.raises(error):
        client.get(STATEMENTS)
    assert client.get(STATEMENTS).status_code == 200


def client_sandbox(client: httpx.Client) -> LocalAcme:
    """Return the sandbox that a client talks to."""
    transport = client._transport
    assert isinstance(transport, SandboxTransport)
    return transport._sandbox


@pytest.mark.parametrize(
    ("fault", "status", "content_type"),
    [
        (Fault("status"), 503, "application/json"),
        (Fault("status", status=520, html=True), 520, "text/html; charset=UTF-8"),
        (Fault("html"), 200, "text/html; charset=UTF-8"),
        (Fault("truncated"), 200, "application/json"),
        (Fault("content-type"), 200, "text/plain"),
        (Fault("empty"), 200, "application/json"),
    ],
)
def test_an_answer_is_not_what_it_should_be(
    client: httpx.Client, sandbox: LocalAcme, fault: Fault, status: int, content_type: str
) -> None:
    """Status and content type come as ordered, and the whole answer arrives."""
    whole = client.get(STATEMENTS).content
    sandbox.inject_fault(fault)
    answer = client.get(STATEMENTS)
    assert (answer.status_code, answer.headers["content-type"]) == (status, content_type)
    if fault.kind == "truncated":
        assert answer.content == whole[: len(whole) // 2]
    if fault.kind == "empty":
        assert answer.content == b""


def test_latency_passes_on_the_sandbox_s_clock(
    client: httpx.Client, sandbox: LocalAcme, clock: VirtualClock
) -> None:
    """Within the patience of the client it is waited for, beyond it the client gives up."""
    sandbox.inject_fault(Fault("latency", seconds=4, times=2))
    before = clock.now()
    assert client.get(STATEMENTS).status_code == 200
    with pytest.raises(httpx.ReadTimeout):
        client.get(STATEMENTS, timeout=3)
    assert clock.now() == before + 7


async def test_async_clients_meet_the_same(sandbox: LocalAcme, clock: VirtualClock) -> None:
    """The transport serves both kinds."""
    transport = SandboxTransport(sandbox)
    before = clock.now()
    async with httpx.AsyncClient(
        base_url="http://sandbox", headers=B2B, transport=transport
    ) as client:
        assert (await client.get(STATEMENTS)).status_code == 200
        sandbox.inject_fault(Fault("cut"))
        with pytest.raises(httpx.RemoteProtocolError):
            await client.get(STATEMENTS)
        sandbox.inject_fault(Fault("latency", seconds=2))
        assert (await client.get(STATEMENTS)).status_code == 200
    assert clock.now() == before + 2


@pytest.mark.parametrize("processed", [True, False])
def test_a_checkout_may_have_happened_or_not(
    caller: Caller, sandbox: LocalAcme, *, processed: bool
) -> None:
    """The caller hears nothing in either case; a second try tells them apart."""
    sandbox.inject_fault(Fault("closed", operation_id="b2c.checkout.create", processed=processed))
    orders = len(sandbox.state.orders)
    headers = caller.headers(CHECKOUT)
    body = {**GUEST, **CARD, "shoppingCart": caller.tickets()}
    lost = caller.send("POST", CHECKOUT, body, headers=headers)
    assert (lost.status, lost.connection) == (0, "closed")
    assert sandbox.calls[-1].carried_out is processed
    again = caller.send("POST", CHECKOUT, body, headers=headers)
    assert again.status == (409 if processed else 200)
    assert len(sandbox.state.orders) == orders + 1


def test_a_fault_waits_for_its_operation(caller: Caller, sandbox: LocalAcme) -> None:
    """And happens as often as ordered."""
    sandbox.inject_fault(Fault("status", operation_id="b2c.carts.create", times=2))
    assert caller.send("GET", "/v2/b2b/event/template").status == 200
    statuses = [caller.send("POST", "/v2/b2c/carts", {}).status for _ in range(3)]
    assert statuses == [503, 503, 200]
    assert sandbox.faults == []


@pytest.mark.parametrize(
    ("ordered", "words"),
    [
        ({}, "kind is missing"),
        ({"kind": "earthquake"}, "kind is one of latency"),
        ({"kind": "empty", "times": 0}, "times is an integer from 1"),
        (
            {"kind": "empty", "strength": 9},
            "there is no 'strength'; there are kind",
        ),
    ],
)
def test_a_fault_that_is_none_is_refused(ordered: dict[str, object], words: str) -> None:
    """The message names what there is."""
    with pytest.raises(ValueError, match=words):
        Fault.from_json(ordered)


def test_paths_and_queries_arrive_as_sent(client: httpx.Client, sandbox: LocalAcme) -> None:
    """Encoded slashes stay in their segment; an encoded plus is a plus."""
    assert client.get("/v2/b2b/event/template/a%2Fb").status_code == 404
    query = {"startTime": "2026-06-01T00:00:00+00:00"}
    assert client.get("/v2/b2b/event/template", params=query).status_code == 200
    assert [call.operation_id for call in sandbox.calls] == [
        "b2b.eventTemplates.get",
        "b2b.eventTemplates.list",
    ]


def test_a_transport_has_an_address(sandbox: LocalAcme) -> None:
    """Two of them are two callers to the rate limit."""
    transport = SandboxTransport(sandbox, ip="203.0.113.9")
    with httpx.Client(base_url="http://sandbox", headers=B2C, transport=transport) as client:
        assert client.post("/v2/b2c/carts", json={}).status_code == 200
    assert sandbox.calls[-1].ip == "203.0.113.9"
