"""What a generated client sends and answers, call by call, against a transport that records."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal
from itertools import count
from types import ModuleType
from typing import Any
from uuid import UUID

import httpx
import pytest

from acme_ticketing_core.auth.credentials import ApiKey, EmailLogin
from acme_ticketing_core.client.async_client import AsyncClient
from acme_ticketing_core.client.sync_client import SyncClient
from acme_ticketing_core.errors import InvalidArgument, MissingCredentials
from acme_ticketing_core.runtime.unset import UNSET
from acme_ticketing_core.settings.environments import Sandbox
from generator.naming.names import branch_name

KEY = "0123456789abcdef0123456789abcdef"
AN_ID = "8270B929-44EA-46FC-B399-CFE6FA960F24"
EXHIBIT = {"id": "E-1", "kind": "machine", "provenance": None}

# The rate gate is shared by the process: each test leaves by a way of its own.
_egresses = (f"museum {number}" for number in count())


class Museum:
    """A transport that remembers what it was sent and answers what it was told to."""

    def __init__(self, *answers: Any, **response: Any) -> None:
        self.answers = list(answers)
        self.response = response
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer a request."""
        self.requests.append(request)
        if self.response:
            return httpx.Response(**self.response)
        return httpx.Response(200, json=self.answers.pop(0))

    @property
    def request(self) -> httpx.Request:
        """The one request that was sent."""
        (request,) = self.requests
        return request


Clients = Callable[..., Any]


@pytest.fixture
def client(museum: ModuleType) -> Clients:
    """Return a maker of clients that reach a transport."""

    def make(
        transport: Museum, *credentials: Any, kind: str = "AcmeClient", **settings: Any
    ) -> Any:
        return getattr(museum, kind)(
            credentials or ApiKey(KEY),
            environment=Sandbox(3),
            transport=httpx.MockTransport(transport),
            egress=next(_egresses),
            **settings,
        )

    return make


@pytest.mark.parametrize("given", [UUID(AN_ID), AN_ID, AN_ID.lower()])
def test_a_uuid_header_works_when_it_is_called(museum: ModuleType, client: Clients, given: Any):
    """A header that is a UUID takes one, or its text, and goes out in canonical form."""
    transport = Museum({"exhibitId": "E-1"})
    bought = client(transport, tenant_id=999).b2c.checkout.create(
        browser_ip="203.0.113.7",
        request_uuid=given,
        body=museum.models.Purchase(exhibit_id="E-1", amount=Decimal("25.00")),
    )
    headers = transport.request.headers
    assert headers["x-acme-request-uuid"] == AN_ID.lower()
    assert headers["x-acme-browser-ip"] == "203.0.113.7"
    assert headers["x-acme-api-key"] == KEY
    assert headers["x-b2c-tenant-id"] == "999"
    assert headers["content-type"] == "application/json"
    assert json.loads(transport.request.content) == {"exhibitId": "E-1", "amount": "25.00"}
    assert bought == museum.models.Purchase(exhibit_id="E-1")


async def test_a_uuid_header_works_when_it_is_awaited(museum: ModuleType, client: Clients):
    """The asynchronous method does the same, and makes a UUID of its own if none is given."""
    transport = Museum({"exhibitId": "E-1"})
    async with client(transport, kind="AsyncAcmeClient", tenant_id=999) as asynchronous:
        await asynchronous.b2c.checkout.create(
            browser_ip="2001:db8::1", body=museum.models.Purchase(exhibit_id="E-1")
        )
    assert UUID(transport.request.headers["x-acme-request-uuid"]).version == 4


def test_every_kind_of_query_parameter(client: Clients):
    """Times, days, lists of both styles, money and booleans go out as the document says."""
    transport = Museum({"list": [], "pagination": {"page": 1, "count": 0}})
    page = client(transport).b2b.exhibits.list(
        shown_after=dt.datetime(2024, 5, 29, 10, tzinfo=dt.timezone(dt.timedelta(hours=-7))),
        made=dt.date(1781, 3, 1),
        kind=["machine", "painting & more"],
        room=["East", "West"],
        labels=[UUID(AN_ID)],
        minimum_value=Decimal("10.50"),
        list_=True,
        page_size=5,
    )
    assert page.items == []
    assert transport.request.url.params.multi_items() == [
        ("shownAfter", "2024-05-29T10:00:00-07:00"),
        ("made", "1781-03-01"),
        ("kind", "machine"),
        ("kind", "painting & more"),
        ("room", "East,West"),
        ("labels", AN_ID.lower()),
        ("minimumValue", "10.50"),
        ("list", "true"),
        ("pageSize", "5"),
    ]


def test_a_listing_goes_through_its_pages(client: Clients):
    """Iterating reads page after page, as `x-acme-pagination` says."""
    pages = [
        {"list": [EXHIBIT, EXHIBIT], "pagination": {"page": 1, "count": 3}},
        {"list": [EXHIBIT | {"id": "E-3"}], "pagination": {"page": 2, "count": 3}},
    ]
    transport = Museum(*pages)
    listing = client(transport).b2b.exhibits.list(page_size=2)
    assert listing.total == 3
    assert [exhibit.id for exhibit in listing] == ["E-1", "E-1", "E-3"]
    assert [request.url.params.get("page") for request in transport.requests] == [None, "2"]


async def test_an_asynchronous_listing_is_awaited_or_iterated(client: Clients):
    """`await` gives the first page, `async for` every item."""
    answer = {"list": [EXHIBIT], "pagination": {"page": 1, "count": 1}}
    async with client(Museum(answer, answer), kind="AsyncAcmeClient") as asynchronous:
        page = await asynchronous.b2b.exhibits.list()
        assert [exhibit.id for exhibit in page.items] == ["E-1"]
        assert [exhibit.id async for exhibit in asynchronous.b2b.exhibits.list()] == ["E-1"]


def test_answers_of_every_kind(museum: ModuleType, client: Clients):
    """Bare text, bare arrays, tables, bytes, nothing: each is what the annotation says."""
    new = museum.models.NewExhibit(name="Orrery", kind="machine")
    assert client(Museum("E-1")).b2b.exhibits.create(body=new) == "E-1"
    rooms = client(Museum([{"name": "East"}])).b2b.exhibits.list_rooms()
    assert rooms == [museum.models.Room(name="East")]
    table = Museum(status_code=200, content=b"id,name\n", headers={"content-type": "text/csv"})
    assert client(table).b2b.exhibits.export_csv() == "id,name\n"
    image = Museum(status_code=200, content=b"\xff\xd8", headers={"content-type": "image/jpeg"})
    assert client(image).b2b.exhibits.get_photograph(id="E-1") == b"\xff\xd8"
    gone = Museum(status_code=204)
    assert client(gone).b2b.exhibits.delete(id="E-1") is None
    unknown = Museum(status_code=200, content=b"")
    assert client(unknown).b2b.exhibits.get(id="E-9") is None


def test_a_path_argument_stays_in_its_segment(client: Clients):
    """Whatever an id says, it cannot call another path."""
    transport = Museum(EXHIBIT)
    client(transport).b2b.exhibits.get(id="../rooms?x#y%2e")
    assert transport.request.url.raw_path == b"/v2/b2b/exhibits/..%2Frooms%3Fx%23y%252e"


def test_a_body_may_be_left_out_where_it_is_not_required(client: Clients):
    """Without a body nothing is sent and no content type claimed."""
    transport = Museum(EXHIBIT)
    client(transport).b2b.exhibits.replace(id="E-1")
    assert transport.request.content == b""
    assert "content-type" not in transport.request.headers


def test_a_login_opens_a_session_by_itself(client: Clients):
    """The operation that the document names is called once, and its token sent afterwards."""
    transport = Museum({"session": "s" * 20, "expireMs": 4102444800000}, [], [])
    sales = client(transport, EmailLogin("guest@example.com", "secret"))
    sales.b2b.exhibits.list_rooms()
    sales.b2b.exhibits.list_rooms()
    login, *calls = transport.requests
    assert login.url.path == "/v2/b2b/session"
    assert login.headers["x-acme-email"] == "guest@example.com"
    assert login.headers["x-acme-password"] == "secret"
    assert [call.headers["x-acme-session"] for call in calls] == ["s" * 20] * 2


def test_what_is_missing_is_told_before_anything_is_sent(museum: ModuleType, client: Clients):
    """Headers and arguments that the document requires are asked for by both their names."""
    transport = Museum()
    purchase = museum.models.Purchase(exhibit_id="E-1")
    with pytest.raises(MissingCredentials, match="x-b2c-tenant-id"):
        client(transport).b2c.checkout.create(browser_ip="203.0.113.7", body=purchase)
    with pytest.raises(InvalidArgument, match=r"browser_ip \(header x-acme-browser-ip\)"):
        client(transport, tenant_id=1).b2c.checkout.create(browser_ip=UNSET, body=purchase)
    with pytest.raises(InvalidArgument, match=r"request_uuid \(header x-acme-request-uuid\)"):
        client(transport, tenant_id=1).b2c.checkout.create(
            browser_ip="203.0.113.7", request_uuid="no uuid", body=purchase
        )
    assert transport.requests == []


def test_a_deprecated_method_says_what_to_call(client: Clients):
    """Calling it warns with the operation that takes its place, at the caller's line."""
    with pytest.warns(DeprecationWarning, match=r"use b2b\.exhibits\.listRooms instead") as caught:
        client(Museum([])).b2b.exhibits.list_halls()
    assert caught[0].filename == __file__


def test_the_servers_of_the_document_are_called(client: Clients):
    """The number of the sandbox goes into the template that the document gives."""
    transport = Museum([])
    client(transport).b2b.exhibits.list_rooms()
    assert transport.request.url == "https://sand3.museum.example.com/v2/b2b/rooms"


@pytest.mark.parametrize("kind", [SyncClient, AsyncClient])
def test_names_of_the_tree_hide_no_method_of_the_client(kind: type):
    """A resource called like anything that a client of the core can do gets another name."""
    public = [name for name in dir(kind) if not name.startswith("_")]
    assert [branch_name(name) for name in public] == [f"{name}_" for name in public]
