"""The `Retry-After` header."""

from __future__ import annotations

from email.utils import formatdate
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acme_ticketing_core.rate_limit.learning import read_retry_after
from acme_ticketing_core.rate_limit.state import LONGEST_BLOCK

NOW = 1_700_000_000.0


@pytest.mark.parametrize("seconds", [1, 30, 59, 60, 61, 180, 3600])
def test_it_is_read_in_both_forms(seconds: float):
    """Seconds and dates mean the same; exactly a minute is no border."""
    assert read_retry_after(str(seconds), NOW) == seconds
    assert read_retry_after(f" {seconds} ", NOW) == seconds
    assert read_retry_after(formatdate(NOW + seconds, usegmt=True), NOW) == seconds


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "0",
        "-5",
        "3601",
        "9" * 400,
        "1e3",
        "soon",
        "٣",
        "Tue, 99 Foo 2030",
        formatdate(NOW - 5, usegmt=True),
        formatdate(NOW + 90_000, usegmt=True),
        "Fri, 31 Dec 9999 23:59:59 GMT",
    ],
)
def test_what_makes_no_sense_is_as_good_as_absent(value: Any):
    """The known length of the block is a better guess than an absurd value."""
    assert read_retry_after(value, NOW) is None


@given(st.text())
def test_no_text_breaks_it(value: Any):
    """The header comes from outside."""
    seconds = read_retry_after(value, NOW)

    assert seconds is None or 0 < seconds <= LONGEST_BLOCK
