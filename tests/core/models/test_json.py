"""JSON as bytes."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from acme_ticketing_core.errors import DecodeError, InvalidArgument
from acme_ticketing_core.models import json, values


def test_a_document_goes_both_ways():
    """What was written reads back the same, text beyond ASCII included."""
    value = {"name": "Musée", "list": [1, 2.5, None, True]}

    assert json.loads(json.dumps(value)) == value


def test_a_byte_order_mark_is_no_error():
    """Some servers put one in front."""
    assert json.loads(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


@pytest.mark.parametrize("content", [b"", b"<html>", b'{"cvc": "123"', b"\xff\xfe", b"NaN"])
def test_what_is_no_json_says_where_and_not_what(content: bytes):
    """The error has a position and not the document, not even as an attribute."""
    with pytest.raises(DecodeError, match="not JSON") as caught:
        json.loads(content)

    assert "123" not in str(caught.value)
    assert caught.value.__cause__ is caught.value.__context__ is None


def test_a_document_nested_too_deeply_has_its_own_error():
    """The limit protects the stack, and says so."""
    deepest = b"[" * json.DEEPEST + b"]" * json.DEEPEST
    assert json.loads(deepest)

    with pytest.raises(DecodeError, match="nested too deeply: more than 1024 levels"):
        json.loads(b"[" + deepest + b"]")


def test_a_deep_document_with_a_long_number_is_read_all_the_same():
    """Python's parser, which keeps the digits, may not go so deep."""
    read = json.loads(b"[" * json.DEEPEST + b"9" * 20 + b"]" * json.DEEPEST)
    for _ in range(json.DEEPEST):
        (read,) = read

    assert read == pytest.approx(1e20)


@pytest.mark.parametrize(
    "value", [datetime(2030, 1, 1, tzinfo=UTC), Decimal(1), {1: 2}, {"a"}, 2**70]
)
def test_what_is_no_json_value_is_refused(value: Any):
    """Nothing is written in a form that the server would have to guess."""
    with pytest.raises(InvalidArgument, match="cannot be written as JSON"):
        json.dumps({"value": value})


def test_what_a_model_refuses_to_write_is_told_in_its_own_words():
    """Wherever the model stands in the document."""

    class Thing:
        def encode(self) -> dict[str, Any]:
            return {"at": values.write_datetime(datetime(2024, 5, 29))}  # noqa: DTZ001 - refused

    with pytest.raises(InvalidArgument, match="names no moment"):
        json.dumps([{"thing": Thing()}])
