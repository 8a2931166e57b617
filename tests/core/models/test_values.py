"""Values that JSON has no type for, written and read back."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.models import scalars, values
from acme_ticketing_core.runtime.unset import UNSET


@pytest.mark.parametrize("text", ["hunter2", "2024-05-29T10:00:00", "2024-05-29"])
def test_what_is_no_moment_is_refused(text: str):
    """A time without an offset names none."""
    with pytest.raises(ValueError, match=r"isoformat|no offset"):
        values.read_datetime(text)


@given(
    st.datetimes(
        timezones=st.just(UTC)
        | st.sampled_from([ZoneInfo("America/New_York"), timezone(timedelta(hours=5, minutes=30))])
    )
)
def test_a_moment_goes_both_ways(moment: datetime):
    """What is written reads back as the same moment with the same offset."""
    again = values.read_datetime(values.write_datetime(moment))

    assert again.astimezone(UTC) == moment.astimezone(UTC)
    assert again.utcoffset() == moment.utcoffset()


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-29T10:00:00-07:00",
        "2024-05-29T10:00:00Z",
        "2024-05-29T10:00:00.250Z",
        "2024-05-29T10:00:00.123456+05:30",
    ],
)
def test_a_moment_is_written_as_it_was_read(text: str):
    """UTC is `Z`, and the precision is the one that it has."""
    assert values.write_datetime(values.read_datetime(text)) == text


def test_a_naive_moment_is_refused_with_a_remedy():
    """The server reads days in the tenant's zone, so the zone must be said."""
    with pytest.raises(InvalidArgument, match="ZoneInfo"):
        values.write_datetime(datetime(2024, 5, 29))  # noqa: DTZ001 - that is the mistake


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2))
def test_money_as_text_is_exact(amount: Decimal):
    """Every digit survives, trailing zeros included."""
    text = values.write_decimal(amount)

    assert scalars.decimal_as_written(text) == amount
    assert values.write_decimal(Decimal(text)) == text


@given(st.integers(-(10**12), 10**12), st.integers(0, 2))
def test_money_as_a_number_is_the_decimal_that_was_written(digits: int, places: int):
    """A JSON number reads as its shortest decimal, and writes back as the same number."""
    amount = Decimal(digits).scaleb(-places)

    assert scalars.decimal_of_number(values.write_decimal_number(amount)) == amount


@pytest.mark.parametrize(
    ("writer", "value", "reason"),
    [
        (values.write_decimal, 25.0, "expected a Decimal, not float"),
        (values.write_decimal, Decimal("NaN"), "finite"),
        (values.write_decimal, Decimal("Infinity"), "finite"),
        (values.write_decimal_number, Decimal("0.12345678901234567890"), "more digits"),
        (values.write_number, float("nan"), "finite"),
        (values.write_number, float("inf"), "finite"),
        (values.write_date, datetime(2024, 5, 29, tzinfo=UTC), "not a datetime"),
        (values.write_date, "2024-05-29", "expected a date, not str"),
        (values.write_datetime, date(2024, 5, 29), "expected a datetime, not date"),
        (values.write_uuid, "not-a-uuid", "uuid.uuid4"),
        (values.write_uuid, "0a1b2c3d4e5f60718293a4b5c6d7e8f9", "uuid.uuid4"),
    ],
)
def test_what_cannot_be_written_faithfully_is_refused(writer: Any, value: Any, reason: str):
    """No float for money, no guess at a zone, no infinite number."""
    with pytest.raises(InvalidArgument, match=reason):
        writer(value)


def test_days_uuids_and_numbers_go_both_ways():
    """The plain formats read what they write."""
    identity = uuid.UUID("3F2B8C1E-5D4A-4F6B-9C7D-8E9F0A1B2C3D")

    assert values.write_date(date(2024, 2, 29)) == "2024-02-29"
    assert values.write_uuid(identity) == "3f2b8c1e-5d4a-4f6b-9c7d-8e9f0a1b2c3d"
    assert values.write_number(2.5) == 2.5


def test_a_value_whose_type_is_only_known_now_is_written_by_its_type():
    """Bodies may be models, lists, maps and plain values, nested."""

    class Thing:
        def to_dict(self) -> dict[str, Any]:
            return {"id": 1}

    moment = datetime(2024, 5, 29, 10, tzinfo=UTC)

    assert values.write_any({"a": (Thing(),), "b": moment, "c": Decimal("1.50"), "d": None}) == {
        "a": [{"id": 1}],
        "b": "2024-05-29T10:00:00Z",
        "c": "1.50",
        "d": None,
    }
    assert values.write_any(date(2024, 5, 29)) == "2024-05-29"
    assert values.write_any([1, 1.5, True, "x", uuid.UUID(int=7)]) == [
        1, 1.5, True, "x", "00000000-0000-0000-0000-000000000007",
    ]  # fmt: skip
    assert values.write_any({"a": UNSET, "b": {"c": UNSET}}) == {"b": {}}


@pytest.mark.parametrize("number", [float("nan"), float("inf"), Decimal("NaN")])
def test_a_number_that_json_does_not_know_is_refused_wherever_it_stands(number: Any):
    """Written as it is, it would become null, which says something else."""
    with pytest.raises(InvalidArgument, match="finite"):
        values.write_any({"a": [number]})


@pytest.mark.parametrize("number", [0.0, -0.0, 1e22, 1e-7, 120, -7, 0.1])
def test_numbers_at_the_edges_stay_what_they_were(number: float):
    """Signs of zero, exponents and whole numbers come back equal and of the same kind."""
    again = values.write_decimal_number(scalars.decimal_of_number(number))

    assert (repr(float(again)), again == number) == (repr(float(number)), True)


@pytest.mark.parametrize("amount", ["0.1000000000000000", "1E+2", "123456789012345678"])
def test_a_decimal_of_an_odd_form_is_written_if_its_value_travels(amount: str):
    """More digits than a number is sure to carry, or an exponent: judged by what comes back."""
    number = values.write_decimal_number(Decimal(amount))

    assert Decimal(repr(number)) == Decimal(amount)


@pytest.mark.parametrize("amount", [Decimal("NaN"), Decimal("-Infinity"), 1.5, "1.5"])
def test_what_is_no_finite_decimal_is_no_number_of_money(amount: Any):
    """A float has lost already what a decimal keeps."""
    with pytest.raises(InvalidArgument, match="Decimal"):
        values.write_decimal_number(amount)
