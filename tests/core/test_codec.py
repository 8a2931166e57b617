"""Readers and writers that generated models call."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acme_ticketing_core.errors import DecodeError, InvalidArgument
from acme_ticketing_core.models import codec
from acme_ticketing_core.runtime.unset import UNSET

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
READERS = [
    codec.read_string,
    codec.read_integer,
    codec.read_number,
    codec.read_boolean,
    codec.read_null,
    codec.read_datetime,
    codec.read_date,
    codec.read_decimal,
    codec.read_decimal_number,
    codec.read_uuid,
    codec.list_of(codec.read_string),
    codec.map_of(codec.read_integer),
    codec.nullable(codec.read_date),
]


@given(value=JSON, reader=st.sampled_from(READERS))
def test_a_reader_reads_or_raises_a_decode_error_and_nothing_else(value: Any, reader: Any):
    """No JSON value makes a reader fail in another way, and no message shows a value."""
    try:
        reader(value)
    except DecodeError as error:
        assert "found" in error.message  # noqa: PT017 - reading it is fine too


@pytest.mark.parametrize(
    ("reader", "value", "message"),
    [
        (codec.read_integer, "12", "expected integer, found string"),
        (codec.read_integer, True, "expected integer, found boolean"),
        (codec.read_integer, 1.0, "expected integer, found number"),
        (codec.read_number, False, "expected number, found boolean"),
        (codec.read_string, None, "expected string, found null"),
        (codec.read_boolean, 1, "expected boolean, found integer"),
        (codec.read_null, 0, "expected null, found integer"),
        (codec.read_decimal, 25.0, "expected decimal string, found number"),
        (codec.read_decimal_number, "25.00", "expected number, found string"),
        (codec.read_datetime, {}, "expected date-time, found object"),
        (codec.read_string, UNSET, "required, and absent"),
    ],
)
def test_types_are_checked(reader: Any, value: Any, message: str):
    """A value of a near type is not taken for the right one."""
    with pytest.raises(DecodeError) as caught:
        reader(value)

    assert caught.value.message == message


@pytest.mark.parametrize(
    ("reader", "value"),
    [
        (codec.read_datetime, "hunter2"),
        (codec.read_datetime, "2024-05-29T10:00:00"),
        (codec.read_datetime, "2024-05-29"),
        (codec.read_date, "2020-1-6"),
        (codec.read_decimal, ""),
        (codec.read_decimal, "1e5"),
        (codec.read_decimal, "NaN"),
        (codec.read_decimal, "1_000"),
        (codec.read_decimal, " 1"),
        (codec.read_decimal, "٣"),
        (codec.read_uuid, "0a1b2c3d4e5f60718293a4b5c6d7e8f9"),
        (codec.read_uuid, "{3f2b8c1e-5d4a-4f6b-9c7d-8e9f0a1b2c3d}"),
    ],
)
def test_formats_are_checked(reader: Any, value: Any):
    """A string of another form is refused, and the message does not quote it."""
    with pytest.raises(DecodeError, match="of another form") as caught:
        reader(value)

    assert "hunter2" not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_an_error_in_a_list_or_map_tells_its_place():
    """The index and the key of the bad value stand in the path."""
    read = codec.map_of(codec.list_of(codec.read_integer))

    assert read({"a": [1], "b": []}) == {"a": [1], "b": []}
    with pytest.raises(DecodeError) as caught:
        read({"a": [1], "b": [1, 2, "3"]})
    assert caught.value.path == "$.b[2]"
    with pytest.raises(DecodeError, match="expected array, found integer"):
        read({"a": 1})
    with pytest.raises(DecodeError, match="expected object, found array"):
        read([])


def test_a_missing_property_is_named():
    """Whoever finds it missing knows its name; the path leads to it."""
    assert str(codec.missing("id").at("list", 0)) == "$.list[0].id: required, and absent"


@given(
    st.datetimes(
        timezones=st.just(UTC)
        | st.sampled_from([ZoneInfo("America/New_York"), timezone(timedelta(hours=5, minutes=30))])
    )
)
def test_a_moment_goes_both_ways(moment: datetime):
    """What is written reads back as the same moment with the same offset."""
    again = codec.read_datetime(codec.write_datetime(moment))

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
    assert codec.write_datetime(codec.read_datetime(text)) == text


def test_a_naive_moment_is_refused_with_a_remedy():
    """The server reads days in the tenant's zone, so the zone must be said."""
    with pytest.raises(InvalidArgument, match="ZoneInfo"):
        codec.write_datetime(datetime(2024, 5, 29))  # noqa: DTZ001 - that is the mistake


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2))
def test_money_as_text_is_exact(amount: Decimal):
    """Every digit survives, trailing zeros included."""
    text = codec.write_decimal(amount)

    assert codec.read_decimal(text) == amount
    assert codec.write_decimal(codec.read_decimal(text)) == text


@given(st.integers(-(10**12), 10**12), st.integers(0, 2))
def test_money_as_a_number_is_the_decimal_that_was_written(digits: int, places: int):
    """A JSON number reads as its shortest decimal, and writes back as the same number."""
    amount = Decimal(digits).scaleb(-places)

    assert codec.read_decimal_number(codec.write_decimal_number(amount)) == amount


@pytest.mark.parametrize(
    ("writer", "value", "reason"),
    [
        (codec.write_decimal, 25.0, "expected a Decimal, not float"),
        (codec.write_decimal, Decimal("NaN"), "finite"),
        (codec.write_decimal, Decimal("Infinity"), "finite"),
        (codec.write_decimal_number, Decimal("0.12345678901234567890"), "more digits"),
        (codec.write_number, float("nan"), "finite"),
        (codec.write_number, float("inf"), "finite"),
        (codec.write_date, datetime(2024, 5, 29, tzinfo=UTC), "not a datetime"),
        (codec.write_date, "2024-05-29", "expected a date, not str"),
        (codec.write_datetime, date(2024, 5, 29), "expected a datetime, not date"),
        (codec.write_uuid, "not-a-uuid", "uuid.uuid4"),
        (codec.write_uuid, "0a1b2c3d4e5f60718293a4b5c6d7e8f9", "uuid.uuid4"),
    ],
)
def test_what_cannot_be_written_faithfully_is_refused(writer: Any, value: Any, reason: str):
    """No float for money, no guess at a zone, no infinite number."""
    with pytest.raises(InvalidArgument, match=reason):
        writer(value)


def test_days_uuids_and_numbers_go_both_ways():
    """The plain formats read what they write."""
    identity = uuid.UUID("3F2B8C1E-5D4A-4F6B-9C7D-8E9F0A1B2C3D")

    assert codec.read_date(codec.write_date(date(2024, 2, 29))) == date(2024, 2, 29)
    assert codec.write_uuid(identity) == "3f2b8c1e-5d4a-4f6b-9c7d-8e9f0a1b2c3d"
    assert codec.read_uuid(codec.write_uuid(identity).upper()) == identity
    assert codec.write_number(2.5) == 2.5
    assert codec.nullable(codec.read_date)(None) is None
    assert codec.read_any([1]) == [1]


def test_a_value_of_several_types_is_read_by_the_first_reader_that_takes_it():
    """A union tries its alternatives in order, and says why none fits."""
    decoders = (codec.read_integer, codec.list_of(codec.read_string))

    assert codec.read_union(7, decoders) == 7
    assert codec.read_union(["a"], decoders) == ["a"]
    with pytest.raises(DecodeError, match="none of the alternatives fits: expected integer"):
        codec.read_union(True, decoders)


def test_a_value_whose_type_is_only_known_now_is_written_by_its_type():
    """Bodies may be models, lists, maps and plain values, nested."""

    class Thing:
        def to_dict(self) -> dict[str, Any]:
            return {"id": 1}

    moment = datetime(2024, 5, 29, 10, tzinfo=UTC)

    assert codec.write_any({"a": (Thing(),), "b": moment, "c": Decimal("1.50"), "d": None}) == {
        "a": [{"id": 1}],
        "b": "2024-05-29T10:00:00Z",
        "c": "1.50",
        "d": None,
    }
    assert codec.write_any(date(2024, 5, 29)) == "2024-05-29"
    assert codec.write_any([1, 1.5, True, "x", uuid.UUID(int=7)]) == [
        1, 1.5, True, "x", "00000000-0000-0000-0000-000000000007",
    ]  # fmt: skip
    assert codec.write_any({"a": UNSET, "b": {"c": UNSET}}) == {"b": {}}


@pytest.mark.parametrize("number", [float("nan"), float("inf"), Decimal("NaN")])
def test_a_number_that_json_does_not_know_is_refused_wherever_it_stands(number: Any):
    """Written as it is, it would become null, which says something else."""
    with pytest.raises(InvalidArgument, match="finite"):
        codec.write_any({"a": [number]})


def test_an_optional_field_that_is_null_reads_as_absent_and_is_written_back_as_null():
    """Read, modify, write: what the server said of the field is not lost."""
    rest: dict[str, Any] = {}

    assert codec.keep_null(rest, "a") is UNSET
    assert codec.null_as_absent(rest, "b", "string", None) is UNSET
    assert rest == {"a": None, "b": None}
    with pytest.raises(DecodeError, match="expected string, found integer"):
        codec.null_as_absent(rest, "c", "string", 1)
    with pytest.raises(DecodeError, match="expected string, found integer"):
        codec.raise_wrong_type("string", 1)


def test_plain_arrays_are_taken_over_after_a_look_at_each_item():
    """No copy is made of a list that is already right."""
    names = ["a", "b"]

    assert codec.read_list_of(names, (str,), "string") is names
    assert codec.read_one_of(2.5, (int, float), "number") == 2.5
    with pytest.raises(DecodeError, match="expected number, found string"):
        codec.read_one_of("2.5", (int, float), "number")
    with pytest.raises(DecodeError, match="expected array, found string"):
        codec.read_list_of("ab", (str,), "string")
    with pytest.raises(DecodeError) as caught:
        codec.read_list_of(["a", 1], (str,), "string")
    assert caught.value.path == "$[1]"


@pytest.mark.parametrize("number", [0.0, -0.0, 1e22, 1e-7, 120, -7, 0.1])
def test_numbers_at_the_edges_stay_what_they_were(number: float):
    """Signs of zero, exponents and whole numbers come back equal and of the same kind."""
    again = codec.write_decimal_number(codec.read_decimal_number(number))

    assert (repr(float(again)), again == number) == (repr(float(number)), True)


def test_null_is_read_where_nothing_else_may_stand():
    """As `nullable` reads it, alone."""
    assert codec.read_null(None) is None


@pytest.mark.parametrize("amount", ["0.1000000000000000", "1E+2", "123456789012345678"])
def test_a_decimal_of_an_odd_form_is_written_if_its_value_travels(amount: str):
    """More digits than a number is sure to carry, or an exponent: judged by what comes back."""
    number = codec.write_decimal_number(Decimal(amount))

    assert Decimal(repr(number)) == Decimal(amount)


@pytest.mark.parametrize("amount", [Decimal("NaN"), Decimal("-Infinity"), 1.5, "1.5"])
def test_what_is_no_finite_decimal_is_no_number_of_money(amount: Any):
    """A float has lost already what a decimal keeps."""
    with pytest.raises(InvalidArgument, match="Decimal"):
        codec.write_decimal_number(amount)
