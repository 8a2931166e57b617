"""The control API, called directly."""

from __future__ import annotations

import pytest

from acme_ticketing_sandbox import LocalAcme, Request, VirtualClock
from tests.sandbox.caller import Caller


def test_the_state_is_summed_up(caller: Caller) -> None:
    """What there is, what is set, and what is still to happen."""
    caller.done("POST", "/v2/b2c/carts", {})
    caller.done("POST", "/_sandbox/faults", {"kind": "status", "operationId": "b2c.carts.create"})
    state = caller.done("GET", "/_sandbox/state")
    assert state["counts"] == {
        "eventTemplates": 12,
        "events": 160,
        "carts": 2,
        "reservations": 0,
        "orders": 15,
        "tickets": 47,
        "memberships": 8,
        "openSessions": 0,
    }
    assert (state["time"], state["calls"]) == ("2026-06-01T09:00:00-04:00", 1)
    assert [fault["kind"] for fault in state["faults"]] == ["status"]


def test_limits_are_changed_one_by_one(caller: Caller) -> None:
    """What is not named stays."""
    limits = caller.done("POST", "/_sandbox/limits", {"block": 5, "extendBlock": True})
    assert (limits["block"], limits["extendBlock"], limits["window"]) == (5, True, 60.0)


def test_time_is_moved(caller: Caller, clock: VirtualClock) -> None:
    """The answer tells the new time."""
    before = clock.now()
    moved = caller.done("POST", "/_sandbox/clock/advance", {"seconds": 90.5})
    assert moved == {"time": "2026-06-01T09:01:30-04:00"}
    assert clock.now() == before + 90.5


def test_faults_are_forgotten_on_demand(caller: Caller, sandbox: LocalAcme) -> None:
    """Those that have not happened."""
    caller.done("POST", "/_sandbox/faults", {"kind": "closed"})
    assert caller.done("DELETE", "/_sandbox/faults") == {}
    assert sandbox.faults == []


def test_a_reset_begins_anew(caller: Caller, sandbox: LocalAcme) -> None:
    """Same ids, no carts, the first limits, no remembered call."""
    first = [event["id"] for event in sandbox.state.events]
    caller.buy()
    caller.done("POST", "/_sandbox/limits", {"b2b": 1})
    caller.done("POST", "/_sandbox/reset")
    assert [event["id"] for event in sandbox.state.events] == first
    assert len(sandbox.state.orders) == 15
    assert sandbox.calls == ()
    assert sandbox.rate_limiter.limits.b2b == 10_000


@pytest.mark.parametrize(
    ("method", "path", "body", "words"),
    [
        ("POST", "limits", {"b3b": 1}, "there is no 'b3b'; there are b2b, b2c, cors"),
        ("POST", "limits", {"b2b": "many"}, "b2b is an integer from 0 to 1000000000, not 'many'"),
        ("POST", "limits", {"b2b": True}, "b2b is an integer from 0 to 1000000000, not True"),
        ("POST", "limits", {"extendBlock": 1}, "extendBlock is true or false, not 1"),
        (
            "POST",
            "clock/advance",
            {"seconds": -1},
            "seconds is a number from 0 to 3155760000, not -1",
        ),
        ("POST", "clock/advance", {}, "seconds is missing"),
        ("POST", "faults", {"kind": "x"}, "kind is one of"),
        (
            "POST",
            "faults",
            {"kind": "empty", "times": "x"},
            "times is an integer from 1 to 1000000000, not 'x'",
        ),
        ("POST", "faults", {"kind": "empty", "operationId": "x"}, "there is no operation 'x'"),
        ("POST", "reset", [], "the body is no JSON object"),
    ],
)
def test_what_cannot_be_done_is_said(
    caller: Caller, method: str, path: str, body: object, words: str
) -> None:
    """With 400 and what could be done instead."""
    reply = caller.send(method, f"/_sandbox/{path}", body)
    assert reply.status == 400
    assert words in reply.json()["message"]


def test_an_unknown_action_and_a_body_that_is_no_json(sandbox: LocalAcme) -> None:
    """404 and 400."""
    assert sandbox.handle(Request("GET", "/_sandbox/moon")).status == 404
    reply = sandbox.handle(Request("POST", "/_sandbox/reset", body=b"{"))
    assert (reply.status, "no JSON" in reply.text) == (400, True)
