"""Redirects: followed at the same origin where they cannot change the call; else an error."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acme_ticketing_core.errors import OutcomeUnknown, UnexpectedAnswer
from acme_ticketing_core.exchange.call import MOST_REDIRECTS, followed
from acme_ticketing_core.operations.operation import Operation
from acme_ticketing_core.redaction import Headers
from acme_ticketing_core.transport.steps import Request, Response
from tests.core.world import BUYER, CHECK_OUT, EVENT, GET_EVENT, OK, REFUND, Play

HOST = "https://sand10-api.example.net"


def redirect(location: str, status: int = 307) -> Response:
    """Make a redirect."""
    return Response(status, {"location": location}, b"")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("location", [f"{HOST}/v3/moved?a=1", "/v3/moved?a=1", "../../v3/x"])
def test_a_reading_call_follows_at_the_same_origin(play: Play, status: int, location: str):
    """With the same headers, and nowhere else."""
    play.script = [redirect(location, status), OK]

    assert play.call(GET_EVENT, EVENT) == {"name": "Mummies"}
    assert play.sent[1].url.startswith(f"{HOST}/v")
    assert list(play.sent[1].headers) == list(play.sent[0].headers)


@pytest.mark.parametrize("status", [307, 308])
@pytest.mark.parametrize(("operation", "arguments"), [(CHECK_OUT, BUYER), (REFUND, {})])
def test_what_changes_something_goes_on_as_it_is(
    play: Play, status: int, operation: Operation[Any], arguments: dict[str, Any]
):
    """307 and 308 keep the method, the body and the uuid; the server did nothing yet."""
    play.script = [redirect("/elsewhere", status), OK]

    assert play.call(operation, arguments, body={"a": 1}) == {"name": "Mummies"}
    assert play.sent[1].url == f"{HOST}/elsewhere"
    assert play.sent[1].method == "POST"
    assert play.sent[1].content is play.sent[0].content
    assert list(play.sent[1].headers) == list(play.sent[0].headers)


@pytest.mark.parametrize("status", [300, 301, 302, 303, 304, 305])
def test_what_would_become_a_get_is_not_followed(play: Play, status: int):
    """And as nobody knows what was done, the error says so."""
    play.script = [redirect("/elsewhere", status)]

    with pytest.raises(OutcomeUnknown, match="which is not followed"):
        play.call(CHECK_OUT, BUYER)
    assert len(play.sent) == 1


@pytest.mark.parametrize(
    "location",
    [
        "",
        "https://evil.example/v2",
        "//evil.example/v2",
        "http://sand10-api.example.net/v2",
        f"{HOST}:8443/v2",
        f"{HOST}.evil.example/v2",
        "https://user@sand10-api.example.net/v2",
        "https://sand10-api.example.net@evil.example/v2",
        "\\\\evil.example\\v2",
        "/v2\r\nx-evil: 1",
        "/w\u00e4hlen",
        "https://[broken/v2",
        "https://sand10-api.example.net:port/v2",
        "javascript:alert(1)",
    ],
)
def test_nothing_leads_to_another_origin(play: Play, location: str):
    """However it is spelled."""
    play.script = [redirect(location)]

    with pytest.raises(UnexpectedAnswer, match=r"redirect to|no answer to this call"):
        play.call(GET_EVENT, EVENT)
    assert len(play.sent) == 1


def test_a_circle_ends(play: Play):
    """The server that sends the call around is told to stop, by an error."""
    play.script = [redirect("/v2/again")] * (MOST_REDIRECTS + 1)

    with pytest.raises(UnexpectedAnswer, match="a redirect to") as caught:
        play.call(GET_EVENT, EVENT)
    assert caught.value.attempts == MOST_REDIRECTS + 1


@given(location=st.text(max_size=60) | st.from_regex(r"[a-z]{0,6}:?[/\\@]{0,4}[a-z.:@/?#%]{0,30}"))
def test_no_location_leads_elsewhere(location: str):
    """Whatever a server writes, the next request goes to the origin of the first."""
    request = Request(method="GET", url=f"{HOST}/v2/a", headers=Headers(), content=None)
    further = followed(request, redirect(location))

    assert further is None or further.url.startswith(f"{HOST}/")
