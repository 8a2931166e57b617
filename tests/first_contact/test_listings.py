"""Listings of servers that page in their own ways: every item is read once, or an error says so."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from acme_ticketing import AcmeClient, ApiKey, AsyncAcmeClient, BaseUrl, CallOptions, Sandbox
from acme_ticketing.errors import DecodeError, InvalidArgument, NotFound, UnexpectedAnswer
from tests.core.server import Received, Server, answer, in_turn

CAPS = (None, 20, 50)
TOTALS = ("right", "none", "of the page", "too small", "too large")
SIZES = ((230, None), (250, 100), (9, None))


def paging(items: int, cap: int | None, total: str) -> Callable[[Received, socket.socket], None]:
    """Answer with pages of events, no longer than the cap, and with such a total."""

    def behave(request: Received, connection: socket.socket) -> None:
        query = parse_qs(urlsplit(request.target).query)
        asked = int(query.get("pageSize", ["100"])[0])
        size = asked if cap is None else min(asked, cap)
        start = (int(query.get("page", ["1"])[0]) - 1) * size
        page = [{"id": str(index)} for index in range(start, min(items, start + size))]
        told = {
            "right": items, "of the page": len(page), "too small": items // 2, "too large": items * 2,
        }  # fmt: skip
        envelope = {"pagination": {"count": told[total]}} if total != "none" else {}
        answer(json.dumps({"list": page, **envelope}).encode())(request, connection)

    return behave


@pytest.mark.parametrize("prefetch", [0, 3])
@pytest.mark.parametrize("total", TOTALS)
@pytest.mark.parametrize("cap", CAPS)
@pytest.mark.parametrize(("items", "size"), SIZES)
def test_every_item_is_read_once(
    items: int, size: int | None, cap: int | None, total: str, prefetch: int
) -> None:
    """Whatever the server caps and counts; a total that does not fit is told."""
    kinds: list[str] = []
    arguments = {} if size is None else {"page_size": size}
    with Server() as server:
        server.behave = paging(items, cap, total)
        with AcmeClient(
            ApiKey("k"), environment=BaseUrl(server.url), tenant_id=999,
            on_drift=lambda drift: kinds.append(drift.kind),
        ) as client:  # fmt: skip
            listing = client.with_options(prefetch=prefetch).b2b.events.list(**arguments)
            read = [event.id for event in listing]

    assert read == [str(index) for index in range(items)]
    if total == "right":
        assert "total" not in kinds
    if total == "too large":
        assert "total" in kinds


@pytest.mark.parametrize("total", [None, 100, 230])
def test_a_server_that_ignores_the_page_is_not_read_forever(total: int | None) -> None:
    """The same page again is the end of a list, or an error where more were promised."""
    page = {"list": [{"id": str(index)} for index in range(100)]}
    envelope = page if total is None else {**page, "pagination": {"count": total}}
    with Server() as server:
        server.behave = answer(json.dumps(envelope).encode())
        with AcmeClient(ApiKey("k"), environment=BaseUrl(server.url), tenant_id=999) as client:
            if total == 230:
                with pytest.raises(UnexpectedAnswer, match="again"):
                    list(client.b2b.events.list())
            else:
                assert len(list(client.b2b.events.list())) == 100


@pytest.mark.parametrize("told", [None, 230])
@pytest.mark.parametrize("length", [2, 3, 5])
def test_a_server_that_goes_round_is_not_read_forever(length: int, told: int | None) -> None:
    """Pages that come again after others are noticed, in a listing and in its changes."""

    def behave(request: Received, connection: socket.socket) -> None:
        page = int(parse_qs(urlsplit(request.target).query)["page"][0]) % length
        rows = [{"id": page * 100 + index} for index in range(100)]
        envelope = {"list": rows} if told is None else {"list": rows, "pagination": {"count": told}}
        answer(json.dumps(envelope).encode())(request, connection)

    with Server() as server:
        server.behave = behave
        with AcmeClient(ApiKey("k"), environment=BaseUrl(server.url), tenant_id=999) as client:
            with pytest.raises(UnexpectedAnswer, match=r"sent page \d+ again as page \d+"):
                list(client.b2b.customers.list(page=1))
            with pytest.raises(UnexpectedAnswer, match=r"sent page \d+ again as page \d+"):
                list(client.b2b.customers.changes())
            assert len(server.received) < 60


@pytest.mark.parametrize(
    ("first", "second", "read", "surprise"),
    [
        ({"count": 230}, {"error": "no"}, 100, "no list"),
        ({"count": 230}, {"list": []}, 100, "100 items"),
        (None, {"error": "no"}, 100, "no list"),
        (None, {"list": []}, 100, None),
        (None, {"list": None}, 100, None),
        ({"count": 230}, {"list": [{"id": "a"}] * 130}, 230, None),
    ],
)
def test_what_the_first_page_promised_holds_for_those_that_promise_nothing(
    first: dict[str, int] | None, second: dict[str, object], read: int, surprise: str | None
) -> None:
    """A total that one page tells is the listing's, and an answer without a list is no end."""
    found: list[str] = []
    page = {"list": [{"id": str(index)} for index in range(100)], "pagination": first}
    with Server() as server:
        server.behave = in_turn(
            answer(json.dumps(page).encode()),
            answer(json.dumps(second).encode()),
            answer(b'{"list":[]}'),
        )
        with AcmeClient(
            ApiKey("k"), environment=BaseUrl(server.url), tenant_id=999,
            on_drift=lambda drift: found.append(drift.found) if drift.kind == "total" else None,
        ) as client:  # fmt: skip
            assert len(list(client.b2b.events.list())) == read

    assert found == ([] if surprise is None else [surprise])


@pytest.mark.parametrize("strict", [True, False])
def test_a_call_says_how_its_listing_is_read(*, strict: bool) -> None:
    """A total that does not fit is an error where the call, or a light copy, reads strictly."""
    with Server() as server:
        server.behave = paging(250, None, "too small")
        with AcmeClient(
            ApiKey("k"), environment=BaseUrl(server.url), tenant_id=999, strict=not strict
        ) as client:
            told = CallOptions(strict=strict)
            for events, options in (
                (client.with_options(strict=strict).b2b.events, None),
                (client.b2b.events, told),
            ):
                if strict:
                    with pytest.raises(DecodeError, match="expected 125 items, found 200 items"):
                        list(events.list(options=options))
                else:
                    assert len(list(events.list(options=options))) == 250


@pytest.mark.parametrize("strict", ["0", "no", 0, ""])
def test_a_wrong_strict_is_refused_before_the_first_call(strict: Any) -> None:
    """A text from a variable is true where it says no."""
    with AcmeClient(ApiKey("k"), environment=Sandbox(10)) as client:
        for choose in (
            lambda: client.with_options(strict=strict),
            lambda: CallOptions(strict=strict),
            lambda: AcmeClient(ApiKey("k"), environment=Sandbox(10), strict=strict),
        ):
            with pytest.raises(InvalidArgument, match="strict is True or False, not "):
                choose()


@pytest.mark.parametrize("prefetch", [0, 3])
@pytest.mark.parametrize("total", ["right", "none"])
def test_a_server_that_counts_from_0_is_read_from_there(total: str, prefetch: int) -> None:
    """Whoever knows that it does says page 0; nobody can tell by the answers."""
    ordinary = paging(230, None, total)

    def behave(request: Received, connection: socket.socket) -> None:
        number = int(parse_qs(urlsplit(request.target).query)["page"][0])
        target = request.target.replace(f"page={number}", f"page={number + 1}")
        ordinary(request._replace(target=target), connection)

    kinds: list[str] = []
    with Server() as server:
        server.behave = behave
        with AcmeClient(
            ApiKey("k"), environment=BaseUrl(server.url), tenant_id=999,
            on_drift=lambda drift: kinds.append(drift.kind),
        ) as client:  # fmt: skip
            read = [
                event.id for event in client.with_options(prefetch=prefetch).b2b.events.list(page=0)
            ]

    assert read == [str(index) for index in range(230)]
    assert "total" not in kinds


@pytest.mark.parametrize(
    "arguments",
    [
        {"page": -1},
        {"page": "2"},
        {"page": True},
        {"page_size": 0.0},
        {"page_size": "10"},
        {"page_size": -5},
    ],
)
def test_a_page_that_is_none_is_refused_before_it_is_asked_for(arguments: dict[str, Any]) -> None:
    """One sentence, and no arithmetic with it after the answer has come."""
    with (
        AcmeClient(ApiKey("k"), environment=Sandbox(10), tenant_id=999) as client,
        pytest.raises(InvalidArgument, match=r"page(_size)?: a whole number from .* up, not "),
    ):
        client.b2b.events.list(**arguments)


def ending_with_404(items: int, total: str) -> Callable[[Received, socket.socket], None]:
    """Page as `paging`, but answer 404 past the last page."""
    ordinary = paging(items, None, total)

    def behave(request: Received, connection: socket.socket) -> None:
        page = int(parse_qs(urlsplit(request.target).query).get("page", ["1"])[0])
        if (page - 1) * 100 >= items:
            answer(b"{}", 404)(request, connection)
        else:
            ordinary(request, connection)

    return behave


@pytest.mark.parametrize("prefetch", [0, 3])
@pytest.mark.parametrize("items", [7, 100, 200, 230])
async def test_no_page_after_the_last_is_the_end(items: int, prefetch: int) -> None:
    """It is told where the last page was full, for there more might be; to tasks and in changes too."""
    found: list[str] = []
    whole = [str(index) for index in range(items)]
    with Server() as server:
        server.behave = ending_with_404(items, "none")
        settings: dict[str, Any] = {"environment": BaseUrl(server.url), "tenant_id": 999}
        with AcmeClient(
            ApiKey("k"), **settings, on_drift=lambda drift: found.append(drift.found)
        ) as client:
            ahead = client.with_options(prefetch=prefetch)
            assert [event.id for event in ahead.b2b.events.list()] == whole
            assert ("404 Not Found" in found) == (items in {100, 200})
            batches = list(client.b2b.events.changes())
            assert [event.id for batch in batches for event in batch.rows] == whole
            assert batches[-1].complete
        async with AsyncAcmeClient(ApiKey("k"), **settings) as tasks:
            listing = tasks.with_options(prefetch=prefetch).b2b.events.list()
            assert [event.id async for event in listing] == whole


@pytest.mark.parametrize("prefetch", [0, 3])
def test_no_page_where_one_was_promised_is_an_error(prefetch: int) -> None:
    """As it is for a first page: nothing ends early in silence."""
    with (
        Server() as server,
        AcmeClient(ApiKey("k"), environment=BaseUrl(server.url), tenant_id=999) as client,
    ):
        for total, page in (("none", 3), ("too large", 1)):
            server.behave = ending_with_404(200, total)
            with pytest.raises(NotFound):
                list(client.with_options(prefetch=prefetch).b2b.events.list(page=page))
        with pytest.raises(NotFound):
            list(client.b2b.events.changes())
