"""The sandbox on a socket: real connections, really lost."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import httpx
import pytest
from freezegun import freeze_time

from acme_ticketing_sandbox import LocalAcme, ServerError, served
from tests.sandbox.caller import B2B, B2C, Caller

STATEMENTS = "/v2/b2b/event/instances/statements?pageSize=2"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The address of one sandbox for all tests here."""
    with served(LocalAcme(strict=True)) as url:
        yield url


@pytest.fixture
def client(url: str) -> Iterator[httpx.Client]:
    """A client of a sandbox that begins anew with every test."""
    with httpx.Client(base_url=url, headers=B2B, trust_env=False) as client:
        assert client.post("/_sandbox/reset").status_code == 200
        yield client


def order(client: httpx.Client, **fault: object) -> None:
    """Order a fault through the control API."""
    assert client.post("/_sandbox/faults", json=fault).status_code == 200


def test_requests_are_answered(client: httpx.Client) -> None:
    """Path, query, headers and body arrive, and the answer comes back whole."""
    assert len(client.get(STATEMENTS).json()["list"]) == 2
    cart = client.post("/v2/b2c/carts", json={}, headers=B2C).json()
    assert client.get(f"/v2/b2c/carts/{cart}", headers=B2C).json()["id"] == cart
    assert client.get("/v2/b2b/event/template/a%2Fb").json()["message"].endswith("a/b")


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("closed", httpx.RemoteProtocolError),
        ("reset", httpx.ReadError),
        ("cut", httpx.RemoteProtocolError),
    ],
)
def test_a_connection_is_really_lost(
    client: httpx.Client, kind: str, error: type[Exception]
) -> None:
    """The very errors that the in-process transport raises; afterwards all is well."""
    order(client, kind=kind)
    with pytest.raises(error):
        client.get(STATEMENTS)
    assert client.get(STATEMENTS).status_code == 200


def test_a_late_answer_is_really_late(client: httpx.Client) -> None:
    """The client's patience ends first; the request was carried out."""
    order(client, kind="latency", seconds=600)
    with pytest.raises(httpx.ReadTimeout):
        client.get(STATEMENTS, timeout=httpx.Timeout(5, read=0.05))
    last = client.get("/_sandbox/calls").json()[-1]
    assert (last["operationId"], last["carriedOut"]) == ("b2b.events.listStatements", True)


def test_the_block_is_seen_from_outside(client: httpx.Client) -> None:
    """Limits are set and time is moved through the control API."""
    client.post("/_sandbox/limits", json={"b2b": 2, "retryAfter": True})
    answers = [client.get(STATEMENTS) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["retry-after"] == "60"
    client.post("/_sandbox/clock/advance", json={"seconds": 60})
    assert client.get(STATEMENTS).status_code == 200


def test_other_addresses_of_loopback_are_other_callers(url: str, client: httpx.Client) -> None:
    """127.0.0.2 has a budget of its own."""
    client.post("/_sandbox/limits", json={"b2b": 1})
    assert [client.get(STATEMENTS).status_code for _ in range(2)] == [200, 429]
    transport = httpx.HTTPTransport(local_address="127.0.0.2")
    with httpx.Client(base_url=url, headers=B2B, transport=transport) as other:
        assert other.get(STATEMENTS).status_code == 200


def test_many_threads_are_served(client: httpx.Client, url: str) -> None:
    """Nothing is sold twice and nothing is lost."""
    threads = [threading.Thread(target=_make_carts, args=(url,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert client.get("/_sandbox/state").json()["counts"]["carts"] == 1 + 40


def _make_carts(url: str) -> None:
    with httpx.Client(base_url=url, headers=B2C, trust_env=False) as client:
        for _ in range(10):
            assert client.post("/v2/b2c/carts", json={}).status_code == 200


def test_serving_leaves_nothing_behind(sandbox: LocalAcme) -> None:
    """No thread, and the port is free again."""
    before = threading.active_count()
    with served(sandbox) as url:
        port = int(url.rpartition(":")[2])
        assert httpx.get(f"{url}{STATEMENTS}", headers=B2B, trust_env=False).status_code == 200
    assert threading.active_count() == before
    with served(sandbox, port=port) as again:
        assert again == url


def test_frozen_time_stops_no_server(sandbox: LocalAcme) -> None:
    """A test that freezes time while it is served ends, and is answered until then."""
    before = threading.active_count()
    with served(sandbox) as url, freeze_time("2030-01-01"):
        assert httpx.get(f"{url}{STATEMENTS}", headers=B2B, trust_env=False).status_code == 200
    assert threading.active_count() == before


def test_a_port_in_use_is_said_in_one_line(sandbox: LocalAcme) -> None:
    """So is a port that is none."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with (
            pytest.raises(ServerError, match=f"127.0.0.1 port {port}: address already in use"),
            served(sandbox, port=port),
        ):
            pass
    with pytest.raises(ServerError, match="there is no port 70000"), served(sandbox, port=70000):
        pass


def test_the_control_api_is_for_the_own_machine_only(caller: Caller, sandbox: LocalAcme) -> None:
    """Another address is forbidden."""
    assert caller.send("GET", "/_sandbox/state").status == 200
    for ip in ("203.0.113.7", "not an address"):
        stranger = Caller(sandbox, caller.clock, ip=ip)
        assert stranger.send("POST", "/_sandbox/reset").status == 403
