"""Pages that come too short, times that are none: what a listing promises is read all the same."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from acme_ticketing import AcmeClient, ApiKey, BaseUrl
from acme_ticketing.errors import InvalidArgument
from acme_ticketing_sandbox import VirtualClock
from tests.core.server import Received, Server, answer

NEWEST = datetime(2026, 6, 1, tzinfo=UTC)
ORDERS = [
    {"id": str(number), "updatedOn": (NEWEST - timedelta(minutes=number)).isoformat()}
    for number in range(50)
]


class Orders:
    """Fifty orders in pages of ten, of which one comes too short, so many times."""

    def __init__(self, page: int, rows: list[dict[str, str]] | None, times: int) -> None:
        self._left = times
        self._short = page, rows

    def __call__(self, request: Received, connection: socket.socket) -> None:
        """Answer a search."""
        query = parse_qs(urlsplit(request.target).query)
        page, (short, few) = int(query["page"][0]), self._short
        rows = ORDERS[(page - 1) * 10 : page * 10]
        if page == short and self._left:
            self._left -= 1
            rows = few
        body = {"list": rows, "pagination": {"page": page, "pageSize": 10, "count": len(ORDERS)}}
        answer(json.dumps(body).encode())(request, connection)


@pytest.fixture
def server() -> Iterator[Server]:
    """Yield a server."""
    with Server() as server:
        yield server


@pytest.fixture
def client(server: Server) -> Iterator[AcmeClient]:
    """Yield its client."""
    with AcmeClient(
        ApiKey("k"), environment=BaseUrl(server.url), clock=VirtualClock(), tenant_id=1
    ) as client:
        yield client


@pytest.mark.parametrize("page", [1, 2, 5])
@pytest.mark.parametrize("rows", [[], None, ORDERS[:1]])
def test_a_page_that_is_too_short_is_asked_for_again(
    server: Server, client: AcmeClient, page: int, rows: list[dict[str, str]] | None
) -> None:
    """What it lacked lies behind the cursor, and would never come."""
    server.behave = Orders(page, rows, times=1)
    batches = list(client.b2c.orders.changes(page_size=10))

    assert {order.id for batch in batches for order in batch.rows} == {
        each["id"] for each in ORDERS
    }
    assert len(server.received) == 7


@pytest.mark.parametrize("page", [2, 3, 5])
def test_a_page_that_copies_the_one_before_is_asked_for_again(
    server: Server, client: AcmeClient, page: int
) -> None:
    """What should have stood there lies behind the cursor, and would never come."""
    server.behave = Orders(page, ORDERS[(page - 2) * 10 : (page - 1) * 10], times=1)
    batches = list(client.b2c.orders.changes(page_size=10))

    assert [order.id for batch in batches for order in batch.rows] == [
        each["id"] for each in ORDERS
    ]


def test_a_server_that_always_gives_fewer_is_believed(server: Server, client: AcmeClient) -> None:
    """It costs a call."""
    server.behave = Orders(0, None, times=0)
    read = [order.id for batch in client.b2c.orders.changes(page_size=20) for order in batch.rows]

    assert len(read) == len(ORDERS)
    assert len(server.received) == 7


@pytest.mark.parametrize(
    "time", ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "1970-01-01T00:00:00+14:00"]
)
def test_a_time_that_stands_for_none(server: Server, client: AcmeClient, time: str) -> None:
    """Nothing changed then, and no cursor can hold it."""
    orders = [{"id": "1", "updatedOn": time}]
    server.behave = answer(json.dumps({"list": orders, "pagination": {"count": 1}}).encode())
    for _ in range(2):
        batches = list(client.b2c.orders.changes())
        assert [order.id for batch in batches for order in batch.rows] == ["1"]
        assert list(client.b2c.orders.changes(since=str(batches[-1].cursor)))


@pytest.mark.parametrize("page_size", [0, -1, True, "10"])
def test_a_page_has_rows(client: AcmeClient, page_size: int) -> None:
    """An empty page would be the end."""
    with pytest.raises(InvalidArgument, match="page_size is 1 or more"):
        next(client.b2c.orders.changes(page_size=page_size))


def test_nothing_changed_before_computers(client: AcmeClient) -> None:
    """The beginning less the overlap is no time."""
    with pytest.raises(InvalidArgument, match="nothing changed in the year 1"):
        next(client.b2c.orders.changes(since=datetime.min.replace(tzinfo=UTC)))
