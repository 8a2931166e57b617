"""A local ACME whose answers differ from the specification, by a seed."""

from __future__ import annotations

from collections import Counter

import pytest

from acme_ticketing import spec
from acme_ticketing_sandbox import LocalAcme, Unlike, VirtualClock
from tests.fuzzing.unlike import Venue, judge
from tests.sandbox.caller import MONDAY_NINE, Caller

EVENTS = "/v2/b2b/event/instances"


@pytest.mark.parametrize("part", range(4))
def test_every_operation_is_read_from_a_server_that_differs(part: int) -> None:
    """Tolerantly without an error, strictly with one for each difference that it does not permit.

    Each operation once; `make fuzz` asks 200 such servers.
    """
    venue, results = Venue(), Counter[str]()
    rows = spec.operations()[part::4]
    wrong = [each for row in rows for each in judge(row, part + 1, venue, results)]

    assert wrong == []
    assert results["differences"] > 25
    assert results["refused"] > 12


def of_seed(unlike: Unlike) -> bytes:
    """Return what a local ACME answers that differs like this."""
    clock = VirtualClock(MONDAY_NINE)
    return Caller(LocalAcme(clock=clock, unlike=unlike), clock).send("GET", EVENTS).body


@pytest.mark.parametrize(
    ("operation", "seed"),
    [("b2b.organizationAddresses.list", 110), ("b2b.events.listSummaries", 161)],
)
def test_what_is_left_out_does_not_differ_besides(operation: str, seed: int) -> None:
    """A total that is not sent is of no other type; `make fuzz` found that it was told so."""
    row = next(each for each in spec.operations() if each["id"] == operation)

    assert judge(row, seed, Venue(), Counter()) == []


def test_a_seed_gives_the_same_differences() -> None:
    """And another seed others; without one the answer is as specified."""
    assert of_seed(Unlike(7)) == of_seed(Unlike(7)) != of_seed(Unlike(8))
    assert of_seed(Unlike(7, share=0)).count(b"vendorAddition") == 0


def test_requests_are_checked_as_ever() -> None:
    """What differs is the answers: a request that lacks something is refused, in the usual words."""
    clock = VirtualClock(MONDAY_NINE)
    unlike = Unlike(1, share=1)
    caller = Caller(LocalAcme(clock=clock, unlike=unlike), clock)

    assert caller.send("GET", EVENTS, pageSize="many").status == 400
    assert caller.send("GET", EVENTS, headers={}).status == 401
    assert unlike.planted == []


def test_a_share_is_a_part_of_the_whole() -> None:
    """Anything else is refused, with what it was."""
    with pytest.raises(ValueError, match="from 0 to 1, not 2"):
        Unlike(1, share=2)
