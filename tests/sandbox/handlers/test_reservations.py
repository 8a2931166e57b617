"""Reservations hold places for ten minutes."""

from __future__ import annotations

from typing import Any

from acme_ticketing_sandbox import VirtualClock
from tests.sandbox.caller import Caller

RESERVATIONS = "/v2/b2b/reservations"


def hold(caller: Caller, quantity: int, event: dict[str, Any]) -> dict[str, Any]:
    """Return the body that asks for places."""
    return {"reservationItems": [{"eventId": event["id"], "quantity": quantity}]}


def left(caller: Caller, event: dict[str, Any]) -> int:
    """Return how many places visitors see."""
    found = caller.done("GET", "/v2/b2b/event/instances/statements", pageSize=-1)["list"]
    return int(next(entry["available"] for entry in found if entry["id"] == event["id"]))


def test_a_reservation_holds_places_until_it_ends(caller: Caller, clock: VirtualClock) -> None:
    """Nobody else can have them; ten minutes later everybody can."""
    event = caller.event("Behind the scenes", 5)
    made = caller.done("POST", RESERVATIONS, hold(caller, 15, event))
    assert made["expirationTimestamp"] == "2026-06-01T09:10:00-04:00"
    assert left(caller, event) == 0
    reply = caller.send("POST", RESERVATIONS, hold(caller, 1, event))
    assert (reply.status, reply.json()["type"]) == (400, "SOLD_OUT")
    clock.advance(599)
    assert caller.send("GET", f"{RESERVATIONS}/{made['id']}").status == 200
    clock.advance(1)
    assert caller.send("GET", f"{RESERVATIONS}/{made['id']}").status == 404
    assert left(caller, event) == 15


def test_a_reservation_is_replaced(caller: Caller, clock: VirtualClock) -> None:
    """Its own places count as free for it, and its time begins anew."""
    event = caller.event("Behind the scenes", 5)
    made = caller.done("POST", RESERVATIONS, hold(caller, 15, event))
    clock.advance(60)
    changed = caller.done("PUT", RESERVATIONS, {"id": made["id"], **hold(caller, 14, event)})
    assert changed["id"] == made["id"]
    assert changed["expirationTimestamp"] == "2026-06-01T09:11:00-04:00"
    assert left(caller, event) == 1


def test_a_replacement_that_fails_changes_nothing(caller: Caller) -> None:
    """What was held is still held."""
    event = caller.event("Behind the scenes", 5)
    made = caller.done("POST", RESERVATIONS, hold(caller, 5, event))
    assert (
        caller.send("PUT", RESERVATIONS, {"id": made["id"], **hold(caller, 16, event)}).status
        == 400
    )
    assert left(caller, event) == 10


def test_a_replacement_names_a_reservation(caller: Caller) -> None:
    """The id stands in the body, so a wrong one is a fault of the body."""
    for body in ({}, {"id": 1}):
        reply = caller.send("PUT", RESERVATIONS, body)
        assert reply.status == 400
        assert "body.id" in reply.json()["message"]


def test_a_deleted_reservation_frees_its_places(caller: Caller) -> None:
    """The answer shows what it held."""
    event = caller.event("Behind the scenes", 5)
    made = caller.done("POST", RESERVATIONS, hold(caller, 5, event))
    assert caller.done("DELETE", f"{RESERVATIONS}/{made['id']}") == made
    assert left(caller, event) == 15
    assert caller.send("DELETE", f"{RESERVATIONS}/{made['id']}").status == 404


def test_what_cannot_be_held_is_refused(caller: Caller) -> None:
    """An unknown event, no place at all, more than there are over several lines."""
    event = caller.event("Behind the scenes", 5)
    for items in (
        [{"eventId": "unknown", "quantity": 1}],
        [{"eventId": event["id"], "quantity": 0}],
        [{"eventId": event["id"], "quantity": 8}] * 2,
    ):
        reply = caller.send("POST", RESERVATIONS, {"reservationItems": items})
        assert reply.status == 400
        assert "body.reservationItems[" in reply.json()["message"]
    assert left(caller, event) == 15


def test_a_lowered_capacity_leaves_no_places(caller: Caller) -> None:
    """None are left, not fewer than none, when more are held than there are."""
    event = caller.event("Behind the scenes", 5)
    caller.done("POST", RESERVATIONS, hold(caller, 10, event))
    caller.done("PUT", "/v2/b2b/event/instances/", {"id": event["id"], "capacity": 5})
    assert left(caller, event) == 0
    assert "has 0 places left" in caller.send("POST", RESERVATIONS, hold(caller, 1, event)).text


def test_a_reservation_of_nothing_is_accepted(caller: Caller) -> None:
    """An empty list is no error."""
    assert caller.done("POST", RESERVATIONS, {"reservationItems": []})["reservationItems"] == []
