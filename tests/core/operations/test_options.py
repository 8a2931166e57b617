"""What one call may be told."""

from __future__ import annotations

from typing import Any

import pytest

from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.operations.options import CallOptions


def test_the_text_of_options_shows_no_header_value():
    """A further header may carry a secret of somebody's proxy."""
    options = CallOptions(headers={"x-proxy-key": "hunter2"}, deadline=None)

    assert "x-proxy-key" in repr(options)
    assert "hunter2" not in repr(options)


@pytest.mark.parametrize("setting", ["deadline", "timeout"])
@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf"), "5", True])
def test_times_are_above_zero(setting: Any, seconds: Any):
    """A time that has run out before it began is a mistake, and so is what is no time."""
    with pytest.raises(InvalidArgument, match=setting):
        CallOptions(**{setting: seconds})


@pytest.mark.parametrize("retries", [-1, 0.5, "3", None, True])
def test_retries_are_not_negative(retries: Any):
    """None at all is fine, fewer is a mistake."""
    assert CallOptions(retries=0).retries == 0
    with pytest.raises(InvalidArgument, match="retries"):
        CallOptions(retries=retries)


def test_pages_ahead_are_not_negative():
    """Nobody fetches pages behind."""
    with pytest.raises(InvalidArgument, match="prefetch is 0 or more, not -1"):
        CallOptions(prefetch=-1)


@pytest.mark.parametrize(
    ("setting", "given"),
    [
        ("headers", "x-trace: 1"),
        ("headers", [("x-trace", "1")]),
        ("request_id", 5),
        ("repeat_in_doubt", "no"),
        ("repeat_in_doubt", None),
        ("deadline", 10**400),
    ],
)
def test_what_is_of_another_type_is_refused_by_name(setting: Any, given: Any):
    """A text that says no would be a yes to sending a purchase again."""
    with pytest.raises(InvalidArgument, match=setting):
        CallOptions(**{setting: given})
