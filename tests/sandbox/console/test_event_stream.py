"""Server-sent events over a real connection: live, resumed, begun anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import httpx
import pytest

from acme_ticketing_sandbox import LocalAcme, Request, served


class Event(NamedTuple):
    """One event."""

    name: str
    id: str
    data: Any


@pytest.fixture
def acme() -> LocalAcme:
    """Return a sandbox."""
    return LocalAcme()


@pytest.fixture
def http(acme: LocalAcme) -> Iterator[httpx.Client]:
    """Return a client of it, over a socket."""
    with served(acme) as url, httpx.Client(base_url=url, trust_env=False, timeout=10) as http:
        yield http


def call(acme: LocalAcme, path: str) -> None:
    """Make a call that leads nowhere, in process."""
    acme.handle(Request("GET", path))


def events(answer: httpx.Response) -> Iterator[Event]:
    """Read events as they come."""
    found: dict[str, str] = {}
    for line in answer.iter_lines():
        if line:
            name, _, value = line.partition(": ")
            found[name] = value
        elif "event" in found:
            yield Event(found["event"], found.get("id", ""), json.loads(found["data"]))
            found = {}
        else:
            found = {}


def urls(event: Event) -> list[str]:
    """Return the paths of the calls that an event tells of."""
    return [row["url"] for row in event.data]


def test_calls_come_as_they_are_made(acme: LocalAcme, http: httpx.Client) -> None:
    """First those that were, then each new one; changes are told without an id."""
    call(acme, "/1")
    with http.stream("GET", "/_console/events") as answer:
        assert answer.headers["content-type"] == "text/event-stream"
        assert answer.headers["x-content-type-options"] == "nosniff"
        stream = events(answer)
        begin, first, changed = next(stream), next(stream), next(stream)
        assert (begin.name, first.name, changed.name) == ("begin", "calls", "changed")
        assert (urls(first), changed.id) == (["/1"], "")
        call(acme, "/2")
        second = next(stream)
        assert (urls(second), second.data[0]["number"]) == (["/2"], 2)
        acme.handle(Request("POST", "/_sandbox/clock/advance", body=b'{"seconds": 1}'))
        assert next(stream).name == "changed"
        acme.reset()
        assert next(stream).name == "begin"


def test_who_was_away_is_sent_what_was_missed(acme: LocalAcme, http: httpx.Client) -> None:
    """By the id of the last event that was seen; an id that means nothing is none."""
    for number in range(3):
        call(acme, f"/{number}")
    with http.stream("GET", "/_console/events") as answer:
        stream = events(answer)
        seen = [next(stream), next(stream)][1].id
    call(acme, "/missed")
    with http.stream("GET", "/_console/events", headers={"last-event-id": seen}) as answer:
        assert urls(next(events(answer))) == ["/missed"]
    for nonsense in ("x", "-", "a-b", f"{seen}0"):
        with http.stream("GET", "/_console/events", headers={"last-event-id": nonsense}) as answer:
            first = next(events(answer))
            assert first.name == ("changed" if nonsense.startswith(seen) else "begin")


def test_many_calls_come_in_pieces(acme: LocalAcme, http: httpx.Client) -> None:
    """So that other requests are answered in between."""
    for number in range(1200):
        call(acme, f"/{number}")
    with http.stream("GET", "/_console/events") as answer:
        stream = events(answer)
        assert next(stream).name == "begin"
        pieces = [event for event in (next(stream) for _ in range(4)) if event.name == "calls"]
    assert [len(event.data) for event in pieces] == [500, 500, 200]


def test_a_page_that_leaves_is_forgotten(acme: LocalAcme, http: httpx.Client) -> None:
    """And one from elsewhere hears nothing."""
    with http.stream("GET", "/_console/events") as answer:
        assert next(events(answer)).name == "begin"
    assert http.get("/_console/events", headers={"origin": "http://example.com"}).status_code == 403
    assert http.post("/_console/events").status_code == 405
    assert http.get("/_console").headers["location"] == "/_console/"


def test_a_server_that_stops_ends_its_streams(acme: LocalAcme) -> None:
    """It does not wait for pages that stay open."""
    with served(acme) as url:
        http = httpx.Client(base_url=url, trust_env=False, timeout=10)
        answer = http.send(http.build_request("GET", "/_console/events"), stream=True)
        stream = events(answer)
        assert [next(stream).name, next(stream).name] == ["begin", "changed"]
    assert list(stream) == []
    answer.close()
    http.close()
