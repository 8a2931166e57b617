"""Strict mode: the sandbox itself is held to the specification."""

from __future__ import annotations

import pytest

from acme_ticketing_sandbox import LocalAcme, Reply, SpecificationDeviation
from acme_ticketing_sandbox.http.messages import json_reply
from acme_ticketing_sandbox.specification.validation import check_reply
from acme_ticketing_sandbox.values.identifiers import Identifiers
from acme_ticketing_sandbox.values.money import amount, text
from acme_ticketing_sandbox.values.times import parse


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (json_reply(418, {}), "answers 418, which is not promised"),
        (Reply(200, {"content-type": "text/html"}, b"<html>"), "as 'text/html', not application"),
        (json_reply(200, {"list": [{"capacity": "9"}]}), "capacity is no integer: '9'"),
    ],
)
def test_an_answer_that_is_not_promised_is_a_deviation(
    sandbox: LocalAcme, reply: Reply, words: str
) -> None:
    """Its status, its media type, its JSON."""
    with pytest.raises(SpecificationDeviation, match=words):
        check_reply(sandbox.specification.operations["b2b.events.list"], reply)


@pytest.mark.parametrize("value", ["x", None, "NaN"])
def test_what_is_no_amount_is_none(value: object) -> None:
    """Amounts are finite numbers."""
    with pytest.raises(ValueError, match="is no amount of money"):
        amount(value)


def test_amounts_are_exact() -> None:
    """Halves of a cent go up; floats are read as they are written."""
    assert text(amount(0.1) + amount("0.2")) == "0.30"
    assert text(amount("2.675")) == "2.68"


@pytest.mark.parametrize("value", ["2026-06-01T00:00:00", "X"])
def test_moments_need_an_offset(value: str) -> None:
    """What is kept names a moment."""
    with pytest.raises(ValueError, match=value):
        parse(value)


def test_identifiers_have_the_api_s_shapes() -> None:
    """Hexadecimal, numbers, uuids of version 4, tokens of letters and digits."""
    first, second = Identifiers(), Identifiers()
    made = [first.hexadecimal("event"), first.hexadecimal("event")]
    assert made == [second.hexadecimal("event"), second.hexadecimal("event")]
    assert len(set(made)) == 2
    assert [len(found) for found in made] == [24, 24]
    assert first.uuid("ticket")[14] == "4"
    assert first.token("session").isalnum()
    assert [first.number("order", 5), first.number("order", 5)] == [5, 6]
