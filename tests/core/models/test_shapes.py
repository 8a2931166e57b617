"""What a value looks like, without what it says."""

from __future__ import annotations

from typing import Any

import pytest

from acme_ticketing_core.models.shapes import is_word, key_of, shape_of


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        (None, "null"),
        (True, "boolean"),
        (7, "integer"),
        (-7, "negative integer"),
        (7.0, "integral number"),
        (-7.5, "negative number"),
        ("", "string/empty"),
        ("Ada", "string/text"),
        ("-12", "string/integer"),
        ("12.50", "string/decimal"),
        ("2026-07-04", "string/date"),
        ("2026-02-30", "string/text"),
        ("20260704T090000Z", "string/text"),
        ("2026-07-04T09:00:00-06:00", "string/date-time"),
        ("2026-07-04 09:00:00", "string/date-time without offset"),
        ("2026-07-04 09:00:00Z", "string/text"),
        ("2026-07-04 at nine", "string/text"),
        ("5d96453460309f26d082bcc0", "string/24 hex"),
        ("3f2b8c1e-5d4a-4f6b-9c7d-8e9f0a1b2c3d", "string/uuid"),
        ("ada@example.com", "string/e-mail"),
        ("https://example.com/ada", "string/url"),
        ([1, 2, "a", 3], ["integer", "string/text"]),
        ({"a": [{"b": None}], "7": 1}, {"a": [{"b": "null"}], "*": "integer"}),
        ([[[[[[1]]]]]], [[[[["array"]]]]]),
        ({"a": {"a": {"a": {"a": {"a": {"a": 1}}}}}}, {"a": {"a": {"a": {"a": {"a": "object"}}}}}),
    ],
)
def test_a_shape(value: Any, shape: Any) -> None:
    """Types, forms of text, five levels."""
    assert shape_of(value) == shape


def test_no_more_than_forty_parts() -> None:
    """Of an object and of an array."""
    assert (
        len(shape_of({f"key{'abcdefgh'[n % 8]}{'abcdefgh'[n // 8]}": 1 for n in range(64)})) == 40
    )
    assert shape_of([*([1] * 40), "a"]) == ["integer"]


@pytest.mark.parametrize(
    "key",
    [
        "ada@example.com", "5d96453460309f26d082bcc0", "abcdefabcdefabcdefabcdef", "2026-07-04",
        "+1 212 555 0100", "452966", "Ada Lovelace", "a" * 41, "",
    ],
)  # fmt: skip
def test_a_key_that_is_data_is_not_told(key: str) -> None:
    """Ids, addresses, dates, numbers, names."""
    assert key_of(key) == "*"


@pytest.mark.parametrize("key", ["name", "b2c", "address1", "x-y_z", "startTime"])
def test_a_key_that_names_a_field_is_told(key: str) -> None:
    """As fields of this API are called."""
    assert key_of(key) == key


def test_words_of_enumerations() -> None:
    """They look like words, and not like ids."""
    words = ["SOLD_OUT", "Credit Card", "willCall", "A1"]

    assert [word for word in words if not is_word(word)] == []
    ids = ["7", "a@b", "a" * 41, "abcdefabcdef", "3f2b8c1e-5d4a-4f6b-9c7d-8e9f0a1b2c3d", 7]
    assert [each for each in ids if is_word(each)] == []
