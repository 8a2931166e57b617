"""A state that was saved is the same state when it is loaded."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest

from acme_ticketing_sandbox import LocalAcme, Request, VirtualClock
from tests.sandbox.caller import MONDAY_NINE, Caller
from tests.sandbox.handlers.test_reports import columns, definition

FILE = "/_sandbox/state-file"


def busy(caller: Caller) -> dict[str, Any]:
    """Leave something of every kind behind, and return an order."""
    order: dict[str, Any] = caller.buy()
    caller.done("POST", "/v2/b2c/carts", caller.tickets(3))
    item = {"eventId": caller.event()["id"], "quantity": 2}
    caller.done("POST", "/v2/b2b/reservations", {"reservationItems": [item]})
    caller.done("POST", "/_sandbox/behaviour", {"listedDays": 30})
    caller.done("POST", "/_sandbox/duplicates", {"remembered": "limited-time"})
    caller.buy(caller.tickets(1, person_type="Child"))
    caller.sandbox.state.locks["template"] = ("somebody", caller.clock.now() + 60)
    return order


def loaded(file: Any, start: float = MONDAY_NINE) -> LocalAcme:
    """Load a file into another sandbox."""
    other = LocalAcme(clock=VirtualClock(start), strict=True)
    reply = other.handle(Request.of("POST", FILE, json_body=file))
    assert reply.status == 200, reply.text
    return other


def test_nothing_is_lost(caller: Caller) -> None:
    """What is saved after a load is what was saved before, and both go on alike."""
    busy(caller)
    file = caller.done("GET", FILE)
    other = loaded(file)

    assert other.handle(Request("GET", FILE)).json() == file
    assert isinstance(other.clock, VirtualClock)
    again = Caller(other, other.clock, _numbers=itertools.count(1000))
    caller = Caller(caller.sandbox, caller.clock, _numbers=itertools.count(1000))
    cart = caller.tickets(1, person_type="Senior")
    assert again.buy(cart) == caller.buy(cart)
    for asked in (
        "/v2/b2c/orders/search?email=gail@example.com",
        "/v2/b2b/memberships/10482",
        "/v2/b2b/event/instances/statements",
    ):
        assert again.send("GET", asked).body == caller.send("GET", asked).body
    sold = sales(caller)
    assert sales(again) == sold
    assert len(next(iter(sold.values()))) > 15


def sales(caller: Caller) -> dict[str, list[Any]]:
    """Return a report on all that was sold."""
    asked = definition(caller, "Sales by transaction")["queryExpression"]
    return columns(
        caller,
        queryExpression=asked,
        startDate="2026-05-01T00:00:00-04:00",
        endDate="2026-06-30T00:00:00-04:00",
    )


def test_what_is_secret_stays_out(caller: Caller) -> None:
    """Neither cards nor what was made of them, nor sessions."""
    busy(caller)
    caller.sandbox.authentication.open_session(caller.sandbox.authentication._users[0])
    token = next(iter(caller.sandbox.authentication._sessions))
    fingerprints = {card for card, _ in caller.sandbox.state.card_charges}
    text = caller.send("GET", FILE).text

    assert fingerprints
    for secret in ("4111111111111111", token, *fingerprints):
        assert secret not in text


def test_a_clock_that_is_behind_is_moved(caller: Caller) -> None:
    """Nothing of the venue lies in its own future; a clock that is ahead stays as it is."""
    file = caller.done("GET", FILE)
    assert loaded(file, MONDAY_NINE - 86_400).clock.now() == MONDAY_NINE
    assert loaded(file, MONDAY_NINE + 50).clock.now() == MONDAY_NINE + 50


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda file: file.pop("format"), "this is no file that a sandbox saved"),
        (lambda file: file.update(version=1), "this file is of version 1"),
        (lambda file: file.update(content=[]), "not as it was saved"),
        (lambda file: file["content"]["records"]["tickets"].clear(), "not as it was saved"),
        (lambda file: file.pop("checksum"), "not as it was saved"),
    ],
)
def test_a_file_that_cannot_be_loaded_changes_nothing(
    caller: Caller, change: Any, words: str
) -> None:
    """One sentence says why, and what to do."""
    busy(caller)
    file = caller.done("GET", FILE)
    changed = json.loads(json.dumps(file))
    change(changed)

    reply = caller.send("POST", FILE, changed)

    assert reply.status == 400
    assert words in reply.json()["message"]
    assert caller.done("GET", FILE) == file


def test_a_time_zone_that_is_not_here_is_said(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine may lack the data of zones."""
    from zoneinfo import ZoneInfoNotFoundError

    def missing(name: str) -> None:
        raise ZoneInfoNotFoundError(name)

    file = caller.done("GET", FILE)
    monkeypatch.setattr("acme_ticketing_sandbox.values.times.ZoneInfo", missing)
    reply = caller.send("POST", FILE, file)
    assert (reply.status, "pip install tzdata" in reply.text) == (400, True)
