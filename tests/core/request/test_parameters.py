"""From Python arguments to path, query and headers."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from decimal import Decimal
from ipaddress import ip_address
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.operations.operation import Operation, Parameter
from acme_ticketing_core.request.parameters import further_headers, target
from acme_ticketing_core.runtime.unset import UNSET
from tests.core.world import CHECK_OUT, GET_EVENT, UUID


def operation(*parameters: Parameter, path: str = "/things") -> Operation[object]:
    """Make an operation that has nothing but parameters."""
    return Operation(
        id="x.y",
        method="GET",
        path=path,
        security=(),
        limit="b2b",
        replay="safe",
        parameters=parameters,
        answers={},
    )


def query(value: object, **options: Any) -> str:
    """Send one value as the query parameter `q` and give the query."""
    goal = target(operation(Parameter("q", "query", "q", **options)), {"q": value})
    return goal.path.removeprefix("/things")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("two words", "?q=two%20words"),
        ("a&b=c+d#e", "?q=a%26b%3Dc%2Bd%23e"),
        ("Musée", "?q=Mus%C3%A9e"),
        (True, "?q=true"),
        (False, "?q=false"),
        (0, "?q=0"),
        (-1, "?q=-1"),
        (2.5, "?q=2.5"),
        (Decimal("25.00"), "?q=25.00"),
        (date(2024, 5, 29), "?q=2024-05-29"),
        (datetime(2024, 5, 29, 10, tzinfo=UTC), "?q=2024-05-29T10%3A00%3A00Z"),
        (["online", "kiosk"], "?q=online%2Ckiosk"),
        ((1, 2), "?q=1%2C2"),
        ("", "?q="),
        (None, ""),
        (UNSET, ""),
    ],
)
def test_values_are_written_by_their_type(value: Any, expected: Any):
    """Booleans are words, lists are joined with commas, what is absent is left out."""
    assert query(value) == expected


def test_a_list_may_be_repeated_instead():
    """An exploded list is one parameter for each item."""
    assert query(["a b", "c"], explode=True) == "?q=a%20b&q=c"
    assert query("alone", explode=True) == "?q=alone"


@pytest.mark.parametrize(
    ("format", "value", "expected"),
    [
        ("uuid", uuid.UUID(UUID), UUID),
        ("uuid", UUID.upper(), UUID),
        ("ip", "203.0.113.7", "203.0.113.7"),
        ("ip", ip_address("2001:db8::1"), "2001:db8::1"),
        ("ip", "2001:0DB8::0001", "2001:db8::1"),
        ("date-time", "2020-01-06T00:00:00-0500", "2020-01-06T00:00:00-0500"),
        ("date", "2020-01-06", "2020-01-06"),
        ("date", date(2020, 1, 6), "2020-01-06"),
    ],
)
def test_formats_are_written_in_their_canonical_form(format: Any, value: Any, expected: Any):
    """A UUID is lower case, an address is as short as it gets, checked text is left as it is."""
    assert unquote(query(value, format=format)) == f"?q={expected}"


@pytest.mark.parametrize(
    ("format", "value"),
    [
        ("uuid", "0a1b2c3d4e5f60718293a4b5c6d7e8f9"),
        ("uuid", 7),
        ("ip", "203.0.113"),
        ("ip", "fe80::1%eth0"),
        ("ip", "example.com"),
        ("ip", b"\xcb\x00"),
        ("date-time", "2024-05-29"),
        ("date-time", datetime(2024, 5, 29)),  # noqa: DTZ001 - that is the mistake
        ("date-time", date(2024, 5, 29)),
        ("date", "tomorrow"),
        ("date", datetime(2024, 5, 29, tzinfo=UTC)),
        (None, datetime(2024, 5, 29)),  # noqa: DTZ001 - that is the mistake
        (None, float("nan")),
        (None, object()),
        (None, {"a": 1}),
        (None, b"bytes"),
        (None, [object()]),
        (None, "\ud800"),
    ],
)
def test_what_cannot_be_sent_is_refused_by_its_two_names(format: Any, value: Any):
    """The message names the Python argument and the parameter on the wire."""
    with pytest.raises(InvalidArgument, match=r"^q \(query q\): "):
        query(value, format=format)


@given(st.text(min_size=1).filter(lambda text: text not in {".", ".."} and text.isprintable()))
def test_a_path_argument_stays_one_segment(value: Any):
    """Whatever it says, it cannot leave its place, end the path or begin a query."""
    goal = target(GET_EVENT, {"id": value})
    parts = urlsplit(f"https://host{goal.path}")

    assert (parts.query, parts.fragment) == ("", "")
    assert parts.path.rpartition("/")[0] == "/v2/b2b/event/instances"
    assert unquote(parts.path.rpartition("/")[2]) == value


def test_a_path_template_is_filled_in_by_name():
    """Each argument stands in its place, also where its text looks like a place of its own."""
    places = [Parameter(name, "path", name, required=True) for name in ("id", "list")]
    discount = operation(*places, path="/discounts/{id}/price/list/{list}/end")

    filled = target(discount, {"id": "{list}", "list": "7"}).path

    assert filled == "/discounts/%7Blist%7D/price/list/7/end"


@pytest.mark.parametrize("value", ["", ".", "..", "a\r\nb", "a\x00b", "\x7f"])
def test_a_path_argument_that_means_another_path_is_refused(value: Any):
    """An empty id would list, a dot segment would climb, a control character has no business."""
    with pytest.raises(InvalidArgument, match=r"^id \(path id\)"):
        target(GET_EVENT, {"id": value})


@pytest.mark.parametrize("value", ["a\r\nx-evil: 1", "a\nb", "a\x00", "é", " a", "a ", ""])
def test_a_header_value_cannot_begin_another_header(value: Any):
    """What cannot travel in a header as it is, is refused before the wire, unseen."""
    with pytest.raises(
        InvalidArgument, match=r"^request_id \(header x-acme-request-id\)"
    ) as caught:
        target(GET_EVENT, {"id": "1", "request_id": value})

    assert "evil" not in str(caught.value)


def test_everything_that_is_missing_is_named_at_once():
    """Nobody has to fix a call one argument at a time."""
    needs_three = operation(
        Parameter("id", "path", "id", required=True),
        Parameter("x-acme-browser-ip", "header", "browser_ip", required=True, format="ip"),
        Parameter("startTime", "query", "start_time", required=True),
        path="/things/{id}",
    )

    with pytest.raises(InvalidArgument) as caught:
        target(needs_three, {"browser_ip": None, "start_time": UNSET})

    assert caught.value.message == (
        "missing: id (path id), browser_ip (header x-acme-browser-ip), start_time (query startTime)"
    )


def test_a_request_uuid_is_made_where_none_was_given():
    """A checkout is guarded even if the caller did not think of it."""
    own = target(CHECK_OUT, {"browser_ip": "203.0.113.7", "request_uuid": UUID.upper()})
    made = target(CHECK_OUT, {"browser_ip": "203.0.113.7"})

    assert own.request_uuid == UUID
    assert made.request_uuid == dict(made.headers)["x-acme-request-uuid"]
    assert str(uuid.UUID(made.request_uuid)) == made.request_uuid
    assert uuid.UUID(made.request_uuid).version == 4


def test_the_request_id_comes_from_the_arguments_or_the_options():
    """The argument is nearer to the call than the option."""
    assert target(GET_EVENT, {"id": "1"}, "opt-1").request_id == "opt-1"
    assert target(GET_EVENT, {"id": "1", "request_id": "arg-1"}, "opt-1").request_id == "arg-1"
    assert target(GET_EVENT, {"id": "1"}).request_id is None


def test_cookies_share_one_header():
    """Parameters that travel as cookies are one header, encoded."""
    goal = target(
        operation(Parameter("a", "cookie", "a"), Parameter("b", "cookie", "b")),
        {"a": "1;x", "b": True},
    )

    assert dict(goal.headers) == {"cookie": "a=1%3Bx; b=true"}


def test_a_caller_may_add_headers_but_not_take_the_clients():
    """A credential or the length of the body are not the caller's to set, in any case."""
    taken = frozenset({"x-acme-api-key", "content-length"})

    assert list(further_headers({"x-trace": "1"}, taken)) == [("x-trace", "1")]
    for headers, reason in [
        ({"X-Acme-Api-Key": "k"}, "set by the client"),
        ({"Content-Length": "0"}, "set by the client"),
        ({"bad name": "1"}, "no header name"),
        ({"x\r\ny": "1"}, "no header name"),
        ({"x-trace": "1\r\nx-evil: 1"}, "cannot travel"),
    ]:
        with pytest.raises(InvalidArgument, match=reason):
            further_headers(headers, taken)
