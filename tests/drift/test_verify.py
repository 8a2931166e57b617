"""`acme_ticketing.verify`: every operation that only reads, called once with ids of earlier answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from acme_ticketing import AcmeClient, ApiKey, BaseUrl, resources, spec
from acme_ticketing.errors import InvalidArgument
from acme_ticketing.verify import Verified, verify
from acme_ticketing_core.verification import links_of, operations_that_read, told
from acme_ticketing_sandbox import Unlike
from tests.core.server import Server, answer
from tests.fuzzing.unlike import Venue

SAFE = {row["id"]: row for row in spec.operations() if row["replay"] == "safe"}
NOT_LISTED = {
    "b2b.reservations.get", "b2b.reportRuns.get", "b2b.reportRuns.getResult",
    "b2b.reportRuns.getCsv", "b2c.carts.get",
}  # fmt: skip
SURPRISES = {"charset", "no total"}
"""What an unlike server does besides, and is as specified."""


def by_outcome(results: list[Verified]) -> dict[str, set[str]]:
    """Return the operations of each outcome."""
    found: dict[str, set[str]] = {}
    for each in results:
        found.setdefault(each.outcome, set()).add(each.operation_id)
    return found


def test_the_local_acme_is_as_specified() -> None:
    """All operations that only read are called, but those whose ids nothing lists."""
    results = list(verify(Venue().client))
    found = by_outcome(results)

    assert {each.operation_id for each in results} == SAFE.keys()
    assert len(results) == len(SAFE)
    assert found["nothing to try"] == NOT_LISTED
    assert found.keys() == {"as specified", "nothing to try"}
    assert {each.reason for each in results if each.outcome == "nothing to try"} == {
        "no operation lists its id"
    }


def test_nothing_is_sent_that_changes_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each request is of an operation that is safe; one request for each."""
    venue, sent = Venue(), Counter[str]()
    handle = type(venue.acme).handle

    def watched(acme: Any, request: Any) -> Any:
        route = acme.specification.route(request.method, request.path)
        sent[route.operation.id] += 1
        return handle(acme, request)

    monkeypatch.setattr(type(venue.acme), "handle", watched)
    list(verify(venue.client))

    assert sent.keys() <= SAFE.keys()
    assert len(sent) == len(SAFE) - len(NOT_LISTED)
    assert {each: count for each, count in sent.items() if count > 1} == {}


@pytest.mark.parametrize("seed", [3, 14, 15])
def test_every_difference_that_its_calls_can_meet_is_told(seed: int) -> None:
    """By operation and path."""
    venue, unlike = Venue(), Unlike(seed)
    venue.acme.unlike = unlike
    told_of = {
        (each.operation_id, drift.path)
        for each in verify(venue.client)
        for drift in each.differences
    }
    planted = {
        (each.operation_id, f"{each.path}.vendorAddition".lstrip("."))
        if each.kind == "unknown field" else (each.operation_id, each.path)
        for each in unlike.planted if each.kind not in SURPRISES
    }  # fmt: skip
    missed = {
        (operation, path) for operation, path in planted
        if (operation, path) not in told_of and (operation, f"{path}[]") not in told_of
    }  # fmt: skip

    assert len(planted) > 100
    assert len(missed) <= 0.01 * len(planted), missed


def test_parts_can_be_chosen() -> None:
    """What tells the ids is called, and not reported."""
    client = Venue().client

    assert [
        each.operation_id for each in verify(client, only=["b2b.organizationContacts.get"])
    ] == ["b2b.organizationContacts.get"]
    areas = list(verify(client, areas=["combo"], done=["combo.templates.list"]))
    assert [(each.operation_id, each.outcome) for each in areas] == [
        ("combo.templates.get", "as specified")
    ]


@pytest.mark.parametrize(
    ("chosen", "problem"),
    [
        ({"only": ["b2b.events.replace"]}, "only: 'b2b.events.replace' is no operation that only"),
        (
            {"areas": ["combo"], "only": ["b2b.events.get"]},
            "only: none of it is in one of the areas",
        ),
        ({"areas": ["b3c"]}, "areas: there is no 'b3c'; there are b2b, b2c, combo, sessions"),
    ],
)
def test_a_wrong_name_is_refused_before_anything_is_called(
    chosen: dict[str, Any], problem: str
) -> None:
    """One sentence."""
    with pytest.raises(InvalidArgument, match=problem):
        verify(Venue().client, **chosen)


@pytest.fixture
def server() -> Iterator[Server]:
    """Yield a server."""
    with Server() as server:
        yield server


@pytest.mark.parametrize(
    ("status", "body", "outcome", "reason"),
    [
        (403, b"{}", "refused", "403: the credentials do not open it"),
        (401, b"{}", "refused", "401: the credentials do not open it"),
        (500, b"{}", "failed", "500 ServerError"),
        (200, b"<html>hunter2", "differs", "the server answered 200 with HTML"),
        (200, b"not json", "differs", ""),
        (200, b'{"list": []}', "as specified", ""),
    ],
)
def test_outcomes(server: Server, status: int, body: bytes, outcome: str, reason: str) -> None:
    """Of an error only what is no data is told."""
    server.behave = answer(body, status)
    with AcmeClient(ApiKey("k"), environment=BaseUrl(server.url), retries=0) as client:
        first, second = verify(client, only=["b2b.customers.list", "b2b.customers.get"])

    assert (first.outcome, second.outcome) == (outcome, "nothing to try")
    assert first.reason.startswith(reason)
    assert "hunter2" not in first.reason
    assert second.reason == "no answer of b2b.customers.list tells its id"


def test_ids_are_found_in_any_charset(server: Server) -> None:
    """The first id of a venue may be 1."""
    page = '{"list": [{"id": 1, "firstName": "Zoë"}]}'.encode("utf-16")
    server.behave = answer(page)
    with AcmeClient(ApiKey("k"), environment=BaseUrl(server.url), retries=0) as client:
        list(verify(client, only=["b2b.customers.get"]))

    assert [each.target.partition("?")[0] for each in server.received] == [
        "/v2/b2b/customers", "/v2/b2b/customers/1",
    ]  # fmt: skip


def test_only_what_was_chosen_is_reported(server: Server) -> None:
    """What would have told its ids is not, though it could not be tried either."""
    server.behave = answer(b"[]")
    with AcmeClient(ApiKey("k"), environment=BaseUrl(server.url), retries=0) as client:
        (result,) = verify(client, only=["b2b.organizationContacts.get"])

    assert result.outcome == "nothing to try"
    assert result.reason == "no answer of b2b.organizationContacts.list tells its id and contactId"


def test_what_credentials_are_missing(server: Server) -> None:
    """The right that is missing is named; nothing was sent for it."""
    with AcmeClient(ApiKey("k"), environment=BaseUrl(server.url)) as client:
        (result,) = verify(client, only=["sessions.create"])

    assert result.outcome == "refused"
    assert result.reason.startswith("it needs other credentials: ")
    assert server.received == []


def test_an_answer_without_json_tells_no_ids() -> None:
    """The links of a listing whose content is not read find nothing."""
    transport = httpx.MockTransport(lambda _request: httpx.Response(200, content=b""))
    place = BaseUrl("https://acme.example.com")
    with AcmeClient(ApiKey("k"), environment=place, transport=transport, retries=0) as client:
        found = list(verify(client, only=["b2b.priceLists.list", "b2b.priceLists.get"]))

    assert [each.outcome for each in found][-1] == "nothing to try"


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("$response.body#/list/0/id", 7),
        ("$response.body#/list/0/name", None),
        ("$response.body#/list/0", 5),
        ("$response.body#/whole", "x"),
        ("$response.body#/whole/0/id", None),
        ("$request.path.id", "9"),
        ("$request.path.other", None),
        ("constant", "constant"),
        ("", ""),
    ],
)
def test_links_find_values(expression: str, value: Any) -> None:
    """Of a list the first item that has one; never an object, a boolean or an empty text."""
    body = {
        "list": [None, 5, {"id": ""}, {"id": {"value": 1}}, {"id": True}, {"id": 7}],
        "whole": "x",
    }
    found = told({"parameters": {"id": expression}}, body, {"id": "9"})

    assert found == (None if value is None else {"id": value})


def test_links_lead_to_operations_that_only_read() -> None:
    """Every link of the specification names parameters that its target has."""
    targets = operations_that_read(resources)
    known = {row["id"]: {each["name"] for each in row["parameters"]} for row in spec.operations()}
    links = [link for each in targets.values() for link in links_of(spec.document(), each)]

    assert len(links) > 40
    assert [link for link in links if link["operationId"] not in targets] == []
    assert [
        link for link in links if not link["parameters"].keys() <= known[link["operationId"]]
    ] == []
