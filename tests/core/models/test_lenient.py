"""JSON that orjson refuses or would change: no field of it fails the others, and all is written back."""

from __future__ import annotations

import copy
import json
import pickle
from decimal import Decimal
from typing import Any

import pytest

from acme_ticketing.models import AddOn, Event, EventList
from acme_ticketing_core.errors import DecodeError, InvalidArgument
from acme_ticketing_core.runtime.unset import UNSET

LONG = "123456789012345678901234567890"


@pytest.mark.parametrize(
    ("value", "name", "capacity", "price"),
    [
        (LONG, LONG, int(LONG), Decimal(LONG)),
        ("-" + LONG, "-" + LONG, -int(LONG), Decimal("-" + LONG)),
        ("12.12345678901234567", UNSET, UNSET, Decimal("12.12345678901234567")),
        ("1e999", UNSET, UNSET, UNSET),
        ("NaN", UNSET, UNSET, UNSET),
        ("-Infinity", UNSET, UNSET, UNSET),
        ("9" * 5000, UNSET, UNSET, UNSET),
        (r'"cut \ud83d"', "cut \ufffd", UNSET, UNSET),
        ('"a\tb"', "a\tb", UNSET, UNSET),
    ],
)
@pytest.mark.parametrize("times", [1, 60])
def test_a_value_that_is_hard_to_hold(
    value: str, name: Any, capacity: Any, price: Any, times: int
) -> None:
    """It is read where that is exact, else unread; the others are read, and it is written back."""
    document = (
        f'{{"name":{value},"capacity":{value},"new":[{value}],"description":"read"}}'.encode()
    )
    for _ in range(times):
        event = Event.from_json(document)
        add_on = AddOn.from_json(f'{{"price":{value}}}'.encode())

        assert (event.name, event.capacity, add_on.price) == (name, capacity, price)
        assert event.description == "read"
        if "NaN" not in value and len(value) < 4000:
            assert event.to_dict() == json.loads(document, strict=False)
        for twin in (event, copy.deepcopy(event), pickle.loads(pickle.dumps(event))):
            assert twin == event
            assert twin.to_json().count(value.replace("\t", r"\t").encode()) == 3


def test_strict_reading_names_the_path_of_such_a_value() -> None:
    """As of any other that is not as the specification says; a long integer is an integer."""
    for value in ("NaN", "1e999", r'"\ud83d"'):
        with pytest.raises(DecodeError, match=r"\$\.capacity: expected integer"):
            Event.from_json(f'{{"capacity":{value}}}'.encode(), strict=True)
    assert Event.from_json(f'{{"capacity":{LONG}}}'.encode(), strict=True).capacity == int(LONG)


def test_text_of_a_charset_that_nobody_named() -> None:
    """It is unread, for its bytes could mean anything, and is not written back as something else."""
    event = Event.from_json(b'{"name":"Caf\xe9","capacity":4}')

    assert (event.name, event.capacity) == (UNSET, 4)
    with pytest.raises(InvalidArgument, match="charset that its answer did not name"):
        event.to_json()
    event.name = "Café"
    assert event.to_dict() == {"name": "Café", "capacity": 4}


@pytest.mark.parametrize("text", ["{'a':1}", '{"a":1,}', '{"a":1', '{"a":nan}', "", '{"a":1}x'])
def test_what_is_no_json_stays_none(text: str) -> None:
    """Only values are taken leniently, never a document's form; the error says where."""
    with pytest.raises(DecodeError, match=r"not JSON: .*byte"):
        Event.from_json(text.encode())


def test_digits_that_are_no_number_of_python() -> None:
    """More than it turns into an integer, or a number, without a word."""
    event = Event.from_dict({"name": 10**5000})

    assert event.name is UNSET
    assert event.to_dict() == {"name": 10**5000}


@pytest.mark.parametrize("strict", [True, False])
def test_a_whole_number_keeps_its_digits_in_a_long_document_too(*, strict: bool) -> None:
    """Where a float stands for a field that is none, the document is parsed once more, exactly."""
    came = {"list": [{"name": "A" * 999, "capacity": 12345678901234567890123}] * 100}
    content = json.dumps(came).encode()
    events = EventList.from_json(content, strict=strict)

    assert events.list_
    assert events.list_[99].capacity == 12345678901234567890123
    assert json.loads(events.to_json()) == came


@pytest.mark.parametrize(
    "odd",
    [
        {"new": int(LONG)},
        {"new": {"deep": [{"er": int(LONG)}]}},
        {"customFields": [{"values": [int(LONG)]}]},
        {"name": {"unread": int(LONG)}},
    ],
)
def test_json_that_is_kept_keeps_its_digits_in_a_long_document_too(odd: dict[str, Any]) -> None:
    """Unknown fields, those of which nothing is said, and unread ones are written back."""
    came = {"list": [{"description": "A" * 999, **odd}] * 100}
    events = EventList.from_json(json.dumps(came).encode())

    assert json.loads(events.to_json()) == came
