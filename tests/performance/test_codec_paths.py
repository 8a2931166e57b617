"""The short ways of the codec give what the long ways give."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acme_ticketing import models
from acme_ticketing_core.errors import DecodeError
from acme_ticketing_core.models.codec import (
    read_decimal_number,
    read_list,
    read_list_of,
    read_string,
    write_any,
    write_datetime,
    write_decimal_number,
)
from acme_ticketing_core.models.model import Model
from tests.end_to_end.examples import examples

_PAYLOADS = [
    pytest.param(getattr(models, example.model), payload, id=f"{example.id}-{place}")
    for example in examples()
    if example.model is not None and isinstance(getattr(models, example.model, None), type)
    for place, payload in enumerate(example.payloads)
]
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(("model", "payload"), _PAYLOADS)
def test_every_example_is_written_alike_by_both_ways(model: type[Model], payload: Any):
    """A document written level by level is the dict written as a whole."""
    read = model.from_dict(payload)

    assert json.loads(read.to_json()) == read.to_dict() == payload


@pytest.mark.parametrize(("model", "payload"), _PAYLOADS)
def test_every_example_reads_alike_from_text_and_from_values(model: type[Model], payload: Any):
    """Bytes and parsed values become the same model, and the caller's values stay as they are."""
    before = json.dumps(payload)

    assert model.from_json(json.dumps(payload).encode()) == model.from_dict(payload)
    assert json.dumps(payload) == before


@given(unknown=st.dictionaries(st.text(min_size=1).map("x-{}".format), _JSON, max_size=4))
def test_unknown_fields_are_written_alike_by_both_ways(unknown: dict[str, Any]):
    """What the specification does not know survives both ways, at every level."""
    data = {"id": "1", "priceList": {"name": "A", **unknown}, **unknown}
    event = models.Event.from_dict(data)

    assert json.loads(event.to_json()) == event.to_dict() == data
    assert write_any(event) == data


@given(number=st.floats(allow_nan=False, allow_infinity=False) | st.integers())
def test_a_remembered_decimal_is_the_decimal(number: float):
    """Reading a number twice gives what its text says, the sign of zero included."""
    for _ in range(2):
        assert str(read_decimal_number(number)) == str(Decimal(repr(number)))


@given(
    value=st.decimals(
        allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9
    )
)
def test_a_short_decimal_is_written_exactly(value: Decimal):
    """The short way loses no digit: the number reads as the decimal again."""
    written = write_decimal_number(value)

    assert Decimal(repr(written)) == value
    assert (type(written) is int) == (value.as_tuple().exponent == 0)


@given(value=st.lists(st.text() | st.integers() | st.booleans() | st.none(), max_size=4))
def test_plain_arrays_read_alike_by_both_ways(value: list[Any]):
    """Taking an array over accepts and refuses what reading it item by item does."""
    results = []
    for read in (
        lambda: read_list_of(list(value), (str,), "string"),
        lambda: read_list(list(value), read_string),
    ):
        try:
            results.append(read())
        except DecodeError as error:
            results.append(str(error))

    assert results[0] == results[1]


_OFFSETS = st.timedeltas(timedelta(hours=-23, minutes=-59), timedelta(hours=23, minutes=59))
_WHOLE_MINUTES = st.integers(-1439, 1439).map(lambda minutes: timedelta(minutes=minutes))


@given(
    st.datetimes(timezones=(_WHOLE_MINUTES | _OFFSETS).map(timezone))
    | st.datetimes(timezones=_WHOLE_MINUTES.map(timezone)).map(lambda at: at.replace(microsecond=0))
)
def test_a_moment_is_written_as_the_standard_library_writes_it(moment: datetime):
    """The fast writer and isoformat agree: any year, any offset, with and without fractions."""
    written = write_datetime(moment)

    fraction = "milliseconds" if moment.microsecond and not moment.microsecond % 1000 else "auto"
    text = moment.isoformat(timespec=fraction)
    assert written == (text[:-6] + "Z" if moment.tzinfo is UTC else text)
    assert datetime.fromisoformat(written) == moment
