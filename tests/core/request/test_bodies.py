"""Bodies by their media type, and the unusual styles of the query."""

from __future__ import annotations

from typing import Any

import pytest

from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.operations.operation import EMPTY_ANSWER, Operation, Parameter
from acme_ticketing_core.request.bodies import encode
from acme_ticketing_core.request.parameters import target

FORM = "application/x-www-form-urlencoded"


def test_a_form_is_pairs() -> None:
    """Lists are repeated, truth values are words, null is left out, signs are escaped."""
    fields = {"user": "a b&c", "remember": True, "roles": ["x", "y"], "none": None, "n": 2}
    assert encode(FORM, fields) == (FORM, b"user=a+b%26c&remember=true&roles=x&roles=y&n=2")


@pytest.mark.parametrize("body", [["a"], {"a": {"b": 1}}], ids=["a list", "an object in a field"])
def test_what_no_form_can_hold_is_refused(body: Any) -> None:
    """A form has named fields of plain values."""
    with pytest.raises(InvalidArgument, match="form"):
        encode(FORM, body)


def test_octets_stay_octets() -> None:
    """Bytes are sent as they are, whatever kind of bytes they are."""
    for body in (b"\x00\xff", bytearray(b"\x00\xff"), memoryview(b"\x00\xff")):
        assert encode("application/pdf", body) == ("application/pdf", b"\x00\xff")


def test_text_stays_text_but_in_json() -> None:
    """A text is sent as it is in UTF-8, or as a JSON string where JSON is asked for."""
    assert encode("text/plain", "é") == ("text/plain", "é".encode())
    assert encode("application/json; charset=utf-8", "a")[1] == b'"a"'
    with pytest.raises(InvalidArgument, match="bytes or text, no int"):
        encode("text/plain", 1)


def _path(parameter: Parameter, value: Any) -> str:
    operation: Operation[None] = Operation(
        id="things.list", method="GET", path="/things", security=(), limit="default",
        replay="safe", parameters=(parameter,), answers={204: EMPTY_ANSWER},
    )  # fmt: skip
    return target(operation, {parameter.argument: value}).path


@pytest.mark.parametrize(
    ("style", "value", "query"),
    [
        ("deepObject", {"color": "deep red", "size": 3}, "x%5Bcolor%5D=deep%20red&x%5Bsize%5D=3"),
        ("deepObject", {"color": None}, ""),
        ("form", {"color": "deep red", "size": 3}, "x=color,deep%20red,size,3"),
        ("form", {"color": None}, ""),
        ("pipeDelimited", ["a|b", "c"], "x=a%7Cb%7Cc"),
        ("spaceDelimited", [1, 2], "x=1%202"),
    ],
)  # fmt: skip
def test_styles_of_the_query(style: Any, value: Any, query: str) -> None:
    """Objects become bracketed names; lists are joined by the sign of the style."""
    path = _path(Parameter("x", "query", "x", style=style), value)
    assert path == (f"/things?{query}" if query else "/things")


@pytest.mark.parametrize(("style", "value"), [("deepObject", ["a"]), ("pipeDelimited", "a")])
def test_what_a_style_cannot_write_is_refused(style: Any, value: Any) -> None:
    """The argument is named."""
    with pytest.raises(InvalidArgument, match=r"x \(query x\)"):
        _path(Parameter("x", "query", "x", style=style), value)
