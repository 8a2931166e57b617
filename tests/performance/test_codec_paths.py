"""The short ways of the codec give what the long ways give."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acme_ticketing import models
from acme_ticketing_core.errors import DecodeError
from acme_ticketing_core.models.model import Model
from acme_ticketing_core.models.objects import object_type, read_whole
from acme_ticketing_core.models.reading import Reading
from acme_ticketing_core.models.scalars import decimal_of_number
from acme_ticketing_core.models.values import write_any, write_datetime, write_decimal_number
from tests.end_to_end.examples import examples
from tests.fuzzing.codec import changed

_PAYLOADS: dict[str, list[Any]] = {}
for _example in examples():
    if isinstance(getattr(models, _example.model or "", None), type):
        _PAYLOADS.setdefault(_example.model or "", []).extend(_example.payloads)
every_model = pytest.mark.parametrize("name", _PAYLOADS)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@every_model
def test_every_example_is_written_alike_by_both_ways(name: str):
    """A document written level by level is the dict written as a whole."""
    for payload in _PAYLOADS[name]:
        read = getattr(models, name).from_dict(payload)

        assert json.loads(read.to_json()) == read.to_dict() == payload


@every_model
def test_every_example_reads_alike_from_text_and_from_values(name: str):
    """Bytes and parsed values become the same model, and the caller's values stay as they are."""
    model = getattr(models, name)
    for payload in _PAYLOADS[name]:
        before = json.dumps(payload)

        assert model.from_json(before.encode()) == model.from_dict(payload)
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
        assert str(decimal_of_number(number)) == str(Decimal(repr(number)))


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


@pytest.fixture(scope="module", autouse=True)
def _often() -> None:
    """Let the readers and writers of every example be compiled."""
    for name, payloads in _PAYLOADS.items():
        for payload in payloads:
            for _ in range(60):
                getattr(models, name).from_dict(payload).to_json()


@pytest.mark.parametrize("strict", [False, True])
@every_model
def test_both_ways_read_every_changed_example_alike(name: str, *, strict: bool):
    """The compiled reader and the reference give the same model or the same error.

    Each is changed ten times; `make fuzz` reads 140,000 changed documents.
    """
    model: type[Model] = getattr(models, name)
    lot = random.Random(name)
    names = list(object_type(model).by_wire)
    for payload in _PAYLOADS[name] * 10:
        data = json.loads(json.dumps(changed(payload, names, lot)))  # no halves of characters
        results: list[Any] = []
        for fast in (True, False):
            reading = Reading(strict=strict, fast=fast)
            try:
                read = read_whole(model, json.loads(json.dumps(data)), reading)
                results.append((read, set(reading.met)))
            except DecodeError as error:
                results.append((str(error), None))
        assert results[0] == results[1]
        if not strict:
            assert results[0][0].to_dict() == data


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
